"""What holds for files of every format: nothing lost, nothing overlapping, whatever is inside."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.articles.outline import Outline, outline_of
from learning.articles.readers.reading import FORMATS
from learning.errors import RuleBroken
from tests.articles.corpus.documents import blank_document, compiled
from tests.articles.test_article_properties import LINES

TAGS = ("p", "h1", "h2", "h3", "li", "blockquote", "b", "div", "td", "pre", "dt", "summary", "span")
STYLES = (None, "Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Quote")
WIKI = ("{}", "== {} ==", "=== {} ===", "* {}", "# {}", "; {}", ": {}", "'''{}'''", "[[{}]]")
MARKS = ("", "= ", "== ", "- ", "+ ")
Pieces = list[tuple[int, str]]
PIECES = st.lists(st.tuples(st.integers(0, 99), LINES), min_size=1, max_size=12)


def page(pieces: Pieces) -> bytes:
    parts = (f"<{TAGS[n % len(TAGS)]}>{escape(line)}</{TAGS[n % len(TAGS)]}>" for n, line in pieces)
    return f"<html><body><main>{''.join(parts)}</main></body></html>".encode()


def word(pieces: Pieces) -> bytes:
    document = blank_document()
    for n, line in pieces:
        paragraph = document.add_paragraph(style=STYLES[n % len(STYLES)])
        paragraph.add_run(line).bold = n % 5 == 0
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def paper(pieces: Pieces) -> bytes:
    """Letters that the font has: what can't be drawn can't be read."""
    lines = []
    for n, line in pieces:
        words = "".join(each for each in line if each.isascii() and each not in '\\"\t')
        lines.append(f'{MARKS[n % len(MARKS)]}#"{words}"')
    return compiled("\n\n".join(lines).encode())


def wiki(pieces: Pieces) -> bytes:
    return "\n\n".join(WIKI[n % len(WIKI)].format(line) for n, line in pieces).encode()


MADE: dict[str, Callable[[Pieces], bytes]] = {
    ".html": page,
    ".docx": word,
    ".pdf": paper,
    ".wiki": wiki,
}
EXAMPLES = {".html": 100, ".docx": 15, ".pdf": 20, ".wiki": 100}


def read(pieces: Pieces, ending: str) -> Outline | None:
    try:
        return outline_of(MADE[ending](pieces), f"article{ending}")
    except RuleBroken as refusal:
        if not refusal.code.startswith("article-"):
            raise
        return None


def letters(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFC", text)
    return Counter(each for each in text if each.isascii() and each.isalnum())


@pytest.mark.parametrize("ending", [each for each in MADE if each in FORMATS])
def test_sections_and_dropped_spans_cover_what_was_read(ending: str) -> None:
    @settings(max_examples=EXAMPLES[ending], deadline=None, suppress_health_check=list(HealthCheck))
    @given(PIECES)
    def holds(pieces: Pieces) -> None:
        outline = read(pieces, ending)
        if outline is None:
            return
        position = 0
        for each in sorted((*outline.sections, *outline.dropped), key=lambda span: span.start):
            assert position <= each.start < each.end
            assert not outline.text[position : each.start].strip()
            position = each.end
        assert not outline.text[position:].strip()

    holds()


@pytest.mark.parametrize("ending", [each for each in (".html", ".docx", ".pdf") if each in FORMATS])
def test_every_letter_of_a_file_is_in_its_text_or_left_out(ending: str) -> None:
    @settings(max_examples=EXAMPLES[ending], deadline=None, suppress_health_check=list(HealthCheck))
    @given(PIECES)
    def holds(pieces: Pieces) -> None:
        outline = read(pieces, ending)
        if outline is None:
            return
        shown = letters("\n".join([outline.text, *(each.text for each in outline.left_out)]))
        wanted = letters("".join(line for _, line in pieces))
        assert wanted <= shown, wanted - shown

    holds()


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("ending", [each for each in MADE if each in FORMATS])
def test_many_files_of_each_format_are_covered(ending: str) -> None:
    @settings(
        max_examples=10_000 if ending in (".html", ".wiki") else 1_000,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(PIECES)
    def holds(pieces: Pieces) -> None:
        outline = read(pieces, ending)
        if outline is not None:
            kept = sum(each.end - each.start for each in (*outline.sections, *outline.dropped))
            assert kept <= len(outline.text)
        # What is typed into wikitext is markup itself, such as an entity for one sign.
        if outline is not None and ending != ".wiki":
            assert letters("".join(line for _, line in pieces)) <= letters(
                "\n".join([outline.text, *(each.text for each in outline.left_out)])
            )

    holds()
