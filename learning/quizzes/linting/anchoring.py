"""Whether the sentences a question names are in the article, where it says they are."""

from collections.abc import Iterator

from learning.quizzes.content import AnchorSpan
from learning.quizzes.linting.finding import Lint, error, quoted
from learning.quizzes.linting.sources import Source, normalised
from learning.quizzes.linting.subject import Subject


def lints(subject: Subject) -> Iterator[Lint]:
    if subject.source is not None:
        for anchor in subject.wording.anchors:
            yield from _of(anchor, subject.source)


def _of(anchor: AnchorSpan, source: Source) -> Iterator[Lint]:
    quote = normalised(anchor.quote)
    if not quote:
        yield error("quote-not-in-article", "An anchor quotes nothing.")
    elif quote not in source.text:
        yield error(
            "quote-not-in-article", f"The article doesn’t have the quote {quoted(anchor.quote)}."
        )
    sentence = source.sentences.get(anchor.sentence)
    if sentence is None:
        yield error("span-mismatch", f"The article has no sentence {quoted(anchor.sentence)}.")
    elif not (sentence.start < anchor.end and anchor.start < sentence.end):
        where = f"{anchor.start}–{anchor.end}"
        yield error(
            "span-mismatch",
            f"The characters {where} are not in the sentence {quoted(sentence.text)}.",
        )
    elif quote and quote in source.text and quote != _at(anchor, source):
        there = quoted(source.outline.text[anchor.start : anchor.end])
        yield error(
            "span-mismatch",
            f"At the place of the quote {quoted(anchor.quote)} the article has {there}.",
        )


def _at(anchor: AnchorSpan, source: Source) -> str:
    if not 0 <= anchor.start < anchor.end <= len(source.outline.text):
        return ""
    return normalised(source.outline.text[anchor.start : anchor.end])
