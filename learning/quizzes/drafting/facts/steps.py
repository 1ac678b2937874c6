"""Things in an order: steps of a procedure, and events with their years."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.quizzes.drafting.facts.reasons import without_reason
from learning.quizzes.drafting.facts.verbs import is_instruction
from learning.quizzes.drafting.material import Article, Listing, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import upper_first, words_in

FEWEST, MOST = 4, 7
LONGEST = 16
_ORDERED = re.compile(
    r"\b(?:steps?|how to|order|sequence|procedure|process|stages?|phases?|stepwise|instructions?"
    r"|follow|as follows|proceed|work like this|routine)\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after that|afterwards|finally|lastly"
    r"|at last|last|to begin with|now|at the end|in the end)(?:,| of all,)? ",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:first(?:ly)?|to begin with)(?:,| of all,)? ", re.IGNORECASE)
_LEAK = re.compile(
    r"\b(?:then|next|finally|first|second|third|last|lastly|again|now|afterwards|at the end|begin"
    r"|start(?:ing)?|finish|steps? \d|before you start|remaining)\b",
    re.IGNORECASE,
)
_SEEKS = re.compile(
    r"(?:find|locate|gather|collect|get|choose|pick|buy|fetch|prepare|assemble|download) ", re.I
)
_UNDONE = (
    ("open", "close"), ("unlock", "lock"), ("disconnect", "connect"), ("unplug", "plug"),
    ("remove", "replace"), ("loosen", "tighten"), ("fill", "empty"), ("fill", "drain"),
    ("lift", "lower"), ("detach", "attach"), ("wet", "dry"), ("start", "stop"), ("pull", "push"),
    ("put", "take"), ("put", "return"),
)  # fmt: skip
_UNTOLD = re.compile(r"^(?:[a-z]+ ){1,2}(?:it|them)\b")
_UNNAMED = re.compile(r"(?:The|It|They|He|She) \w+ (?:was|were)\b")
_EVENT = re.compile(r"(?:In|By) (?P<year>1\d{3}|20\d\d), (?P<what>.+)\.")


@dataclass(frozen=True)
class Procedure:
    """Items in the order in which the article puts them, and what they lead to."""

    goal: str
    items: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Event:
    """What happened, without the year, and the year."""

    what: str
    year: int
    passage: Passage


def procedures_in(text: SectionText) -> Iterator[Procedure]:
    """Numbered instructions, and sentences that begin with "first", "then", "finally"."""
    for listing in text.listings:
        if listing.is_numbered and not listing.is_nested and _is_procedure(listing, text):
            yield from _sequence(_goal(listing, text), [item.passages[0] for item in listing.items])
    run: list[Passage] = []
    for passage in text.prose:
        if _FIRST.match(passage.words):
            run = [passage]
        elif run and run[-1].block == passage.block and _CUE.match(passage.words):
            run.append(passage)
        elif len(run) >= FEWEST:
            break
        else:
            run = []
    if len(run) >= FEWEST:
        yield from _sequence(text.name, run)


def _is_procedure(listing: Listing, text: SectionText) -> bool:
    told = sum(is_instruction(item.words) for item in listing.items)
    lead = listing.lead.words if listing.lead else ""
    named = _ORDERED.search(f"{lead} {listing.heading} {text.name}")
    return told * 3 >= len(listing.items) * 2 or bool(named and "reason" not in lead.casefold())


def _goal(listing: Listing, text: SectionText) -> str:
    """The last clause of the lead-in where that is an instruction, else the heading."""
    lead = listing.lead.words.rstrip(" :.") if listing.lead else ""
    last = lead.rpartition(", ")[2]
    is_told = 2 <= len(words_in(last)) <= LONGEST and is_instruction(upper_first(last))
    is_vague = re.search(r"\b(?:steps?|follow(?:ing)?|these|this|below|order)\b", last)
    return upper_first(last) if is_told and not is_vague else listing.heading or text.name


def _sequence(goal: str, passages: Sequence[Passage]) -> Iterator[Procedure]:
    items = [_item(passage) for passage in passages]
    if items and _SEEKS.match(items[0]):
        # That one finds a thing before one uses it goes without saying.
        items, passages = items[1:], passages[1:]
    fits = FEWEST <= len(items) <= MOST and all(
        item and 2 <= len(words_in(item)) <= LONGEST and not _LEAK.search(item) for item in items
    )
    is_safe = fits and all(may_be_asked(passage.words) for passage in passages)
    if is_safe and not _follows_from_logic(items):
        yield Procedure(goal, tuple(items), tuple(passages))


def _follows_from_logic(items: Sequence[str]) -> bool:
    """Whether thinking alone puts them in order: what is opened is closed, "a cup", "the cup"."""
    texts = [item.casefold() for item in items]
    verbs = [stem_of for text in texts for stem_of in [text.partition(" ")[0]]]
    if any(one in verbs and other in verbs for one, other in _UNDONE):
        return True
    # "Rinse it": of what is put in order by the reader, nothing says what "it" is.
    if sum(bool(_UNTOLD.search(text)) for text in texts) >= 2:
        return True
    links = 0
    for number, text in enumerate(texts):
        new = re.findall(r"\ban? (?:[a-z-]+ )?([a-z-]+)", text)
        links += any(
            re.search(rf"\bthe (?:[a-z-]+ )?{re.escape(noun)}\b", later)
            for noun in new
            for later in texts[number + 1 :]
        )
    return links * 2 > len(texts) or any(re.search(r"\bboth\b", text) for text in texts)


def _item(passage: Passage) -> str:
    words = _CUE.sub("", passage.words, count=1) if _CUE.match(passage.words) else passage.words
    return upper_first(without_reason(words).rstrip(" .;,"))


def events_in(article: Article, text: SectionText) -> Iterator[Event]:
    """Sentences of the form "In 1840, ..." that need no other one."""
    for passage in text.prose:
        found = _EVENT.fullmatch(passage.words)
        if found is None or re.search(r"\d{3}|[:;?!“”\"]", found["what"]):
            continue
        what = upper_first(found["what"])
        if points_elsewhere(what) or not may_be_asked(passage.words):
            continue
        if 3 <= len(words_in(what)) <= 24 and not _UNNAMED.match(what):
            yield Event(what, int(found["year"]), passage)
