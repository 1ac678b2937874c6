"""What stands around an article's text is dropped with a reason that is true; the text stays."""

from __future__ import annotations

import pytest

from learning.articles.blocks import SourceFormat
from learning.articles.outline import Outline, outline_of, outline_of_text
from learning.articles.readers.reading import blocks_of
from learning.quizzes.drafting.extracting import article_of

LONG = "The water rises slowly at first, and then it covers the whole field before anybody notices."
MORE = "Nobody had expected that the old wall would hold, yet it held for more than thirty years."
BODY = f"{LONG}\n\nFirst cause\n\n{LONG}\n\nSecond cause\n\n{MORE}"
MARKED = f"{LONG}\n\n## First cause\n\n{LONG}\n\n## Second cause\n\n{MORE}"


def whys(outline: Outline) -> dict[str, str]:
    """The reason for each dropped span but the title."""
    return {
        each.text: each.reason for each in outline.dropped if each.reason != "The article’s title"
    }


def titles(outline: Outline) -> list[str]:
    return [each.title for each in outline.sections]


@pytest.mark.parametrize(
    "name", ["Holm Systems Ltd", "HOLM WALLS LTD", "HOLM COUNCIL\nEstates Services"]
)
def test_a_letterhead_is_not_the_title(name: str) -> None:
    outline = outline_of_text(f"{name}\nThe Rules on Water\nVersion 2.1\n\n{BODY}", "text")
    assert outline.title == "The Rules on Water"
    assert whys(outline)[name] == "Who publishes it: a letterhead"
    assert titles(outline) == ["", "First cause", "Second cause"]


@pytest.mark.parametrize(
    "text",
    [
        f"The Holm Trust\n\nHistory\n\n{LONG}\n\nWork\n\n{MORE}",
        f"The Holm Trust\nHistory\n{LONG}\nWork\n{MORE}",
    ],
)
def test_an_organisation_may_be_the_subject(text: str) -> None:
    outline = outline_of_text(text, "text")
    assert outline.title == "The Holm Trust"
    assert titles(outline) == ["History", "Work"]


def test_a_title_that_ends_like_a_name_stays_the_title() -> None:
    text = f"Life at the Office\nWhat nobody tells you\nBy Ada Reed\n\n{BODY}"
    outline = outline_of_text(text, "text")
    assert outline.title == "Life at the Office"
    assert whys(outline)["What nobody tells you"] == "The article’s subtitle"


def test_a_first_heading_that_the_foot_of_the_page_signs_is_the_publisher() -> None:
    text = f"# Holm Pumps\n\n## The pump HP 4: a manual\n\n{MARKED}\n\n{{}}"
    signed = outline_of_text(text.format("Holm Pumps GmbH, Weg 4\nwww.holm.example"), "markdown")
    assert signed.title == "The pump HP 4: a manual"
    assert titles(signed) == ["", "First cause", "Second cause"]
    assert whys(signed)["Holm Pumps GmbH, Weg 4\nwww.holm.example"] == "The publisher’s details"
    assert outline_of_text(text.format(MORE), "markdown").title == "Holm Pumps"


def test_a_deck_above_the_byline_is_a_subtitle_and_a_lead_below_it_is_text() -> None:
    deck = "A wall, a river, and the night on which they met."
    above = outline_of_text(f"On Water\n\n{deck}\n\nPosted on 8 May by Jo\n\n{BODY}", "text")
    assert whys(above)[deck] == "The article’s subtitle"
    assert whys(above)["Posted on 8 May by Jo"] == "Looks like a byline or a date"
    below = outline_of_text(f"On Water\n\nPosted on 8 May by Jo\n\n{deck}\n\n{BODY}", "text")
    assert below.sections[0].sentences[0].text == deck
    by_numbers = f"On Water\n\n{LONG}\n\nBy the numbers\n\n{LONG}\n\nBy the sea\n\n{MORE}"
    assert titles(outline_of_text(by_numbers, "text")) == ["", "By the numbers", "By the sea"]


def test_a_line_in_italics_below_the_title_is_a_subtitle() -> None:
    deck = "*A wall, a river, and the night on which they met.*"
    outline = outline_of_text(f"# On Water\n\n{deck}\n\n{MARKED}", "markdown")
    assert whys(outline)[deck] == "The article’s subtitle"
    alone = outline_of_text(f"# On Water\n\n{deck}\n\n{MARKED.partition('## ')[2]}", "markdown")
    assert whys(alone) == {}


def test_names_and_roles_in_one_block_with_a_date_are_a_byline() -> None:
    lines = "Published: Tue 4 June 2019\nAda Reed\nWater reporter\nShare\nSave"
    outline = outline_of_text(f"On Water\n\n{lines}\n\n{BODY}", "text")
    assert titles(outline) == ["", "First cause", "Second cause"]
    assert set(whys(outline).values()) == {
        "Looks like a byline or a date",
        "Looks like site navigation",
    }


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Additional reporting by Tom Holm", "Looks like a byline or a date"),
        ("Next week: what the frost does.", "Points to other articles"),
        ("Read more:\nThe wall falls\nCould yours be next?", "Points to other articles"),
        ("Any ideas? Leave a comment below.", "An invitation to comment, subscribe or support"),
        ("Sign up for our water letter", "An invitation to comment, subscribe or support"),
        ("Next: The other wall →", "Points to other articles"),
        ("Edit this page on the forge", "Looks like site navigation"),
        ("Holm Walls\nRegistered office: 2 Mill Lane", "The publisher’s details"),
        ("Tagged: water, walls", "Looks like site navigation"),
        ("Share this: Twitter Pinterest", "Looks like site navigation"),
        ("This page was last edited on 4 May 2020, at 9:14", "Looks like a byline or a date"),
        ("Leaflet WM-27\nWritten by nurses\n© Holm Clinic", "The publisher’s details"),
        ("Holm | Water | Page 3 of 3\nPrinted copies are out of date.", "The publisher’s details"),
    ],
)
def test_closing_lines_are_dropped_with_a_true_reason(line: str, why: str) -> None:
    outline = outline_of_text(f"On Water\n\n{BODY}\n\n{line}", "text")
    assert whys(outline) == {line: why}
    assert titles(outline) == ["", "First cause", "Second cause"]


@pytest.mark.parametrize(
    "line",
    [
        "The author keeps the copyright.",
        "Printed in 1860, the map was lost.",
        "Maria Holm was the first to measure it.",
        "Next week came the frost.",
    ],
)
def test_a_last_sentence_is_text(line: str) -> None:
    outline = outline_of_text(f"On Water\n\n{BODY}\n\n{line}", "text")
    assert outline.sections[-1].sentences[-1].text == line


def test_who_wrote_it_is_dropped_when_it_is_set_apart_and_named_nowhere_else() -> None:
    bio = "Ada Reed is a keeper of walls."
    for text in (
        f"{MARKED}\n\n*{bio}*",
        f"{MARKED}\n\n---\n\n{bio}",
        f"By Ada Reed\n\n{MARKED}\n\n{bio}",
    ):
        outline = outline_of_text(f"# On Water\n\n{text}", "markdown")
        assert "About the author" in whys(outline).values(), text
        assert outline.sections[-1].sentences[-1].text == MORE
    for text in (f"{MARKED}\n\n{bio}", f"{MARKED} They asked Reed.\n\n*{bio}*"):
        outline = outline_of_text(f"# On Water\n\n{text}", "markdown")
        assert bio in outline.sections[-1].sentences[-1].text, text


def test_references_of_a_deeper_level_end_the_last_module() -> None:
    reading = "### Further reading\n\n- Reed, A.: Walls\n- Holm, B.: Water"
    outline = outline_of_text(f"# On Water\n\n{MARKED}\n\n{reading}", "markdown")
    assert [(each.kind.value, each.title) for each in outline.sections][2:] == [
        ("teach", "Second cause"),
        ("reference", "Further reading"),
    ]
    inside = f"# On Water\n\n{MARKED}\n\n### Springs\n\n{LONG}\n\n### Sources\n\n{LONG}"
    assert titles(outline_of_text(inside, "markdown")) == ["", "First cause", "Second cause"]
    above = MARKED.replace("## Second", f"{reading}\n\n## Second")
    assert titles(outline_of_text(f"# On Water\n\n{above}", "markdown")) == [
        "",
        "First cause",
        "Second cause",
    ]


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_footnote_marks_are_in_the_text_but_not_among_the_words(format: str) -> None:
    plain = f"On Water\n\nWalls fall.\n\nThey are old and wet.\n\n{LONG}"
    noted = plain.replace("fall.", "fall.[1]").replace("old", "old[12]")
    ids = [
        each.id for section in outline_of_text(plain, format).sections for each in section.sentences
    ]
    outline = outline_of_text(noted, format)
    found = [each for section in outline.sections for each in section.sentences]
    assert [each.id for each in found] == ids
    assert "old[12]" in "".join(each.text for each in found)
    code = outline_of_text(f"On Lists\n\nTake list[1] and go.\n\n{LONG}", format)
    other = outline_of_text(f"On Lists\n\nTake list and go.\n\n{LONG}", format)
    assert code.sections[0].sentences[0].id != other.sections[0].sentences[0].id


def test_initials_end_no_sentence() -> None:
    text = f"On Water\n\n{BODY}\n\nReferences\n\n1. Reed, P. T. (1998). Walls."
    last = outline_of_text(text, "text").sections[-1].sentences
    assert last[0].text == "Reed, P. T. (1998)."


def page(body: str, title: str = "On Water | The Pond") -> Outline:
    html = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return outline_of(html.encode(), "page.html")


_ARTICLE = (
    f"<p>{LONG}</p><h3>First cause</h3><p>{LONG}</p><h3>Second cause</h3><p>{MORE}</p><p>{LONG}</p>"
)


def test_a_blogs_name_is_not_the_title() -> None:
    name = '<div id="header"><h1 class="site-title"><a href="/">The Pond</a></h1></div>'
    outline = page(f"{name}<div class='post'><h2>On Water</h2><div>{_ARTICLE}</div></div>")
    assert outline.title == "On Water"
    assert titles(outline) == ["", "First cause", "Second cause"]
    box = '<div class="masthead"><h1>The Pond</h1><p>A letter about ponds</p></div>'
    issue = "The Pond #4: What the water does at night"
    letter = page(f"{box}<h2>What the water does at night</h2>{_ARTICLE}", issue)
    assert letter.title == "What the water does at night"
    letter = page(f"{box}<h2>On Water</h2>{_ARTICLE}")
    assert letter.title == "On Water"
    assert ("The Pond A letter about ponds", "The page’s header") in [
        (each.text, each.reason) for each in letter.left_out
    ]


def test_a_box_with_a_form_to_subscribe_is_left_out() -> None:
    words = "<h3>Get the letter</h3><p>All about ponds, every day.</p>"
    box = f'<div class="newsletter-box">{words}{{}}</div>'
    form = "<form><input type='email'><button>Go</button></form>"
    with_form = page(
        f"<h1>On Water</h1>{_ARTICLE.replace('<h3>Sec', box.format(form) + '<h3>Sec')}"
    )
    assert titles(with_form) == ["", "First cause", "Second cause"]
    without = page(f"<h1>On Water</h1>{_ARTICLE.replace('<h3>Sec', box.format('') + '<h3>Sec')}")
    assert "Get the letter" in titles(without)


@pytest.mark.parametrize("credit", ["(Image credit: Getty)", "Photo: Ada Reed", "[Source: Holm]"])
def test_the_credit_of_a_picture_is_left_out_and_its_caption_stays(credit: str) -> None:
    figure = (
        f"<figure><img src='a.jpg'><figcaption>The wall at noon. {credit}</figcaption></figure>"
    )
    outline = page(f"<h1>On Water</h1>{figure}{_ARTICLE}")
    assert "The wall at noon." in outline.text
    assert credit not in outline.text
    assert (credit, "Who made a picture") in [(e.text, e.reason) for e in outline.left_out]


@pytest.mark.parametrize(
    "picture",
    [
        "![Reed is a keeper of walls](a.jpg)",
        "![A wall](a.jpg)\n*Reed is a keeper of walls. Photo: Holm*",
        "> ![A wall](a.jpg)\n>\n> Reed is a keeper of walls.",
    ],
)
def test_pictures_and_their_captions_are_set_off_from_the_text(picture: str) -> None:
    text = f"# On Water\n\n{MARKED}\n\n{picture}\n\n{LONG}"
    blocks = blocks_of(text, 0, len(text), SourceFormat.MARKDOWN)
    assert [each.quoted for each in blocks if "Reed" in each.plain] == [True]
    last = article_of(outline_of_text(text, "markdown")).sections[-1]
    assert all("Reed" not in each.words for each in last.prose)


@pytest.mark.parametrize(
    "line",
    ["Home / Walls / Water", "From Openlore, the free reference work", "Issue 4 | 8 May 2021"],
)
def test_lines_around_the_title_are_dropped(line: str) -> None:
    for text in (f"{line}\n\nOn Water\n\n{BODY}", f"On Water\n\n{line}\n\n{BODY}"):
        outline = outline_of_text(text, "text")
        assert (outline.title, list(whys(outline))) == ("On Water", [line])
