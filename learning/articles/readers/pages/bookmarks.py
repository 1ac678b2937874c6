"""Finds the lines that a PDF's bookmarks point at: they are its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from learning.articles.readers.pages.lines import Line

_MOST = 2_000
_DEEPEST = 5
_TALLEST = 4  # lines of one heading
_LONGEST = 400  # characters of a heading


class Bookmark(NamedTuple):
    """A bookmark: what it says and which page it opens (None when it doesn't tell)."""

    title: str
    level: int
    page: int | None


def bookmarks_of(document: Any) -> list[Bookmark]:
    """The bookmarks in order; of a tree that runs in circles, as much as makes sense."""
    return list(_walk(document))


def _walk(document: Any) -> Iterator[Bookmark]:
    seen = 0
    for each in document.get_toc(max_depth=_DEEPEST):
        seen += 1
        if seen > _MOST:
            return
        size = pdfium.FPDFBookmark_GetTitle(each.raw, None, 0)
        if not 2 < size <= 2 * _LONGEST:
            continue
        target = each.get_dest()
        page = target.get_index() if target else None
        yield Bookmark(each.get_title().strip("\0 "), each.level, page)


def mark_headings(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> int:
    """Give the lines that bookmarks name their level (from 1); how many bookmarks were found.

    Both are in reading order, so each is looked for below the one before it.
    """
    words = [_letters(line.text) for line in lines]
    first_on = {line.page: at for at, line in reversed(list(enumerate(lines)))}
    position = found = 0
    for bookmark in bookmarks:
        wanted = _letters(bookmark.title)
        start = position
        if bookmark.page is not None:
            start = max(position, first_on.get(bookmark.page, position))
        place = _place(words, wanted, start, lines, bookmark.page)
        if place is None:
            continue
        found += 1
        first, last = place
        for line in lines[first:last]:
            line.level = bookmark.level + 1
        position = last
    return found


def _place(
    words: Sequence[str], wanted: str, start: int, lines: Sequence[Line], page: int | None
) -> tuple[int, int] | None:
    """The lines, one or some, that say what is wanted; a number before it may be missing."""
    bare = wanted.lstrip("0123456789")
    if not bare:
        return None
    for first in range(start, len(words)):
        if page is not None and lines[first].page > page + 1:
            return None
        if not words[first]:
            continue
        said = ""
        for last in range(first, min(first + _TALLEST, len(words))):
            said += words[last]
            if said in (wanted, bare) or said.lstrip("0123456789") == bare:
                return first, last + 1
            if len(said) > len(wanted) + 8:
                break
    return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))[: 2 * _LONGEST]
