"""Questions on terms that stand side by side: which one is described, which belongs to what."""

from collections.abc import Iterator, Sequence
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.terms import Term, TermList, term_lists
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import overlap, stems

MOST_MATCHED = 4
# Two descriptions that share more than this could both be said of one term.
MOST_SHARED = 0.5


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Matching for most of a list's terms, single choice for those that are left."""
    for found in term_lists(text):
        terms = _clear(found)
        random.shuffle(terms)
        matched = terms[: min(MOST_MATCHED, len(terms) - 1)] if len(terms) > 3 else []
        if matched:
            yield _matching(article, found, text, sorted(matched, key=found.terms.index))
        for term in terms[len(matched) : len(matched) + (2 if matched else 1)]:
            others = [other for other in found.terms if _is_wrong(other, term)]
            if len(others) >= 2:
                yield _single(article, found, text, term, random.sample(others, 2))


def _clear(found: TermList) -> list[Term]:
    """Those that are described so that neither their own name nor another one is given away."""
    shared = frozenset.intersection(*(stems(term.name) for term in found.terms))
    return [
        term
        for term in found.terms
        if not stems(term.explanation) & (stems(term.name) - shared)
        and may_be_asked(term.explanation)
        and not points_elsewhere(term.explanation)
        and all(_is_wrong(other, term) for other in found.terms if other is not term)
    ]


def _is_wrong(other: Term, term: Term) -> bool:
    """Whether `other` is certainly not what the description of `term` describes."""
    return (
        other is not term
        and overlap(term.explanation, other.explanation) <= MOST_SHARED
        and not stems(other.name) <= stems(term.explanation)
        and not stems(other.name) <= stems(term.name)
        and not stems(term.name) <= stems(other.name)
    )


def _matching(
    article: Article, found: TermList, text: SectionText, terms: Sequence[Term]
) -> Wording:
    said = "; ".join(f"{term.name}: “{term.explanation}”" for term in terms)
    return wordings.matching(
        article,
        f"Match each entry with {_described(found, text)}.",
        [(term.name, term.explanation) for term in terms],
        f"These belong together in the article. {said}.",
        [passage for term in terms for passage in term.passages],
    )


def _described(found: TermList, text: SectionText) -> str:
    if found.column:
        return f"what the table in {wordings.place(text, found.heading)} has under “{found.column}”"
    return f"what {wordings.place(text, found.heading)} says about it"


def _single(
    article: Article, found: TermList, text: SectionText, term: Term, others: Sequence[Term]
) -> Wording:
    where = wordings.place(text, found.heading)
    return wordings.choice(
        article,
        f"Which of these does {where} describe as follows: “{term.explanation}”?",
        [term.name],
        [
            (other.name, f"The article describes “{other.name}” as: “{other.explanation}”.")
            for other in others
        ],
        f"The article describes “{term.name}” in these words: “{term.explanation}”.",
        term.passages,
    )
