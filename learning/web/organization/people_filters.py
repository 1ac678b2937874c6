"""Which people an admin asks for, as it stands in the address."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from learning.organizations import group_queries, hierarchy
from learning.organizations.queries import MemberFilter
from learning.organizations.roles import MembershipState, Role
from learning.web.organization.group_forms import choices
from learning.web.roles import ROLE_WORDS, STATE_WORDS

_LONGEST = 100


class PeopleFilterForm(Form):  # type: ignore[misc]
    """What is looked for among people; part of an address, so it carries no token."""

    q = StringField(_l("Search"))
    group = SelectField(_l("Group"), validate_choice=False)
    role = SelectField(_l("Role"), validate_choice=False)
    state = SelectField(_l("State"), validate_choice=False)


@dataclass(frozen=True)
class Asked:
    """The form as it is filled in, and what it comes to."""

    form: PeopleFilterForm
    wanted: MemberFilter
    # As the address has it, without what is left empty or means nothing.
    parameters: dict[str, str]


def asked(organization_id: int) -> Asked:
    """What this request asks for; what means nothing here narrows nothing."""
    rows = group_queries.groups(organization_id)
    form = PeopleFilterForm(request.args)
    form.q.data = (form.q.data or "").replace("\0", " ").strip()[:_LONGEST]
    for field, offered in (
        (form.group, choices(rows)),
        (form.role, [SelectChoice(str(role), str(ROLE_WORDS[role])) for role in Role]),
        (form.state, [SelectChoice(str(s), str(STATE_WORDS[s])) for s in MembershipState]),
    ):
        field.choices = [SelectChoice("", _("all")), *offered]
        if field.data not in {choice.value for choice in offered}:
            field.data = ""
    inside = None
    if form.group.data:
        [chosen] = [row.id for row in rows if row.public_id == form.group.data]
        inside = frozenset(hierarchy.within(group_queries.tree_from(rows), [chosen]))
    wanted = MemberFilter(
        search=form.q.data,
        role=Role(form.role.data) if form.role.data else None,
        state=MembershipState(form.state.data) if form.state.data else None,
        groups=inside,
    )
    return Asked(form, wanted, {field.name: field.data for field in form if field.data})
