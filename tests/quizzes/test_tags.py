"""Tags: one spelling each, few and short, found exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.errors import RuleBroken
from learning.quizzes import tags


def test_what_was_typed_becomes_one_spelling() -> None:
    assert tags.tags_in(" Hygiene ,first   aid,, hygiene,ÉTÉ") == ("first aid", "hygiene", "été")


@pytest.mark.parametrize(
    ("typed", "code"),
    [(",".join(map(str, range(13))), "too-many-tags"), ("x" * 41, "tag-too-long")],
)
def test_too_many_and_too_long_are_refused(typed: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        tags.tags_in(typed)
    assert len(tags.tags_in(",".join(map(str, range(12))))) == 12
    assert tags.tags_in("x" * 40) == ("x" * 40,)


@given(st.lists(st.text(st.characters(exclude_characters=",", codec="utf-8"), max_size=20)))
def test_storing_keeps_them_and_typing_them_again_changes_nothing(typed: list[str]) -> None:
    found = tags.tags_in(",".join(typed[:12]))
    assert tags.read_tags(tags.tags_text(found)) == found
    assert tags.tags_in(", ".join(found)) == found


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_stored_list_holds_a_tag_only_if_it_is_in_it(one: str, other: str) -> None:
    found = tags.tags_in(one)
    stored = tags.tags_text(found)
    for wanted in (one, other):
        normal = tags.tags_in(wanted)
        if len(normal) == 1:
            assert (tags.stored_as(normal[0]) in stored) == (normal[0] in found)
