"""Tables as CSV that a spreadsheet opens without calculating anything.

UTF-8 with a byte-order mark, CRLF, commas, a header row (RFC 4180). A text that a program might
take for a formula gets an apostrophe before it, as `foreign.cells` says; whoever reads
such a file takes that one apostrophe off again. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from learning.foreign.cells import guarded

Cell = str | int | None
_BYTE_ORDER_MARK = "\ufeff"
_AT_ONCE = 200  # rows in one piece of text


def pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file piece by piece, however long it is; the header always comes."""
    waiting = io.StringIO(_BYTE_ORDER_MARK, newline="")
    waiting.seek(0, io.SEEK_END)
    writer = csv.writer(waiting, lineterminator="\r\n")
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        writer.writerow([_written(cell) for cell in row])
        if number % _AT_ONCE == 0:
            yield waiting.getvalue()
            waiting.seek(0)
            waiting.truncate()
    yield waiting.getvalue()


def _written(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell
