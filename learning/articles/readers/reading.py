"""Picks the reader: by file ending for bytes, by format for text that is already canonical."""

from __future__ import annotations

from collections.abc import Callable

from learning.articles.blocks import Block, Reading, SourceFormat
from learning.articles.readers import markdown, plain_text
from learning.articles.readers.comments import without_comments
from learning.articles.readers.html import read_page
from learning.articles.readers.wikitext import read_wikitext
from learning.errors import RuleBroken
from learning.foreign.decoding import canonical, decode

# The best-known ending of each format first.
FORMATS = {
    ".txt": SourceFormat.TEXT,
    ".text": SourceFormat.TEXT,
    ".md": SourceFormat.MARKDOWN,
    ".markdown": SourceFormat.MARKDOWN,
    ".html": SourceFormat.HTML,
    ".htm": SourceFormat.HTML,
    ".xhtml": SourceFormat.HTML,
    ".wiki": SourceFormat.WIKITEXT,
    ".wikitext": SourceFormat.WIKITEXT,
    ".mediawiki": SourceFormat.WIKITEXT,
    ".docx": SourceFormat.DOCX,
    ".pdf": SourceFormat.PDF,
}
# What is its own canonical text; all else is turned into Markdown, by libraries for its format.
TEXTS = (SourceFormat.TEXT, SourceFormat.MARKDOWN)


def read(content: bytes, file_name: str) -> Reading:
    """The canonical text of a file; only the ending of `file_name` matters.

    Raises RuleBroken "article-format" (ending=, endings=), "article-empty", "article-binary",
    "article-encoding" or "article-nesting", and what the readers of PDF and Word files raise.
    """
    return _READERS[format_of(file_name)](content)


def format_of(file_name: str) -> SourceFormat:
    """What a file is by its ending. Raises RuleBroken "article-format" (ending=, endings=)."""
    ending = ending_of(file_name)
    if ending not in FORMATS:
        raise RuleBroken("article-format", ending=ending, endings=usual_endings())
    return FORMATS[ending]


def _read_text(content: bytes) -> Reading:
    return Reading(SourceFormat.TEXT, canonical(decode(content)))


def _read_markdown(content: bytes) -> Reading:
    text, left_out = without_comments(canonical(decode(content)))
    return Reading(SourceFormat.MARKDOWN, canonical(text), left_out)


# The libraries for these are large, and most processes never read such a file: imported when used.
def _read_docx(content: bytes) -> Reading:
    from learning.articles.readers.docx import markdown_of_docx

    converted = markdown_of_docx(content)
    return Reading(SourceFormat.DOCX, canonical(converted.text), converted.left_out)


def _read_pdf(content: bytes) -> Reading:
    from learning.articles.readers.pdf import markdown_of_pdf

    converted = markdown_of_pdf(content)
    return Reading(SourceFormat.PDF, canonical(converted.text), converted.left_out)


# Whatever a file is, its canonical text is plain text or Markdown.
_READERS: dict[SourceFormat, Callable[[bytes], Reading]] = {
    SourceFormat.TEXT: _read_text,
    SourceFormat.MARKDOWN: _read_markdown,
    SourceFormat.HTML: read_page,
    SourceFormat.WIKITEXT: read_wikitext,
    SourceFormat.DOCX: _read_docx,
    SourceFormat.PDF: _read_pdf,
}


def usual_endings() -> str:
    """The best-known ending of each format, for people: ".txt, .md, .html"."""
    first: dict[SourceFormat, str] = {}
    for ending, named in FORMATS.items():
        first.setdefault(named, ending)
    return ", ".join(first.values())


def ending_of(file_name: str) -> str:
    """The file ending with its dot, in small letters; empty when there is none."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def blocks_of(text: str, start: int, end: int, source_format: SourceFormat) -> list[Block]:
    """The blocks of `text[start:end]`, with offsets into the whole `text`."""
    if source_format is SourceFormat.TEXT:
        return plain_text.blocks_of(text, start, end)
    return markdown.blocks_of(text, start, end)
