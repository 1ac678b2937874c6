"""The same thing at the same instant, from many threads: it has one effect, and all get an answer.

Each round has its own seed, its number. `make test` plays 20 rounds, `make test-long` 200.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import canonical
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.standing import Standing
from learning.certificates.statement import NOTHING_BEFORE
from learning.courses.models import Course
from learning.courses.states import Visibility
from learning.database import Model, db, transaction
from learning.errors import RuleBroken
from learning.files import StoredFile
from learning.organizations import actions as organizations
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role
from learning.progress import actions, attempt_actions, attempt_queries, standings
from learning.progress.models import Answer, Attempt, Completion, Enrolment, Regrade
from learning.progress.states import AttemptState, EnrolmentState
from learning.quizzes import actions as quizzes
from learning.quizzes.correcting import Policy
from learning.quizzes.models import Question, QuestionCorrection
from tests.images import png
from tests.people import NOW, make_person
from tests.progress.test_regrading import make_correction, option, question_of, taken
from tests.teaching import make_published, right_answers

R = TypeVar("R")

THREADS = 50
MANY = pytest.param(200, marks=(pytest.mark.long, pytest.mark.timeout(4 * 3600)), id="many-rounds")
ONE_MODULE = """# Washing hands

Soap and water are the oldest medicine. This article says how to use them well.

## Why it works

Soap loosens grease from the skin. Grease carries most of the germs. Running water takes both away.
"""


@pytest.fixture(params=[pytest.param(20, id="twenty-rounds"), MANY])
def rounds(request: pytest.FixtureRequest) -> Iterator[range]:
    """The seeds of this test's rounds, counted aloud at the end."""
    seeds = range(request.param)
    yield seeds
    print(f"\n{request.node.name}: {len(seeds)} rounds, {THREADS} threads, seeds 0 to {seeds[-1]}")


def at_once(app: Flask, work: Callable[[int], R], *, seed: int, threads: int = THREADS) -> list[R]:
    """What `work(0)`, `work(1)` … give, all let go together, each thread with its own session.

    Raises what any of them raises. The seed says which are late by up to two milliseconds.
    """
    barrier = threading.Barrier(threads)
    delays = [random.Random(f"{seed}.{n}").choice((0, 0, 0.0005, 0.002)) for n in range(threads)]

    def run(n: int) -> R:
        with app.app_context():
            try:
                barrier.wait(60)
                time.sleep(delays[n])
                return work(n)
            finally:
                db.session.remove()

    db.session.remove()  # the test's own session must not answer from memory afterwards
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def count(model: type[Model], *conditions: object) -> int:
    found = db.session.scalar(select(func.count()).select_from(model).where(*conditions))
    return found or 0


@pytest.fixture
def clinic(app: Flask) -> Organization:
    return organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)


def open_course(organization: Organization, questions: int = 2) -> Course:
    return make_published(
        organization, questions=questions, visibility=Visibility.OPEN, text=ONE_MODULE
    )


def only_module(enrolment: Enrolment) -> str:
    [module] = [
        m.module for m in standings.course_standing(enrolment).modules if m.module.questions
    ]
    return module.key


def one_answer_before_the_end(enrolment: Enrolment) -> tuple[int, int, list[str]]:
    """Answers all questions of the only module but one: attempt id, position, what is right."""
    attempt = attempt_actions.start_attempt(enrolment, only_module(enrolment), at=NOW)
    *others, (last, right) = sorted(right_answers(attempt).items())
    for position, correct in others:
        attempt_actions.answer(attempt, position, correct, at=NOW)
    return attempt.id, last, right


def test_enrolling_fifty_times_at_once_gives_one_enrolment_and_one_guest(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    course_id = open_course(clinic).id
    for seed in rounds:
        person_id = make_person(f"Guest {seed}", f"guest{seed}@example.org").id

        def enrol(_n: int, person_id: int = person_id) -> int:
            course = db.session.get(Course, course_id)
            return actions.enrol(course, person_id, at=NOW).id

        assert len(set(at_once(app, enrol, seed=seed))) == 1, seed
        memberships = db.session.scalars(
            select(Membership).where(Membership.person_id == person_id)
        ).all()
        assert [m.kind for m in memberships] == [MembershipKind.GUEST], seed
        assert count(Enrolment, Enrolment.membership_id == memberships[0].id) == 1, seed


def test_starting_a_quiz_fifty_times_at_once_gives_one_open_attempt(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    course_id = open_course(clinic).id
    for seed in rounds:
        person = make_person(f"Learner {seed}", f"learner{seed}@example.org")
        enrolment = actions.enrol(db.session.get(Course, course_id), person.id, at=NOW)
        enrolment_id, module = enrolment.id, only_module(enrolment)

        def start(_n: int, enrolment_id: int = enrolment_id, module: str = module) -> int:
            return attempt_actions.start_attempt(
                db.session.get(Enrolment, enrolment_id), module, at=NOW
            ).id

        [attempt_id] = set(at_once(app, start, seed=seed))
        attempts = db.session.scalars(
            select(Attempt).where(Attempt.enrolment_id == enrolment_id)
        ).all()
        assert [(a.id, a.state) for a in attempts] == [(attempt_id, AttemptState.OPEN)], seed
        assert count(Answer, Answer.attempt_id == attempt_id) == attempts[0].items, seed


def test_checking_the_last_question_fifty_times_at_once_completes_the_course_once(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    course_id = open_course(clinic).id
    for seed in rounds:
        person = make_person(f"Learner {seed}", f"learner{seed}@example.org")
        enrolment = actions.enrol(db.session.get(Course, course_id), person.id, at=NOW)
        enrolment_id = enrolment.id
        last_question = one_answer_before_the_end(enrolment)

        def check(_n: int, last_question: tuple[int, int, list[str]] = last_question) -> bool:
            attempt_id, position, right = last_question
            return attempt_actions.answer(
                db.session.get(Attempt, attempt_id), position, right, at=NOW
            )

        assert sum(at_once(app, check, seed=seed)) == 1, seed
        completions = db.session.scalars(
            select(Completion).where(Completion.enrolment_id == enrolment_id)
        ).all()
        assert len(completions) == 1, seed
        issued = db.session.scalars(
            select(Certificate).where(Certificate.basis == completions[0].public_id)
        ).all()
        assert len(issued) == 1, seed
        assert count(LedgerEntry, LedgerEntry.certificate == issued[0].public_id) == 1, seed
        done = db.session.get(Enrolment, enrolment_id)
        assert (done.state, done.modules_passed) == (EnrolmentState.COMPLETE, 1), seed
    assert count(Certificate) == count(LedgerEntry) == len(rounds)


def test_of_different_answers_at_once_the_acknowledged_one_is_stored(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    course_id = open_course(clinic, questions=1).id
    for seed in rounds:
        person = make_person(f"Learner {seed}", f"learner{seed}@example.org")
        enrolment = actions.enrol(db.session.get(Course, course_id), person.id, at=NOW)
        attempt = attempt_actions.start_attempt(enrolment, only_module(enrolment), at=NOW)
        attempt_id = attempt.id
        options = [option.id for option in attempt_queries.asked(attempt, 1).question.options]

        def check(n: int, attempt_id: int = attempt_id, options: list[str] = options) -> bool:
            given = [options[n % len(options)]]
            return attempt_actions.answer(db.session.get(Attempt, attempt_id), 1, given, at=NOW)

        results = at_once(app, check, seed=seed)
        assert results.count(True) == 1, seed
        stored = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt_id)).one()
        assert canonical.parse(stored.given) == [options[results.index(True) % len(options)]], seed
        closed = db.session.get(Attempt, attempt_id)
        assert (closed.state, closed.correct) == (AttemptState.CLOSED, stored.is_correct), seed


def test_of_fifty_saves_on_the_same_page_one_is_stored_and_the_others_are_told(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    course_id = open_course(clinic, questions=1).id
    for seed in rounds:
        person = make_person(f"Learner {seed}", f"learner{seed}@example.org")
        enrolment = actions.enrol(db.session.get(Course, course_id), person.id, at=NOW)
        attempt_id = attempt_actions.start_attempt(enrolment, only_module(enrolment), at=NOW).id

        def save(n: int, attempt_id: int = attempt_id) -> int | str:
            attempt = db.session.get(Attempt, attempt_id)
            try:
                return attempt_actions.save_answer(attempt, 1, [f"{n}"], revision=0, at=NOW)
            except RuleBroken as refusal:
                return refusal.code

        results = at_once(app, save, seed=seed)
        assert results.count(1) == 1, seed
        assert results.count("answer-changed-elsewhere") == THREADS - 1, seed
        stored = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt_id)).one()
        assert (stored.seq, canonical.parse(stored.given)) == (1, [f"{results.index(1)}"]), seed


# Most of each round is making fifty people ready: two are enough for every day.
@pytest.mark.parametrize("rounds", [pytest.param(2, id="two-rounds"), MANY], indirect=True)
def test_fifty_people_completing_at_once_leave_an_unbroken_chain(app: Flask, rounds: range) -> None:
    for seed in rounds:
        organization = organizations.create_organization(
            name=f"Clinic {seed}", slug=f"clinic-{seed}", by="tests", at=NOW
        )
        organization_id, public_id = organization.id, organization.public_id
        course = open_course(organization, questions=1)
        waiting = []
        for n in range(THREADS):
            person = make_person(f"Learner {n}", f"learner{seed}.{n}@example.org")
            waiting.append(one_answer_before_the_end(actions.enrol(course, person.id, at=NOW)))

        def complete(n: int, waiting: list[tuple[int, int, list[str]]] = waiting) -> bool:
            attempt_id, position, right = waiting[n]
            return attempt_actions.answer(
                db.session.get(Attempt, attempt_id), position, right, at=NOW
            )

        assert all(at_once(app, complete, seed=seed)), seed
        check_chain(organization_id, public_id, THREADS)


def test_correcting_results_fifty_times_at_once_corrects_and_certifies_once(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    clinic_id = clinic.id
    for seed in rounds:
        course = open_course(db.session.get(Organization, clinic_id), questions=1)
        question = question_of(course)
        wrong = [option(question, "That")]
        attempts = []
        for n in range(3):
            person = make_person(f"Learner {n}", f"learner{seed}.{n}@example.org")
            attempts.append(taken(actions.enrol(course, person.id, at=NOW), question, wrong).id)
        question_id = question.id

        def act(_n: int, question_id: int = question_id) -> int | None:
            return make_correction(db.session.get(Question, question_id), Policy.CREDIT, known=0)

        results = at_once(app, act, seed=seed)
        assert results.count(3) == 1, seed
        assert results.count(None) == THREADS - 1, seed
        assert count(QuestionCorrection, QuestionCorrection.question_id == question_id) == 1, seed
        for attempt_id in attempts:
            assert count(Regrade, Regrade.attempt_id == attempt_id) == 1, seed
    assert count(Certificate) == count(LedgerEntry) == 3 * len(rounds)


@pytest.mark.parametrize("rounds", [pytest.param(2, id="two-rounds"), MANY], indirect=True)
def test_answers_that_are_checked_while_results_are_corrected_are_corrected_too(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    clinic_id, clinic_name = clinic.id, clinic.public_id
    for seed in rounds:
        course = open_course(db.session.get(Organization, clinic_id), questions=1)
        question = question_of(course)
        question_id, course_id, module = question.id, course.id, "why-it-works"
        wrong = [option(question, "That")]
        people = [make_person(f"L {n}", f"l{seed}.{n}@example.org").id for n in range(THREADS)]
        known = actions.enrol(course, people[0], at=NOW)
        attempt_actions.start_attempt(known, module, at=NOW)

        def act(
            n: int,
            question_id: int = question_id,
            course_id: int = course_id,
            people: list[int] = people,
            wrong: list[str] = wrong,
        ) -> None:
            if n == THREADS // 2:
                # Somebody has been asked it already: the attempt that is open.
                make_correction(db.session.get(Question, question_id), Policy.CREDIT)
                return
            enrolment = actions.enrol(db.session.get(Course, course_id), people[n], at=NOW)
            attempt = attempt_actions.start_attempt(enrolment, "why-it-works", at=NOW)
            attempt_actions.answer(attempt, 1, wrong, at=NOW)

        at_once(app, act, seed=seed)
        enrolments = db.session.scalars(select(Enrolment).where(Enrolment.course_id == course_id))
        ids = [enrolment.id for enrolment in enrolments]
        assert len(ids) == THREADS - 1
        closed = (Attempt.enrolment_id.in_(ids), Attempt.state == AttemptState.CLOSED)
        assert count(Attempt, *closed, Attempt.is_passed, Attempt.correct == 1) == THREADS - 1, seed
        assert count(Completion, Completion.enrolment_id.in_(ids)) == THREADS - 1, seed
    check_chain(clinic_id, clinic_name, (THREADS - 1) * len(rounds))


def check_chain(organization_id: int, organization: str, length: int) -> None:
    entries = db.session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.organization_id == organization_id)
        .order_by(LedgerEntry.number)
    ).all()
    assert [entry.number for entry in entries] == list(range(1, length + 1))
    before = NOTHING_BEFORE
    for entry in entries:
        assert entry.previous_sha256 == before
        assert entry.sha256 == certificates.entry_hash(organization, entry)
        before = entry.sha256
    issued = db.session.scalars(
        select(Certificate).where(Certificate.organization_id == organization_id)
    ).all()
    assert {c.public_id for c in issued} == {entry.certificate for entry in entries}
    verified = certificates.all_verified(organization_id, issued, at=NOW)
    assert [v.standing for v in verified] == [Standing.VALID] * length


def test_the_same_image_sent_fifty_times_at_once_is_stored_once(
    app: Flask, clinic: Organization, rounds: range
) -> None:
    """As a double click on Save sends it."""
    organization_id = clinic.id
    for seed in rounds:
        content = png(40, 30, (seed, 0, 0))

        def send(_n: int, content: bytes = content) -> str:
            return quizzes.keep_image(organization_id, content, at=NOW)

        hashes = at_once(app, send, seed=seed)
        assert set(hashes) == {canonical.sha256(content)}
        assert count(StoredFile, StoredFile.sha256 == hashes[0]) == 1


@pytest.mark.parametrize("acts", ["deactivate both", "demote both", "one of each"])
def test_two_last_owners_who_remove_each_other_at_once_leave_one_owner(
    app: Flask, rounds: range, acts: str
) -> None:
    for seed in rounds:
        organization = organizations.create_organization(
            name=f"Clinic {seed}", slug=f"clinic-{seed}", by="tests", at=NOW
        )
        owners = [make_person(f"Owner {n}", f"owner{seed}.{n}@example.org") for n in (0, 1)]
        ids = [
            organizations.add_member(organization.id, owner, role=Role.OWNER, by="tests", at=NOW).id
            for owner in owners
        ]
        names = [owner.public_id for owner in owners]
        organization_id = organization.id

        def remove(n: int, ids: list[int] = ids, names: list[str] = names) -> str:
            other = db.session.get(Membership, ids[1 - n])
            try:
                if acts == "deactivate both" or (acts == "one of each" and n == 0):
                    organizations.deactivate(other, by=names[n], by_role=Role.OWNER, at=NOW)
                else:
                    organizations.change_role(
                        other, Role.LEARNER, by=names[n], by_role=Role.OWNER, at=NOW
                    )
            except RuleBroken as error:
                return error.code
            return "removed"

        assert sorted(at_once(app, remove, seed=seed, threads=2)) == ["last-owner", "removed"], seed
        left = count(
            Membership,
            Membership.organization_id == organization_id,
            Membership.role == Role.OWNER,
            Membership.state == MembershipState.ACTIVE,
        )
        assert left == 1, seed


def test_an_admin_cannot_deactivate_somebody_who_becomes_an_owner_meanwhile(
    app: Flask, clinic: Organization
) -> None:
    person = make_person("Rising Star")
    membership_id = organizations.add_member(
        clinic.id, person, role=Role.LEARNER, by="tests", at=NOW
    ).id

    def deactivate() -> str:
        with app.app_context():
            try:
                organizations.deactivate(
                    db.session.get(Membership, membership_id),
                    by="an admin",
                    by_role=Role.ADMIN,
                    at=NOW,
                )
            except RuleBroken as error:
                return error.code
            finally:
                db.session.remove()
        return "deactivated"

    with ThreadPoolExecutor(1) as pool:

        @transaction
        def promote_slowly() -> Future[str]:
            membership = db.session.get(Membership, membership_id)
            organizations.change_role(
                membership, Role.OWNER, by="an owner", by_role=Role.OWNER, at=NOW
            )
            waiting = pool.submit(deactivate)
            time.sleep(0.3)  # long enough to read the old role and to wait at the lock
            return waiting

        assert promote_slowly().result() == "role-too-high"
