"""How much of a draft a person changed."""

from dataclasses import replace

from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.edits import changed_characters
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

DRAFTED = Wording(
    QuestionKind.SINGLE,
    Body("What does soap do?", (Option("a", "It loosens grease"), Option("b", "It adds colour"))),
    AnswerKey(frozenset("a"), "Soap loosens grease.", {"b": "Colour plays no part."}),
    (AnchorSpan("s1", 0, 20, "Soap loosens grease.", "|"),),
)


def test_an_unchanged_draft_has_no_edits() -> None:
    moved = replace(DRAFTED, anchors=(AnchorSpan("s1", 90, 110, "Soap loosens grease.", "x|y"),))
    assert changed_characters(DRAFTED, DRAFTED) == 0
    assert changed_characters(DRAFTED, moved) == 0


def test_changed_characters_are_counted_where_they_changed() -> None:
    body = replace(DRAFTED.body, stem="What does the soap do?")
    assert changed_characters(DRAFTED, replace(DRAFTED, body=body)) == len("the ")


def test_of_a_replaced_stretch_the_longer_side_counts() -> None:
    key = replace(DRAFTED.key, explanation="Soap dissolves grease.")
    assert 0 < changed_characters(DRAFTED, replace(DRAFTED, key=key)) <= len("dissolves")


def test_a_new_option_counts_with_all_its_characters() -> None:
    body = replace(DRAFTED.body, options=(*DRAFTED.body.options, Option("c", "It smells")))
    assert changed_characters(DRAFTED, replace(DRAFTED, body=body)) == len("It smells")


def test_another_key_and_another_sentence_are_edits_though_no_character_changed() -> None:
    key = replace(DRAFTED.key, correct=frozenset("b"))
    assert changed_characters(DRAFTED, replace(DRAFTED, key=key)) == 2
    assert changed_characters(DRAFTED, replace(DRAFTED, anchors=())) == 1


def test_what_is_accepted_is_counted_as_text() -> None:
    gap = Wording(QuestionKind.GAP, Body("Soap ___"), AnswerKey(right=(("lathers",),)), ())
    key = replace(gap.key, right=(("lathers", "foams"),))
    assert changed_characters(gap, replace(gap, key=key)) == len("\nfoams")
