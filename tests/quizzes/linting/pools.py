"""Articles and good questions of our own, read from the folder of samples."""

from functools import cache
from pathlib import Path

from learning.articles.outline import Outline, Sentence, outline_of_text
from learning.quizzes.content import AnchorSpan, Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

SAMPLES = Path(__file__).parent / "samples"


@cache
def article(name: str) -> Outline:
    return outline_of_text((SAMPLES / f"{name}.md").read_text(), "markdown")


@cache
def questions(name: str) -> tuple[Wording, ...]:
    """The good questions on an article, in the order of their file.

    A block is a question: its kind and stem, then lines for what is right (+), wrong (-), a pair
    (~), an item in order (>), what may be typed (=), and how a sentence it rests on begins (<).
    """
    blocks = (SAMPLES / f"{name}.txt").read_text().strip().split("\n\n")
    return tuple(_question(block, article(name)) for block in blocks)


def pool(names: tuple[str, ...]) -> list[tuple[Wording, Outline]]:
    return [(wording, article(name)) for name in names for wording in questions(name)]


def _question(block: str, outline: Outline) -> Wording:
    first, *rest = block.splitlines()
    kind, stem, *value = (part.strip() for part in first.split(" | "))
    rows = [(line[0], line[2:].strip()) for line in rest]
    anchors = tuple(
        anchor_span(outline.text, _sentence(outline, text)) for mark, text in rows if mark == "<"
    )
    body, key = _parts(QuestionKind(kind), stem, rows, value)
    why = f"That follows from the article: {' '.join(anchor.quote for anchor in anchors)}".replace(
        "|", "–"
    )
    return Wording(QuestionKind(kind), body, _with_words(key, body, why), anchors)


def _parts(
    kind: QuestionKind, stem: str, rows: list[tuple[str, str]], value: list[str]
) -> tuple[Body, AnswerKey]:
    match kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            chosen = [(mark, text) for mark, text in rows if mark in "+-"]
            options = tuple(Option(f"o{n}", text) for n, (_, text) in enumerate(chosen))
            right = frozenset(f"o{n}" for n, (mark, _) in enumerate(chosen) if mark == "+")
            return Body(stem, options), AnswerKey(right)
        case QuestionKind.TRUE_FALSE:
            options = (Option("t", "True"), Option("f", "False"))
            return Body(stem, options), AnswerKey(frozenset(("t" if value == ["true"] else "f",)))
        case QuestionKind.MATCHING:
            pairs = [text.split(" = ") for mark, text in rows if mark == "~"]
            options = tuple(Option(f"o{n}", one) for n, (one, _) in enumerate(pairs))
            matches = tuple(Option(f"m{n}", two) for n, (_, two) in enumerate(pairs))
            right = tuple((match.id,) for match in matches)
            return Body(stem, options, matches), AnswerKey(right=right)
        case QuestionKind.ORDERING:
            items = [text for mark, text in rows if mark == ">"]
            options = tuple(Option(f"o{n}", text) for n, text in enumerate(items))
            return Body(stem, options), AnswerKey(right=tuple((o.id,) for o in options))
    typed = [text for mark, text in rows if mark == "="]
    if kind == QuestionKind.NUMERIC:
        number, tolerance = typed[0].split()
        return Body(stem), AnswerKey(right=((number,),), tolerance=tolerance)
    return Body(stem), AnswerKey(right=tuple(tuple(text.split(" | ")) for text in typed))


def _with_words(key: AnswerKey, body: Body, why: str) -> AnswerKey:
    told = {
        option.id: "The article says so."
        if option.id in key.correct
        else f"The article says something else than “{option.text}” here."
        for option in body.options
    }
    return AnswerKey(key.correct, why, told if key.correct else {}, key.right, key.tolerance)


def _sentence(outline: Outline, start: str) -> Sentence:
    found = [
        s for x in outline.sections for s in x.sentences if s.text.lstrip("| ").startswith(start)
    ]
    assert found, f"no sentence begins {start!r}"
    return found[0]


def anchored(wording: Wording, outline: Outline) -> tuple[AnchorSpan, ...]:
    return tuple(a for a in wording.anchors if outline.text[a.start : a.end] == a.quote)
