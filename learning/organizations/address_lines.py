"""People in pasted lines, as from a mail program or a table: a name and an address each."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from learning.accounts import names
from learning.errors import RuleBroken

MOST_LINES = 20
LONGEST_ADDRESS = 320
LONGEST_NAME = 300
# Jo Smith <jo@example.org>, or Jo Smith, jo@example.org, or jo@example.org alone.
_LINE = re.compile(r"""^(?:"?(?P<name>[^"<>]*?)"?[\s,;]*)?<?(?P<address>[^\s<>,;"]+)>?[,;]?$""")


@dataclass(frozen=True)
class Line:
    """Somebody to invite. `problem`: the code of what is wrong with the line, if anything is."""

    number: int
    name: str
    address: str
    problem: str | None = None


def people_in(text: str) -> list[Line]:
    """Who stands in the lines that aren't blank; a line without a name is named by its address."""
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            lines.append(_read(number, line.strip()))
    return lines


def _read(number: int, line: str) -> Line:
    found = _LINE.match(line)
    if found is None or not is_address(found["address"]):
        return Line(number, "", line[:LONGEST_ADDRESS], "line-without-address")
    name = (found["name"] or "").strip() or _name_in(found["address"])
    try:
        name = names.checked(name)
    except RuleBroken as error:
        return Line(number, "", found["address"], error.code)
    return Line(number, name[:LONGEST_NAME], found["address"])


def is_address(text: str) -> bool:
    """Whether this has the form of an e-mail address; nobody is asked whether it exists."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(text) <= LONGEST_ADDRESS


def _name_in(address: str) -> str:
    """jo.smith@example.org: Jo Smith. Whoever it is corrects it when they join."""
    words = re.split(r"[._+-]+", address.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word) or address
