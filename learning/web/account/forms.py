"""What people fill in about their own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, ValidationError

LONGEST_NAME = 300


def not_blank(_form: FlaskForm, field: StringField) -> None:
    """A name of nothing but white space is none."""
    if not (field.data or "").strip():
        raise ValidationError(_l("Enter your name"))


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _l("E-mail address"), [InputRequired(_l("Enter your e-mail address")), Length(max=320)]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password"))])
    next = HiddenField()
    # What was sent after the sign-in before had run out.
    kept = HiddenField()


class SignUpForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Your name"),
        [
            InputRequired(_l("Enter your name")),
            not_blank,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for your name.")),
        ],
    )
    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter your e-mail address")),
            Length(max=320),
            Email(_l("Enter an e-mail address, like name@example.org")),
        ],
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password"))])
    next = HiddenField()


class AppearanceForm(FlaskForm):  # type: ignore[misc]
    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice("", _l("As on my device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
        default="",
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(_l("Current password"), [InputRequired(_l("Enter your password"))])
    new = PasswordField(_l("New password"), [InputRequired(_l("Choose a new password"))])
