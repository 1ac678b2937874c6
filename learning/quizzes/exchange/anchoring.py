"""Anchors by the words of the sentences: how questions from elsewhere find their place again."""

from collections.abc import Iterable, Sequence

from learning.articles.outline import Sentence
from learning.quizzes.content import AnchorSpan, anchor_span
from learning.quizzes.exchange.plain import one_line


def anchored(
    quotes: Iterable[str], sentences: Sequence[Sentence], text: str
) -> tuple[tuple[AnchorSpan, ...], tuple[str, ...]]:
    """Anchors on the sentences of `text` that say what is quoted, and the quotes that none says.

    White space aside it has to be the same, character for character.
    """
    known = {one_line(sentence.text): sentence for sentence in reversed(sentences)}
    found: list[AnchorSpan] = []
    lost: list[str] = []
    for quote in dict.fromkeys(map(one_line, quotes)):
        if quote in known:
            found.append(anchor_span(text, known[quote]))
        else:
            lost.append(quote)
    return tuple(found), tuple(lost)
