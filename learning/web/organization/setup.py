"""The set-up list: what a new organization thinks of, in any order, and how far it is."""

from flask import Blueprint, abort, current_app, flash, render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from learning import clock
from learning.assignments import queries as assignments
from learning.organizations import queries, settings_actions, setup
from learning.organizations.roles import Role
from learning.organizations.settings import OrganizationSettings
from learning.organizations.setup import SetupTask, TaskLine, TaskStanding
from learning.web import access
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.visitor import visitor

TITLES: dict[SetupTask, LazyString] = {
    SetupTask.NAME_AND_LOGO: _l("Name and logo"),
    SetupTask.SIGN_IN_RULES: _l("Sign-in rules"),
    SetupTask.PEOPLE: _l("Add people"),
    SetupTask.COURSES: _l("Choose courses and due dates"),
    SetupTask.MAIL: _l("E-mail sender and wording"),
    SetupTask.SIGNATORY: _l("Certificate signatory"),
}
WORDS: dict[TaskStanding, LazyString] = {
    TaskStanding.COMPLETED: _l("Completed"),
    TaskStanding.TO_DO: _l("To do"),
    TaskStanding.OPTIONAL: _l("Optional"),
}
_ENDPOINTS: dict[SetupTask, str] = {
    SetupTask.NAME_AND_LOGO: "organization.name_and_logo",
    SetupTask.SIGN_IN_RULES: "organization.sign_in_rules",
    SetupTask.PEOPLE: "organization.invite",
    SetupTask.COURSES: "organization.assignments",
    SetupTask.MAIL: "organization.mail_wording",
    SetupTask.SIGNATORY: "organization.signatory",
}


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/setup", view_func=setup_list, endpoint="setup")
    organization.add_url_rule("/setup/notice", view_func=turn_notice, methods=["POST"])
    organization.add_url_rule("/setup/<task>", view_func=settle, methods=["POST"])


def _lines(organization_id: int, settings: OrganizationSettings) -> list[TaskLine]:
    """The list as it stands; without tasks that have no page in this installation."""
    there = [task for task, endpoint in _ENDPOINTS.items() if _exists(endpoint)]
    return setup.lines(
        settings,
        has_people=queries.has_others(organization_id),
        has_rules=assignments.has_active_rule(organization_id),
        tasks=there,
    )


def has_notice(organization_id: int) -> bool:
    """Whether the people page reminds of the list: something is left, and nobody said enough."""
    settings = queries.settings_of(organization_id)
    return not settings.setup_is_dismissed and not setup.is_done(_lines(organization_id, settings))


def setup_list() -> str:
    """The tasks with how far they are."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    settings = queries.settings_of(organization_id)
    lines = _lines(organization_id, settings)
    return render_template(
        "organization/setup/setup.html",
        lines=[(line, TITLES[line.task], url_for(_ENDPOINTS[line.task])) for line in lines],
        words=WORDS,
        is_done=setup.is_done(lines),
        is_dismissed=settings.setup_is_dismissed,
        form=ConfirmForm(),
    )


def settle(task: str) -> Response:
    """Say that a task is done as it is, or take that back."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    if task not in list(SetupTask):
        abort(404)
    kept = queries.settings_of(organization_id)
    is_settled = task in kept.settled_tasks
    settled = tuple(each for each in kept.settled_tasks if each != task)
    settings_actions.change_settings(
        organization_id,
        "setup-task-taken-back" if is_settled else "setup-task-settled",
        settled_tasks=settled if is_settled else (*settled, task),
        by=visitor().public_id,
        at=clock.now(),
    )
    return see_other("organization.setup")


def turn_notice() -> Response:
    """Put the reminder on the people page away, or bring it back."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    is_dismissed = queries.settings_of(organization_id).setup_is_dismissed
    settings_actions.change_settings(
        organization_id,
        "setup-notice-brought-back" if is_dismissed else "setup-notice-put-away",
        setup_is_dismissed=not is_dismissed,
        by=visitor().public_id,
        at=clock.now(),
    )
    said = _("The people page reminds of this list again.") if is_dismissed else _(
        "The people page doesn’t remind of this list any more. You find it in the settings."
    )  # fmt: skip
    flash(said, "success")
    return see_other("organization.setup")


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
