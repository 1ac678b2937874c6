"""Correcting results after the fact: what it makes good, and that nobody ever loses anything."""

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from learning import canonical
from learning.articles import queries as articles
from learning.certificates.models import Certificate
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions as organizations
from learning.organizations.group_queries import Sight
from learning.organizations.roles import Role
from learning.outbox import Outgoing
from learning.progress import (
    actions,
    attempt_actions,
    attempt_queries,
    queries,
    regrades,
    regrading,
    standings,
    transcripts,
)
from learning.progress.models import Answer, Attempt, Enrolment, ModuleProgress, Regrade
from learning.progress.states import AttemptState, EnrolmentState, ModuleState
from learning.quizzes import actions as quiz_actions
from learning.quizzes import corrections, grading
from learning.quizzes import queries as quizzes
from learning.quizzes.correcting import Policy
from learning.quizzes.models import Question, QuestionCorrection, QuestionVersion, QuizVersion
from learning.quizzes.states import QuestionState
from tests.people import NOW, People, make_person
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published, right_answers, with_settings

ONE_MODULE = """# Washing hands

Soap and water are the oldest medicine.

## Why it works

Soap loosens grease from the skin. Grease carries most of the germs.
"""
REASON = "The article says that water carries grease away."


@pytest.fixture
def course(people: People) -> Course:
    return make_published(people.clinic)


def question_of(course: Course, module: int = 1, place: int = 0) -> Question:
    """A question of a module: place 0 has one right option, place 1 several."""
    quiz = courses.modules_of(course)[module].quiz_id
    return quizzes.places(course.organization_id, [quiz])[place][1]


def position_of(attempt: Attempt, question: Question) -> int:
    """Where an attempt asks it."""
    return db.session.scalars(
        select(Answer.position)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(
            Answer.organization_id == attempt.organization_id,
            Answer.attempt_id == attempt.id,
            QuestionVersion.question_id == question.id,
        )
    ).one()


def option(question: Question, text: str) -> str:
    options = quizzes.wording_of(question).body.options
    return next(each.id for each in options if each.text == text)


def taken(enrolment: Enrolment, question: Question, given: list[str] | None, **how: Any) -> Attempt:
    """The first module's quiz: this answer to the question, the right one to all others."""
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    here = position_of(attempt, question)
    for position, right in right_answers(attempt).items():
        if position != here or given is not None:
            attempt_actions.answer(attempt, position, given if position == here else right, at=NOW)
    return attempt


def rekeyed(question: Question, text: str, **changes: str) -> QuestionVersion:
    """The question approved anew, with this option as the right one."""
    wording = quizzes.wording_of(question)
    key = replace(wording.key, correct=frozenset({option(question, text)}), **changes)
    article = articles.version_with_id(question.organization_id, question.article_version_id)
    quiz_actions.rewrite_question(
        question, article, replace(wording, key=key), revision=question.revision, at=NOW
    )
    return quiz_actions.approve(question, revision=question.revision, by="tests", at=NOW)


def make_correction(question: Question, policy: Policy, **changes: Any) -> int | None:
    details: dict[str, Any] = {
        "versions": {1}, "reason": REASON, "known": corrections.last_number(question),
        "by": "tests", "at": NOW,
    } | changes  # fmt: skip
    return regrading.correct_results(question, policy=policy, **details)


def test_what_the_newest_key_accepts_counts_too_and_the_module_is_passed(
    course: Course, people: People
) -> None:
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    question = question_of(course)
    attempt = taken(enrolment, question, [option(question, "That")])
    assert (attempt.correct, attempt.is_passed) == (1, False)
    rekeyed(question, "That")
    assert make_correction(question, Policy.REKEY) == 1
    db.session.refresh(attempt)
    assert (attempt.correct, attempt.is_passed) == (2, True)
    standing = standings.course_standing(enrolment).standing_of(attempt.module)
    assert standing is not None
    assert (standing.state, standing.best) == (ModuleState.PASSED, 2)
    regrade = db.session.scalars(select(Regrade)).one()
    assert (regrade.old_correct, regrade.new_correct) == (1, 2)
    assert (regrade.was_passed, regrade.is_passed) == (False, True)
    assert (regrade.old_earned, regrade.new_earned, regrade.new_possible) == (0, 1, 1)


def test_who_was_right_by_the_old_key_keeps_it(course: Course, people: People) -> None:
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    question = question_of(course)
    attempt = taken(enrolment, question, [option(question, "This")])
    rekeyed(question, "That")
    preview = regrades.preview(
        regrades.proposed(question, {1}, Policy.REKEY), sight=Sight(course.organization_id)
    )
    assert (preview.keeping, preview.raised) == (("Bob Learner",), ())
    assert make_correction(question, Policy.REKEY) == 0
    db.session.refresh(attempt)
    assert (attempt.correct, attempt.is_passed) == (2, True)


def test_a_broken_question_is_right_for_everybody_who_was_asked_it(
    course: Course, people: People
) -> None:
    question = question_of(course)
    attempts = [
        taken(actions.enrol(course, person.id, at=NOW), question, [option(question, text)])
        for person, text in ((people.bob, "That"), (people.dana, "Neither"), (people.alice, "This"))
    ]
    assert make_correction(question, Policy.CREDIT) == 2
    for attempt in attempts:
        db.session.refresh(attempt)
        assert (attempt.correct, attempt.is_passed) == (2, True)


def test_the_last_module_that_is_passed_by_a_correction_earns_the_certificate(
    people: People,
) -> None:
    course = make_published(people.clinic)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    first, second, last = taught(enrolment)
    pass_module(enrolment, first)
    pass_module(enrolment, second)
    question = question_of(course, module=3)
    attempt = attempt_actions.start_attempt(enrolment, last, at=NOW)
    for position, right in right_answers(attempt).items():
        is_it = position == position_of(attempt, question)
        given = [option(question, "That")] if is_it else right
        attempt_actions.answer(attempt, position, given, at=NOW)
    wanted = regrades.proposed(question, {1}, Policy.CREDIT)
    preview = regrades.preview(wanted, sight=Sight(course.organization_id))
    assert preview.passing == preview.completing == preview.raised == ("Bob Learner",)
    assert queries.certificate_for(enrolment) is None
    assert make_correction(question, Policy.CREDIT) == 1
    db.session.refresh(enrolment)
    assert enrolment.state == EnrolmentState.COMPLETE
    assert queries.certificate_for(enrolment) is not None
    left = {row.kind: row for row in db.session.scalars(select(Outgoing))}
    assert left.keys() == {"result-corrected", "certificate-issued", "completion-made"}
    assert set(left["result-corrected"].payload) == {"correction", "enrolment"}
    messages = (left["result-corrected"], left["certificate-issued"])
    assert {row.about for row in messages} == {people.memberships["bob"].public_id}


def test_asking_twice_corrects_once(course: Course, people: People) -> None:
    question = question_of(course)
    taken(actions.enrol(course, people.bob.id, at=NOW), question, [option(question, "That")])
    assert make_correction(question, Policy.CREDIT, known=0) == 1
    assert make_correction(question, Policy.CREDIT, known=0) is None
    assert db.session.scalar(select(func.count()).select_from(QuestionCorrection)) == 1
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 1


def test_answers_that_are_checked_later_are_graded_under_the_correction(
    course: Course, people: People
) -> None:
    question = question_of(course)
    running = taken(actions.enrol(course, people.bob.id, at=NOW), question, None)
    assert running.state == AttemptState.OPEN
    assert make_correction(question, Policy.CREDIT) == 0
    here = position_of(running, question)
    attempt_actions.answer(running, here, [option(question, "That")], at=NOW)
    assert (running.correct, running.is_passed) == (2, True)
    # And so are those of somebody who draws the version only now.
    later = taken(
        actions.enrol(course, people.dana.id, at=NOW), question, [option(question, "That")]
    )
    assert (later.correct, later.is_passed) == (2, True)


def test_a_running_try_keeps_what_was_made_good_in_it(course: Course, people: People) -> None:
    question = question_of(course)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    here = position_of(attempt, question)
    attempt_actions.answer(attempt, here, [option(question, "That")], at=NOW)
    assert make_correction(question, Policy.CREDIT) == 1
    db.session.refresh(attempt)
    assert (attempt.state, attempt.correct) == (AttemptState.OPEN, 0)
    other = 3 - here
    attempt_actions.answer(attempt, other, right_answers(attempt)[other], at=NOW)
    assert (attempt.correct, attempt.is_passed) == (2, True)
    assert rendered(attempt) == attempt.transcript_sha256


def rendered(attempt: Attempt) -> str:
    """The hash of a closed attempt's transcript, made of what is stored now."""
    before = {
        regrade.answer_id: (regrade.old_earned, regrade.old_possible)
        for regrade in db.session.scalars(
            select(Regrade)
            .where(
                Regrade.organization_id == attempt.organization_id,
                Regrade.attempt_id == attempt.id,
                Regrade.is_after_closing,
            )
            .order_by(Regrade.id.desc())  # so that the first one stays
        )
    }
    rows = db.session.execute(
        select(Answer, QuestionVersion.public_id)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    lines = [
        transcripts.TranscriptLine(
            answer.position,
            version,
            canonical.parse(answer.shown_order),
            canonical.parse(answer.given) if answer.given else None,
            *before.get(answer.id, (answer.earned, answer.possible)),
        )
        for answer, version in rows
    ]
    quiz_version = db.session.get(QuizVersion, attempt.quiz_version_id)
    assert quiz_version is not None
    return canonical.sha256(
        transcripts.transcript(attempt.public_id, quiz_version.public_id, attempt.needed, lines)
    )


def test_a_transcript_can_be_rendered_to_its_hash_after_several_corrections(
    course: Course, people: People
) -> None:
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    question, several = question_of(course), question_of(course, place=1)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    for each in (question, several):
        given = [option(each, "That"), option(each, "Neither")][: 1 + (each is several)]
        attempt_actions.answer(attempt, position_of(attempt, each), given, at=NOW)
    stored = attempt.transcript_sha256
    assert rendered(attempt) == stored
    rekeyed(several, "That")
    assert make_correction(several, Policy.CREDIT) == 1
    assert make_correction(question, Policy.CREDIT) == 1
    db.session.refresh(attempt)
    assert (attempt.correct, attempt.transcript_sha256) == (2, stored)
    assert rendered(attempt) == stored


def test_a_preview_changes_its_score_and_issues_nothing(course: Course, people: People) -> None:
    question = question_of(course)
    preview = actions.start_preview(
        course, people.memberships["alice"].id, by=people.alice.public_id, at=NOW
    )
    attempt = taken(preview, question, [option(question, "That")])
    wanted = regrades.proposed(question, {1}, Policy.CREDIT)
    assert regrades.preview(wanted, sight=Sight(course.organization_id)).answers == 0
    assert make_correction(question, Policy.CREDIT) == 1
    db.session.refresh(attempt)
    assert (attempt.correct, attempt.is_passed) == (2, True)
    assert db.session.scalar(select(func.count()).select_from(Outgoing)) == 0
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_practice_after_passing_changes_only_its_score(course: Course, people: People) -> None:
    question = question_of(course)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    passed = taken(enrolment, question, [option(question, "This")])
    practice = taken(enrolment, question, [option(question, "That")])
    assert make_correction(question, Policy.CREDIT) == 1
    db.session.refresh(practice)
    assert (practice.correct, practice.is_passed) == (2, True)
    row = db.session.scalars(select(ModuleProgress)).one()
    assert (row.passing_attempt_id, row.best) == (passed.id, 2)
    assert enrolment.modules_passed == 1


@pytest.mark.parametrize("policy", Policy)
def test_another_organization_is_left_alone(course: Course, people: People, policy: Policy) -> None:
    other = make_published(people.school)
    theirs = question_of(other)
    attempt = taken(actions.enrol(other, people.erin.id, at=NOW), theirs, [option(theirs, "That")])
    question = question_of(course)
    taken(actions.enrol(course, people.bob.id, at=NOW), question, [option(question, "That")])
    rekeyed(question, "That")
    assert make_correction(question, policy) == 1
    db.session.refresh(attempt)
    assert attempt.correct == 1


def test_what_adds_nothing_or_cannot_be_compared_is_refused(course: Course, people: People) -> None:
    question = question_of(course)
    with pytest.raises(RuleBroken, match="correction-impossible"):
        make_correction(question, Policy.CREDIT)  # nobody was asked it
    taken(actions.enrol(course, people.bob.id, at=NOW), question, [option(question, "That")])
    for versions in (set(), {2}, {1, 2}):
        with pytest.raises(RuleBroken, match="correction-impossible"):
            make_correction(question, Policy.CREDIT, versions=versions)
    with pytest.raises(RuleBroken, match="correction-impossible"):
        make_correction(question, Policy.REKEY)  # there is no other key
    with pytest.raises(RuleBroken, match="reason-missing"):
        make_correction(question, Policy.CREDIT, reason=" ")
    assert make_correction(question, Policy.CREDIT) == 1
    with pytest.raises(RuleBroken, match="correction-impossible"):
        make_correction(question, Policy.CREDIT)  # everybody has it already


def test_retiring_stops_new_draws_while_another_question_is_there(
    course: Course, people: People
) -> None:
    first, second = question_of(course), question_of(course, place=1)
    running = attempt_actions.start_attempt(
        actions.enrol(course, people.bob.id, at=NOW), "why-it-works", at=NOW
    )
    quiz_actions.retire(first, by="tests", at=NOW)
    assert running.items == len(right_answers(running)) == 2
    enrolment = actions.enrol(course, people.dana.id, at=NOW)
    drawn = attempt_actions.start_attempt(enrolment, "why-it-works", at=NOW)
    assert (drawn.items, drawn.needed) == (1, grading.needed(80, 1))
    assert position_of(drawn, second) == 1
    quiz_actions.retire(second, by="tests", at=NOW)
    last = make_person("Last", "last@example.org")
    organizations.add_member(course.organization_id, last, role=Role.LEARNER, by="t", at=NOW)
    everything = attempt_actions.start_attempt(
        actions.enrol(course, last.id, at=NOW), "why-it-works", at=NOW
    )
    assert everything.items == 2


def test_a_retired_question_is_not_published_nor_edited_until_it_is_back(
    course: Course, people: People
) -> None:
    question = question_of(course)
    quiz = quizzes.quiz_with_id(course.organization_id, quizzes.quiz_of(question))
    for _ in range(2):
        quiz_actions.retire(question, by="tests", at=NOW)
    assert len(quizzes.publishable_items(quiz)) == 1
    with pytest.raises(RuleBroken, match="question-retired"):
        quiz_actions.approve(question, revision=question.revision, by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="question-retired"):
        rekeyed(question, "That")
    quiz_actions.bring_back(question, by="tests", at=NOW)
    assert question.state == QuestionState.APPROVED
    assert len(quizzes.publishable_items(quiz)) == 2


def test_a_correction_never_lowers_anything_and_score_and_pass_agree(people: People) -> None:
    """Tries of 1 to 20 questions, answered by chance; then question by question is corrected."""
    chance = Random(20)
    course = make_published(people.clinic, questions=20, text=ONE_MODULE)
    attempts = [_by_chance(course, shown, chance) for shown in range(1, 21)]
    before = [_results(attempt) for attempt in attempts]
    passed = sum(attempt.is_passed for attempt in attempts)
    for place in range(20):
        question = question_of(course, place=place)
        policy = chance.choice(list(Policy))
        if policy == Policy.REKEY:
            rekeyed(question, "False" if place % 3 == 2 else chance.choice(("That", "Neither")))
        with suppress(RuleBroken):  # not asked, or the new key is the old one
            make_correction(question, policy)
        for n, attempt in enumerate(attempts):
            db.session.refresh(attempt)
            after = _results(attempt)
            assert all(new >= old for old, new in zip(before[n], after, strict=True))
            assert attempt.correct == sum(share == 1 for share in after)
            assert attempt.is_passed == (attempt.correct >= attempt.needed)
            before[n] = after
    assert sum(attempt.is_passed for attempt in attempts) > passed


def _by_chance(course: Course, shown: int, chance: Random) -> Attempt:
    with_settings(course, questions_shown=shown)
    person = make_person(f"Learner {shown}", f"learner{shown}@example.org")
    organizations.add_member(course.organization_id, person, role=Role.LEARNER, by="t", at=NOW)
    enrolment = actions.enrol(course, person.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    assert attempt.items == shown
    for position in range(1, shown + 1):
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        given = chance.choice(asked.question.options).id
        attempt_actions.answer(attempt, position, [given], at=NOW)
    return attempt


def _results(attempt: Attempt) -> list[Fraction]:
    rows = db.session.execute(
        select(Answer.earned, Answer.possible, Answer.is_correct)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    ).all()
    assert all((earned == possible) == is_correct for earned, possible, is_correct in rows)
    return [Fraction(earned, possible) for earned, possible, _ in rows]
