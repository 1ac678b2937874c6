"""One table of ratios, and the circumstances under which they came about."""

import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import psutil  # type: ignore[import-untyped]

from bench.growth import Size
from bench.intake import Intake
from bench.lists import Listed
from bench.load import CONNECTIONS
from bench.measuring import Series, Spread
from bench.servers import Server
from bench.workloads import Answering, Plan, Viewing
from learning.cli.serve import THREADS

_HEAD = ("workload", "ours ms", "control ms", "control/ours", "target", "growth", "target",
         "p50 ms", "p99 ms", "max ms", "req/s", "KB")  # fmt: skip
_TITLES = {
    "catalogue": ("W1 catalogue", "0.90", "1.10"),
    "course": ("W1 course page", "0.90", "1.10"),
    "module": ("W2 module page", "0.50", "1.05"),
}
_LEGEND = (
    "control/ours: the share of our CPU that the control needs for the same bytes; "
    "for W3 our answers per second ÷ raw inserts and commits per second, and the same by CPU."
)
_PACKAGES = ("flask", "jinja2", "sqlalchemy", "waitress")


def table(viewings: list[Viewing], answering: Answering, sizes: tuple[Size, Size]) -> str:
    """Markdown; ms are CPU-milliseconds per request of the whole process tree."""
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_viewing, viewings), *_answering(answering)]
    small, grown = sizes
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.append(f"\nGrowth: CPU per request at {_size(grown)} ÷ at {_size(small)}.\n" + _LEGEND)
    return "\n" + "\n".join(lines)


def intakes(measured: list[Intake]) -> str:
    """Markdown; the median seconds of the rounds."""
    rows = [("article of 5,000 words", "answered after s", "there after s"), ("---",) * 3]
    rows += [intake.row for intake in measured]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def lists(measured: list[Listed]) -> str:
    """Markdown; seconds."""
    rows = [("5,000 people", "read s", "checked s", "all in s"), ("---",) * 4]
    rows += [listed.row for listed in measured]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def memory(small: Server, grown: Server, control: Server) -> str:
    """Proportional set sizes after all of it."""
    sizes = [f"{server.pss() / 1e6:.0f}" for server in (small, grown, control)]
    return f"PSS in MB: ours {sizes[0]} (grown: {sizes[1]}), control {sizes[2]}."


def circumstances(plan: Plan, before: Any, after: Any) -> str:
    """When, where and with what this was measured."""
    spent = {name: getattr(after, name) - getattr(before, name) for name in before._fields}
    whole = sum(spent[name] for name in spent if not name.startswith("guest"))
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = ", ".join(f"{each:.1f}" for each in psutil.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {psutil.cpu_count()} cores, idle "
        f"{spent['idle'] / whole:.0%}, steal {spent.get('steal', 0) / whole:.0%}, load {load}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}; "
        f"{plan.rounds} rounds of {plan.seconds:g} s, {CONNECTIONS} connections, "
        f"{THREADS} threads."
    )


def _viewing(viewing: Viewing) -> tuple[str, ...]:
    title, target, growth = _TITLES[viewing.name]
    ratio = Spread.of_ratios(viewing.control.cpu, viewing.small.cpu)
    return _row(title, viewing.small, _middle(viewing.control.cpu), _spread(ratio), f"≥ {target}",
                viewing.grown, f"≤ {growth}")  # fmt: skip


def _answering(answering: Answering) -> list[tuple[str, ...]]:
    raw = [each.count / each.seconds for each in answering.raw]
    raw_cpu = [each.cpu_seconds * 1000 / each.count for each in answering.raw]
    ratio = Spread.of_ratios(answering.small.rates, raw)
    by_cpu = Spread.of_ratios(raw_cpu, answering.small.cpu)
    first = _row("W3 check an answer", answering.small, _middle(raw_cpu), _spread(ratio),
                 "≥ 0.35", answering.grown, "≤ 1.15")  # fmt: skip
    last = _row("W3 the last answer", answering.last, "", "", "", None, "")
    raw_row = ["raw insert + commit", "", _middle(raw_cpu), f"by CPU {_spread(by_cpu)}"]
    raw_row += [""] * (len(_HEAD) - len(raw_row))
    raw_row[_HEAD.index("req/s")] = f"{Spread.of(raw).middle:.0f}"
    return [first, last, tuple(raw_row)]


def _row(
    title: str,
    ours: Series,
    control: str,
    ratio: str,
    target: str,
    grown: Series | None,
    limit: str,
) -> tuple[str, ...]:
    growth = _spread(Spread.of_ratios(grown.cpu, ours.cpu)) if grown else ""
    times = [f"{ours.milliseconds(share):.1f}" for share in (0.5, 0.99, 1)]
    rate = f"{Spread.of(ours.rates).middle:.0f}"
    return (title, _middle(ours.cpu), control, ratio, target, growth, limit, *times, rate,
            f"{ours.size / 1000:.1f}")  # fmt: skip


def _middle(values: list[float]) -> str:
    return f"{Spread.of(values).middle:.3f}"


def _spread(spread: Spread) -> str:
    return f"{spread.middle:.2f} ({spread.low:.2f}–{spread.high:.2f})"


def _size(size: Size) -> str:
    return f"{size.courses:,} courses, {size.learners:,} learners, {size.answers:,} answers"
