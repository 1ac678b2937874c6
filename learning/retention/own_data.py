"""All that is kept about one person, part by part, as they are given it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from learning.accounts.models import EmailAddress, Person, SignInSession
from learning.audit import AuditEntry
from learning.certificates import queries as certificates
from learning.database import db
from learning.organizations.models import Group, GroupMembership, Membership, Organization
from learning.outbox import Outgoing
from learning.retention.archive import Part, Record


@dataclass(frozen=True)
class Whose:
    """The person, and their memberships with the names of the organizations."""

    person: Person
    memberships: tuple[tuple[Membership, str], ...]

    @property
    def subjects(self) -> list[tuple[int, str]]:
        return [(m.organization_id, m.public_id) for m, _name in self.memberships]


Collector = Callable[[Whose, datetime], Part]


def whose(person_id: int) -> Whose:
    """Whose data it is."""
    rows = db.session.execute(
        select(Membership, Organization.name)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.id)
    )
    return Whose(
        db.session.get_one(Person, person_id),
        tuple((membership, name) for membership, name in rows),
    )


def profile(who: Whose, _at: datetime) -> Part:
    """What somebody has entered about themselves."""
    person = who.person
    record: dict[str, str | int | bool | None] = {
        "name": person.name,
        "language": person.locale,
        "time_zone": person.zone,
        "created_at": said(person.created_at),
        "erased_on": said(person.erase_at),
        **{name: value for name, value in person.access_profile.items()},
        **{f"messages_{kind}": str(choice) for kind, choice in person.mail_choices.items()},
    }
    return Part("profile", "Profile", [record])


def addresses(who: Whose, _at: datetime) -> Part:
    """E-mail addresses."""
    rows = db.session.scalars(
        select(EmailAddress)
        .where(EmailAddress.person_id == who.person.id)
        .order_by(EmailAddress.id)
    )
    return Part("addresses", "E-mail addresses", [
        {"address": row.address, "is_used": row.is_primary, "confirmed_at": said(row.confirmed_at)}
        for row in rows
    ])  # fmt: skip


def sign_ins(who: Whose, _at: datetime) -> Part:
    """Sign-ins, without what identifies a device: that isn't kept."""
    rows = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == who.person.id)
        .order_by(SignInSession.id)
    )
    return Part("sign_ins", "Sign-ins", [
        {"at": said(row.created_at), "ended_at": said(row.ended_at or row.expires_at)}
        for row in rows
    ])  # fmt: skip


def memberships(who: Whose, _at: datetime) -> Part:
    """What organizations keep about somebody as their member."""
    return Part("memberships", "Organizations", [
        {
            "organization": organization, "kind": row.kind, "role": row.role, "state": row.state,
            "name": row.name, "contact_address": row.contact_address,
            "employee_id": row.employee_id, "joined_at": said(row.joined_at),
            "left_at": said(row.left_at),
            **{f"field_{name}": str(value) for name, value in row.attributes.items()},
        }
        for row, organization in who.memberships
    ])  # fmt: skip


def groups(who: Whose, _at: datetime) -> Part:
    """Groups that somebody is or was in."""
    rows: list[Record] = []
    for membership, organization in who.memberships:
        found = db.session.execute(
            select(Group.name, GroupMembership.since, GroupMembership.until)
            .join(GroupMembership, GroupMembership.group_id == Group.id)
            .where(
                Group.organization_id == membership.organization_id,
                GroupMembership.organization_id == membership.organization_id,
                GroupMembership.membership_id == membership.id,
            )
            .order_by(GroupMembership.id)
        )
        rows += [
            {
                "organization": organization,
                "group": name,
                "since": said(since),
                "until": said(until),
            }
            for name, since, until in found
        ]
    return Part("groups", "Groups", rows)


def certificates_of(who: Whose, at: datetime) -> Part:
    """Certificates, each with what it is worth now."""
    rows: list[Record] = []
    for organization_id, subject in who.subjects:
        found = certificates.certificates_of([(organization_id, subject)])
        for each in certificates.all_verified(organization_id, found, at=at):
            rows.append({
                "organization": each.shown.organization, "course": each.shown.course,
                "version": each.shown.course_version, "name": each.shown.holder,
                "code": each.certificate.code, "issued_at": said(each.certificate.issued_at),
                "valid_until": said(each.certificate.valid_until),
                "standing": str(each.standing),
                "withdrawal_reason": each.certificate.withdrawal_reason,
            })  # fmt: skip
    return Part("certificates", "Certificates", rows)


def messages(who: Whose, _at: datetime) -> Part:
    """Messages that were sent or wait to be."""
    abouts = [who.person.public_id, *(subject for _organization, subject in who.subjects)]
    rows = db.session.scalars(
        select(Outgoing).where(Outgoing.about.in_(abouts)).order_by(Outgoing.id)
    )
    return Part("messages", "Messages to you", [
        {"kind": row.kind, "at": said(row.created_at), "state": row.state} for row in rows
    ])  # fmt: skip


def audit_entries(who: Whose, _at: datetime) -> Part:
    """Administrative acts by or about somebody; of whom others are it holds no names."""
    names = {membership.organization_id: name for membership, name in who.memberships}
    subjects = [subject for _organization, subject in who.subjects]
    own = or_(
        AuditEntry.about.in_(subjects),
        AuditEntry.by == who.person.public_id,
        AuditEntry.subject == who.person.public_id,
    )
    rows = db.session.scalars(
        select(AuditEntry)
        .where(
            own, or_(AuditEntry.organization_id.in_(names), AuditEntry.organization_id.is_(None))
        )
        .order_by(AuditEntry.id)
    )
    return Part("audit", "Administrative acts by or about you", [
        {
            "at": said(row.at), "act": row.act,
            "by": "you" if row.by == who.person.public_id else "somebody else",
            "about": "you" if row.about in subjects else None,
            "organization": names.get(row.organization_id or 0), "old": row.old, "new": row.new,
        }
        for row in rows
    ])  # fmt: skip


def said(at: datetime | None) -> str | None:
    """An instant as programs and people read it."""
    return at.isoformat(timespec="seconds") if at else None
