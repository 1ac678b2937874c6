"""Anchors by the words of the sentences: how questions from elsewhere find their place again."""

from collections.abc import Iterable, Mapping, Sequence

from learning.articles.outline import Sentence
from learning.quizzes.content import AnchorSpan, anchor_span
from learning.quizzes.exchange.plain import one_line


def by_words(sentences: Sequence[Sentence]) -> dict[str, Sentence]:
    """The sentences by what is quoted of them, of equal ones the first."""
    return {one_line(sentence.text): sentence for sentence in reversed(sentences)}


def anchored(
    quotes: Iterable[str], known: Mapping[str, Sentence], text: str
) -> tuple[tuple[AnchorSpan, ...], tuple[str, ...]]:
    """Anchors on those of the known sentences of `text` that are quoted, and the other quotes.

    White space aside it has to be the same, character for character.
    """
    found: list[AnchorSpan] = []
    lost: list[str] = []
    for quote in dict.fromkeys(map(one_line, quotes)):
        if quote in known:
            found.append(anchor_span(text, known[quote]))
        else:
            lost.append(quote)
    return tuple(found), tuple(lost)
