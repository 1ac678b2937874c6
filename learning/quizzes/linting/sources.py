"""An article as the lints look at it: its words by sentence, and other names it gives to things."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from learning.articles.outline import Outline, Sentence
from learning.quizzes.linting.words import content, plain, words

_SAME_SIGNS = str.maketrans("’‘“”–—−\u00a0", "''\"\"--- ")
_NAME = r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,4}"
_SHORT_NAME = r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,2}"
_ALSO = (
    r"(?:(?:sometimes|often|commonly|usually|formerly|better|otherwise) )?(?:also )?"
    r"(?:called|known as|named|referred to as|abbreviated(?: to| as)?)"
)
_ALIASES = (
    re.compile(rf"({_NAME}) ?(?:\(|, |– |— )(?:also |or |i\.e\.,? |formerly )({_NAME})\b"),
    re.compile(rf"({_NAME}) ?(?:\(|, |– |— ){_ALSO} (?:an? |the )?({_SHORT_NAME})"),
    re.compile(rf"({_NAME}) (?:is|are) (?:also|sometimes|often|commonly) "
               rf"(?:called|known as|named|referred to as) (?:an? |the )?({_SHORT_NAME})"),
    re.compile(rf"({_NAME}) (?:\(or|or) ({_SHORT_NAME})(?:\)|,)"),
)  # fmt: skip
_IN_BRACKETS = re.compile(rf"({_NAME}) \(({_SHORT_NAME})(?: for short)?\)")
_LONGEST_NAME = 4


@dataclass(frozen=True)
class Source:
    """An article, taken to pieces once for all the questions on it."""

    outline: Outline

    @cached_property
    def text(self) -> str:
        return normalised(self.outline.text)

    @cached_property
    def sentences(self) -> dict[str, Sentence]:
        found = (s for section in self.outline.sections for s in section.sentences)
        return {sentence.id: sentence for sentence in found}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Sentences by id, without mark-up."""
        return {id: plain(sentence.text) for id, sentence in self.sentences.items()}

    @cached_property
    def holding(self) -> dict[str, frozenset[str]]:
        """Roots of words, and the ids of the sentences that have each."""
        found: dict[str, set[str]] = {}
        for id, text in self.texts.items():
            for each in content(text):
                found.setdefault(each, set()).add(id)
        return {each: frozenset(ids) for each, ids in found.items()}

    @cached_property
    def names(self) -> frozenset[frozenset[tuple[str, ...]]]:
        """Pairs of names that the article says are of one thing, as roots."""
        return frozenset(pair for text in self.texts.values() for pair in _named_twice(text))


@lru_cache(maxsize=4)
def source_of(outline: Outline) -> Source:
    """The pieces of an article; those of the last few are kept."""
    return Source(outline)


def normalised(text: str) -> str:
    """A text as quotes are compared: mark-up, white space and the shape of signs don't count."""
    return "".join(plain(text).translate(_SAME_SIGNS).split())


def _named_twice(text: str) -> set[frozenset[tuple[str, ...]]]:
    found = set()
    for pattern in (*_ALIASES, _IN_BRACKETS):
        for match in pattern.finditer(text):
            if pattern is _IN_BRACKETS and not _shortens(match[2], match[1]):
                continue
            found |= _pairs(match[1], match[2])
    return found


def _pairs(before: str, after: str) -> set[frozenset[tuple[str, ...]]]:
    """Nobody knows where a name begins that ends before "also called": all that may be it."""
    one, other = words(before), content(after)
    found = set()
    for size in range(1, _LONGEST_NAME + 1):
        if size > len(one):
            break
        name = tuple(content(" ".join(one[-size:])))
        for other_size in range(1, len(other) + 1):
            pair = frozenset((name, tuple(other[:other_size])))
            if name and len(pair) == 2:
                found.add(pair)
    return found


def _shortens(short: str, before: str) -> bool:
    """Whether a text in brackets shortens what stands before it, or is a name like it."""
    return is_initials(short, before) or (short[:1].isupper() and before.split()[-1][:1].isupper())


def is_initials(short: str, long: str) -> bool:
    """Whether `short` is made of the first letters of the last words of `long`."""
    letters = short.rstrip("s") if short[:-1].isupper() else short
    if not (1 < len(letters) <= 6 and letters.isupper()):
        return False
    taken = [word for word in words(long) if word not in ("of", "the", "and", "for")]
    firsts = "".join(word[0] for word in re.split(r"[\s-]+", " ".join(taken)) if word)
    return firsts.endswith(letters.casefold()) or firsts == letters.casefold()
