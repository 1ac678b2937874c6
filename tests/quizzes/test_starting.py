"""What the editor starts with when somebody writes a question from a sentence."""

import pytest

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.starting import Start, StemForm, start_from

SENTENCE, DEFINITION, STATEMENT = StemForm.SENTENCE, StemForm.DEFINITION, StemForm.STATEMENT


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Rinse for 20 seconds.",
            Start(QuestionKind.GAP, SENTENCE, "Rinse for ___ seconds.", "20"),
        ),
        (
            "It holds 1,500.5 litres at most.",
            Start(QuestionKind.GAP, SENTENCE, "It holds ___ litres at most.", "1,500.5"),
        ),
        (
            "You must never mix them.",
            Start(QuestionKind.TRUE_FALSE, SENTENCE, "You must never mix them.", "True"),
        ),
        (
            "Compost is a dark, crumbly soil.",
            Start(QuestionKind.SINGLE, DEFINITION, "is Compost", "a dark, crumbly soil"),
        ),
        (
            "Worms like it warm.",
            Start(QuestionKind.SINGLE, STATEMENT, "", "Worms like it warm."),
        ),
    ],
)
def test_the_form_fits_the_sentence(sentence: str, expected: Start) -> None:
    assert start_from(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a good idea.",  # of what?
        "No soap is a medicine.",  # asking what soap is would turn it around
        "Soap is not a medicine.",
        "This is the end.",
    ],
)
def test_what_only_looks_like_a_definition_is_asked_as_a_statement(sentence: str) -> None:
    assert start_from(sentence) == Start(QuestionKind.SINGLE, STATEMENT, "", sentence)


@pytest.mark.parametrize(
    "sentence",
    ["From 5 to 10 people came.", "In the years 2019–2021 it rained.", "COVID-19 spread."],
)
def test_dates_ranges_and_names_make_no_gap(sentence: str) -> None:
    assert start_from(sentence).kind != QuestionKind.GAP
