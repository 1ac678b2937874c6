"""What differs between two wordings: everything that was changed is told, and nothing else."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.differences import Act, Part, differences, word_pieces
from learning.quizzes.kinds.contract import AnswerKey, Body, Image, Option, QuestionKind

OLD = Wording(
    QuestionKind.SINGLE,
    Body("What does soap do?", (Option("a", "It loosens grease"), Option("b", "Nothing"))),
    AnswerKey(frozenset("a"), "The article says so.", {"b": "It does something."}),
    (AnchorSpan("s1", 0, 5, "Soap loosens grease.", "|"),),
)


def told(new: Wording, old: Wording = OLD) -> list[tuple[Part, Act, str]]:
    """The differences, with {+inserted+} and [-deleted-] words."""
    marks = {Act.INSERTED: "{+%s+}", Act.DELETED: "[-%s-]", Act.SAME: "%s"}
    return [
        (d.part, d.act, "".join(marks[piece.act] % piece.text for piece in d.pieces))
        for d in differences(old, new)
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    pieces = word_pieces(old, new)
    assert "".join(p.text for p in pieces if p.act != Act.INSERTED) == old
    assert "".join(p.text for p in pieces if p.act != Act.DELETED) == new


def test_the_same_wording_differs_in_nothing() -> None:
    assert told(OLD) == []
    assert (
        told(replace(OLD, anchors=(AnchorSpan("s1", 9, 14, "Soap loosens grease.", "x|"),))) == []
    )


def test_a_stem_is_compared_word_by_word() -> None:
    new = replace(OLD, body=replace(OLD.body, stem="What does cold water do?"))
    assert told(new) == [(Part.STEM, Act.CHANGED, "What does [-soap-]{+cold water+} do?")]


def test_options_are_added_taken_out_and_changed() -> None:
    options = (Option("a", "It loosens all grease"), Option("c", "It burns"))
    new = replace(OLD, body=replace(OLD.body, options=options))
    assert told(new) == [
        (Part.OPTION, Act.CHANGED, "It loosens {+all +}grease"),
        (Part.OPTION, Act.DELETED, "[-Nothing-]"),
        (Part.OPTION, Act.INSERTED, "{+It burns+}"),
    ]


def test_another_key_is_told_even_if_no_word_has_changed() -> None:
    new = replace(OLD, key=replace(OLD.key, correct=frozenset("b")))
    assert told(new) == [
        (Part.KEY, Act.DELETED, "[-It loosens grease-]"),
        (Part.KEY, Act.INSERTED, "{+Nothing+}"),
    ]


def test_kind_explanation_feedback_sentences_and_images_are_told() -> None:
    image = Image("f" * 64, "image/png", 1, 1, "A hand")
    new = Wording(
        QuestionKind.MULTIPLE,
        replace(OLD.body, image=image),
        AnswerKey(frozenset("a"), "The article says so twice.", {}),
        (AnchorSpan("s2", 6, 9, "Water helps.", "|"),),
    )
    assert [(part, act) for part, act, _words in told(new)] == [
        (Part.KIND, Act.CHANGED), (Part.IMAGE, Act.INSERTED), (Part.FEEDBACK, Act.DELETED),
        (Part.EXPLANATION, Act.CHANGED), (Part.SENTENCE, Act.DELETED),
        (Part.SENTENCE, Act.INSERTED),
    ]  # fmt: skip
    other = replace(new, body=replace(new.body, image=replace(image, sha256="e" * 64)))
    assert told(other, new) == [(Part.IMAGE, Act.CHANGED, "A hand")]


@pytest.mark.parametrize(
    ("kind", "body", "rights", "words"),
    [
        (
            QuestionKind.MATCHING,
            Body("?", (Option("a", "Soap"),), (Option("m", "fat"), Option("n", "dirt"))),
            ((("m",),), (("n",),)),
            "Soap → [-fat-]{+dirt+}",
        ),
        (
            QuestionKind.NUMERIC, Body("?", unit="s"), ((("20",),), (("30",),)), "[-20-]{+30+} s",
        ),
        (
            QuestionKind.GAP, Body("A ___"), ((("fat",),), (("fat", "grease"),)),
            "fat{+ / grease+}",
        ),
    ],
)  # fmt: skip
def test_the_right_answer_of_other_kinds_is_told_in_words(
    kind: QuestionKind, body: Body, rights: tuple[tuple[tuple[str, ...], ...], ...], words: str
) -> None:
    old, new = (Wording(kind, body, AnswerKey(right=right), ()) for right in rights)
    assert (Part.KEY, Act.CHANGED, words) in told(new, old)


def test_items_in_another_order_are_told_by_their_places() -> None:
    body = Body("?", (Option("a", "Wet"), Option("b", "Soap"), Option("c", "Rinse")))
    old, new = (
        Wording(QuestionKind.ORDERING, body, AnswerKey(right=tuple((id,) for id in order)), ())
        for order in ("abc", "acb")
    )
    assert [words for _part, _act, words in told(new, old)] == [
        "[-2-]{+3+}. Soap", "[-3-]{+2+}. Rinse",
    ]  # fmt: skip


def test_long_texts_are_compared_in_no_time() -> None:
    for old, new in (
        ("to be or not " * 230, "not to be or " * 230),
        ("to be. " * 600, "or not. " * 600),
        ("to be or not " * 40, "not to be or " * 40),
        ("?" * 4000, "!" * 4000),
    ):
        started = process_time()
        pieces = word_pieces(old, new)
        assert process_time() - started < 2
        assert "".join(piece.text for piece in pieces if piece.act != Act.INSERTED) == old
