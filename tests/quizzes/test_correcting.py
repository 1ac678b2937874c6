"""A newer key held against older answers: by words and ids, and only where it fits."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes import correcting, grading
from learning.quizzes.correcting import Correction, Policy
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, Option, QuestionKind

THREE = (Option("a", "One"), Option("b", "Two"), Option("c", "Three"))
PLAIN = Body("Which?", THREE)
GRADES = st.integers(1, 5).flatmap(
    lambda possible: st.builds(Grade, st.integers(0, possible), st.just(possible))
)


def key_of(
    kind: QuestionKind,
    body: Body,
    newer: Body,
    key: AnswerKey,
    newer_kind: QuestionKind | None = None,
) -> AnswerKey | None:
    return correcting.key_in_terms_of(kind, body, newer_kind or kind, newer, key)


def test_the_right_option_is_found_by_its_words_and_else_by_its_id() -> None:
    key = AnswerKey(frozenset({"b"}), "why", {"a": "no"})
    swapped = Body("Which?", (Option("a", "Two"), Option("b", "One"), Option("c", "Three")))
    assert key_of(QuestionKind.SINGLE, PLAIN, PLAIN, key) == key
    found = key_of(QuestionKind.SINGLE, PLAIN, swapped, key)
    assert found == AnswerKey(frozenset({"a"}), "why", {"b": "no"})
    mended = Body("Which?", (THREE[0], Option("b", "Two!"), THREE[2]))
    assert key_of(QuestionKind.SINGLE, PLAIN, mended, key) == key


@pytest.mark.parametrize(
    "newer",
    [
        Body("Which?", THREE[:2]),
        Body("Which?", (*THREE, Option("d", "Four"))),
        Body("Which?", (*THREE[:2], Option("d", "Four"))),
    ],
)
def test_other_options_do_not_fit(newer: Body) -> None:
    assert key_of(QuestionKind.SINGLE, PLAIN, newer, AnswerKey(frozenset({"a"}))) is None


def test_another_kind_unit_or_number_of_gaps_does_not_fit() -> None:
    key = AnswerKey(frozenset({"a"}))
    assert key_of(QuestionKind.SINGLE, PLAIN, PLAIN, key, QuestionKind.MULTIPLE) is None
    number = AnswerKey(right=(("20",),))
    seconds, minutes = Body("How long?", unit="s"), Body("How long?", unit="min")
    assert key_of(QuestionKind.NUMERIC, seconds, minutes, number) is None
    assert key_of(QuestionKind.NUMERIC, seconds, seconds, number) == number
    gaps = AnswerKey(right=(("x",), ("y",)))
    one, two = Body("a ___"), Body("a ___ b ___")
    assert key_of(QuestionKind.GAP, one, two, gaps) is None
    assert key_of(QuestionKind.GAP, two, replace(two, stem="An ___ and ___"), gaps) == gaps


def test_items_that_were_retyped_in_another_order_are_found_by_their_words() -> None:
    retyped = Body("Order", (Option("a", "Two"), Option("b", "One"), Option("c", "Three")))
    found = key_of(QuestionKind.ORDERING, PLAIN, retyped, AnswerKey(right=(("a",), ("b",), ("c",))))
    assert found is not None
    assert found.right == (("b",), ("a",), ("c",))
    assert correcting.has_other_key(found, AnswerKey(right=(("a",), ("b",), ("c",))))


def test_pairs_keep_their_partners_when_texts_change_places() -> None:
    matches = (Option("m", "first"), Option("n", "second"), Option("o", "third"))
    older = Body("Match", THREE, matches)
    newer = Body("Match", (Option("a", "Two"), Option("b", "One"), Option("c", "Three")), matches)
    found = key_of(QuestionKind.MATCHING, older, newer, AnswerKey(right=(("n",), ("m",), ("o",))))
    assert found is not None
    assert found.right == (("m",), ("n",), ("o",))


@given(own=GRADES, other=GRADES)
def test_the_better_grade_is_never_worse_than_either(own: Grade, other: Grade) -> None:
    better = correcting.better(own, other)
    assert better.correctness == max(own.correctness, other.correctness)
    assert better in (own, other)


@given(
    policies=st.lists(
        st.tuples(st.sampled_from(Policy), st.sets(st.sampled_from("abc"), min_size=1))
    ),
    own_key=st.sets(st.sampled_from("abc"), min_size=1),
    chosen=st.sets(st.sampled_from("abc")),
)
def test_corrections_only_ever_add_in_whatever_order_they_come(
    policies: list[tuple[Policy, set[str]]], own_key: set[str], chosen: set[str]
) -> None:
    kind, answer = QuestionKind.MULTIPLE, tuple(sorted(chosen))
    own = grading.grade(kind, PLAIN, AnswerKey(frozenset(own_key)), answer)
    made = [Correction(1, 2, policy, AnswerKey(frozenset(key))) for policy, key in policies]
    results = {
        correcting.corrected(order, kind, PLAIN, own, answer).correctness
        for order in permutations(made[:4])
    }
    assert len(results) == 1
    assert results.pop() >= own.correctness


def test_no_answer_at_all_is_right_only_where_everybody_is() -> None:
    own = grading.grade(QuestionKind.SINGLE, PLAIN, AnswerKey(frozenset({"a"})), None)
    for policy, earned in ((Policy.REKEY, 0), (Policy.CREDIT, 1)):
        correction = Correction(1, 2, policy, AnswerKey(frozenset({"b"})))
        assert (
            correcting.corrected([correction], QuestionKind.SINGLE, PLAIN, own, None).earned
            == earned
        )


def test_the_key_that_is_shown_is_that_of_the_newest_correction_with_another_one() -> None:
    own, second, third = (AnswerKey(frozenset({id})) for id in "abc")
    made = [Correction(1, 2, Policy.REKEY, second), Correction(1, 3, Policy.REKEY, third)]
    credit = Correction(1, 1, Policy.CREDIT, own)
    assert correcting.key_to_show([], 1, own) == (1, own)
    assert correcting.key_to_show([credit], 1, own) == (1, own)
    assert correcting.key_to_show([*made, credit], 1, own) == (3, third)
