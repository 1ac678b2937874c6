"""Where a text can be split: before paragraphs and headings, with words on both sides."""

import pytest

from learning.articles.outline import outline_of_text
from learning.articles.splitting import split_places

LONG = """# On bread

## Flour

Flour holds starch. It also holds protein.

### Rye

Rye has little gluten.

- One reason
- Another reason

> A baker said so.

### Wheat

### Spelt

Spelt is old.
"""


def places(text: str, format: str = "markdown") -> list[tuple[str, str]]:
    outline = outline_of_text(text, format)
    start, end = outline.sections[0].start, outline.sections[-1].end
    return [
        (outline.text[place.at :].partition("\n")[0], place.title)
        for place in split_places(outline, start, end)
    ]


def test_a_text_is_split_before_headings_and_paragraphs_not_in_lists_or_quotes() -> None:
    assert places(LONG) == [
        ("### Rye", "Rye"),
        ("Rye has little gluten.", ""),
        ("### Wheat", "Wheat"),
        ("### Spelt", "Spelt"),
        ("Spelt is old.", ""),
    ]


@pytest.mark.parametrize(
    "text", ["# A\n\n## B\n\nOne paragraph only.\n", "# A\n\n## B\n\n- a\n- b\n"]
)
def test_a_single_paragraph_is_not_split(text: str) -> None:
    assert places(text) == []


def test_plain_text_is_split_between_its_paragraphs() -> None:
    found = places("A first paragraph here.\n\nA second one there.\n\nAnd a third.\n", "text")
    assert [words for words, _title in found] == ["A second one there.", "And a third."]


def test_a_section_that_was_merged_in_offers_its_heading() -> None:
    outline = outline_of_text("# T\n\n## One\n\nWords here.\n\n## Two\n\nMore words.\n", "markdown")
    first, *_, last = outline.sections
    assert "Two" in [place.title for place in split_places(outline, first.start, last.end)]
