"""What learners fill in, beside answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from learning.progress.report_actions import LONGEST_COMMENT
from learning.progress.states import ReportReason
from learning.web.account.forms import LONGEST_NAME, not_blank, on_one_line


class NameForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name on the certificate"),
        [
            InputRequired(_l("Enter your name")),
            not_blank,
            on_one_line,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for your name.")),
        ],
    )


class ReportForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _l("What is wrong?"),
        [InputRequired(_l("Choose what is wrong"))],
        choices=[
            SelectChoice(ReportReason.KEY, _l("The answer that counts as right seems wrong")),
            SelectChoice(ReportReason.UNCLEAR, _l("The question is unclear")),
            SelectChoice(ReportReason.TYPO, _l("There is a typo")),
            SelectChoice(ReportReason.OTHER, _l("Something else")),
        ],
    )
    comment = TextAreaField(
        _l("What should the trainers know?"),
        [Optional(), Length(max=LONGEST_COMMENT, message=_l("Use at most %(max)d characters."))],
    )
