"""Picks the reader: by file ending for bytes, by format for text that is already canonical."""

from __future__ import annotations

from learning.articles.blocks import Block, Reading, SourceFormat
from learning.articles.readers import markdown, plain_text
from learning.articles.readers.comments import without_comments
from learning.articles.readers.decoding import canonical, decode
from learning.errors import RuleBroken

FORMATS = {
    ".txt": SourceFormat.TEXT,
    ".text": SourceFormat.TEXT,
    ".md": SourceFormat.MARKDOWN,
    ".markdown": SourceFormat.MARKDOWN,
    ".docx": SourceFormat.DOCX,
    ".pdf": SourceFormat.PDF,
}


def read(content: bytes, file_name: str) -> Reading:
    """The canonical text of a file; only the ending of `file_name` matters.

    Raises RuleBroken "article-format" (ending=), "article-empty", "article-binary" or
    "article-encoding".
    """
    ending = ending_of(file_name)
    if ending not in FORMATS:
        raise RuleBroken("article-format", ending=ending)
    if FORMATS[ending] in (SourceFormat.DOCX, SourceFormat.PDF):
        return _read_document(content, FORMATS[ending])
    text = canonical(decode(content))
    if FORMATS[ending] is not SourceFormat.MARKDOWN:
        return Reading(FORMATS[ending], text)
    text, left_out = without_comments(text)
    return Reading(SourceFormat.MARKDOWN, canonical(text), left_out)


def _read_document(content: bytes, source_format: SourceFormat) -> Reading:
    # Their libraries are large, and most processes never read such a file: imported when asked for.
    if source_format is SourceFormat.PDF:
        from learning.articles.readers.pdf import markdown_of_pdf as markdown_of
    else:
        from learning.articles.readers.docx import markdown_of_docx as markdown_of
    converted = markdown_of(content)
    return Reading(source_format, canonical(converted.text), converted.left_out)


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
