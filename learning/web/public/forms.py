"""What whoever holds an invitation fills in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from learning.web.account.forms import LONGEST_NAME, not_blank, on_one_line


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _l("Code of the invitation"),
        [InputRequired(_l("Enter the code")), Length(max=60, message=_l("That is no code."))],
    )


class NewHereForm(FlaskForm):  # type: ignore[misc]
    """An account for whoever was invited. The address is the invitation's, whatever is sent."""

    name = StringField(
        _l("Your name"),
        [
            InputRequired(_l("Enter your name")),
            not_blank,
            on_one_line,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for your name.")),
        ],
    )
    email = EmailField(_l("E-mail address"), render_kw={"readonly": True})
    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password"))])
