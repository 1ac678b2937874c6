"""Out and in again: a file of ours says the same questions, whatever characters are in them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.foreign import cells
from learning.quizzes.exchange import aiken, gift, moodle_xml, sheets
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem, unfinished
from learning.quizzes.exchange.plain import PlainQuestion, neat, plain, wording
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.exchange.questions import (
    BLUE,
    ORDINARY,
    PICTURES,
    RED,
    items,
    picture,
    plain_questions,
)

Write = Callable[[list[Item]], tuple[str | bytes, tuple[Problem, ...]]]
FORMATS: dict[str, tuple[Write, Callable[..., Exchanged]]] = {
    "gift": (gift.write, gift.read),
    "moodle-xml": (moodle_xml.write, moodle_xml.read),
    "csv": (sheets.write_csv, sheets.read_csv),
    "xlsx": (sheets.write_xlsx, sheets.read_xlsx),
    "aiken": (aiken.write, aiken.read),
}
# What a format has no words for, beside the question itself.
BESIDE = {
    "gift": {"quotes": (), "is_must_know": False},
    "moodle-xml": {"quotes": (), "is_must_know": False},
    "csv": {}, "xlsx": {},
    "aiken": {"quotes": (), "is_must_know": False, "tags": (), "category": ()},
}  # fmt: skip
# The kinds that a format can say at all.
SAYABLE = {
    **{name: list(QuestionKind) for name in ("gift", "moodle-xml", "csv", "xlsx")},
    "aiken": [QuestionKind.SINGLE],
}
PAIRS = [(name, kind) for name, kinds in SAYABLE.items() for kind in kinds]


def there_and_back(name: str, item: Item) -> tuple[Exchanged, tuple[Problem, ...]]:
    write, read = FORMATS[name]
    content, problems = write([item])
    return read(content), problems


@pytest.mark.parametrize(("name", "kind"), PAIRS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_what_is_written_is_read_again(name: str, kind: QuestionKind, data: st.DataObject) -> None:
    item = data.draw(items(kind))
    found, problems = there_and_back(name, item)
    if any(problem.is_left_out for problem in problems):
        assert found.questions == ()
        return
    assert found.problems == ()
    lost = {"unit": ""} if name == "gift" else {}
    if name == "aiken":
        bare = tuple(replace(part, feedback="") for part in item.question.parts)
        lost = {"parts": bare, "scenario": "", "explanation": ""}
    expected = replace(item, question=replace(item.question, **lost), **BESIDE[name])
    if name == "gift":
        sayable = [tag for tag in item.tags if not set("[]\\").intersection(tag)]
        expected = replace(expected, tags=tuple(sayable))
    silent = replace(expected, quotes=item.quotes, is_must_know=item.is_must_know)
    if name != "aiken":
        assert bool(problems) == (silent != item)
    assert found.questions == (expected,)


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), PAIRS)
@given(data=st.data())
@settings(max_examples=600, deadline=None)
def test_what_is_written_is_read_again_at_length(
    name: str, kind: QuestionKind, data: st.DataObject
) -> None:
    item = data.draw(items(kind))
    found, problems = there_and_back(name, item)
    assert len(found.questions) == 1 - sum(problem.is_left_out for problem in problems)
    assert found.problems == ()


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_an_ordinary_question_of_every_kind_can_be_said(name: str, kind: QuestionKind) -> None:
    item = Item(ORDINARY[kind])
    found, problems = there_and_back(name, item)
    assert not any(problem.is_left_out for problem in problems)
    if name != "aiken":
        assert problems == ()
        assert found.questions == (item,)


def test_aiken_names_the_kinds_it_has_no_words_for() -> None:
    _text, problems = aiken.write([Item(question) for question in ORDINARY.values()])
    assert [problem.line for problem in problems if problem.is_left_out] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("kind", QuestionKind)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_stored_wording_says_what_was_written(kind: QuestionKind, data: st.DataObject) -> None:
    question = data.draw(plain_questions(kind))
    ids = count()
    assert plain(wording(question, lambda: f"{next(ids):04}")) == question
    backwards = count(9_000, -1)
    assert plain(wording(question, lambda: str(next(backwards)))) == question


def test_images_travel_in_moodle_xml_and_are_named_elsewhere() -> None:
    question = replace(
        ORDINARY[QuestionKind.SINGLE],
        image=picture(RED, 'A red "square" & more'),
        parts=(
            replace(ORDINARY[QuestionKind.SINGLE].parts[0], text="", image=picture(BLUE, "Blue")),
            ORDINARY[QuestionKind.SINGLE].parts[1],
        ),
    )
    content, problems = moodle_xml.write([Item(question)], PICTURES)
    assert problems == ()
    found = moodle_xml.read(content)
    assert found.questions == (Item(question),)
    assert found.images == PICTURES
    for write in (gift.write, aiken.write, sheets.write_csv, sheets.write_xlsx):
        (problem,) = write([Item(question)])[1]
        assert "images" in problem.message
    (problem,) = moodle_xml.write([Item(question)])[1]
    assert "isn’t there" in problem.message


@given(question=plain_questions(QuestionKind.SINGLE))
@settings(max_examples=10, deadline=None)
def test_a_question_without_its_key_is_no_question_to_others(question: PlainQuestion) -> None:
    bare = replace(question, parts=tuple(replace(p, is_right=False) for p in question.parts))
    for write in (gift.write, aiken.write, moodle_xml.write):
        _content, (problem,) = write([Item(bare)])
        assert "isn’t finished" in problem.message
    found = sheets.read_csv(sheets.write_csv([Item(bare)])[0])
    assert found.questions == (Item(bare),)
    assert unfinished(bare)


@given(st.text())
def test_no_cell_is_calculated_and_each_says_what_it_said(text: str) -> None:
    cell = cells.guarded(text)
    assert cell[:1] not in tuple("=+-@\t\r")
    assert cells.unguarded(cell) == text


@pytest.mark.parametrize("sign", [*"=+-@\t\r＝＋－＠", "'=", "''@"])
@given(st.text())
@settings(max_examples=20)
def test_whatever_follows_a_sign_is_guarded(sign: str, text: str) -> None:
    cell = cells.guarded(sign + text)
    assert cell.startswith("'")
    assert cells.unguarded(cell) == sign + text


def test_neat_is_as_neat_as_it_gets() -> None:
    question = PlainQuestion(QuestionKind.GAP, "  a ____\n b\0 ", accepted=((" x ", "x"),))
    once = neat(question)
    assert once == neat(once) == PlainQuestion(QuestionKind.GAP, "a ___ b", accepted=(("x",),))
