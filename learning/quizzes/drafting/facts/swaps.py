"""Two things set against each other, swapped: "with the retailer, not the maker"."""

import re

from learning.quizzes.drafting.facts.inversions import DENIES
from learning.quizzes.drafting.words import word_set

_EXCLUDES = re.compile(
    r"(?<![\w-])(?P<kind>the|an?|by|in|from|on|with|to|for|at) (?P<one>[a-z-]+)"
    r"(?P<link>,? (?:rather than|instead of|and not|but not|not) |, not )"
    r"(?P<other_kind>the|an?|by|in|from|on|with|to|for|at) (?P<other>[a-z-]+)(?=[.,])"
)
_CLAUSE = re.compile(
    r"(?P<subject>(?:[Aa]n?|[Tt]he|[Ee]ach) [a-z-]+(?: [a-z-]+){0,2}?|[A-Za-z][a-z]+ing) "
    r"(?P<verb>is|are|was|were|has|have|moves?|stays?|lasts?|takes?|gives?|needs?|grows?|keeps?"
    r"|makes?|runs?|holds?|costs?|uses?|works?|shows?|tells?|covers?|protects?|contains?|pays?"
    r"|lets?|straightens?|removes?|adds?|lasts?|carries|carry|stores?|absorbs?|produces?"
    r"|reduces?|dissolves?|applies|apply|measures?|stops?)\b .+"
)
_LITTLE = word_set(
    """
    the a an and or of in on at to for from by with as that which who their its his her is are
    was were be not no than more less most can may must will would should into through about
    both
    """
)


def of_contrast(statement: str) -> str:
    """Two halves that do the same to different things, or differ in who does what, swapped."""
    halves = re.fullmatch(
        r"(?P<one>[^,;:]+), (?P<link>while|whereas) (?P<other>[^,;:]+)\.", statement
    )
    if halves is None or DENIES.search(statement):
        return ""
    one, other = halves["one"].split(), halves["other"].split()
    shared = [w for w in one[1:-1] if w in other[1:-1] and w.islower() and w not in _LITTLE]
    if len(shared) == 1 and one.count(shared[0]) == other.count(shared[0]) == 1:
        at, there = one.index(shared[0]) + 1, other.index(shared[0]) + 1
        one[at:], other[there:] = other[there:], one[at:]
    elif _is_bare(one) and _is_bare(other):
        one[0], other[0] = other[0][0].upper() + other[0][1:], one[0][0].lower() + one[0][1:]
    else:
        return _with_subjects_swapped(halves["one"], halves["link"], halves["other"])
    return f"{' '.join(one)}, {halves['link']} {' '.join(other)}."


def _with_subjects_swapped(one: str, link: str, other: str) -> str:
    """ "A tracker moves ..., while a fixed rate stays ..." the other way round."""
    first, second = _CLAUSE.fullmatch(one), _CLAUSE.fullmatch(other)
    if first is None or second is None:
        return ""
    if _is_singular(first["verb"]) != _is_singular(second["verb"]):
        return ""
    subject = second["subject"][0].upper() + second["subject"][1:]
    swapped = first["subject"][0].lower() + first["subject"][1:]
    return (
        f"{subject} {one[first.start('verb') :]}, {link} {swapped} {other[second.start('verb') :]}."
    )


def _is_singular(verb: str) -> bool:
    return verb.endswith("s") and verb != "pass"


def of_exclusion(statement: str) -> str:
    """ "With the retailer, not the maker" the other way round; empty where the two aren't alike."""
    found = list(_EXCLUDES.finditer(statement))
    if len(found) != 1 or len(DENIES.findall(statement)) != 1:
        return ""
    (one,) = found
    if one["kind"].casefold() != one["other_kind"].casefold() or one["one"] == one["other"]:
        return ""
    turned = f"{one['kind']} {one['other']}{one['link']}{one['other_kind']} {one['one']}"
    return statement[: one.start()] + turned + statement[one.end() :]


def _is_bare(half: list[str]) -> bool:
    """Whether the first word alone is what acts: "limpets clamp", not "limpets on rocks"."""
    return len(half) > 2 and half[0].endswith("s") and half[1].islower() and half[1] not in _LITTLE
