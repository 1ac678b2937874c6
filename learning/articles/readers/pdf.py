"""Reads PDF: what stands on the pages, as Markdown, without what belongs only to the pages."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from learning.articles.blocks import LeftOut
from learning.articles.readers.from_html import Converted, markdown_of
from learning.articles.readers.pages.bookmarks import bookmarks_of, mark_headings
from learning.articles.readers.pages.columns import in_reading_order
from learning.articles.readers.pages.footnotes import without_footnotes
from learning.articles.readers.pages.page_edges import without_edges
from learning.articles.readers.pages.paragraphs import Paragraph, paragraphs_of
from learning.articles.readers.pages.segments import Segment, segments_of
from learning.articles.readers.pages.styles import body_of, levels_of
from learning.articles.readers.pages.writing import tree_of
from learning.errors import RuleBroken

_MOST_PAGES = 1_000
_LONGEST_ABOVE = 12  # words
ABOVE = "Stands above the title"
TURNED = "Text that stands at an angle, such as a stamp at the margin"


def markdown_of_pdf(content: bytes) -> Converted:
    """The text of a PDF.

    Raises RuleBroken "article-damaged", "article-encrypted", "article-scanned" or
    "article-too-many-pages".
    """
    document = _opened(content)
    try:
        if len(document) > _MOST_PAGES:
            raise RuleBroken("article-too-many-pages", limit=_MOST_PAGES)
        pages, left_out = _pages(document)
        bookmarks = bookmarks_of(document)
    except pypdfium2.PdfiumError as error:
        raise RuleBroken("article-damaged") from error
    finally:
        document.close()
    if not any(pages):
        raise RuleBroken("article-scanned")
    body = body_of(pages)
    pages, edges = without_edges(pages, body.size)
    lines = [line for page in in_reading_order(pages, body.weight) for line in page]
    found = mark_headings(lines, bookmarks)
    lines, notes = without_footnotes(lines, body.size)
    paragraphs = paragraphs_of(lines)
    levels = levels_of(paragraphs, body, have_bookmarks=found > 0)
    above = _above_title(paragraphs, levels)
    converted = markdown_of(tree_of(paragraphs[len(above) :], levels[len(above) :]))
    beside = [*left_out, *edges, *notes, *(LeftOut(each.words, ABOVE) for each in above)]
    return Converted(converted.text, (*beside, *converted.left_out))


def _above_title(paragraphs: Sequence[Paragraph], levels: Sequence[int]) -> Sequence[Paragraph]:
    """Short lines above the title of the first page: a running title, a journal's name, a date."""
    first = next((at for at, level in enumerate(levels) if level), 0)
    above = paragraphs[:first]
    is_title = levels.count(1) == 1 and levels[first : first + 1] == [1]
    are_short = all(len(each.text.split()) <= _LONGEST_ABOVE for each in above)
    return above if is_title and are_short else []


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        needs_password = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise RuleBroken("article-encrypted" if needs_password else "article-damaged") from error


def _pages(
    document: pypdfium2.PdfDocument,
) -> tuple[Sequence[Sequence[Segment]], list[LeftOut]]:
    pages: list[list[Segment]] = []
    left_out: dict[str, LeftOut] = {}
    for number in range(len(document)):
        page = document[number]
        segments, turned = segments_of(page, number)
        page.close()
        pages.append(segments)
        left_out.update({text: LeftOut(text, TURNED) for text in turned})
    return pages, list(left_out.values())
