"""A copy says the same and is graded the same, and shares no id with its original."""

from itertools import count

import pytest
from flask import Flask

from learning.courses import queries
from learning.quizzes import grading
from learning.quizzes import queries as quizzes
from learning.quizzes.content import Wording
from learning.quizzes.copying import with_new_ids
from learning.quizzes.kinds.contract import QuestionKind
from tests.people import People
from tests.teaching import make_draft, make_question


def said(wording: Wording) -> list[object]:
    """What a wording says, without ids."""
    body, key = wording.body, wording.key
    names = {o.id: o.words for o in (*body.options, *body.matches)}
    pairs = zip(body.options, key.right, strict=False)
    is_matching = wording.kind == QuestionKind.MATCHING
    return [
        body.stem,
        sorted(names.values()),
        sorted(names[id] for id in key.correct),
        sorted((names[id], words) for id, words in key.feedback.items()),
        sorted((o.words, names[part[0]]) for o, part in pairs) if is_matching
        else [[names.get(each, each) for each in part] for part in key.right],
        key.explanation, body.image, wording.anchors,
    ]  # fmt: skip


def test_a_copy_says_the_same_under_ids_of_its_own(app: Flask, people: People) -> None:
    module = queries.modules_of(course := make_draft(people.clinic))[1]
    for kind in QuestionKind:
        correct = (0, 1) if kind == QuestionKind.MULTIPLE else (0,)
        question = make_question(course, module, kind=kind, correct=correct, has_images=True)
        old = quizzes.wording_of(question)
        # Ids that come in another order than those they stand for.
        numbers = count(99, -1)
        new = with_new_ids(old, lambda: f"n{next(numbers)}")  # noqa: B023  (called at once)
        assert said(new) == said(old)
        assert not {o.id for o in new.body.options} & {o.id for o in old.body.options}
        assert list(new.body.options) == sorted(new.body.options, key=lambda option: option.id)
        assert grading.KINDS[kind].problems(new.body, new.key) == []
        right = tuple(part[0] for part in new.key.right)
        given = right or tuple(new.key.correct)
        assert grading.KINDS[kind].grade(new.body, new.key, given).is_correct


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> object:
    """Ids are the same on both databases."""
    yield from request.getfixturevalue("sqlite_templates").fresh()
