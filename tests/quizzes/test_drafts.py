"""Drafts as JSON: what is written is read again, and what is flawed is read for linting alone."""

import json
from typing import Any

import pytest

from learning.errors import RuleBroken
from learning.quizzes import drafts, flawed_drafts, lint
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.linting.pools import pool

GOOD = pool(("compost", "bees", "sourdough", "fire"))


def test_what_is_written_is_read_again() -> None:
    kinds = set()
    for wording, _ in GOOD:
        written = json.loads(json.dumps(drafts.as_json(wording, "Part", "tests")))
        read = flawed_drafts.read_wording(written)
        assert drafts.as_json(read, "Part", "tests") == written
        strict = drafts.read_draft(written)
        assert (strict.body, strict.key) == (read.body, read.key)
        kinds.add(wording.kind)
    assert kinds == set(QuestionKind)


def test_a_draft_has_the_shape_that_others_script_against() -> None:
    shapes = {w.kind.value: drafts.as_json(w, "Part", "tests") for w, _ in GOOD}
    for value in shapes.values():
        assert {*value} == {
            "section", "kind", "stem", "explanation", "options", "answer", "anchors", "drafter",
            "lints",
        }  # fmt: skip
        assert all({*each} == {"sentence", "start", "end", "quote"} for each in value["anchors"])
    assert {*shapes["single"]["options"][0]} == {"text", "correct", "feedback"}
    assert {*shapes["matching"]["options"][0]} == {"text", "match"}
    assert {*shapes["ordering"]["options"][0]} == {"text"}
    assert shapes["single"]["answer"] is None
    assert shapes["gap"]["answer"]["accepted"] == [["brown"], ["green"]] or isinstance(
        shapes["gap"]["answer"]["accepted"][0], str
    )
    assert shapes["numeric"]["answer"] == {"value": 1, "tolerance": 0}
    assert shapes["gap"]["options"] == shapes["numeric"]["options"] == []


def test_of_lints_only_what_is_wrong_is_written() -> None:
    wording, outline = next(
        (w, o) for w, o in GOOD if {x.severity.value for x in lint.lints(w, o)} == {"info"}
    )
    found = lint.lints(wording, outline)
    assert drafts.as_json(wording, "Part", "tests", found)["lints"] == []
    flaw = lint.Lint("no-key", lint.Severity.ERROR, "No option is marked right.")
    written = drafts.as_json(wording, "Part", "tests", [*found, flaw])["lints"]
    assert json.loads(json.dumps(written)) == [
        {"code": "no-key", "severity": "error", "message": "No option is marked right."}
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"kind": "single", "stem": "What?", "options": [{"text": "A", "correct": True}] * 2},
         "two-keys"),
        ({"kind": "single", "stem": "What?", "options": [{"text": "A"}, {"text": "B"}]}, "no-key"),
        ({"kind": "single", "stem": "What?", "options": "none"}, "no-key"),
        ({"kind": "single"}, "stem-missing"),
        ({"kind": "gap", "stem": "A ___."}, "no-key"),
        ({"kind": "gap", "stem": "A ___.", "answer": {"accepted": [1, None]}}, "no-key"),
        ({"kind": "numeric", "stem": "How many?", "answer": None}, "no-key"),
        ({"kind": "numeric", "stem": "How many?", "answer": {"value": "x"}}, "value-not-number"),
        ({"kind": "numeric", "stem": "How many?", "answer": {"value": True}}, "value-not-number"),
        ({"kind": "numeric", "stem": "How many?", "answer": {"value": float("inf")}},
         "value-not-number"),
        ({"kind": "matching", "stem": "Match.", "options": [None, 3]}, "match-empty"),
        ({"kind": "true_false", "stem": "So it is.", "answer": True}, "options-not-true-false"),
        ({"kind": "short_text", "stem": "What?", "anchors": [{"quote": "Not there."}]},
         "quote-not-in-article"),
        ({"kind": "short_text", "stem": "What?", "anchors": [7]}, "span-mismatch"),
    ],
)  # fmt: skip
def test_what_makes_no_question_is_told_in_lints(value: Any, code: str) -> None:
    wording = flawed_drafts.read_wording(value)
    assert code in {each.code for each in lint.lints(wording, GOOD[0][1])}


@pytest.mark.parametrize("value", [None, [], "What?", {}, {"kind": "essay"}, {"kind": ["single"]}])
def test_what_is_of_no_kind_is_refused(value: Any) -> None:
    with pytest.raises(RuleBroken, match="draft-invalid"):
        flawed_drafts.read_wording(value)
