"""Splitting, merging, renaming, kinds, leaving out: undoing gets all of it back."""

from contextlib import suppress
from itertools import pairwise
from random import Random

import pytest
from flask import Flask

from learning.articles import queries as articles
from learning.articles.outline import SectionKind
from learning.articles.splitting import split_places
from learning.courses import actions, queries, structure_actions
from learning.courses.models import Course, Module
from learning.courses.structure import ModulePlan, Plans, objective_key
from learning.errors import RuleBroken
from learning.quizzes import actions as question_actions
from learning.quizzes import queries as quizzes
from learning.quizzes import quiz_actions
from learning.quizzes.content import anchor_span
from learning.quizzes.models import Question
from tests.people import NOW, People
from tests.teaching import make_draft, make_question

TEXT = """# Washing hands

Soap and water are the oldest medicine.

## Why it works

Soap loosens grease from the skin. Grease carries germs.

### Water

Running water takes both away. Cold water does, too.

A third paragraph says something else. It is short.

## When to do it

Wash before you touch food.

Wash after you used the toilet.

## Conclusion

Clean hands protect other people.
"""


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic, TEXT)


def module(course: Course, key: str) -> Module:
    found = queries.module(course, key)
    assert found is not None
    return found


def question_on(course: Course, words: str, *more: str) -> Question:
    """A question on the sentences that begin with these words."""
    row = make_question(course, module(course, "why-it-works"), f"On {words}?")
    version = articles.version_with_id(course.organization_id, row.article_version_id)
    every = [
        s for section in articles.outline_of_version(version).sections for s in section.sentences
    ]
    spans = [anchor_span(version.text, s) for s in every if s.text.startswith((words, *more))]
    wording = quizzes.wording_of(row)
    question_actions.rewrite_question(
        row, version, type(wording)(wording.kind, wording.body, wording.key, tuple(spans)),
        revision=row.revision, at=NOW,
    )  # fmt: skip
    return row


def places_of(course: Course, plan: ModulePlan) -> list[int]:
    version = articles.version_with_id(course.organization_id, plan.article_version_id)
    outline = articles.outline_of_version(version)
    return [place.at for place in split_places(outline, plan.start, plan.end)]


def seen(course: Course) -> str:
    plan = queries.plans_of(course)[0]
    return articles.version_with_id(course.organization_id, plan.article_version_id).public_id


def split(course: Course, key: str, number: int = 0, title: str = "Water") -> None:
    plan = queries.plan_of(module(course, key))
    structure_actions.split_module(
        course, key, places_of(course, plan)[number], title=title, seen=seen(course), by="a", at=NOW
    )


def test_questions_go_with_the_sentences_they_test(course: Course) -> None:
    before = question_on(course, "Soap loosens")
    behind = question_on(course, "Running water")
    both = question_on(course, "Soap loosens", "Running water")
    split(course, "why-it-works")
    first, second = module(course, "why-it-works"), module(course, "water")
    assert second.title == "Water"
    assert [quizzes.quiz_of(q) for q in (before, both)] == [first.quiz_id] * 2
    assert quizzes.quiz_of(behind) == second.quiz_id
    structure_actions.undo_structure(course, by="tests", at=NOW)
    assert queries.module(course, "water") is None
    assert quizzes.quiz_of(behind) == first.quiz_id


def test_an_objective_goes_with_the_questions_that_test_it(course: Course) -> None:
    words = ["Say what soap does", "Say what water does", "Say why"]
    key = "why-it-works"
    row = module(course, key)
    version = articles.version_with_id(course.organization_id, row.article_version_id)
    actions.edit_module(
        course, key, body=queries.body_of(queries.plan_of(row), version), objectives=words,
        revision=1, by="a", at=NOW,
    )  # fmt: skip
    for start, objective in (("Soap loosens", words[0]), ("Running water", words[1])):
        quiz_actions.set_place(
            question_on(course, start), pool=objective_key(objective), is_must_know=False
        )
    split(course, key)
    assert module(course, key).objectives == [words[0], words[2]]
    assert module(course, "water").objectives == [words[1]]


def test_undoing_never_brings_older_objectives_back_over_newer_ones(course: Course) -> None:
    key = "why-it-works"
    structure_actions.rename_module(course, key, "Why soap works", by="a", at=NOW)
    row = module(course, key)
    version = articles.version_with_id(course.organization_id, row.article_version_id)
    body = queries.body_of(queries.plan_of(row), version)

    def save(*objectives: str) -> None:
        actions.edit_module(
            course, key, body=body, objectives=objectives, revision=row.revision, by="a", at=NOW
        )

    save(*row.objectives)
    assert queries.last_step(course) is not None  # nothing was changed
    save("Say what soap does")
    with pytest.raises(RuleBroken, match="nothing-to-undo"):
        structure_actions.undo_structure(course, by="tests", at=NOW)
    assert module(course, key).objectives == ["Say what soap does"]


def test_what_was_written_for_the_new_module_is_kept_when_the_split_is_undone(
    course: Course,
) -> None:
    split(course, "why-it-works")
    later = make_question(course, module(course, "water"), "Written in between?")
    structure_actions.undo_structure(course, by="tests", at=NOW)
    assert quizzes.quiz_of(later) == module(course, "why-it-works").quiz_id


def test_a_module_is_split_only_where_a_paragraph_begins(course: Course) -> None:
    plan = queries.plan_of(module(course, "why-it-works"))
    for place in (plan.start, plan.start + 3, plan.end, places_of(course, plan)[0] + 1, -1):
        with pytest.raises(RuleBroken, match="split-place"):
            structure_actions.split_module(
                course, plan.key, place, title="X", seen=seen(course), by="a", at=NOW
            )
    assert structure_actions.queries.last_step(course) is None


def test_a_text_that_was_edited_meanwhile_is_not_split_at_its_old_place(course: Course) -> None:
    old = seen(course)
    place = places_of(course, queries.plan_of(module(course, "why-it-works")))[0]
    actions.edit_module(
        course, "overview", body="Longer than before, all of it.", objectives=[], revision=1,
        by="a", at=NOW,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="changed-elsewhere"):
        structure_actions.split_module(
            course, "why-it-works", place, title="X", seen=old, by="a", at=NOW
        )


def test_an_editor_that_is_open_on_a_module_meets_a_conflict_once_its_text_is_cut(
    course: Course,
) -> None:
    opened = module(course, "why-it-works").revision
    split(course, "why-it-works")
    structure_actions.undo_structure(course, by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="changed-elsewhere"):
        actions.edit_module(
            course, "why-it-works", body="Mine.", objectives=[], revision=opened, by="a", at=NOW
        )


def test_an_editor_that_was_open_on_a_module_merged_away_meets_one_too(course: Course) -> None:
    opened = module(course, "when-to-do-it").revision
    structure_actions.merge_up(course, "when-to-do-it", by="a", at=NOW)
    structure_actions.undo_structure(course, by="tests", at=NOW)
    with pytest.raises(RuleBroken, match="changed-elsewhere"):
        actions.edit_module(
            course, "when-to-do-it", body="Mine.", objectives=[], revision=opened, by="a", at=NOW
        )


def test_a_module_of_another_kind_keeps_its_questions(course: Course) -> None:
    question = question_on(course, "Soap loosens")
    structure_actions.change_kind(course, "why-it-works", SectionKind.REFERENCE, by="a", at=NOW)
    assert module(course, "why-it-works").kind == SectionKind.REFERENCE
    assert quizzes.quiz_of(question) == module(course, "why-it-works").quiz_id
    structure_actions.undo_structure(course, by="tests", at=NOW)
    assert module(course, "why-it-works").kind == SectionKind.TEACH


State = tuple[Plans, list[tuple[int, int, int]]]


def state(course: Course) -> State:
    plans = queries.plans_of(course)
    listed = quizzes.places(course.organization_id, [plan.quiz_id for plan in plans])
    return plans, [(p.question_id, p.quiz_id, p.position) for p, _question in listed]


def change_something(course: Course, random: Random, number: int) -> None:
    plans = queries.plans_of(course)
    plan = random.choice(plans)
    acts = {"by": "a", "at": NOW}
    match random.choice(("merge", "split", "split", "rename", "kind", "exclude", "include")):
        case "merge":
            structure_actions.merge_up(course, plan.key, **acts)
        case "split":
            place = random.choice(places_of(course, plan) or [plan.start])
            structure_actions.split_module(
                course, plan.key, place, title=f"Part {number}", seen=seen(course), **acts
            )
        case "rename":
            structure_actions.rename_module(course, plan.key, f"Name {number}", **acts)
        case "kind":
            kind = random.choice(list(SectionKind))
            structure_actions.change_kind(course, plan.key, kind, **acts)
        case "exclude":
            structure_actions.exclude_module(course, plan.key, **acts)
        case "include":
            structure_actions.include_module(course, plan.key, **acts)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_undoing_goes_back_step_by_step(
    app: Flask, course: Course, seed: int
) -> None:
    random = Random(seed)
    for words in ("Soap loosens", "Running water", "A third paragraph"):
        question_on(course, words)
    states = [state(course)]
    every = {question for question, _quiz, _position in states[0][1]}
    for number in range(12):
        with suppress(RuleBroken):  # nothing above, left out, nowhere to split
            change_something(course, random, number)
        if state(course) != states[-1]:
            states.append(state(course))
        plans, listed = states[-1]
        assert all(plan.start < plan.end for plan in plans)
        assert all(one.end <= next.start for one, next in pairwise(plans))
        assert len({plan.key for plan in plans}) == len(plans)
        assert {question for question, _quiz, _position in listed} == every
    assert len(states) > 5
    for before in reversed(states[:-1]):
        structure_actions.undo_structure(course, by="tests", at=NOW)
        assert state(course) == before
    with pytest.raises(RuleBroken, match="nothing-to-undo"):
        structure_actions.undo_structure(course, by="tests", at=NOW)
