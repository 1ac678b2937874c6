"""What admins fill in about their organization."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from learning.accounts import names, passwords
from learning.errors import RuleBroken
from learning.organizations import address_lines, settings
from learning.organizations.settings import (
    LONGEST_GREETING,
    LONGEST_NAME,
    LONGEST_PASSWORD_DEMANDED,
    LONGEST_SIGN_IN,
)
from learning.web.errors import sentence_for

_SHORT_ENOUGH = Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters."))


def one_line(_form: FlaskForm, field: StringField) -> None:
    """It stands in the head of messages and on certificates, where a line break could lie."""
    try:
        names.checked(field.data or "")
    except RuleBroken as error:
        raise ValidationError(sentence_for(error)) from error


class NameForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _l("Name of the organization"),
        [InputRequired(_l("Enter a name")), one_line, _SHORT_ENOUGH],
    )
    logo = FileField(_l("Logo"))


class SignInRulesForm(FlaskForm):  # type: ignore[misc]
    allowed_domains = TextAreaField(_l("Domains of e-mail addresses"))
    shortest_password = IntegerField(
        _l("Fewest characters of a password"),
        [
            InputRequired(_l("Enter a number")),
            NumberRange(
                passwords.MINIMUM_LENGTH,
                LONGEST_PASSWORD_DEMANDED,
                _l("Enter a number from %(min)s to %(max)s"),
            ),
        ],
    )
    longest_sign_in = IntegerField(
        _l("Days until somebody has to sign in again"),
        [
            InputRequired(_l("Enter a number")),
            NumberRange(1, LONGEST_SIGN_IN, _l("Enter a number from %(min)s to %(max)s")),
        ],
    )

    def validate_allowed_domains(self, field: TextAreaField) -> None:
        """Each of them a domain."""
        try:
            settings.domains_in(field.data or "")
        except RuleBroken as error:
            raise ValidationError(sentence_for(error)) from error


class MailForm(FlaskForm):  # type: ignore[misc]
    mail_sender_name = StringField(_l("Name of the sender"), [one_line, _SHORT_ENOUGH])
    mail_reply_to = StringField(_l("Address for answers"), [one_line])
    mail_greeting = TextAreaField(
        _l("Greeting"),
        [Length(max=LONGEST_GREETING, message=_l("Use at most %(max)d characters."))],
    )

    def validate_mail_reply_to(self, field: StringField) -> None:
        """An address, if there is one."""
        if (field.data or "").strip() and not address_lines.is_address(field.data.strip()):
            raise ValidationError(_l("Enter an e-mail address, like name@example.org"))


class SignatoryForm(FlaskForm):  # type: ignore[misc]
    signatory_name = StringField(_l("Name"), [one_line, _SHORT_ENOUGH])
    signatory_title = StringField(_l("Title or office"), [one_line, _SHORT_ENOUGH])
