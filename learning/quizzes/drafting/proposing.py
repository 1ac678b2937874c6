"""The way in: an outline becomes proposed questions, and abstentions where none is safe."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from learning.articles.outline import Outline
from learning.quizzes.content import Wording
from learning.quizzes.drafting import planning
from learning.quizzes.drafting.candidates import Candidate
from learning.quizzes.drafting.drafters import (
    definitions,
    enumerations,
    figures,
    instructions,
    lists,
    names,
    orders,
    statements,
    terms,
)
from learning.quizzes.drafting.filters import is_safe
from learning.quizzes.drafting.material import Article, SectionText, article_of
from learning.quizzes.drafting.proposals import Abstention, Proposal, Proposals

__all__ = ["DRAFTERS", "Abstention", "Proposal", "Proposals", "propose"]

# The best first: where two want the same sentence, the earlier one gets it.
DRAFTERS: dict[str, Callable[[Article, SectionText, Random], Iterator[Wording]]] = {
    "terms": terms.draft,
    "orders": orders.draft,
    "lists": lists.draft,
    "definitions": definitions.draft,
    "enumerations": enumerations.draft,
    "names": names.draft,
    "instructions": instructions.draft,
    "figures": figures.draft,
    "statements": statements.draft_single,
    "true-false": statements.draft_true_false,
}
KEY_SENTENCES = 6
# Enough to choose from; checking is what takes the time.
MOST_OF_A_DRAFTER = 6


def propose(outline: Outline, *, seed: int = 0, language: str = "en") -> Proposals:
    """Questions a person can review. The same outline and seed give the same proposals."""
    article = article_of(outline)
    suggested = {
        text.section.position: list(_suggested(article, text, seed)) for text in article.sections
    }
    plan = planning.chosen(suggested)
    return Proposals(
        tuple(
            Proposal(position, each.wording, each.drafter)
            for position, taken in plan.items()
            for each in taken
        ),
        tuple(_abstention(text) for text in article.sections if not plan[text.section.position]),
    )


def _suggested(article: Article, text: SectionText, seed: int) -> Iterator[Candidate]:
    for rank, (name, draft) in enumerate(DRAFTERS.items()):
        random = Random(f"{seed} {text.section.position} {name}")
        safe = (w for w in draft(article, text, random) if is_safe(w, article.outline))
        for wording in islice(safe, MOST_OF_A_DRAFTER):
            yield Candidate(wording, name, rank)


def _abstention(text: SectionText) -> Abstention:
    return Abstention(
        text.section.position,
        "Nothing here has a form that a safe question can be made from.",
        tuple(passage.sentence.id for passage in text.passages[:KEY_SENTENCES]),
    )
