"""Where articles are cut: layouts seen in the wild, each with the mistake it once caused."""

from __future__ import annotations

import pytest

from learning.articles.outline import Outline, outline_of_text
from tests.articles.layouts import sample

LONG = "The water rises slowly at first, and then it covers the whole field before anybody notices."
MORE = "Nobody had expected that the old wall would hold, yet it held for more than thirty years."


def titles(outline: Outline) -> list[tuple[str, str]]:
    return [(section.kind.value, section.title) for section in outline.sections]


def dropped(outline: Outline) -> list[tuple[str, str]]:
    return [(each.text, each.reason) for each in outline.dropped]


def cut(text: str, format: str = "text") -> Outline:
    return outline_of_text(text, format)


def test_short_lines_above_paragraphs_are_headings_one_paragraph_per_line() -> None:
    text = f"A Flood\n{LONG}\nThe first hour\n{LONG}\nThe second hour\n{MORE}"
    assert titles(cut(text)) == [
        ("overview", ""),
        ("teach", "The first hour"),
        ("teach", "The second hour"),
    ]


def test_speakers_are_no_headings() -> None:
    talk = "\n\n".join(f"{name}: {LONG}" for name in ["Joe", "Benjamin"] * 5)
    outline = cut(f"An Interview About Rain\n\n{LONG}\n\n{talk}")
    assert titles(outline) == [("teach", "Part 1")]


def test_call_outs_stay_in_their_section() -> None:
    text = (
        f"Title Line\n\nFirst Things: {LONG}\n\nNote: {LONG}\n\nLast Things: {MORE}\n\nTip: {LONG}"
    )
    assert titles(cut(text)) == [("teach", "First Things"), ("teach", "Last Things")]


def test_terms_in_a_list_are_items_and_no_sections() -> None:
    items = "\n".join(f"- Term Number {n}: {LONG}" for n in "ABCDE")
    outline = cut(f"The Terms\n\n{LONG}\n\n{items}")
    assert titles(outline) == [("teach", "Part 1")]
    assert len(outline.sections[0].items) == 5


def test_a_name_above_a_role_is_the_heading_and_the_role_is_text() -> None:
    text = (
        f"Three Views\n\n{LONG}\n\nEric Holt\nChief engineer at the dam\n{LONG}\n\n"
        f"Maria Lund\nFarmer\n{MORE}"
    )
    outline = cut(text)
    assert titles(outline) == [("overview", ""), ("teach", "Eric Holt"), ("teach", "Maria Lund")]
    assert outline.sections[1].sentences[0].text == "Chief engineer at the dam"


def test_the_first_heading_in_capitals_is_not_eaten_as_the_title() -> None:
    text = f"BEFORE THE FLOOD\n\n{LONG}\n\nAFTER THE FLOOD\n\n{MORE}"
    assert titles(cut(text)) == [("teach", "BEFORE THE FLOOD"), ("teach", "AFTER THE FLOOD")]
    with_title = (
        f"A VERY SHORT HISTORY OF FLOODS\n\n{LONG}\n\nBEFORE THE FLOOD\n\n{LONG}\n\nAFTER\n\n{MORE}"
    )
    assert cut(with_title).title == "A VERY SHORT HISTORY OF FLOODS"


def test_a_title_repeated_as_first_heading_is_dropped_twice() -> None:
    text = f"# Floods\n\n## Floods\n\n{LONG}\n\n## Rivers\n\n{LONG}\n\n## Seas\n\n{MORE}"
    outline = cut(text, "markdown")
    assert titles(outline) == [("overview", ""), ("teach", "Rivers"), ("teach", "Seas")]
    assert [reason for _, reason in dropped(outline)] == [
        "The article’s title",
        "The article’s title, repeated",
    ]


def test_right_aligned_numbers_are_one_family() -> None:
    lines = "\n\n".join(f"{n:>3}. Heading number {n}\n\n{LONG}" for n in range(1, 12))
    outline = cut(f"Eleven Things\n\n{LONG}\n\n{lines}")
    assert [title for _, title in titles(outline)] == [
        "",
        *(f"Heading number {n}" for n in range(1, 12)),
    ]


@pytest.mark.parametrize(
    "line", ["Explore this year’s report", "Today on WeatherMD", "Read more", "Share"]
)
def test_calls_to_act_are_no_headings(line: str) -> None:
    text = f"A Title\n\n{LONG}\n\nThe cause\n\n{LONG}\n\n{line}\n\n{LONG}\n\nThe effect\n\n{MORE}"
    assert [title for _, title in titles(cut(text))] == ["", "The cause", "The effect"]


def test_run_in_and_bare_colons_are_one_family_and_steps_stay_inside() -> None:
    text = f"A Title\n\nWhy It Rains: {LONG}\n\nHow It Stops:\n\n1. First: {LONG}\n2. Then: {LONG}"
    outline = cut(text)
    assert titles(outline) == [("teach", "Why It Rains"), ("teach", "How It Stops")]
    assert len(outline.sections[1].items) == 2


def test_run_in_headings_in_small_letters_count_when_the_article_is_full_of_them() -> None:
    text = "\n\n".join(f"{head}: {LONG}" for head in ["Why it rains", "How it stops", "What we do"])
    assert [title for _, title in titles(cut(f"A title\n\n{text}"))] == [
        "Why it rains",
        "How it stops",
        "What we do",
    ]
    once = f"A title\n\n{LONG}\n\nWhy it rains: {LONG}\n\n{MORE}\n\nOne thing: {LONG}\n\n{LONG}"
    assert titles(cut(once)) == [("teach", "Part 1")]


def test_numbers_must_run_in_sequence() -> None:
    text = f"On Years\n\n3. Something\n\n{LONG}\n\n17. Another thing\n\n{LONG}"
    assert titles(cut(text)) == [("teach", "Part 1")]


def test_subheadings_stay_in_their_section_and_are_no_sentences() -> None:
    text = f"# T\n\n## One\n\n{LONG}\n\n### Inside\n\n{MORE}\n\n## Two\n\n{LONG}"
    outline = cut(text, "markdown")
    assert titles(outline) == [("teach", "One"), ("teach", "Two")]
    assert [sentence.text for sentence in outline.sections[0].sentences] == [LONG, MORE]


def test_a_marked_related_news_does_not_beat_unmarked_headings() -> None:
    text = f"# T\n\nFirst Cause: {LONG}\n\nSecond Cause: {LONG}\n\n## Related News\n\n- A\n- B"
    outline = cut(text, "markdown")
    assert titles(outline) == [("teach", "First Cause"), ("teach", "Second Cause")]
    assert dropped(outline)[-1] == ("## Related News\n\n- A\n- B", "Looks like site navigation")


def test_references_and_conclusions_have_their_kind_whatever_their_style() -> None:
    text = (
        f"A Title\n\n{LONG}\n\nFirst cause\n\n{LONG}\n\nSecond cause\n\n{LONG}\n\n"
        f"Conclusion: {MORE}\n\nReferences:\n\n- A book\n- Another book"
    )
    assert titles(cut(text)) == [
        ("overview", ""),
        ("teach", "First cause"),
        ("teach", "Second cause"),
        ("conclusion", "Conclusion"),
        ("reference", "References"),
    ]


def test_references_on_a_line_of_their_own_need_no_long_text_below() -> None:
    causes = f"First Cause: {LONG}\n\nSecond Cause: {LONG}"
    text = f"A Title\n\n{causes}\n\nReferences\nA book.\nTwo books."
    outline = cut(text)
    assert titles(outline)[-1] == ("reference", "References")
    assert outline.sections[-1].evidence == "“References” is a usual heading"
    assert [sentence.text for sentence in outline.sections[-1].sentences] == [
        "A book.",
        "Two books.",
    ]


def test_an_introduction_is_overview() -> None:
    text = (
        f"# T\n\n## Introduction\n\n{LONG}\n\n## A\n\n{LONG}\n\n## B\n\n{LONG}\n\n"
        f"## Summary\n\n{MORE}"
    )
    assert [kind for kind, _ in titles(cut(text, "markdown"))] == [
        "overview",
        "teach",
        "teach",
        "conclusion",
    ]


def test_a_section_about_comments_is_kept_and_a_comment_box_is_not() -> None:
    text = (
        f"# T\n\n## Code\n\n{LONG}\n\n## Comments\n\n{LONG} {MORE}\n\n## Tests\n\n"
        f"{LONG}\n\n## Share\n"
    )
    outline = cut(text, "markdown")
    assert [title for _, title in titles(outline)] == ["Code", "Comments", "Tests"]
    assert dropped(outline)[-1] == ("## Share", "Looks like site navigation")


def test_navigation_around_the_text_is_dropped_with_a_reason() -> None:
    text = (
        f"Home › Garden › Water\nSkip to content\n\nOn Water\n\nBy Ada Reed\n5 min read\n"
        f"\n{LONG}\n\n"
        f"First cause\n\n{LONG}\n\nSecond cause\n\n{MORE}\n\nRelated articles\n\nWhy ponds freeze\n"
        "Ten plants for wet places\n\n© 2024 The Garden. All rights reserved."
    )
    outline = cut(text)
    assert titles(outline) == [
        ("overview", ""),
        ("teach", "First cause"),
        ("teach", "Second cause"),
    ]
    assert outline.title == "On Water"
    assert [reason for _, reason in dropped(outline)] == [
        "Looks like site navigation",
        "The article’s title",
        "Looks like a byline or a date",
        "Looks like site navigation",
        "The publisher’s details",
    ]


def test_the_page_around_an_article_of_short_lines_is_dropped() -> None:
    outline = cut(sample("short_line_headings.txt"))
    assert [title for _, title in titles(outline)] == [
        "",
        "Clouds that promise",
        "What does the wind say?",
        "The barometer on the wall",
        "Final thoughts",
    ]
    assert outline.title == "LEARNING TO READ THE SKY"
    assert dropped(outline)[-1] == (
        "Share this article\nFacebook | Twitter | Email",
        "Looks like site navigation",
    )


def test_lines_of_the_page_between_sections_are_dropped() -> None:
    text = f"# T\n\n## One\n\n{LONG}\n\nRead more\n\nShare\n\n## Two\n\n{MORE}"
    assert dropped(cut(text, "markdown"))[-1] == (
        "Read more\n\nShare",
        "Looks like site navigation",
    )


def test_without_headings_parts_are_proposed_and_never_named() -> None:
    paragraph = f"{LONG} {MORE} {LONG} {MORE}"
    outline = cut("\n\n".join(["On Water", *[paragraph] * 16]))
    assert [title for _, title in titles(outline)] == ["Part 1", "Part 2", "Part 3"]
    assert all(250 <= section.words <= 450 for section in outline.sections)
    assert outline.sections[0].evidence.startswith("No headings found")
    assert titles(cut(LONG)) == [("teach", "Part 1")]


def test_a_hash_in_a_listing_is_no_heading() -> None:
    text = f"# T\n\n## One\n\n{LONG}\n\n```\n## no\n```\n\n    ## neither\n\n## Two\n\n{LONG}"
    assert [title for _, title in titles(cut(text, "markdown"))] == ["One", "Two"]


def test_quotes_and_tables_head_nothing() -> None:
    text = (
        f"# T\n\n{LONG}\n\n> **Bold Quote**\n>\n> {LONG}\n\n|**A**|B|\n|-|-|\n|c|d|\n\n"
        f"> **Another**\n\n{MORE}"
    )
    assert titles(cut(text, "markdown")) == [("teach", "Part 1")]


def test_short_headings_with_terms_inside_one_section_win_over_the_terms() -> None:
    text = (
        f"A Title\n\n{LONG}\n\nThe cause\n\n{LONG}\n\nThe kinds\n\nBig Floods: {LONG}\n\n"
        f"Small Floods: {LONG}\n\nThe effect\n\n{LONG}\n\nThe cure\n\n{MORE}"
    )
    assert [title for _, title in titles(cut(text))] == [
        "",
        "The cause",
        "The kinds",
        "The effect",
        "The cure",
    ]


def test_chapters_and_steps_keep_their_words() -> None:
    text = f"A Title\n\nChapter 1: The Spring\n\n{LONG}\n\nChapter 2: The River\n\n{MORE}"
    assert [title for _, title in titles(cut(text))] == [
        "Chapter 1: The Spring",
        "Chapter 2: The River",
    ]


def test_underlines_hashes_and_equals_signs_mark_headings_in_plain_text() -> None:
    for one, two in (("One\n===", "Two\n==="), ("## One", "## Two"), ("== One ==", "== Two ==")):
        outline = cut(f"A Title\n\n{LONG}\n\n{one}\n\n{LONG}\n\n{two}\n\n{MORE}")
        assert titles(outline) == [("overview", ""), ("teach", "One"), ("teach", "Two")]


def test_evidence_says_what_marks_a_heading_and_how_many_do() -> None:
    text = f"# T\n\n## One\n\n{LONG}\n\n## Two\n\n{LONG}"
    assert (
        cut(text, "markdown").sections[0].evidence == "Marked as a heading “## …” (2 at this level)"
    )
    text = f"T\n\n**One**\n\n{LONG}\n\n**Two**\n\n{LONG}"
    assert cut(text, "markdown").sections[1].evidence == "Line in bold (2 in this style)"


def test_a_table_of_contents_is_dropped_and_believed() -> None:
    text = (
        f"On Lamps\n{LONG}\n\nContents\n1 Kinds\n1.1 Oil lamps\n1.2 Gas lamps\n2 Care\n3 Use\n"
        f"Kinds[edit]\nOil lamps[edit]\n{LONG}\n\nGas lamps[edit]\n{MORE}\n\n"
        f"Care[edit]\n{LONG}\n\nUse[edit]\n{MORE}"
    )
    outline = cut(text)
    assert titles(outline) == [
        ("overview", ""),
        ("teach", "Kinds"),
        ("teach", "Care"),
        ("teach", "Use"),
    ]
    assert outline.sections[1].evidence == "Listed in the table of contents (3 at this level)"
    assert dropped(outline)[-1][1] == "The table of contents"


def test_dots_that_lead_to_page_numbers_make_a_table_of_contents() -> None:
    listed = "\n".join(f"  {n}. {title} . . . . . {n}" for n, title in ((1, "Aim"), (2, "Form"),
                                                                     (3, "Costs")))  # fmt: skip
    text = f"A Note\n\n{listed}\n\n1. Aim\n\n{LONG}\n\n2. Form\n\n{LONG}\n\n3. Costs\n\n{MORE}"
    outline = cut(text)
    assert [title for _, title in titles(outline)] == ["Aim", "Form", "Costs"]
    assert dropped(outline)[-1][1] == "The table of contents"


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        (("I. ", "II. ", "III. "), False),
        (("A. ", "B. ", "C. "), False),
        (("#1 ", "#2 ", "#3 "), False),
        (("3. ", "2. ", "1. "), False),
        (("1.0 ", "2.0 ", "3.0 "), False),
        (("Part One: ", "Part Two: ", "Part Three: "), True),
    ],
)
def test_numbers_come_in_many_forms(numbers: tuple[str, ...], kept: bool) -> None:
    heads = ["Water in the pipes", "Water in the tower", "Water in the ground"]
    body = "\n\n".join(f"{n}{head}\n\n{LONG}" for n, head in zip(numbers, heads, strict=True))
    expected = [f"{n}{head}" if kept else head for n, head in zip(numbers, heads, strict=True)]
    assert [title for _, title in titles(cut(f"On Water\n\n{MORE}\n\n{body}"))] == ["", *expected]


def test_numbers_before_marked_headings_count_them_and_are_no_part_of_them() -> None:
    text = "".join(f"## {n} {title}\n\n{LONG}\n\n" for n, title in ((1, "Aim"), (2, "Form")))
    assert [title for _, title in titles(cut(f"# T\n\n{text}", "markdown"))] == ["Aim", "Form"]
    habits = f"# T\n\n## 7 habits\n\n{LONG}\n\n## 9 rules\n\n{LONG}"
    assert [title for _, title in titles(cut(habits, "markdown"))] == ["7 habits", "9 rules"]


def test_a_caption_is_no_heading() -> None:
    text = (
        f"A Title\n\n{LONG}\n\nImage caption,\nStudents in the cellar\n\n{LONG}\n\n"
        f"The cause\n\n{LONG}\n\nThe effect\n\n{MORE}"
    )
    assert [title for _, title in titles(cut(text))] == ["", "The cause", "The effect"]


def test_list_items_without_marks_are_no_headings() -> None:
    """Headings leave a line free above them; the last item of such a list doesn't."""
    heads = "\n\n".join(f"{head}\n\n{LONG}" for head in ["The cause", "The effect", "The cure"])
    text = f"A Title\n\n{heads}\n\nThe end\n\nI inherited a field\nNobody wanted it\n{MORE}"
    assert "Nobody wanted it" not in [title for _, title in titles(cut(text))]


def test_short_lines_unlike_the_other_headings_are_none() -> None:
    heads = "\n".join(
        f"{head}\n{LONG}" for head in ["What Floods Do", "Why Walls Break", "Old Dams"]
    )
    text = f"A Title\n{MORE}\n{heads}\nI inherited a shoddy wall\n{MORE}\nNew Dams\n{LONG}"
    assert [title for _, title in titles(cut(text))] == [
        "", "What Floods Do", "Why Walls Break", "Old Dams", "New Dams",
    ]  # fmt: skip


def test_terms_below_short_headings_head_nothing() -> None:
    terms = "\n\n".join(f"{term}: {LONG}" for term in ("Cold front", "Warm front"))
    text = f"A Title\n\n{MORE}\n\nFronts\n\n{terms}\n\nHighs\n\n{LONG}\n\nLows\n\n{MORE}"
    assert [title for _, title in titles(cut(text))] == ["", "Fronts", "Highs", "Lows"]


def test_a_line_that_announces_a_list_is_no_heading() -> None:
    items = "\n".join(f"- {LONG}" for _ in range(2))
    text = (
        f"A title\n\nWhy it rains: {LONG}\n\nHow it stops: {LONG}\n\n"
        f"Three things follow from this:\n\n{items}\n\nWhat we do: {LONG}"
    )
    assert [title for _, title in titles(cut(text))] == [
        "Why it rains",
        "How it stops",
        "What we do",
    ]


def test_few_words_and_a_stop_head_paragraphs_when_nearly_all_begin_like_that() -> None:
    text = "\n\n".join(f"{word}. {LONG}" for word in ["Silence", "Questions", "Eyes"])
    assert [title for _, title in titles(cut(f"Listening\n\n{MORE}\n\n{text}"))] == [
        "",
        "Silence",
        "Questions",
        "Eyes",
    ]
    talk = "\n\n".join([f"Once. {LONG}", MORE, f"Water. {LONG}", MORE, f"Again. {MORE}"])
    assert titles(cut(f"Listening\n\n{MORE}\n\n{talk}")) == [("teach", "Part 1")]


def test_a_question_in_quotes_stays_below_its_section() -> None:
    def part(title: str, *questions: str) -> str:
        return f"## {title}\n\n" + "".join(f"### “{each}”\n\n{LONG}\n\n" for each in questions)

    text = part("Before", "Why now?", "Who decides?") + part("After", "Where to?", "And then?")
    assert [title for _, title in titles(cut(f"# T\n\n{text}", "markdown"))] == ["Before", "After"]


def test_a_heading_of_its_own_level_above_all_others_is_a_second_title() -> None:
    text = f"# Site\n\n# A page\n\n{MORE}\n\n## One\n\n{LONG}\n\n## Two\n\n{LONG}"
    outline = cut(text, "markdown")
    assert titles(outline) == [("overview", ""), ("teach", "One"), ("teach", "Two")]


def test_usual_headings_are_known_with_numbers_and_subtitles() -> None:
    text = "".join(
        f"## {title}\n\n{LONG}\n\n"
        for title in ("1. Introduction", "2. Rain", "3. Snow", "4. Conclusion: what to wear")
    )
    assert [kind for kind, _ in titles(cut(f"# T\n\n{text}", "markdown"))] == [
        "overview",
        "teach",
        "teach",
        "conclusion",
    ]


def test_a_date_of_review_at_the_end_is_dropped() -> None:
    text = f"# T\n\n## One\n\n{LONG}\n\n## Two\n\n{MORE}\n\nPage last reviewed: 3 May 2022"
    assert dropped(cut(text, "markdown"))[-1] == (
        "Page last reviewed: 3 May 2022",
        "Looks like a byline or a date",
    )


def test_two_stressed_beginnings_among_many_paragraphs_are_no_headings() -> None:
    text = f"**Monday.** {LONG}\n\n{MORE}\n\n**It rained.** {LONG}\n\n{MORE}\n\n{LONG}"
    assert titles(cut(text, "markdown")) == [("teach", "Part 1")]


def test_the_lines_of_a_letterhead_are_no_headings() -> None:
    text = (
        f"To: All staff\nSubject: Works on the heating\n\n{LONG}\n\nWhat happens when\n\n{LONG}"
        f"\n\nWhat you have to do\n\n{MORE}"
    )
    assert [title for _, title in titles(cut(text))] == [
        "",
        "What happens when",
        "What you have to do",
    ]


def test_headings_of_one_word_do_not_set_a_style_of_capitals() -> None:
    text = "\n\n".join(
        f"{title}\n\n"
        f"The {title.lower()} of the thing is told here in a paragraph that is long enough "
        "to be one, with words that say something about it and then some more words."
        for title in ("History", "Construction", "Orders", "Other uses", "Decline")
    )
    titles = [section.title for section in outline_of_text(text, "text").sections]
    assert "Other uses" in titles
