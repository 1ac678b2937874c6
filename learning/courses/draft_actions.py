"""Drafted questions come into a course: as proposals that nobody is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.courses import queries
from learning.courses.models import Course
from learning.courses.rows import lock
from learning.courses.structure import ModulePlan, Plans, has_quiz
from learning.database import transaction
from learning.identifiers import public_id
from learning.quizzes import actions, content, part_ids
from learning.quizzes import queries as quizzes
from learning.quizzes.drafting import proposing
from learning.quizzes.drafting.proposals import Proposal, Proposals


@dataclass(frozen=True)
class Abstained:
    """A module without a safe draft: why, and its sentences that matter most, by id."""

    module: str
    reason: str
    sentences: tuple[str, ...]


def proposals_for(version: ArticleVersion, language: str) -> Proposals:
    """What the drafters make of an article version; worked out once per process."""
    return _proposed(version.sha256, language, version.organization_id, version.id)


def draft_questions(course: Course, *, by: str, at: datetime) -> int:
    """Add what the drafters propose to the quizzes of their modules; returns how many are new.

    What was proposed before isn't again, whatever has become of it.
    """
    # Worked out before anything is locked: a long article takes a second.
    for version, _inside in _by_version(course, queries.plans_of(course)):
        proposals_for(version, course.language)
    return _add_drafts(course, by=by, at=at)


@transaction
def _add_drafts(course: Course, *, by: str, at: datetime) -> int:
    lock(course)
    plans = [plan for plan in queries.plans_of(course) if _is_asked(plan)]
    known = _known(course)
    added = 0
    for version, inside in _by_version(course, tuple(plans)):
        for proposal in proposals_for(version, course.language).drafts:
            plan = _place(proposal, inside, version)
            like = part_ids.likeness(proposal.wording)
            if plan is None or like in known:
                continue
            known.add(like)
            wording = part_ids.with_new_ids(proposal.wording, public_id)
            actions.write_question(
                plan.quiz_id, version, wording, drafter=proposal.drafter, by=by, at=at
            )
            added += 1
    if added:
        course.changed_at = at
    return added


def abstained(course: Course, plans: Plans) -> list[Abstained]:
    """Where the drafters found nothing safe to ask, in the order of the course."""
    return [
        Abstained(plan.key, each.reason, each.sentences)
        for version, inside in _by_version(course, plans)
        for each in proposals_for(version, course.language).abstained
        for plan in inside
        if _is_asked(plan) and plan.start <= _section_start(version, each.section) < plan.end
    ]


def _known(course: Course) -> set[str]:
    """What stands in the course or was proposed for its article before."""
    known = set()
    for question in quizzes.questions_on(course.organization_id, course.article_id):
        known.add(part_ids.likeness(quizzes.wording_of(question)))
        if question.drafted is not None:
            known.add(part_ids.likeness(content.read_wording(question.drafted)))
    return known


def _by_version(course: Course, plans: Plans) -> Iterator[tuple[ArticleVersion, Plans]]:
    ids = dict.fromkeys(plan.article_version_id for plan in plans)
    versions = articles.versions_with_ids(course.organization_id, set(ids))
    for id in ids:
        yield versions[id], tuple(plan for plan in plans if plan.article_version_id == id)


def _place(proposal: Proposal, plans: Plans, version: ArticleVersion) -> ModulePlan | None:
    """The module that holds what a proposal is about, wherever that was moved or merged to."""
    anchors = proposal.wording.anchors
    start = anchors[0].start if anchors else _section_start(version, proposal.section)
    return next((plan for plan in plans if plan.start <= start < plan.end), None)


def _section_start(version: ArticleVersion, position: int) -> int:
    return articles.outline_of_version(version).sections[position - 1].start


def _is_asked(plan: ModulePlan) -> bool:
    return has_quiz(plan.kind) and not plan.is_excluded


@lru_cache(maxsize=32)
def _proposed(_sha256: str, language: str, organization_id: int, version_id: int) -> Proposals:
    version = articles.version_with_id(organization_id, version_id)
    return proposing.propose(articles.outline_of_version(version), language=language)
