"""Sentences in clauses, and which words of them a negation turns round."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.quizzes.linting.words import TURNING, content, negations, words

# Where what was said before ends to be negated.
_BOUNDARY = re.compile(
    r"[;:()—–!?…]|\.(?=\s|$)|, (?=(?:and|which|who|where|it|they|he|she|we|you|this|these|that)\b)"
    r"|\b(?:but|because|although|though|while|whereas|unless|until|since|if|when|so|instead|yet|without"
    r"|however|therefore|rather|than|even|before|after|once)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[\"'“‘(]?[A-Z0-9])")
_LONGEST_SCOPE = 8


@dataclass(frozen=True)
class Negation:
    """A negation: roots of the words it is about, of those before it; its clause's words.

    `rest` is what follows it in the sentence.
    """

    sign: str
    scope: frozenset[str]
    before: frozenset[str]
    words: str
    rest: str


@lru_cache(maxsize=4_000)
def sentences(text: str) -> tuple[str, ...]:
    return tuple(piece for piece in _SENTENCE.split(text) if piece.strip())


@lru_cache(maxsize=4_000)
def clauses(text: str) -> tuple[str, ...]:
    return tuple(
        piece.strip()
        for sentence in sentences(text)
        for piece in _BOUNDARY.split(sentence)
        if piece and piece.strip()
    )


@lru_cache(maxsize=4_000)
def negated(text: str) -> tuple[Negation, ...]:
    """The negations of a text, in order."""
    return tuple(found for sentence in sentences(text) for found in _in_sentence(sentence))


def _in_sentence(sentence: str) -> Iterator[Negation]:
    edges = [0, *(match.start() for match in _BOUNDARY.finditer(sentence)), len(sentence)]
    for start, end in negations(sentence):
        after = min(edge for edge in edges if edge >= end)
        first = max(edge for edge in edges if edge <= start)
        scope = content(sentence[end:after])[:_LONGEST_SCOPE]
        before = content(sentence[first:start])
        yield Negation(
            sentence[start:end].casefold(),
            frozenset(scope or before),
            frozenset(before),
            " ".join(sentence[start:after].split()[:8]),
            sentence[end:],
        )


@lru_cache(maxsize=4_000)
def has_negation(text: str) -> bool:
    return any(True for _ in negations(text))


@lru_cache(maxsize=4_000)
def turns(text: str) -> bool:
    """Whether a text may deny something, with a negation or in other words."""
    return has_negation(text) or bool(turning_words(text))


@lru_cache(maxsize=4_000)
def turning_words(text: str) -> frozenset[str]:
    """The words of a text, other than negations, that may turn its meaning round."""
    return frozenset(word for word in words(text) if word in TURNING or _NEGATING.fullmatch(word))


_NEGATING = re.compile(
    r"un(?!i[tfqv]|der|til|less|cle|ion|iver)\w{4,}|non\w{3,}|\w{3,}less|\w{3,}free"
    r"|dis(?!eas|tan|cuss|pla[yc]|h|tri|tinc|cover|c$|k|aster|cipl|patch|solv)\w{4,}"
    r"|in(?:correct|effective|accurate|appropriate|complete|visible|valid|secure|active|edible)"
)
