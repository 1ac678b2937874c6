"""What a look reads: everything on which something is to be said, and nothing for ever."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from learning.accounts.models import Person
from learning.assignments import reminder_queries
from learning.assignments.ladders import Ladder, To
from learning.assignments.models import Obligation
from learning.assignments.quiet_hours import QuietHours
from learning.assignments.reminding import due_steps, steps
from learning.assignments.rules import Due, DueKind
from learning.assignments.states import ObligationState
from learning.database import db, transaction
from learning.organizations.models import Membership
from tests.assignments.stored import make_rule, rule_about
from tests.people import NOW, People
from tests.teaching import make_published

UTC_ZONE = ZoneInfo("UTC")
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
# A Monday: eight days before is a Sunday.
DUE_ON = date(2026, 12, 14)
LADDER = Ladder(before=(8, 1), after=(1, 6), manager_after=6, admin_after=13)


@transaction
def live_in(person: Person, zone: str) -> None:
    db.session.execute(update(Person).where(Person.id == person.id).values(zone=zone))


@pytest.fixture
def open_ones(people: People) -> list[Obligation]:
    """Open obligations due on one day in the first zone, in the last, and with days of grace."""
    live_in(people.bob, EAST)
    live_in(people.alice, WEST)
    for name, zone, grace in (("East", EAST, 0), ("West", WEST, 0), ("Grace", WEST, 3)):
        due = Due(DueKind.ON_DATE, on=DUE_ON, grace=grace)
        course = make_published(people.clinic, questions=1)
        make_rule(people.clinic, rule_about(course, name=name, zone=zone, due=due))
    return list(
        db.session.scalars(
            select(Obligation).where(
                Obligation.organization_id == people.clinic.id,
                Obligation.state == ObligationState.OPEN,
            )
        )
    )


def with_something_to_say(
    found: list[Obligation], ladder: Ladder, zone: ZoneInfo, to: To, at: datetime
) -> Iterator[int]:
    """Those on which a step has come by now, told by the rules alone."""
    for each in found:
        home = db.session.scalars(
            select(Person.zone)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.id == each.membership_id)
        ).one()
        rungs = steps(
            reminder_queries.due_of(each), ladder, zone=ZoneInfo(home), organization_zone=zone
        )
        verdict = due_steps([step for step in rungs if step.to is to], {}, now=at)
        if verdict.say or verdict.skip:
            yield each.id


# Since when the ladder is like this, in days from the due date: around the last of each line's
# steps, which fall on Saturdays, so they come on Mondays.
@pytest.mark.parametrize("since", [5, 6, 7, 12, 13, 14])
@pytest.mark.parametrize("to", list(To))
def test_a_step_is_read_until_it_has_come_however_new_the_ladder(
    people: People, open_ones: list[Obligation], to: To, since: int
) -> None:
    zone = ZoneInfo(WEST)
    begin = datetime(2026, 12, 14, 12, tzinfo=UTC)
    ladder = Ladder(
        before=(8, 1), after=(1, 5), manager_after=5, admin_after=12,
        quiet=QuietHours(weekends=True),
        since=begin + timedelta(days=since),
    )  # fmt: skip
    for hours in range(0, 24 * 24, 6):
        at = begin + timedelta(hours=hours)
        wanted = set(with_something_to_say(open_ones, ladder, zone, to, at))
        read = reminder_queries.candidates(people.clinic.id, ladder, zone, to, now=at)
        assert wanted <= {each.obligation for each in read}, at


@pytest.mark.parametrize("weekends", [False, True])
@pytest.mark.parametrize("organization_zone", [EAST, WEST])
def test_nothing_that_is_to_be_said_is_left_out(
    people: People, open_ones: list[Obligation], organization_zone: str, weekends: bool
) -> None:
    zone = ZoneInfo(organization_zone)
    ladder = Ladder(
        LADDER.is_on, LADDER.before, LADDER.after, LADDER.manager_after, LADDER.admin_after,
        QuietHours(weekends=weekends),
    )  # fmt: skip
    for to in To:
        at, wanted = datetime(2026, 11, 28, tzinfo=UTC), set[int]()
        # From the first on that comes until everybody's has.
        while len(wanted) < len(open_ones):
            wanted = set(with_something_to_say(open_ones, ladder, zone, to, at))
            read = reminder_queries.candidates(people.clinic.id, ladder, zone, to, now=at)
            assert wanted <= {each.obligation for each in read}, (to, at)
            at += timedelta(hours=3)


def test_what_was_over_before_the_ladder_is_not_read_again_and_again(
    people: People, open_ones: list[Obligation]
) -> None:
    changed = datetime(2027, 6, 1, tzinfo=UTC)
    ladder = Ladder(since=changed)
    for to in To:
        read = reminder_queries.members_to_look_at(
            people.clinic.id, ladder, UTC_ZONE, to, now=changed
        )
        assert read == []
    # What is assigned too late counts from that day on.
    late = make_published(people.clinic, questions=1)
    due = Due(DueKind.ON_DATE, on=NOW.date() - timedelta(days=30))
    make_rule(people.clinic, rule_about(late, name="Late", due=due), at=changed)
    read = reminder_queries.members_to_look_at(
        people.clinic.id, ladder, UTC_ZONE, To.PERSON, now=changed + timedelta(days=1)
    )
    assert set(read) == {each.membership_id for each in open_ones}
