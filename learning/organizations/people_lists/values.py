"""From the text of a cell to a value, or to the sentence that says why it is none."""

import re
import unicodedata
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email

from learning.accounts import names
from learning.errors import RuleBroken
from learning.organizations import hierarchy
from learning.organizations.roles import Role

LONGEST_NAME = 300
_LONGEST_EMPLOYEE_ID = 100
_LONGEST_FIELD = 200
_EARLIEST = date(1920, 1, 1)
_FURTHEST_AHEAD = timedelta(days=2 * 366)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_INVISIBLE = "\ufeff\u200b\u2060"
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
_ROLES = {**{str(role): role for role in Role}, "administrator": Role.ADMIN, "": Role.LEARNER}


class Wrong(Exception):
    """A cell that can't be used, with a sentence for whoever wrote it."""

    @property
    def message(self) -> str:
        return str(self.args[0])


def plain(cell: str) -> str:
    """A cell without what can't be seen around it. Raises Wrong for a spreadsheet's own error."""
    text = unicodedata.normalize("NFC", cell).strip().strip(_INVISIBLE).strip()
    if text in _ERRORS:
        raise Wrong(f"The cell holds {text}, an error of the spreadsheet")
    return text


def quoted(text: str) -> str:
    """A text as messages quote it: short, and on one line."""
    line = " ".join(text.split())
    return f"'{line[:60]}…'" if len(line) > 60 else f"'{line}'"


def name(text: str) -> str:
    if not text:
        raise Wrong("The name is missing")
    _refuse_line_breaks(text)
    if len(text) > LONGEST_NAME:
        raise Wrong(f"The name has {len(text)} characters; at most {LONGEST_NAME} are kept")
    try:
        return names.checked(text)
    except RuleBroken as error:
        raise Wrong("The name has signs in it that can’t be seen") from error


def address(text: str) -> str:
    """An e-mail address as it is stored and compared."""
    if not text:
        raise Wrong("The e-mail address is missing")
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Wrong(f"{quoted(text)} is not an e-mail address") from error
    return text.casefold()


def manager(text: str) -> str | None:
    return address(text) if text else None


def group(text: str) -> str | None:
    _refuse_line_breaks(text)
    if not hierarchy.is_short_enough(text):
        raise Wrong(f"The group’s name is longer than {hierarchy.LONGEST_NAME} characters")
    try:
        return names.checked(" ".join(text.split())) or None
    except RuleBroken as error:
        raise Wrong("The group’s name has signs in it that can’t be seen") from error


def role(text: str) -> Role:
    found = _ROLES.get(text.casefold())
    if found is None:
        raise Wrong(f"{quoted(text)} is not a role: write {', '.join(Role)}, or leave it blank")
    return found


def employee_id(text: str) -> str | None:
    _refuse_line_breaks(text)
    if len(text) > _LONGEST_EMPLOYEE_ID:
        raise Wrong(f"The employee id is longer than {_LONGEST_EMPLOYEE_ID} characters")
    return text or None


def own_field(text: str) -> str | None:
    """What stands in a field of the organization's own."""
    _refuse_line_breaks(text)
    if len(text) > _LONGEST_FIELD:
        raise Wrong(f"{quoted(text)} is longer than {_LONGEST_FIELD} characters")
    return text or None


def joined_on(text: str, *, today: date) -> date | None:
    """A day such as 2026-11-23; from a spreadsheet, the day of a time is enough."""
    if not text:
        return None
    shape = f"{quoted(text)} is not a date: write year, month and day like {today.isoformat()}"
    if not _ISO.fullmatch(text[:10]) or text[10:11] not in ("", " ", "T"):
        raise Wrong(shape)
    try:
        day = date.fromisoformat(text[:10])
    except ValueError as error:
        raise Wrong(f"{quoted(text)} is not a date: there is no such day") from error
    if not _EARLIEST <= day <= today + _FURTHEST_AHEAD:
        raise Wrong(f"{quoted(text)} can’t be right: it is too long {_when(day, today)}")
    return day


def _when(day: date, today: date) -> str:
    return "ago" if day < today else "from now"


def _refuse_line_breaks(text: str) -> None:
    if len(text.splitlines()) > 1:
        raise Wrong(f"{quoted(text)} has a line break in it")
