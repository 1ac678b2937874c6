"""Articles as Word documents and as PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import docx
import typst
from docx.document import Document

from tests.articles.corpus.source import Article, Kind, Node, Part

_TYPE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}type"
RUNNING_HEAD = "The corpus of articles, a running head"
_LISTS = {Kind.ITEM: "List Bullet", Kind.STEP: "List Number", Kind.QUOTE: "Quote"}
_SETTING = f"""
#set document(date: none)
#set page(width: 148mm, height: 210mm, header: [{RUNNING_HEAD}], numbering: "1")
#set par(justify: true)
"""


def word(article: Article, style: str) -> bytes:
    """A document with headings in `style`: heading styles, levels from one, bold ..., plain."""
    document = blank_document()
    is_styled = style == "heading styles"
    if style == "levels from one":
        document.add_heading(article.title, 1)
    else:
        document.add_paragraph(article.title, style="Title" if is_styled else None)
    for line in article.bylines:
        document.add_paragraph(line)
    for node in article.lead.nodes if article.lead else ():
        _add(document, node, style)
    for part in article.parts:
        _add_section(document, part, style)
    for line in article.junk:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def blank_document() -> Document:
    """A document without the two hundred styles for tables that nobody asked for: quick to read."""
    document = docx.Document()
    styles = document.styles.element
    for style in list(styles):
        if style.tag.endswith("}latentStyles") or style.get(_TYPE) == "table":
            styles.remove(style)
    return document


def _add_section(document: Document, part: Part, style: str) -> None:
    nodes = part.nodes
    match style:
        case "heading styles" | "levels from one":
            document.add_heading(part.title, 1 if style == "heading styles" else 2)
        case "bold run-in":
            paragraph = document.add_paragraph()
            paragraph.add_run(
                part.title if part.title.endswith("?") else f"{part.title}:"
            ).bold = True
            if nodes[0].kind is Kind.PARAGRAPH:
                paragraph.add_run(f" {nodes[0].words}")
                nodes = nodes[1:]
        case "bold paragraphs":
            document.add_paragraph().add_run(part.title).bold = True
        case _:
            document.add_paragraph(part.title)
    rows = [node.cells for node in nodes if node.kind is Kind.ROW]
    for node in nodes:
        if node.kind is not Kind.ROW:
            _add(document, node, style)
        elif node.cells is not None and node.words == "|".join(rows[0]):
            _add_table(document, rows)


def _add(document: Document, node: Node, style: str) -> None:
    if node.kind is Kind.SUB:
        if style in ("heading styles", "levels from one"):
            document.add_heading(node.words, 2 if style == "heading styles" else 3)
        else:
            document.add_paragraph().add_run(node.words).italic = True
    elif node.kind is Kind.TERM:
        paragraph = document.add_paragraph()
        term = paragraph.add_run(node.cells[0])
        term.bold, term.italic = style != "bold run-in", style == "bold run-in"
        paragraph.add_run(f": {node.cells[1]}")
    else:
        document.add_paragraph(node.words, style=_LISTS.get(node.kind))


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def paper(article: Article, style: str) -> bytes:
    """A PDF in `style`: outline, two columns, larger headings, bold headings, bold run-in."""
    source = "\n\n".join([_SETTING + _look(style), *_paper(article, style)])
    return compiled(source.encode())


def compiled(source: bytes) -> bytes:
    """The PDF of a typst source, the same bytes each time."""
    return typst.compile(
        source,
        ignore_system_fonts=True,
        timestamp=datetime(2024, 1, 1, tzinfo=UTC),
        pdf_tags=False,
    )


def _look(style: str) -> str:
    look = "#set page(columns: 2)\n" if "two columns" in style else ""
    if "outline" in style:
        return look
    look += "#set heading(bookmarked: false)\n"
    if style.startswith("bold"):
        look += "#show heading: set text(size: 11pt)\n"
        look += '#show heading.where(level: 3): set text(weight: "regular", style: "italic")\n'
    return look


def _paper(article: Article, style: str) -> Iterator[str]:
    size = "" if "two columns" in style else "#set text(size: 17pt)\n"
    if style == "outline":
        yield f"= {_quoted(article.title)}"
    else:
        yield f"#align(center)[{size}#strong[{_quoted(article.title)}]]"
    yield from (_quoted(line) for line in article.bylines)
    if article.lead:
        yield from _blocks(article.lead.nodes)
    for part in article.parts:
        if style == "bold run-in":
            stop = "" if part.title.endswith("?") else ":"
            first = part.nodes[0].kind is Kind.PARAGRAPH
            words = f" {_quoted(part.nodes[0].words)}" if first else ""
            yield f"#strong[{_quoted(part.title + stop)}]{words}"
            yield from _blocks(part.nodes[first:])
        else:
            yield f"== {_quoted(part.title)}"
            yield from _blocks(part.nodes)
    yield from (_quoted(line) for line in article.junk)


def _blocks(nodes: tuple[Node, ...]) -> Iterator[str]:
    for part, run in Part("", "", tuple(nodes)).runs():
        match part:
            case Kind.SUB:
                yield from (f"=== {_quoted(node.words)}" for node in run)
            case Kind.ITEM | Kind.STEP:
                mark = "-" if part is Kind.ITEM else "+"
                yield "\n".join(f"{mark} {_quoted(node.words)}" for node in run)
            case Kind.TERM:
                yield "\n".join(
                    f"/ {_quoted(each.cells[0])}: {_quoted(each.cells[1])}" for each in run
                )
            case Kind.ROW:
                cells = ", ".join(f"[{_quoted(cell)}]" for node in run for cell in node.cells)
                yield f"#table(columns: {len(run[0].cells)}, {cells})"
            case Kind.QUOTE:
                yield from (f"#quote(block: true)[{_quoted(node.words)}]" for node in run)
            case _:
                yield from (_quoted(node.words) for node in run)


def _quoted(words: str) -> str:
    """A string that typst shows as it is."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"'
