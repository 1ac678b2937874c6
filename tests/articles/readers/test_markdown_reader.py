"""Blocks of Markdown: their offsets, and prose with the mark-up hidden."""

from __future__ import annotations

import pytest

from learning.articles.blocks import HIDDEN
from learning.articles.readers.inline_markup import hide_markup
from learning.articles.readers.markdown import blocks_of
from learning.articles.readers.reading import read
from learning.errors import RuleBroken


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("# A *b* #\n\nC", [("heading", "A b", 0), ("paragraph", "C", 0)]),
        ("A b\nc\n===\nD", [("heading", "A b c", 0), ("paragraph", "D", 0)]),
        (
            "- a\n\n  b\n  - c\n1. d",
            [("item", "a", 1), ("paragraph", "b", 1), ("item", "c", 2), ("item", "d", 1)],
        ),
        (
            "> a\n> > b\n\n* > c",
            [("paragraph", "a", 0), ("paragraph", "b", 0), ("paragraph", "c", 1)],
        ),
        ("- - a", [("item", "a", 2)]),
        ("-\n\nThe", [("paragraph", "The", 0)]),
        (
            "|a |b|\n|-|-|\n|c |d|\n\ne",
            [("row", "a b", 0), ("row", "c d", 0), ("paragraph", "e", 0)],
        ),
        ("```\na\n\nb\n```\n\n    c", [("code", "a b", 0), ("code", "c", 0)]),
        ("a\n\n***\n\nb", [("paragraph", "a", 0), ("divider", "", 0), ("paragraph", "b", 0)]),
        ("---\ntitle: x\n---\na", [("front-matter", "--- title: x ---", 0), ("paragraph", "a", 0)]),
        ("\ta\n\n \u00a0\nb", [("code", "a", 0), ("paragraph", "b", 0)]),
    ],
)
def test_blocks_have_their_kind_words_and_depth(
    markdown: str, blocks: list[tuple[str, str, int]]
) -> None:
    found = blocks_of(markdown, 0, len(markdown))
    assert [(each.kind.value, each.plain, each.depth) for each in found] == blocks
    position = 0
    for each in found:
        assert position <= each.start <= each.body <= each.end
        assert each.body + len(each.prose) == each.end
        position = each.end


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("**a** _b_ ~~c~~ `d`", "a b c d"),
        ('[a](http://x.example/(y) "t") b', "a b"),
        ("![a](x.png) [b][r] [c] [no]", "a b c [no]"),
        ("[![a](x.png)](http://y.example) b", "a b"),
        ("<http://x.example/a> <a@b.example>", "http://x.example/a a@b.example"),
        ("a_b_c 5 * 3 * 2", "a_b_c 5 * 3 * 2"),
        ("\\*a\\* &amp; &#233;", "*a* & é"),
        ("``a ` b`` c", "a ` b c"),
        ("plain", "plain"),
    ],
)
def test_inline_markup_is_hidden_character_for_character(raw: str, words: str) -> None:
    hidden = hide_markup(raw, {"R", "C"})
    assert len(hidden) == len(raw)
    assert hidden.replace(HIDDEN, "") == words


def test_nesting_beyond_reason_is_read_as_plain_paragraphs() -> None:
    for deep in (">" * 300 + " word", "- " * 300 + "word", "[" * 3000 + "word"):
        blocks = blocks_of(deep, 0, len(deep))
        assert "word" in blocks[-1].plain


def test_comments_on_their_own_lines_are_left_out_and_listed() -> None:
    text = "A <!-- stays --> b.\n\n<!-- gone\nand gone -->\n\n```\n<!-- stays -->\n```\n\n<!-- open"
    reading = read(text.encode(), "a.md")
    assert reading.text == text.replace("<!-- gone\nand gone -->\n", "")
    assert [each.text for each in reading.left_out] == ["<!-- gone\nand gone -->"]
    assert read(text.encode(), "a.txt").left_out == ()
    with pytest.raises(RuleBroken, match="article-empty"):
        read(b"<!-- nothing else -->", "a.md")
