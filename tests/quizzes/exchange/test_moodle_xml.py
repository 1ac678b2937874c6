"""Moodle XML in the shapes that Moodle and others write, whole, broken and hostile."""

import time
from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from learning import canonical
from learning.errors import RuleBroken
from learning.quizzes.exchange import moodle_xml
from learning.quizzes.exchange.exchanged import Exchanged, Item
from learning.quizzes.exchange.plain import Part, PlainQuestion, true_or_false
from learning.quizzes.kinds.contract import QuestionKind
from tests.images import SVG, moving_png
from tests.quizzes.exchange.questions import ORDINARY, RED


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def element(kind: str, inside: str, text: str = "<![CDATA[<p>Which?</p>]]>") -> str:
    return (
        f'<question type="{kind}"><name><text>n</text></name>'
        f'<questiontext format="html"><text>{text}</text></questiontext>{inside}</question>'
    )


def answer(text: str, fraction: str | None, inside: str = "") -> str:
    attribute = "" if fraction is None else f' fraction="{fraction}"'
    return f'<answer{attribute} format="html"><text>{text}</text>{inside}</answer>'


def said(text: str) -> str:
    return f'<feedback format="html"><text><![CDATA[<p>{text}</p>]]></text></feedback>'


TWO = answer("a", "100") + answer("b", "0")
GOOD = element("multichoice", f"<single>true</single>{TWO}")


def only(source: str) -> PlainQuestion:
    found = moodle_xml.read(source)
    assert found.problems == ()
    (item,) = found.questions
    return item.question


def messages(found: Exchanged) -> list[str]:
    return [problem.message for problem in found.problems]


def test_a_choice_with_character_data_feedback_and_tags() -> None:
    found = moodle_xml.read(
        quiz(
            '<question type="category"><category><text>$course$/top/Hygiene/Hands//Feet</text>'
            "</category></question>",
            element(
                "multichoice",
                "<generalfeedback><text>Soap &amp;amp; water</text></generalfeedback>"
                f"<single>true</single>{answer('<![CDATA[<b>a</b> &lt; c]]>', '100', said('Yes'))}"
                f"{answer('b', '0', said('No'))}<tags><tag><text>soap</text></tag></tags>",
            ),
        )
    )
    assert found.problems == ()
    (item,) = found.questions
    assert item.category == ("Hygiene", "Hands/Feet")
    assert item.tags == ("soap",)
    assert item.question == PlainQuestion(
        QuestionKind.SINGLE,
        "Which?",
        (Part("a < c", is_right=True, feedback="Yes"), Part("b", feedback="No")),
        explanation="Soap & water",
    )


def test_several_right_options_share_the_points() -> None:
    thirds = "".join(answer(text, "33.33333") for text in "abc") + answer("d", "-100")
    question = only(quiz(element("multichoice", f"<single>false</single>{thirds}")))
    assert question.kind == QuestionKind.MULTIPLE
    assert [part.is_right for part in question.parts] == [True, True, True, False]


def test_the_other_kinds() -> None:
    sides = answer("true", "0", said("Look again")) + answer("false", "100", said("Right"))
    assert only(quiz(element("truefalse", sides))).parts == true_or_false(
        False, said_to_right="Right", said_to_wrong="Look again"
    )
    texts = answer("soap", "100") + answer("the soap", "100")
    assert only(quiz(element("shortanswer", texts))).accepted == (("soap", "the soap"),)
    number = answer("3.5", "100", "<tolerance>0.5</tolerance>") + (
        "<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units>"
    )
    weight = only(quiz(element("numerical", number)))
    assert (weight.accepted, weight.tolerance, weight.unit) == ((("3.5",),), "0.5", "kg")
    pairs = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer>'
        "</subquestion>"
        for left, right in (("Soap", "grease"), ("Water", "dirt"), ("", "sand"))
    )
    matching = only(quiz(element("matching", pairs)))
    assert matching.parts == (Part("Soap", "grease"), Part("Water", "dirt"))
    assert matching.offered == ("sand",)
    items = "".join(answer(text, f"{n}.0000000") for n, text in ((2, "b"), (3, "c"), (1, "a")))
    assert only(quiz(element("ordering", items))).parts == (Part("a"), Part("b"), Part("c"))


def test_gaps_in_a_text() -> None:
    text = "Soap {1:SHORTANSWER:=loosens~%100%frees~=l\\}x\\~y} grease; {:SA:=water} helps."
    cloze = only(quiz(element("cloze", "", text)))
    assert cloze.stem == "Soap ___ grease; ___ helps."
    assert cloze.accepted == (("loosens", "frees", "l}x~y"), ("water",))
    choices = "".join(
        f"<selectoption><text>{text}</text><group>1</group></selectoption>"
        for text in ("grease", "water", "sand")
    )
    places = only(quiz(element("gapselect", choices, "[[2]] and [[1]]")))
    assert (places.stem, places.accepted) == ("___ and ___", (("water",), ("grease",)))
    assert places.offered == ("grease", "water", "sand")


def test_paragraphs_before_the_question_are_its_scenario() -> None:
    text = "<![CDATA[<p>Ada is 70.</p><ul><li>one</li><li>two</li></ul><p>Which?</p>]]>"
    question = only(quiz(element("truefalse", answer("true", "100") + answer("false", "0"), text)))
    assert question.scenario == "Ada is 70.\n\n• one\n• two"
    assert question.stem == "Which?"


def with_image(content: bytes, source: str = "@@PLUGINFILE@@/red%20square.png") -> str:
    file = f'<file name="red square.png" path="/" encoding="base64">{b64encode(content).decode()}'
    image = f'&lt;p&gt;Which &lt;img src="{source}" alt="A red square"&gt; is it?&lt;/p&gt;'
    return quiz(
        f'<question type="multichoice"><questiontext format="html"><text>{image}</text>'
        f"{file}</file></questiontext><single>true</single>{TWO}</question>"
    )


def test_an_image_in_the_file_comes_with_the_question() -> None:
    found = moodle_xml.read(with_image(RED))
    assert found.problems == ()
    image = found.questions[0].question.image
    assert image is not None
    assert (image.alt, image.width, image.media_type) == ("A red square", 40, "image/png")
    assert found.images == {canonical.sha256(RED): RED}
    coded = f"data:image/png;base64,{b64encode(RED).decode()}"
    assert moodle_xml.read(with_image(b"", coded)).images == {canonical.sha256(RED): RED}


@pytest.mark.parametrize(
    ("content", "source", "says"),
    [
        (SVG, "@@PLUGINFILE@@/red%20square.png", "an SVG file can hold a program"),
        (moving_png(), "@@PLUGINFILE@@/red%20square.png", "it moves"),
        (RED[:50], "@@PLUGINFILE@@/red%20square.png", "it is damaged"),
        (RED, "@@PLUGINFILE@@/another.png", "isn’t in the file: “@@PLUGINFILE@@/another.png”"),
        (RED, "https://example.org/red.png", "isn’t in the file: “https://example.org/red.png”"),
    ],
)
def test_an_image_that_cannot_be_taken_is_named(content: bytes, source: str, says: str) -> None:
    found = moodle_xml.read(with_image(content, source))
    (message,) = messages(found)
    assert says in message
    assert found.questions[0].question.image is None
    assert found.images == {}


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (element("essay", ""), "an essay"),
        (element("calculated", answer("{a}+{b}", "100")), "of the type “calculated”"),
        (element("description", ""), "a description"),
        (element("multichoice", answer("a", None) + answer("b", "0")), "fraction is missing"),
        (element("multichoice", answer("a", "all") + answer("b", "0")), "“all”, which is no share"),
        (element("multichoice", answer("a", "50") + answer("b", "0")), "worth 100 %"),
        (element("multichoice", answer("a", "100") + answer("b", "100")), "several right options"),
        (element("multichoice", answer("a", "100")), "fewer than two"),
        (element("multichoice", ""), "no answers"),
        (element("truefalse", answer("yes", "100") + answer("no", "0")), "clearly true or false"),
        (element("numerical", answer("many", "100")), "no number"),
        (element("cloze", "", "Sum {1:NUMERICAL:=4}"), "of a kind that can’t be asked: NUMERICAL"
         .replace("asked: ", "asked here: ")),
        (element("cloze", "", "Sum {1:SHORTANSWER:=4"), "without answers in it, or with broken"),
        (element("gapselect", "", "Which [[1]]?"), "name no choice"),
        (element("matching", ""), "fewer than two pairs"),
        (element("shortanswer", answer("a", "100"), ""), "no question text"),
        ("<question><answer/></question>", "of the type “”"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named_by_its_line_and_the_others_come_in(
    broken: str, says: str
) -> None:
    found = moodle_xml.read(quiz(GOOD, broken, GOOD))
    assert len(found.questions) == 2
    (problem,) = found.problems
    assert (problem.line, says in problem.message) == (4, True), problem.message


def test_what_is_not_kept_is_named() -> None:
    extra = (
        "<hint><text>h</text></hint><correctfeedback><text>Bravo!</text></correctfeedback>"
        "<usecase>1</usecase>"
    )
    found = moodle_xml.read(quiz(element("shortanswer", answer("so*", "100") + TWO + extra)))
    assert len(found.questions) == 1
    assert [message.partition(":")[0] for message in messages(found)] == [
        "tells small letters from capitals",
        "accepts anything that fits “so*”",
        "gives 0 % for “b”",
        "has hints, which aren’t kept",
        "has words for right, partly right and wrong, which aren’t kept",
    ]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (element("multichoice", f"<single>true</single>{TWO}").replace("</answer>", ""), 4),
        (GOOD.replace("Which?", "]]> & <p>"), 4),
        (GOOD + "\n</quiz>", 6),
    ],
)
def test_broken_mark_up_is_named_by_its_line_and_the_others_come_in(broken: str, line: int) -> None:
    found = moodle_xml.read(quiz(GOOD, broken, GOOD))
    assert len(found.questions) >= 2
    assert [problem.line for problem in found.problems] == [line]
    assert "isn’t well-formed XML here" in found.problems[0].message


def test_a_file_that_ends_too_early_keeps_what_is_whole() -> None:
    source = quiz(GOOD, GOOD, GOOD)
    found = moodle_xml.read(source[: source.rindex("</answer>")])
    assert len(found.questions) == 2
    assert found.problems


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE quiz [<!ENTITY l0 "lol">{ENTITIES}]><quiz>&l9;</quiz>',
    "quadratic": f'<!DOCTYPE q [<!ENTITY a "{"a" * 50_000}">]><quiz>{"&a;" * 5_000}</quiz>',
    "external": '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "remote": '<!DOCTYPE q SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>',
    "parameter": '<!DOCTYPE q [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><quiz/>',
    "deep": "<quiz>" + "<question>" * 100_000,
    "many": "<quiz>" + "<a/>" * 200_000 + "</quiz>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    before = time.process_time()
    with pytest.raises(RuleBroken) as refused:
        moodle_xml.read(HOSTILE[name])
    assert refused.value.code == "exchange-xml-hostile"
    assert time.process_time() - before < 5


def test_xml_of_another_kind_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        moodle_xml.read("<html><body/></html>")
    assert refused.value.code == "exchange-not-moodle"


@given(st.integers(0, 2_000), st.text('<>&"/=!?[]{}x\0', max_size=12))
@settings(max_examples=100, deadline=None)
def test_no_file_is_too_broken_to_be_read(at: int, noise: str) -> None:
    source = quiz(GOOD, element("cloze", "", "a {1:SA:=b}"), GOOD)
    with suppress(RuleBroken):
        found = moodle_xml.read(source[:at] + noise + source[at:])
        assert found.questions or found.problems


@pytest.mark.parametrize("kind", QuestionKind)
def test_another_parser_reads_what_we_write(kind: QuestionKind) -> None:
    content, problems = moodle_xml.write([Item(ORDINARY[kind], category=("Hands",))])
    assert problems == ()
    root = etree.fromstring(content.encode())
    category, question = root.findall("question")
    assert category.findtext("category/text") == "$course$/top/Hands"
    assert question.findtext("questiontext/text").startswith("<p>")
    assert question.findtext("name/text")
    assert question.find("questiontext").get("format") == "html"
