"""Dividing a course into modules: pure changes that lose no text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.articles.outline import SectionKind
from learning.courses import structure
from learning.courses.structure import ModulePlan, Plans
from learning.errors import RuleBroken


def plan(key: str, start: int, end: int, kind: SectionKind = SectionKind.TEACH) -> ModulePlan:
    return ModulePlan(key, kind, key.upper(), 1, start, end, "", (), 1)


@st.composite
def plans(draw: st.DrawFn) -> Plans:
    lengths = draw(st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=8))
    kinds = draw(st.lists(st.sampled_from(SectionKind), min_size=8, max_size=8))
    found, start = [], 0
    for n, length in enumerate(lengths):
        found.append(plan(f"m{n}", start, start + length, kinds[n]))
        start += length
    return tuple(found)


def covered(modules: Plans) -> set[int]:
    return {n for module in modules for n in range(module.start, module.end)}


@given(plans(), st.data())
def test_merging_covers_the_same_text_with_one_module_less(
    modules: Plans, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([m.key for m in modules]))
    if key == modules[0].key:
        with pytest.raises(RuleBroken, match="nothing-above"):
            structure.merged_up(modules, key)
        return
    merged = structure.merged_up(modules, key)
    assert len(merged) == len(modules) - 1
    assert covered(merged) == covered(modules)


@given(plans(), st.data())
def test_splitting_covers_the_same_text_and_merging_undoes_it(
    modules: Plans, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(modules))
    at = data.draw(st.integers(whole.start - 1, whole.end + 1))
    if not whole.start < at < whole.end:
        with pytest.raises(RuleBroken, match="split-place"):
            structure.split_at(modules, whole.key, at, "new", "New", 2)
        return
    split = structure.split_at(modules, whole.key, at, "new", "New", 2)
    assert len(split) == len(modules) + 1
    assert covered(split) == covered(modules)
    assert [m.start for m in split] == sorted(m.start for m in split)
    second = structure.plan_with(split, "new")
    assert (second.kind, second.quiz_id, second.title) == (whole.kind, 2, "New")
    assert structure.merged_up(split, "new") == modules


def test_objectives_that_go_to_the_second_part_leave_the_first() -> None:
    whole = replace(plan("a", 0, 9), objectives=("Name", "Tell apart", "Explain"))
    first, second = structure.split_at((whole,), "a", 4, "b", "B", 2, ("Tell apart",))
    assert (first.objectives, second.objectives) == (("Name", "Explain"), ("Tell apart",))


@given(plans(), st.data())
def test_another_kind_changes_nothing_else(modules: Plans, data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(modules))
    kind = data.draw(st.sampled_from(SectionKind))
    changed = structure.with_kind(modules, old.key, kind)
    assert structure.plan_with(changed, old.key).kind == kind
    assert structure.with_kind(changed, old.key, old.kind) == modules


@given(plans(), plans())
def test_ranges_that_changed_are_those_that_are_gone_or_differ(one: Plans, other: Plans) -> None:
    same = {m.key for m in one for n in other if (m.key, m.start, m.end) == (n.key, n.start, n.end)}
    assert structure.changed_ranges(one, other) == {m.key for m in one} - same


@given(plans(), st.data())
def test_leaving_out_and_taking_in_gives_the_same_structure(
    modules: Plans, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([m.key for m in modules]))
    assert structure.included(structure.excluded(modules, key), key) == modules


@given(plans(), st.data(), st.integers(min_value=-10, max_value=40))
def test_an_edit_moves_only_what_stands_behind_it(
    modules: Plans, data: st.DataObject, grown: int
) -> None:
    edited = data.draw(st.sampled_from(modules))
    grown = max(grown, 1 - (edited.end - edited.start))
    after = structure.after_edit(modules, edited.key, 2, grown)
    for old, new in zip(modules, after, strict=True):
        assert new.article_version_id == 2
        if old.key == edited.key:
            assert (new.start, new.end) == (old.start, old.end + grown)
        elif old.end <= edited.start:
            assert (new.start, new.end) == (old.start, old.end)
        else:
            assert (new.start, new.end) == (old.start + grown, old.end + grown)


@given(plans())
def test_numbers_count_the_modules_with_a_quiz_without_gaps(modules: Plans) -> None:
    numbers = structure.numbers(modules)
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert {m.key for m in modules if structure.has_quiz(m.kind)} == set(numbers)


@given(plans())
def test_plans_survive_storing(modules: Plans) -> None:
    assert tuple(ModulePlan.from_json(module.as_json()) for module in modules) == modules


def test_a_left_out_module_is_not_merged() -> None:
    modules = structure.excluded((plan("a", 0, 5), plan("b", 5, 9)), "a")
    with pytest.raises(RuleBroken, match="merge-into-excluded"):
        structure.merged_up(modules, "b")


@pytest.mark.parametrize(
    ("title", "code"), [("  ", "title-missing"), ("x" * 301, "title-too-long")]
)
def test_titles_are_checked(title: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        structure.renamed((plan("a", 0, 5),), "a", title)
