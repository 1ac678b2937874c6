"""What an admin sees: people, groups, rules and certificates in every state."""

import dataclasses
from datetime import datetime, timedelta

from learning import clock
from learning.assignments import actions as rules
from learning.assignments import exemption_actions
from learning.assignments.rules import Because, Condition, Due, Renewal, Who
from learning.organizations import actions as organizations
from learning.organizations import group_actions, member_actions
from learning.organizations.models import Group
from learning.organizations.roles import Role
from learning.progress import actions
from learning.retention import erasure_actions
from tests.assignments.stored import (
    change_and_apply,
    make_group,
    make_rule,
    obligations,
    put_in,
    rule_about,
)
from tests.journeys.look.clinic import Clinic
from tests.people import NOW, make_person


def admin_places(clinic: Clinic) -> dict[str, str]:
    """People of every kind, what they have earned, and what is asked of them."""
    guest = make_person("Gus Guest")
    actions.enrol(clinic.starter, guest.id, at=NOW)
    left = make_person("Leo Left")
    gone = organizations.add_member(
        clinic.organization.id, left, role=Role.LEARNER, by="tests", at=NOW
    )
    organizations.deactivate(gone, by="tests", by_role=Role.OWNER, at=NOW)
    people = {"learner": clinic.lena, "oneself": clinic.adam, "owner": clinic.olivia,
              "guest": guest, "deactivated": left}  # fmt: skip
    here = {
        name: f"/organization/people/{clinic.membership_of(p).public_id}"
        for name, p in people.items()
    }
    _oblige(clinic, NOW - timedelta(days=60))
    issued = {
        name: f"/organization/certificates/{each.public_id}"
        for name, each in clinic.certificates().items()
    }
    return {
        **here,
        **issued,
        **_assignments(clinic),
        **_grouped(clinic),
        "deactivate": f"{here['learner']}/deactivate",
        "audit-filtered": "/organization/audit?topic=people&by=olivia",
        "audit-nothing": "/organization/audit?topic=groups",
        "compliance-long-ago": "/organization/compliance?on=2020-02-29",
        "compliance-on-paper": "/organization/compliance?paper=1",
        "messages": f"{here['learner']}/messages",
        "no-messages": f"{here['guest']}/messages",
        "withdraw": f"{issued['certificate-valid']}/withdraw",
        "erase": f"{here['deactivated']}/erase",
        "erasing": _left(clinic, "Ella Erasing", erased=False),
        "erased": _left(clinic, "Enno Erased", erased=True),
        "retention": "/organization/settings/retention",
    }


def _assignments(clinic: Clinic) -> dict[str, str]:
    """A draft, a rule with changes that aren't applied, one on its way, one that is ended."""
    organization, at = clinic.organization, clock.now()
    ward = make_group(organization, "Ward 5")
    member = clinic.membership_of(clinic.lena)
    put_in(ward, member, at=at)
    nurses = Who((Condition(Because.GROUP, ward.public_id), Condition(Because.ROLE, "admin")))
    new = rule_about(clinic.starter, name="New nurses", who=nurses)
    rule = make_rule(organization, new, at=at)
    change_and_apply(rule, dataclasses.replace(new, due=Due(days=14)), at=at)
    yearly = dataclasses.replace(new, renewal=Renewal(months=12))
    rules.change_rule(rule, yearly, by=clinic.adam.public_id, at=at)
    draft = rules.create_rule(
        organization.id, rule_about(clinic.hands, name="Hygiene for everybody"), by="tests", at=at
    )
    late = rule_about(clinic.starter, name="Before the audit", due=Due(days=3))
    past = make_rule(organization, late, at=at - timedelta(days=9))
    exempt = next(each for each in obligations(past) if each.membership_id == member.id)
    exemption_actions.exempt(
        member, rule=past, reason="On leave until spring", zone="UTC", by="tests", at=at
    )
    ended = make_rule(organization, rule_about(clinic.hands, name="Last year"), at=at)
    rules.end_rule(ended, by="tests", at=at)
    here = {
        name: f"/organization/assignments/{each.public_id}"
        for name, each in (
            ("rule", rule), ("rule-draft", draft), ("rule-late", past), ("rule-ended", ended)
        )
    }  # fmt: skip
    open = next(each for each in obligations(past) if each.id != exempt.id)
    return {
        "assignments": "/organization/assignments",
        "rule-new": "/organization/assignments/new",
        **here,
        "rule-edit": f"{here['rule']}/edit",
        "rule-preview": f"{here['rule']}/apply",
        "rule-undo": f"{here['rule']}/undo",
        "rule-history": f"{here['rule']}/history",
        "rule-done": f"{here['rule']}/progress",
        "rule-running": f"{here['rule-ended']}/progress",
        "rule-exempt": f"{here['rule-late']}/{open.public_id}/exempt",
    }


def _grouped(clinic: Clinic) -> dict[str, str]:
    """Groups in one another with people, one removed, and a team below the admin."""
    made: dict[str, Group] = {}
    for name, parent in {
        "Nursing": None, "Ward 3": "Nursing", "Night shift": "Ward 3", "Ward 4": "Nursing",
        "Administration": None, "Pharmacy": None,
    }.items():  # fmt: skip
        made[name] = group_actions.create_group(
            clinic.organization.id, name=name, parent=made.get(parent or ""), by="tests", at=NOW
        )
    lena, adam, tessa = (
        clinic.membership_of(person) for person in (clinic.lena, clinic.adam, clinic.tessa)
    )
    ward = made["Ward 3"]
    group_actions.put_in(ward, [lena, tessa], by="tests", at=NOW)
    group_actions.set_group_manager(ward, adam, by="tests", at=NOW)
    member_actions.set_manager(tessa, lena, by="tests", at=NOW)
    group_actions.remove_group(made["Pharmacy"], by="tests", at=NOW)
    here, person = f"/organization/groups/{ward.public_id}", "/organization/people"
    return {
        "groups-full": "/organization/groups",
        "group": here,
        "group-empty": f"/organization/groups/{made['Ward 4'].public_id}",
        "group-removed": f"/organization/groups/{made['Pharmacy'].public_id}",
        "group-remove": f"/organization/groups/{made['Ward 4'].public_id}/remove",
        "group-add": f"{here}/add?q=demo",
        "group-manager": f"{here}/manager?q=zzzz",
        "trainer": f"{person}/{tessa.public_id}",
        "trainer-limit": f"{person}/{tessa.public_id}/limit",
        "choose-manager": f"{person}/{lena.public_id}/manager?q=demo",
        "people-filtered": f"/organization?group={ward.public_id}",
        "team": "/team",
        "team-person": f"/team/{lena.public_id}",
    }


def _oblige(clinic: Clinic, at: datetime) -> None:
    """A rule for everybody: some have done it, one needn't, one hasn't and is late."""
    for course in (clinic.hands, clinic.starter):
        rule = make_rule(clinic.organization, rule_about(course, name="All staff"), at=at)
    exemption_actions.exempt(
        clinic.membership_of(clinic.olivia),
        rule=rule,
        reason="On parental leave",
        zone="UTC",
        by="tests",
        at=at,
    )


def _left(clinic: Clinic, name: str, *, erased: bool) -> str:
    """The page of somebody who left and is, or is to be, erased."""
    gone = organizations.add_member(
        clinic.organization.id, make_person(name), role=Role.LEARNER, by="tests", at=NOW
    )
    organizations.deactivate(gone, by="tests", by_role=Role.OWNER, at=NOW)
    then = erasure_actions.plan_erasure(gone, by="tests", by_role=Role.OWNER, at=NOW)
    if erased:
        erasure_actions.erase_member(clinic.organization.id, gone.public_id, at=then)
    return f"/organization/people/{gone.public_id}"
