"""The people of the tests, by name, so that a test reads like a story."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from learning.accounts import actions as accounts
from learning.accounts import passwords
from learning.accounts.models import EmailAddress, Person
from learning.database import db, transaction
from learning.organizations import actions as organizations
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import Role

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# Hashed once: tests are about other things than argon2's patience.
_HASH = passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class People:
    """Two organizations and the people around them."""

    clinic: Organization
    school: Organization
    alice: Person
    bob: Person
    charlie: Person
    dana: Person
    erin: Person
    memberships: dict[str, Membership]


def make_person(name: str, address: str | None = None, *, is_confirmed: bool = True) -> Person:
    """A person who signs in as name@example.org with PASSWORD."""
    address = address or f"{name.split()[0].lower()}@example.org"
    return accounts._insert_person(name, address, _HASH, False, NOW, is_confirmed)


@transaction
def only_claims(person: Person) -> None:
    """Let this person have only written down the address they have."""
    address = db.session.scalars(select(EmailAddress).filter_by(person_id=person.id)).one()
    address.confirmed_at = None


@transaction
def make_people() -> People:
    """Alice trains and Bob learns at the clinic, where Dana is admin; Erin is admin elsewhere."""
    clinic = organizations.create_organization(
        name="Riverside Clinic", slug="riverside", by="tests", at=NOW
    )
    school = organizations.create_organization(
        name="Hill School", slug="hill-school", by="tests", at=NOW
    )
    alice, bob = make_person("Alice Trainer"), make_person("Bob Learner")
    charlie, dana, erin = make_person("Charlie"), make_person("Dana Admin"), make_person("Erin")
    memberships = {
        name: organizations.add_member(organization.id, person, role=role, by="tests", at=NOW)
        for name, organization, person, role in (
            ("alice", clinic, alice, Role.TRAINER),
            ("bob", clinic, bob, Role.LEARNER),
            ("dana", clinic, dana, Role.ADMIN),
            ("erin", school, erin, Role.ADMIN),
        )
    }
    return People(clinic, school, alice, bob, charlie, dana, erin, memberships)
