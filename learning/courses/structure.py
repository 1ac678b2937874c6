"""How a course is divided into modules: pure changes, each a new tuple of plans."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from learning import canonical
from learning.articles.outline import SectionKind
from learning.errors import RuleBroken

LONGEST_TITLE = 300
# What stands where the cutter gives its reason for a boundary.
SPLIT_BY_HAND = "Split by hand"


@dataclass(frozen=True)
class ModulePlan:
    """A module as the structure sees it: a kind, a title and a range of an article version."""

    key: str
    kind: SectionKind
    title: str
    article_version_id: int
    start: int
    end: int
    evidence: str
    objectives: tuple[str, ...]
    quiz_id: int
    is_excluded: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "ModulePlan":
        return cls(
            **{
                **value,
                "kind": SectionKind(value["kind"]),
                "objectives": tuple(value["objectives"]),
            }
        )


Plans = tuple[ModulePlan, ...]


def merged_up(plans: Sequence[ModulePlan], key: str) -> Plans:
    """The module joined to the one above it, which keeps its title, kind and quiz.

    Raises RuleBroken nothing-above or merge-into-excluded.
    """
    at = _place(plans, key)
    if at == 0:
        raise RuleBroken("nothing-above")
    above, below = plans[at - 1], plans[at]
    if above.is_excluded or below.is_excluded:
        raise RuleBroken("merge-into-excluded")
    joined = replace(
        above, end=below.end, objectives=tuple(dict.fromkeys(above.objectives + below.objectives))
    )
    return (*plans[: at - 1], joined, *plans[at + 1 :])


def split_at(
    plans: Sequence[ModulePlan],
    key: str,
    at: int,
    new_key: str,
    title: str,
    quiz_id: int,
    objectives: Sequence[str] = (),
) -> Plans:
    """The module cut in two at this place of its article version; the second one is new.

    `objectives` go to the new one. Both are of one kind, and left out if the module was. Raises
    RuleBroken split-place, title-missing or title-too-long.
    """
    place = _place(plans, key)
    whole = plans[place]
    if not whole.start < at < whole.end:
        raise RuleBroken("split-place")
    first = replace(
        whole, end=at, objectives=tuple(o for o in whole.objectives if o not in objectives)
    )
    second = replace(
        whole,
        key=new_key,
        title=_titled(title),
        start=at,
        evidence=SPLIT_BY_HAND,
        objectives=tuple(objectives),
        quiz_id=quiz_id,
    )
    return (*plans[:place], first, second, *plans[place + 1 :])


def renamed(plans: Sequence[ModulePlan], key: str, title: str) -> Plans:
    """The module under another title. Raises RuleBroken title-missing or title-too-long."""
    return _changed(plans, key, title=_titled(title))


def with_kind(plans: Sequence[ModulePlan], key: str, kind: SectionKind) -> Plans:
    """The module as one of another kind; its questions are kept, also where none are asked."""
    return _changed(plans, key, kind=kind)


def excluded(plans: Sequence[ModulePlan], key: str) -> Plans:
    """The module left out of the course; its text and questions are kept."""
    return _changed(plans, key, is_excluded=True)


def included(plans: Sequence[ModulePlan], key: str) -> Plans:
    """A module that was left out, taken in again."""
    return _changed(plans, key, is_excluded=False)


def has_quiz(kind: SectionKind) -> bool:
    """Whether modules of this kind close with a quiz, and so have a number."""
    return kind in (SectionKind.TEACH, SectionKind.CONCLUSION)


def objective_key(objective: str) -> str:
    """What a question's place names an objective by; the words live on the module alone."""
    return canonical.sha256(objective)[:16]


def numbers(plans: Sequence[ModulePlan]) -> dict[str, int]:
    """The module numbers learners see, by key: 1.. over the modules with a quiz."""
    taught = [plan for plan in plans if has_quiz(plan.kind) and not plan.is_excluded]
    return {plan.key: number for number, plan in enumerate(taught, 1)}


def after_edit(
    plans: Sequence[ModulePlan], key: str, article_version_id: int, grown_by: int
) -> Plans:
    """The ranges in the new article version, after one module's text grew by so many characters."""
    edited = plans[_place(plans, key)]

    def moved(plan: ModulePlan) -> ModulePlan:
        if plan.key == key:
            shifted = replace(plan, end=plan.end + grown_by)
        elif plan.start >= edited.end:
            shifted = replace(plan, start=plan.start + grown_by, end=plan.end + grown_by)
        else:
            shifted = plan
        return replace(shifted, article_version_id=article_version_id)

    return tuple(moved(plan) for plan in plans)


def _changed(plans: Sequence[ModulePlan], key: str, **values: Any) -> Plans:
    at = _place(plans, key)
    return (*plans[:at], replace(plans[at], **values), *plans[at + 1 :])


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise RuleBroken("title-missing")
    if len(title) > LONGEST_TITLE:
        raise RuleBroken("title-too-long", longest=LONGEST_TITLE)
    return title


def plan_with(plans: Sequence[ModulePlan], key: str) -> ModulePlan:
    """The module with this key. Raises RuleBroken module-gone."""
    return plans[_place(plans, key)]


def changed_ranges(before: Sequence[ModulePlan], after: Sequence[ModulePlan]) -> set[str]:
    """The keys of the modules that are gone, or hold other text than before."""
    ranges = {plan.key: (plan.article_version_id, plan.start, plan.end) for plan in after}
    return {
        plan.key
        for plan in before
        if ranges.get(plan.key) != (plan.article_version_id, plan.start, plan.end)
    }


def _place(plans: Sequence[ModulePlan], key: str) -> int:
    for at, plan in enumerate(plans):
        if plan.key == key:
            return at
    raise RuleBroken("module-gone")
