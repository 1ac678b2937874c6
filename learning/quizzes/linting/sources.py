"""An article as the lints look at it: its words by sentence, and other names it gives to things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from learning.articles.outline import Outline, Sentence
from learning.quizzes.linting.words import any_of, content, plain, words

_SAME_SIGNS = str.maketrans("’‘“”–—−\u00a0", "''\"\"--- ")
_WORD = r"[^\W\d_][\w'’-]*"
_AFTER = re.compile(rf"(?:an? |the )?({_WORD}(?: [\w'’-]+){{0,2}})")
_NOW_AND_THEN = any_of(
    """sometimes, often, commonly, usually, formerly, better, otherwise, generally"""
)
_CALLED = any_of("""called, known as, named, referred to as, abbreviated to, abbreviated as""")
# Other names of one thing ...
_OTHER_NAME = re.compile(
    rf" ?(?:[(,–—] ?|\b(?:is|are) )(?:(?:also|{_NOW_AND_THEN}) )+(?:{_CALLED}) "
    r"| ?\((?:or|also|i\.e\.,?|formerly|aka) |, also known as "
)
# ... a word for what was described before ...
_NAME_GIVEN = re.compile(rf" ?[(,–—] ?(?:{_CALLED}) |, or (?=[^,.]{{2,40}},)")
# ... and one in brackets.
_IN_BRACKETS = re.compile(r" \((?=[^()\d]{2,40}\))")
_NAME_STARTS = frozenset(["a", "an", "the", "this", "these", "some", "each", "every", "any"])
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


@dataclass(frozen=True, eq=False)
class _Known:
    """An outline as the key of a cache: its whole value would take long to hash each time."""

    outline: Outline

    def __hash__(self) -> int:
        return hash(self.outline.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and (
            self.outline is other.outline or self.outline == other.outline
        )


def source_of(outline: Outline) -> Source:
    """The pieces of an article; those of the last few are kept."""
    return _source(_Known(outline))


@lru_cache(maxsize=4)
def _source(known: _Known) -> Source:
    return Source(known.outline)


def normalised(text: str) -> str:
    """A text as quotes are compared: mark-up, white space and the shape of signs don't count."""
    return "".join(plain(text).translate(_SAME_SIGNS).split())


_Roots = tuple[str, ...]


def _named_twice(text: str) -> set[frozenset[_Roots]]:
    found: set[frozenset[_Roots]] = set()
    for pattern, is_sure in ((_OTHER_NAME, True), (_NAME_GIVEN, False), (_IN_BRACKETS, False)):
        for match in pattern.finditer(text):
            after = _AFTER.match(text, match.end())
            if not after or (
                pattern is _IN_BRACKETS and not _shortens(after[1], text[: match.start()])
            ):
                continue
            if match[0] == ", or " and "," in text[: match.start()]:
                continue  # one more of a row, rather than another name
            names = _before(text[: match.start()], is_sure=is_sure or pattern is _IN_BRACKETS)
            found |= {frozenset((name, short)) for name in names for short in _starts(after[1])}
    return {pair for pair in found if len(pair) == 2}


def _before(text: str, *, is_sure: bool) -> Iterator[_Roots]:
    """What may be the name that a text ends with; of a sure one all that it may be."""
    piece = re.split(r"[.,;:()–—|]", text)[-1].split()
    for size in range(1, min(_LONGEST_NAME, len(piece)) + 1):
        is_whole = size == len(piece) or piece[-size - 1].casefold() in _NAME_STARTS
        name = tuple(content(" ".join(piece[-size:])))
        if name and (is_sure or is_whole) and piece[-size].casefold() not in _NAME_STARTS:
            yield name


def _starts(text: str) -> Iterator[_Roots]:
    roots = tuple(content(text))
    return (roots[:size] for size in range(1, len(roots) + 1))


def _shortens(short: str, before: str) -> bool:
    """Whether a text in brackets shortens what stands before it, or is a name like it."""
    last = before.split()[-1:] or [""]
    return is_initials(short, before) or (short[:1].isupper() and last[0][:1].isupper())


def is_initials(short: str, long: str) -> bool:
    """Whether `short` is made of the first letters of the last words of `long`."""
    letters = short.rstrip("s") if short[:-1].isupper() else short
    if not (1 < len(letters) <= 6 and letters.isupper()):
        return False
    taken = [word for word in words(long) if word not in ("of", "the", "and", "for")]
    firsts = "".join(word[0] for word in re.split(r"[\s-]+", " ".join(taken)) if word)
    return firsts.endswith(letters.casefold()) or firsts == letters.casefold()
