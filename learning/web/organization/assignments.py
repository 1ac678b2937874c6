"""Assignment rules: the list, one rule with its obligations, and what a change of it does."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from learning import canonical, clock
from learning.assignments import actions, keeping, obligation_queries, queries
from learning.assignments.keeping import Preview
from learning.assignments.models import AssignmentRule, RuleApplication
from learning.assignments.obligation_queries import MOST_SHOWN, OVERDUE
from learning.assignments.rules import Version
from learning.assignments.states import ChangeState, EventKind, ObligationState, RuleState
from learning.errors import RuleBroken
from learning.organizations.roles import Role
from learning.web import access, paging
from learning.web.assignments import STATE_WORDS, group_ids, why
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.organization.rule_words import change_words, differences, in_words
from learning.web.redirects import see_other
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
FILTERS = ("", "open", OVERDUE, "met", "exempt")
EXAMPLES = 20  # names per kind of change


def add_to(organization: Blueprint) -> None:
    both = ["GET", "POST"]
    here = "/assignments/<rule>"
    organization.add_url_rule("/assignments", view_func=assignments)
    organization.add_url_rule(here, view_func=rule)
    organization.add_url_rule(f"{here}/apply", view_func=apply_rule, methods=both)
    organization.add_url_rule(f"{here}/undo", view_func=undo_rule, methods=both)
    organization.add_url_rule(f"{here}/end", view_func=end_rule, methods=both)
    organization.add_url_rule(f"{here}/progress", view_func=rule_progress)
    organization.add_url_rule(f"{here}/history", view_func=rule_history)


def assignments() -> str:
    """All rules with how many people they oblige and what is open."""
    organization_id = access.staff_standing(Role.ADMIN).organization_id
    return render_template(
        "organization/assignments/assignments.html",
        rules=obligation_queries.rules_of(organization_id, at=clock.now()),
        has_courses=bool(queries.choices(organization_id).courses),
    )


def rule(rule: str) -> str:
    """A rule in words and its obligations; `only` filters them, `after` goes on."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.assignment_rule(standing, rule)
    chosen = request.args.get("only", "")
    only = chosen if chosen in FILTERS else ""
    place = _place(request.args.get("after"))
    rows, has_more = paging.page_of(
        obligation_queries.obligations_of(found, only=only or None, after=place, at=clock.now()),
        MOST_SHOWN,
    )
    groups = queries.group_names(
        standing.organization_id, group_ids([each.reason for each in rows])
    )
    settings = queries.settings_of(found)
    return render_template(
        "organization/assignments/rule.html",
        rule=found,
        says=in_words(standing.organization_id, settings),
        has_changes=found.state == RuleState.ACTIVE and queries.has_changes(found),
        running=queries.running_application(found),
        rows=rows,
        reasons={each.id: why(each.rule_name, each.reason, groups) for each in rows},
        exemptions=queries.exemptions_about(found, {each.id for each in rows}),
        only=only,
        is_first=place is None,
        after=paging.pack(rows[-1].due_on.isoformat(), rows[-1].id) if has_more else None,
        state_words=STATE_WORDS,
        form=ConfirmForm(),
    )


def _place(packed: str | None) -> tuple[date, int] | None:
    place = paging.unpack_name(packed)
    try:
        return (date.fromisoformat(place[0]), place[1]) if place else None
    except ValueError:
        return None


def apply_rule(rule: str) -> Page:
    """GET: what applying the rule does, for those who are here too or not. POST: apply it."""
    standing = access.staff_standing(Role.ADMIN)
    found = access.assignment_rule(standing, rule)
    present = "no" if request.values.get("present") == "no" else "yes"
    is_for_present = present == "yes"
    if request.method == "POST" and ConfirmForm().validate_on_submit():
        again = see_other("organization.apply_rule", rule=rule, present=present)
        if "count" in request.form:
            return again
        return _begun(
            found,
            lambda: actions.apply_rule(
                found, is_for_present=is_for_present, seen=request.form.get("shown", ""),
                by=visitor().public_id, at=clock.now(),
            ),
            again=again,
        )  # fmt: skip
    version = queries.next_version(found, is_for_present=is_for_present, at=clock.now())
    return _shown(found, version, "apply", is_for_present=is_for_present)


def undo_rule(rule: str) -> Page:
    """GET: what taking the newest version back does. POST: take it back."""
    found = access.assignment_rule(access.staff_standing(Role.ADMIN), rule)
    if not found.latest_number:
        return see_other("organization.rule", rule=rule)
    if request.method == "POST" and ConfirmForm().validate_on_submit():
        number = request.form.get("number", 0, type=int)
        return _begun(
            found, lambda: actions.undo(found, number, by=visitor().public_id, at=clock.now())
        )
    return _shown(found, queries.undoing_version(found, at=clock.now()), "undo")


def end_rule(rule: str) -> Page:
    """GET: what ending the rule does. POST: end it."""
    found = access.assignment_rule(access.staff_standing(Role.ADMIN), rule)
    if found.state != RuleState.ACTIVE:
        return see_other("organization.rule", rule=rule)
    if request.method == "POST" and ConfirmForm().validate_on_submit():
        return _begun(
            found, lambda: actions.end_rule(found, by=visitor().public_id, at=clock.now())
        )
    return _shown(found, queries.ending_version(found, at=clock.now()), "end")


def _begun(rule: AssignmentRule, act: Any, *, again: Response | None = None) -> Response:
    """`again`: back to the preview, if it isn't what was shown there."""
    try:
        act()
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        if again is not None and error.code == "rule-changed-since":
            return again
        return see_other("organization.rule", rule=rule.public_id)
    return see_other("organization.rule_progress", rule=rule.public_id)


@dataclass(frozen=True)
class Kind:
    """One kind of change: how many there are, and the first names."""

    words: str
    number: int
    names: list[str]


def _shown(
    rule: AssignmentRule, version: Version, act: str, *, is_for_present: bool = True
) -> Page:
    """What a version would do, in numbers and the first names."""
    found = keeping.preview(rule, version, at=clock.now())
    return render_template(
        "organization/assignments/preview.html",
        rule=rule,
        act=act,
        number=rule.latest_number,
        is_for_present=is_for_present,
        shown=queries.mark_of(rule, is_for_present=is_for_present),
        says=in_words(rule.organization_id, version.settings),
        differences=_differences(rule, version),
        found=found,
        kinds=_kinds(rule, found),
        running=queries.running_application(rule),
        form=ConfirmForm(),
    )


def _differences(rule: AssignmentRule, version: Version) -> list[tuple[str, str, str]]:
    newest = queries.newest_settings(rule)
    return differences(rule.organization_id, newest, version.settings) if newest else []


def _kinds(rule: AssignmentRule, found: Preview) -> list[Kind]:
    members: dict[str, list[int]] = {}
    for change in found.plan.changes:
        kind = str(change.kind)
        is_made = change.kind in (EventKind.CREATED, EventKind.RENEWED)
        if is_made and change.after.state == ObligationState.MET:
            kind = "met-before"
        ids = members.setdefault(kind, [])
        if len(ids) < EXAMPLES and change.key.membership not in ids:
            ids.append(change.key.membership)
    names = queries.names_of(rule.organization_id, {id for ids in members.values() for id in ids})
    return [
        Kind(change_words(kind, found.plan.counts[kind]), found.plan.counts[kind],
             sorted(names[id] for id in ids))
        for kind, ids in members.items()
    ]  # fmt: skip


def rule_progress(rule: str) -> Page:
    """How far the newest application is; what it did once it is done."""
    found = access.assignment_rule(access.staff_standing(Role.ADMIN), rule)
    application = queries.newest_application(found)
    if application is None:
        return see_other("organization.rule", rule=rule)
    return render_template(
        "organization/assignments/progress.html",
        rule=found,
        application=application,
        is_done=application.state == ChangeState.DONE,
        done=_done(application),
        messages=canonical.parse(application.counts).get("messages", 0),
        can_undo=application.number == found.latest_number,
    )


def _done(application: RuleApplication) -> list[str]:
    counts = Counter(canonical.parse(application.counts))
    return [change_words(kind, number) for kind, number in counts.items() if kind != "messages"]


def rule_history(rule: str) -> str:
    """All versions of a rule, the newest first, with what each changed."""
    found = access.assignment_rule(access.staff_standing(Role.ADMIN), rule)
    versions = queries.versions_of(found)
    before = [None, *(each.settings for each in versions)]
    steps = [
        (
            version,
            differences(found.organization_id, earlier, version.settings) if earlier else [],
        )
        for earlier, version in zip(before, versions, strict=False)
    ]
    return render_template(
        "organization/assignments/history.html",
        rule=found,
        steps=steps[::-1],
        names=queries.who_made(found),
        says=in_words(found.organization_id, versions[0].settings) if versions else [],
    )
