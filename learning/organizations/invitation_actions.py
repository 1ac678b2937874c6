"""What changes about invited people: entering them, inviting them, taking an invitation back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning import audit, outbox
from learning.accounts import names
from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.database import db, transaction
from learning.errors import RuleBroken
from learning.identifiers import public_id
from learning.organizations import changes, checks, group_actions, invitation_queries
from learning.organizations.invitation_states import (
    PLACEHOLDER,
    InvitationKind,
    InvitationState,
)
from learning.organizations.models import Group, Invitation, Membership
from learning.organizations.roles import MembershipKind, MembershipState, Role

LIFETIME = timedelta(days=14)
# How often one person gets the message within a day, however often somebody presses the button.
MOST_A_DAY = 3
MESSAGE = "invitation"


@dataclass(frozen=True)
class Entry:
    """Somebody to be entered, as a form or a list names them; `joined_at` if that is known."""

    name: str
    address: str
    role: Role = Role.LEARNER
    employee_id: str | None = None
    joined_at: datetime | None = None


@transaction
def enter(
    organization_id: int,
    *,
    name: str,
    address: str,
    role: Role,
    by: str,
    at: datetime,
    employee_id: str | None = None,
    joined_at: datetime | None = None,
) -> Membership:
    """Enter somebody as invited; nothing is sent yet. What it raises, `enter_many` tells."""
    entry = Entry(name, address, role, employee_id, joined_at)
    return enter_many(organization_id, [entry], by=by, at=at)[0]


@transaction
def enter_many(
    organization_id: int, entries: Sequence[Entry], *, by: str, at: datetime
) -> list[Membership]:
    """Enter people as invited, all or none, in the order given; nothing is sent yet.

    Each gets a placeholder for a person, without address and password: only the link of an
    invitation makes it somebody. Raises RuleBroken member-already (address=), employee-id-taken
    (employee_id=), name-missing, name-characters, or changed-elsewhere if another list brings one
    of them in at the same moment.
    """
    addresses = [accounts.normalised(entry.address) for entry in entries]
    former = invitation_queries.never_joined(organization_id, addresses)
    _refuse_present(organization_id, addresses)
    _refuse_employee_ids(organization_id, entries, former)
    memberships = []
    for entry, address in zip(entries, addresses, strict=True):
        membership = former.get(address) or Membership(
            public_id=public_id(), organization_id=organization_id
        )
        _fill(membership, entry, address, at)
        memberships.append(membership)
    _insert([m for m in memberships if m not in former.values()], at)
    for membership in memberships:
        _record("member-invited", membership, by, at)
    changes.tell(organization_id, [membership.id for membership in memberships], at=at)
    return memberships


def _refuse_present(organization_id: int, addresses: Sequence[str]) -> None:
    taken = invitation_queries.present(organization_id, addresses)
    twice = {address for address, times in Counter(addresses).items() if times > 1}
    for address in addresses:
        if address in taken or address in twice:
            raise RuleBroken("member-already", address=address)


def _refuse_employee_ids(
    organization_id: int, entries: Sequence[Entry], former: dict[str, Membership]
) -> None:
    wanted = Counter(entry.employee_id for entry in entries if entry.employee_id)
    holders = invitation_queries.holders_of(organization_id, set(wanted)) if wanted else {}
    for entry in entries:
        if entry.employee_id:
            own = former.get(accounts.normalised(entry.address))
            holder = holders.get(entry.employee_id)
            is_another = holder is not None and (own is None or own.id != holder)
            if is_another or wanted[entry.employee_id] > 1:
                raise RuleBroken("employee-id-taken", employee_id=entry.employee_id)


def _fill(membership: Membership, entry: Entry, address: str, at: datetime) -> None:
    if not entry.name.strip():
        raise RuleBroken("name-missing")
    membership.name = names.checked(entry.name)
    membership.kind = MembershipKind.MEMBER
    membership.role = entry.role
    membership.state = MembershipState.INVITED
    membership.contact_address = address
    membership.employee_id = entry.employee_id or None
    membership.joined_at = entry.joined_at or at
    membership.left_at = membership.erase_at = None


def _insert(new: Sequence[Membership], at: datetime) -> None:
    people = [
        Person(public_id=public_id(), name=m.name, state=PLACEHOLDER, created_at=at) for m in new
    ]
    db.session.add_all(people)
    db.session.flush()
    for membership, person in zip(new, people, strict=True):
        membership.person_id = person.id
    db.session.add_all(new)
    try:
        db.session.flush()
    except IntegrityError as error:
        # Another list has entered one of them at the same moment.
        raise RuleBroken("changed-elsewhere") from error


@transaction
def bring_in(
    organization_id: int,
    entries: Sequence[Entry],
    *,
    group: Group | None,
    sends: bool,
    by: str,
    at: datetime,
) -> list[Membership]:
    """Enter people, put them into a group and invite them, all or none of it.

    Raises RuleBroken as `enter_many` and `group_actions.put_in` do.
    """
    memberships = enter_many(organization_id, entries, by=by, at=at)
    if group is not None:
        group_actions.put_in(group, memberships, by=by, at=at)
    if sends:
        invite_many(memberships, by=by, at=at)
    return memberships


@transaction
def invite(membership: Membership, *, by: str, at: datetime) -> Invitation:
    """Open or renew somebody's invitation and leave its message. See `invite_many`."""
    return invite_many([membership], by=by, at=at)[0]


@transaction
def invite_many(memberships: Sequence[Membership], *, by: str, at: datetime) -> list[Invitation]:
    """Open or renew the invitations of these members of one organization, and leave the messages.

    The link stays the same when an invitation is renewed, so an older message works, too. Raises
    RuleBroken not-invited or invited-too-often.
    """
    if not memberships:
        return []
    organization_id = memberships[0].organization_id
    _lock(organization_id, memberships)
    if any(membership.state != MembershipState.INVITED for membership in memberships):
        raise RuleBroken("not-invited")
    _refuse_too_often(memberships, at)
    found = invitation_queries.open_invitations(organization_id, [m.id for m in memberships])
    invitations = []
    for membership in memberships:
        invitation = found.get(membership.id) or _new_personal(membership, by, at)
        invitation.expires_at = at + LIFETIME
        invitation.sendings += 1
        db.session.add(invitation)
        _leave_message(invitation, membership, at)
        _record("invitation-sent", membership, by, at)
        invitations.append(invitation)
    db.session.flush()
    return invitations


@transaction
def resend(membership: Membership, *, by: str, by_role: Role, at: datetime) -> Invitation:
    """Renew somebody's invitation and send it again.

    Raises RuleBroken role-too-high, or as `invite_many`.
    """
    checks.check_rank(membership, by_role)
    return invite(membership, by=by, at=at)


@transaction
def revoke(membership: Membership, *, by: str, by_role: Role, at: datetime) -> None:
    """Take an invitation back: its link opens nothing any more, and its membership has ended.

    `invite_again` brings both back. Raises RuleBroken role-too-high or not-invited.
    """
    checks.check_rank(membership, by_role)
    _lock(membership.organization_id, [membership])
    if membership.state != MembershipState.INVITED:
        raise RuleBroken("not-invited")
    membership.state, membership.left_at = MembershipState.DEACTIVATED, at
    found = invitation_queries.open_invitations(membership.organization_id, [membership.id])
    for invitation in found.values():
        invitation.state, invitation.ended_at = InvitationState.REVOKED, at
    _record("invitation-revoked", membership, by, at)
    changes.tell(membership.organization_id, [membership.id], at=at)


@transaction
def invite_again(membership: Membership, *, by: str, by_role: Role, at: datetime) -> Invitation:
    """Invite somebody anew whose invitation was taken back, as what they were to be.

    Raises RuleBroken role-too-high, not-invited for others, member-already or invited-too-often.
    """
    checks.check_rank(membership, by_role)
    _lock(membership.organization_id, [membership])
    if not invitation_queries.was_revoked(membership):
        raise RuleBroken("not-invited")
    _refuse_present(membership.organization_id, [membership.contact_address])
    membership.state = MembershipState.INVITED
    membership.left_at = membership.erase_at = None
    db.session.flush()
    changes.tell(membership.organization_id, [membership.id], at=at)
    return invite(membership, by=by, at=at)


def _lock(organization_id: int, memberships: Sequence[Membership]) -> None:
    """Wait for whoever invites or accepts at the same moment, and look again."""
    db.session.scalars(
        select(Membership)
        .where(
            Membership.organization_id == organization_id,
            Membership.id.in_([membership.id for membership in memberships]),
        )
        .order_by(Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _refuse_too_often(memberships: Sequence[Membership], at: datetime) -> None:
    lately = outbox.how_often(
        MESSAGE, [membership.public_id for membership in memberships], since=at - timedelta(days=1)
    )
    if any(times >= MOST_A_DAY for times in lately.values()):
        raise RuleBroken("invited-too-often", most=MOST_A_DAY)


def _new_personal(membership: Membership, by: str, at: datetime) -> Invitation:
    return Invitation(
        public_id=public_id(),
        organization_id=membership.organization_id,
        kind=InvitationKind.PERSONAL,
        membership_id=membership.id,
        role=membership.role,
        state=InvitationState.OPEN,
        sendings=0,
        uses=0,
        created_by=by,
        created_at=at,
    )


def _leave_message(invitation: Invitation, membership: Membership, at: datetime) -> None:
    outbox.leave(
        MESSAGE,
        once_key=f"{MESSAGE}:{invitation.public_id}:{invitation.sendings}",
        payload={"invitation": invitation.public_id},
        organization_id=invitation.organization_id,
        about=membership.public_id,
        at=at,
    )


def _record(act: str, membership: Membership, by: str, at: datetime) -> None:
    audit.record(
        act,
        subject=membership.public_id,
        about=membership.public_id,
        by=by,
        at=at,
        organization_id=membership.organization_id,
        new=membership.role,
    )
