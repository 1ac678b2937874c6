"""Other names the article gives: abbreviations with their long forms, and "also called"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes.drafting.material import Passage, SectionText
from learning.quizzes.drafting.words import word_set, words_in

_SHORT = re.compile(r"\((?P<short>[A-Z][A-Za-z]{1,5}s?)\)")
_ALSO = re.compile(
    r"(?P<name>(?:[A-Z][\w’'-]+|[a-z][\w’'-]+)(?: [\w’'-]+){0,4}), (?:also|sometimes|often) "
    r"(?:known as|called|referred to as) (?:an? |the )?(?P<other>[\w’'-]+(?: [\w’'-]+){0,5}),"
)
_SKIPPED = word_set(
    """
    of and the for in on to a an with
    """
)


@dataclass(frozen=True)
class OtherName:
    """A name, what else it is called, and whether one is an abbreviation of the other."""

    name: str
    other: str
    is_short: bool
    passage: Passage


def other_names_in(text: SectionText) -> Iterator[OtherName]:
    """All of a section, in order."""
    for passage in text.prose:
        for found in _SHORT.finditer(passage.words):
            long = _long_form(found["short"], words_in(passage.words[: found.start()]))
            if long:
                yield OtherName(found["short"], long, True, passage)
        also = _ALSO.match(re.sub(r"^(?:The|A|An) ", "", passage.words))
        if also:
            yield OtherName(also["name"], also["other"], False, passage)


def _long_form(short: str, before: list[str]) -> str:
    """The words before the bracket whose first letters are the abbreviation's."""
    letters = short.rstrip("s").casefold()
    for number in range(len(letters) - 1, min(len(letters) + 3, len(before)) + 1):
        words = before[-number:] if number else []
        pieces = [piece for word in words for piece in word.split("-")]
        matter = [w for w in pieces if w.casefold() not in _SKIPPED or len(pieces) == len(letters)]
        if len(words) > 1 or len(pieces) > 1:
            initials = "".join(word[0] for word in matter).casefold()
            if initials == letters and words[0].casefold() not in _SKIPPED:
                return " ".join(words)
    return ""
