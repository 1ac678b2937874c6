"""Tables as files: sent while they are read, so that their length is no matter."""

from collections.abc import Iterable, Sequence

from flask import Response, stream_with_context

from learning.reports import csv_writing
from learning.reports.csv_writing import Cell


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A CSV file under this name, which has no end of its own."""
    pieces = csv_writing.pieces(header, rows)
    response = Response(
        stream_with_context(piece.encode() for piece in pieces), mimetype="text/csv"
    )
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response
