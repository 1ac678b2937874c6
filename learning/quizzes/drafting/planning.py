"""Chooses among what the drafters suggest: several kinds, no sentence twice, both sides of true."""

from collections import Counter
from collections.abc import Mapping, Sequence

from learning.quizzes.drafting.candidates import Candidate
from learning.quizzes.kinds.contract import QuestionKind

MOST_OF_A_SECTION = 5
MOST_OF_A_KIND = 2
# A section with so many other questions gets no true/false.
ENOUGH = 2
# Of an article's drafts at most one in four is true/false: one more for each three others.
OTHERS_FOR_ONE = 3


def chosen(suggested: Mapping[int, Sequence[Candidate]]) -> dict[int, list[Candidate]]:
    """By section, in the order of their sentences."""
    plan = {place: _without_true_false(candidates) for place, candidates in suggested.items()}
    left = max(1, sum(map(len, plan.values())) // OTHERS_FOR_ONE)
    sides: Counter[bool] = Counter()
    # Sections that have nothing yet come first.
    for place in sorted(plan, key=lambda place: (len(plan[place]), place)):
        one = _true_false(suggested[place], plan[place], sides)
        if one is not None and left and len(plan[place]) < ENOUGH:
            left -= 1
            sides[one.says_true] += 1
            plan[place].append(one)
    return {place: sorted(taken, key=_first_sentence) for place, taken in plan.items()}


def _without_true_false(candidates: Sequence[Candidate]) -> list[Candidate]:
    taken: list[Candidate] = []
    kinds: Counter[QuestionKind] = Counter()
    for candidate in sorted(candidates, key=lambda each: each.rank):
        kind = candidate.wording.kind
        if candidate.is_true_false or kinds[kind] == MOST_OF_A_KIND or _uses(taken, candidate):
            continue
        if len(taken) < MOST_OF_A_SECTION:
            taken.append(candidate)
            kinds[kind] += 1
    return taken


def _true_false(
    candidates: Sequence[Candidate], taken: Sequence[Candidate], sides: Counter[bool]
) -> Candidate | None:
    """One on a sentence that nothing else uses, of the side that is rarer so far."""
    free = [each for each in candidates if each.is_true_false and not _uses(taken, each)]
    # A wrong version asks more than the article's own words: those only for the other side.
    rarer = 2 * sides[True] + 1 < sides[False]
    return min(free, key=lambda each: each.says_true != rarer, default=None)


def _uses(taken: Sequence[Candidate], candidate: Candidate) -> bool:
    return any(candidate.sentences & each.sentences for each in taken)


def _first_sentence(candidate: Candidate) -> int:
    return min(anchor.start for anchor in candidate.wording.anchors)
