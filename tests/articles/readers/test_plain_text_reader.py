"""Blocks of plain text, and the bytes they may come from."""

from __future__ import annotations

import pytest

from learning.articles.blocks import BlockKind
from learning.articles.readers.plain_text import blocks_of
from learning.articles.readers.reading import read


def kinds(text: str) -> list[tuple[str, str, int]]:
    return [(block.kind.value, block.plain, block.depth) for block in blocks_of(text, 0, len(text))]


def test_items_nest_by_indent_and_go_on_by_hanging() -> None:
    text = "- One\n  goes on\n    * Two\n    * Three\n- Four\n\n  More of four\n\nNot of it"
    assert kinds(text) == [
        ("item", "One goes on", 1),
        ("item", "Two", 2),
        ("item", "Three", 2),
        ("item", "Four", 1),
        ("paragraph", "More of four", 1),
        ("paragraph", "Not of it", 0),
    ]


def test_a_number_that_wrapping_put_first_is_no_item() -> None:
    text = "The engine came in a version that everybody called number\n"
    text += "2. It was not the last of them, as\nwe know."
    assert [kind for kind, _, _ in kinds(text)] == ["paragraph"]


def test_a_word_broken_at_its_hyphen_is_whole_again() -> None:
    text = "This line ends with a well-\nknown word and then goes on to its\nend here."
    assert "well-known" in kinds(text)[0][1]


@pytest.mark.parametrize("line", ["---", "* * *", "=====", "~~~~", "———"])
def test_lines_of_one_sign_divide(line: str) -> None:
    assert [kind for kind, _, _ in kinds(f"One.\n\n{line}\n\nTwo.")] == [
        "paragraph",
        "divider",
        "paragraph",
    ]


def test_blocks_hold_every_character_that_is_not_white_space() -> None:
    text = "Title\n=====\n\n  1. One\n     more\n\n* * *\nEnd \u2028 of it\x0c\nNext"
    blocks = blocks_of(text, 0, len(text))
    held = "".join(text[block.start : block.end] for block in blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert all(block.body + len(block.prose) == block.end for block in blocks)
    assert blocks[0].kind is BlockKind.HEADING


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfA\r\nB\rC\n", "A\nB\nC\n"),
        ("Ünï — “x”".encode("utf-16"), "Ünï — “x”"),
        ("Ünï — “x”".encode("utf-16-be").join([b"\xfe\xff", b""]), "Ünï — “x”"),
        ("It’s a café – naïve, 5 € … “so”".encode("cp1252"), "It’s a café – naïve, 5 € … “so”"),
        ("e\u0301".encode(), "é"),
        (b"tab\tand\x0cfeed", "tab\tand\x0cfeed"),
    ],
)
def test_text_is_decoded_and_made_canonical(content: bytes, text: str) -> None:
    assert read(content, "a.txt").text == text
