"""What can be asked about lists of people, and about who is there already."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from learning import canonical, files
from learning.accounts.models import EmailAddress, Person
from learning.database import db
from learning.organizations import hierarchy
from learning.organizations.invitation_states import PLACEHOLDER, InvitationState
from learning.organizations.list_states import ListState
from learning.organizations.models import Group, Invitation, Membership, PeopleImport
from learning.organizations.people_lists import columns, reading
from learning.organizations.people_lists.checking import Checked, Known, Member, check
from learning.organizations.people_lists.columns import Column, Fields, Places
from learning.organizations.people_lists.reading import PeopleList
from learning.organizations.queries import is_only_claimed
from learning.organizations.roles import PRESENT, MembershipKind, MembershipState, Role


def people_import(organization_id: int, public_id: str) -> PeopleImport | None:
    """The list with this public id, in this organization only; None once it isn't kept."""
    return db.session.scalar(
        select(PeopleImport).where(
            PeopleImport.organization_id == organization_id,
            PeopleImport.public_id == public_id,
            PeopleImport.file_id.is_not(None),
        )
    )


def imports(organization_id: int, *, limit: int = 5) -> list[PeopleImport]:
    """The lists that were confirmed, the last one first."""
    return list(
        db.session.scalars(
            select(PeopleImport)
            .where(
                PeopleImport.organization_id == organization_id,
                PeopleImport.state != ListState.UPLOADED,
                PeopleImport.file_id.is_not(None),
            )
            .order_by(PeopleImport.id.desc())
            .limit(limit)
        )
    )


def list_of(begun: PeopleImport) -> PeopleList:
    """The rows that came."""
    assert begun.file_id is not None
    content = files.stored_with_id(begun.organization_id, begun.file_id).content
    return reading.from_json(canonical.parse(content.decode()))


def places_of(begun: PeopleImport) -> dict[Column, int]:
    """Which column of the file is what."""
    mapping = canonical.parse(begun.mapping)
    return {Column(name): place for name, place in mapping.items() if ":" not in name}


def fields_of(begun: PeopleImport) -> dict[str, int]:
    """Which column of the file is which field of the organization's own."""
    mapping = canonical.parse(begun.mapping)
    prefix = f"{columns.FIELD}:"
    return {name.removeprefix(prefix): place for name, place in mapping.items() if ":" in name}


def field_names(organization_id: int) -> list[str]:
    """The fields of its own that an organization keeps about anybody who is there, by name."""
    kept = db.session.scalars(
        select(Membership.attributes).where(
            Membership.organization_id == organization_id, Membership.state.in_(PRESENT)
        )
    )
    return sorted({name for attributes in kept for name in attributes})


def detected(organization_id: int, people: PeopleList) -> tuple[Places, Fields]:
    """Which column of a list is what, and which are fields that the organization keeps already."""
    head = people.head.cells
    places = columns.detected(head)
    return places, columns.detected_fields(head, places, field_names(organization_id))


def checked_list(begun: PeopleImport, *, by_role: Role, today: date) -> Checked:
    """What the list would do now. Raises RuleBroken people-columns."""
    places = columns.checked(places_of(begun))
    fields = fields_of(begun)
    return checked_people(begun.organization_id, list_of(begun), places, fields, by_role, today)


def checked_people(
    organization_id: int,
    people: PeopleList,
    places: Places,
    fields: Fields,
    by_role: Role,
    today: date,
) -> Checked:
    """What a list would do in an organization now."""
    return check(
        people, places, known(organization_id), by_role=by_role, today=today, fields=fields
    )


def known(organization_id: int) -> Known:
    """Everybody who is in an organization or was, and its groups, for a list to be checked by."""
    folded = select(Group.folded_name).where(
        Group.organization_id == organization_id, Group.removed_at.is_(None)
    )
    return _known(organization_id, [], [], frozenset(db.session.scalars(folded)))


def known_among(
    organization_id: int, addresses: Collection[str], employee_ids: Collection[str]
) -> Known:
    """Those of them who have one of these addresses or employee ids."""
    asked = or_(Membership.contact_address.in_(addresses), Membership.employee_id.in_(employee_ids))
    return _known(organization_id, [asked], [EmailAddress.address.in_(addresses)], frozenset())


def _known(
    organization_id: int,
    among: list[ColumnElement[bool]],
    at: list[ColumnElement[bool]],
    groups: frozenset[str],
) -> Known:
    is_member = (
        Membership.organization_id == organization_id,
        Membership.kind == MembershipKind.MEMBER,
    )
    told = (
        Membership.id, Membership.name, Membership.contact_address, Membership.employee_id,
        Membership.manager_id, Membership.role, Membership.state,
    )  # fmt: skip
    people = Membership.person_id == Person.id
    rows = db.session.execute(
        select(*told, Person.state)
        .join(Person, people)
        .where(*is_member, *among, ~is_only_claimed())
    ).all()
    others = select(EmailAddress.address, *told, Person.state).join(
        Person, Person.id == EmailAddress.person_id
    )
    # Nobody is found by an address that they have only claimed to be theirs.
    others = others.join(Membership, people).where(
        *is_member, EmailAddress.confirmed_at.is_not(None), *at
    )
    by_address: dict[str, Member] = {}
    by_employee_id: dict[str, Member] = {}
    reserved: dict[str, str] = {}
    named: list[tuple[str, Any]] = [(row[2], tuple(row)) for row in rows]
    named += [(address, tuple(row)) for address, *row in db.session.execute(others)]
    for address, (id, name, own, employee_id, manager, role, state, person_state) in named:
        has_left = state == MembershipState.DEACTIVATED
        if has_left and person_state == PLACEHOLDER:  # never came; may be invited again
            if employee_id:
                reserved[employee_id] = own
            continue
        member = Member(id, name, own, employee_id, manager, Role(role), has_left)
        # Two may share an address, if one of them has left.
        if address not in by_address or by_address[address].has_left:
            by_address[address] = member
        if employee_id:
            by_employee_id[employee_id] = member
    return Known(by_address, by_employee_id, reserved, groups)


def memberships(organization_id: int, ids: Collection[int]) -> dict[int, Membership]:
    """These memberships, by id."""
    rows = db.session.scalars(
        select(Membership).where(
            Membership.organization_id == organization_id, Membership.id.in_(ids)
        )
    )
    return {membership.id: membership for membership in rows}


def groups_by_folded_name(organization_id: int, names: Collection[str]) -> dict[str, Group]:
    """The groups of these names, by the name as it is compared."""
    rows = db.session.scalars(
        select(Group).where(
            Group.organization_id == organization_id,
            Group.folded_name.in_({hierarchy.folded(name) for name in names}),
            Group.removed_at.is_(None),
        )
    )
    return {group.folded_name: group for group in rows}


def number_to_invite(organization_id: int) -> tuple[int, int]:
    """How many were entered and never invited, and the id of the last of them."""
    row = db.session.execute(
        select(func.count(), func.max(Membership.id)).where(*_is_to_invite(organization_id))
    ).one()
    return row[0], row[1] or 0


def next_to_invite(organization_id: int, *, last: int, limit: int) -> list[Membership]:
    """The next of those, up to the one with this id."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(*_is_to_invite(organization_id), Membership.id <= last)
            .order_by(Membership.id)
            .limit(limit)
        )
    )


def _is_to_invite(organization_id: int) -> tuple[ColumnElement[bool], ...]:
    has_invitation = (
        select(Invitation.id)
        .where(
            Invitation.organization_id == organization_id,
            Invitation.membership_id == Membership.id,
            Invitation.state == InvitationState.OPEN,
        )
        .exists()
    )
    return (
        Membership.organization_id == organization_id,
        Membership.state == MembershipState.INVITED,
        ~has_invitation,
    )
