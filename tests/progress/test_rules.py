"""The rules of progress as properties: whatever the course and whoever the learner."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.progress import rules
from learning.progress.rules import ModuleFacts
from learning.progress.states import ModuleState

patient = settings(deadline=None)  # a busy machine is no failure
OPEN_STATES = set(ModuleState) - {ModuleState.LOCKED}


@st.composite
def courses(draw: st.DrawFn) -> list[ModuleFacts]:
    """Any facts about up to eight modules, also ones that no learner could bring about."""
    return [
        ModuleFacts(
            key=f"m{n}",
            is_required=draw(st.booleans()),
            is_read=draw(st.booleans()),
            is_passed=draw(st.booleans()),
            has_open_attempt=draw(st.booleans()),
            attempts=draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


def first_blocker(modules: list[ModuleFacts]) -> int:
    """The place of the first required module that isn't passed; past the end if there is none."""
    return next(
        (n for n, m in enumerate(modules) if m.is_required and not m.is_passed), len(modules)
    )


@patient
@given(courses())
def test_every_module_has_a_state_and_a_passed_one_stays_passed(modules: list[ModuleFacts]) -> None:
    states = rules.module_states(modules)
    assert list(states) == [module.key for module in modules]
    for module in modules:
        assert (states[module.key] == ModuleState.PASSED) == module.is_passed


@patient
@given(courses())
def test_after_an_unpassed_required_module_no_required_one_is_open(
    modules: list[ModuleFacts],
) -> None:
    states = rules.module_states(modules)
    blocker = first_blocker(modules)
    for n, module in enumerate(modules):
        is_locked = states[module.key] == ModuleState.LOCKED
        assert is_locked == (n > blocker and module.is_required and not module.is_passed)


@patient
@given(courses())
def test_the_next_module_is_one_that_can_be_gone_on_with(modules: list[ModuleFacts]) -> None:
    states = rules.module_states(modules)
    following = rules.next_module(modules, states)
    if following is None:
        assert first_blocker(modules) == len(modules)
        return
    assert states[following] in OPEN_STATES - {ModuleState.PASSED}
    untouched = not any(m.is_read or m.is_passed or m.attempts for m in modules)
    expected = 0 if untouched else first_blocker(modules)
    assert following == modules[expected].key


@patient
@given(courses())
def test_there_is_no_next_module_just_when_the_course_is_complete(
    modules: list[ModuleFacts],
) -> None:
    has_required = any(module.is_required for module in modules)
    has_begun = any(m.is_read or m.is_passed or m.attempts for m in modules)
    following = rules.next_module(modules, rules.module_states(modules))
    if has_required:
        assert rules.is_complete(modules) == (following is None)
    else:
        assert not rules.is_complete(modules)
        assert (following is None) == (has_begun or not modules)


@patient
@given(courses())
def test_one_left_is_one_before_complete(modules: list[ModuleFacts]) -> None:
    left = [m for m in modules if m.is_required and not m.is_passed]
    assert rules.is_last_open(modules) == (len(left) == 1)
    if rules.is_last_open(modules):
        passed = [
            ModuleFacts(m.key, m.is_required, is_passed=m.is_passed or m in left) for m in modules
        ]
        assert rules.is_complete(passed)
        assert not rules.is_complete(modules)


@patient
@given(st.lists(st.booleans(), min_size=1, max_size=8).filter(any))
def test_following_the_next_module_passes_every_required_one_in_order(
    required: list[bool],
) -> None:
    modules = [ModuleFacts(f"m{n}", is_required) for n, is_required in enumerate(required)]
    way = []
    while not rules.is_complete(modules):
        following = rules.next_module(modules, rules.module_states(modules))
        assert following is not None
        way.append(following)
        modules = [
            ModuleFacts(m.key, m.is_required, is_read=True, is_passed=True)
            if m.key == following and m.is_required
            else ModuleFacts(m.key, m.is_required, m.is_read or m.key == following, m.is_passed)
            for m in modules
        ]
    needed = [m.key for m in modules if m.is_required]
    assert [key for key in way if key in needed] == needed
    assert len(way) - len(needed) <= 1  # an overview, before anything else


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, ModuleState.NOT_STARTED),
        ({"is_read": True}, ModuleState.READING),
        ({"is_read": True, "has_open_attempt": True}, ModuleState.QUIZ_OPEN),
        ({"is_read": True, "attempts": 1}, ModuleState.TRY_AGAIN),
        ({"is_read": True, "attempts": 1, "has_open_attempt": True}, ModuleState.QUIZ_OPEN),
        ({"is_read": True, "attempts": 2, "is_passed": True}, ModuleState.PASSED),
    ],
)
def test_the_state_says_what_was_done_last(facts: dict[str, object], state: ModuleState) -> None:
    [found] = rules.module_states([ModuleFacts("m", True, **facts)]).values()  # type: ignore[arg-type]
    assert found == state


INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))


@patient
@given(INSTANTS, st.integers(0, 600))
def test_months_later_is_that_month_and_never_past_its_end(at: datetime, months: int) -> None:
    later = rules.months_later(at, months)
    assert (later.year * 12 + later.month) - (at.year * 12 + at.month) == months
    assert later.timetz() == at.timetz()
    is_last_day = (later + timedelta(days=1)).month != later.month
    assert later.day == at.day or (later.day < at.day and is_last_day)


@patient
@given(INSTANTS, st.integers(0, 600), st.integers(0, 600))
def test_more_months_are_later(at: datetime, some: int, more: int) -> None:
    earlier, later = rules.months_later(at, some), rules.months_later(at, some + more)
    assert (earlier < later) if more else (earlier == later)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 13, "2027-12-23"),
        ("2026-12-31", 1, "2027-01-31"),
        ("1899-12-31", 2, "1900-02-28"),
        ("1999-12-31", 2, "2000-02-29"),
    ],
)
def test_months_later_at_the_ends_of_months(day: str, months: int, expected: str) -> None:
    at = datetime.fromisoformat(f"{day}T23:59:59.999999+00:00")
    assert rules.months_later(at, months) == datetime.fromisoformat(
        f"{expected}T23:59:59.999999+00:00"
    )
