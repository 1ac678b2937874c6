"""What a new attempt asks: the questions it draws, in which order, with how much time."""

import secrets
from datetime import datetime
from random import Random

from sqlalchemy import func, select

from learning import canonical
from learning.accounts import queries as accounts
from learning.courses.versions import PublishedModule
from learning.database import db
from learning.identifiers import public_id
from learning.organizations import queries as organizations
from learning.progress import attempt_queries, timing
from learning.progress.models import Answer, Attempt, Enrolment, ModuleProgress
from learning.progress.states import AttemptPurpose, AttemptState
from learning.quizzes import grading, selection
from learning.quizzes import queries as quizzes
from learning.quizzes.queries import DrawableItem
from learning.quizzes.rules import QuizRules


def insert_attempt(
    enrolment: Enrolment, row: ModuleProgress, module: PublishedModule, at: datetime
) -> Attempt:
    """A try at the quiz; at its must-know questions that are left, if only those are."""
    assert module.quiz_version_id is not None  # the caller has looked
    rules = quizzes.quiz_rules(enrolment.organization_id, module.quiz_version_id)
    seed = secrets.token_hex(16)
    factor, base = _time_factor(enrolment), rules.minutes * 60 or None
    is_rest = attempt_queries.is_must_know_left(row)
    attempt = Attempt(
        public_id=public_id(),
        organization_id=enrolment.organization_id,
        enrolment_id=enrolment.id,
        quiz_version_id=module.quiz_version_id,
        module=module.key,
        purpose=AttemptPurpose.MUST_KNOW if is_rest else AttemptPurpose.MODULE,
        number=_last_number(enrolment, module.key) + 1,
        seed=seed,
        state=AttemptState.OPEN,
        base_time=base,
        time_factor=factor,
        deadline=timing.deadline(at, base, factor),
        started_at=at,
    )
    random = selection.randomness(seed)
    drawn = selection.kept_together(
        _drawn(attempt, enrolment, rules, random), lambda item: item.body.scenario
    )
    attempt.items = len(drawn)
    attempt.needed = grading.needed(100 if is_rest else rules.pass_mark, len(drawn))
    db.session.add(attempt)
    db.session.flush()
    db.session.add_all(
        Answer(
            organization_id=enrolment.organization_id,
            attempt_id=attempt.id,
            position=position,
            question_version_id=item.question_version_id,
            shown_order=canonical.text(list(grading.shown_order(item.kind, item.body, random))),
        )
        for position, item in enumerate(drawn, 1)
    )
    db.session.flush()
    return attempt


def _drawn(
    attempt: Attempt, enrolment: Enrolment, rules: QuizRules, random: Random
) -> tuple[DrawableItem, ...]:
    items = quizzes.drawable_items(enrolment.organization_id, attempt.quiz_version_id)
    if attempt.purpose == AttemptPurpose.MUST_KNOW:
        left = attempt_queries.must_know_left(attempt, enrolment)
        items = [item for item in items if item.question_id in left]
        return selection.drawn(items, len(items), random)
    outcomes = attempt_queries.last_outcomes(enrolment, attempt.module)
    return selection.drawn(
        items,
        rules.shown,
        random,
        [outcomes.get(item.question_id) for item in items],
        pools=[item.pool for item in items],
        must_know={place for place, item in enumerate(items) if item.is_must_know},
    )


def _time_factor(enrolment: Enrolment) -> int:
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    return accounts.access_profile_of(membership.person_id).time_factor


def _last_number(enrolment: Enrolment, module: str) -> int:
    number = db.session.scalar(
        select(func.coalesce(func.max(Attempt.number), 0)).where(
            Attempt.organization_id == enrolment.organization_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.module == module,
        )
    )
    assert number is not None  # of nothing it is 0
    return number
