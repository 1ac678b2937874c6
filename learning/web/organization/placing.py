"""Where a member stands in the organization, as the person page shows it: groups and managers."""

from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from learning.organizations import group_queries, queries
from learning.organizations.group_queries import GroupRow
from learning.organizations.models import Membership
from learning.organizations.roles import MembershipKind, Role
from learning.web.organization.group_forms import JoinGroupForm, choices


@dataclass(frozen=True)
class MemberPlace:
    """The groups and managers of one member."""

    is_member: bool
    groups: list[GroupRow]
    join_form: JoinGroupForm
    # Whom the member names; who stands above them in the end, who may come from a group.
    manager: Membership | None
    above: Membership | None
    # The names of the groups a trainer is limited to; None for whoever can't be limited.
    limit: list[str] | None


def place_of(member: Membership) -> MemberPlace:
    """Where this member stands now."""
    organization_id = member.organization_id
    rows = group_queries.groups(organization_id)
    own = set(group_queries.group_ids_of(organization_id, [member.id]).get(member.id, ()))
    above_id = group_queries.manager_ids_of(organization_id, [member.id]).get(member.id)
    join_form = JoinGroupForm(formdata=None)
    join_form.group.choices = [
        SelectChoice("", _("Choose a group")),
        *choices(row for row in rows if row.id not in own),
    ]
    return MemberPlace(
        is_member=member.kind == MembershipKind.MEMBER,
        groups=[row for row in rows if row.id in own],
        join_form=join_form,
        manager=_membership(organization_id, member.manager_id),
        above=_membership(organization_id, above_id),
        limit=_limit(member, rows) if member.role == Role.TRAINER else None,
    )


def _membership(organization_id: int, id: int | None) -> Membership | None:
    return queries.membership_with_id(organization_id, id) if id is not None else None


def _limit(member: Membership, rows: list[GroupRow]) -> list[str]:
    chosen = group_queries.limit_of(member.organization_id, member.id)
    names = [row.name for row in rows if row.id in chosen]
    return [*names, *[_("a removed group")] * (len(chosen) - len(names))]
