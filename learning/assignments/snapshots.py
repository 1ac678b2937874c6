"""How the events of an obligation tell how it was and how it is."""

from datetime import date

from learning import canonical
from learning.assignments.obliging import Wanted
from learning.assignments.states import ObligationState


def told(wanted: Wanted) -> str:
    """An obligation as its events tell it."""
    days = {
        "assigned": wanted.assigned_on,
        "due": wanted.due_on,
        "overdue": wanted.overdue_on,
        "met": wanted.met_on,
        "renews": wanted.renews_on,
    }
    return canonical.text(
        {
            "state": str(wanted.state),
            "reason": dict(wanted.reason),
            "completion": wanted.met_by,
            **{name: day.isoformat() for name, day in days.items() if day},
        }
    )


def as_told(text: str) -> Wanted:
    """The obligation that `told` wrote down."""
    value = canonical.parse(text)

    def day(name: str) -> date | None:
        return date.fromisoformat(value[name]) if name in value else None

    assigned, due, overdue = day("assigned"), day("due"), day("overdue")
    assert assigned is not None
    assert due is not None
    assert overdue is not None
    return Wanted(
        ObligationState(value["state"]), assigned, due, overdue, value["reason"],
        value["completion"], day("met"), day("renews"),
    )  # fmt: skip
