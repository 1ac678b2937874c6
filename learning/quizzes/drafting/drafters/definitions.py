"""Questions on definitions: which term is meant, chosen among the article's own, or typed."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

from learning.quizzes import text_matching
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.definitions import SPECIFYING, Definition, definitions_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.words import lower_first, overlap, stem, stems, upper_first
from learning.quizzes.kinds.contract import QuestionKind

MOST_SHARED = 0.75
SHORTEST_ECHO = 9
SHORTEST_HEAD = 7
_WIDE = ("rate", "process", "level", "method", "effect", "theory", "system", "ratio", "wave")
_GENERAL = (
    *_WIDE,
    "class",
    "type",
    "time",
    "period",
    "test",
    "rule",
    "law",
    "cost",
    "value",
    "zone",
    "area",
    "line",
    "layer",
    "flow",
    "water",
    "light",
    "word",
    "list",
)


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Single choice where the article defines two other things of the kind, else a typed term."""
    definitions = _definitions_of(article)
    near = definitions[text]
    far = [each for other, those in definitions.items() if other is not text for each in those]
    for number, found in enumerate(near):
        akin = [each for each in far if _genus(each) == _genus(found)]
        siblings = [each for each in (*near, *akin) if _differ(each, found)]
        siblings = list({each.term.casefold(): each for each in reversed(siblings)}.values())[::-1]
        if len(siblings) >= 2 and (number % 3 < 2 or len(found.term.split()) > 3):
            yield _single(article, found, siblings[:2])
        elif len(found.term.split()) <= 3 and not _is_plain(found):
            yield _typed(article, found)


@lru_cache(maxsize=2)
def _definitions_of(article: Article) -> dict[SectionText, tuple[Definition, ...]]:
    return {text: tuple(definitions_in(text, article)) for text in article.sections}


def _is_plain(definition: Definition) -> bool:
    """Whether a few words repeat the term: "blackout curtains are curtains that ..."."""
    is_short = len(definition.meaning.split()) < SHORTEST_ECHO
    return is_short and bool(stems(definition.term) & stems(definition.meaning))


def _genus(definition: Definition) -> str:
    """What kind of thing it is said to be: the last word before "that", "of" and the like."""
    before = re.split(rf" {SPECIFYING}", definition.meaning, maxsplit=1)[0].split()
    return stem(before[-1])


def _differ(one: Definition, key: Definition) -> bool:
    """Whether one can't be taken for the other, nor told from it by grammar."""
    return (
        one is not key
        and one.is_plural == key.is_plural
        and not stems(one.term) & stems(key.meaning)
        and not stems(one.term) <= stems(key.term)
        and not stems(key.term) <= stems(one.term)
        and overlap(one.meaning, key.meaning) <= MOST_SHARED
    )


def _single(article: Article, found: Definition, siblings: Sequence[Definition]) -> Wording:
    return wordings.choice(
        article,
        f"Which term does the article use for “{lower_first(found.meaning)}”?",
        [upper_first(found.term)],
        [(upper_first(each.term), _feedback(each)) for each in siblings],
        _explanation(found),
        [found.passage],
    )


def _feedback(wrong: Definition) -> str:
    return f"“{upper_first(wrong.term)}” is the article’s word for “{wrong.meaning}”."


def _typed(article: Article, found: Definition) -> Wording:
    accepted = [found.term, *filter(None, [found.short]), *_variants(found, article)]
    return wordings.typed(
        article,
        QuestionKind.SHORT_TEXT,
        f"Which term does the article use for “{lower_first(found.meaning)}”?",
        accepted,
        _explanation(found),
        [found.passage],
        text_matching.rivals(article.vocabulary, accepted),
    )


def _variants(found: Definition, article: Article) -> list[str]:
    """What else people type: "inflation rate" for a rate, the last word where it says enough."""
    words = found.term.split()
    genus = re.split(rf" {SPECIFYING}", found.meaning, maxsplit=1)[0].split()[-1]
    if len(words) == 1:
        wide = genus in _WIDE
        return [f"{found.term} {genus}", f"{genus} of {found.term}"] if wide else []
    last = words[-1]
    if last.casefold() in _GENERAL:
        return words[:1] if len(words) == 2 else []
    # "Sacrificial anode": "anode" will do, if the article calls nothing else so.
    every = re.findall(rf"\b{re.escape(last)}", article.text, re.IGNORECASE)
    whole = re.findall(rf"\b{re.escape(found.term)}", article.text, re.IGNORECASE)
    is_telling = len(last) >= SHORTEST_HEAD and last.islower() and words[0][1:].islower()
    return [last] if is_telling and len(words) == 2 and len(every) == len(whole) else []


def _explanation(found: Definition) -> str:
    return f"The term is “{found.term}”. The article says: “{found.passage.words}”"
