"""Text that waits to be saved: nothing old comes back, nobody's is overwritten by another's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import waiting
from learning.errors import RuleBroken
from learning.waiting import Closing, Typed
from tests.people import NOW


@dataclass
class Row:
    waiting: str | None = None
    waiting_by: str | None = None
    waiting_at: datetime | None = None


def typed(words: str, number: int = 1, window: str = "one", after: tuple[str, ...] = ()) -> Typed:
    return Typed(window, number, after, 1, (("body", words),))


def keep(row: Row, text: Typed, by: str = "alice") -> None:
    waiting.keep(row, text, by=by, at=NOW)


def words(row: Row) -> str | None:
    found = waiting.waiting_on(row)
    return found.values[0][1] if found else None


def test_the_newest_text_of_a_window_waits_whichever_arrives_last() -> None:
    row = Row()
    keep(row, typed("first", 1))
    keep(row, typed("third", 3))
    keep(row, typed("second", 2))
    assert (words(row), row.waiting_by, row.waiting_at) == ("third", "alice", NOW)


def test_after_a_save_an_older_text_does_not_come_back() -> None:
    row = Row()
    keep(row, typed("typed", 1))
    waiting.close(row, Closing("one", (), "alice"))
    with pytest.raises(RuleBroken, match="typing-closed"):
        keep(row, typed("typed late", 2))
    assert (words(row), row.waiting_by, row.waiting_at) == (None, None, None)


def test_a_first_text_that_arrives_after_its_windows_save_is_refused_too() -> None:
    row = Row()
    waiting.close(row, Closing("one", (), "alice"))
    with pytest.raises(RuleBroken, match="typing-closed"):
        keep(row, typed("late"))
    keep(row, typed("of a new page", window="two"))
    assert words(row) == "of a new page"


def test_another_persons_text_stays_and_the_second_is_told() -> None:
    row = Row()
    keep(row, typed("hers"))
    with pytest.raises(RuleBroken, match="typed-by-another"):
        keep(row, typed("his", window="two", after=("one",)), by="bob")
    waiting.close(row, Closing("two", ("one",), "bob"))
    assert (words(row), row.waiting_by) == ("hers", "alice")
    keep(row, typed("hers, going on", 2))
    assert words(row) == "hers, going on"


def test_a_page_that_shows_waiting_text_goes_on_with_it_and_one_that_does_not_is_told() -> None:
    row = Row()
    keep(row, typed("in one", 4))
    for after in ((), ("one:3",)):
        with pytest.raises(RuleBroken, match="typed-elsewhere"):
            keep(row, typed("in two", window="two", after=after))
    keep(row, typed("goes on", window="two", after=("one:4",)))
    with pytest.raises(RuleBroken, match="typed-elsewhere"):
        keep(row, typed("still in one", 5))
    assert words(row) == "goes on"
    keep(row, typed("the same tab later", window="three", after=("two",)))
    assert words(row) == "the same tab later"


def test_saving_leaves_what_the_saving_page_never_showed() -> None:
    row = Row()
    keep(row, typed("in one"))
    waiting.close(row, Closing("two", (), "alice"))
    assert words(row) == "in one"
    waiting.close(row, Closing("", ("one:1",), "alice"))
    assert words(row) is None


def test_discarding_puts_away_also_what_is_under_way() -> None:
    row = Row()
    keep(row, typed("typed", 1))
    keep(row, typed("more", 2))
    waiting.discard(row, "another:1", Closing("", (), "alice"), at=NOW)
    assert words(row) == "more"
    waiting.discard(row, "one:1", Closing("two", (), "alice"), at=NOW)
    with pytest.raises(RuleBroken, match="typing-closed"):
        keep(row, typed("typed on the page that discarded", window="two"))
    with pytest.raises(RuleBroken, match="typing-closed"):
        keep(row, typed("even more", 3))
    assert words(row) is None


def test_another_persons_text_is_put_away_only_when_it_is_a_day_old() -> None:
    row = Row()
    keep(row, typed("hers"))
    with pytest.raises(RuleBroken, match="typed-by-another"):
        waiting.discard(row, "one:1", Closing("two", (), "bob"), at=NOW + timedelta(hours=23))
    assert words(row) == "hers"
    waiting.discard(row, "one:1", Closing("two", (), "bob"), at=NOW + timedelta(hours=24))
    assert words(row) is None
    keep(row, typed("his", window="two"), by="bob")
    assert words(row) == "his"


def test_only_so_many_closed_windows_are_remembered() -> None:
    row = Row()
    for n in range(100):
        waiting.close(row, Closing(f"w{n}", (), "alice"))
    assert len(row.waiting or "") < 400
    with pytest.raises(RuleBroken, match="typing-closed"):
        keep(row, typed("late", window="w99"))


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["keep", "close", "discard"]),
        st.sampled_from(["alice", "bob"]),
        st.integers(1, 2),
        st.integers(1, 5),
    ),
    max_size=20,
)


@given(EVENTS)
def test_in_any_order_a_window_never_goes_back_and_a_closed_one_stays_silent(
    events: list[tuple[str, str, int, int]],
) -> None:
    row, closed = Row(), set()
    newest: dict[str, int] = {}
    for n, (act, by, which, number) in enumerate(events):
        window = f"{by}-{which}"
        before, holder = waiting.waiting_on(row), row.waiting_by
        if act == "keep":
            try:
                at = NOW + timedelta(seconds=n)
                waiting.keep(row, typed("", number, window), by=by, at=at)
            except RuleBroken:
                assert waiting.waiting_on(row) == before
            else:
                assert window not in closed
                assert holder in (None, by)
                newest[window] = max(number, newest.get(window, 0))
        elif act == "close":
            waiting.close(row, Closing(window, (), by))
            closed.add(window)
            assert holder in (None, by) or waiting.waiting_on(row) == before
        elif before is not None:
            waiting.discard(row, before.mark, Closing("", (), by), at=NOW + timedelta(days=9))
            closed.add(before.window)
        now = waiting.waiting_on(row)
        assert (now is None) == (row.waiting_by is None) == (row.waiting_at is None)
        if now is not None:
            assert now.window not in closed
            assert now.number == newest[now.window]
