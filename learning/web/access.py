"""Load or 404: what a page gets is only what its visitor may see.

Something of another tenant and something that doesn't exist look the same. The wrong role in one's
own organization is a 403 with a sentence.
"""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.assignments import obligation_queries
from learning.assignments import queries as assignments
from learning.assignments.models import AssignmentRule, Exemption, Obligation
from learning.assignments.states import ObligationState
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate
from learning.courses import queries as courses
from learning.courses.models import ArticleImport, Course, Module
from learning.courses.states import CourseState, Visibility
from learning.organizations import group_queries, import_queries, invitation_queries
from learning.organizations import queries as organizations
from learning.organizations.group_queries import Sight
from learning.organizations.invitation_states import InvitationKind
from learning.organizations.models import Group, Invitation, Membership, PeopleImport
from learning.organizations.queries import Standing
from learning.organizations.roles import MembershipKind, Role
from learning.progress import attempt_queries, report_queries
from learning.progress import queries as progress
from learning.progress.models import Attempt, Enrolment, QuestionReport
from learning.progress.states import EnrolmentPurpose
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from learning.web import acts
from learning.web.visitor import visitor, visitor_or_none, was_signed_in

PREVIEW = "~preview"


def require_sign_in() -> Response | None:
    """The guard of every persona: strangers are sent to sign in, and then on to where they were.

    Whoever sends a form after their sign-in has run out takes it along, unless it is one of their
    account, which may hold a password.
    """
    if visitor_or_none() is not None:
        return None
    if request.method == "POST" and was_signed_in() and request.blueprint != "account":
        return redirect(url_for("account.sign_in", send_again=request.path), 307)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("account.sign_in", next=wanted or None), 303)


def require_role() -> Response | None:
    """The guard of the tool personas: the chosen membership needs the role of the page's act."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    assert request.endpoint is not None  # a blueprint's guard runs for its pages only
    role = acts.role_for(request.endpoint)
    if not visitor().may(role):
        refuse(visitor().standing, role)
    return None


def refuse(standing: Standing | None, role: Role) -> None:
    """Say no with a sentence: it is their organization, just not their role."""
    if standing is None:
        abort(403, _("You belong to no organization yet, and this page is for its staff."))
    if role == Role.ADMIN:
        message = _("This page is for admins of %(name)s.", name=standing.organization)
    else:
        message = _("This page is for trainers of %(name)s.", name=standing.organization)
    abort(403, message)


def staff_standing(role: Role) -> Standing:
    """The membership whose tools are shown; the guard has made sure that there is one."""
    standing = visitor().standing
    assert standing is not None
    assert standing.role.includes(role)
    return standing


def visible_course(address: str) -> Course:
    """A course that has been published and that this visitor, or a stranger, may see."""
    course = courses.course_at(address)
    if course is None or course.latest_number == 0 or course.state == CourseState.DELETED:
        abort(404)
    if course.visibility == Visibility.OPEN:
        return course
    person = visitor_or_none()
    standing = person.standing_in(course.organization_id) if person else None
    if standing is None:
        abort(404)
    if standing.kind == MembershipKind.GUEST and _enrolment(course, standing) is None:
        abort(404)
    return course


def _enrolment(course: Course, standing: Standing) -> Enrolment | None:
    return progress.enrolment(
        course.organization_id, standing.membership_id, course.id, EnrolmentPurpose.LEARN
    )


def taught_course(public_id: str) -> Course:
    """A course of an organization where the visitor is a trainer."""
    course, standing = _own_course(public_id)
    if not standing.role.includes(Role.TRAINER):
        refuse(standing, Role.TRAINER)
    return course


def _own_course(public_id: str) -> tuple[Course, Standing]:
    for standing in visitor().standings:
        course = courses.course(standing.organization_id, public_id)
        if course is not None and standing.kind == MembershipKind.MEMBER:
            return course, standing
    abort(404)


def trainers_import(public_id: str) -> ArticleImport:
    """An article on its way into the organization whose tools are shown."""
    organization_id = staff_standing(Role.TRAINER).organization_id
    found = courses.article_import(organization_id, public_id)
    if found is None:
        abort(404)
    return found


def taught_module(course: Course, key: str) -> Module:
    """A working module of that course."""
    module = courses.module(course, key)
    if module is None:
        abort(404)
    return module


def taught_question(course: Course, public_id: str) -> Question:
    """A question in one of that course's quizzes."""
    question = quizzes.question(course.organization_id, public_id)
    if question is None or question.article_id != course.article_id:
        abort(404)
    return question


def sight(course: Course) -> Sight:
    """Whose results the visitor may see on this course, which they teach."""
    standing = visitor().standing_in(course.organization_id)
    assert standing is not None  # or it would not be theirs to teach
    return visitor().sight_in(standing)


def taught_learner(course: Course, public_id: str) -> Enrolment:
    """The enrolment of somebody on that course whose results the visitor may see."""
    found = progress.enrolment_in(course.organization_id, course.id, public_id)
    if found is None or not sight(course).among([found.membership_id]):
        abort(404)
    return found


def taught_report(course: Course, public_id: str) -> QuestionReport:
    """A learner's report on a question of that course."""
    report = report_queries.report_of(course, public_id, sight=sight(course))
    if report is None:
        abort(404)
    return report


def own_enrolment(address: str) -> Enrolment:
    """The visitor's enrolment on the course at this address; `~preview` behind it: a preview."""
    purpose = EnrolmentPurpose.LEARN
    if address.endswith(PREVIEW):
        address, purpose = address.removesuffix(PREVIEW), EnrolmentPurpose.PREVIEW
    enrolment = progress.enrolment_of_person(visitor().person_id, address, purpose)
    if enrolment is None:
        abort(404)
    return enrolment


def address_for(enrolment: Enrolment) -> str:
    """The last part of the address under which an enrolment is found again."""
    address = progress.address_of(enrolment)
    return address + PREVIEW if enrolment.purpose == EnrolmentPurpose.PREVIEW else address


def own_attempt(public_id: str) -> tuple[Attempt, Enrolment]:
    """The visitor's own attempt."""
    found = attempt_queries.attempt_of_person(visitor().person_id, public_id)
    if found is None:
        abort(404)
    return found


def own_certificate(public_id: str) -> Certificate:
    """A certificate about one of the visitor's own memberships."""
    subjects = visitor().subjects
    certificate = certificates.certificate([o for o, _subject in subjects], public_id)
    if certificate is None or (certificate.organization_id, certificate.subject) not in subjects:
        abort(404)
    return certificate


def member(standing: Standing, public_id: str) -> Membership:
    """A member or guest of the organization whose tools are shown."""
    found = organizations.member(standing.organization_id, public_id)
    if found is None:
        abort(404)
    return found


def shared_invitation(standing: Standing, public_id: str) -> Invitation:
    """A link for many of the organization whose tools are shown."""
    found = invitation_queries.invitation(public_id)
    is_own = found is not None and found.organization_id == standing.organization_id
    if found is None or not is_own or found.kind != InvitationKind.SHARED:
        abort(404)
    return found


def team() -> tuple[Standing, set[int]]:
    """The membership shown, and the ids of all below it; for whoever has nobody, 404."""
    standing = visitor().standing
    if standing is None or not standing.is_manager:
        abort(404)
    below = group_queries.people_below(standing.organization_id, standing.membership_id)
    if not below:
        abort(404)
    return standing, below


def group(standing: Standing, public_id: str) -> Group:
    """A group of the organization whose tools are shown, also one that was removed."""
    found = group_queries.group(standing.organization_id, public_id)
    if found is None:
        abort(404)
    return found


def people_list(standing: Standing, public_id: str) -> PeopleImport:
    """A list of people for the organization whose tools are shown."""
    found = import_queries.people_import(standing.organization_id, public_id)
    if found is None:
        abort(404)
    return found


def issued_certificate(standing: Standing, public_id: str) -> Certificate:
    """A certificate that the organization whose tools are shown has issued."""
    certificate = certificates.certificate([standing.organization_id], public_id)
    if certificate is None:
        abort(404)
    return certificate


def assignment_rule(standing: Standing, public_id: str) -> AssignmentRule:
    """A rule of the organization whose tools are shown."""
    found = assignments.rule(standing.organization_id, public_id)
    if found is None:
        abort(404)
    return found


def obligation(standing: Standing, rule: AssignmentRule, public_id: str) -> Obligation:
    """An obligation that this rule has made, and hasn't withdrawn."""
    found = obligation_queries.obligation(standing.organization_id, public_id)
    if found is None or found.rule_id != rule.id or found.state == ObligationState.WITHDRAWN:
        abort(404)
    return found


def exemption(standing: Standing, public_id: str) -> tuple[Exemption, Membership]:
    """An exemption in the organization whose tools are shown, and whose it is."""
    found = assignments.exemption(standing.organization_id, public_id)
    if found is None:
        abort(404)
    member = organizations.membership_with_id(standing.organization_id, found.membership_id)
    return found, member
