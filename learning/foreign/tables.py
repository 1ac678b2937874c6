"""Tables as files: CSV and XLSX, guarded against formulas, bounded against bombs."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from learning.errors import RuleBroken
from learning.foreign.cells import guarded, unguarded

LONGEST_CELL = 32_000  # Excel's limit is 32,767
_MOST_ROWS = 5_000
_MOST_COLUMNS = 100
_MOST_UNPACKED = 6_000_000
_MOST_PARTS = 500
_HIGHEST_RATIO = 200  # of a part that is large
_LARGE = 1_000_000
# XLSX writes characters that XML can't hold like this, so a text that looks so is written escaped.
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Row = tuple[str, ...]


def read_csv(text: str) -> Iterator[tuple[int, Row]]:
    """Rows with their numbers, from 1; blank ones are skipped.

    Raises RuleBroken exchange-table for what no program would call a table.
    """
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=lambda sign: head.count(sign))
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RuleBroken("exchange-table", reason=str(error)) from error
    yield from _numbered(rows)


def read_xlsx(content: bytes) -> Iterator[tuple[int, Row]]:
    """The rows of the first sheet, as for CSV; values of formulas, never the formulas."""
    yield from _numbered(list(islice(sheet_rows(content), _MOST_ROWS + 1)))


def sheet_rows(content: bytes, *, most_unpacked: int = _MOST_UNPACKED) -> Iterator[list[str]]:
    """Each row of the first sheet as words, blank ones too, of at most 100 columns.

    Raises RuleBroken exchange-table for what no program would call a table, and for what unpacks
    to more than `most_unpacked` bytes.
    """
    _refuse_bombs(content, most_unpacked)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS):
            words = [_words(cell) for cell in row]
            # Rows are filled up to the widest that is allowed.
            while words and not words[-1]:
                words.pop()
            yield words
    except (
        BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError,
        IndexError, TypeError, AttributeError, EOFError, SyntaxError,
    ) as error:  # fmt: skip
        raise RuleBroken("exchange-table", reason=type(error).__name__) from error


def write_csv(rows: Sequence[Row]) -> str:
    """Every cell in quotes, so that no other sign is taken for the end of one."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    # The mark tells Excel that it is UTF-8.
    return "\ufeff" + out.getvalue()


def write_xlsx(rows: Sequence[Row], title: str, widths: Sequence[int]) -> bytes:
    """One sheet whose first row is the head."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions[_letter(number)].width = width
    for row_number, row in enumerate(rows):
        sheet.append([_cell(sheet, text, is_head=row_number == 0) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _numbered(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Row]]:
    if len(rows) > _MOST_ROWS:
        raise RuleBroken("exchange-table", reason=f"more than {_MOST_ROWS} rows")
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row):
            yield number, tuple(unguarded(cell) for cell in row[:_MOST_COLUMNS])


def _words(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return _CODED.sub(_decoded, str(value))


def _number(value: float, form: str) -> str:
    """A number as it is shown: 42 in a column of the form 00000 is 00042."""
    if not float(value).is_integer():
        return str(value)
    return str(int(value)).zfill(len(form) if form.strip("0") == "" else 0)


def _decoded(code: re.Match[str]) -> str:
    """The character; half of one, which no text can hold, stays as it is written."""
    character = chr(int(code[1], 16))
    return code[0] if "\ud800" <= character <= "\udfff" else character


def _cell(sheet: WriteOnlyWorksheet, text: str, *, is_head: bool) -> Cell:
    coded = _CODED.sub(lambda code: f"_x005F_x{code[1]}_", guarded(text))
    cell: Cell = WriteOnlyCell(sheet, coded)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=is_head)
    return cell


def _letter(number: int) -> str:
    before, last = divmod(number, 26)
    return (chr(64 + before) if before else "") + chr(65 + last)


def _refuse_bombs(content: bytes, most_unpacked: int) -> None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, OSError) as error:
        raise RuleBroken("exchange-table", reason="it is no XLSX file") from error
    # The announced size is also where unpacking stops. What shrinks this far is no text, but one
    # element over and over: a million empty cells fit into ten kilobytes.
    swells = any(
        part.file_size > max(_LARGE, part.compress_size * _HIGHEST_RATIO) for part in parts
    )
    unpacked = sum(part.file_size for part in parts)
    if swells or len(parts) > _MOST_PARTS or unpacked > most_unpacked:
        raise RuleBroken("exchange-table", reason="it unpacks to too much")
