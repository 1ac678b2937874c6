"""The rules of progress: what is unlocked, what comes next, when a course is complete."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.errors import RuleBroken
from learning.progress.states import ModuleState
from learning.quizzes.rules import Feedback, QuizRules


@dataclass(frozen=True)
class ModuleFacts:
    """What is known of one module and one learner. An unnumbered module is never required."""

    key: str
    is_required: bool
    is_read: bool = False
    is_passed: bool = False
    has_open_attempt: bool = False
    attempts: int = 0


def module_states(modules: Sequence[ModuleFacts]) -> dict[str, ModuleState]:
    """Each module's state: modules open in order, each by passing the required ones before it.

    Unnumbered modules (overview, reference) are never locked.
    """
    states: dict[str, ModuleState] = {}
    is_blocked = False
    for module in modules:
        states[module.key] = _state(module, is_blocked)
        if module.is_required and not module.is_passed:
            is_blocked = True
    return states


def _state(module: ModuleFacts, is_blocked: bool) -> ModuleState:
    if module.is_passed:
        return ModuleState.PASSED
    if is_blocked and module.is_required:
        return ModuleState.LOCKED
    if module.has_open_attempt:
        return ModuleState.QUIZ_OPEN
    if module.attempts:
        return ModuleState.TRY_AGAIN
    return ModuleState.READING if module.is_read else ModuleState.NOT_STARTED


def next_module(modules: Sequence[ModuleFacts], states: Mapping[str, ModuleState]) -> str | None:
    """The key of the one module to go on with; None when all required ones are passed.

    A module that isn't required comes next only while nothing has been opened yet.
    """
    if modules and not any(m.is_read or m.is_passed or m.attempts for m in modules):
        return modules[0].key
    for module in modules:
        if module.is_required and states[module.key] != ModuleState.PASSED:
            return module.key
    return None


def is_complete(modules: Sequence[ModuleFacts]) -> bool:
    """Whether every required module is passed."""
    required = [module for module in modules if module.is_required]
    return bool(required) and all(module.is_passed for module in required)


def is_last_open(modules: Sequence[ModuleFacts]) -> bool:
    """Whether one required module is left: now the certificate's name is to be shown."""
    return sum(module.is_required and not module.is_passed for module in modules) == 1


def are_tries_used_up(rules: QuizRules, *, tries: int, granted: int) -> bool:
    """Whether somebody who hasn't passed has had all their tries, the granted ones included."""
    return bool(rules.tries) and tries >= rules.tries + granted


def next_try(
    rules: QuizRules,
    *,
    is_passed: bool,
    tries: int,
    granted: int,
    last_closed_at: datetime | None,
    reread_at: datetime | None,
    at: datetime,
) -> RuleBroken | None:
    """What forbids another try: tries-used-up (tries=), try-later (minutes=) or reread-first.

    Whoever has passed may practise without limits.
    """
    if is_passed or last_closed_at is None:
        return None
    if are_tries_used_up(rules, tries=tries, granted=granted):
        return RuleBroken("tries-used-up", tries=tries)
    wait = last_closed_at + timedelta(minutes=rules.wait_minutes) - at
    if wait > timedelta(0):
        return RuleBroken("try-later", minutes=-(-wait // timedelta(minutes=1)))
    if rules.must_reread and (reread_at is None or reread_at < last_closed_at):
        return RuleBroken("reread-first")
    return None


def shows_keys(feedback: Feedback, *, is_closed: bool, is_passed: bool) -> bool:
    """Whether the keys of an attempt's checked questions may be seen by its learner."""
    if feedback == Feedback.PASSED:
        return is_passed
    return is_closed or feedback == Feedback.ANSWER


def months_later(at: datetime, months: int) -> datetime:
    """The same day so many months on, or that month's last day."""
    year, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + year, month + 1
    day = min(at.day, calendar.monthrange(year, month)[1])
    return at.replace(year=year, month=month, day=day)
