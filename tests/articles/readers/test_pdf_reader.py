"""PDFs become Markdown: headings, paragraphs, lists; what belongs to the pages is left out."""

from __future__ import annotations

import time

import pytest

from learning.errors import RuleBroken
from tests.articles.hostile.pdfs import plain
from tests.articles.readers.documents import (
    LIGHT,
    SECTIONS,
    Section,
    headings,
    paragraphs,
    pdf,
    pdf_of,
    read_pdf,
)

HEADINGS = [
    "# A short guide to sleep",
    "## How light sets the clock",
    "## What caffeine does",
    "### Slow metabolisers",
    "## When to see a doctor",
]
# So that the article has more than one page.
LONG = (*SECTIONS[:2], Section("Slow metabolisers", SECTIONS[0].paragraphs * 3, 2), SECTIONS[3])


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize("justify", [True, False])
def test_headings_and_paragraphs_are_those_that_were_written(
    columns: int, bookmarks: bool, justify: bool
) -> None:
    content = pdf_of(LONG, columns=columns, bookmarks=bookmarks, justify=justify)
    reading = read_pdf(content)
    assert headings(reading) == HEADINGS
    written = [each for section in LONG for each in section.paragraphs]
    assert [each for each in paragraphs(reading) if not each.startswith("#")] == written


def test_running_titles_and_page_numbers_are_left_out_and_named() -> None:
    reading = read_pdf(pdf_of(LONG))
    assert "Sleep and health" not in reading.text
    assert {(each.text, each.reason) for each in reading.left_out} == {
        ("Sleep and health", "Repeated at the edge of the pages"),
        ("1 / 2\n2 / 2", "Page numbers"),
    }


def test_a_numbered_line_above_the_title_is_left_out_with_its_number() -> None:
    reading = read_pdf(pdf("1. Sleep and health\n\n= A short guide to sleep\n\nSleep well."))
    assert [each.text for each in reading.left_out] == ["1. Sleep and health"]


def test_what_stands_above_the_title_of_the_only_page_is_left_out() -> None:
    reading = read_pdf(pdf_of([Section("Light", [LIGHT])]))
    assert reading.text.startswith("# A short guide to sleep")
    assert ("Sleep and health", "Stands above the title") in [
        (each.text, each.reason) for each in reading.left_out
    ]


def test_without_a_title_main_headings_are_the_highest() -> None:
    assert headings(read_pdf(pdf_of(SECTIONS, title="")))[0] == "# How light sets the clock"


def test_bold_lines_are_headings_where_size_and_bookmarks_dont_tell() -> None:
    words = LIGHT
    reading = read_pdf(pdf(f"*Light*\n\n{words}\n\n*Coffee and tea*\n\n{words}"))
    assert [each.strip("# ") for each in headings(reading)] == ["Light", "Coffee and tea"]


def test_bold_words_that_begin_a_paragraph_stay_bold() -> None:
    reading = read_pdf(pdf(f"*Light matters:* {LIGHT}"))
    assert reading.text.startswith("**Light matters:** Daylight in")


def test_lists_are_lists_also_where_their_lines_wrap_and_nest() -> None:
    source = """
#set page(width: 100mm)
- Coffee after lunch, which stays in the blood for longer than most people think
- Tea
  - Green tea, which is milder than black tea but is not without any effect at all
  - White tea
- Cola

Then:

+ Lie down
+ Set an alarm for twenty minutes, so that you do not wake from a deep sleep
+ Get up
"""
    assert read_pdf(pdf(source)).text.strip() == (
        "- Coffee after lunch, which stays in the blood for longer than most people think\n"
        "- Tea\n"
        "  - Green tea, which is milder than black tea but is not without any effect at all\n"
        "  - White tea\n"
        "- Cola\n\n"
        "Then:\n\n"
        "1. Lie down\n"
        "2. Set an alarm for twenty minutes, so that you do not wake from a deep sleep\n"
        "3. Get up"
    )


def test_hyphens_at_line_ends_go_and_those_of_words_stay() -> None:
    words = "A well-known international organisation. " * 20
    reading = read_pdf(pdf(f'#set text(lang: "en")\n#set par(justify: true)\n{words}'))
    assert reading.text.split() == words.split()


def test_words_that_look_like_markdown_stay_what_they_are() -> None:
    words = r"1 * 2 * 3, \#5, [a](b), <b>, &amp;, a_b_c, ~~x~~, `y`, 2^3"
    source = words.replace("*", "\\*").replace("[", "\\[").replace("]", "\\]")
    for mark in "<>_`~":
        source = source.replace(mark, f"\\{mark}")
    reading = read_pdf(pdf(f"{source} and more."))
    shown = reading.text.strip()
    for mark in "\\":
        shown = shown.replace(mark, "")
    assert shown == words.replace("\\", "") + " and more."


def test_ligatures_are_letters() -> None:
    assert "efficient office flowers" in read_pdf(pdf("efficient office flowers")).text


def test_footnotes_are_left_out_with_their_marks() -> None:
    words = "#footnote[From a trial of 200 people.]"
    reading = read_pdf(pdf(f"{LIGHT} It was repeated{words} since."))
    assert "It was repeated since." in reading.text
    assert [(each.text, each.reason) for each in reading.left_out] == [
        ("1From a trial of 200 people.", "A footnote")
    ]


def test_exponents_stay_raised() -> None:
    source = "#set super(typographic: false)\nAn area of 30 m#super[2] and 10#super[15] of them."
    assert read_pdf(pdf(source)).text.strip() == "An area of 30 m² and 10¹⁵ of them."


def test_tables_stay_tables() -> None:
    source = "#table(columns: (4cm, 4cm), [Drink], [Caffeine], [Coffee], [95 mg], [Tea], [45 mg])"
    assert "| Coffee | 95 mg |\n| Tea | 45 mg |" in read_pdf(pdf(source)).text


def test_a_word_broken_in_a_cell_is_one_word_in_one_row() -> None:
    source = (
        '#set text(hyphenate: true, lang: "en")\n#table(columns: (4cm, 2.2cm), [Drink], '
        "[Substance], [Coffee and also dark chocolate], [methylxanthine compounds])"
    )
    assert "| Coffee and also dark chocolate | methylxanthine" in read_pdf(pdf(source)).text


def test_a_table_of_contents_is_left_out() -> None:
    reading = read_pdf(pdf_of(LONG, before="#outline()"))
    assert headings(reading) == HEADINGS
    assert "....." not in reading.text
    assert "The table of contents" in {each.reason for each in reading.left_out}


def test_columns_are_read_one_after_the_other_whatever_order_the_file_has() -> None:
    left = ["Daylight tells the body that", "the day has begun, and the", "night begins with dusk."]
    right = ["Coffee blocks the substance", "that makes us sleepy until", "the evening has come."]
    rows = b"BT /F1 10 Tf "
    for height, (one, two) in enumerate(zip(left, right, strict=True)):
        y = 700 - 13 * height
        rows += f"1 0 0 1 60 {y} Tm ({one}) Tj 1 0 0 1 310 {y} Tm ({two}) Tj ".encode()
    reading = read_pdf(plain(rows + b"ET"))
    assert reading.text.split() == " ".join(left + right).split()


def test_stamps_at_an_angle_are_left_out() -> None:
    source = f"#place(rotate(-90deg)[DRAFT COPY])\n{LIGHT}"
    reading = read_pdf(pdf(source))
    assert "DRAFT" not in reading.text
    assert reading.left_out[0].text == "DRAFT COPY"


def test_pages_that_lie_on_their_side_are_read() -> None:
    turned = plain(
        b"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Words that stand upright once it is turned.) Tj ET"
    )
    assert read_pdf(turned).text.strip() == "Words that stand upright once it is turned."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 and nothing else", "article-damaged"),
        (plain(b"0 0 m 100 100 l S"), "article-scanned"),
    ],
)
def test_what_has_no_text_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_pdf(content)
    assert refusal.value.code == code


def test_fifty_pages_take_two_seconds_at_most() -> None:
    words = " ".join(SECTIONS[0].paragraphs) * 12
    content = pdf_of([Section(f"Part {n}", [words]) for n in range(20)])
    began = time.process_time()
    reading = read_pdf(content)
    took = time.process_time() - began
    assert len(headings(reading)) == 21
    pages = next(each for each in reading.left_out if each.reason == "Page numbers")
    assert pages.text.count("\n") >= 49
    assert took < 2


LONG_TITLE = "How a small town learned to live with the river beside it and the old mill above"


@pytest.mark.parametrize("bookmarks", [True, False])
@pytest.mark.parametrize(
    "title", [LONG_TITLE, "Wandering allergens, one long kitchen and some guests"]
)
def test_a_title_over_some_lines_is_one_title(title: str, bookmarks: bool) -> None:
    reading = read_pdf(pdf_of(LONG, title=title, columns=2, bookmarks=bookmarks))
    assert headings(reading)[:2] == [f"# {title}", HEADINGS[1]]
