"""A life of an organization: something in every state that pages, files and messages tell of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from learning import clock
from learning.accounts.models import Person
from learning.assignments import exemption_actions, reminder_actions
from learning.courses import draft_actions, intake
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.courses.states import Rights
from learning.jobs import working
from learning.mail import digests
from learning.organizations import (
    actions,
    group_actions,
    group_queries,
    import_actions,
    invitation_actions,
    limit_actions,
    member_actions,
    settings_actions,
    shared_invitations,
)
from learning.organizations.invitation_actions import Entry
from learning.organizations.list_states import Choices
from learning.organizations.models import Membership, Organization
from learning.organizations.roles import Role
from learning.progress import actions as progress
from learning.progress import attempt_actions, report_actions
from learning.progress.models import Enrolment
from learning.progress.states import ReportReason
from learning.quizzes.correcting import Policy
from learning.retention import erasure_actions
from tests.assignments.stored import make_rule, rule_about
from tests.images import png
from tests.organizations.people_lists.lists import HEAD
from tests.people import NOW, make_person
from tests.progress.test_actions import pass_module, taught
from tests.progress.test_regrading import make_correction, option, question_of, taken
from tests.teaching import (
    make_draft,
    make_drafted,
    make_published,
    make_question,
    right_answers,
    with_settings,
)

# Days on which reminders go out, counted from rules that leave 30 days.
_LOOKS = (
    datetime(2026, 12, 22, 9, tzinfo=UTC),
    datetime(2026, 12, 30, 9, tzinfo=UTC),
    datetime(2027, 1, 6, 9, tzinfo=UTC),
)


@dataclass(frozen=True)
class Life:
    """Who acts in it: somebody who learns and manages, and a trainer limited to a group."""

    learner: Person
    trainer: Person


def live(organization: Organization, admin: Person, text: str, learner: str) -> Life:
    """Give an organization courses, people, groups, rules, lists, invitations and messages."""
    person, member = _joins(organization, learner)
    actions.rename(member, f"{learner} the Second", by="tests", at=NOW)
    course = with_settings(make_published(organization, text=text), validity_months=12)
    _learns(course, person, learner)
    _teaches(organization, course, text, learner)
    junior = _is_organized(organization, admin, member, learner)
    other = make_published(organization, text=text, questions=1)
    _is_under_way(progress.enrol(other, person.id, at=NOW))
    _is_obliged(organization, junior, course, other, learner)
    _leaves(organization, admin, learner)
    trainer = _trains(organization, learner)
    while working.do_next(at=NOW):
        pass
    digests.begin_week(at=NOW)
    for at in _LOOKS:
        reminder_actions.look(organization.id, at=at)
    return Life(person, trainer)


def has_sent_an_article(organization: Organization, admin: Person, text: str, name: str) -> None:
    """Leave an article on its way in, which the next worker would take on."""
    intake.begin(
        organization.id, text.encode() * 2, f"{name}.md", rights=Rights.OWN, language="en",
        once="1", by=admin.public_id, at=NOW,
    )  # fmt: skip


def _joins(
    organization: Organization, name: str, role: Role = Role.LEARNER
) -> tuple[Person, Membership]:
    person = make_person(name, f"{name.casefold().replace(' ', '-')}@example.org")
    member = actions.add_member(organization.id, person, role=role, by="tests", at=NOW)
    return person, member


def _learns(course: Course, person: Person, name: str) -> None:
    """Somebody finishes, reports a question, is corrected and gets a certificate."""
    enrolment = progress.enrol(course, person.id, at=NOW)
    question = question_of(course)
    attempt = taken(enrolment, question, [option(question, "That")])
    report_actions.report_question(
        attempt, 1, reason=ReportReason.KEY, comment=f"{name} asks", at=NOW
    )
    make_correction(question, Policy.CREDIT)
    for key in taught(enrolment):
        pass_module(enrolment, key)


def _is_under_way(enrolment: Enrolment) -> None:
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=clock.now())
    attempt_actions.save_answer(attempt, 1, right_answers(attempt)[1], revision=0, at=clock.now())


def _teaches(organization: Organization, course: Course, text: str, name: str) -> None:
    """Questions in all stages, and a course that isn't published."""
    make_draft(organization, text)
    draft = courses.modules_of(course)[1]
    make_question(course, draft, f"{name}: why?", has_images=True)
    make_drafted(course, draft, f"{name}: how?")
    draft_actions.draft_questions(course, by="tests", at=NOW)


def _is_organized(
    organization: Organization, admin: Person, manager: Membership, name: str
) -> Membership:
    """A logo, groups, somebody below the learner, invitations, lists in three stages."""
    by, today = admin.public_id, clock.now()
    settings_actions.set_logo(organization.id, png(), "image/png", by=by, at=NOW)
    ward = group_actions.create_group(
        organization.id, name=f"Ward of {name}", by=by, at=NOW,
        parent=group_actions.create_group(organization.id, name=f"House of {name}", by=by, at=NOW),
    )  # fmt: skip
    _, junior = _joins(organization, f"{name} Junior")
    group_actions.put_in(ward, [manager, junior], by=by, at=NOW)
    group_actions.set_group_manager(ward, manager, by=by, at=NOW)
    member_actions.set_manager(junior, manager, by=by, at=NOW)
    invited = Entry(f"{name} Invited", f"invited@{organization.slug}.example")
    invitation_actions.bring_in(organization.id, [invited], group=ward, sends=True, by=by, at=today)
    shared_invitations.open_shared(
        organization.id, group=ward, most_uses=9, expires_at=today + timedelta(days=90), by=by,
        at=today,
    )  # fmt: skip
    good = f"{name} Listed,listed@{organization.slug}.example,Ward 5,,,,\n"
    rows = f"{HEAD}{good},nameless@{organization.slug}.example,,,,,\n".encode()
    for _ in range(2):
        begun = import_actions.upload(organization.id, rows, f"{name}.csv", by=by, at=NOW)
        import_actions.confirm(begun, Choices(Role.ADMIN, is_inviting=True), by=by, at=NOW)
        import_actions.go_on(organization.id, begun.public_id, at=NOW)
    import_actions.upload(organization.id, rows, f"{name}.csv", by=by, at=NOW)
    return junior


def _is_obliged(
    organization: Organization, junior: Membership, done: Course, other: Course, name: str
) -> None:
    """A rule of which one course is done and one is left to do, and an exemption."""
    rule = make_rule(organization, rule_about(done, other, name=f"Everybody with {name}"))
    exemption_actions.exempt(
        junior, rule=rule, course=done, reason=f"{name} said so", zone="UTC", by="tests", at=NOW
    )


def _leaves(organization: Organization, admin: Person, name: str) -> None:
    """Somebody who has left, and somebody who is about to be erased."""
    by = {"by": admin.public_id, "by_role": Role.ADMIN, "at": NOW}
    (_, gone), (_, erased) = (_joins(organization, f"{name} {n}") for n in ("Senior", "Elder"))
    for member in (gone, erased):
        actions.deactivate(member, **by)
    erasure_actions.plan_erasure(erased, **by)


def _trains(organization: Organization, name: str) -> Person:
    trainer, member = _joins(organization, f"{name} Trainer", Role.TRAINER)
    ward = group_queries.group_named(organization.id, f"Ward of {name}")
    assert ward is not None
    limit_actions.limit_trainer(member, {ward.id}, by="tests", at=NOW)
    return trainer
