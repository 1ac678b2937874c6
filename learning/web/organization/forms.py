"""What admins fill in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from learning.organizations.roles import Role
from learning.web.account.forms import on_one_line

LONGEST_NAME = 300
LONGEST_REASON = 300


def is_written(_form: FlaskForm, field: StringField) -> None:
    """A name of nothing but white space is none."""
    if not (field.data or "").strip():
        raise ValidationError(_l("Enter a name"))


class RoleForm(FlaskForm):  # type: ignore[misc]
    """A member's role. The page sets the choices: what the admin may give."""

    role = SelectField(
        _l("Role"),
        [AnyOf([str(role) for role in Role], _l("Choose a role"))],
        choices=[],
        validate_choice=False,
    )


class CertificateNameForm(FlaskForm):  # type: ignore[misc]
    """The name that a member's certificates carry."""

    name = StringField(
        _l("Name on certificates"),
        [
            InputRequired(_l("Enter a name")),
            is_written,
            on_one_line,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for the name.")),
        ],
    )


class DayField(DateField):  # type: ignore[misc]
    """A day, refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day from what was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("This is no date. Write it like 2026-11-23.")) from error


class FactsForm(FlaskForm):  # type: ignore[misc]
    """Under which id the organization knows a member, and since when they belong to it."""

    employee_id = StringField(
        _l("Employee id"),
        [
            Optional(),
            on_one_line,
            Length(max=100, message=_l("Use at most %(max)d characters for the employee id.")),
        ],
    )
    joined_on = DayField(_l("Joined on"), [InputRequired(_l("Choose a day, such as 2026-11-23"))])


class LeavingForm(FlaskForm):  # type: ignore[misc]
    """Who takes over from somebody who leaves."""

    heir = StringField(_l("Who takes over"), [Optional(), Length(max=320)])


class OrganizationForm(FlaskForm):  # type: ignore[misc]
    own_time_factor = BooleanField(_l("Members may set their own time in quizzes"))


class EraseMemberForm(FlaskForm):  # type: ignore[misc]
    """The name of whom is erased, typed."""

    name = StringField(_l("Their name"), [InputRequired(_l("Type the name"))])


class RetentionForm(FlaskForm):  # type: ignore[misc]
    """How long people who left are kept; empty: until an admin erases them."""

    months = StringField(_l("Erase people so many months after they left"))


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is withdrawn; verifiers read it."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Enter a reason")),
            Length(
                max=LONGEST_REASON, message=_l("Use at most %(max)d characters for the reason.")
            ),
        ],
    )
