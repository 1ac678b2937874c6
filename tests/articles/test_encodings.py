"""One article in every encoding that it may arrive in: the same modules each time."""

from __future__ import annotations

import pytest

from learning.articles.outline import Outline, outline_of
from tests.articles.encodings import encodings_of
from tests.articles.layouts import sample

RUN_IN = sample("run_in_headings.txt")


def modules(outline: Outline) -> list[tuple[str, str, tuple[str, ...], list[str]]]:
    return [
        (each.kind.value, each.title, each.items, [sentence.id for sentence in each.sentences])
        for each in outline.sections
    ]


@pytest.mark.parametrize(
    ("ending", "content"),
    [pytest.param(ending, content, id=name) for name, ending, content in encodings_of(RUN_IN)],
)
def test_every_encoding_gives_the_same_modules(ending: str, content: bytes) -> None:
    plain = outline_of(RUN_IN.encode(), "article.txt")
    outline = outline_of(content, f"article{ending}")
    assert modules(outline) == modules(plain)
    assert [kind for kind, *_ in modules(outline)] == ["overview", *["teach"] * 4, "conclusion"]
    assert len(outline.sections[3].items) == 4
    assert outline.title == plain.title
    gone = [each.text for each in (*outline.dropped, *outline.left_out)]
    assert any("Related News" in each for each in gone)
