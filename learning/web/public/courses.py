"""The catalogue and the public page of a course."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.courses import catalogue, queries
from learning.courses import outside as help_lines
from learning.courses import versions as course_versions
from learning.courses.models import Course
from learning.courses.states import CourseState, ModuleKind
from learning.errors import RuleBroken
from learning.progress import actions
from learning.progress import queries as progress
from learning.progress.models import Enrolment
from learning.progress.states import EnrolmentPurpose
from learning.web import paging
from learning.web.access import require_sign_in, visible_course
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor, visitor_or_none

PAGE = 24


def add_to(public: Blueprint) -> None:
    public.add_url_rule("/", view_func=home)
    public.add_url_rule("/courses", view_func=courses)
    public.add_url_rule("/courses/<address>", view_func=course)
    public.add_url_rule("/courses/<address>/start", view_func=start_course, methods=["POST"])


def home() -> str:
    """The catalogue, by title; `q` searches, `after` goes on."""
    search = request.args.get("q", "").strip()[:100]
    person = visitor_or_none()
    member_of = [s.organization_id for s in person.standings] if person else []
    found = catalogue.entries(
        member_of,
        search=search,
        after=paging.unpack_name(request.args.get("after")),
        limit=PAGE,
    )
    entries, has_more = paging.page_of(found, PAGE)
    memberships = [(s.organization_id, s.membership_id) for s in person.standings] if person else []
    return render_template(
        "public/courses/catalogue.html",
        entries=entries,
        search=search,
        after=paging.pack(entries[-1].title, entries[-1].id) if has_more else None,
        is_first=not request.args.get("after"),
        learning={row.address: row for row in progress.learning_of(memberships)},
    )


def courses() -> Response:
    """The catalogue's other address."""
    return redirect(url_for("public.home", q=request.args.get("q")), 302)


def course(address: str) -> str:
    """What a course is about, before anybody starts it."""
    course = visible_course(address)
    version_id = course_versions.latest_version_id(course)
    assert version_id is not None  # visible courses have been published
    published = course_versions.published(course.organization_id, version_id)
    return render_template(
        "public/courses/course.html",
        course=course,
        organization=queries.organization_name(course),
        published=published,
        overview=_overview(published),
        is_withdrawn=course.state == CourseState.WITHDRAWN,
        enrolment=_own_enrolment(course),
        help_lines=help_lines.help_lines() if published.settings.is_health else None,
        form=ConfirmForm(),
    )


def start_course(address: str) -> Response:
    """Join a course and go to its home; strangers sign in first and come back."""
    turned_away = require_sign_in()
    if turned_away is not None:
        return redirect(
            url_for("account.sign_in", next=url_for("public.course", address=address)), 303
        )
    course = visible_course(address)
    try:
        actions.enrol(course, visitor().person_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("public.course", address=address)
    return see_other("learner.course", course=address)


def _own_enrolment(course: Course) -> Enrolment | None:
    person = visitor_or_none()
    if person is None:
        return None
    return progress.enrolment_of_person(person.person_id, course.address, EnrolmentPurpose.LEARN)


def _overview(published: course_versions.PublishedCourse) -> str:
    """The overview's text: what the article says before its first heading."""
    first = published.modules[0]
    if first.kind != ModuleKind.OVERVIEW:
        return ""
    return articles.module_html(
        published.organization_id, first.article_version_id, first.start, first.end
    )
