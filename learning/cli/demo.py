"""The demo: an organization, four people and the starter course, on an empty database only."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config import Config, private_file
from learning.accounts import actions as account_actions
from learning.accounts import queries as accounts
from learning.courses import loading, outside, publishing
from learning.courses.bundle import read_bundle
from learning.courses.states import Change
from learning.organizations import actions as organization_actions
from learning.organizations.roles import Role

STARTER = Path(__file__).resolve().parents[1] / "starter" / "antidepressants"
PEOPLE = (
    ("owner@demo.example", "Olivia Hart", Role.OWNER),
    ("admin@demo.example", "Adam Reyes", Role.ADMIN),
    ("trainer@demo.example", "Tessa Lindqvist", Role.TRAINER),
    ("learner@demo.example", "Lena Okafor", Role.LEARNER),
)


@dataclass(frozen=True)
class Demo:
    """Who may sign in, and with what."""

    addresses: tuple[str, ...]
    password: str


def load_demo(config: Config, *, at: datetime) -> Demo | None:
    """Fill an empty database; None if there are people in it already."""
    if accounts.has_people():
        return None
    demo = Demo(tuple(address for address, _name, _role in PEOPLE), _password(config))
    organization = organization_actions.create_organization(
        name="Harbour Clinic", slug="harbour-clinic", by="demo", at=at
    )
    author = ""
    for address, name, role in PEOPLE:
        person = account_actions.create_person(
            name=name, address=address, password=demo.password, at=at, is_confirmed=True
        )
        organization_actions.add_member(organization.id, person, role=role, by="demo", at=at)
        author = person.public_id if role == Role.TRAINER else author
    bundle = read_bundle(outside.bundle_files(STARTER))
    course = loading.load_bundle(organization.id, bundle, by=author, at=at)
    publishing.publish(course, change=Change.FIRST, by=author, at=at)
    return demo


def known_demo(config: Config) -> Demo | None:
    """The demo people of a database that has them, None if their password was never kept here."""
    if accounts.person_with_address(PEOPLE[0][0]) is None:
        return None
    kept = config.data_folder / "demo-password"
    if not config.demo_password and not kept.exists():
        return None
    return Demo(tuple(address for address, _name, _role in PEOPLE), _password(config))


def _password(config: Config) -> str:
    if config.demo_password:
        return config.demo_password
    words = "-".join(secrets.token_hex(2) for _ in range(4))
    return private_file(config.data_folder / "demo-password", words)
