"""What trainers fill in about articles and courses. Forms check what is typed, they never query."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from learning.articles.outline import SectionKind
from learning.articles.readers.reading import FORMATS
from learning.courses.settings import (
    LONGEST_QUIZ,
    LONGEST_WAIT,
    MOST_SHOWN,
    MOST_TRIES,
    PASS_MARK,
    PASS_MARKS,
)
from learning.courses.states import Change, Rights, Visibility
from learning.courses.structure import LONGEST_TITLE
from learning.identifiers import public_id
from learning.quizzes.rules import Feedback

# The languages an article may be in, each by its own name.
LANGUAGES = [SelectChoice(code, name) for code, name in (
    ("ar", "العربية"), ("cs", "Čeština"), ("da", "Dansk"), ("de", "Deutsch"), ("el", "Ελληνικά"),
    ("en", "English"), ("es", "Español"), ("fi", "Suomi"), ("fr", "Français"), ("he", "עברית"),
    ("hu", "Magyar"), ("it", "Italiano"), ("ja", "日本語"), ("ko", "한국어"), ("nl", "Nederlands"),
    ("no", "Norsk"), ("pl", "Polski"), ("pt", "Português"), ("ro", "Română"), ("ru", "Русский"),
    ("sv", "Svenska"), ("tr", "Türkçe"), ("uk", "Українська"), ("zh", "中文"),
)]  # fmt: skip
LONGEST_LINE = 300
LONGEST_ADDRESS = 2_000
LONGEST_TEXT = 3_000
LONGEST_BODY = 2_000_000


def at_most(longest: int) -> Length:
    """A length check that says the number."""
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


def not_blank(_form: Form, field: Field) -> None:
    """White space alone says nothing."""
    if not (field.data or "").strip():
        raise ValidationError(_l("Enter a title"))


class RevisionField(IntegerField):  # type: ignore[misc]
    """Which save the page showed, so that of two editors the second sees the first one's work."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__("", [InputRequired()], **options)


class ImportForm(FlaskForm):  # type: ignore[misc]
    # Names this form as it was shown, so that sending it twice has one effect.
    once = HiddenField(default=public_id)
    text = TextAreaField(_l("Paste the article"))
    format = RadioField(
        _l("The pasted text is"),
        choices=[
            SelectChoice("text", _l("Plain text")),
            SelectChoice("markdown", _l("Markdown")),
        ],
        default="text",
    )
    file = FileField(_l("Or choose a file"), render_kw={"accept": ",".join(FORMATS)})
    address = StringField(_l("Or give its web address"), [at_most(LONGEST_ADDRESS)])
    language = SelectField(_l("Language of the article"), choices=LANGUAGES, default="en")
    rights = RadioField(
        _l("Why may you use this text?"),
        [InputRequired(_l("Choose why you may use this text"))],
        choices=[
            SelectChoice(Rights.OWN, _l("We wrote it")),
            SelectChoice(Rights.LICENCE, _l("A licence allows it")),
            SelectChoice(Rights.PERMISSION, _l("We have permission")),
            SelectChoice(Rights.FACTS, _l("Facts only, rewritten in our words")),
        ],
    )


class RenameForm(FlaskForm):  # type: ignore[misc]
    title = StringField(_l("New title"))


class SplitForm(FlaskForm):  # type: ignore[misc]
    """Where a module is cut in two, and what the second part is called."""

    title = StringField(_l("Title of the second part"))
    place = IntegerField("", [InputRequired()], widget=HiddenInput())
    # The article version that was shown.
    seen = HiddenField()


class KindForm(FlaskForm):  # type: ignore[misc]
    kind = SelectField(
        _l("What is it for?"),
        choices=[
            SelectChoice(SectionKind.TEACH, _l("It teaches: has a number and a quiz")),
            SelectChoice(SectionKind.CONCLUSION, _l("It sums up: has a number and a quiz")),
            SelectChoice(SectionKind.OVERVIEW, _l("It opens the course: only read, no quiz")),
            SelectChoice(SectionKind.REFERENCE, _l("It is for looking up: only read, no quiz")),
        ],
    )


class ModuleForm(FlaskForm):  # type: ignore[misc]
    objectives = TextAreaField(_l("What learners will be able to do"), [at_most(LONGEST_TEXT)])
    body = TextAreaField(_l("Text"), [at_most(LONGEST_BODY)])
    revision = RevisionField()


class TimeForm(FlaskForm):  # type: ignore[misc]
    """More time for a running quiz."""

    minutes = IntegerField(_l("More minutes"), [InputRequired(), NumberRange(1, LONGEST_QUIZ)])


class PreviewForm(FlaskForm):  # type: ignore[misc]
    """Trying a course out, perhaps as of a later day."""

    on = DateField(_l("As of which day?"), [Optional()], render_kw={"autocomplete": "off"})


class PublishForm(FlaskForm):  # type: ignore[misc]
    change = RadioField(
        _l("What does this version mean for people who have passed an earlier one?"),
        choices=[
            SelectChoice(Change.COSMETIC, _l("Nothing new: wording and corrections")),
            SelectChoice(Change.NOTIFY, _l("Something new to know: tell them")),
            SelectChoice(Change.RETEST, _l("Something they must show again: a new test")),
        ],
        default=Change.COSMETIC,
    )


class SettingsForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        _l("Title"), [InputRequired(_l("Enter a title")), not_blank, at_most(LONGEST_TITLE)]
    )
    summary = TextAreaField(_l("Summary"), [Optional(), at_most(LONGEST_TEXT)])
    visibility = RadioField(
        _l("Who may see and join it?"),
        choices=[
            SelectChoice(Visibility.INTERNAL, _l("Internal: members of your organization only")),
            SelectChoice(Visibility.OPEN, _l("Open: anyone can see it in the catalogue and join")),
        ],
    )
    pass_mark = IntegerField(
        _l("Pass mark in per cent"),
        [
            InputRequired(_l("Enter a whole number from 50 to 100")),
            NumberRange(PASS_MARKS[0], PASS_MARKS[-1], _l("Enter a whole number from 50 to 100")),
        ],
        default=PASS_MARK,
    )
    questions_shown = IntegerField(
        _l("Questions in each try"),
        [
            Optional(),
            NumberRange(1, MOST_SHOWN, _l("Enter a whole number from 1 to 100, or nothing")),
        ],
    )
    feedback = RadioField(
        _l("When do learners see what was right, and why?"),
        choices=[
            SelectChoice(Feedback.ANSWER, _l("After each answer")),
            SelectChoice(Feedback.TRY, _l("At the end of each try")),
            SelectChoice(Feedback.PASSED, _l("Once they have passed")),
        ],
        default=Feedback.ANSWER,
    )
    quiz_minutes = IntegerField(
        _l("Minutes for each try"),
        [Optional(), NumberRange(1, LONGEST_QUIZ, _l("Enter minutes, at most 600, or nothing"))],
    )
    quiz_tries = IntegerField(
        _l("Tries at each quiz"),
        [
            Optional(),
            NumberRange(1, MOST_TRIES, _l("Enter a whole number from 1 to 20, or nothing")),
        ],
    )
    wait_minutes = IntegerField(
        _l("Minutes between two tries"),
        [
            Optional(),
            NumberRange(1, LONGEST_WAIT, _l("Enter minutes, at most 10080 (a week), or nothing")),
        ],
    )
    must_reread = BooleanField(_l("Open the module again before the next try"))
    final_questions = IntegerField(
        _l("Questions in the final assessment"),
        [
            Optional(),
            NumberRange(1, MOST_SHOWN, _l("Enter a whole number from 1 to 100, or nothing")),
        ],
    )
    final_minutes = IntegerField(
        _l("Minutes for the final assessment"),
        [Optional(), NumberRange(1, LONGEST_QUIZ, _l("Enter minutes, at most 600, or nothing"))],
    )
    final_tries = IntegerField(
        _l("Tries at the final assessment"),
        [
            Optional(),
            NumberRange(1, MOST_TRIES, _l("Enter a whole number from 1 to 20, or nothing")),
        ],
    )
    validity_months = SelectField(
        _l("The certificate is valid for"),
        coerce=int,
        choices=[
            SelectChoice(0, _l("No end date")),
            *(
                SelectChoice(months, _l("%(months)s months", months=months))
                for months in (6, 12, 24, 36, 60)
            ),
        ],
    )
    is_health = BooleanField(_l("This course is about health"))
    notice = TextAreaField(_l("Notice"), [Optional(), at_most(LONGEST_TEXT)])
    certificate_note = StringField(
        _l("Note on the certificate"), [Optional(), at_most(LONGEST_LINE)]
    )
    audience = StringField(_l("For whom"), [Optional(), at_most(LONGEST_LINE)])
    level = StringField(_l("Level"), [Optional(), at_most(LONGEST_LINE)])
    author = StringField(_l("Author"), [Optional(), at_most(LONGEST_LINE)])
    reviewer = StringField(_l("Reviewer"), [Optional(), at_most(LONGEST_LINE)])
    last_reviewed = DateField(
        _l("Last reviewed on"), [Optional()], render_kw={"autocomplete": "off"}
    )
