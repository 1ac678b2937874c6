"""Questions on terms that stand side by side: which one is described, which belongs to what."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.terms import Term, TermList, term_lists
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import echoes, lower_first, overlap, stems

MOST_MATCHED = 4
# Two descriptions that share more than this could both be said of one term.
MOST_SHARED = 0.5
# A description of which so much is said of the whole section is no key for one of its terms.
OF_ALL = 0.6
LONGEST_HEADING = 4
_NO_NOUN = re.compile(
    r"(?:what|how|when|where|who|why|which|is|are|can|does|do|in|at|for|per|use[ds]? (?:for|on|in)"
    r"|[a-z]+ing\b"
    r"|yes|no|from|to|not|[^A-Za-z])|.*[?/&(:]|.*\b(?:for|if|when|to|is|on)$",
    re.IGNORECASE,
)


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Matching for most of a list's terms, single choice for one that is left; one for a table."""
    for found in term_lists(text):
        if found.is_monotone:
            continue
        terms = _clear(found, text, stems(article.outline.title))
        random.shuffle(terms)
        # Values that say nothing by themselves can't be told apart by thinking.
        fits = len(terms) > 3 and (not found.column or not _are_numbers(terms))
        matched = terms[: min(MOST_MATCHED, len(terms) - (not found.column))] if fits else []
        if matched:
            yield _matching(article, found, text, sorted(matched, key=found.terms.index))
            if found.column:
                continue
        for term in terms[len(matched) : len(matched) + 1]:
            others = [other for other in found.terms if _is_sibling(other, term)]
            if len(others) >= 2:
                yield _single(article, found, text, term, random.sample(others, 2))


def _are_numbers(terms: Sequence[Term]) -> bool:
    return sum(any(c.isdigit() for c in term.explanation) for term in terms) * 2 > len(terms)


def _clear(found: TermList, text: SectionText, topic: frozenset[str]) -> list[Term]:
    """Those that are described so that neither their own name nor another one is given away."""
    shared = frozenset.intersection(*(stems(term.name) for term in found.terms)) | topic
    return [
        term
        for term in found.terms
        if not echoes(term.explanation, term.name, but=shared)
        and may_be_asked(term.explanation)
        and not points_elsewhere(term.explanation)
        and (found.column or not _is_of_all(term, text))
        and all(_is_wrong(other, term) for other in found.terms if other is not term)
    ]


def _is_of_all(term: Term, text: SectionText) -> bool:
    """Whether the section says much the same of everything it lists."""
    said = stems(term.explanation)
    others = stems(" ".join(p.words for p in text.prose if p not in term.passages
                            and not any(p in item.passages for item in text.run_ins)))  # fmt: skip
    return bool(said) and len(said & others) >= OF_ALL * len(said)


def _is_sibling(other: Term, term: Term) -> bool:
    """Whether neither meaning nor grammar tells the two apart."""
    if not _is_wrong(other, term):
        return False
    is_one = re.match(r"an?\b", term.explanation, re.IGNORECASE) is not None
    return not is_one or _is_plural(other.name) == _is_plural(term.name)


def _is_plural(name: str) -> bool:
    return bool(re.search(r"(?<![su])s$", name))


def _is_wrong(other: Term, term: Term) -> bool:
    """Whether `other` is certainly not what the description of `term` describes."""
    return (
        other is not term
        and overlap(term.explanation, other.explanation) <= MOST_SHARED
        and not stems(other.name) <= stems(term.explanation)
        and other.explanation.casefold() != term.explanation.casefold()
        and not stems(other.name) <= stems(term.name)
        and not stems(term.name) <= stems(other.name)
    )


def _matching(
    article: Article, found: TermList, text: SectionText, terms: Sequence[Term]
) -> Wording:
    said = "; ".join(f"{term.name}: “{term.explanation}”" for term in terms)
    return wordings.matching(
        article,
        _task(found, text),
        [(term.name, term.explanation) for term in terms],
        f"These belong together in the article. {said}.",
        [passage for term in terms for passage in term.passages],
    )


def _task(found: TermList, text: SectionText) -> str:
    where = wordings.place(text, found.heading)
    kind, column = _noun(found.kind), _noun(found.column)
    if kind and column:
        return f"Match each {kind} with its {column}, according to {where}."
    if found.column:
        return f"Match each entry with what the table in {where} gives as “{found.column}”."
    return f"Match each term with its description in {where}."


def _noun(heading: str) -> str:
    """A heading of a column as one thing in a sentence; empty where it isn't a short noun."""
    words = heading.split()
    if not words or len(words) > LONGEST_HEADING or _NO_NOUN.match(heading):
        return ""
    noun = lower_first(heading)
    if re.search(r"(?<![su])s$", noun):
        noun = f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]
    return noun


def _single(
    article: Article, found: TermList, text: SectionText, term: Term, others: Sequence[Term]
) -> Wording:
    where = wordings.place(text, found.heading)
    kind, column = _noun(found.kind), _noun(found.column)
    if kind and column:
        stem = f"Which {kind} has “{term.explanation}” as its {column}, according to {where}?"
        said = f"has as its {column}"
    elif found.column:
        stem = f"For which of these does {where} give “{term.explanation}” as “{found.column}”?"
        said = f"has under “{found.column}”"
    else:
        if any(echoes(text.name, each.name) for each in (term, *others)):
            where = "the article"
        stem = f"Which of these fits the description “{term.explanation}” in {where}?"
        said = "is described as"
    return wordings.choice(
        article,
        stem,
        [term.name],
        [
            (other.name, f"In the article “{other.name}” {said}: “{other.explanation}”.")
            for other in others
        ],
        f"In the article “{term.name}” {said}: “{term.explanation}”.",
        term.passages,
    )
