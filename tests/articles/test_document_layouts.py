"""An article as a Word file or a PDF gives the sections that it gives as a text."""

from __future__ import annotations

import pytest

from learning.articles.outline import SectionKind, outline_of
from tests.articles.document_layouts import document_layouts_of
from tests.articles.layouts import sample

RUN_IN = sample("run_in_headings.txt")
WRITTEN = outline_of(RUN_IN.encode(), "compost.txt")


@pytest.mark.parametrize(
    ("ending", "content"),
    [pytest.param(ending, file, id=name) for name, ending, file in document_layouts_of(RUN_IN)],
)
def test_every_layout_of_an_article_gives_the_same_sections(ending: str, content: bytes) -> None:
    outline = outline_of(content, f"article{ending}")
    assert [section.title for section in outline.sections] == [
        section.title for section in WRITTEN.sections
    ]
    assert [section.kind for section in outline.sections] == [
        SectionKind.OVERVIEW,
        *[SectionKind.TEACH] * 4,
        SectionKind.CONCLUSION,
    ]
    assert outline.title == WRITTEN.title
    assert [section.items for section in outline.sections] == [
        section.items for section in WRITTEN.sections
    ]
    assert [section.words for section in outline.sections] == [36, 44, 46, 101, 35, 43]
    assert [sentence.id for section in outline.sections for sentence in section.sentences] == [
        sentence.id for section in WRITTEN.sections for sentence in section.sentences
    ]
    assert "Related News" in outline.dropped[-1].text
