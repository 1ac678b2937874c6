"""Gap: words to fill in where the stem has `___`, typed or chosen from the words given."""

from collections.abc import Sequence
from random import Random

from learning.quizzes import text_matching
from learning.quizzes.kinds.contract import GAP_MARK, AnswerKey, Body, Grade, ReviewedPart

CHOOSES_MANY = False
FIXED_OPTIONS: tuple[str, ...] = ()
LONGEST = 500


def shown_order(body: Body, random: Random) -> tuple[str, ...]:
    """The words to choose from, shuffled; none where they are typed."""
    matches = [match.id for match in body.matches]
    random.shuffle(matches)
    return tuple(matches)


def read(values: Sequence[str], body: Body) -> tuple[str, ...] | None:
    """One text per gap, in order; None unless all are filled in."""
    given = tuple(" ".join(value.split())[:LONGEST] for value in values)
    if len(given) != body.gaps or not all(given):
        return None
    if body.matches and not {match.id for match in body.matches}.issuperset(given):
        return None
    return given


def grade(body: Body, key: AnswerKey, given: Sequence[str]) -> Grade:
    """One point for each gap that says what was expected."""
    right = sum(
        _is_right(body, key, one, wanted) for one, wanted in zip(given, key.right, strict=False)
    )
    return Grade(right, len(key.right))


def review(body: Body, key: AnswerKey, given: Sequence[str]) -> tuple[ReviewedPart, ...]:
    """Gap by gap."""
    return tuple(
        ReviewedPart(
            str(place),
            body.text_of(one) if body.matches else one,
            body.text_of(wanted[0]) if body.matches else wanted[0],
            _is_right(body, key, one, wanted),
        )
        for place, (one, wanted) in enumerate(zip(given, key.right, strict=True), 1)
    )


def problems(body: Body, key: AnswerKey) -> list[str]:
    """As many gaps as answers, at least one of each."""
    if GAP_MARK not in body.stem:
        return ["gap-missing"]
    if body.gaps != len(key.right) or not all(any(filter(None, w)) for w in key.right):
        return ["gap-without-answer"]
    return []


def _is_right(body: Body, key: AnswerKey, given: str, wanted: Sequence[str]) -> bool:
    if body.matches:
        return given in wanted
    return text_matching.says(given, wanted, language=key.language, terms=key.rivals)
