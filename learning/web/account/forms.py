"""What people fill in about their own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, ValidationError

from learning.accounts import names
from learning.errors import RuleBroken
from learning.web.errors import sentence_for

LONGEST_NAME = 300


def not_blank(_form: FlaskForm, field: StringField) -> None:
    """A name of nothing but white space is none."""
    if not (field.data or "").strip():
        raise ValidationError(_l("Enter your name"))


def on_one_line(_form: FlaskForm, field: StringField) -> None:
    """A name without line breaks and other signs that can't be seen."""
    try:
        names.checked(field.data)
    except RuleBroken as error:
        raise ValidationError(sentence_for(error)) from error


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
            on_one_line,
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
    text_size = RadioField(
        _l("Size of the text"),
        choices=[
            SelectChoice("", _l("As on my device")),
            SelectChoice("large", _l("Large")),
            SelectChoice("larger", _l("Larger")),
        ],
        default="",
    )
    spacing = RadioField(
        _l("Spacing"),
        choices=[SelectChoice("", _l("Common")), SelectChoice("wide", _l("Wide"))],
        default="",
    )
    typeface = RadioField(
        _l("Typeface of what is read"),
        choices=[
            SelectChoice("", _l("As designed")),
            SelectChoice("serif", _l("Serif")),
            SelectChoice("sans", _l("Sans serif")),
        ],
        default="",
    )
    motion = RadioField(
        _l("Movement"),
        choices=[
            SelectChoice("", _l("As on my device")),
            SelectChoice("reduced", _l("Nothing moves")),
        ],
        default="",
    )
    shortcuts = RadioField(
        _l("Single keys that choose an answer or press a button (such as A or 1)"),
        choices=[SelectChoice("", _l("On")), SelectChoice("off", _l("Off"))],
        default="",
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField(_l("Current password"), [InputRequired(_l("Enter your password"))])
    new = PasswordField(_l("New password"), [InputRequired(_l("Choose a new password"))])


class EraseForm(FlaskForm):  # type: ignore[misc]
    """The proof that somebody themselves wants their account to be erased."""

    current = PasswordField(_l("Your password"), [InputRequired(_l("Enter your password"))])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A password in the place of a forgotten one."""

    new = PasswordField(_l("New password"), [InputRequired(_l("Choose a new password"))])


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Where a link is sent, if somebody has this address."""

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter your e-mail address")),
            Length(max=320),
            Email(_l("Enter an e-mail address, like name@example.org")),
        ],
    )


class ChangeAddressForm(FlaskForm):  # type: ignore[misc]
    """A new address, and the proof that its owner asks."""

    email = EmailField(
        _l("New e-mail address"),
        [
            InputRequired(_l("Enter the new e-mail address")),
            Length(max=320),
            Email(_l("Enter an e-mail address, like name@example.org")),
        ],
    )
    current = PasswordField(_l("Current password"), [InputRequired(_l("Enter your password"))])
