"""The people of an organization: finding them, their role and name, letting them go."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from learning import clock
from learning.accounts import queries as accounts
from learning.assignments import obligation_queries
from learning.assignments import queries as assignments
from learning.certificates import queries as certificates
from learning.certificates.queries import Verified
from learning.errors import RuleBroken
from learning.organizations import actions, handing_over, invitation_queries, queries
from learning.organizations.models import Membership
from learning.organizations.queries import Standing
from learning.organizations.roles import MembershipKind, MembershipState, Role, may_give
from learning.progress import actions as progress_actions
from learning.progress import allowance_actions
from learning.web import access, looks, paging
from learning.web.assignments import STATE_WORDS as OBLIGATION_WORDS
from learning.web.assignments import group_ids, why
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization import messages, people_filters, setup
from learning.web.organization.forms import CertificateNameForm, FactsForm, LeavingForm, RoleForm
from learning.web.organization.placing import place_of
from learning.web.redirects import see_other
from learning.web.roles import KIND_WORDS, ROLE_WORDS, STATE_WORDS
from learning.web.time_factors import TimeFactorForm, letting_standing
from learning.web.visitor import visitor

Page = Response | tuple[str, int]
PAGE = 50
_WORDS = {"role_words": ROLE_WORDS, "kind_words": KIND_WORDS, "state_words": STATE_WORDS}


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("", view_func=people)
    organization.add_url_rule("/people/<id>", view_func=person)
    organization.add_url_rule("/people/<id>/role", view_func=change_role, methods=["POST"])
    organization.add_url_rule("/people/<id>/time", view_func=change_time, methods=["POST"])
    organization.add_url_rule("/people/<id>/name", view_func=change_name, methods=["POST"])
    organization.add_url_rule(
        "/people/<id>/deactivate", view_func=deactivate, methods=["GET", "POST"]
    )
    organization.add_url_rule("/people/<id>/reactivate", view_func=reactivate, methods=["POST"])


def people() -> str:
    """Members and guests by name, filtered as the address says; `after` goes on."""
    standing = access.staff_standing(Role.ADMIN)
    asked = people_filters.asked(standing.organization_id)
    place = paging.unpack_name(request.args.get("after"))
    found = queries.members(standing.organization_id, asked.wanted, after=place, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "organization/people/people.html",
        members=[row for row, _id in rows],
        asked=asked,
        own=standing.public_id,
        has_setup_notice=setup.has_notice(standing.organization_id),
        is_first=place is None,
        after=paging.pack(rows[-1][0].name, rows[-1][1]) if has_more else None,
        **_WORDS,
    )


def person(id: str) -> str:
    """One member or guest, with what can be changed about them and what they earned."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    if found.state == MembershipState.ERASED:
        return render_template(
            "organization/people/erased.html", member=found, earned=_earned(standing, found)
        )
    looks.note_look("results-seen", standing.organization_id, id, about=id)
    return _person(standing, found)


def change_role(id: str) -> Page:
    """Give a member another role."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    form = RoleForm()
    if not form.validate_on_submit():
        return _person(standing, found, role_form=form), 422
    role = Role(form.role.data)
    try:
        actions.change_role(
            found, role, by=visitor().public_id, by_role=standing.role, at=clock.now()
        )
    except RuleBroken as error:
        form.role.errors = [sentence_for(error)]
        return _person(standing, found, role_form=form), 422
    message = _("%(name)s now has the role: %(role)s.", name=found.name, role=ROLE_WORDS[role])
    flash(message, "success")
    if found.public_id == standing.public_id and not role.includes(Role.ADMIN):
        return see_other("learner.my_learning")
    return see_other("organization.person", id=id)


def change_name(id: str) -> Page:
    """Change the name that a member's certificates carry from now on."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    form = CertificateNameForm()
    if not form.validate_on_submit():
        return _person(standing, found, name_form=form), 422
    try:
        progress_actions.rename_learner(
            found, form.name.data, by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        form.name.errors = [sentence_for(error)]
        return _person(standing, found, name_form=form), 422
    flash(_("Certificates from now on carry the name %(name)s.", name=found.name), "success")
    return see_other("organization.person", id=id)


def change_time(id: str) -> Page:
    """Give somebody more or less time in quizzes, everywhere they learn."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    form = TimeFactorForm()
    is_valid = form.validate_on_submit()
    # It holds in every organization of theirs, so being an admin in one isn't enough for oneself.
    if found.public_id == standing.public_id and letting_standing() is None:
        form.time_factor.errors = [_("Somebody else has to set your own time.")]
        is_valid = False
    if not is_valid:
        return _person(standing, found, time_form=form), 422
    try:
        allowance_actions.set_time_factor(
            found, form.time_factor.data, by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        form.time_factor.errors = [sentence_for(error)]
        return _person(standing, found, time_form=form), 422
    flash(_("Saved. It holds in every timed quiz, also in one that is running."), "success")
    return see_other("organization.person", id=id)


def deactivate(id: str) -> str | Page:
    """GET: what it means. POST: let somebody go."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    form = LeavingForm()
    if request.method == "GET":
        if found.public_id == standing.public_id or found.state != MembershipState.ACTIVE:
            return see_other("organization.person", id=id)
        return _deactivate_page(found, form)
    try:
        handing_over.let_go(
            found,
            heir=_heir(standing, (form.heir.data or "").strip()),
            by=visitor().public_id,
            by_role=standing.role,
            at=clock.now(),
        )
    except RuleBroken as error:
        if error.code in ("heir-unknown", "heir-self", "manager-unfit"):
            form.heir.errors = [sentence_for(error)]
            return _deactivate_page(found, form), 422
        flash(sentence_for(error), "error")
    else:
        flash(_("%(name)s is deactivated.", name=found.name), "success")
    return see_other("organization.person", id=id)


def _deactivate_page(found: Membership, form: LeavingForm) -> str:
    return render_template(
        "organization/people/deactivate.html",
        member=found,
        managed=handing_over.managed_by(found),
        form=form,
    )


def _heir(standing: Standing, typed: str) -> Membership | None:
    """Who takes over; None if nobody is named. Raises RuleBroken heir-unknown."""
    if not typed:
        return None
    found = queries.matching(standing.organization_id, typed)
    heir = queries.member(standing.organization_id, found[0].public_id) if found else None
    if heir is None or len(found) > 1:
        raise RuleBroken("heir-unknown")
    return heir


def reactivate(id: str) -> Response:
    """Take somebody back, with the role and progress they had."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.member(standing, id)
    try:
        actions.reactivate(found, by=visitor().public_id, by_role=standing.role, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("%(name)s is active again.", name=found.name), "success")
    return see_other("organization.person", id=id)


def person_page(member: Membership, *, facts_form: FactsForm) -> str:
    """The page of one member with what was sent about them, which can't be saved yet."""
    return _person(access.staff_standing(Role.ADMIN), member, facts_form=facts_form)


def _person(
    standing: Standing,
    member: Membership,
    *,
    facts_form: FactsForm | None = None,
    role_form: RoleForm | None = None,
    name_form: CertificateNameForm | None = None,
    time_form: TimeFactorForm | None = None,
) -> str:
    role = Role(member.role)
    role_form = role_form or RoleForm(formdata=None, role=role)
    role_form.role.choices = [
        SelectChoice(str(new), str(ROLE_WORDS[new]))
        for new in Role
        if may_give(standing.role, role, new)
    ]
    sent, has_more_messages = messages.newest(member)
    assigned = obligation_queries.obligations_of_member(member, at=clock.now())
    groups = assignments.group_names(
        member.organization_id, group_ids([each.reason for each in assigned])
    )
    return render_template(
        "organization/people/person.html",
        member=member,
        assigned=assigned,
        reasons={each.id: why(each.rule_name, each.reason, groups) for each in assigned},
        obligation_words=OBLIGATION_WORDS,
        messages=sent,
        has_more_messages=has_more_messages,
        words_of=messages.words_of,
        tag_of=messages.tag_of,
        is_own=member.public_id == standing.public_id,
        invitation_state=invitation_queries.invited_state(member),
        invitation=invitation_queries.newest_of(member),
        at=clock.now(),
        is_active=member.state == MembershipState.ACTIVE,
        is_guest=member.kind == MembershipKind.GUEST,
        earned=_earned(standing, member),
        role_form=role_form,
        name_form=name_form or CertificateNameForm(formdata=None, name=member.name),
        time_form=time_form or TimeFactorForm(formdata=None, time_factor=_time_factor(member)),
        form=ConfirmForm(),
        place=place_of(member),
        facts_form=facts_form or _facts_form(member),
        **_WORDS,
    )


def _earned(standing: Standing, member: Membership) -> list[Verified]:
    earned = certificates.certificates_of([(standing.organization_id, member.public_id)])
    return certificates.all_verified(standing.organization_id, earned, at=clock.now())


def _facts_form(member: Membership) -> FactsForm:
    return FactsForm(
        formdata=None, employee_id=member.employee_id, joined_on=member.joined_at.date()
    )


def _time_factor(member: Membership) -> int:
    return accounts.access_profile_of(member.person_id).time_factor
