"""Whether two texts name the same thing: in another spelling, by another name, in synonyms."""

import re
from functools import lru_cache

from learning.quizzes.linting.sources import Source, is_initials
from learning.quizzes.linting.synonyms import GROUPS
from learning.quizzes.linting.words import NEGATIONS, content, plain, root, words

_Roots = tuple[str, ...]


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, frozenset[int]]:
    """By root the groups of synonyms it is in."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(GROUPS.strip().splitlines()):
        for name in group.split(","):
            found.setdefault(" ".join(_roots(name)), set()).add(number)
    return {name: frozenset(groups) for name, groups in found.items()}


def are_synonyms(one: str, other: str) -> bool:
    """Whether two texts, given as roots with spaces between, mean the same in ordinary use."""
    known = _synonyms()
    return bool(known.get(one, frozenset()) & known.get(other, frozenset()))


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, dots, articles and endings that say nothing."""
    return _plain_words(one) == _plain_words(other) != () and _signs(one) == _signs(other)


def _plain_words(text: str) -> _Roots:
    return tuple(
        _singular(word) for word in words(plain(text).replace("-", " ")) if word not in _ARTICLES
    )


def _signs(text: str) -> list[str]:
    """Signs that tell C from C++ and +5 from -5."""
    return re.findall(r"(?<!\w)[-−]|[+#<>=≤≥±/^$€£°&|!]", plain(text))


_ARTICLES = frozenset(("a", "an", "the"))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_same_name(one: str, other: str, source: Source | None) -> bool:
    """Whether both name one thing: the article says so, by initials, or by a synonym.

    Texts that differ in one place are compared there.
    """
    if is_initials(one.strip(), other) or is_initials(other.strip(), one):
        return True
    if _negations(one) != _negations(other):
        return False
    if _signs(one) != _signs(other):
        return False
    first, second = _differing(_roots(one), _roots(other))
    if not first or not second:
        return False
    if source is not None and (
        frozenset((first, second)) in source.names
        or frozenset((_roots(one), _roots(other))) in source.names
    ):
        return True
    return are_synonyms(" ".join(first), " ".join(second)) or "".join(first) == "".join(second)


def is_part_of(short: str, long: str) -> bool:
    """Whether one text says all the words of another, and more."""
    few, many = _plain_words(short), _plain_words(long)
    if not content(short) or len(few) >= len(many) or _negations(short) != _negations(long):
        return False
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _roots(text: str) -> _Roots:
    return tuple(content(text)) or tuple(map(root, words(text)))


def _negations(text: str) -> int:
    return sum(word in NEGATIONS for word in words(text))


def _differing(one: _Roots, other: _Roots) -> tuple[_Roots, _Roots]:
    """What is left of two texts without what they begin and end with in common."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
