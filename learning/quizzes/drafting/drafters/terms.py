"""Questions on terms that stand side by side: which one is described, which belongs to what."""

from collections.abc import Iterator
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.terms import Term, TermList, term_lists
from learning.quizzes.drafting.material import Article, SectionText

MATCHED = 4


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Matching for most of a list's terms, single choice for those that are left."""
    for listed in term_lists(text):
        where = _where(listed, text)
        terms = list(listed.terms)
        random.shuffle(terms)
        matched = terms[: min(MATCHED, len(terms) - 1)]
        if len(matched) >= 3:
            yield _matching(article, where, sorted(matched, key=listed.terms.index))
        else:
            matched = []
        for term in terms[len(matched) : len(matched) + 2]:
            others = [other for other in terms if other is not term]
            yield _single(article, where, term, others[:2])


def _matching(article: Article, where: str, terms: list[Term]) -> Wording:
    said = " ".join(f"{term.name}: “{term.explanation}”." for term in terms)
    return wordings.matching(
        article,
        f"Match each term with what {where} says about it.",
        [(term.name, term.explanation) for term in terms],
        f"The article puts it like this. {said}",
        [passage for term in terms for passage in term.passages],
    )


def _single(article: Article, where: str, term: Term, others: list[Term]) -> Wording:
    return wordings.choice(
        article,
        f"Which of these does {where} describe as follows: “{term.explanation}”?",
        [term.name],
        [
            (other.name, f"About {other.name} the article says: “{other.explanation}”.")
            for other in others
        ],
        f"The article says this about {term.name}: “{term.explanation}”.",
        term.passages,
    )


def _where(listed: TermList, text: SectionText) -> str:
    name = listed.heading or text.name
    return f"the part “{name}”" if name else "the article"
