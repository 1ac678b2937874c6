"""The run-in sample as Word files and PDFs: styled, bold, typed, wrapped, in columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from tests.articles.readers.documents import pdf, word_file, words_for_typst

_RUN_IN = re.compile(r"([A-Z][^:.]{2,60}):(?: (.+))?")
_ITEM = re.compile(r"\d\. (.+)")


def document_layouts_of(text: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, file ending and bytes of each layout."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for name, write in _word_layouts():
        yield f"Word, {name}", ".docx", word_file(lambda it, write=write: write(it, lines))
    for name, source in _pdf_layouts(lines):
        yield f"PDF, {name}", ".pdf", pdf(source)


def _word_layouts() -> Iterator[tuple[str, Callable[[Any, list[str]], None]]]:
    yield "typed", lambda it, lines: _typed(it, lines)
    yield "typed, with empty paragraphs", lambda it, lines: _typed(it, lines, blank=True)
    yield "wrapped by hand", lambda it, lines: _wrapped(it, lines)
    yield "one paragraph with line breaks", lambda it, lines: _broken(it, lines)
    yield "styles", lambda it, lines: _styled(it, lines)
    yield "bold lines", lambda it, lines: _bold(it, lines, run_in=False)
    yield "bold run-in", lambda it, lines: _bold(it, lines, run_in=True)


def _typed(it: Any, lines: list[str], *, blank: bool = False) -> None:
    for line in lines:
        it.add_paragraph(line)
        if blank:
            it.add_paragraph("")


def _wrapped(it: Any, lines: list[str]) -> None:
    for line in lines:
        for piece in textwrap.wrap(line, 76):
            it.add_paragraph(piece)
        it.add_paragraph("")


def _broken(it: Any, lines: list[str]) -> None:
    paragraph = it.add_paragraph()
    for line in lines:
        paragraph.add_run(line).add_break()


def _styled(it: Any, lines: list[str]) -> None:
    it.add_heading(lines[0], 0)
    for line in lines[1:]:
        if item := _ITEM.fullmatch(line):
            it.add_paragraph(item[1], style="List Number")
        elif found := _RUN_IN.fullmatch(line):
            it.add_heading(found[1], 1)
            if found[2]:
                it.add_paragraph(found[2])
        else:
            it.add_paragraph(line)


def _bold(it: Any, lines: list[str], *, run_in: bool) -> None:
    it.add_paragraph().add_run(lines[0]).bold = True
    for line in lines[1:]:
        found = _RUN_IN.fullmatch(line)
        if found is None or _ITEM.fullmatch(line):
            it.add_paragraph(line)
            continue
        paragraph = it.add_paragraph()
        paragraph.add_run(f"{found[1]}:" if run_in else found[1]).bold = True
        if found[2]:
            (paragraph.add_run if run_in else it.add_paragraph)(
                f" {found[2]}" if run_in else found[2]
            )


def _pdf_layouts(lines: list[str]) -> Iterator[tuple[str, str]]:
    page = '#set page(width: 150mm, height: 130mm, numbering: "1")\n#set text(lang: "en")\n'
    justified = "#set par(justify: true)\n"
    columns = page.replace('numbering: "1"', 'numbering: "1", columns: 2') + justified
    hidden = "#set heading(bookmarked: false)\n"
    yield "headings with bookmarks", page + _with_headings(lines)
    yield "headings without bookmarks", page + hidden + _with_headings(lines)
    yield "headings in two columns", columns + _with_headings(lines)
    yield "headings in two columns, no bookmarks", columns + hidden + _with_headings(lines)
    yield "bold run-in", page + justified + _with_bold(lines)
    yield "nothing but text", page + _flat(lines)
    yield "nothing but text, justified", page + justified + _flat(lines)


def _with_headings(lines: list[str]) -> str:
    pieces = [f"#text(size: 18pt)[{words_for_typst(lines[0])}]"]
    for line in lines[1:]:
        if item := _ITEM.fullmatch(line):
            pieces.append(f"+ {words_for_typst(item[1])}")
        elif found := _RUN_IN.fullmatch(line):
            pieces.append(f"= {words_for_typst(found[1])}")
            pieces.append(words_for_typst(found[2] or ""))
        else:
            pieces.append(words_for_typst(line))
    return "\n\n".join(pieces)


def _with_bold(lines: list[str]) -> str:
    pieces = [f"#text(size: 18pt)[{words_for_typst(lines[0])}]"]
    for line in lines[1:]:
        if item := _ITEM.fullmatch(line):
            pieces.append(f"+ {words_for_typst(item[1])}")
        elif found := _RUN_IN.fullmatch(line):
            pieces.append(f"*{words_for_typst(found[1])}:* {words_for_typst(found[2] or '')}")
        else:
            pieces.append(words_for_typst(line))
    return "\n\n".join(pieces)


def _flat(lines: list[str]) -> str:
    return "\n\n".join(words_for_typst(line).replace("1. ", "1.~") for line in lines)
