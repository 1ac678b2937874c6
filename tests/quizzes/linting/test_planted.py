"""Planted flaws are found, and good questions are left alone: the figures of docs/linting.md."""

from collections.abc import Callable

import pytest

from learning.articles.outline import Outline
from learning.quizzes import lint
from learning.quizzes.content import Wording
from learning.quizzes.lint import Severity
from tests.quizzes.linting import planting, second_planting
from tests.quizzes.linting.pools import pool

TUNED = ("compost", "bees", "sourdough", "fire")
HELD_OUT = ("passwords", "coffee", "canal", "wool", "desk", "snow", "complaints", "compass")
FOUND, FALSE_ALARMS, AT_LEAST, AT_MOST = 0.95, 0.05, 20, 60

Questions = list[tuple[Wording, Outline]]
FIRST = sorted({*planting.MUTATORS, *planting.FROM_SENTENCES})
CASES = [(code, planting.planted) for code in FIRST] + [
    (code, second_planting.planted) for code in sorted(second_planting.SECOND)
]


@pytest.mark.parametrize(("code", "plant"), CASES)
def test_planted_flaws_are_found(code: str, plant: Callable[[str, Questions], Questions]) -> None:
    bad = plant(code, pool((*TUNED, *HELD_OUT)))
    some = bad[:: max(1, len(bad) // AT_MOST)]
    found = [(w, o) for w, o in some if any(each.code == code for each in lint.lints(w, o))]
    assert len(some) >= AT_LEAST
    assert len(found) >= FOUND * len(some), [w.body.stem for w, o in some if (w, o) not in found]


@pytest.mark.long
@pytest.mark.parametrize(("code", "plant"), CASES)
@pytest.mark.parametrize("names", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_all_planted_flaws_are_found(
    code: str, plant: Callable[[str, Questions], Questions], names: tuple[str, ...]
) -> None:
    bad = plant(code, pool(names))
    found = sum(any(each.code == code for each in lint.lints(w, o)) for w, o in bad)
    print(f"{code}: {found} of {len(bad)}")
    assert found >= 0.9 * len(bad)


@pytest.mark.parametrize("names", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_good_questions_are_left_alone(names: tuple[str, ...]) -> None:
    good = pool(names)
    alarming = [
        (wording.body.stem, each.code)
        for wording, outline in good
        for each in lint.lints(wording, outline)
        if each.severity != Severity.INFO
    ]
    assert len({stem for stem, _ in alarming}) <= FALSE_ALARMS * len(good), alarming


def test_there_are_good_questions_of_every_kind() -> None:
    good = pool(TUNED)
    assert len(good) >= 60
    assert len({wording.kind for wording, _ in good}) == 8
