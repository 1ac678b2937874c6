"""What trainers and admins allow a learner: another try, more time, a new start."""

from datetime import datetime, timedelta

from learning import audit
from learning.accounts import actions as accounts
from learning.database import transaction
from learning.errors import RuleBroken
from learning.organizations import checks
from learning.organizations import queries as organizations
from learning.organizations.models import Membership
from learning.progress import attempt_queries, closing, timing
from learning.progress.models import Attempt, Enrolment
from learning.progress.rows import lock, lock_attempt, module_of, progress_row
from learning.progress.states import AttemptState, ClosedBy


@transaction
def set_time_factor(membership: Membership, factor: int, *, by: str, at: datetime) -> None:
    """Give a person more or less time, in running attempts too, which never become shorter.

    `membership`: the one through which `by` may do so. The log tells of the change, never of its
    reason. Raises RuleBroken member-erased.
    """
    checks.check_not_erased(membership)
    person_id, about = membership.person_id, membership.public_id
    before = accounts.change_profile(person_id, time_factor=factor).time_factor
    if before == factor:
        return
    audit.record(
        "time-factor-set", subject=about, about=about, by=by, at=at,
        organization_id=membership.organization_id, old=str(before), new=str(factor),
    )  # fmt: skip
    for attempt in attempt_queries.timed_attempts(person_id):
        lock_attempt(attempt)
        if attempt.state != AttemptState.OPEN or timing.is_over(attempt.deadline, at):
            continue
        new = timing.deadline(attempt.started_at, attempt.base_time, factor)
        if new is None or (attempt.deadline is not None and new > attempt.deadline):
            attempt.time_factor, attempt.deadline = factor, new


@transaction
def grant_try(enrolment: Enrolment, key: str, *, known: int, by: str, at: datetime) -> None:
    """Grant one more try at a module's quiz than `known`, the number somebody has seen granted.

    Whoever asks twice grants one. Raises RuleBroken module-gone.
    """
    lock(enrolment)
    module_of(enrolment, key)
    row = progress_row(enrolment, key, at)
    if row.granted_tries != known:
        return
    row.granted_tries += 1
    _record("try-granted", enrolment, by, at, str(known), str(row.granted_tries))


@transaction
def extend_time(attempt: Attempt, minutes: int, *, known: datetime, by: str, at: datetime) -> None:
    """Let a running attempt end so many minutes later than `known`, the end somebody has seen.

    Whoever asks twice extends once. Counted from now where the end is over, and nobody has handed
    in yet. Raises RuleBroken attempt-closed.
    """
    enrolment = lock_attempt(attempt)
    if attempt.state != AttemptState.OPEN:
        raise RuleBroken("attempt-closed")
    if attempt.deadline != known:
        return
    attempt.deadline = max(attempt.deadline, at) + timedelta(minutes=minutes)
    _record("time-extended", enrolment, by, at, new=str(minutes))


@transaction
def reset_attempt(attempt: Attempt, *, by: str, at: datetime) -> None:
    """End a running attempt that is to count for nothing, so that its learner may start anew.

    Raises RuleBroken attempt-closed for one that has ended in another way.
    """
    enrolment = lock_attempt(attempt)
    if attempt.closed_by == ClosedBy.RESET:
        return
    if attempt.state != AttemptState.OPEN:
        raise RuleBroken("attempt-closed")
    closing.reset(attempt, at)
    _record("attempt-reset", enrolment, by, at)


@transaction
def take_back_reset(attempt: Attempt, *, by: str, at: datetime) -> None:
    """Let a reset attempt go on where it was, with the time it had left.

    Raises RuleBroken attempt-followed once another one has been started.
    """
    enrolment = lock_attempt(attempt)
    if attempt.state == AttemptState.OPEN:
        return
    last = {each.id for each in attempt_queries.last_attempts(enrolment)}
    if attempt.closed_by != ClosedBy.RESET or attempt.id not in last:
        raise RuleBroken("attempt-followed")
    assert attempt.closed_at is not None  # it is closed
    if attempt.deadline is not None:
        attempt.deadline += at - attempt.closed_at
    attempt.state = AttemptState.OPEN
    attempt.closed_at = attempt.closed_by = attempt.transcript_sha256 = None
    _record("attempt-reset-taken-back", enrolment, by, at)


def _record(
    act: str,
    enrolment: Enrolment,
    by: str,
    at: datetime,
    old: str | None = None,
    new: str | None = None,
) -> None:
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    audit.record(
        act, subject=enrolment.public_id, about=membership.public_id, by=by, at=at,
        organization_id=enrolment.organization_id, old=old, new=new,
    )  # fmt: skip
