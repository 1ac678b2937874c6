"""Wikitext as Markdown: shapes, what is left out and named, and input made to hang the parser."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.articles.blocks import Reading
from learning.articles.outline import outline_of
from learning.articles.readers.reading import read
from learning.errors import RuleBroken


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\nb\n\nc", "a b\n\nc\n"),
        ("== A ==\nb\n=== C ===\nd", "## A\n\nb\n\n### C\n\nd\n"),
        ("'''a''' ''b'' '''''c'''''", "**a** *b* ***c***\n"),
        ("* a\n** b\n* c\n# d\n# e", "- a\n  - b\n- c\n\n1. d\n2. e\n"),
        ("*# a\n*# b\n** c", "- 1. a\n  2. b\n  - c\n"),
        ("; A : b\n; C\n: d", "- **A**: b\n- **C**: d\n"),
        (": a\n:: b", "a\n\nb\n"),
        ("[[a]]s [[b|c]] [[:Category:D]] [[e|''f'']]", "as c Category:D *f*\n"),
        ("[https://a.example b] https://c.example", "[b](https://a.example) <https://c.example>\n"),
        ("a &mdash; b &lt;i&gt; <nowiki>''c'' [[d]]</nowiki>", "a — b <i> ''c'' [[d]]\n"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```\n"),
        ("<syntaxhighlight lang=c>x;</syntaxhighlight>", "```\nx;\n```\n"),
        ("a<br>b", "a\\\nb\n"),
        ("a\n----\nb", "a\n\n* * *\n\nb\n"),
        ("<blockquote>a</blockquote>", "> a\n"),
        ("5 m<sup>2</sup> H<sub>2</sub>O", "5 m² H2O\n"),
        ("{|\n! a !! b\n|-\n| 1 || 2\n|}", "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        ("{|\n|+ c\n|-\n! a !! b\n|-\n| 1 || 2\n|}", "c\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        ("{{nowrap|a b}} {{lang|fr|c}}", "a b c\n"),
        ("a *b* _c_ # d", "a \\*b\\* \\_c\\_ # d\n"),
        ("a ({{ipa|x}}) b ({{y}}, {{z}}) c", "a b c\n"),
        ("{{DISPLAYTITLE:''A'' b}}c", "# *A* b\n\nc\n"),
        ("<poem>a\nb</poem>", "a b\n"),
        ("{{{1|a}}}", "a\n"),
        ("<noinclude>a</noinclude>", "a\n"),
    ],
)
def test_each_shape_has_its_markdown(source: str, text: str) -> None:
    assert read(source.encode(), "a.wiki").text == text


@pytest.mark.parametrize(
    ("source", "left_out", "reason"),
    [
        ("a{{b|c [[d]]}}", "{{b|c [[d]]}}", "A template of the wiki"),
        ("a<ref name=x>B, [[c]].</ref>", "B, [[c]].", "A footnote"),
        ("a[[File:b.jpg|thumb|c]]", "[[File:b.jpg|thumb|c]]", "A picture or another file"),
        ("a[[Datei:b.jpg|c]]", "[[Datei:b.jpg|c]]", "A picture or another file"),
        ("a[[Category:B]]", "[[Category:B]]", "A category of the wiki"),
        ("a[[fr:B]]", "[[fr:B]]", "A link to the page in another language"),
        ("__NOTOC__a", "__NOTOC__", "A setting of the wiki"),
        ("{{DEFAULTSORT:b}}a", "{{DEFAULTSORT:b}}", "A setting of the wiki"),
        ("a<!-- b -->", "<!-- b -->", "A comment, which readers of the page don’t see"),
        ("a<gallery>b.jpg|c</gallery>", "b.jpg|c", "Something the wiki shows that is no text"),
        ("a [https://b.example]", "https://b.example", "The address of a link without words"),
        ("a<span style='display:none'>b</span>", "b", "Hidden on the page"),
        ("a\u200b", "U+200B ×1", "Invisible characters"),
    ],
)
def test_what_is_no_text_is_left_out_and_named(source: str, left_out: str, reason: str) -> None:
    reading = read(source.encode(), "a.wikitext")
    assert reading.text == "a\n"
    assert [(each.text, each.reason) for each in reading.left_out] == [(left_out, reason)]


def test_a_wiki_page_is_cut_at_its_headings() -> None:
    source = (
        "{{Infobox knot|name=Bowline}}\nThe '''bowline''' makes a fixed loop at a rope’s end.\n"
        "\n== Uses ==\nSailors moor small boats with it, and climbers once tied in with it.\n"
        "\n== Tying ==\nMake a small loop, pass the end up through it, around and down again.\n"
        "\n== See also ==\n* [[Sheet bend]]\n"
    )
    outline = outline_of(source.encode(), "bowline.mediawiki")
    assert [(each.kind.value, each.title) for each in outline.sections] == [
        ("overview", ""), ("teach", "Uses"), ("teach", "Tying"), ("reference", "See also"),
    ]  # fmt: skip
    assert outline.source.format == "wikitext"


@pytest.mark.parametrize(
    ("source", "code"),
    [("", "article-empty"), ("#REDIRECT [[A]]", "article-empty"), ("{{a}}", "article-empty")],
)
def test_what_holds_no_text_is_refused(source: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(source.encode(), "a.wiki")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "unit",
    ["{{", "[[", "''", "'''''a", "<b>", "<ref>", "{|\n", "{{{", "[http://", "*", "==", "{{a|",
     "[[a|", "<div>", "<p>", "<!--", "<nowiki>", "<ref name=", "&", "__", "|-\n", ";:", "<math>",
     "{{a|b=", "\n=", "[[File:", "-{", "''a\n", "<b>''", "[[a]] ", "{|\n|", "<i", "</b>", "<li>",
     "<br>"],
)  # fmt: skip
def test_nothing_keeps_the_parser_busy_for_long(unit: str) -> None:
    before = time.process_time()
    readable((f"words {unit}" + unit * 10_000).encode())
    assert time.process_time() - before < 3


def readable(content: bytes) -> Reading | None:
    """The reading; None when the page was refused in words."""
    try:
        return read(content, "a.wiki")
    except RuleBroken as refusal:
        if not refusal.code.startswith("article-"):
            raise
        return None


_PIECES = st.lists(
    st.sampled_from(
        ["{{", "}}", "[[", "]]", "'''", "''", "|", "=", "\n", "== a ==", "*", "#", ";", ":",
         "<ref>", "</ref>", "<b>", "</b>", "{|\n", "\n|}", "\n|-", "\n|", "!", "a", "b c ", "<!--",
         "-->", "[", "http://a.example ", "]", "<div>", "</div>", "&amp;", "{{{", "}}}", "<pre>",
         "</pre>", "<td>", "<table>", "<br/>", "----", "File:", "__TOC__", "<li>", "<nowiki>",
         "</nowiki>", " "]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), _PIECES.map(lambda each: "".join(each).encode())))
def test_any_bytes_end_in_a_reading_or_a_refusal(content: bytes) -> None:
    reading = readable(content)
    if reading is not None:
        assert outline_of(content, "a.wiki").text == reading.text
