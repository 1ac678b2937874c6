"""Lists of people as we write them: the template, and bad rows with what is wrong in them."""

from collections.abc import Sequence

from learning.foreign.tables import write_csv
from learning.organizations.people_lists.checking import Problem
from learning.organizations.people_lists.columns import TEMPLATE
from learning.organizations.people_lists.reading import PeopleList

PROBLEM = "problem"


def template() -> str:
    """The names of our columns, as CSV."""
    return write_csv([tuple(map(str, TEMPLATE))])


def bad_rows(people: PeopleList, problems: Sequence[Problem]) -> str:
    """Rows that can't come in, in their own columns, and why; once mended, a list again."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.row, []).append(problem.message)
    # Rows may be longer than the head; a column of our own from an earlier time is written anew.
    width = max(len(row.cells) for row in (people.head, *people.rows))
    head = _wide(people.head.cells, width)
    kept = [n for n, name in enumerate(head) if name.strip().casefold() != PROBLEM]
    rows = [(*(head[n] for n in kept), PROBLEM)]
    for row in people.rows:
        if row.number in reasons:
            cells = _wide(row.cells, width)
            rows.append((*(cells[n] for n in kept), ". ".join(reasons[row.number])))
    return write_csv(rows)


def _wide(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))
