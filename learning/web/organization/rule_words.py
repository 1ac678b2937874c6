"""Assignment rules in words: what one says, what differs, what changes."""

from collections import Counter

from flask_babel import gettext as _
from flask_babel import ngettext

from learning.assignments import queries
from learning.assignments.rules import (
    Because,
    Condition,
    DueKind,
    Fresh,
    Order,
    RuleSettings,
)
from learning.organizations.roles import Role
from learning.web.assignments import day
from learning.web.roles import ROLE_WORDS

Facts = list[tuple[str, str]]


def change_words(kind: str, number: int) -> str:
    """312 new assignments"""
    words = {
        "created": ngettext("%(num)s new assignment", "%(num)s new assignments", number),
        "met-before": ngettext(
            "%(num)s assignment that is done already",
            "%(num)s assignments that are done already", number,
        ),
        "renewed": ngettext("%(num)s renewal", "%(num)s renewals", number),
        "due-moved": ngettext("%(num)s due date moves", "%(num)s due dates move", number),
        "exempted": ngettext("%(num)s becomes exempt", "%(num)s become exempt", number),
        "exemption-ended": ngettext(
            "%(num)s exemption is over", "%(num)s exemptions are over", number
        ),
        "met": ngettext("%(num)s is met", "%(num)s are met", number),
        "reopened": ngettext(
            "%(num)s has to be done again", "%(num)s have to be done again", number
        ),
        "withdrawn": ngettext("%(num)s is withdrawn", "%(num)s are withdrawn", number),
        "restored": ngettext("%(num)s comes back", "%(num)s come back", number),
    }  # fmt: skip
    return str(words[kind])


def in_words(organization_id: int, settings: RuleSettings) -> Facts:
    """What a rule says, as terms and values."""
    titles = queries.course_titles(organization_id, settings.courses)
    courses = [titles.get(each, _("a course that is gone")) for each in settings.courses]
    facts = [
        (_("Who"), _who(organization_id, settings)),
        (_("Courses"), _courses(courses, settings.order)),
        (_("By when"), _due(settings)),
    ]
    if settings.renewal:
        facts.append((_("Again"), _renewal(settings)))
    if settings.fresh.kind != Fresh.ANY:
        facts.append((_("What counts"), _fresh(settings)))
    facts.append((_("Time zone"), settings.zone))
    return facts


def differences(
    organization_id: int, old: RuleSettings, new: RuleSettings
) -> list[tuple[str, str, str]]:
    """What differs between two versions: the term, how it was, how it is."""
    before = dict([(_("Name"), old.name), *in_words(organization_id, old)])
    after = dict([(_("Name"), new.name), *in_words(organization_id, new)])
    nothing = "–"
    return [
        (term, before.get(term, nothing), after.get(term, nothing))
        for term in dict.fromkeys([*before, *after])
        if before.get(term) != after.get(term)
    ]


def _who(organization_id: int, settings: RuleSettings) -> str:
    who = settings.who
    if not who.any_of:
        return str(_("nobody any more"))
    groups = queries.group_names(
        organization_id, {each.value for each in who.any_of if each.because == Because.GROUP}
    )
    people = Counter(each.because for each in who.any_of)[Because.PERSON]
    parts = [_condition(each, groups) for each in who.any_of if each.because != Because.PERSON]
    if people:
        parts.append(str(ngettext("%(num)s person by name", "%(num)s people by name", people)))
    words = "; ".join(parts)
    if who.joined_from:
        words += ", " + _("only who joined on or after %(when)s", when=day(who.joined_from))
    if who.left_out:
        number = len(who.left_out)
        words += ", " + ngettext("without %(num)s person", "without %(num)s people", number)
    return words


def _condition(condition: Condition, groups: dict[str, str]) -> str:
    value = condition.value
    match condition.because:
        case Because.GROUP:
            return groups.get(value) or str(_("a group that is gone"))
        case Because.ROLE:
            return str(_("role %(role)s", role=ROLE_WORDS[Role(value)]))
        case Because.FIELD:
            return f"{condition.name}: {value}"
    return str(_("everybody"))


def _courses(titles: list[str], order: Order) -> str:
    joined = ", ".join(titles) if order == Order.TOGETHER else " → ".join(titles)
    return joined or "–"


def _due(settings: RuleSettings) -> str:
    due = settings.due
    if due.kind == DueKind.ON_DATE:
        words = day(due.on) if due.on else "–"
    elif due.kind == DueKind.AFTER_JOINING:
        words = ngettext("%(num)s day after joining", "%(num)s days after joining", due.days)
    else:
        words = ngettext(
            "%(num)s day after it is assigned", "%(num)s days after it is assigned", due.days
        )
    if due.grace:
        words += ", " + ngettext(
            "overdue after %(num)s more day", "overdue after %(num)s more days", due.grace
        )
    return str(words)


def _renewal(settings: RuleSettings) -> str:
    renewal = settings.renewal
    assert renewal is not None
    if renewal.is_calendar:
        words = _("each year by %(day)s", day=f"{renewal.day:02}-{renewal.month:02} (DD-MM)")
    else:
        words = ngettext("every month", "every %(num)s months", renewal.months)
    return str(words) + ", " + str(
        ngettext("from %(num)s day before", "from %(num)s days before", renewal.window)
    )  # fmt: skip


def _fresh(settings: RuleSettings) -> str:
    fresh = settings.fresh
    if fresh.kind == Fresh.SINCE and fresh.since:
        return str(_("done on or after %(when)s", when=day(fresh.since)))
    if fresh.kind == Fresh.MONTHS:
        return str(
            ngettext(
                "at most %(num)s month old when assigned",
                "at most %(num)s months old when assigned", fresh.months,
            )
        )  # fmt: skip
    return str(_("of the newest version when assigned, or a later one"))
