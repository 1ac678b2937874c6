"""The story of reminder_story.py told to the application itself, with a database and an outbox."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from threading import Barrier, Thread
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select, update

from learning.accounts.models import Person
from learning.assignments import ladder_actions, reminder_actions
from learning.assignments.ladders import To
from learning.assignments.models import AssignmentRule, Obligation
from learning.courses import versions
from learning.courses.models import Course, CourseVersion, ModuleVersion
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.jobs import working
from learning.organizations import actions as organizations
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import MembershipKind, MembershipState, Role
from learning.outbox import Outgoing
from tests.assignments.reminder_story import HOME, Duty, Habits, Said, Somebody, ladder_of
from tests.people import make_person
from tests.teaching import make_published

_STATES = {"open": "open", "met": "met", "gone": "withdrawn"}
_MEMBERS = {
    "active": MembershipState.ACTIVE,
    "invited": MembershipState.INVITED,
    "left": MembershipState.DEACTIVATED,
}


class Reminded:
    """A clinic of its own, whose obligations are changed directly: who makes them is elsewhere."""

    def __init__(self, app: Flask, start: datetime, lessons: int = 30) -> None:
        organization = organizations.create_organization(
            name="Lakeside Clinic", slug="lakeside", by="tests", at=start
        )
        self.app, self.id = app, organization.id
        self.mail = current_app.extensions["waymark-config"].data_folder / "mail"
        self.members: dict[Somebody, int] = {}
        self.duties: dict[Duty, int] = {}
        self.by_public_id: dict[str, Duty] = {}
        self.titles: dict[Duty, str] = {}
        self.read: set[str] = set()
        self.rule = self._make_rule(start)
        self.courses = self._make_courses(organization, lessons)
        ladder_actions.choose_reminders(
            self.id, ladder=ladder_of(Habits()), zone=HOME, by="tests", at=start
        )

    def changed_habits(self, habits: Habits, at: datetime) -> None:
        ladder_actions.choose_reminders(
            self.id, ladder=ladder_of(habits), zone=HOME, by="tests", at=at
        )

    @transaction
    def came(self, person: Somebody, at: datetime) -> None:
        account = make_person(person.name, f"{person.name.lower()}@example.org")
        membership = Membership(
            public_id=public_id(), organization_id=self.id, person_id=account.id,
            kind=MembershipKind.MEMBER, role=Role.ADMIN if person.is_admin else Role.LEARNER,
            name=person.name, contact_address=f"{person.name}@example.org", joined_at=at,
        )  # fmt: skip
        db.session.add(membership)
        db.session.flush()
        self.members[person] = membership.id
        self.changed_person(person, at)

    @transaction
    def changed_person(self, person: Somebody, at: datetime) -> None:
        membership = db.session.scalars(
            select(Membership).where(
                Membership.organization_id == self.id, Membership.id == self.members[person]
            )
        ).one()
        membership.state = _MEMBERS[person.state]
        membership.manager_id = self.members[person.manager] if person.manager else None
        db.session.execute(
            update(Person).where(Person.id == membership.person_id).values(zone=person.zone)
        )

    @transaction
    def assigned(self, duty: Duty, at: datetime) -> None:
        theirs = sum(each.person is duty.person for each in self.duties)
        obligation = Obligation(
            public_id=public_id(), organization_id=self.id, rule_id=self.rule,
            membership_id=self.members[duty.person], course_id=self.courses[theirs], round=1,
            state="open", assigned_on=duty.since.date(), zone=HOME, due_on=duty.on,
            overdue_on=duty.on + timedelta(days=duty.grace + 1), reason="{}", events=1,
            changed_at=at,
        )  # fmt: skip
        db.session.add(obligation)
        db.session.flush()
        self.duties[duty] = obligation.id
        self.by_public_id[obligation.public_id] = duty
        self.titles[duty] = f"“Lesson-{theirs:03}”"

    @transaction
    def changed_duty(self, duty: Duty, at: datetime) -> None:
        db.session.execute(
            update(Obligation)
            .where(Obligation.organization_id == self.id, Obligation.id == self.duties[duty])
            .values(
                state=_STATES[duty.state],
                due_on=duty.on,
                overdue_on=duty.on + timedelta(days=duty.grace + 1),
                changed_at=at,
            )
        )

    def look(self, at: datetime, workers: int) -> None:
        if workers == 1:
            reminder_actions.leave_looks(at=at)
            assert working.do_next(at=at, kinds=[reminder_actions.TASK])
            return
        # Two that look at once, as if the lease of one had run out.
        start = Barrier(workers)
        threads = [Thread(target=self._look, args=(at, start)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()

    def _look(self, at: datetime, start: Barrier) -> None:
        with self.app.app_context():
            start.wait()
            reminder_actions.look(self.id, at=at)

    def send(self, at: datetime) -> list[Said]:
        while working.do_next(at=at, kinds=list(reminder_actions.KINDS.values())):
            pass
        new = sorted({path.name for path in self.mail.glob("*.eml")} - self.read)
        self.read |= set(new)
        return [said for name in new for said in self._said(name)]

    def _said(self, name: str) -> list[Said]:
        """What a written message says, found in its words; of the steps its task knows."""
        email = message_from_bytes((self.mail / name).read_bytes(), policy=policy.default)
        body = email.get_body(["plain"])
        assert body is not None
        words = " ".join(body.get_content().split())
        task = db.session.scalars(select(Outgoing).where(Outgoing.id == int(name[:8]))).one()
        to = next(person.name for person in self.members if f"Hello {person.name}," in words)
        said = []
        for obligation, due_on, code in task.payload["about"]:
            duty = self.by_public_id[obligation]
            not_joined = "" if duty.person.state == "active" else " (has not joined yet)"
            is_list = task.kind != reminder_actions.KINDS[To.PERSON]
            who = f"{duty.person.name}{not_joined}: " if is_list else ""
            if f"{who}{self.titles[duty]}" in words:
                said.append(Said(to, duty.name, date.fromisoformat(due_on), code))
        return said

    @transaction
    def _make_rule(self, at: datetime) -> int:
        rule = AssignmentRule(
            public_id=public_id(), organization_id=self.id, name="Rule", zone=HOME, state="active",
            settings="{}", created_by="tests", created_at=at, changed_at=at,
        )  # fmt: skip
        db.session.add(rule)
        db.session.flush()
        return rule.id

    def _make_courses(self, organization: Organization, lessons: int) -> list[int]:
        """Courses that differ in nothing but the title."""
        course = make_published(organization, questions=1)
        version_id = versions.latest_version_id(course)
        return [self._copy(course.id, version_id, number) for number in range(lessons)]

    @transaction
    def _copy(self, course_id: int, version_id: int, number: int) -> int:
        title = f"Lesson-{number:03}"
        course = _copied(db.session.get(Course, course_id), title=title, address=title.lower())
        version = _copied(
            db.session.get(CourseVersion, version_id), course_id=course.id, title=title
        )
        for module in db.session.scalars(
            select(ModuleVersion).where(
                ModuleVersion.organization_id == self.id,
                ModuleVersion.course_version_id == version_id,
            )
        ):
            _copied(module, course_version_id=version.id)
        return course.id


def _copied(row: Any, **changes: Any) -> Any:
    """Another row like this one, stored."""
    names = {column.name for column in row.__table__.columns} - {"id"}
    values = {name: getattr(row, name) for name in names}
    if "public_id" in names:
        values["public_id"] = public_id()
    copy = type(row)(**values | changes)
    db.session.add(copy)
    db.session.flush()
    return copy
