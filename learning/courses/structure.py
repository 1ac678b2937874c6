"""How a course is divided into modules: pure changes, each a new tuple of plans."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from learning import canonical
from learning.articles.outline import SectionKind
from learning.errors import RuleBroken

LONGEST_TITLE = 300


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


def renamed(plans: Sequence[ModulePlan], key: str, title: str) -> Plans:
    """The module under another title. Raises RuleBroken title-missing or title-too-long."""
    title = " ".join(title.split())
    if not title:
        raise RuleBroken("title-missing")
    if len(title) > LONGEST_TITLE:
        raise RuleBroken("title-too-long", longest=LONGEST_TITLE)
    return _changed(plans, key, title=title)


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


def _place(plans: Sequence[ModulePlan], key: str) -> int:
    for at, plan in enumerate(plans):
        if plan.key == key:
            return at
    raise RuleBroken("module-gone")
