"""Aiken files, whole and broken."""

import pytest

from learning.quizzes.exchange import aiken
from learning.quizzes.exchange.plain import Part, PlainQuestion
from learning.quizzes.kinds.contract import QuestionKind

SOAP = "What loosens grease?\nA) Water\nB. Soap\nC) Sand\nANSWER: B\n"


def test_options_begin_with_a_letter_and_the_answer_names_one() -> None:
    (item,) = aiken.read(SOAP).questions
    assert item.question == PlainQuestion(
        QuestionKind.SINGLE,
        "What loosens grease?",
        (Part("Water"), Part("Soap", is_right=True), Part("Sand")),
    )


def test_line_ends_and_words_on_two_lines_do_not_matter() -> None:
    found = aiken.read(SOAP.replace("\n", "\r\n").replace("loosens ", "loosens\r\n"))
    assert found.questions == aiken.read(SOAP).questions
    assert found.problems == ()


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        ("Which?\nA) one\nB) two\n", 7, "ends without a line"),
        ("Which?\nA) one\nB) two\nANSWER: D\n", 7, "no option’s letter"),
        ("Which?\nA) one\nANSWER: A\n", 7, "fewer than two"),
        ("Which?\nA) one\nC) three\nANSWER: A\n", 7, "aren’t in order: A, C"),
        ("ANSWER: A\n", 7, "without a question"),
        ("Which?\nA) one\nB) two\nANSWER:\n", 7, "no option’s letter"),
        ("Which?\n" + "".join(f"{a}) {a}\n" for a in "ABCDEFG") + "ANSWER: A\n", 7, "7 options"),
    ],
)
def test_a_broken_question_is_named_by_its_line_and_the_others_come_in(
    broken: str, line: int, says: str
) -> None:
    found = aiken.read(f"{SOAP}\n{broken}\n{SOAP}")
    assert len(found.questions) == 2
    (problem,) = found.problems
    assert (problem.line, says in problem.message) == (line, True), problem.message
