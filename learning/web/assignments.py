"""Assignments in words: why somebody has to do something, and how that stands."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learning.assignments.rules import Because
from learning.assignments.states import ObligationState
from learning.organizations.roles import Role
from learning.web.roles import ROLE_WORDS

STATE_WORDS: dict[ObligationState, LazyString] = {
    ObligationState.OPEN: _l("Open"),
    ObligationState.MET: _l("Met"),
    ObligationState.EXEMPT: _l("Exempt"),
    ObligationState.WITHDRAWN: _l("Withdrawn"),
}


def why(rule: str, reason: Mapping[str, str], groups: Mapping[str, str]) -> str:
    """Rule “New nurses”, since joining Ward 3 on 2 November 2026. `groups`: names by public id."""
    parts = [_("Rule “%(rule)s”", rule=rule), _since(reason, groups)]
    if "expires" in reason:
        parts.append(
            _(
                "again, since it runs out on %(when)s",
                when=day(date.fromisoformat(reason["expires"])),
            )
        )
    elif "after" in reason:
        parts.append(_("once the course before it was done"))
    return ", ".join(parts) + "."


def _since(reason: Mapping[str, str], groups: Mapping[str, str]) -> str:
    when = day(date.fromisoformat(reason["since"]))
    value = reason.get("value", "")
    match reason["because"]:
        case Because.GROUP:
            group = groups.get(value) or _("a group that is gone")
            words = _("since joining %(group)s on %(when)s", group=group, when=when)
        case Because.ROLE:
            role = ROLE_WORDS.get(Role(value), value)
            words = _("with the role %(role)s since %(when)s", role=role, when=when)
        case Because.FIELD:
            name = reason.get("name", "")
            words = _("%(name)s is “%(value)s” since %(when)s", name=name, value=value, when=when)
        case Because.PERSON:
            words = _("which names this person")
        case _:
            words = _("for everybody, since joining on %(when)s", when=when)
    return str(words)


def group_ids(reasons: list[Mapping[str, str]]) -> set[str]:
    """The public ids of all groups that reasons name."""
    return {each["value"] for each in reasons if each["because"] == Because.GROUP}


def day(value: date) -> str:
    """23 November 2026"""
    return f"{value.day} {value:%B %Y}"
