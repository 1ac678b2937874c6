"""New ids change nothing that a question says."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes import content
from learning.quizzes.content import Wording
from learning.quizzes.grading import KINDS, grade
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind
from learning.quizzes.part_ids import likeness, with_new_ids

SINGLE = Wording(
    QuestionKind.SINGLE,
    Body("Which?", (Option("o1", "This"), Option("o2", "That"), Option("o3", "Neither"))),
    AnswerKey(frozenset(("o1",)), "So it is.", {"o2": "No.", "o3": "No."}),
    (),
)
MATCHING = Wording(
    QuestionKind.MATCHING,
    Body(
        "Match",
        (Option("o1", "Soap"), Option("o2", "Water"), Option("o3", "Towel")),
        (Option("m1", "cleans"), Option("m2", "rinses"), Option("m3", "dries")),
    ),
    AnswerKey(explanation="So.", right=(("m1",), ("m2",), ("m3",))),
    (),
)
ORDERING = Wording(
    QuestionKind.ORDERING,
    Body("Order", (Option("o1", "wet"), Option("o2", "rub"), Option("o3", "rinse"))),
    AnswerKey(explanation="So.", right=(("o1",), ("o2",), ("o3",))),
    (),
)


def pairs(wording: Wording) -> list[tuple[str, str]]:
    right = [wording.body.text_of(accepted[0]) for accepted in wording.key.right]
    if wording.kind == QuestionKind.ORDERING:
        return list(enumerate(right))  # type: ignore[arg-type]
    return sorted(zip((o.text for o in wording.body.options), right, strict=True))


@given(st.sampled_from((MATCHING, ORDERING)), st.permutations(range(6)))
def test_what_belongs_together_stays_together(wording: Wording, order: list[int]) -> None:
    number = count()
    new = with_new_ids(wording, lambda: f"x{order[next(number)]}")
    assert pairs(new) == pairs(wording)
    # As it is stored: what stands in the order of ids is read in that order again.
    assert content.read_wording(content.wording_text(new)) == new
    assert not KINDS[new.kind].problems(new.body, new.key)
    assert likeness(new) == likeness(wording)


@given(st.permutations(range(3)))
def test_the_right_option_stays_right(order: list[int]) -> None:
    number = count()
    new = with_new_ids(SINGLE, lambda: f"x{order[next(number)]}")
    right = next(option.id for option in new.body.options if option.text == "This")
    assert grade(new.kind, new.body, new.key, [right]).is_correct
    assert {new.body.text_of(id): said for id, said in new.key.feedback.items()} == {
        "That": "No.", "Neither": "No.",
    }  # fmt: skip


def test_another_key_is_another_question() -> None:
    other = Wording(SINGLE.kind, SINGLE.body, AnswerKey(frozenset(("o2",))), ())
    assert likeness(other) != likeness(SINGLE)
