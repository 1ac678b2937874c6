"""What trainers fill in to bring questions in and take them out."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from learning.quizzes.exchange.formats import Format
from learning.quizzes.states import PUBLISHABLE, QuestionState

FORMATS: dict[Format, LazyString] = {
    Format.MOODLE_XML: _l("Moodle XML: all kinds, with images"),
    Format.GIFT: _l("GIFT: text for Moodle and others, no images, one gap"),
    Format.AIKEN: _l("Aiken: single choice only, no feedback"),
    Format.CSV: _l("CSV: a table, all kinds, no images"),
    Format.XLSX: _l("Excel (XLSX): the same table"),
}
STATES: dict[str, tuple[LazyString, tuple[QuestionState, ...]]] = {
    "approved": (_l("Approved ones"), (QuestionState.APPROVED,)),
    "current": (_l("Approved ones and drafts"), PUBLISHABLE),
    "drafts": (_l("Drafts"), (QuestionState.DRAFT,)),
    "all": (_l("All, also rejected and retired ones"), tuple(QuestionState)),
}
# By file ending, which only a file has.
GUESSED = ""


class ExportForm(Form):  # type: ignore[misc]
    """Which questions, and how. Sent by GET, so that it has no token."""

    format = RadioField(
        _l("File format"),
        choices=[SelectChoice(form, words) for form, words in FORMATS.items()],
        default=Format.MOODLE_XML,
    )
    module = SelectField(_l("Which module?"), choices=[], default="")
    state = SelectField(
        _l("Which questions?"),
        choices=[SelectChoice(state, words) for state, (words, _states) in STATES.items()],
        default="approved",
    )


class QuestionImportForm(FlaskForm):  # type: ignore[misc]
    """A file or a pasted text, and where its questions are to go."""

    file = FileField(_l("Choose a file"))
    text = TextAreaField(_l("Or paste the questions"))
    format = RadioField(
        _l("The pasted text is"),
        choices=[
            SelectChoice(GUESSED, _l("GIFT or Aiken, whichever it looks like")),
            SelectChoice(Format.CSV, _l("CSV with our columns")),
            SelectChoice(Format.MOODLE_XML, _l("Moodle XML")),
        ],
        default=GUESSED,
    )
    module = SelectField(_l("Into which module?"), choices=[], validate_choice=True)
    by_category = BooleanField(_l("Questions whose category is the title of a module go there"))


class ConfirmImportForm(FlaskForm):  # type: ignore[misc]
    """The file that was looked at, by its hash, and its format."""

    sha256 = HiddenField()
    format = HiddenField()
    module = HiddenField()
    by_category = HiddenField()
