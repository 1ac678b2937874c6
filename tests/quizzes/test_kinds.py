"""What holds for questions of every kind, and what is special to those with parts."""

from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes import content, grading
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

IDS = st.lists(
    st.text("abcdef0123456789", min_size=4, max_size=8), min_size=3, max_size=6, unique=True
)
WORDS = st.sampled_from(
    [
        "river",
        "stone",
        "bridge",
        "mountain",
        "harbour",
        "engine",
        "kitchen",
        "garden",
        "window",
        "bottle",
    ]
)


@st.composite
def with_parts(draw: st.DrawFn) -> tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]]:
    """A question with parts that may be approved, and an answer that is all right."""
    kind = draw(st.sampled_from([kind for kind in QuestionKind if kind.name in (
        "MATCHING", "ORDERING", "GAP", "SHORT_TEXT", "NUMERIC")]))  # fmt: skip
    ids = draw(IDS)
    options = tuple(Option(id, f"text {id}") for id in sorted(ids))
    match kind:
        case QuestionKind.MATCHING:
            matches = tuple(Option(f"m{n}", f"match {n}") for n in range(len(ids)))
            right = tuple((m.id,) for m in draw(st.permutations(matches)))
            body = Body("What belongs together?", options, matches)
        case QuestionKind.ORDERING:
            right = tuple((id,) for id in draw(st.permutations(ids)))
            body = Body("In which order?", options)
        case QuestionKind.GAP:
            words = draw(st.lists(WORDS, min_size=1, max_size=4))
            right = tuple((word,) for word in words)
            body = Body(" ".join(f"Then ___ ({n})." for n, _ in enumerate(words)))
        case QuestionKind.SHORT_TEXT:
            right, body = ((draw(WORDS),),), Body("What is it?")
        case _:
            right, body = ((str(draw(st.integers(-999, 999))),),), Body("How many?", unit="mg")
    key = AnswerKey(explanation="because", right=right)
    assert KINDS[kind].problems(body, key) == []
    return kind, body, key, tuple(accepted[0] for accepted in right)


@given(with_parts())
def test_an_answer_that_is_all_right_counts(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]],
) -> None:
    kind, body, key, right = question
    grade = grading.grade(kind, body, key, right)
    assert grade.is_correct
    assert grade.correctness == 1
    assert all(part.is_right for part in grading.review(kind, body, key, right))


@given(with_parts(), st.randoms())
def test_each_right_part_more_earns_more_and_only_all_of_them_count(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]], random: Random
) -> None:
    kind, body, key, right = question
    if kind == QuestionKind.ORDERING:
        return
    wrong = ["99999" if kind == QuestionKind.NUMERIC else "zzzz" for _ in right]
    order = list(range(len(right)))
    random.shuffle(order)
    given_parts, earned = list(wrong), -1
    for at in [None, *order]:
        if at is not None:
            given_parts[at] = right[at]
        grade = grading.grade(kind, body, key, given_parts)
        assert 0 <= grade.earned <= grade.possible
        assert grade.earned == earned + 1
        assert grade.is_correct == (tuple(given_parts) == right)
        earned = grade.earned


@given(with_parts())
def test_no_answer_to_a_question_with_parts_earns_nothing(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]],
) -> None:
    kind, body, key, right = question
    for nothing in (None, (), ("",) * len(right)):
        assert grading.grade(kind, body, key, nothing).earned == 0


@given(with_parts())
def test_stored_texts_come_back_as_they_were(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]],
) -> None:
    _kind, body, key, _right = question
    assert content.read_body(content.body_text(body)) == body
    assert content.read_key(content.key_text(key)) == key
    assert "because" not in content.body_text(body)


@given(with_parts(), st.randoms())
def test_what_is_shown_has_all_parts_and_nothing_of_the_key(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]], random: Random
) -> None:
    kind, body, _key, _right = question
    order = grading.shown_order(kind, body, random)
    shown = grading.present(kind, body, order)
    assert sorted(o.id for o in shown.options) == sorted(o.id for o in body.options)
    assert sorted(m.id for m in shown.matches) == sorted(m.id for m in body.matches)
    assert shown.gaps == body.gaps
    assert "because" not in repr(shown)


@given(with_parts())
def test_what_the_page_sends_is_read_as_it_was_answered(
    question: tuple[QuestionKind, Body, AnswerKey, tuple[str, ...]],
) -> None:
    kind, body, _key, right = question
    sent = list(right)
    if kind == QuestionKind.MATCHING:
        sent = [f"{o.id}:{one}" for o, one in zip(body.options, right, strict=True)][::-1]
    assert grading.read(kind, body, sent) == right
    assert grading.read(kind, body, []) is None
    assert grading.read(kind, body, sent[:-1]) is None
    assert grading.read(kind, body, [*sent, sent[0]]) is None
    assert grading.read(kind, body, ["" for _ in sent]) is None


def test_ordering_costs_one_point_for_each_item_out_of_place() -> None:
    ids = "abcde"
    body = Body("Order?", tuple(Option(id, id) for id in ids))
    key = AnswerKey(explanation="because", right=tuple((id,) for id in ids))

    def earned(order: str) -> int:
        return grading.grade(QuestionKind.ORDERING, body, key, tuple(order)).earned

    assert earned("abcde") == 4
    assert earned("bcdea") == 3  # one item moved all the way
    assert earned("edcba") == 0
    assert earned("abced") == 3
    counts = sorted(earned("".join(order)) for order in permutations(ids))
    assert counts.count(4) == 1
    assert counts.count(0) == 1


def typed(text: str, *accepted: str, language: str = "en", rivals: tuple[str, ...] = ()) -> bool:
    key = AnswerKey(explanation="because", right=(accepted,), language=language, rivals=rivals)
    body = Body("What?")
    return grading.grade(QuestionKind.SHORT_TEXT, body, key, (text,)).is_correct


def test_a_typed_answer_is_compared_by_the_words_of_its_language() -> None:
    assert not typed("Hund", "Hand", language="de")
    assert typed("Behandlumg", "Behandlung", language="de")
    assert not typed("Behandlungen", "Behandlung", language="de")
    assert not typed("zolpidex", "zolpidel", rivals=("zolpidex",))
    assert typed("zolpidex", "zolpidel")


def number(text: str, *, value: str = "50", tolerance: str = "0", unit: str = "") -> bool:
    body = Body("How many mg of it, in 2 doses?", unit=unit)
    key = AnswerKey(explanation="because", right=((value,),), tolerance=tolerance)
    given = grading.read(QuestionKind.NUMERIC, body, [text])
    return given is not None and grading.grade(QuestionKind.NUMERIC, body, key, given).is_correct


def test_numbers_are_read_as_people_write_them() -> None:
    for text in ("50", " 50 ", "50.0", "50,0", "5e1", "+50", "50 mg", "50mg", "50 milligrams"):
        assert number(text), text
    for text in (
        "500",
        "5",
        "-50",
        "50 g",
        "50 ml",
        "50 Mg",
        "fifty",
        "50 51",
        "",
        "mg 50",
        "5.0.0",
    ):
        assert not number(text), text
    assert number("1,000", value="1000")
    assert number("1 000", value="1000")
    assert number("0,5", value="0.5")
    assert number("−3", value="-3")


def test_a_tolerance_includes_its_ends() -> None:
    for text, is_right in [("48", True), ("52", True), ("47.999", False), ("52.001", False)]:
        assert number(text, tolerance="2") is is_right, text


def test_a_unit_has_to_be_the_one_of_the_field() -> None:
    assert number("50 ml", unit="ml")
    assert number("50 millilitres", unit="ml")
    assert not number("50 mg", unit="ml")
    assert number("50 %", unit="percent")
