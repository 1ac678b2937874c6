"""Where sentences end, and what their ids rest on."""

from __future__ import annotations

import pytest

from learning.articles.outline import outline_of_text
from learning.articles.sentences import ids_of, spans_in


def split(prose: str) -> list[str]:
    return [prose[start:end] for start, end in spans_in(prose)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["One thing.", "Another thing!", "A third?"],
        ["Dr. Ames met Mr. Bell at St. Mary’s.", "They talked."],
        ["It costs 3.50 euros, i.e. little.", "It’s 1,000.5 metres long."],
        ["Fruit, e.g. Apples, keep well.", "Others, etc. don’t."],
        [
            "We sell apples, pears, etc.",
            "The shop opens at 9 a.m.",
            "It closes at 5 p.m. on Mondays.",
        ],
        [
            "J. R. R. Tolkien wrote it.",
            "See Fig. 3 and No. 5, vol. 2.",
            "The answer is no.",
            "We left.",
        ],
        ["The U.S. Government agreed.", "He moved to the U.S.", "It was cold."],
        ["He has a Ph.D. in physics.", "This is vitamin C.", "The other one is D."],
        ["“Stop!” she said.", "“Why?”", "Nobody knew."],
        ["She said: “It is late.”", "(They agreed.)", "Then they left."],
        ["Wait… what?", "It stopped... and then went on.", "It stopped...", "Then it went on."],
        ["This is shown.[3]", "That isn’t.¹", "Done."],
        ["1. is a number here, not a marker.", "Yes."],
        ["In 1999.", "The year after was 2000."],
        ["これは文です。", "次の文です。"],
        ["no capital at the start.", "Fine."],
        ["Jones et al. Found nothing."],
        ["Visit example.com/page.html today.", "It’s free."],
        ["Steps: 1. Wash your hands.", "2. Dry them.", "3. Leave."],
        ["He came on 3. May and left.", "She stayed until the 5.", "It rained."],
        [
            "“Why?” Mary asked.",
            "“Because,” said John.",
            "“Go!” Old Tom Reed cried.",
            "“No.”",
            "So.",
        ],
        ["See Ch. IV and Sec. 2.1.", "Max. 4 doses.", "The answer is no.", "I went on."],
        ["Mt. Everest is high.", "St. Louis is flat.", "Prof. Dr. med. Huber came."],
        ["It rained.[citation needed]", "It snowed.[note 2][a]", "It stopped."],
        ["The share was 3.5 % (n = 30; p < 0.05).", "It’s -5.5 °C.", "Version 2.0.1 is out."],
        ["What?!", "No way...", "Really?", "Yes!"],
        ["Dose: 2.5 mg/kg i.v. every 6 h.", "Take approx. 20 ml.", "Then wait."],
        ["She lives in Washington, D.C.", "He lives in N.Y. with his dog."],
        ["Acme Inc. of Ohio grew.", "It closed at 5 p.m.", "At 5 p.m. Eastern it opened."],
        ["How many came?", "Forty.", "In 1999 there were 12."],
    ],
)
def test_sentences_end_where_a_reader_says(sentences: list[str]) -> None:
    between = "" if sentences[0].endswith("。") else " "
    assert split(between.join(sentences)) == sentences


def test_line_breaks_of_filled_text_end_nothing() -> None:
    assert split("One thing\n   goes on here. Another\nthing.") == [
        "One thing\n   goes on here.",
        "Another\nthing.",
    ]


def test_ids_rest_on_words_alone() -> None:
    first, second, third = ids_of(
        ["It’s 3.5 km, he said.", "it's 3.5 km he said", "It’s 35 km, he said."]
    )
    assert second == f"{first}-2"
    assert third not in (first, second)
    assert ids_of(["\0\0Bold\0\0 words\0\0."]) == ids_of(["Bold words."])
    assert ids_of(["Minus -5 degrees."]) != ids_of(["Minus 5 degrees."])


def test_equal_sentences_are_told_apart_by_their_order() -> None:
    assert len(set(ids_of(["Same.", "Same.", "Other.", "Same."]))) == 4
    assert ids_of(["!!!", "???", "!!!"])[2] == f"{ids_of(['!!!'])[0]}-2"


def test_ids_are_the_same_in_text_and_markdown() -> None:
    plain = outline_of_text("Rest the dough, e.g. in the cold. See the book.", "text")
    marked = outline_of_text(
        "**Rest** the dough, *e.g.* in\nthe cold. See [the book](http://a.example/b).", "markdown"
    )
    assert [each.id for each in plain.sections[0].sentences] == [
        each.id for each in marked.sections[0].sentences
    ]


@pytest.mark.parametrize(
    ("markdown", "sentences"),
    [
        ("**One.** Two. *Three.*", ["**One.**", "Two.", "*Three.*"]),
        ("See [a b](http://x.example/a.b). Go.", ["See [a b](http://x.example/a.b).", "Go."]),
        ('[Linked sentence.](http://x.example/?q=a. "T. U") Next.', None),
        ("Use `a. B` now. Then go.", None),
        ("Name Surname  \nStreet 5  \nTown", ["Name Surname", "Street 5", "Town"]),
        ("> One here.\n> Two\n> lines.", ["One here.", "Two\n> lines."]),
        ("| A. B | C |\n|---|---|\n| d. E | f |", ["| A. B | C |\n|---|---|", "| d. E | f |"]),
        ("![Alt text.](a.png) Next.", ["![Alt text.](a.png)", "Next."]),
        ("A \\* star. B &amp; C.", ["A \\* star.", "B &amp; C."]),
    ],
)
def test_markdown_marks_stay_with_their_sentence(
    markdown: str, sentences: list[str] | None
) -> None:
    outline = outline_of_text(markdown, "markdown")
    found = [each.text for section in outline.sections for each in section.sentences]
    if sentences is None:
        assert " ".join(found) == markdown
        assert len(found) >= 2
    else:
        assert found == sentences
