"""Who had to take which course as of a day, and who had: on the page, on paper, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.assignments import reminder_queries
from learning.assignments.days import day_of
from learning.organizations import group_queries
from learning.organizations.queries import Standing
from learning.organizations.roles import Role
from learning.reports import compliance, look_actions
from learning.reports.compliance import Line, Question, Result
from learning.reports.csv_writing import Cell
from learning.web import access, looks, paging
from learning.web.downloads import csv_file
from learning.web.forms import MayBeBlank
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | tuple[str, int]
PAGE = 100
MOST_ON_PAPER = 2_000
RESULT_TAGS: dict[Result, tuple[LazyString, str, str | None]] = {
    Result.DONE: (_l("Done"), "ok", "tick"),
    Result.OVERDUE: (_l("Overdue"), "bad", "warning"),
    Result.OPEN: (_l("Not due yet"), "neutral", None),
    Result.EXEMPT: (_l("Exempt"), "neutral", None),
}
_COLUMNS = (
    "name", "employee_id", "course", "rule", "assigned_on", "due_on", "result", "completed_on",
    "course_version", "exempt_because", "exempt_until",
)  # fmt: skip
_EARLIEST = date(1970, 1, 2)


class ComplianceForm(Form):  # type: ignore[misc]
    """What the report is about; part of an address, so it carries no token."""

    course = SelectField(_l("Course"), choices=[], validate_choice=False)
    group = SelectField(_l("Group, with those inside"), choices=[], validate_choice=False)
    on = DateField(_l("As of the end of"), [MayBeBlank()])

    def __init__(self, today: date) -> None:
        super().__init__(request.args)
        self.today = today

    def validate_on(self, field: DateField) -> None:
        """What will have been done nobody knows yet."""
        if field.data and field.data > self.today:
            raise ValidationError(_l("This day lies in the future."))
        if field.data and field.data < _EARLIEST:
            raise ValidationError(_l("Nothing is known of this day."))


@dataclass(frozen=True)
class Asked:
    """The form and what it comes to; no question if the day is none."""

    form: ComplianceForm
    question: Question | None
    course: str | None
    group: str | None

    @property
    def parameters(self) -> dict[str, str]:
        """What is asked for, as the address has it."""
        names = ("course", "group", "on")
        return {name: value for name in names if (value := request.args.get(name, "").strip())}


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/compliance", view_func=compliance_report)
    organization.add_url_rule("/compliance.csv", view_func=export_compliance)


def compliance_report() -> Page:
    """The report by name; `after` goes on, `paper` has all of it on one page."""
    standing = access.staff_standing(Role.ADMIN)
    looks.note_look("compliance-seen", standing.organization_id, standing.organization_public_id)
    asked = _asked(standing)
    is_on_paper = bool(request.args.get("paper"))
    place = paging.unpack_name(request.args.get("after"))
    limit = MOST_ON_PAPER if is_on_paper else PAGE
    found: list[Line] = []
    totals = dict.fromkeys(Result, 0)
    if asked.question:
        found = compliance.lines(standing.organization_id, asked.question, after=place, limit=limit)
        totals = compliance.totals(standing.organization_id, asked.question)
    lines, has_more = paging.page_of(found, limit)
    page = render_template(
        "organization/compliance/compliance.html",
        asked=asked,
        lines=lines,
        totals=totals,
        tags=RESULT_TAGS,
        is_on_paper=is_on_paper,
        most_on_paper=MOST_ON_PAPER,
        is_first=place is None,
        after=paging.pack(*compliance.place_of(lines[-1])) if has_more else None,
    )
    return page if asked.question else (page, 422)


def export_compliance() -> Response:
    """The same report, all of it, as a CSV file."""
    standing = access.staff_standing(Role.ADMIN)
    asked = _asked(standing)
    if asked.question is None:
        return see_other("organization.compliance_report", **asked.parameters)
    look_actions.note_export(
        "compliance-exported",
        subject=standing.organization_public_id,
        organization_id=standing.organization_id,
        by=visitor().public_id,
        at=clock.now(),
    )
    rows = _rows(standing.organization_id, asked.question)
    return csv_file(f"compliance-{asked.question.day.isoformat()}", _COLUMNS, rows)


def _asked(standing: Standing) -> Asked:
    zone = reminder_queries.ladder_of(standing.organization_id)[1].key
    form = ComplianceForm(day_of(clock.now(), zone))
    courses = {
        public_id: (id, title)
        for id, public_id, title in compliance.obliging_courses(standing.organization_id)
    }
    groups = {row.public_id: row for row in group_queries.groups(standing.organization_id)}
    form.course.choices = [
        SelectChoice("", _("All courses")),
        *(SelectChoice(public_id, title) for public_id, (_id, title) in courses.items()),
    ]
    form.group.choices = [
        SelectChoice("", _("Everybody")),
        *(SelectChoice(id, "– " * row.depth + row.name) for id, row in groups.items()),
    ]
    # A value that isn't offered asks for nothing.
    course, group = courses.get(form.course.data or ""), groups.get(form.group.data or "")
    question = None
    if form.validate():
        question = Question(
            form.on.data or form.today,
            zone,
            course[0] if course else None,
            group.id if group else None,
        )
    elif form.on.data is None:
        form.on.errors = [_("This is no date. Write it like 2026-11-23.")]
    return Asked(form, question, course[1] if course else None, group.name if group else None)


def _rows(organization_id: int, question: Question) -> Iterator[list[Cell]]:
    for line in compliance.all_lines(organization_id, question):
        then = line.then
        yield [
            line.person.name or _("erased person"),
            line.person.employee_id,
            line.course_title,
            line.rule_name,
            then.assigned_on.isoformat(),
            then.due_on.isoformat(),
            line.result,
            day_of(then.met.at, question.zone).isoformat() if then.met else "",
            then.met.version if then.met else "",
            then.exemption or "",
            then.exempt_until.isoformat() if then.exempt_until else "",
        ]
