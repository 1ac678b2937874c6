"""Whether two texts name the same thing: in another spelling, by another name, in synonyms."""

import re
from collections.abc import Callable
from functools import lru_cache

from learning.quizzes.linting.sources import Source, is_initials
from learning.quizzes.linting.synonyms import GROUPS
from learning.quizzes.linting.words import NEGATIONS, british, content, plain, root, words

_Words = tuple[str, ...]


@lru_cache(maxsize=1)
def _synonyms() -> dict[_Words, frozenset[int]]:
    """By name the groups of synonyms it is in."""
    return _groups(_plain_words)


@lru_cache(maxsize=1)
def _roots_of_synonyms() -> dict[_Words, frozenset[int]]:
    return _groups(_roots)


def _groups(parts: Callable[[str], _Words]) -> dict[_Words, frozenset[int]]:
    found: dict[_Words, set[int]] = {}
    for number, group in enumerate(GROUPS.strip().splitlines()):
        for name in group.split(","):
            found.setdefault(parts(name), set()).add(number)
    return {name: frozenset(groups) for name, groups in found.items()}


def are_synonyms(one: _Words, other: _Words) -> bool:
    """Whether two names mean the same in ordinary use; both in the same form."""
    known = _synonyms()
    for ending in ("", "ing", "ed"):
        groups = [
            {group for base in _bases(name, ending) for group in known.get(base, ())}
            for name in (one, other)
        ]
        if groups[0] & groups[1]:
            return True
    return False


def _bases(name: _Words, ending: str) -> list[_Words]:
    """What a name may be without the ending of its first word."""
    if not ending:
        return [name]
    first, rest = name[0], name[1:]
    if not first.endswith(ending):
        return []
    bare = first.removesuffix(ending)
    return [(base, *rest) for base in (bare, f"{bare}e", bare[:-1])]


def may_mean(one: str, other: str) -> bool:
    """Whether words with these roots may mean the same."""
    known = _roots_of_synonyms()
    return bool(known.get((one,), frozenset()) & known.get((other,), frozenset()))


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, dots, articles and endings that say nothing."""
    return _plain_words(one) == _plain_words(other) != () and _signs(one) == _signs(other)


@lru_cache(maxsize=4_000)
def _plain_words(text: str) -> _Words:
    """The words of a text, in one spelling and in the singular."""
    bare = re.sub(r"%|\bper cent\b", " percent", plain(text).casefold()).replace("-", " ")
    return tuple(_singular(british(word)) for word in words(bare) if word not in _ARTICLES)


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
    if _negations(one) != _negations(other) or _signs(one) != _signs(other):
        return False
    if source is not None and _is_named_both(one, other, source):
        return True
    first, second = _differing(_plain_words(one), _plain_words(other))
    if not first or not second:
        return False
    return "".join(first) == "".join(second) or are_synonyms(first, second)


def _is_named_both(one: str, other: str, source: Source) -> bool:
    whole = _roots(one), _roots(other)
    return frozenset(whole) in source.names or frozenset(_differing(*whole)) in source.names


def is_part_of(short: str, long: str) -> bool:
    """Whether one text says all the words of another, and more."""
    few, many = _plain_words(short), _plain_words(long)
    if not content(short) or len(few) >= len(many) or _negations(short) != _negations(long):
        return False
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _roots(text: str) -> _Words:
    return tuple(content(text)) or tuple(map(root, words(text)))


def _negations(text: str) -> int:
    return sum(word in NEGATIONS for word in words(text))


def _differing(one: _Words, other: _Words) -> tuple[_Words, _Words]:
    """What is left of two texts without what they begin and end with in common."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
