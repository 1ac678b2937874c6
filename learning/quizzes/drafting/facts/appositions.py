"""Appositions: "... miasma, the idea that disease was spread by foul air"."""

import re
from collections.abc import Iterator

from learning.quizzes.drafting.words import lower_first, word_set, words_in

# "..., a process in which ...": up to the next comma or the end.
_APPOSED = re.compile(
    r", (?P<meaning>(?:an?|the) (?:[a-z-]+ ){1,4}?"
    r"(?:that|which|in which|by which|who|of|for|used|made"
    r"|with) "
    r"[^,;:()“”]+)(?:,|\.)"
)
_PERSON = re.compile(
    r"(?:an?|the) (?:[a-z-]+ ){0,2}?(?:[a-z]+(?:ist|ian|er|or)|man|woman|people|king|queen|city"
    r"|town|village|company|country|river|river|year|day|month|book|film|leader|student|novel)"
    r"(?= (?:that|which|who|of|in|for|with|from|by|at)\b)"
)
# What belongs to one case: "the end of the war", "a total of 40".
_WHOLE = re.compile(
    r"\d|^(?!.*\b(?:idea|belief|theory|view|practice)\b).*\b(?:was|were|had)\b"
    r"|\b(?:first|last|largest|same|end|total|number|part|one|most)\b"
)
_STOPS = word_set(
    """
    a an the of in on at to for from by with and or but is are was were be as that which who
    into onto than like such include includes including called via under over between before
    after if when because so not no its their his her your our my this these some any each every
    use uses used using has have had can may must will would should also only about through
    """
)
_VERBS = word_set(
    """
    consider use uses contain contains need needs make makes give gives cause causes form forms add
    adds produce produces become becomes follow follows show shows require requires mean means
    carry carries eat eats choose try prefer avoid get gets bring brings release releases create
    creates lack lacks offer offers run runs grow grows keep keeps buy sell find finds
    """
)
_OPENERS = word_set(
    """
    if when while after before because although though since unless once in on at to for from by
    with without during despite until as like unlike under over between within despite except
    beside besides even
    """
)
LONGEST = 4
SHORTEST = 5


def appositions_in(sentence: str) -> Iterator[tuple[str, str]]:
    """What stands before a comma, with the meaning behind it."""
    for found in _APPOSED.finditer(sentence):
        meaning = found["meaning"].rstrip()
        term = _noun_before(sentence[: found.start()])
        if not term or re.search(r"[;:?!“”\"]", found[0]) or re.search(r"[A-Z].* [A-Z]", term):
            continue
        if _is_opening(found, sentence, term) or len(words_in(meaning)) < SHORTEST:
            continue
        if not _PERSON.match(meaning) and not _WHOLE.search(meaning):
            yield term, meaning


def _is_opening(found: re.Match[str], sentence: str, term: str) -> bool:
    """Whether the comma ends what opens a sentence: "Without rain, a plant that ..."."""
    before = sentence[: found.start()]
    first = before.partition(" ")[0].casefold()
    if "," not in before and first in _OPENERS:
        return True
    return len(before.split()) <= len(term.split()) + 1 and found[0].endswith(".")


def _noun_before(words: str) -> str:
    """The longest run of words at the end that can be one noun with what describes it."""
    found: list[str] = []
    for word in reversed(words.split()):
        if not re.fullmatch(r"[A-Za-z][\w’'-]*", word) or word.casefold() in _STOPS:
            break
        found.insert(0, word)
        if len(found) == LONGEST:
            break
    while found and (found[0] in _VERBS or re.search(r"(?:ed|ing|ly)$", found[0])):
        found.pop(0)
    # A sentence's first word has a capital letter of no meaning.
    if found and words.startswith(found[0]) and found[0][0].isupper():
        found[0] = lower_first(found[0])
    return " ".join(found)
