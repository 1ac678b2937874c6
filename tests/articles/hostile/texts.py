"""Texts that make careless parsers loop or recurse, and files whose ending lies."""

from __future__ import annotations

from collections.abc import Iterator

from tests.articles.hostile import READ, Hostile, Weight, archives, pdfs

_BINARY = ("article-binary", "article-encoding")
SLOW = "a million short lines"
_LONG = ("article-slow", "article-memory", "article-nesting", READ)


def hostile(_: str) -> Iterator[Hostile]:
    for name, content, outcomes in _lies():
        yield Hostile(name, name.rpartition(" ")[2], content, outcomes)
    for name, text in _markdown():
        yield Hostile(name, ".md", text.encode(), _LONG, Weight.HEAVY)
    for name, text in _slow_markdown():
        yield Hostile(name, ".md", text.encode(), _LONG, Weight.SLOW)
    for name, text in _plain():
        yield Hostile(
            name, ".txt", text.encode(), _LONG, Weight.SLOW if name == SLOW else Weight.HEAVY
        )


def _lies() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield "a Word file called .pdf", archives.packed(), ("article-damaged",)
    yield "a PDF called .docx", pdfs.plain(), ("article-damaged",)
    yield "a Word file called .txt", archives.packed(), _BINARY
    yield "a PDF called .md", pdfs.plain(b"\xff\x81" * 500), (*_BINARY, READ)
    yield "NULs called .txt", b"\0" * 1_000_000, _BINARY
    yield "a program called .exe", b"MZ" + b"\0" * 500, ("article-format",)
    yield "half of UTF-16 called .txt", b"\xff\xfe" + b"a\0" * 500_000 + b"\xd8", _BINARY


def _markdown() -> Iterator[tuple[str, str]]:
    yield "quotes 300,000 deep", ">" * 300_000 + " a"
    yield "300,000 brackets", "[" * 300_000 + "]" * 300_000
    yield "half a million half links", "[a](" * 500_000
    table = ("| a " * 5_000 + "|\n", "|-" * 5_000 + "|\n", "| b " * 5_000)
    yield "a table of 5,000 columns", "".join(table)


def _slow_markdown() -> Iterator[tuple[str, str]]:
    words = "Some words that go on for a while and then come to their end here. "
    yield "lists 2,000 deep", "\n".join("  " * n + "- a" for n in range(2_000))
    yield "stars and underscores", "*a __b " * 300_000
    yield "ticks of every length", " ".join("`" * (n % 900) for n in range(5_000))
    yield "a million definitions", "[a]: /b\n" * 300_000
    yield "5 MB in one line", words * 75_000
    yield "50,000 headings", "".join(f"## Heading {n}\n\n{words}\n\n" for n in range(50_000))
    yield "comments that never end", "<!--\n" * 500_000


def _plain() -> Iterator[tuple[str, str]]:
    yield "5 MB of one letter", "a" * 5_000_000
    yield "5 MB of full stops", "." * 5_000_000
    yield SLOW, "A line\n" * 700_000
    yield "a million marks that combine", "e" + "\u0301" * 1_000_000
    yield "a million letters from right to left", "\u202e" + "\u05d0" * 1_000_000
