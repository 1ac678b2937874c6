"""Erasing somebody: nothing names them any more, anywhere, and what they earned can be checked."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning import files
from learning.accounts import actions as accounts
from learning.accounts import address_actions, password_actions
from learning.accounts import queries as account_queries
from learning.accounts.models import Person
from learning.accounts.tokens import Purpose
from learning.assignments import exemption_actions
from learning.assignments.models import Exemption
from learning.audit import AuditEntry
from learning.certificates import actions as certificates
from learning.certificates import queries as certificate_queries
from learning.certificates.models import Certificate
from learning.certificates.standing import Standing
from learning.courses import publishing
from learning.courses import queries as courses
from learning.courses.states import Change
from learning.database import Model, db, transaction
from learning.errors import RuleBroken
from learning.jobs import working
from learning.organizations import actions as organizations
from learning.organizations import group_actions, member_actions
from learning.organizations.models import Group, GroupMembership, Membership, PeopleImport
from learning.organizations.roles import MembershipState, Role
from learning.outbox import NotYet
from learning.progress import actions, allowance_actions
from learning.progress.models import Answer, Completion, QuestionReport
from learning.progress.states import ReportReason
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion
from learning.retention import erasure_actions, export_actions, retention_actions
from learning.retention.models import DataExport
from tests.people import NOW, PASSWORD, People, make_person
from tests.progress.test_actions import pass_module, taught
from tests.teaching import approved, make_published, make_question

WAIT = erasure_actions.WAIT
NAME, ADDRESS = "Wilhelmina Zwick", "wilhelmina.zwick@clinic.example"
MARKS = ("wilhelmina", "zwick", "wz-4711", "knits socks")


@pytest.fixture
def wilhelmina(app: Flask, people: People) -> Person:
    """Somebody with a certificate, who has left her name wherever one can."""
    person = make_person(NAME, ADDRESS)
    membership = organizations.add_member(
        people.clinic.id, person, role=Role.LEARNER, by="tests", at=NOW
    )
    course = make_published(people.clinic, questions=1)
    module = next(each for each in courses.modules_of(course) if each.kind != "overview")
    approved(make_question(course, module, "What comes off?", QuestionKind.SHORT_TEXT))
    publishing.publish(course, change=Change.COSMETIC, by="tests", at=NOW)
    enrolment = actions.enrol(course, person.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    certificate = db.session.scalars(select(Certificate)).one()
    certificates.revoke(certificate, reason=f"{NAME} has left", by="tests", at=NOW)
    _report(membership)
    _type_her_name(membership)
    _enter(membership, people)
    _exempt(membership, course.id)
    with pytest.raises(RuleBroken):
        accounts.sign_in(address=ADDRESS, password="x", network="n", at=NOW)
    accounts.open_session(person, at=NOW)
    for purpose in (Purpose.RESET, Purpose.SIGN_IN):
        password_actions.ask_for_link(purpose, address=ADDRESS, network="n", at=NOW)
    address_actions.ask_for_change(
        person.id, password=PASSWORD, address=f"new.{ADDRESS}", network="n", at=NOW
    )
    export_actions.begin(person.id, at=NOW)
    while working.do_next(at=NOW):
        pass
    return person


@transaction
def _report(membership: Membership) -> None:
    answer = db.session.scalars(select(Answer).limit(1)).one()
    version = db.session.get_one(QuestionVersion, answer.question_version_id)
    db.session.add(
        QuestionReport(
            public_id="r" * 26, organization_id=membership.organization_id, answer_id=answer.id,
            course_id=1, question_version_id=version.id, reason=ReportReason.UNCLEAR,
            comment=f"Ask {NAME}, who knits socks", state="open", reported_at=NOW,
        )
    )  # fmt: skip


@transaction
def _type_her_name(membership: Membership) -> None:
    answer = db.session.scalars(
        select(Answer)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(QuestionVersion.kind == QuestionKind.SHORT_TEXT)
    ).one()
    answer.given = json.dumps([f"wilhelmina zwick, {ADDRESS}"])


@transaction
def _exempt(membership: Membership, course_id: int) -> None:
    db.session.add(
        Exemption(
            public_id="e" * 26, organization_id=membership.organization_id, course_id=course_id,
            membership_id=membership.id, reason="Zwick knits socks", since=NOW.date(), by="tests",
            at=NOW,
        )
    )  # fmt: skip


@transaction
def _enter(membership: Membership, people: People) -> None:
    row = db.session.get_one(Membership, membership.id)
    row.employee_id, row.external_id = "WZ-4711", "wz-4711-ext"
    row.attributes = {"hobby": "knits socks"}
    person = db.session.get_one(Person, row.person_id)
    person.access_profile = {"theme": "knits socks"}
    person.mail_choices = {"knits socks": True}
    group = Group(
        public_id="g" * 26, organization_id=row.organization_id, name="Ward 3",
        folded_name="ward 3", created_at=NOW,
    )  # fmt: skip
    db.session.add(group)
    db.session.flush()
    db.session.add(
        GroupMembership(
            organization_id=row.organization_id, group_id=group.id, membership_id=row.id, since=NOW
        )
    )
    listed = files.store(row.organization_id, f"{NAME},{ADDRESS}".encode(), "text/csv", at=NOW)
    db.session.add(
        PeopleImport(
            public_id="i" * 26, organization_id=row.organization_id, file_id=listed.id,
            file_name="Zwick.csv", mapping="{}", choices="{}", state="done",
            problems='[[2, "name", "Wilhelmina Zwick is there twice"]]',
            created_by="tests", created_at=NOW,
        )
    )  # fmt: skip


def stored() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, with where it stands."""
    db.session.rollback()
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                yield f"{table.name}.{column}", text.casefold()


def named() -> set[str]:
    """Where something of her stands."""
    return {place for place, text in stored() if any(mark in text for mark in MARKS)}


def test_nothing_in_the_database_names_whoever_was_erased(wilhelmina: Person) -> None:
    places = named()
    assert places >= {
        "person.name", "email_address.address", "membership.name", "membership.contact_address",
        "membership.employee_id", "membership.external_id", "membership.attributes",
        "enrolment.learner", "certificate.holder", "certificate.statement",
        "certificate.withdrawal_reason", "question_report.comment", "answer.given",
        "token.address", "stored_file.content", "people_import.file_name",
    }, "the test has left her name where it could"  # fmt: skip
    before = counts()
    erasure_actions.ask_for_erasure(wilhelmina.id, password=PASSWORD, at=NOW)
    while working.do_next(at=NOW + WAIT):
        pass
    assert named() == set()
    hashes = {account for place, account in stored() if place.endswith(".account")}
    assert hashes == set()
    assert db.session.query(DataExport).count() == 0
    # What was learned stays, as nobody's.
    assert counts() == before
    membership = db.session.query(Membership).filter_by(person_id=wilhelmina.id).one()
    assert membership.state == MembershipState.ERASED
    code = db.session.scalars(select(Certificate.code)).one()
    verified = certificate_queries.verified_by_code(code, at=NOW)
    assert verified is not None
    assert verified.standing == Standing.REVOKED
    assert verified.shown.holder is None


def counts() -> list[int]:
    return [db.session.query(table).count() for table in (Answer, Completion, Certificate)]


def erase(person: Person) -> None:
    erasure_actions.ask_for_erasure(person.id, password=PASSWORD, at=NOW)
    erasure_actions.erase_person(person.public_id, at=NOW + WAIT)
    db.session.rollback()


def test_a_certificate_of_somebody_erased_still_verifies(people: People) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    code = db.session.scalars(select(Certificate.code)).one()
    erase(people.bob)
    verified = certificate_queries.verified_by_code(code, at=NOW)
    assert verified is not None
    assert verified.standing == Standing.VALID
    assert verified.shown.holder is None


def test_until_the_last_moment_it_can_be_taken_back(people: People) -> None:
    with pytest.raises(RuleBroken, match="password-wrong"):
        erasure_actions.ask_for_erasure(people.bob.id, password="not it", at=NOW)
    erased_on = erasure_actions.ask_for_erasure(people.bob.id, password=PASSWORD, at=NOW)
    assert erased_on == NOW + timedelta(days=14)
    with pytest.raises(NotYet):
        erasure_actions.erase_person(people.bob.public_id, at=erased_on - timedelta(microseconds=1))
    assert account_queries.person_with_address("bob@example.org") is not None
    erasure_actions.take_erasure_back(people.bob.id, at=erased_on)
    while working.do_next(at=erased_on):
        pass
    assert account_queries.person_with_address("bob@example.org") is not None


def test_erasing_twice_does_nothing_more(people: People) -> None:
    erase(people.bob)
    before = list(stored())
    erasure_actions.erase_person(people.bob.public_id, at=NOW + 2 * WAIT)
    assert list(stored()) == before


def test_whoever_is_erased_is_signed_out_and_leaves_the_address_free(people: People) -> None:
    session = accounts.open_session(people.bob, at=NOW)
    erase(people.bob)
    assert account_queries.signed_in(session, NOW) is None
    with pytest.raises(RuleBroken, match="sign-in-failed"):
        accounts.sign_in(address="bob@example.org", password=PASSWORD, network="n", at=NOW)
    accounts.create_person(name="Bob", address="bob@example.org", password="x" * 12, at=NOW)


def test_the_last_owner_hands_over_first(people: People) -> None:
    dana = people.memberships["dana"]
    promote(dana)
    with pytest.raises(RuleBroken, match="last-owner-erasure") as refused:
        erasure_actions.ask_for_erasure(people.dana.id, password=PASSWORD, at=NOW)
    assert refused.value.values["organization"] == "Riverside Clinic"
    promote(people.memberships["alice"])
    erasure_actions.ask_for_erasure(people.dana.id, password=PASSWORD, at=NOW)
    # Alice is the only one left now, whatever becomes of Dana until then.
    with pytest.raises(RuleBroken, match="last-owner-erasure"):
        erasure_actions.ask_for_erasure(people.alice.id, password=PASSWORD, at=NOW)
    alice = db.session.get_one(Membership, people.memberships["alice"].id)
    with pytest.raises(RuleBroken, match="last-owner"):
        organizations.change_role(alice, Role.ADMIN, by="tests", by_role=Role.OWNER, at=NOW)


@transaction
def promote(membership: Membership) -> None:
    db.session.get_one(Membership, membership.id).role = Role.OWNER


def plan(people: People, who: str = "bob") -> Membership:
    membership = db.session.get_one(Membership, people.memberships[who].id)
    organizations.deactivate(membership, by="tests", by_role=Role.ADMIN, at=NOW)
    erasure_actions.plan_erasure(membership, by=people.dana.public_id, by_role=Role.ADMIN, at=NOW)
    return membership


def test_an_organization_erases_somebody_who_left_and_their_account_stays(people: People) -> None:
    elsewhere = organizations.add_member(
        people.school.id, people.bob, role=Role.LEARNER, by="tests", at=NOW
    )
    membership = plan(people)
    while working.do_next(at=NOW + WAIT):
        pass
    db.session.rollback()
    assert (membership.state, membership.name) == (MembershipState.ERASED, "Erased person")
    assert membership.contact_address == ""
    assert membership.person_id != people.bob.id, "nothing leads from it to the account"
    assert elsewhere.name == "Bob Learner"
    assert account_queries.person_with_address("bob@example.org") is not None
    again = organizations.add_member(
        people.clinic.id, people.bob, role=Role.LEARNER, by="tests", at=NOW
    )
    assert again.id != membership.id
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.subject == membership.public_id)
    ).all()
    assert acts[-2:] == ["member-erasure-planned", "member-erased"]


def test_only_those_who_left_are_erased_and_coming_back_ends_it(people: People) -> None:
    alice = db.session.get_one(Membership, people.memberships["alice"].id)
    with pytest.raises(RuleBroken, match="erase-member-active"):
        erasure_actions.plan_erasure(alice, by="tests", by_role=Role.ADMIN, at=NOW)
    membership = plan(people)
    organizations.reactivate(membership, by="tests", by_role=Role.ADMIN, at=NOW)
    organizations.deactivate(membership, by="tests", by_role=Role.ADMIN, at=NOW)
    while working.do_next(at=NOW + WAIT):
        pass
    db.session.rollback()
    assert membership.name == "Bob Learner"


def test_nothing_is_entered_about_somebody_erased(people: People) -> None:
    ward = group_actions.create_group(people.clinic.id, name="Ward", by="tests", at=NOW)
    membership = plan(people)
    erasure_actions.erase_member(people.clinic.id, membership.public_id, at=NOW + WAIT)
    alice = db.session.get_one(Membership, people.memberships["alice"].id)
    by = {"by": "tests", "at": NOW + WAIT}
    for enter in (
        lambda: organizations.reactivate(membership, by_role=Role.ADMIN, **by),
        lambda: organizations.rename(membership, "Bob", **by),
        lambda: organizations.change_role(membership, Role.TRAINER, by_role=Role.ADMIN, **by),
        lambda: member_actions.set_manager(membership, alice, **by),
        lambda: member_actions.set_employee_id(membership, "4711", **by),
        lambda: member_actions.set_joined_on(membership, date(2020, 1, 1), **by),
        lambda: group_actions.put_in(ward, [membership], **by),
        lambda: exemption_actions.exempt(
            membership, course=make_published(people.clinic), reason="Ill", zone="UTC", **by
        ),
        lambda: allowance_actions.set_time_factor(membership, 200, **by),
    ):
        with pytest.raises(RuleBroken, match="member-erased"):
            enter()


def test_what_is_entered_while_somebody_is_erased_is_blanked_with_the_rest(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    membership = plan(people)
    id, house, public_id = membership.id, people.clinic.id, membership.public_id
    db.session.rollback()
    checked, may_go_on = threading.Event(), threading.Event()

    def check(_membership: Membership) -> None:
        checked.set()
        assert may_go_on.wait(30)

    def enter() -> None:
        with app.app_context():
            row = db.session.get_one(Membership, id)
            member_actions.set_employee_id(row, "4711", by="tests", at=NOW)

    def erase() -> None:
        with app.app_context():
            erasure_actions.erase_member(house, public_id, at=NOW + WAIT)

    monkeypatch.setattr("learning.organizations.checks.check_not_erased", check)
    entering, erasing = threading.Thread(target=enter), threading.Thread(target=erase)
    entering.start()
    assert checked.wait(30)
    erasing.start()
    erasing.join(0.5)
    assert erasing.is_alive(), "it waits for whoever went through before"
    may_go_on.set()
    for thread in (entering, erasing):
        thread.join(30)
    row = db.session.get_one(Membership, id)
    assert (row.state, row.employee_id) == (MembershipState.ERASED, None)


def test_whoever_is_erased_manages_nobody(people: People) -> None:
    membership = db.session.get_one(Membership, people.memberships["bob"].id)
    alice = db.session.get_one(Membership, people.memberships["alice"].id)
    ward = group_actions.create_group(people.clinic.id, name="Ward", by="tests", at=NOW)
    group_actions.set_group_manager(ward, membership, by="tests", at=NOW)
    member_actions.set_manager(alice, membership, by="tests", at=NOW)
    plan(people)
    assert alice.manager_id == membership.id, "whoever left may come back"
    erasure_actions.erase_member(people.clinic.id, membership.public_id, at=NOW + WAIT)
    db.session.expire_all()
    assert (alice.manager_id, ward.manager_id) == (None, None)


def test_people_who_left_long_ago_are_erased_by_themselves(people: People) -> None:
    membership = db.session.get_one(Membership, people.memberships["bob"].id)
    organizations.deactivate(membership, by="tests", by_role=Role.ADMIN, at=NOW)
    retention_actions.look(at=NOW + timedelta(days=10_000))
    assert erase_at(membership) is None, "off by default"
    retention_actions.keep_for(people.clinic.id, 3, by="tests", at=NOW)
    over = NOW.replace(year=2027, month=2)
    retention_actions.look(at=over - WAIT - timedelta(days=1))
    assert erase_at(membership) is None
    retention_actions.look(at=over - WAIT)
    assert erase_at(membership) == over
    while working.do_next(at=over):
        pass
    db.session.rollback()
    assert membership.state == MembershipState.ERASED
    assert db.session.get_one(Membership, people.memberships["alice"].id).erase_at is None


def erase_at(membership: Membership) -> object:
    db.session.rollback()
    return db.session.scalar(select(Membership.erase_at).where(Membership.id == membership.id))
