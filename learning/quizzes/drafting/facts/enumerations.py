"""Complete lists inside a sentence: "three things are needed for fire: heat, fuel and oxygen"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import stands_alone
from learning.quizzes.drafting.words import stems, words_in

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNTED = re.compile(
    rf"(?P<lead>.*\b(?P<count>{'|'.join(_COUNTS)}) .*?)(?::| are:?) (?P<list>[^:;()]+)\.", re.I
)
_OPEN_ENDED = re.compile(r"\b(?:such as|including|for example|like|among others|etc|e\.g)\b", re.I)
LONGEST_MEMBER = 3


@dataclass(frozen=True)
class Enumeration:
    """A sentence that counts things and names them all."""

    passage: Passage
    lead: str
    members: tuple[str, ...]


def enumerations_in(text: SectionText, article: Article) -> Iterator[Enumeration]:
    """All of a section whose number of members is the number it states."""
    for passage in text.prose:
        found = _COUNTED.fullmatch(passage.words)
        if found is None or _OPEN_ENDED.search(passage.words) or not may_be_asked(passage.words):
            continue
        members = [m.strip() for m in re.split(r", and |, or |, | and | or ", found["list"])]
        members = [re.sub(r"^(?:the|an?) ", "", member) for member in members]
        if len(members) != _COUNTS[found["count"].casefold()] or not stands_alone(
            passage, text, article
        ):
            continue
        is_short = all(0 < len(words_in(member)) <= LONGEST_MEMBER for member in members)
        if is_short and not any(stems(member) & stems(found["lead"]) for member in members):
            yield Enumeration(passage, found["lead"], tuple(members))
