"""What learners fill in, beside answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from learning.web.account.forms import LONGEST_NAME, not_blank


class NameForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name on the certificate"),
        [
            InputRequired(_l("Enter your name")),
            not_blank,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for your name.")),
        ],
    )
