"""Drafted questions arrive as proposals, once, in the quiz of their module."""

import pytest
from flask import Flask

from learning.courses import (
    actions,
    draft_actions,
    publishing,
    queries,
    reviewing,
    structure_actions,
)
from learning.courses.models import Course
from learning.courses.states import Change
from learning.errors import RuleBroken
from learning.quizzes import actions as question_actions
from learning.quizzes import content
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState
from tests.people import NOW, People
from tests.teaching import make_draft

# A list of terms, which drafters know what to do with, and prose, which they leave alone.
CARE = """# Caring for small wounds

This article tells how to care for a small wound at home.

## Things to have at hand

These belong in a small box:

- Gauze: a thin woven cloth that soaks up blood
- Saline: salt water as strong as tears
- Tape: a sticky strip that holds a dressing
- Tweezers: a small tool that picks out splinters

## Keeping watch

It felt strange at the time. We talked about it for an evening. Then they went home.
"""


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic, CARE)


def drafts(course: Course) -> list[Question]:
    return quizzes.questions_on(course.organization_id, course.article_id)


def test_proposals_become_drafts_in_the_quiz_of_their_module(course: Course) -> None:
    added = draft_actions.draft_questions(course, by="tests", at=NOW)
    terms = queries.module(course, "things-to-have-at-hand")
    assert terms is not None
    assert added == len(drafts(course)) > 0
    for question in drafts(course):
        assert question.state == QuestionState.DRAFT
        assert question.drafter
        assert question.drafted is not None
        assert content.read_wording(question.drafted) == quizzes.wording_of(question)
        assert quizzes.quiz_of(question) == terms.quiz_id
        assert quizzes.newest_version(question) is None


def test_drafting_again_adds_nothing_whatever_became_of_the_drafts(course: Course) -> None:
    draft_actions.draft_questions(course, by="tests", at=NOW)
    first, *_others = drafts(course)
    question_actions.reject(first, reason="no", by="tests", at=NOW)
    before = len(drafts(course))
    assert draft_actions.draft_questions(course, by="tests", at=NOW) == 0
    assert len(drafts(course)) == before


def test_drafting_after_an_edit_of_the_text_adds_what_is_new(course: Course) -> None:
    draft_actions.draft_questions(course, by="tests", at=NOW)
    before = {question.public_id for question in drafts(course)}
    module = queries.module(course, "keeping-watch")
    assert module is not None
    body = "What to watch for:\n\n" + "\n".join(
        f"- {term}" for term in ("Fever: a body hotter than 38 °C", "Pus: a thick yellow liquid",
                                 "Swelling: skin that bulges and feels tight")
    )  # fmt: skip
    actions.edit_module(
        course, module.key, body=body, objectives=(), revision=module.revision, by="t", at=NOW
    )
    added = draft_actions.draft_questions(course, by="tests", at=NOW)
    new = [question for question in drafts(course) if question.public_id not in before]
    assert len(new) == added > 0
    assert {quizzes.quiz_of(question) for question in new} == {module.quiz_id}


def test_drafts_follow_a_merged_module(course: Course) -> None:
    structure_actions.merge_up(course, "keeping-watch", by="tests", at=NOW)
    assert draft_actions.draft_questions(course, by="tests", at=NOW) > 0
    merged = queries.module(course, "things-to-have-at-hand")
    assert merged is not None
    assert {quizzes.quiz_of(question) for question in drafts(course)} == {merged.quiz_id}


def test_a_module_without_a_safe_draft_says_why(course: Course) -> None:
    plans = queries.plans_of(course)
    (abstained,) = draft_actions.abstained(course, plans)
    assert abstained.module == "keeping-watch"
    assert abstained.reason
    covered = next(c for c in reviewing.coverages(course) if c.plan.key == "keeping-watch")
    assert set(abstained.sentences) <= set(covered.coverage.untested)


def test_no_draft_is_published(course: Course) -> None:
    draft_actions.draft_questions(course, by="tests", at=NOW)
    for plan in queries.plans_of(course):
        quiz = quizzes.quiz_with_id(course.organization_id, plan.quiz_id)
        assert quizzes.publishable_items(quiz) == []


def test_an_approval_that_is_published_cant_be_taken_back(app: Flask, course: Course) -> None:
    draft_actions.draft_questions(course, by="tests", at=NOW)
    question = drafts(course)[0]
    question_actions.approve(question, revision=question.revision, by="tests", at=NOW)
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="approval-in-use"):
        reviewing.take_back(course, NOW, by="tests", at=NOW)
    assert quizzes.newest_version(question) is not None
    assert question.state == QuestionState.APPROVED


def test_an_approval_taken_back_is_not_published(course: Course) -> None:
    draft_actions.draft_questions(course, by="tests", at=NOW)
    question = drafts(course)[0]
    question_actions.approve(question, revision=question.revision, by="tests", at=NOW)
    assert reviewing.take_back(course, NOW, by="tests", at=NOW) == [question.public_id]
    quiz = quizzes.quiz_with_id(course.organization_id, quizzes.quiz_of(question))
    assert quizzes.publishable_items(quiz) == []
