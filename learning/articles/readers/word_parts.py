"""What a Word file holds beside its visible text: styles, edges of pages, deleted words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from learning.articles.blocks import LeftOut

EDGE = "Stands at the edge of every page"
DELETED = "Deleted, with changes being tracked"
UNREAD = "Stands in a place that isn’t part of the running text"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EDGES = re.compile(r"word/(?:header|footer)\d{0,3}\.xml")
_DOCUMENT = "word/document.xml"
_SAFE_NAME = re.compile(r"[^'\\\n]{1,100}")
_MOST_SEARCHES = 300  # through the whole text, for paragraphs that aren't where they should be


def heading_styles(archive: zipfile.ZipFile) -> Iterator[tuple[str, int]]:
    """Names of styles that somebody made for headings, and their level from 1."""
    if "word/styles.xml" not in archive.namelist():
        return
    for style in _parsed(archive, "word/styles.xml").iter(f"{_W}style"):
        name = _value(style.find(f"{_W}name"))
        level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        is_usual = name.casefold().startswith(("heading", "title", "toc"))
        if level.isdecimal() and int(level) < 6 and not is_usual and _SAFE_NAME.fullmatch(name):
            yield name, int(level) + 1


def texts_beside(archive: zipfile.ZipFile) -> list[LeftOut]:
    """Headers, footers and deleted words."""
    found = []
    for name in sorted(filter(_EDGES.fullmatch, archive.namelist())):
        words = [_words(each, ("t",)) for each in _parsed(archive, name).iter(f"{_W}p")]
        found += [LeftOut(text, EDGE) for text in dict.fromkeys(filter(None, words))]
    if _DOCUMENT in archive.namelist():
        for paragraph in _parsed(archive, _DOCUMENT).iter(f"{_W}p"):
            if words_gone := _deleted(paragraph):
                found.append(LeftOut(words_gone, DELETED))
    return found


def unread(archive: zipfile.ZipFile, text: str, left_out: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """Paragraphs of the document that neither the text nor what was left out holds."""
    if _DOCUMENT not in archive.namelist():
        return
    whole = _letters("\n".join([text, *(each.text for each in left_out)]))
    position = searches = 0
    for paragraph in _parsed(archive, _DOCUMENT).iter(f"{_W}p"):
        words = _words(paragraph, ("t",), with_math=True)
        letters = _letters(words)
        place = whole.find(letters, position, position + len(letters) + 2_000)
        if place < 0 and searches < _MOST_SEARCHES:
            searches += 1
            place = whole.find(letters)
        if place < 0:
            yield LeftOut(words, UNREAD)
        else:
            position = max(position, place + len(letters))


def _deleted(paragraph: Any) -> str:
    pieces = [each.text or "" for each in paragraph.iter(f"{_W}delText")]
    for moved in paragraph.iter(f"{_W}moveFrom"):
        pieces += [each.text or "" for each in moved.iter(f"{_W}t")]
    return "".join(pieces).strip()


def _words(paragraph: Any, tags: tuple[str, ...], *, with_math: bool = False) -> str:
    """The words of a paragraph itself, without those of paragraphs in boxes inside it."""
    names = {f"{_W}{tag}" for tag in tags} | ({_MATH} if with_math else set())
    gone = {f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}del"}
    pieces: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, each in walk:
        if each.tag in gone:
            walk.skip_subtree()
        elif each.tag in names:
            pieces.append(each.text or "")
        elif each.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{_W}val") or ""


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    return etree.fromstring(archive.read(name), parser)
