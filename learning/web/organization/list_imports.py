"""Bringing in a list of people: the file, its columns, what it would do, the confirmation."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.errors import RuleBroken
from learning.mail import delivery
from learning.mail.message import Message
from learning.mail.messages import invitations
from learning.organizations import (
    group_queries,
    import_actions,
    import_queries,
    invitation_actions,
    list_states,
)
from learning.organizations.list_states import Choices, ListState, numbers_of
from learning.organizations.models import PeopleImport
from learning.organizations.people_lists import columns, reading, writing
from learning.organizations.people_lists.checking import Checked
from learning.organizations.queries import Standing
from learning.organizations.roles import Role
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization.list_forms import (
    NOW,
    PROBLEM_WORDS,
    ConfirmListForm,
    ListForm,
    SendForm,
    columns_form,
    fields_in,
    places_in,
)
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
SHOWN = 50  # problems
SAMPLES = 5  # rows
PASTED = "pasted.csv"


@dataclass(frozen=True)
class Numbers:
    """What a confirmation promises, in words."""

    add: str
    groups: str
    invite: str


def add_to(organization: Blueprint) -> None:
    both = ["GET", "POST"]
    organization.add_url_rule("/people/import", view_func=import_people, methods=both)
    organization.add_url_rule("/people/import/template", view_func=list_template)
    organization.add_url_rule("/people/imports/<id>", view_func=list_progress)
    organization.add_url_rule("/people/imports/<id>/columns", view_func=list_columns, methods=both)
    organization.add_url_rule("/people/imports/<id>/check", view_func=check_list)
    organization.add_url_rule("/people/imports/<id>/confirm", view_func=confirm_list, methods=both)
    organization.add_url_rule("/people/imports/<id>/bad-rows", view_func=bad_rows)
    organization.add_url_rule(
        "/people/imports/<id>/resume", view_func=resume_list, methods=["POST"]
    )
    organization.add_url_rule("/people/invitations/send", view_func=send_invitations, methods=both)


def import_people() -> Page:
    """GET: the form, and the lists on their way. POST: keep a list, and on to its columns."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    form = ListForm()
    if form.validate_on_submit() and (kept := _kept(form, organization_id)):
        return see_other("organization.list_columns", id=kept.public_id)
    page = render_template(
        "organization/lists/import.html",
        form=form,
        most_rows=reading.MOST_ROWS,
        limit=reading.MOST_BYTES // 1_000_000,
        columns=[*columns.TEMPLATE],
        imports=import_queries.imports(organization_id),
    )
    return (page, 422) if form.errors else page


def list_template() -> Response:
    """An empty list with our columns."""
    return _csv(writing.template(), "people.csv")


def list_columns(id: str) -> Page:
    """GET: what each column of the file holds, as far as its name says. POST: keep what is said."""
    found = _uploaded(id)
    people = import_queries.list_of(found)
    head = people.head.cells
    form = columns_form(head, import_queries.places_of(found), import_queries.fields_of(found))
    if form.validate_on_submit():
        places, fields = places_in(form, head), fields_in(form, head)
        if not form.errors and not form.form_errors:
            import_actions.choose_columns(found, places, fields)
            return see_other("organization.check_list", id=id)
    samples = [
        [cell for row in people.rows[:SAMPLES] if (cell := row.cell(place).strip())]
        for place in range(len(head))
    ]
    page = render_template(
        "organization/lists/columns.html",
        list=found,
        form=form,
        fields=[form[f"column_{place}"] for place in range(len(head))],
        samples=samples,
    )
    return (page, 422) if request.method == "POST" else page


def check_list(id: str) -> Page:
    """What the list would do, and what is wrong in it, by the file's own row numbers."""
    found = _uploaded(id)
    if columns.missing(import_queries.places_of(found)):
        return see_other("organization.list_columns", id=id)
    checked = _checked(found)
    return render_template(
        "organization/lists/check.html",
        list=found,
        checked=checked,
        problems=checked.problems[:SHOWN],
        column_words=PROBLEM_WORDS,
        left=sum(entry.member is not None and entry.member.has_left for entry in checked.existing),
        shown=SHOWN,
    )


def confirm_list(id: str) -> Page:
    """GET: what would happen, in numbers. POST: let it happen."""
    found = _uploaded(id)
    if columns.missing(import_queries.places_of(found)):
        return see_other("organization.list_columns", id=id)
    standing = access.staff_standing(Role.ADMIN)
    form = ConfirmListForm()
    form.group.choices = _groups(standing)
    if len(form.group.choices) == 1:
        del form.group
    checked = _checked(found)
    if not checked.new and not checked.existing:
        return see_other("organization.check_list", id=id)
    problem = None
    if form.validate_on_submit():
        problem = _confirmed(found, form, standing, checked)
        if problem is None:
            return see_other("organization.list_progress", id=id)
    form.promised.data = numbers_of(checked).text()
    page = render_template(
        "organization/lists/confirm.html",
        list=found,
        form=form,
        checked=checked,
        numbers=_numbers(checked),
        problem=problem,
        preview=_preview(standing),
    )
    return (page, 422) if problem or form.errors else page


def list_progress(id: str) -> Page:
    """How far a list is; what has become of it once it is done."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.people_list(standing, id)
    if found.state == ListState.UPLOADED:
        return see_other("organization.check_list", id=id)
    return render_template(
        "organization/lists/progress.html",
        list=found,
        existing=found.rows - found.added - found.refused,
        problems=list_states.problems_of(found.problems)[:SHOWN],
        column_words=PROBLEM_WORDS,
        to_invite=import_queries.number_to_invite(standing.organization_id)[0],
        is_inviting=list_states.choices_of(found.choices).is_inviting,
        form=ConfirmForm(),
    )


def resume_list(id: str) -> Response:
    """Go on with a list that was given up."""
    found = access.people_list(access.staff_standing(Role.ADMIN), id)
    if not ConfirmForm().validate_on_submit():
        abort(400)
    import_actions.resume(found, at=clock.now())
    return see_other("organization.list_progress", id=id)


def bad_rows(id: str) -> Response:
    """The rows that don't come in, in their own columns, with what is wrong in each."""
    found = access.people_list(access.staff_standing(Role.ADMIN), id)
    if found.state != ListState.UPLOADED:
        problems = list_states.problems_of(found.problems)
    elif columns.missing(import_queries.places_of(found)):
        abort(404)
    else:
        problems = list(_checked(found).problems)
    stem = found.file_name.rpartition(".")[0] or "people"
    return _csv(writing.bad_rows(import_queries.list_of(found), problems), f"{stem}-problems.csv")


def send_invitations() -> Page:
    """GET: how many were entered and never invited. POST: invite them."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    number, last = import_queries.number_to_invite(organization_id)
    form = SendForm()
    if form.validate_on_submit() and form.last.data and form.last.data.isdecimal():
        import_actions.send_invitations(
            organization_id,
            last=min(int(form.last.data), last),
            once=form.once.data or "",
            by=visitor().public_id,
            at=clock.now(),
        )
        flash(_("The invitations are on their way."), "success")
        return see_other("organization.people")
    form.last.data = str(last)
    return render_template("organization/lists/send.html", form=form, number=number)


def _uploaded(id: str) -> PeopleImport:
    """A list that isn't confirmed yet; on to its progress with one that is."""
    found = access.people_list(access.staff_standing(Role.ADMIN), id)
    if found.state != ListState.UPLOADED:
        abort(see_other("organization.list_progress", id=id))
    return found


def _kept(form: ListForm, organization_id: int) -> PeopleImport | None:
    """The list that was chosen or pasted, kept; None if it can't be, which the form says."""
    chosen, pasted = form.file.data, form.text.data or ""
    if chosen and pasted.strip():
        form.file.errors = [_("You pasted rows and chose a file. Send only one of them.")]
        return None
    field = form.file if chosen else form.text
    content = chosen.read() if chosen else pasted.encode()
    name = (chosen.filename or "") if chosen else PASTED
    try:
        return import_actions.upload(
            organization_id, content, name, by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        field.errors = [sentence_for(error)]
        return None


def _checked(found: PeopleImport) -> Checked:
    standing = access.staff_standing(Role.ADMIN)
    return import_queries.checked_list(found, by_role=standing.role, today=clock.now().date())


def _groups(standing: Standing) -> list[SelectChoice]:
    return [SelectChoice("", _("No other group"))] + [
        SelectChoice(group.public_id, group.name)
        for group in group_queries.groups(standing.organization_id)
    ]


def _preview(standing: Standing) -> Message:
    """The message as they would get it, to nobody."""
    message = invitations.written(
        "",
        standing.name,
        standing.organization,
        expires_at=clock.now() + invitation_actions.LIFETIME,
        link="",
    )
    return delivery.in_the_name_of(standing.organization_id, message)


def _values(choices: list[SelectChoice]) -> set[str | None]:
    return {None, *(choice.value for choice in choices)}


def _group(form: ConfirmListForm) -> str | None:
    return (form.group.data or None) if "group" in form else None


def _confirmed(
    found: PeopleImport, form: ConfirmListForm, standing: Standing, checked: Checked
) -> str | None:
    """Confirm a list; the sentence that says why it isn't, if it isn't."""
    if "group" in form and form.group.data not in _values(form.group.choices):
        return str(_("That group is gone. Choose another one."))
    if form.promised.data != numbers_of(checked).text():
        return sentence_for(RuleBroken("people-list-changed"))
    choices = Choices(standing.role, form.send.data == NOW, _group(form))
    try:
        import_actions.confirm(
            found,
            choices,
            promised=numbers_of(checked),
            by=visitor().public_id,
            at=clock.now(),
        )
    except RuleBroken as error:
        return sentence_for(error)
    return None


def _numbers(checked: Checked) -> Numbers:
    new, existing, groups = len(checked.new), len(checked.existing), len(checked.new_groups)
    add = ngettext("Add %(num)s person", "Add %(num)s people", new)
    if not new:
        add = ngettext("Update %(num)s member", "Update %(num)s members", existing)
    elif existing:
        add += ", " + ngettext("update %(num)s member", "update %(num)s members", existing)
    made = ngettext("create %(num)s group", "create %(num)s groups", groups) if groups else ""
    return Numbers(add, made, ngettext("send %(num)s invitation", "send %(num)s invitations", new))


def _csv(text: str, name: str) -> Response:
    response = current_app.response_class(text.encode(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    # People are in it: no copy stays behind in the browser.
    response.headers["Cache-Control"] = "no-store"
    return response
