"""Files of questions from elsewhere are read by a process that can do little and ends soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.errors import RuleBroken
from learning.quizzes import limited_exchange
from learning.quizzes.exchange import formats, passing
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem
from learning.quizzes.exchange.formats import Format
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.exchange.questions import ORDINARY, PICTURES, items

# The reader takes a minute for it.
ENDLESS = b"[html]" + b"<a " * 60_000 + b"{=b}"


@pytest.mark.parametrize("form", [Format.GIFT, Format.MOODLE_XML, Format.CSV, Format.XLSX])
def test_what_is_read_is_the_same_as_without_limits(form: Format) -> None:
    known = [Item(question, tags=("a",)) for question in ORDINARY.values()] * 12
    content, _problems = formats.write(known, form, {})
    assert len(content) > 4_000
    assert limited_exchange.read(content, form) == formats.read(content, form)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_nothing_is_lost_between_the_processes(data: st.DataObject) -> None:
    read = tuple(data.draw(items(data.draw(st.sampled_from(QuestionKind)))) for _ in range(2))
    found = Exchanged(read, (Problem(3, "isn’t", False),), dict(PICTURES))
    assert passing.from_json(passing.as_json(found)) == found


def test_a_refusal_arrives_with_its_values() -> None:
    with pytest.raises(RuleBroken, match="exchange-not-moodle") as refusal:
        limited_exchange.read(b"<html>" + b" " * 5_000 + b"</html>", Format.MOODLE_XML)
    assert refusal.value.values["root"] == "html"


def test_what_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(RuleBroken, match="article-slow"):
        limited_exchange.read(ENDLESS, Format.GIFT)
    assert time.monotonic() - began < 8
