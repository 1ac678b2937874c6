"""How an organization reminds its people: the ladder, an example of it, and what messages say."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from flask import Blueprint, current_app, flash, render_template, request
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from config import Config
from learning import clock
from learning.assignments import ladder_actions, reminder_queries
from learning.assignments.ladders import Ladder, To
from learning.assignments.owing import Left
from learning.assignments.reminding import Due, steps
from learning.assignments.zones import zone_for
from learning.mail import delivery
from learning.mail.message import Message
from learning.mail.messages import reminders as messages
from learning.mail.messages.reminders import Course, Late
from learning.organizations.roles import Role
from learning.web import access
from learning.web.organization.reminder_forms import form_for
from learning.web.redirects import see_other
from learning.web.visitor import visitor

_TO_WORDS: dict[To, LazyString] = {
    To.PERSON: _l("To the person"),
    To.MANAGER: _l("To the manager, in a list of all who are late"),
    To.ADMIN: _l("To the admins, in a list of all who are late"),
}


@dataclass(frozen=True)
class Line:
    """One day of the example: when, who hears, and of what."""

    day: str
    time: str
    words: LazyString


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/settings/reminders", view_func=reminders, methods=["GET", "POST"])


def reminders() -> Response | tuple[str, int]:
    """GET: what holds. POST: let something else hold from now on."""
    standing = access.staff_standing(Role.ADMIN)
    ladder, zone = reminder_queries.ladder_of(standing.organization_id)
    form = form_for(ladder, zone.key)
    if form.validate_on_submit():
        is_changed = ladder_actions.choose_reminders(
            standing.organization_id,
            ladder=form.ladder(),
            zone=form.zone.data,
            by=visitor().public_id,
            at=clock.now(),
        )
        flash(_("Saved. It holds from now on.") if is_changed else _("Nothing changed."), "success")
        return see_other("organization.reminders")
    due_on = _example_day(clock.now())
    return render_template(
        "organization/settings/reminders.html",
        form=form,
        due_on=format_date(due_on, "d MMMM"),
        lines=_timeline(ladder, zone.key, due_on),
        previews=[
            (when, delivery.in_the_name_of(standing.organization_id, message))
            for when, message in _previews(standing.organization, due_on)
        ],
    ), 200 if request.method == "GET" else 422


def _example_day(now: datetime) -> date:
    """The next 12 December."""
    this_year = date(now.year, 12, 12)
    return this_year if this_year >= now.date() else date(now.year + 1, 12, 12)


def _timeline(ladder: Ladder, zone_name: str, due_on: date) -> list[Line]:
    zone = zone_for(zone_name)
    due = Due(due_on, zone)
    return [
        Line(
            format_date(step.on.astimezone(zone).date(), "EEEE, d MMMM"),
            f"{step.on.astimezone(zone):%H:%M}",
            _TO_WORDS[step.to],
        )
        for step in steps(due, replace(ladder, since=None), zone=zone, organization_zone=zone)
    ]


def _previews(house: str, due_on: date) -> list[tuple[str, Message]]:
    """Each message as it would read for an invented learner."""
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    at = datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC)
    hygiene = Left(_("Washing hands"), "example", False, 2, 8)
    data = Left(_("Data protection"), "example", False, 1, 5)
    one, other = Course(hygiene, due_on, False), Course(data, due_on, False)
    late = [
        Late("Robin Hale", True, hygiene.title, due_on),
        Late("Sam Ortiz", False, data.title, due_on),
    ]
    health = replace(one, left=replace(hygiene, is_health=True))
    robin, kim = ("robin@example.org", "Robin Hale"), ("kim@example.org", "Kim Weber")
    return [
        (_("Before the due date"), messages.reminding(*robin, [one], house, config, at)),
        (_("On health"), messages.reminding(*robin, [health], house, config, at)),
        (_("Two courses at once"), messages.reminding(*robin, [one, other], house, config, at)),
        (
            _("After the due date"),
            messages.reminding(*robin, [replace(one, is_over=True)], house, config, at),
        ),
        (_("To the manager"), messages.telling_manager(*kim, late[:1], house, config)),
        (_("To the admins"), messages.telling_admin(*kim, late, house, config)),
    ]
