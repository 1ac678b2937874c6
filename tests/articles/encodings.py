"""An article with run-in headings in nine encodings, some in more than one usual manner."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

import typst

from tests.articles.corpus.documents import blank_document
from tests.articles.layouts import layouts_of

_RUN_IN = re.compile(r"([A-Z][^:.]{2,60}):(?: (.+))?")
_ITEM = re.compile(r"\d\. (.+)")
_FROM_LAYOUTS = {
    "as written": "plain text",
    "CRLF and byte-order mark": "plain text from Windows, with a byte-order mark",
    "filled to 72": "hard-wrapped",
    "filled to 78, items flush": "hard-wrapped, items flush",
    "one paragraph per line": "one paragraph per line",
    "bold run-in": "Markdown with bold run-in headings",
    "ATX": "Markdown with ATX headings",
}


class _Line(NamedTuple):
    """A paragraph of the article: its heading and its words, either of which may be blank."""

    kind: str  # title, text, head, item
    head: str
    words: str


def encodings_of(text: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, file ending and bytes of each."""
    made = {name: (ending, content) for name, ending, content in layouts_of(text)}
    for layout, name in _FROM_LAYOUTS.items():
        yield name, *made[layout]
    lines = list(_lines(text))
    for name, page in (("bold", _bold), ("plain", _plain), ("headings", _headings)):
        yield f"HTML, {name}", ".html", _page(lines, page)
        yield f"Word, {name}", ".docx", _word(lines, name)
        yield f"PDF, {name}", ".pdf", _paper(lines, name)
    yield "Word, numbers typed by hand", ".docx", _word(lines, "plain", typed=True)


def _lines(text: str) -> Iterator[_Line]:
    kept = [line.strip() for line in text.split("\n") if line.strip()]
    yield _Line("title", "", kept[0])
    for line in kept[1:]:
        item, run_in = _ITEM.fullmatch(line), _RUN_IN.fullmatch(line)
        if item:
            yield _Line("item", "", item[1])
        elif run_in:
            yield _Line("head", run_in[1], run_in[2] or "")
        else:
            yield _Line("text", "", line)


def _bold(head: str, words: str) -> str:
    return f"<p><strong>{head}:</strong> {words}</p>"


def _plain(head: str, words: str) -> str:
    return f"<p>{head}: {words}</p>"


def _headings(head: str, words: str) -> str:
    return f"<h2>{head}</h2>" + (f"<p>{words}</p>" if words else "")


def _page(lines: list[_Line], section: Callable[[str, str], str]) -> bytes:
    body = []
    for kind, head, words in lines:
        match kind:
            case "title":
                body.append(f"<h1>{escape(words)}</h1>")
            case "head":
                body.append(section(escape(head), escape(words)))
            case "item":
                body.append(f"<li>{escape(words)}</li>")
            case _:
                body.append(f"<p>{escape(words)}</p>")
    html = re.sub(r"((?:<li>.*?</li>\n?)+)", r"<ol>\n\1</ol>\n", "\n".join(body))
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{html}</body>".encode()


def _word(lines: list[_Line], style: str, typed: bool = False) -> bytes:
    document = blank_document()
    number = 0
    for kind, head, words in lines:
        if kind == "title":
            document.add_paragraph(words, style="Title" if style == "headings" else None)
        elif kind == "head" and style == "headings":
            document.add_heading(head, 1)
            if words:
                document.add_paragraph(words)
        elif kind == "head":
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{head}:").bold = style == "bold"
            paragraph.add_run(f" {words}" if words else "")
        elif kind == "item" and typed:
            number += 1
            document.add_paragraph(f"{number}. {words}")
        else:
            document.add_paragraph(words, style="List Number" if kind == "item" else None)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _paper(lines: list[_Line], style: str) -> bytes:
    source = ['#set page(numbering: "1")\n#set document(date: none)']
    for kind, head, words in lines:
        match kind:
            case "title":
                source.append(f"#align(center)[#set text(size: 16pt)\n#strong[{_typst(words)}]]")
            case "head" if style == "headings":
                source.append(f"= {_typst(head)}\n{_typst(words)}")
            case "head":
                title = _typst(f"{head}:")
                shown = f"#strong[{title}]" if style == "bold" else title
                source.append(f"{shown} {_typst(words)}")
            case "item":
                source.append(f"+ {_typst(words)}")
            case _:
                source.append(_typst(words))
    return typst.compile(
        "\n\n".join(source).encode(),
        ignore_system_fonts=True,
        timestamp=datetime(2024, 1, 1, tzinfo=UTC),
    )


def _typst(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"' if words else ""
