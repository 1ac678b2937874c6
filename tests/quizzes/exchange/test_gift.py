"""GIFT files in the shapes that people and other programs write, whole and broken ones."""

import io

import pygiftparser.parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygiftparser import answer as foreign
from pygiftparser import utils as foreign_utils

from learning.quizzes.exchange import gift
from learning.quizzes.exchange.exchanged import Exchanged, Item
from learning.quizzes.exchange.plain import Part, PlainQuestion, true_or_false
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.exchange.questions import ORDINARY


def only(source: str) -> PlainQuestion:
    """The one question of a file without problems."""
    found = gift.read(source)
    assert found.problems == ()
    (item,) = found.questions
    return item.question


def messages(found: Exchanged) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in found.problems]


def test_answers_may_stand_on_one_line_or_on_many() -> None:
    one = only("Which one loosens grease?{~Water =Soap ~Sand}")
    many = only("Which one\nloosens grease? {\r\n   ~ Water\r\n   = Soap\r\n\t~ Sand\r\n}")
    assert one == many
    assert one.parts == (Part("Water"), Part("Soap", is_right=True), Part("Sand"))
    assert one.kind == QuestionKind.SINGLE


def test_feedback_and_general_feedback() -> None:
    question = only("::Soap::Pick {\n=yes#That is it.\n~no # Not \\#this.\n####Because\\: so.}")
    assert [part.feedback for part in question.parts] == ["That is it.", "Not #this."]
    assert question.explanation == "Because: so."
    assert question.stem == "Pick"


@pytest.mark.parametrize("answers", ["~%50%a ~%50%b ~c", "~%50%a ~%50%b ~%-100%c"])
def test_shares_of_the_points_make_it_multiple(answers: str) -> None:
    question = only(f"Pick two {{{answers}}}")
    assert question.kind == QuestionKind.MULTIPLE
    assert [part.is_right for part in question.parts] == [True, True, False]


def test_shares_that_our_grading_has_not_are_named() -> None:
    found = gift.read(
        "Uneven {~%70%a ~%30%b ~c}\n\nHalf {=a ~%50%b ~c}\n\nNear {=soap =%50%grease}\n\n"
        "Year {#=1822:0 =%50%1822:2#close}\n\nLess {~%20%a ~%20%b ~c}"
    )
    assert len(found.questions) == 5
    assert not any(problem.is_left_out for problem in found.problems)
    assert messages(found) == [
        (1, "weights its right options differently: here each counts the same"),
        (3, "gives 50 % for “b”: here that option counts as wrong"),
        (5, "gives 50 % for “grease”: here that answer isn’t accepted"),
        (7, "has feedback on “1822:2”, which isn’t kept"),
        (7, "gives 50 % for “1822:2”: here that answer is wrong"),
        (9, "has right options that are worth 40 % together: here they are worth 100 %"),
    ]


@pytest.mark.parametrize(
    ("sides", "is_true"), [("T", True), ("FALSE", False), (" TRUE ", True), ("F", False)]
)
def test_true_and_false(sides: str, is_true: bool) -> None:
    assert only(f"Soap is old.{{{sides}}}").parts == true_or_false(is_true)


def test_of_two_feedbacks_the_first_is_for_the_wrong_side() -> None:
    said = true_or_false(False, said_to_wrong="No: look.", said_to_right="Yes.")
    assert only("Soap is new.{FALSE#No\\: look.#Yes.}").parts == said


def test_pairs_and_matches_that_belong_to_nothing() -> None:
    question = only("Match.{ =Soap -> grease\n =Water->dirt = -> sand}")
    assert question.parts == (Part("Soap", "grease"), Part("Water", "dirt"))
    assert question.offered == ("sand",)


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [("#3", "3", "0"), ("#3:2", "3", "2"), ("#1..5", "3", "2"), ("#-1.5:0.25", "-1.5", "0.25"),
     ("#=1.5..2", "1.75", "0.25"), ("# 1e3", "1000", "0")],
)  # fmt: skip
def test_numbers_with_tolerance_and_in_ranges(answer: str, value: str, tolerance: str) -> None:
    question = only(f"How many? {{{answer}}}")
    assert (question.accepted, question.tolerance) == (((value,),), tolerance)


def test_answers_inside_a_sentence_leave_a_gap() -> None:
    assert only("Soap loosens {=grease =fat} from skin.") == PlainQuestion(
        QuestionKind.GAP, "Soap loosens ___ from skin.", accepted=(("grease", "fat"),)
    )
    assert only("Soap is _______ {=old}").stem == "Soap is ___"
    assert only("Soap {~hides =loosens} grease.").stem == "Soap ___ grease."
    assert only("How long? {#20}.").stem == "How long?"


def test_escapes_comments_and_line_ends() -> None:
    question = only(
        "// a comment {with braces}\n::2 \\: 1::What is 1 \\+ 1\\= ?\\n\\nChoose\\:\n"
        "// another one ~=\n{=\\{2\\} ~\\~3 ~a\\\\b}"
    )
    assert question.scenario == "What is 1 \\+ 1= ?"
    assert question.stem == "Choose:"
    assert [part.text for part in question.parts] == ["{2}", "~3", "a\\b"]


def test_categories_nest_and_hold_until_the_next() -> None:
    found = gift.read(
        "$CATEGORY: $course$/top/Hygiene/Hands//Feet\n\nA{T}\n\n"
        "// [id:7] [tag:soap] [tag:old \\[news\\]]\nB{F}\n\n$CATEGORY: tom/top\nC{T}\n"
    )
    assert [item.category for item in found.questions] == [
        ("Hygiene", "Hands/Feet"), ("Hygiene", "Hands/Feet"), ("tom", "top"),
    ]  # fmt: skip
    assert [item.tags for item in found.questions] == [(), ("soap", "old [news]"), ()]


def test_html_and_markdown_become_plain_text() -> None:
    html = only("[html]<p>Ada &amp; Bo</p><p>10<sup>2</sup> is<br>how&nbsp;much?</p>{=<b>100</b>}")
    assert (html.scenario, html.stem) == ("Ada & Bo", "10² is how much?")
    assert html.accepted == (("100",),)
    markdown = only("[markdown]Is **soap** a `thing`?{=*yes* ~[plain]*no*}")
    assert markdown.stem == "Is soap a thing?"
    assert [part.text for part in markdown.parts] == ["yes", "*no*"]
    assert only("Is 2 < 3 or <b>not</b>?{T}").stem == "Is 2 < 3 or not?"
    assert only("Is 2 <3 or 3> 2?{T}").stem == "Is 2 <3 or 3> 2?"
    assert only("[plain]Is <b> bold?{T}").stem == "Is <b> bold?"


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        ("What {=a ~b", 3, "never closed"),
        ("First\nWhat =a}", 4, "without a {"),
        ("Read this first.", 3, "description"),
        ("Tell us all. {}", 3, "essay"),
        ("Sum {=4} and {=5}", 3, "more than one set"),
        ("What {~a ~b}", 3, "no right option"),
        ("What {=a =b ~c}", 3, "several right options"),
        ("What {~%50%a =b x", 3, "never closed"),
        ("What {#abc}", 3, "no number"),
        ("What {#5..1}", 3, "range"),
        ("What {#=1 =2}", 3, "2 fully right numbers"),
        ("What {just words}", 3, "neither = nor ~"),
        ("What {~%fifty%a =b}", 3, "weight that is no number"),
        ("What {=a -> b =c}", 3, "without “->”"),
        ("What {=a -> =c -> d}", 3, "nothing that belongs"),
        ("What {~ =b}", 3, "without words"),
        ("What {>2\na\nb\n}", 3, "three items"),
        ("What {~a}", 3, "only one option"),
        ("What {=a ~b ~c ~d ~e ~f ~g}", 3, "7 options"),
        (f"What {{={'a' * 3_001}}}", 3, "more than 3000 characters"),
    ],
)
def test_a_broken_question_is_named_by_its_line_and_the_others_come_in(
    broken: str, line: int, says: str
) -> None:
    found = gift.read(f"Before {{T}}\n\n{broken}\n\nAfter {{F}}\n")
    assert [item.question.stem for item in found.questions] == ["Before", "After"]
    ((number, message),) = messages(found)
    assert (number, says in message) == (line, True), message


def test_what_a_text_file_cannot_hold_is_named() -> None:
    found = gift.read('[html]<p>See <img src="@@PLUGINFILE@@/a.png"> <video></video></p>{=a ~b}')
    assert [message for _line, message in messages(found)] == [
        "shows an image, which no GIFT file holds: “@@PLUGINFILE@@/a.png”",
        "holds a video, which isn’t kept",
    ]
    joker = gift.read("Who? {=so* =soap =a\\\\*b}")
    assert "joker" in messages(joker)[0][1]
    assert joker.questions[0].question.accepted == (("soap", "a*b"),)


@given(st.text("{}=~#%\\:/n\n ab->[]1.", max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_broken_to_be_read(source: str) -> None:
    found = gift.read(source)
    blocks = [block for block in source.split("\n\n") if block.strip()]
    assert blocks or not (found.questions or found.problems)


# What another program reads in our files.


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind if kind != QuestionKind.ORDERING])
def test_another_program_reads_what_we_write(kind: QuestionKind) -> None:
    question = ORDINARY[kind]
    content, problems = gift.write([Item(question, category=("Hands",))])
    assert problems == ()
    (found,) = pygiftparser.parser.parseFile(io.StringIO(content))
    assert found.valid
    assert found.text == question.stem
    assert found.generalFeedback == question.explanation
    answers = found.answers
    match kind:
        case QuestionKind.SINGLE:
            assert isinstance(answers, foreign.SelectSet | foreign.MultipleChoicesSet)
            read = foreign_utils.transformSpecials
            assert [(a.answer, a.fraction, read(a.feedback)) for a in answers.answers] == [
                (part.text, 100 if part.is_right else 0, part.feedback) for part in question.parts
            ]
        case QuestionKind.MULTIPLE:
            assert isinstance(answers, foreign.MultipleChoicesSet)
            assert [a.fraction > 0 for a in answers.answers] == [p.is_right for p in question.parts]
        case QuestionKind.TRUE_FALSE:
            assert isinstance(answers, foreign.TrueFalseSet)
            assert (answers.answer, answers.feedbackWrong, answers.feedbackCorrect) == (
                False, "It leaves the grease.", "Right.",
            )  # fmt: skip
        case QuestionKind.MATCHING:
            assert isinstance(answers, foreign.MatchingSet)
            assert [(a.question.strip(), a.answer.strip()) for a in answers.answers] == [
                (part.text, part.match) for part in question.parts
            ]
        case QuestionKind.NUMERIC:
            assert isinstance(answers, foreign.NumericAnswerSet)
            assert [(a.value, a.tolerance) for a in answers.answers] == [(20, 2.5)]
        case _:
            assert isinstance(answers, foreign.ShortSet)
            assert tuple(a.answer for a in answers.answers) == question.accepted[0]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_another_program_finds_the_shares_complete(rights: list[int]) -> None:
    questions = [
        PlainQuestion(
            QuestionKind.MULTIPLE,
            "Which?",
            tuple(Part(f"{n}", is_right=n < right) for n in range(6)),
        )
        for right in rights
    ]
    content, _problems = gift.write([Item(question) for question in questions])
    found = pygiftparser.parser.parseFile(io.StringIO(content))
    assert len(found) == len(rights)
    assert all(each.valid for each in found)


def test_of_endless_problems_the_first_are_named_and_the_others_counted() -> None:
    found = gift.read("No answers.\n\n" * 1_200)
    assert len(found.problems) == 1_001
    assert messages(found)[-1] == (2_001, "and what follows has 200 more problems")
