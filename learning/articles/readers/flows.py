"""Blocks on their way to Markdown: what each is, what it stands in, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.articles.readers.runs import Run, collapsed, inline_markdown

DEEPEST = 12  # quotes and lists inside one another; what lies deeper stands at this depth


class FlowKind(StrEnum):
    """The shapes a block can have."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"


@dataclass(eq=False)
class Quote:
    """A block quote, open or done."""


@dataclass(eq=False)
class Listing:
    """A list: ordered from `number` on, or not."""

    is_ordered: bool
    next_number: int = 1
    last: Item | None = None
    is_alternate: bool = False  # marked otherwise than the list right before it

    def item(self, number: int | None) -> Item:
        """The next item."""
        number = self.next_number if number is None else number
        self.next_number = number + 1
        self.last = Item(self, number)
        return self.last


@dataclass(eq=False)
class Item:
    """An item of a list; `number` is its own."""

    listing: Listing
    number: int
    is_written: bool = False

    @property
    def marker(self) -> str:
        alternate = self.listing.is_alternate
        if self.listing.is_ordered:
            return f"{self.number}{')' if alternate else '.'} "
        return "* " if alternate else "- "


Container = Quote | Item


@dataclass(frozen=True)
class Flow:
    """A block: `rows` are the cells of a table, `runs` the words of anything else."""

    kind: FlowKind
    containers: tuple[Container, ...]
    runs: Sequence[Run] = ()
    level: int = 0
    rows: Sequence[Sequence[Sequence[Run]]] = ()


def markdown_text(flows: Iterable[Flow]) -> str:
    """All blocks as Markdown, one blank line between them, none inside a list of short items."""
    pieces: list[str] = []
    before: Flow | None = None
    for flow in flows:
        containers = flow.containers
        _tell_lists_apart(before, flow)
        lines = _lines(flow)
        if not lines:
            continue
        if before is not None:
            pieces.append("\n" if _is_tight(before, flow) else _gap(before, flow))
        first = "".join(_mark(each, is_first=True) for each in containers)
        rest = "".join(_mark(each, is_first=False) for each in containers)
        pieces.append(first + lines[0])
        pieces += [f"\n{rest}{line}".rstrip(" ") for line in lines[1:]]
        for each in containers:
            if isinstance(each, Item):
                each.is_written = True
        before = flow
    return "".join(pieces) + ("\n" if pieces else "")


def _lines(flow: Flow) -> list[str]:
    match flow.kind:
        case FlowKind.RULE:
            return ["* * *"]
        case FlowKind.CODE:
            return _code_lines("".join(run.text for run in flow.runs))
        case FlowKind.TABLE:
            return list(_table_lines(flow.rows))
        case FlowKind.HEADING:
            mark = "#" * flow.level + " "
            runs = collapsed(
                run._replace(text=" ") if run.is_break else run._replace(bold=False)
                for run in flow.runs
            )
            return [mark + inline_markdown(runs, mark)] if runs else []
    runs = collapsed(flow.runs)
    return inline_markdown(runs).split("\n") if runs else []


def _code_lines(code: str) -> list[str]:
    lines = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        return []
    longest = max(len(line) - len(line.lstrip("`")) for line in map(str.strip, lines))
    fence = "`" * max(3, longest + 1)
    return [fence, *lines, fence]


def _table_lines(rows: Sequence[Sequence[Sequence[Run]]]) -> Iterator[str]:
    columns = max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        cells = [_cell(runs) for runs in row] + [""] * (columns - len(row))
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield "|" + " --- |" * columns


def _cell(runs: Sequence[Run]) -> str:
    on_one_line = collapsed(run._replace(text=" ") if run.is_break else run for run in runs)
    return inline_markdown(on_one_line).replace("|", "\\|")


def _mark(container: Container, *, is_first: bool) -> str:
    if isinstance(container, Quote):
        return "> "
    if is_first and not container.is_written:
        return container.marker
    return " " * len(container.marker)


def _is_tight(before: Flow, flow: Flow) -> bool:
    """Whether an item follows a one-paragraph item of its list, or of the list it is inside."""
    if before.kind is not FlowKind.PARAGRAPH or flow.kind is not FlowKind.PARAGRAPH:
        return False
    if not before.containers or not flow.containers:
        return False
    item, above = flow.containers[-1], before.containers[-1]
    if not isinstance(item, Item) or item.is_written or not isinstance(above, Item):
        return False
    if item.number != 1 and item.listing not in _opened(before):
        return False  # such a list can't begin right below a paragraph
    return _opened(before)[:1] == _opened(flow)[:1]


def _opened(flow: Flow) -> list[Listing | Quote]:
    return [each.listing if isinstance(each, Item) else each for each in flow.containers]


def _gap(before: Flow, flow: Flow) -> str:
    """A blank line, which inside a quote that goes on bears its mark."""
    shared = ""
    for one, other in zip(before.containers, flow.containers, strict=False):
        if one is not other:
            break
        shared += _mark(one, is_first=False)
    return f"\n{shared.rstrip()}\n"


def _tell_lists_apart(before: Flow | None, flow: Flow) -> None:
    """Of two lists with nothing between them, the second gets another marker."""
    if before is None:
        return
    for one, other in zip(before.containers, flow.containers, strict=False):
        if one is other:
            continue
        if isinstance(one, Item) and isinstance(other, Item) and one.listing is not other.listing:
            is_alike = one.listing.is_ordered is other.listing.is_ordered
            if is_alike and not other.is_written:
                other.listing.is_alternate = not one.listing.is_alternate
        return
