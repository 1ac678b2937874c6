"""Articles as HTML: what is shown, what is highlighted, and what never gets through."""

from __future__ import annotations

import re

import pytest

from learning.articles.actions import MEDIA_TYPES
from learning.articles.blocks import SourceFormat
from learning.articles.outline import Section, outline_of, outline_of_text
from learning.articles.rendering import body_html, body_start, context_html
from tests.articles.layouts import layouts_of, sample

BREAD = sample("marked_headings.md")
COMPOST = sample("run_in_headings.txt")


def shown(text: str, format: str, marks: list[tuple[int, int]] | None = None) -> str:
    return body_html(text, 0, len(text), format, marks or [])


def marked(text: str, format: str, *quotes: str) -> str:
    marks = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    return shown(text, format, marks)


def section_of(text: str, title: str) -> Section:
    outline = outline_of_text(text, "markdown")
    return next(section for section in outline.sections if section.title == title)


def test_plain_text_becomes_paragraphs_and_lists_and_nothing_else() -> None:
    text = "One **bold** <b>word</b>\n\n1. First\n2. Second\n\n- Bullet & more\n   - Nested\n\nEnd"
    assert shown(text, "text") == (
        "<p>One **bold** &lt;b&gt;word&lt;/b&gt;</p>\n"
        "<ol>\n<li>First</li>\n<li>Second</li>\n</ol>\n"
        "<ul>\n<li>Bullet &amp; more<ul>\n<li>Nested</li>\n</ul>\n</li>\n</ul>\n<p>End</p>\n"
    )


def test_numbering_is_kept() -> None:
    assert shown("3. Three\n4. Four\n7. Seven", "text") == (
        '<ol start="3">\n<li>Three</li>\n<li>Four</li>\n<li value="7">Seven</li>\n</ol>\n'
    )
    assert shown("a) Ay\nb) Bee", "text") == '<ol type="a">\n<li>Ay</li>\n<li>Bee</li>\n</ol>\n'


def test_filled_lines_are_joined_and_separate_lines_are_not() -> None:
    filled = (
        "The first line of a paragraph goes\non here and then it ends, as\nparagraphs do.\n\nEnd."
    )
    assert shown(filled, "text").count("<p>") == 2
    assert shown("A line.\nAnother line.\nA third.", "text").count("<p>") == 3


@pytest.mark.parametrize(
    ("ending", "content"),
    [pytest.param(ending, content, id=name) for name, ending, content in layouts_of(COMPOST)],
)
def test_no_body_shows_its_heading(ending: str, content: bytes) -> None:
    outline = outline_of(content, f"a{ending}")
    for section in outline.sections:
        start = body_start(
            outline.text, section.start, section.end, outline.source.format, section.title
        )
        html = body_html(outline.text, start, section.end, outline.source.format)
        text = re.sub(r"<[^>]+>", "", html).strip()
        assert text
        assert not section.title or not text.startswith(section.title[:8])
        assert text.replace("\n", " ")[:12] == re.sub(r"[*#]", "", section.sentences[0].text)[:12]


def test_a_sub_heading_becomes_h2_with_a_slug() -> None:
    section = section_of(BREAD, "Why Time Works")
    start = body_start(BREAD, section.start, section.end, "markdown", section.title)
    html = body_html(BREAD, start, section.end, "markdown")
    assert '<h2 id="what-happens-in-the-first-hour">What happens in the first hour</h2>' in html
    assert "Why Time Works" not in html


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_headings_shift_and_ids_are_unique(format: str) -> None:
    html = shown("### Same\n\na\n\n#### Same\n\nb\n\n### Source\n\nc\n\n### !\n\nd", format)
    assert re.findall(r"<(h\d) id=\"([^\"]+)\"", html) == [
        ("h2", "same"),
        ("h3", "same-2"),
        ("h2", "source-2"),
        ("h2", "section"),
    ]


def test_a_mark_spans_inline_markup_and_nests() -> None:
    html = marked(
        "A **bold [link](http://x.example/a) word** here. Next one.",
        "markdown",
        "A **bold [link](http://x.example/a) word** here.",
    )
    assert html == (
        '<p><mark id="source">A </mark><strong><mark>bold </mark>'
        '<a href="http://x.example/a" rel="noopener noreferrer"><mark>link</mark></a>'
        "<mark> word</mark></strong><mark> here.</mark> Next one.</p>\n"
    )


def test_only_the_first_mark_has_the_id() -> None:
    html = marked("One here. Two here. Three here.", "text", "One here.", "Three here.")
    assert html == (
        '<p><mark id="source">One here.</mark> Two here. <mark>Three here.</mark></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "quote", "highlighted"),
    [
        ("- **Mix:** Stir it.\n- Rest.", "**Mix:** Stir it.", ["Mix:", " Stir it."]),
        ("_All of it._ Next.", "_All of it._", ["All of it."]),
        ("**One. Two.** Three.", "Two.**", ["Two."]),
        ("| A | B |\n|---|---|\n| c | d |", "| c | d |", ["c", "d"]),
        ("```py\nx = 1\n```", "```py\nx = 1\n```", ["x = 1"]),
        ("See [it](http://x.example/a).", "(http://x.example/a)", []),
        ("> One\n> two. Three.", "One\n> two.", ["One\ntwo."]),
        ("A \\* b. C.", "A \\* b.", ["A * b."]),
        ("A &amp; b. C.", "&amp; b.", ["&amp; b."]),
        ("Say `a` now. C.", "`a` now.", ["a", " now."]),
        ("A ![picture](x.png) here. C.", "A ![picture](x.png) here.", ["A picture here."]),
    ],
)
def test_marks_in_markdown_highlight_what_is_read(
    text: str, quote: str, highlighted: list[str]
) -> None:
    html = marked(text, "markdown", quote)
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == highlighted
    assert re.sub(r"</?mark[^>]*>", "", html) == shown(text, "markdown")


def test_a_mark_over_several_items_stays_inside_each() -> None:
    text = "1. One thing.\n2. Two things."
    assert shown(text, "text", [(0, len(text))]) == (
        '<ol>\n<li><mark id="source">One thing.</mark></li>\n'
        "<li><mark>Two things.</mark></li>\n</ol>\n"
    )


def test_a_mark_that_runs_on_ends_with_the_last_word_of_each_block() -> None:
    assert shown("# \n===\nThe end", "text", [(0, 10)]) == (
        '<h2 id="section"><mark id="source">#</mark></h2>\n<p><mark>The</mark> end</p>\n'
    )


def test_overlapping_marks_become_one() -> None:
    assert shown("abcdef", "text", [(0, 3), (2, 5), (9, 4)]) == (
        '<p><mark id="source">abcde</mark>f</p>\n'
    )


def test_the_context_of_a_sentence_is_its_item_and_the_neighbours() -> None:
    text = (
        "Intro one. Intro two.\n\n1. First a. First b.\n2. Second a. Second b.\n"
        "3. Third a. Third b."
    )
    at = text.index("Second a.")
    assert context_html(text, 0, len(text), "text", (at, at + 9)) == (
        '<p>First b.</p>\n<ol start="2">\n'
        '<li><mark id="source">Second a.</mark> Second b.</li>\n</ol>\n'
    )
    at = text.index("Second b.")
    assert context_html(text, 0, len(text), "text", (at, at + 9)) == (
        '<ol start="2">\n<li>Second a. <mark id="source">Second b.</mark></li>\n</ol>\n'
        "<p>Third a.</p>\n"
    )
    assert context_html(text, 0, len(text), "text", (len(text), len(text))) == ""


def test_the_context_in_markdown_keeps_marks_and_shows_tables_whole() -> None:
    at = BREAD.index("Put the bowl")
    section = section_of(BREAD, "Setting the Schedule")
    html = context_html(BREAD, section.start, section.end, "markdown", (at, at + 25))
    assert '<li><strong>Rest:</strong> <mark id="source">Put the bowl in the cold.</mark>' in html
    at = BREAD.index("| Rest")
    html = context_html(BREAD, section.start, section.end, "markdown", (at, at + 10))
    assert html.count("<tr>") == 3


def test_links_outwards_are_external_and_others_lose_the_link() -> None:
    text = (
        "# Here\n\n"
        "[a](https://x.example) [b](/admin?do=it) [c](#here) [d](#no) [e](//x.example) [f][f]\n\n"
        "[f]: mailto:a@b.example"
    )
    html = shown(text, "markdown")
    assert re.findall(r"<a [^>]*>", html) == [
        '<a href="https://x.example" rel="noopener noreferrer">',
        '<a href="#here">',
        '<a href="mailto:a@b.example" rel="noopener noreferrer">',
    ]
    assert all(f"{letter}" in html for letter in "abcdef")


def test_link_targets_defined_outside_the_range_still_work() -> None:
    text = "See [the book][b].\n\n## Next\n\n[b]: https://x.example/book"
    assert 'href="https://x.example/book"' in body_html(text, 0, 18, "markdown")


def test_pictures_are_words_and_load_nothing() -> None:
    html = shown('![A *flat* loaf](http://track.example/x.png "t") end', "markdown")
    assert html == "<p>A flat loaf end</p>\n"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "```\n</code><script>alert(1)</script>\n```",
    '[x](http://a.example/"onmouseover="alert(1))',
    '[x](http://a.example "\\"><script>alert(1)</script>")',
    "|<script>|\n|---|\n|<iframe src=//x>|",
    "# <script>alert(1)</script>",
    "<!-- --><style>*{}</style>",
    "[a](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "&lt;script&gt;",
    '```"><script>\nx\n```',
    "```html onload=alert(1)\nx\n```",
    "<a href='javascript:1'>x</a>",
    "[x](&#x6A;avascript:alert(1))",
]


@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_gets_through(hostile: str, format: str) -> None:
    html = shown(hostile, format, [(0, len(hostile))])
    for tag in re.findall(r"<[^>]*>", html):
        assert re.match(r"</?(p|a|h2|hr|pre|code|table|thead|tbody|tr|th|td|mark)\b", tag)
        assert not re.search(r"\son\w+=|style=|src=", re.sub(r"\"[^\"]*\"", '""', tag))
    for address in re.findall(r"(?:href)=\"([^\"]*)\"", html):
        assert re.match(r"https?://|mailto:|#", address)


def test_a_row_with_too_many_cells_keeps_its_words() -> None:
    html = shown("| A | B |\n|---|---|\n| c | d | e | **f** |\n| g |", "markdown")
    assert "<td>d e <strong>f</strong></td>" in html
    assert html.count("<td>") == 4


def test_a_listing_at_the_start_of_a_range_stays_one() -> None:
    text = "    # no heading\n\nWords."
    assert body_start(text, 4, len(text), "markdown", "") == 4
    assert body_html(text, 4, len(text), "markdown").startswith("<pre><code># no heading\n")


def test_a_deep_item_is_no_listing_in_its_context() -> None:
    text = "- a\n    - b\n        - Deep one. Deep two.\n"
    at = text.index("Deep two.")
    html = context_html(text, 0, len(text), "markdown", (at, at + 9))
    assert html == '<ul>\n<li>Deep one. <mark id="source">Deep two.</mark></li>\n</ul>\n'


def test_sentinels_in_the_text_itself_stay_text() -> None:
    text = "A \U0001d800 B \U0001d801 C."
    assert re.sub(r"</?mark[^>]*>", "", marked(text, "text", "B")) == shown(text, "text")
    everything = "".join(map(chr, range(0x1D800, 0x1DA00))) + " word"
    assert "word" in marked(everything, "text", "word")


def test_body_start_passes_headings_of_every_style() -> None:
    def rest(text: str, title: str, format: str = "markdown") -> str:
        return text[body_start(text, 0, len(text), format, title) :].strip()

    words = "Twelve words or more must follow here, or else it is none at all."
    assert rest(f"## A Title\n\n{words}", "A Title") == words
    assert rest(f"A Title\n===\n{words}", "A Title") == words
    assert rest(f"**A Title:** {words}", "A Title") == words
    assert rest(f"**A Title**: {words}", "A Title") == words
    assert rest(f"A Title: {words}", "A Title", "text") == words
    assert rest(f"A Title\n\n{words}", "A Title", "text") == words
    assert rest(f"A Title:\n\n- {words}", "A Title", "text") == f"- {words}"
    assert rest(f"1. A Title\n\n{words}", "A Title", "text") == words
    assert rest("Conclusion: Short.", "Conclusion", "text") == "Short."
    assert rest(words, "", "text") == words
    assert rest(words, "Part 1", "text") == words
    assert rest(f"Other: {words}", "A Title", "text") == f"Other: {words}"


@pytest.mark.parametrize("format", ["html", "docx", "pdf", "wikitext"])
def test_texts_of_other_formats_are_markdown_to_every_later_step(format: str) -> None:
    text = "# Title\n\nLead.\n\n## One\n\nA **b** sentence.\n\n- item\n\n## Two\n\nMore.\n"
    outline, like = outline_of_text(text, format), outline_of_text(text, "markdown")
    assert outline.sections == like.sections
    section = outline.sections[1]
    span = (section.sentences[0].start, section.sentences[0].end)
    for show in (
        lambda format: body_html(text, 0, len(text), format, [span]),
        lambda format: str(body_start(text, section.start, section.end, format, "One")),
        lambda format: context_html(text, section.start, section.end, format, span),
    ):
        assert show(format) == show("markdown")


def test_a_file_of_every_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == {each.value for each in SourceFormat}
