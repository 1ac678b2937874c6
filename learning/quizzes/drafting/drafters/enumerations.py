"""Gaps in complete lists: the other members and their number leave only one answer."""

from collections.abc import Iterator
from random import Random

from learning.quizzes import text_matching
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.enumerations import enumerations_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """One member of each list is left out."""
    for found in enumerations_in(text, article):
        member = random.choice(found.members)
        before, _, behind = found.passage.words.rpartition(member)
        yield wordings.typed(
            article,
            QuestionKind.GAP,
            f"Which one is missing? “{before}{GAP_MARK}{behind}”",
            [member],
            f"The one left out is “{member}”. The article says: “{found.passage.words}”",
            [found.passage],
            text_matching.rivals(article.vocabulary, [member]),
        )
