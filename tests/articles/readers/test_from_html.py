"""HTML trees as Markdown: every shape, words that look like mark-up, and depths beyond reason."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from learning.articles.blocks import visible
from learning.articles.readers import markdown
from learning.articles.readers.from_html import Converted, markdown_of


def converted(source: str) -> Converted:
    parser = html.HTMLParser(encoding="utf-8")
    return markdown_of(html.document_fromstring(source.encode(), parser=parser))


def plain(text: str) -> str:
    """What a reader of the Markdown sees, as the outline will have it."""
    return " ".join(block.plain for block in markdown.blocks_of(text, 0, len(text)))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h1>A <b>b</b></h1><p>C<h3>D<div>e</div></h3>", "# A b\n\nC\n\n### D e\n"),
        ("<div role=heading aria-level=3>A</div>b", "### A\n\nb\n"),
        ("<p>a <b>b </b>c <i>d</i> <s>e</s>", "a **b** c *d* ~~e~~\n"),
        ("<p><b>a </b><b><i>b</i></b>", "**a *b***\n"),
        ("<p>a<b>'b'</b>c", "a'b'c\n"),
        ("<p style='font-weight: 700'>a", "**a**\n"),
        ("<p><span style='font-weight: 700'>a</span> b", "**a** b\n"),
        ("<p>a<br>b<br><br>c", "a\\\nb\n\nc\n"),
        ("<p><b>A</b><br>b", "**A**\n\nb\n"),
        ("<div>a<div>b</div>c</div>d", "a\n\nb\n\nc\n\nd\n"),
        ("<p>a<!-- no -->b", "ab\n"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b\n"),
        ("<ol start=9><li>a<li>b<p>c</ol>", "9. a\n10. b\n\n    c\n"),
        ("<ol><li>a<li value=7>b</ol>", "1. a\n7. b\n"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b\n"),
        ("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b\n"),
        ("<ul><li><h3>A</h3>b</ul>", "### A\n\nb\n"),
        ("<li>a<li>b", "- a\n- b\n"),
        ("<p>• a<p>• b<p>c", "- a\n- b\n\nc\n"),
        ("<p>a:<br>• b<br>• c", "a:\n\n- b\n- c\n"),
        ("<blockquote><p>a<p>b</blockquote>c", "> a\n>\n> b\n\nc\n"),
        ("<ul><li><blockquote>a</blockquote></ul>", "- > a\n"),
        ("<pre>a\n  <b>b</b>\n</pre>", "```\na\n  b\n```\n"),
        ("<pre>```\na</pre>", "````\n```\na\n````\n"),
        ("<p><code>a`b</code>", "``a`b``\n"),
        ("<dl><dt>A<dd>b<dt>C:<dd><p>d<p>e</dl>", "- **A**: b\n- **C:** d\n\n  e\n"),
        ("<dl><dt>A</dt><dt>B</dt><dd>c</dd></dl>", "- **A**\n- **B**: c\n"),
        (f"<dl><dt>A<dd>{'word ' * 99}</dl>", f"**A**\n\n{('word ' * 99).strip()}\n"),
        ("<p><a href='https://x.example/(a)?b=1#c'>d</a>", "[d](https://x.example/%28a%29?b=1#c)\n"),
        ("<p><a href='/b'>a</a> <a href='javascript:x'>c</a>", "a c\n"),
        ("<p>5<sup>2</sup> m<sup>-3</sup> H<sub>2</sub>O 1<sup>st</sup>", "5² m⁻³ H2O 1st\n"),
        ("<p><q>a</q>", "“a”\n"),
        ("<p>a <img src=x alt='b [c]'> d", "a ![b \\[c\\]]() d\n"),
        ("<p><img alt=a>", "> ![a]()\n"),
        ("<figure><img alt=a><figcaption>B</figcaption></figure>", "> ![a]()\n>\n> B\n"),
        ("<details><summary>A?</summary>b</details>", "**A?**\n\nb\n"),
        ("a<hr>b", "a\n\n* * *\n\nb\n"),
        ("<p>&nbsp;</p><p> </p>a&nbsp;b", "a\u00a0b\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_each_shape_has_its_markdown(source: str, text: str) -> None:
    assert converted(source or "<p>").text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<tr><th>a<th>b|c<tr><td>1<td>2", "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n"),
        ("<tr><td>a<td>b<tr><td>1<td>2", "| a | b |\n| --- | --- |\n| 1 | 2 |\n"),
        (
            "<tr><th>a<td>b<tr><th>c<td>d",
            "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n",
        ),
        (
            "<tr><th colspan=2>a<tr><td rowspan=2>1<td>2<tr><td><b>3</b><br>4",
            "| a |  |\n| --- | --- |\n| 1 | 2 |\n|  | **3** 4 |\n",
        ),
        ("<caption>c</caption><tr><th>a<th>b", "c\n\n| a | b |\n| --- | --- |\n"),
        ("<tr><td><h2>a</h2>b<td>c", "## a\n\nb\n\nc\n"),
        ("<tr><td>a<tr><td>b", "a\n\nb\n"),
    ],
)
def test_tables_of_data_stay_tables_and_those_of_layout_do_not(source: str, text: str) -> None:
    assert converted(f"<table>{source}</table>").text == text


@pytest.mark.parametrize(
    "words",
    ["*a* _b_ `c` [d](e) [f]: g", "# a", "1. a", "1986. A year", "- a", "+ a", "> a", "---", "===",
     "```", "~~~", "~~a~~", "&amp; &#42; <b>", "<https://a.example>", "a\\*b", "\\", "a\\",
     "![a](b)", "| a | b |", "a_b_c 2 * 3 * 4", "**", "_", "#", "# a #", "[a]: b", "<!-- a -->",
     "* * *", "a  b", "(1) a", "a)", "1)", "`a``b`", "[[a]]", "]", "[", "*", "***a***b", "\\# a",
     "&copy; &copy"],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["p", "h2", "li", "b", "a href='http://x.example'", "q", "td"])
def test_words_that_look_like_markup_come_out_as_they_were(words: str, tag: str) -> None:
    root = html.fromstring(f"<div><{tag}></{tag.split()[0]}></div>")
    if tag == "td":
        root = html.fromstring("<table><tr><th>x<th>y<tr><td></td><td>z</table>")
    root.xpath(f"//{tag.split()[0]}")[0].text = words
    seen = plain(markdown_of(root).text)
    wanted = " ".join(words.split())
    if tag == "td":
        seen = seen.removeprefix("x y ").removesuffix(" z")
    assert seen.strip("“”") == wanted


@given(
    words=st.text("ab 1*_`[]()<>&#!~\\|.:-=+\n•", max_size=40),
    tag=st.sampled_from(["p", "h3", "li", "em", "blockquote"]),
)
def test_no_words_are_lost_or_gained(words: str, tag: str) -> None:
    root = html.fromstring(f"<div>before <{tag}></{tag}> after</div>")
    root.xpath(f"//{tag}")[0].text = words
    text = markdown_of(root).text
    assert _bare(plain(text)) == _bare(f"before {words} after")


def _bare(words: str) -> str:
    return "".join(words.split()).replace("•", "")


@pytest.mark.parametrize(
    ("source", "text", "left_out"),
    [
        ("<p>Right.<sup>1</sup> So", "Right. So", ["1"]),
        ("<p>word<sup>2,3</sup>", "word", ["2,3"]),
        ("<p>word<sup><a href='#n1'>[1]</a></sup>", "word", ["[1]"]),
        ("<p>word <a href='#n1'>[1]</a>", "word", ["[1]"]),
        ("<p>word<sup class=reference>[note 1]</sup>", "word", ["[note 1]"]),
        ("<p>word<sup>[citation needed]</sup>", "word", ["[citation needed]"]),
        ("<h2>A <span class='mw-editsection'>[edit]</span></h2>", "## A", ["[edit]"]),
        ("<h2>A [<a href='/edit'>edit</a>]</h2>", "## A []", ["edit"]),
        ("<h2>A<a class=headerlink href='#a'>¶</a></h2>", "## A", ["¶"]),
        ("<p>A note. <a href='#r1'>↩︎</a>", "A note.", ["↩︎"]),
        ("<p>See <a href='#b'>section 2</a>.", "See section 2.", []),
        ("<p>a <span>[edit]</span>", "a [edit]", []),
    ],
)
def test_signs_in_the_text_are_left_out_and_named(
    source: str, text: str, left_out: list[str]
) -> None:
    found = converted(source)
    assert visible(found.text) == text
    assert [each.text for each in found.left_out] == left_out
    assert all(each.reason for each in found.left_out)


def test_invisible_characters_are_taken_out_and_named() -> None:
    found = converted(
        "<p>se\u200bcret\u202e \U000e0068\U000e0069 word\u00ad می\u200cخواهم 👩\u200d🔬"
    )
    assert found.text == "secret word می\u200cخواهم 👩\u200d🔬\n"
    assert [each.text for each in found.left_out] == ["hi", "U+00AD ×1, U+200B ×1, U+202E ×1"]


def test_a_picture_without_description_is_named() -> None:
    found = converted("<p>a <img src='/pictures/cat.png'> b")
    assert found.text == "a b\n"
    assert [each.text for each in found.left_out] == ["cat.png"]


def test_the_reason_given_by_the_caller_counts() -> None:
    root = html.fromstring("<div><p>a</p><nav>b <i>c</i></nav>d</div>")
    found = markdown_of(root, lambda each: "Menu" if each.tag == "nav" else None)
    assert found.text == "a\n\nd\n"
    assert [(each.text, each.reason) for each in found.left_out] == [("b c", "Menu")]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul", "li", "table", "dl", "a", "pre"])
def test_thousands_of_levels_neither_crash_nor_hang(tag: str) -> None:
    root = inner = etree.Element("body")
    for _ in range(5_000):  # lxml itself takes minutes to build more
        inner = etree.SubElement(inner, tag)
    inner.text = "deep"
    root.text = "high"
    before = time.perf_counter()
    assert plain(markdown_of(root).text).replace(" ", "") == "highdeep"
    assert time.perf_counter() - before < 5
