"""Web pages and wikitext that nest without end, swell or refer to elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tests.articles.hostile import READ, Hostile, Weight

_LONG = (
    "article-slow", "article-memory", "article-nesting", "article-empty", "article-binary", READ,
)  # fmt: skip
_SLOW = (
    "a web page's table of 100,000 cells", "a tag with 100,000 attributes",
    "a million equals signs",
)  # fmt: skip
_WORDS = "<p>Harmless words stand here, and a few more of them.</p>"


def hostile(elsewhere: str) -> Iterator[Hostile]:
    for name, text in _pages():
        weight = Weight.SLOW if name in _SLOW else Weight.HEAVY
        yield Hostile(name, ".html", text.encode(), _LONG, weight)
    for name, text in _reaching(elsewhere):
        yield Hostile(name, ".html", text.encode(), (READ, "article-empty"))
    for name, text in _wikitext():
        weight = Weight.SLOW if name in _SLOW else Weight.HEAVY
        yield Hostile(name, ".wiki", text.encode(), _LONG, weight)


def _pages() -> Iterator[tuple[str, str]]:
    yield "200,000 nested tags", "<div>" * 200_000 + _WORDS
    yield "50,000 nested lists", "<ul><li>" * 50_000 + _WORDS
    yield "tables nested 5,000 deep", "<table><tr><td>" * 5_000 + _WORDS
    yield "a web page's table of 100,000 cells", "<table>" + ("<tr>" + "<td>a" * 100) * 1_000
    attributes = " ".join(f"a{n}=b" for n in range(100_000))
    yield "a tag with 100,000 attributes", f"<p {attributes}>x"
    yield "an attribute of 4 MB", f'<p title="{"x" * 4_000_000}">{_WORDS}'
    yield "a million tags that nobody closes", "<b><i>" * 500_000 + _WORDS
    yield "a web page of NULs", _WORDS + "\0" * 1_000_000
    yield "a column span of a billion", f"<table><tr><td colspan=999999999>{_WORDS}<td>x</table>"


def _reaching(elsewhere: str) -> Iterator[tuple[str, str]]:
    yield (
        "a web page with an entity",
        (f'<!DOCTYPE html [<!ENTITY a SYSTEM "{elsewhere}">]><p>&a; {_WORDS}'),
    )
    yield (
        "a web page with parts elsewhere",
        (
            f"<base href={elsewhere}><link rel=stylesheet href=/a><img src=/b><iframe src=/c></iframe>"
            f"<script src=/d></script><object data=/e></object>{_WORDS}"
        ),
    )
    yield (
        "an XHTML page with a document type elsewhere",
        (f'<?xml version="1.0"?><!DOCTYPE html SYSTEM "{elsewhere}/x.dtd"><html><body>{_WORDS}'),
    )


def _wikitext() -> Iterator[tuple[str, str]]:
    words = "\n\nHarmless words stand here, and a few more of them.\n"
    yield "templates in templates", "{{a|" * 20_000 + "}}" * 20_000 + words
    yield "templates that never end", "{{a|b=" * 50_000 + words
    yield "links in links", "[[a|" * 50_000 + words
    yield "half a million quotes", "''a'''b" * 70_000 + words
    yield "tables in tables", "{|\n|\n" * 5_000 + words
    yield "lists 5,000 deep", "*" * 5_000 + " a" + words
    yield "references in references", "<ref>" * 50_000 + words
    yield "a million equals signs", "=" * 1_000_000 + words
