"""Cells of a spreadsheet: none of ours is ever taken for a formula.

What begins with one of the signs gets an apostrophe before it, as people type it themselves
(https://owasp.org/www-community/attacks/CSV_Injection); reading takes it off again.
"""

import re

# The last four are the wide forms that some programs read as the narrow ones.
_SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")


def guarded(text: str) -> str:
    """The text as a cell that no program calculates."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a guarded cell; other cells are what they are."""
    return cell[1:] if _GUARDED.match(cell) else cell
