"""What the article tells its readers to do, or not to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes.drafting.facts.reasons import without_reason
from learning.quizzes.drafting.facts.verbs import ALWAYS, FORBIDS, opens_with_verb
from learning.quizzes.drafting.material import Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import is_doubtful, points_elsewhere
from learning.quizzes.drafting.words import lower_first, words_in

LONGEST = 16
# "Take it away and the fire goes out" tells what happens, not what to do.
_TWO_PARTS = re.compile(r"\b(?:and|or) (?:the|it|you|they|your|an?) \w+ \w+s\b")
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|don['’]ts?|avoid\w*|without|against|forbidden|prohibited|banned|stop|worst"
    r"|fail\w*|unless|instead|cannot|can['’]t|refrain|only)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Instruction:
    """Something to do, as a verb phrase in small letters, and whether one is told not to."""

    act: str
    is_forbidden: bool
    passage: Passage


def instructions_in(text: SectionText) -> Iterator[Instruction]:
    """All of a section that are short and say by themselves what is to be done."""
    for passage in text.passages:
        found = instruction(passage)
        if found is None or not may_be_asked(passage.words) or is_doubtful(passage, text):
            continue
        # "Never:" above a list turns what its items say.
        if not (passage.in_list and _NEGATIVE.search(text.heading_of(passage))):
            yield found


def instruction(passage: Passage) -> Instruction | None:
    """A sentence as an instruction; None if it is none, or can't be understood alone."""
    sentence = without_reason(passage.words)
    words = sentence.rstrip(" .;,")
    if passage.quoted or re.search(r"[:;?!“”\"(]", words) or not words_in(words):
        return None
    forbids = FORBIDS.fullmatch(words)
    always = ALWAYS.fullmatch(words)
    told = forbids or always
    act = told["act"] if told else lower_first(words)
    if not forbids and not opens_with_verb(act):
        return None
    if _TWO_PARTS.search(act):
        return None
    if not 3 <= len(words_in(act)) <= LONGEST or points_elsewhere(act):
        return None
    act = act.removeprefix("try to ")
    return Instruction(act, forbids is not None, passage)
