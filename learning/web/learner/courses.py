"""My learning, and the home of one course with its one next action."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.assignments import obligation_queries
from learning.assignments import queries as assignments
from learning.assignments.obligation_queries import ObligationRow
from learning.certificates import queries as certificates
from learning.courses import outside
from learning.courses import queries as courses
from learning.organizations import queries as organizations
from learning.progress import actions, correction_notes, queries, standings
from learning.progress.standings import CourseStanding
from learning.progress.states import EnrolmentPurpose
from learning.web.access import PREVIEW, own_enrolment, visible_course
from learning.web.assignments import group_ids, why
from learning.web.forms import ConfirmForm
from learning.web.learner.forms import NameForm
from learning.web.learner.moments import moment
from learning.web.learner.words import time_words
from learning.web.redirects import see_other
from learning.web.visitor import visitor

# How long the course page tells of a result that was corrected.
TOLD_FOR = timedelta(days=30)


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule("/learn", view_func=my_learning)
    learner.add_url_rule("/learn/<course>", view_func=course)
    learner.add_url_rule("/learn/<course>/begin", view_func=begin_due, methods=["POST"])
    learner.add_url_rule("/learn/<course>/name", view_func=name, methods=["GET", "POST"])


def my_learning() -> str:
    """Courses in progress, finished ones, certificates."""
    standings = visitor().standings
    own = [(s.organization_id, s.membership_id) for s in standings]
    rows = queries.learning_of(own)
    due = obligation_queries.due_of(own, at=clock.now())
    return render_template(
        "learner/courses/my_learning.html",
        due=due,
        reasons=_reasons(due),
        form=ConfirmForm(),
        in_progress=[row for row in rows if row.completed_at is None],
        finished=[row for row in rows if row.completed_at is not None],
        certificates=certificates.certificates_of(visitor().subjects),
    )


def _reasons(due: list[ObligationRow]) -> dict[int, str]:
    """Why each of them is due, in words."""
    ids = group_ids([each.reason for each in due])
    groups: dict[str, str] = {}
    for organization_id in {each.organization_id for each in due} if ids else ():
        groups |= assignments.group_names(organization_id, ids)
    return {each.id: why(each.rule_name, each.reason, groups) for each in due}


def begin_due(course: str) -> Response:
    """Begin a course that is due, also once more."""
    own = [(s.organization_id, s.membership_id) for s in visitor().standings]
    found = visible_course(course)
    due = obligation_queries.due_of(own, at=clock.now())
    if found.public_id not in {each.course for each in due}:
        abort(404)
    actions.begin_again(found, visitor().person_id, at=clock.now())
    return see_other("learner.course", course=course)


def course(course: str) -> str:
    """The way of one course, and what comes next on it."""
    enrolment = own_enrolment(course)
    standing = standings.course_standing(enrolment)
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    return render_template(
        "learner/courses/course.html",
        standing=standing,
        certificate=queries.certificate_for(enrolment) if standing.is_complete else None,
        certificate_name=membership.name,
        time_words=_own_time(standing.course.settings.quiz_minutes),
        final_time_words=_own_time(standing.course.settings.final_minutes),
        corrected=correction_notes.notes_of(enrolment, since=clock.now() - TOLD_FOR),
        form=ConfirmForm(),
        **course_context(course, standing),
    )


def _own_time(minutes: int) -> str | None:
    """The time of a quiz for this visitor; 0 minutes are no limit."""
    return time_words(minutes * 60 or None, visitor().signed_in.profile.time_factor)


def name(course: str) -> str | Response | tuple[str, int]:
    """The name the certificate will carry, while it can still be changed."""
    enrolment = own_enrolment(course)
    membership = organizations.membership_with_id(
        enrolment.organization_id, enrolment.membership_id
    )
    form = NameForm(name=membership.name)
    if form.validate_on_submit():
        actions.rename_learner(membership, form.name.data, by=visitor().public_id, at=clock.now())
        flash(_("Your certificate will carry this name: %(name)s", name=membership.name), "success")
        return see_other("learner.course", course=course)
    status = 422 if form.errors else 200
    standing = standings.course_standing(enrolment)
    return render_template(
        "learner/courses/name.html", form=form, **course_context(course, standing)
    ), status


def course_context(address: str, standing: CourseStanding) -> dict[str, Any]:
    """What every page of a course shows around its content."""
    published = standing.course
    enrolment = standing.enrolment
    return {
        "address": address,
        "published": published,
        "is_preview": enrolment.purpose == EnrolmentPurpose.PREVIEW,
        "preview_at": moment(enrolment) if enrolment.preview_days else None,
        "preview_of": courses.course_with_id(published.organization_id, published.course_id)
        if address.endswith(PREVIEW)
        else None,
        "help_lines": outside.help_lines() if published.settings.is_health else None,
    }
