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
from learning.quizzes.drafting.extracting import article_of
from learning.quizzes.drafting.filters import is_safe
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.proposals import Abstention, Proposal, Proposals
from learning.quizzes.drafting.standing_alone import stands_alone
from learning.quizzes.drafting.words import is_english, words_in

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
NOTHING_SAFE = "Nothing here has a form that a safe question can be made from."
OTHER_LANGUAGE = "Only articles in English can be drafted from."
# Enough to choose from; checking is what takes the time.
MOST_OF_A_DRAFTER = 6


def propose(outline: Outline, *, seed: int = 0, language: str = "en") -> Proposals:
    """Questions a person can review. The same outline and seed give the same proposals."""
    article = article_of(outline)
    if not (language.lower().startswith("en") and is_english(article.sentences)):
        return Proposals(
            (), tuple(_abstention(t, article, OTHER_LANGUAGE) for t in article.sections)
        )
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
        tuple(
            _abstention(text, article, NOTHING_SAFE)
            for text in article.sections
            if not plan[text.section.position]
        ),
    )


def _suggested(article: Article, text: SectionText, seed: int) -> Iterator[Candidate]:
    for rank, (name, draft) in enumerate(DRAFTERS.items()):
        random = Random(f"{seed} {text.section.position} {name}")
        safe = (w for w in draft(article, text, random) if is_safe(w, article.outline))
        for wording in islice(safe, MOST_OF_A_DRAFTER):
            yield Candidate(wording, name, rank)


def _abstention(text: SectionText, article: Article, reason: str) -> Abstention:
    """The sentences that say most by themselves, in the article's order."""
    best = sorted(
        text.passages,
        key=lambda each: (not stands_alone(each, text, article), -len(words_in(each.words))),
    )[:KEY_SENTENCES]
    keys = sorted((each.sentence.start, each.sentence.id) for each in best)
    return Abstention(text.section.position, reason, tuple(id for _, id in keys))
