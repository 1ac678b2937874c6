"""The way in: an outline becomes proposed questions, and abstentions where none is safe."""

from random import Random

from learning.articles.outline import Outline
from learning.quizzes.drafting.drafters import terms
from learning.quizzes.drafting.material import SectionText, article_of
from learning.quizzes.drafting.proposals import Abstention, Proposal, Proposals

_DRAFTERS = {"terms": terms.draft}
_KEY_SENTENCES = 6


def propose(outline: Outline, *, seed: int = 0, language: str = "en") -> Proposals:
    """Questions a person can review. The same outline and seed give the same proposals."""
    article = article_of(outline)
    drafts: list[Proposal] = []
    abstained: list[Abstention] = []
    for text in article.sections:
        position = text.section.position
        found = [
            Proposal(position, wording, name)
            for name, draft in _DRAFTERS.items()
            for wording in draft(article, text, Random(f"{seed}-{position}-{name}"))
        ]
        drafts += found
        if not found:
            abstained.append(_abstention(text))
    return Proposals(tuple(drafts), tuple(abstained))


def _abstention(text: SectionText) -> Abstention:
    return Abstention(
        text.section.position,
        "Nothing here has a form that a safe question can be made from.",
        tuple(passage.sentence.id for passage in text.passages[:_KEY_SENTENCES]),
    )
