"""Grading of chosen options, passing and drawing, as properties."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.quizzes import content, grading, selection
from learning.quizzes.grading import KINDS, needed, percentage
from learning.quizzes.kinds.contract import (
    CHOICE_KINDS,
    AnswerKey,
    Body,
    Option,
    QuestionKind,
)

patient = settings(deadline=None)  # a busy machine is no failure
SEEDS = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")


@st.composite
def questions(draw: st.DrawFn) -> tuple[QuestionKind, Body, AnswerKey]:
    """A question that may be approved, of a kind answered by choosing options."""
    kind = draw(st.sampled_from(CHOICE_KINDS))
    fixed = KINDS[kind].FIXED_OPTIONS
    count = len(fixed) or draw(st.integers(2, 6))
    ids = draw(st.lists(st.text("abcdef0123456789", min_size=4, max_size=8), min_size=count,
                        max_size=count, unique=True))  # fmt: skip
    texts = fixed or [f"option {n}" for n in range(count)]
    right = draw(st.integers(1, count)) if kind == QuestionKind.MULTIPLE else 1
    key = AnswerKey(frozenset(draw(st.permutations(ids))[:right]), "because")
    body = Body("What?", tuple(Option(id, words) for id, words in zip(ids, texts, strict=True)))
    assert KINDS[kind].problems(body, key) == []
    return kind, body, key


ANSWERED = questions().flatmap(
    lambda question: st.tuples(
        st.just(question),
        st.lists(
            st.sampled_from([option.id for option in question[1].options]), unique=True, max_size=6
        ),
    )
)
Question = tuple[QuestionKind, Body, AnswerKey]


# Passing


@pytest.mark.parametrize("pass_mark", range(50, 101))
def test_the_displayed_score_and_the_decision_agree(pass_mark: int) -> None:
    for questions_asked in range(1, 51):
        least = needed(pass_mark, questions_asked)
        assert 1 <= least <= questions_asked
        for correct in range(questions_asked + 1):
            is_passed = correct >= least
            shown = percentage(correct, questions_asked)
            assert 0 <= shown <= 100
            # Exactly as if nothing were rounded, and so as the page's whole per cent say it.
            assert is_passed == (correct * 100 >= pass_mark * questions_asked)
            assert is_passed == (shown >= pass_mark)


def test_all_right_is_all_per_cent_and_none_is_none() -> None:
    for questions_asked in range(1, 51):
        assert percentage(questions_asked, questions_asked) == 100
        assert percentage(0, questions_asked) == 0
        assert needed(100, questions_asked) == questions_asked
        # 100 % is said of nothing less.
        assert percentage(questions_asked - 1, questions_asked) < 100
    assert percentage(0, 0) == 0


@pytest.mark.parametrize(
    ("pass_mark", "asked", "least"), [(80, 5, 4), (80, 6, 5), (67, 3, 3), (66, 3, 2), (50, 1, 1)]
)
def test_needed_is_the_smallest_whole_number_at_or_above_the_mark(
    pass_mark: int, asked: int, least: int
) -> None:
    assert needed(pass_mark, asked) == least


# Grading


@patient
@given(ANSWERED)
def test_a_grade_is_between_none_and_all(answered: tuple[Question, list[str]]) -> None:
    (kind, body, key), given_ids = answered
    grade = grading.grade(kind, body, key, given_ids)
    assert 0 <= grade.earned <= grade.possible
    assert grade.possible >= 1
    assert 0 <= grade.correctness <= 1
    assert grade.is_correct == (grade.correctness == 1)


@patient
@given(ANSWERED)
def test_an_answer_counts_just_when_it_is_the_key(answered: tuple[Question, list[str]]) -> None:
    (kind, body, key), given_ids = answered
    assert grading.grade(kind, body, key, given_ids).is_correct == (
        frozenset(given_ids) == key.correct
    )


@patient
@given(questions(), st.randoms())
def test_a_keys_own_answer_is_fully_right_in_any_order(question: Question, random: Random) -> None:
    kind, body, key = question
    values = list(key.correct)
    random.shuffle(values)
    read = grading.read(kind, body, values)
    assert read is not None
    assert grading.grade(kind, body, key, read).is_correct
    assert grading.grade(kind, body, key, values).is_correct


@patient
@given(questions())
def test_no_part_of_several_right_options_and_nothing_beyond_them_counts(
    question: Question,
) -> None:
    kind, body, key = question
    ids = [option.id for option in body.options]
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            if frozenset(chosen) < key.correct or frozenset(chosen) > key.correct:
                assert not grading.grade(kind, body, key, chosen).is_correct


@patient
@given(ANSWERED, st.randoms())
def test_the_order_of_what_was_chosen_does_not_matter(
    answered: tuple[Question, list[str]], random: Random
) -> None:
    (kind, body, key), given_ids = answered
    shuffled = list(given_ids)
    random.shuffle(shuffled)
    assert grading.grade(kind, body, key, shuffled) == grading.grade(kind, body, key, given_ids)
    assert grading.read(kind, body, shuffled) == grading.read(kind, body, given_ids)


@patient
@given(questions())
def test_each_wrong_tick_costs_what_a_right_one_earns(question: Question) -> None:
    kind, body, key = question
    everything = [option.id for option in body.options]
    wrong = len(everything) - len(key.correct)
    if KINDS[kind].CHOOSES_MANY:
        grade = grading.grade(kind, body, key, everything)
        assert grade.earned == max(0, len(key.correct) - wrong)
        assert grade.is_correct == (wrong == 0)


@patient
@given(questions())
def test_no_answer_is_graded_and_earns_nothing(question: Question) -> None:
    kind, body, key = question
    for nothing in (None, ()):
        grade = grading.grade(kind, body, key, nothing)
        assert (grade.earned, grade.is_correct) == (0, False)


# Reading what a form sent


@patient
@given(ANSWERED)
def test_what_a_page_offers_is_read_as_it_was_chosen(
    answered: tuple[Question, list[str]],
) -> None:
    (kind, body, _key), given_ids = answered
    read = grading.read(kind, body, given_ids)
    if KINDS[kind].CHOOSES_MANY:
        assert read == (tuple(sorted(given_ids)) if given_ids else None)
        assert read == grading.read(kind, body, given_ids * 2)  # twice the same is once
    else:
        assert read == (tuple(given_ids) if len(given_ids) == 1 else None)


@patient
@given(ANSWERED, st.text(max_size=8))
def test_what_no_page_offers_is_no_answer(
    answered: tuple[Question, list[str]], foreign: str
) -> None:
    (kind, body, _key), given_ids = answered
    if foreign not in {option.id for option in body.options}:
        assert grading.read(kind, body, [*given_ids, foreign]) is None
        assert grading.read(kind, body, [foreign]) is None


# Showing and drawing


@patient
@given(questions(), SEEDS)
def test_an_order_holds_each_option_once_and_is_the_same_for_the_same_seed(
    question: Question, seed: str
) -> None:
    kind, body, _key = question
    order = grading.shown_order(kind, body, selection.randomness(seed))
    assert sorted(order) == sorted(option.id for option in body.options)
    assert order == grading.shown_order(kind, body, selection.randomness(seed))
    presented = grading.present(kind, body, order)
    assert tuple(option.id for option in presented.options) == order
    if KINDS[kind].FIXED_OPTIONS:
        assert tuple(option.text for option in presented.options) == KINDS[kind].FIXED_OPTIONS


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE])
def test_each_option_comes_to_stand_in_each_place(kind: QuestionKind) -> None:
    body = Body("What?", tuple(Option(id, id) for id in "abcd"))
    orders = {
        grading.shown_order(kind, body, selection.randomness(f"{seed:032x}"))
        for seed in range(1000)
    }
    assert len(orders) == 24


@patient
@given(questions())
def test_a_presented_question_has_nothing_of_the_key(question: Question) -> None:
    kind, body, key = question
    order = [option.id for option in body.options]
    other = AnswerKey(frozenset(order) - key.correct, "another reason")
    presented = grading.present(kind, body, order)
    assert "because" not in repr(presented)
    assert not {"key", "correct", "explanation", "feedback"} & set(presented.__dict__)
    # Storing sorts by id, so that neither place nor id tells which option was written first.
    assert content.body_text(body) == content.body_text(Body(body.stem, body.options[::-1]))
    assert content.read_key(content.key_text(key)) == key != other


@patient
@given(st.lists(st.integers(), unique=True, max_size=30), st.integers(0, 40), SEEDS)
def test_a_draw_takes_so_many_each_once_and_the_same_for_the_same_seed(
    items: list[int], shown: int, seed: str
) -> None:
    drawn = selection.drawn(items, shown, selection.randomness(seed))
    assert len(drawn) == min(shown, len(items))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(items)
    assert drawn == selection.drawn(items, shown, selection.randomness(seed))


def test_every_item_is_drawn_now_and_then() -> None:
    seen = set()
    for seed in range(200):
        seen |= set(selection.drawn(range(20), 5, selection.randomness(f"{seed:032x}")))
    assert seen == set(range(20))


def test_every_kind_there_is_can_be_graded() -> None:
    assert set(KINDS) == set(QuestionKind)


@patient
@given(st.lists(st.sampled_from([None, False, True]), max_size=12), st.integers(0, 14), SEEDS)
def test_a_draw_takes_the_never_asked_first_then_the_wrong_ones(
    last: list[bool | None], shown: int, seed: str
) -> None:
    items = list(range(len(last)))
    drawn = selection.drawn(items, shown, selection.randomness(seed), last)
    assert len(set(drawn)) == min(shown, len(items))
    turn = {None: 0, False: 1, True: 2}
    left = [turn[last[item]] for item in items if item not in drawn]
    assert max((turn[last[item]] for item in drawn), default=0) <= min(left, default=2)


@given(
    pools=st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=12),
    must_know=st.sets(st.integers(0, 11), max_size=4),
    shown=st.integers(1, 12),
    seed=st.integers(0, 2**128 - 1),
)
def test_a_draw_has_all_that_is_must_know_and_something_of_every_pool(
    pools: list[str], must_know: set[int], shown: int, seed: int
) -> None:
    must_know = {place for place in must_know if place < len(pools)}
    drawn = selection.drawn(
        range(len(pools)), shown, selection.randomness(f"{seed:032x}"),
        pools=pools, must_know=must_know,
    )  # fmt: skip
    assert len(set(drawn)) == len(drawn) == min(max(shown, len(must_know)), len(pools))
    assert must_know <= set(drawn)
    asked, all_pools = {pools[place] for place in drawn} - {""}, set(pools) - {""}
    room = len(drawn) - len(must_know)
    assert len(asked) >= min(len(all_pools), room)
