"""From a CSV or XLSX file to its rows, each with the number a spreadsheet shows beside it."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Any

from learning.errors import RuleBroken
from learning.foreign.cells import unguarded
from learning.foreign.decoding import decode
from learning.foreign.tables import sheet_rows
from learning.organizations.people_lists import columns

MOST_ROWS = 5_000  # of people
MOST_BYTES = 2_000_000
_MOST_COLUMNS = 100
_MOST_UNPACKED = 20_000_000
_DELIMITERS = ",;\t"
# Excel writes and reads such a first line, and shows it to nobody.
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
# A row of our own at the end: where it isn't found, a quotation mark has swallowed it.
_LAST = "\x1elast row\x1e"
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_PACKED = b"PK\x03\x04"
_TEXT_ENDINGS = ("csv", "tsv", "txt", "")


class Form(StrEnum):
    """How a list is written in a file."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Row:
    """A row that isn't blank, by the number that the file itself gives it."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """What stands in a column; nothing where the row is too short, or in no column."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True)
class PeopleList:
    """The names of the columns, and the rows below them."""

    head: Row
    rows: tuple[Row, ...]


def form_of(file_name: str, content: bytes) -> Form:
    """The form of a file, by what is in it and by its ending.

    Raises RuleBroken people-too-large (limit=) or people-format (ending=).
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken("people-too-large", limit=f"{MOST_BYTES // 1_000_000} MB")
    ending = file_name.lower().rpartition(".")[2] if "." in file_name else ""
    if content.startswith(_PACKED) and ending in ("xlsx", "xlsm", *_TEXT_ENDINGS):
        return Form.XLSX
    if ending == "xlsx" and content:
        raise RuleBroken("exchange-table", reason="it is no XLSX file")
    if ending not in (*_TEXT_ENDINGS, "xlsx"):
        raise RuleBroken("people-format", ending=f".{ending}")
    return Form.CSV


def read(content: bytes, form: Form) -> PeopleList:
    """The rows of a file.

    Raises RuleBroken people-empty, people-too-many (most=), people-quote (row=), people-head, or
    what decoding and opening a table raise.
    """
    rows = _numbered(sheet_rows(content, most_unpacked=_MOST_UNPACKED)
                     if form == Form.XLSX else _csv_rows(_text(content)))  # fmt: skip
    head = next(rows, None)
    if head is None:
        raise RuleBroken("people-empty")
    if any(_ADDRESS.fullmatch(cell.strip()) for cell in head.cells):
        raise RuleBroken("people-head")
    found: list[Row] = []
    for row in rows:
        if len(found) == MOST_ROWS:
            raise RuleBroken("people-too-many", most=MOST_ROWS)
        found.append(row)
    if not found:
        raise RuleBroken("people-empty")
    return PeopleList(head, tuple(found))


def as_json(people: PeopleList) -> list[list[int | str]]:
    """The list as values that canonical text holds: each row behind its number, the head first."""
    return [[row.number, *row.cells] for row in (people.head, *people.rows)]


def from_json(stored: list[Any]) -> PeopleList:
    """The list of `as_json`."""
    head, *rows = (Row(number, tuple(cells)) for number, *cells in stored)
    return PeopleList(head, tuple(rows))


def _text(content: bytes) -> str:
    # UTF-16 without its mark: every second byte of Western letters is none.
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and content.count(0) * 3 > len(content):
        content = (b"\xff\xfe" if content[1:2] == b"\0" else b"\xfe\xff") + content
    return decode(content).removeprefix("\ufeff")


def _csv_rows(text: str) -> Iterator[list[str]]:
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else max(_DELIMITERS, key=lambda sign: _fitness(text, sign))
    csv.field_size_limit(MOST_BYTES * 4)
    rows = csv.reader(StringIO(f"{text}\n{_LAST}\n", newline=""), delimiter=delimiter)
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007
        if row == [_LAST]:
            return
        if row and _LAST in row[-1]:
            break
        yield row
    raise RuleBroken("people-quote", row=number)


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How many columns of the head are known, and how many there are, if this ends a cell."""
    lines = csv.reader(StringIO(text[:10_000], newline=""), delimiter=delimiter)
    head: list[str] = next((row for row in lines if any(cell.strip() for cell in row)), [])
    return len(columns.detected(head)), len(head)


def _numbered(rows: Iterable[list[str]]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        if any(not cell.isspace() and cell for cell in row):
            yield Row(number, tuple(unguarded(cell) for cell in row[:_MOST_COLUMNS]))
