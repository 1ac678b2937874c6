"""What stands in the way of publishing, and what a trainer should know before."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.articles.outline import SectionKind
from learning.courses.structure import has_quiz

FEW_QUESTIONS = 3
FEW_WORDS = 40


@dataclass(frozen=True)
class ModuleFacts:
    """What publishing looks at in one included module."""

    key: str
    title: str
    kind: SectionKind
    words: int
    approved: int
    drafts: int
    stale: int
    # How many of its objectives no approved question tests.
    objectives_untested: int = 0


@dataclass(frozen=True)
class Finding:
    """Something about a module (or, with key "", the course) that blocks or warns."""

    code: str
    is_blocking: bool
    module: str = ""
    title: str = ""
    count: int = 0


def findings(
    course_title: str, modules: Sequence[ModuleFacts], final_questions: int = 0
) -> list[Finding]:
    """All findings, blocking ones first, each in module order.

    `final_questions` are what the final assessment is to ask; 0 is no such thing.
    """
    found = []
    if not course_title.strip():
        found.append(Finding("course-title-missing", True))
    if not any(has_quiz(module.kind) for module in modules):
        found.append(Finding("course-without-modules", True))
    elif not any(module.approved for module in modules):
        found.append(Finding("course-without-questions", False))
    approved = sum(module.approved for module in modules if has_quiz(module.kind))
    if approved < 2 * final_questions:
        found.append(Finding("final-few-questions", False, count=approved))
    for module in modules:
        found.extend(_of_module(module))
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _of_module(module: ModuleFacts) -> list[Finding]:
    def finding(code: str, is_blocking: bool, count: int = 0) -> Finding:
        return Finding(code, is_blocking, module.key, module.title, count)

    found = []
    if not module.title.strip():
        found.append(finding("module-title-missing", True))
    if not module.words:
        found.append(finding("module-empty", True))
    if not has_quiz(module.kind):
        return found
    if module.stale:
        found.append(finding("questions-stale", True, module.stale))
    if module.drafts:
        found.append(finding("questions-unreviewed", False, module.drafts))
    if module.approved == 0:
        found.append(finding("module-without-questions", False))
    elif module.approved < FEW_QUESTIONS:
        found.append(finding("few-questions", False, module.approved))
    if module.approved and module.objectives_untested:
        found.append(finding("objectives-untested", False, module.objectives_untested))
    if 0 < module.words < FEW_WORDS:
        found.append(finding("module-short", False, module.words))
    return found
