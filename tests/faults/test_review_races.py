"""Reviewers at the same instant: one decision stands, the others are told."""

import pytest
from flask import Flask

from learning.courses import draft_actions, queries, reviewing
from learning.courses.models import Course
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.quizzes import actions
from learning.quizzes.models import Question, QuestionVersion, ReviewDecision
from learning.quizzes.states import Decision
from tests.courses.test_drafting import CARE
from tests.faults.test_races import at_once, count
from tests.people import NOW
from tests.teaching import make_draft, make_drafted

REVIEWERS = 10
ROUNDS = range(5)


@pytest.fixture
def clinic(app: Flask) -> Organization:
    return organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)


def test_a_draft_decided_on_at_once_has_one_decision(app: Flask, clinic: Organization) -> None:
    course = make_draft(clinic)
    module = queries.modules_of(course)[1]
    drafts = [make_drafted(course, module, f"Question {seed}?") for seed in ROUNDS]
    shown = [(question.id, question.revision) for question in drafts]
    for seed, (question_id, revision) in enumerate(shown):

        def decide(n: int, question_id: int = question_id, revision: int = revision) -> str:
            found = db.session.get(Question, question_id)
            try:
                if n % 2:
                    actions.approve(found, revision=revision, by=f"reviewer {n}", at=NOW)
                else:
                    actions.reject(
                        found, reason="no", revision=revision, by=f"reviewer {n}", at=NOW
                    )
            except RuleBroken as error:
                return error.code
            return "decided"

        told = sorted(at_once(app, decide, seed=seed, threads=REVIEWERS))
        assert told == ["changed-elsewhere"] * (REVIEWERS - 1) + ["decided"], seed
        [decision] = db.session.query(ReviewDecision).filter_by(question_id=question_id).all()
        is_approved = decision.decision == Decision.APPROVED
        assert count(QuestionVersion, QuestionVersion.question_id == question_id) == is_approved


def test_an_act_taken_back_at_once_is_taken_back_once(app: Flask, clinic: Organization) -> None:
    course = make_draft(clinic)
    course_id, module = course.id, queries.modules_of(course)[1]
    for n in range(2):
        question = make_drafted(course, module, f"Question {n}?")
        actions.approve(question, revision=question.revision, by="ada", at=NOW)

    def take_back(_n: int) -> str:
        try:
            found = db.session.get(Course, course_id)
            return str(len(reviewing.take_back(found, NOW, by="ada", at=NOW)))
        except RuleBroken as error:
            return error.code

    told = sorted(at_once(app, take_back, seed=0, threads=REVIEWERS))
    assert told == ["2"] + ["nothing-to-undo"] * (REVIEWERS - 1)
    assert count(QuestionVersion) == 0


def test_drafting_at_once_drafts_once(app: Flask, clinic: Organization) -> None:
    course_id = make_draft(clinic, CARE).id

    def draft(_n: int) -> int:
        found = db.session.get(Course, course_id)
        return draft_actions.draft_questions(found, by="tests", at=NOW)

    added = sorted(at_once(app, draft, seed=0, threads=REVIEWERS))
    assert added[:-1] == [0] * (REVIEWERS - 1)
    assert count(Question) == added[-1] > 0
