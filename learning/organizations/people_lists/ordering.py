"""The order in which rows come in: whoever is named as a manager before those below them."""

from learning.organizations.people_lists.columns import Column, Places
from learning.organizations.people_lists.reading import PeopleList, Row


def in_order(people: PeopleList, places: Places) -> list[Row]:
    """All rows. The same file and columns give the same order, whoever is in the organization."""
    first: dict[str, Row] = {}
    for row in people.rows:
        first.setdefault(_folded(row.cell(places.get(Column.EMAIL))), row)
    placed: dict[int, Row] = {}
    for row in people.rows:
        way: list[Row] = []
        passed: set[int] = set()
        at: Row | None = row
        while at is not None and at.number not in placed and at.number not in passed:
            way.append(at)
            passed.add(at.number)
            at = first.get(_folded(at.cell(places.get(Column.MANAGER))) or "\0")
        placed.update((each.number, each) for each in reversed(way))
    return list(placed.values())


def _folded(cell: str) -> str:
    return cell.strip().casefold()
