"""Undoes layout that was typed: lines broken by hand, lists with typed markers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree

from learning.articles.readers.elements import Element, tag_of, text_of
from learning.articles.readers.wrapping import Line, lines_of, wrapping_of

_BULLET = re.compile(r"\s*(?:[•‣◦·▪●○■□➢✓\uf0b7\uf0a7]\s*|[–—*-](?:\t|\s)\s*)(?=\S)")
_NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.)]\s+(?=\S)")
_PARAGRAPH_LINE = 120  # characters; longer lines are paragraphs, whatever ends them
_MANY_BREAKS = 4


def lay_out(root: Element) -> None:
    """Give `root`'s paragraphs the shape that their writer meant."""
    for paragraph in list(root.iterchildren("p")):
        _split(paragraph)
    _join_wrapped(root)
    for paragraph in [each for each in root.iterchildren("p") if not _is_worded(each)]:
        root.remove(paragraph)
    _make_lists(root)


def _is_worded(paragraph: Element) -> bool:
    return bool(text_of(paragraph)) or paragraph.find(".//img") is not None


def _split(paragraph: Element) -> None:
    """Make paragraphs of a paragraph's lines where those are paragraphs, or far apart."""
    lines = _lines(paragraph)
    longest = max(len(text_of(line)) for line in lines)
    is_all = len(lines) > _MANY_BREAKS or longest > _PARAGRAPH_LINE
    has_room = any(not text_of(line) for line in lines[1:-1])
    if len(lines) == 1 or not (is_all or has_room):
        return
    parent = paragraph.getparent()
    assert parent is not None
    at = parent.index(paragraph)
    parent[at : at + 1] = lines


def _lines(paragraph: Element) -> list[Element]:
    """Copies of the paragraph's lines, each a paragraph."""
    line = etree.Element("p")
    line.text = paragraph.text
    lines = [line]
    for child in list(paragraph):
        tail, child.tail = child.tail, None
        if tag_of(child) == "br":
            line = etree.Element("p")
            line.text = tail
            lines.append(line)
        else:
            copy = _copy(child)
            copy.tail = tail
            line.append(copy)
        child.tail = tail
    return lines


def _copy(element: Element) -> Element:
    copied: Element = etree.fromstring(etree.tostring(element, with_tail=False))
    return copied


def _join_wrapped(root: Element) -> None:
    """Join paragraphs that are only the lines of one."""
    children = list(root)
    texts = [text_of(each) if tag_of(each) == "p" else "" for each in children]
    whole = "\n".join(texts)
    wrapping = wrapping_of(whole)
    if not wrapping.is_wrapped:
        return
    lines: Sequence[Line] = list(lines_of(whole, 0, len(whole)))
    target: Element | None = None
    for (above, element), (line, following) in pairwise(zip(lines, children, strict=True)):
        first = target if target is not None else element
        target = None
        if above.is_blank or line.is_blank or not wrapping.joins(above, line):
            continue
        if _marker(following) or _is_bold(element) is not _is_bold(following):
            continue
        _append(first, following)
        target = first


def _append(first: Element, following: Element) -> None:
    """Move the content of one paragraph to the end of another."""
    between = " " + (following.text or "")
    if len(first):
        first[-1].tail = (first[-1].tail or "") + between
    else:
        first.text = (first.text or "") + between
    first.extend(list(following))
    parent = following.getparent()
    if parent is not None:
        parent.remove(following)


def _is_bold(paragraph: Element) -> bool:
    bold = "".join(text_of(each) for each in paragraph.iterchildren("strong", "b"))
    return len(bold) >= len(text_of(paragraph))


def _marker(paragraph: Element) -> re.Match[str] | None:
    if tag_of(paragraph) != "p":
        return None
    text = _first_text(paragraph)
    return _BULLET.match(text) or _NUMBER.match(text)


def _first_text(paragraph: Element) -> str:
    if paragraph.text and paragraph.text.strip():
        return paragraph.text
    return paragraph[0].text or "" if len(paragraph) else ""


def _make_lists(root: Element) -> None:
    for run in list(_runs(list(root))):
        is_numbered = _NUMBER.match(_first_text(run[0])) is not None
        items = etree.Element("ol" if is_numbered else "ul")
        if is_numbered:
            items.set("start", _number(run[0]))
        root.insert(root.index(run[0]), items)
        for paragraph in run:
            _strip_marker(paragraph)
            paragraph.tag = "li"
            items.append(paragraph)


def _runs(children: Sequence[Element]) -> Iterator[list[Element]]:
    """Paragraphs in a row that are items: bullets, or numbers that count on."""
    run: list[Element] = []
    for child in children:
        if run and not _goes_on(run[-1], child):
            yield from _if_list(run)
            run = []
        if run or _marker(child):
            run.append(child)
    yield from _if_list(run)


def _if_list(run: list[Element]) -> Iterator[list[Element]]:
    """One number alone is a heading's; one dash alone may be speech."""
    if len(run) > 1 or (run and _first_text(run[0]).strip()[0] in "•‣◦▪●○■□➢✓\uf0b7\uf0a7"):
        yield run


def _goes_on(above: Element, below: Element) -> bool:
    if not _marker(below):
        return False
    one, two = (_NUMBER.match(_first_text(each)) for each in (above, below))
    if one is None or two is None:
        return one is two
    return int(two["number"]) == int(one["number"]) + 1


def _number(paragraph: Element) -> str:
    found = _NUMBER.match(_first_text(paragraph))
    return found["number"] if found else "1"


def _strip_marker(paragraph: Element) -> None:
    holder = paragraph if paragraph.text and paragraph.text.strip() else paragraph[0]
    found = _marker(paragraph)
    if found is not None:
        holder.text = (holder.text or "")[found.end() :]
