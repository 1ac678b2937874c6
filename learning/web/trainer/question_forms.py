"""What trainers fill in about questions. Forms check what was typed; they never query."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from learning.courses.bank import WRITTEN
from learning.errors import RuleBroken
from learning.progress.regrading import LONGEST_REASON
from learning.quizzes import images
from learning.quizzes.correcting import Policy
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.lint import MAXIMUM_OPTIONS
from learning.quizzes.states import RejectReason
from learning.web.errors import sentence_for
from learning.web.trainer import uploads, words
from learning.web.trainer.forms import LONGEST_LINE, LONGEST_TEXT, RevisionField, at_most
from learning.web.trainer.words import REJECT_REASONS

LONGEST_NOTE = 200
LONGEST_NUMBER = 40


class ImageForm(Form):  # type: ignore[misc]
    """An image and what it shows in words; part of a question's form.

    What was uploaded before comes again as its hash.
    """

    sha256 = HiddenField()
    file = FileField(_l("Image file"), render_kw={"accept": ",".join(images.MEDIA_TYPES)})
    alt = StringField(_l("What it shows, in words"), [at_most(LONGEST_LINE)])

    def validate_file(self, field: Field) -> None:
        if not field.data:
            return
        content = field.data.read()
        try:
            if len(content) > uploads.limit():
                raise RuleBroken("image-too-large", limit=uploads.limit_words())
            images.measured(content)
        except RuleBroken as error:
            raise ValidationError(sentence_for(error)) from error


class OptionForm(Form):  # type: ignore[misc]
    """One option, pair, item or gap of a question; part of its form."""

    id = HiddenField()
    text = StringField(_l("Option"), [at_most(LONGEST_TEXT)])
    image = FormField(ImageForm)
    match = StringField(_l("What belongs to it"), [at_most(LONGEST_TEXT)])
    accepted = TextAreaField(_l("Accepted answers"), [at_most(LONGEST_TEXT)])
    correct = BooleanField(_l("Right"))
    feedback = TextAreaField(_l("Said to whoever chooses it"), [at_most(LONGEST_TEXT)])


class QuestionForm(FlaskForm):  # type: ignore[misc]
    kind = HiddenField(default=QuestionKind.SINGLE)
    scenario = TextAreaField(_l("Scenario"), [Optional(), at_most(LONGEST_TEXT)])
    image = FormField(ImageForm)
    stem = TextAreaField(_l("Question"), [at_most(LONGEST_TEXT)])
    options = FieldList(FormField(OptionForm), max_entries=MAXIMUM_OPTIONS)
    value = StringField(_l("The right number"), [at_most(LONGEST_NUMBER)])
    tolerance = StringField(_l("How far off is still right"), [Optional(), at_most(LONGEST_NUMBER)])
    unit = StringField(_l("Unit"), [Optional(), at_most(LONGEST_NUMBER)])
    explanation = TextAreaField(_l("Why the right answer is right"), [at_most(LONGEST_TEXT)])
    revision = RevisionField()

    def validate_kind(self, field: Field) -> None:
        if field.data not in set(QuestionKind):
            raise ValidationError(_l("Choose a kind of question"))


class QuizPlaceForm(FlaskForm):  # type: ignore[misc]
    """What a question stands for in its quiz; the choices are its module's objectives."""

    pool = SelectField(_l("Which objective does it test?"), choices=[], validate_choice=True)
    is_must_know = BooleanField(_l("Must-know: it has to be right before the module is passed"))


class CopyForm(FlaskForm):  # type: ignore[misc]
    """Where a copy goes; the choices are the modules of a course."""

    module = SelectField(_l("Into which module?"), choices=[])


class CopyTargetForm(Form):  # type: ignore[misc]
    """Which course a copy goes to; part of an address, so it carries no token."""

    to = SelectField(_l("Course"), choices=[], validate_choice=False)


class RestoreForm(FlaskForm):  # type: ignore[misc]
    """Which older version a question is to say again."""

    number = IntegerField("", [InputRequired()], widget=HiddenInput())
    revision = RevisionField()


class TagsForm(FlaskForm):  # type: ignore[misc]
    tags = StringField(_l("Tags"), render_kw={"list": "known-tags", "autocomplete": "off"})


class BankForm(Form):  # type: ignore[misc]
    """What is looked for among all questions; part of an address, so it carries no token."""

    q = StringField(_l("Search in questions, options and explanations"))
    course = SelectField(
        _l("Course"), choices=[SelectChoice("", _l("All courses"))], validate_choice=False
    )
    kind = SelectField(
        _l("Kind"),
        choices=[
            SelectChoice("", _l("All kinds")),
            *(SelectChoice(kind, label) for kind, label in words.KINDS.items()),
        ],
        validate_choice=False,
    )
    state = SelectField(
        _l("State"),
        choices=[
            SelectChoice("", _l("All states")),
            *(SelectChoice(state, tag[0]) for state, tag in words.QUESTION_STATES.items()),
        ],
        validate_choice=False,
    )
    drafter = SelectField(
        _l("Who proposed it?"),
        choices=[
            SelectChoice("", _l("Anybody")),
            SelectChoice(WRITTEN, _l("A person")),
        ],
        validate_choice=False,
    )
    tag = StringField(_l("Tag"), render_kw={"list": "known-tags", "autocomplete": "off"})
    stale = BooleanField(_l("Only those to look at again"))


class RejectForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        _l("Why is it no good?"), [DataRequired(_l("Enter a reason")), at_most(LONGEST_LINE)]
    )


class RejectDraftForm(FlaskForm):  # type: ignore[misc]
    """Why a proposal is no good: a code to judge drafters by, and words for people."""

    reason = RadioField(
        _l("Why is it no good?"),
        [InputRequired(_l("Choose a reason"))],
        choices=[SelectChoice(code, words) for code, words in REJECT_REASONS.items()],
    )
    note = StringField(_l("In your own words"), [at_most(LONGEST_NOTE)])

    def validate_note(self, field: Field) -> None:
        if self.reason.data == RejectReason.OTHER and not (field.data or "").strip():
            raise ValidationError(_l("Say what is wrong with it"))


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    versions = SelectMultipleField(
        _l("Which versions?"),
        [InputRequired(_l("Choose at least one version"))],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    policy = RadioField(
        _l("What is to count?"),
        [InputRequired(_l("Choose what is to count"))],
        choices=[
            SelectChoice(Policy.REKEY, _l("What the newest approved version accepts counts, too")),
            SelectChoice(Policy.CREDIT, _l("Everybody who was asked is right: it is broken")),
        ],
    )
    reason = TextAreaField(
        _l("What was wrong?"), [DataRequired(_l("Enter a reason")), at_most(LONGEST_REASON)]
    )
    # The number of the newest correction that the page shows.
    known = IntegerField("", [InputRequired()], widget=HiddenInput())
