"""What admins fill in to invite people, one by one or by a link that many use."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from learning import clock
from learning.organizations import address_lines, group_queries, invitation_queries
from learning.organizations.address_lines import MOST_LINES, Line
from learning.organizations.models import Group
from learning.organizations.queries import Standing
from learning.organizations.roles import Role, may_give
from learning.organizations.shared_invitations import LONGEST, MOST_USES
from learning.web.roles import ROLE_WORDS

# How long a shared invitation is open unless somebody says something else.
COMMONLY_OPEN = timedelta(days=30)
_PROBLEMS = {
    "line-without-address": _l("Line %(number)s: “%(text)s” holds no e-mail address"),
    "name-characters": _l("Line %(number)s: the name at “%(text)s” has signs that can’t be seen"),
    "member-already": _l("Line %(number)s: %(text)s is a member or invited already"),
    "line-twice": _l("Line %(number)s: %(text)s stands in an earlier line, too"),
}


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Up to twenty people, as what, into which group."""

    people = TextAreaField(_l("Whom do you invite?"), [InputRequired(_l("Enter an address"))])
    role = SelectField(_l("Role"), choices=[], validate_choice=True)
    group = SelectField(_l("Group"), choices=[], validate_choice=True, default="")
    send_now = BooleanField(_l("Send the invitations now"), default=True)

    def offer(self, standing: Standing) -> None:
        """Set what this admin may choose."""
        self.role.choices = [
            SelectChoice(str(role), str(ROLE_WORDS[role]))
            for role in Role
            if may_give(standing.role, role, role)
        ]
        self.group.choices = group_choices(standing.organization_id)
        self.organization_id = standing.organization_id

    def validate_people(self, field: TextAreaField) -> None:
        """Say of each line what is wrong with it."""
        lines = self.lines()
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("Enter at most %(most)d people here. For more, import a list.", most=MOST_LINES)
            )
        there = invitation_queries.present(
            self.organization_id, {line.address.casefold() for line in lines}
        )
        before: set[str] = set()
        problems = []
        for line in lines:
            code = _problem(line, there, before)
            before.add(line.address.casefold())
            if code is not None:
                words = _PROBLEMS[code]._args[0]
                problems.append(_(words, number=line.number, text=line.address[:80]))
        if problems:
            raise ValidationError(". ".join(problems) + ".")

    def lines(self) -> list[Line]:
        return address_lines.people_in(self.people.data or "")

    def chosen_group(self) -> Group | None:
        return _chosen(self.organization_id, self.group)


class SharedInvitationForm(FlaskForm):  # type: ignore[misc]
    """A link for many: into which group, for how many, until when."""

    group = SelectField(_l("Group"), choices=[], validate_choice=True, default="")
    most_uses = IntegerField(
        _l("For how many people"),
        [
            Optional(),
            NumberRange(1, MOST_USES, _l("Enter a number from 1 to %(max)s, or leave it empty")),
        ],
    )
    until = DateField(_l("Open until"), [InputRequired(_l("Choose a day"))])

    def offer(self, standing: Standing) -> None:
        """Set which groups there are."""
        self.group.choices = group_choices(standing.organization_id)
        self.organization_id = standing.organization_id

    def validate_until(self, field: DateField) -> None:
        """Within a year from now."""
        today = clock.now().date()
        if not today <= field.data < today + LONGEST:
            raise ValidationError(_("Choose a day from today on, within a year."))

    def chosen_group(self) -> Group | None:
        return _chosen(self.organization_id, self.group)


def group_choices(organization_id: int) -> list[SelectChoice]:
    """No group, and all groups, as a tree."""
    return [
        SelectChoice("", str(_("No group"))),
        *(
            SelectChoice(row.public_id, "\u2003" * row.depth + row.name)
            for row in group_queries.groups(organization_id)
        ),
    ]


def _chosen(organization_id: int, field: SelectField) -> Group | None:
    return group_queries.group(organization_id, field.data) if field.data else None


def _problem(line: Line, there: set[str], before: set[str]) -> str | None:
    if line.problem is not None:
        return line.problem
    address = line.address.casefold()
    if address in before:
        return "line-twice"
    return "member-already" if address in there else None
