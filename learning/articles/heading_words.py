"""Words that may be a heading: before a colon, after a number, with capitals."""

from __future__ import annotations

import re
from typing import NamedTuple

from learning.articles.blocks import Block, BlockKind, visible

LONGEST_HEADING = 12  # words, where nothing marks a heading but its form

_RUN_IN = re.compile(r"(?P<title>[^:：]{2,160}?)[:：](?P<rest>\0*(?:\s|$))")
_STOPPED = re.compile(r"(?P<title>[A-Z][^\W\d_]+(?: [^\W\d_]+){0,3})\.\s+(?=[A-Z“\"‘])")
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<stop>[.)]?)\s+(?P<title>\S.*)", re.DOTALL
)
_COUNTED = re.compile(
    r"(?P<word>chapter|part|step|lesson|section|unit|module|rule|week|day|stage|phase|tip|myth"
    r"|principle|question|reason|habit|way|lesson|annex|appendix|article)\s+"
    r"(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?:\s*[.:–—-]\s*|\s+)?(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
# "#3 Title", "IV. Title", "B. Title"; a letter may be an initial, so families.py asks for a row.
_LETTERED = re.compile(
    r"(?:\#(?P<digits>\d{1,2})[.:)]?|(?P<roman>[IVX]{1,5})[.)]|(?P<letter>[A-H])[.)])"
    r"\s+(?P<title>\S.*)",
    re.DOTALL,
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
          "XV", "XVI", "XVII", "XVIII", "XIX", "XX")  # fmt: skip
_SPELT = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_EDIT_LINK = re.compile(r"\s?\[\s?edit(?: source)?(?:\s?\|\s?edit source)?\s?\]\Z")

_COUNTER = re.compile(r"\A(?:\#?\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])[.):]?\s+(?=\S{2})")
_SENTENCE_INSIDE = re.compile(r"[.!?;]\s|[.;]\Z|https?\Z")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SMALL_WORDS = _words(
    """
    a an the and or but nor so yet of in on at to for from by with as is are be vs via into
    per over than that your you it its do not if how
    """
)


_ASKING = _words("how what when where which who why")
_VERBS = _words(
    """
    following follow follows this these those such below here include includes included are
    is was were can could should must may might have has had do does did need needs use you
    we they it he she i if
    """
)
_LONGEST_BARE = 6  # words; longer ones before a list are sentences


def run_in(block: Block) -> tuple[str, int] | None:
    """The words before the first colon and the offset after it, if they could be a title."""
    found = _RUN_IN.match(block.prose)
    if found is None or block.kind is not BlockKind.PARAGRAPH:
        return None
    title = visible(found["title"])
    if not title or len(title.split()) > LONGEST_HEADING or _SENTENCE_INSIDE.search(title):
        return None
    return title, block.body + found.end()


def stopped(block: Block) -> tuple[str, int] | None:
    """A first sentence of a few words ("Silence. Good listeners wait") and the offset after it."""
    found = _STOPPED.match(block.prose) if block.kind is BlockKind.PARAGRAPH else None
    return (visible(found["title"]), block.body + found.end()) if found else None


def is_title_case(title: str) -> bool:
    """Whether at least 70 % of the words that matter have a capital."""
    words = [word.strip("\"'“”‘’()[]") for word in title.split()]
    matter = [word for word in words if word and word.lower() not in _SMALL_WORDS]
    capital = sum(word[0].isupper() or word[0].isdigit() for word in matter)
    return bool(words) and words[0][:1].isupper() and capital * 10 >= len(matter) * 7


def is_lead_in(words: str) -> bool:
    """Whether words before a list announce it ("You need these things") and are no heading."""
    listed = words.lower().split()
    if listed[0] in _ASKING or len(listed) == 1:
        return False
    if listed[0] in _SPELT or listed[0].isdecimal():
        return True
    return len(listed) > _LONGEST_BARE or not _VERBS.isdisjoint(listed)


def without_number(title: str) -> str:
    """A heading's words without a plain number before them."""
    found = _NUMBERED.fullmatch(title)
    return found["title"] if found and (found["stop"] or "." in found["number"]) else title


def without_edit_link(title: str) -> str:
    """A heading copied from a wiki without the "[edit]" that stood beside it."""
    return _EDIT_LINK.sub("", title)


def bare_title(line: str) -> str:
    """The words of a heading without anything that counts or edits it."""
    return _COUNTER.sub("", without_edit_link(line))


class Numbered(NamedTuple):
    """A line with a number: which style of number, its parts, the words that are the title."""

    style: str
    number: tuple[int, ...]
    title: str


def numbered(block: Block) -> Numbered | None:
    """The number a line begins with and the words after it ("Chapter 3" keeps its words)."""
    if block.kind is BlockKind.ITEM and block.depth == 1 and block.marker[:-1].isdecimal():
        return Numbered("1", (int(block.marker[:-1]),), block.plain)
    if block.kind is not BlockKind.PARAGRAPH or block.depth:
        return None
    line = block.plain[:200]
    found = _NUMBERED.fullmatch(line)
    if found is not None:
        number = found["number"].removesuffix(".0")  # "1.0 Purpose" stands above "1.1 Words"
        return Numbered("1", tuple(map(int, number.split("."))), found["title"])
    found = _COUNTED.fullmatch(line)
    if found is not None:
        number = found["number"].lower()
        return Numbered(found["word"].lower(), (int(_SPELT.get(number, number)),), line)
    found = _LETTERED.fullmatch(line)
    if found is None:
        return None
    if found["digits"]:
        return Numbered("#", (int(found["digits"]),), found["title"])
    if found["roman"] in _ROMAN:
        return Numbered("I", (_ROMAN.index(found["roman"]) + 1,), found["title"])
    return Numbered("A", (ord(found["letter"]) - 64,), found["title"]) if found["letter"] else None
