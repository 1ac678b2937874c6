"""What an organization sets for itself: defaults, what is kept of it, and what is allowed."""

import pytest

from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import queries, settings_actions, setup
from learning.organizations.models import Organization
from learning.organizations.settings import DEFAULTS, OrganizationSettings, domains_in
from learning.organizations.setup import SetupTask, TaskStanding
from tests.people import NOW, People


def test_what_is_kept_comes_back_and_defaults_are_not_kept() -> None:
    assert DEFAULTS.as_json() == {}
    changed = OrganizationSettings(allowed_domains=("clinic.example",), shortest_password=14)
    assert OrganizationSettings.from_json(changed.as_json()) == changed
    assert OrganizationSettings.from_json({"of-another-part": 1}) == DEFAULTS


@pytest.mark.parametrize(
    ("typed", "domains"),
    [
        ("", ()),
        ("Clinic.example", ("clinic.example",)),
        ("@a.org, b.org;\nc.co.uk a.org", ("a.org", "b.org", "c.co.uk")),
    ],
)
def test_domains_are_read(typed: str, domains: tuple[str, ...]) -> None:
    assert domains_in(typed) == domains


@pytest.mark.parametrize("typed", ["clinic", "a..org", "jo@clinic.example", "-a.org", "a.org/x"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="domain-invalid"):
        domains_in(typed)


def test_only_addresses_of_the_domains_are_welcome() -> None:
    settings = OrganizationSettings(allowed_domains=("clinic.example",))
    assert settings.welcomes("Jo@Clinic.Example")
    assert not settings.welcomes("jo@sub.clinic.example")
    assert not settings.welcomes("jo@notclinic.example")
    assert DEFAULTS.welcomes("jo@anywhere.example")


def test_changing_one_setting_leaves_the_others_and_those_of_other_parts(people: People) -> None:
    organization = db.session.get_one(Organization, people.clinic.id)
    organization.settings = {"own_time_factor": True, "of-another-part": 1}
    db.session.commit()
    settings_actions.change_settings(
        people.clinic.id, "signatory-changed", by="dana", at=NOW, signatory_name="Dr Khan"
    )
    assert organization.settings == {
        "own_time_factor": True, "of-another-part": 1, "signatory_name": "Dr Khan",
    }  # fmt: skip
    settings_actions.change_settings(
        people.clinic.id, "own-time-factor-ended", by="dana", at=NOW, own_time_factor=False
    )
    assert queries.settings_of(people.clinic.id).signatory_name == "Dr Khan"


def test_the_strictest_organization_says_how_long_a_password_is(people: People) -> None:
    assert queries.shortest_password_of(people.bob.id) == 10
    settings_actions.change_settings(
        people.clinic.id, "sign-in-rules-changed", by="dana", at=NOW, shortest_password=20
    )
    assert queries.shortest_password_of(people.bob.id) == 20
    assert queries.shortest_password_of(people.charlie.id) == 10


def standings(settings: OrganizationSettings, *, has_people: bool = False) -> dict[str, str]:
    found = setup.lines(settings, has_people=has_people, has_rules=False, tasks=list(SetupTask))
    return {line.task: line.standing for line in found}


def test_the_list_says_what_is_done_what_is_not_and_what_is_optional() -> None:
    assert standings(DEFAULTS) == {
        SetupTask.NAME_AND_LOGO: TaskStanding.OPTIONAL,
        SetupTask.SIGN_IN_RULES: TaskStanding.TO_DO,
        SetupTask.PEOPLE: TaskStanding.TO_DO,
        SetupTask.COURSES: TaskStanding.TO_DO,
        SetupTask.MAIL: TaskStanding.OPTIONAL,
        SetupTask.SIGNATORY: TaskStanding.OPTIONAL,
    }
    done = OrganizationSettings(
        logo="0", mail_greeting="Hello", signatory_name="Dr Khan", settled_tasks=("courses",)
    )
    left = {k: v for k, v in standings(done, has_people=True).items() if v != "completed"}
    assert left == {SetupTask.SIGN_IN_RULES: TaskStanding.TO_DO}
