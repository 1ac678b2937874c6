"""Tables that a spreadsheet opens as they are meant."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.foreign.cells import unguarded
from learning.reports.csv_writing import pieces


def written(*rows: list[str | int | None], header: tuple[str, ...] = ("a", "b")) -> str:
    return "".join(pieces(header, rows))


def test_a_table_has_a_mark_of_its_encoding_a_header_and_ends_of_lines_for_windows() -> None:
    assert written(["x", 1]) == "\ufeffa,b\r\nx,1\r\n"
    assert written() == "\ufeffa,b\r\n"


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_looks_like_a_formula_is_none(sign: str) -> None:
    row = next(
        csv.reader(io.StringIO(written([f"{sign}1+1", "x"]).split("\r\n", 1)[1], newline=""))
    )
    assert row == [f"'{sign}1+1", "x"]


def test_numbers_stay_numbers() -> None:
    assert written([-5, None]).endswith("\r\n-5,\r\n")


@given(st.lists(st.tuples(st.text(alphabet="=+-@'\t\r\n,\"a\uff1d"), st.text()), max_size=450))
def test_whoever_reads_it_gets_what_was_written(rows: list[tuple[str, str]]) -> None:
    rows = [tuple(cell.replace("\0", "") for cell in row) for row in rows]
    read = list(
        csv.reader(io.StringIO(written(*map(list, rows)).removeprefix("\ufeff"), newline=""))
    )
    assert [tuple(unguarded(cell) for cell in row) for row in read[1:]] == rows
