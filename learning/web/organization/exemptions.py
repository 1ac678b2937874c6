"""Exempting somebody from an assignment, and ending that."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from learning import clock
from learning.assignments import exemption_actions
from learning.assignments.exemption_actions import LONGEST_REASON
from learning.courses import queries as courses
from learning.errors import RuleBroken
from learning.organizations import queries as organizations
from learning.organizations.roles import Role
from learning.web import access
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.visitor import visitor

HERE, EVERYWHERE = "here", "everywhere"


class ExemptionForm(FlaskForm):  # type: ignore[misc]
    """Why somebody needn't, until when, and whether that holds for other rules too."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Enter a reason")),
         Length(max=LONGEST_REASON, message=_l("Use at most %(max)d characters."))],
    )  # fmt: skip
    until = DateField(_l("Last day"), [Optional()])
    extent = RadioField(
        _l("It holds for"),
        choices=[
            SelectChoice(HERE, _l("This rule only")),
            SelectChoice(EVERYWHERE, _l("This course, whatever rule asks for it")),
        ],
        default=HERE,
    )


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule(
        "/assignments/<rule>/<obligation>/exempt", view_func=exempt, methods=["GET", "POST"]
    )
    organization.add_url_rule(
        "/assignments/<rule>/exemptions/<exemption>/end", view_func=end_exemption, methods=["POST"]
    )


def exempt(rule: str, obligation: str) -> str | Response | tuple[str, int]:
    """GET: ask for the reason. POST: exempt them."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.assignment_rule(standing, rule)
    about = access.obligation(standing, found, obligation)
    member = organizations.membership_with_id(standing.organization_id, about.membership_id)
    course = courses.course_with_id(standing.organization_id, about.course_id)
    form = ExemptionForm()
    if form.validate_on_submit():
        try:
            exemption_actions.exempt(
                member,
                rule=found if form.extent.data == HERE else None,
                course=course,
                reason=form.reason.data,
                until=form.until.data,
                zone=found.zone,
                by=visitor().public_id,
                at=clock.now(),
            )
        except RuleBroken as error:
            field = form.until if error.code == "exemption-until" else form.reason
            field.errors = [sentence_for(error)]
        else:
            flash(_("%(name)s is exempt.", name=member.name), "success")
            return see_other("organization.rule", rule=rule)
    page = render_template(
        "organization/assignments/exempt.html", rule=found, obligation=about, member=member,
        course=course, form=form,
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


def end_exemption(rule: str, exemption: str) -> Response:
    """Let the obligation come back, with the days that were left."""
    standing = access.staff_standing(Role.ADMIN)
    access.assignment_rule(standing, rule)
    found, member = access.exemption(standing, exemption)
    exemption_actions.end_exemption(found, member, by=visitor().public_id, at=clock.now())
    flash(_("The exemption of %(name)s is ended.", name=member.name), "success")
    return see_other("organization.rule", rule=rule)
