"""Questions on other names: what an abbreviation stands for, what else something is called."""

from collections.abc import Iterator
from random import Random

from learning.quizzes import text_matching
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.names import OtherName, other_names_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.kinds.contract import QuestionKind


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """A typed answer for each."""
    for found in other_names_in(text):
        yield _typed(article, found)


def _typed(article: Article, found: OtherName) -> Wording:
    if found.is_short:
        stem = f"What does the abbreviation “{found.name}” stand for?"
        explanation = f"“{found.name}” is short for “{found.other}”."
    else:
        stem = f"What other name does the article give for “{found.name}”?"
        explanation = f"Both names mean the same: “{found.name}” and “{found.other}”."
    return wordings.typed(
        article,
        QuestionKind.SHORT_TEXT,
        stem,
        [found.other],
        f"{explanation} The article says: “{found.passage.words}”",
        [found.passage],
        text_matching.rivals(article.vocabulary, [found.other]),
    )
