"""Tables of questions as people write them, and as files that mean harm."""

import io
import time
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from learning.errors import RuleBroken
from learning.quizzes.exchange import sheets
from learning.quizzes.exchange.exchanged import Item
from learning.quizzes.exchange.plain import Part, PlainQuestion, true_or_false
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.exchange.questions import ORDINARY

ROOT = Path(__file__).resolve().parents[3]


def test_columns_may_stand_in_any_order_and_be_left_out() -> None:
    found = sheets.read_csv(
        "Question;Kind;Option 1;option 2;RIGHT;Sentences\n"
        "What loosens grease?;single;Water;Soap;2;Soap loosens grease.\n"
        ";;;;;\n"
        "Soap is old.;True/False;;;true;\n"
    )
    assert found.problems == ()
    assert found.questions == (
        Item(
            PlainQuestion(
                QuestionKind.SINGLE,
                "What loosens grease?",
                (Part("Water"), Part("Soap", is_right=True)),
            ),
            quotes=("Soap loosens grease.",),
        ),
        Item(PlainQuestion(QuestionKind.TRUE_FALSE, "Soap is old.", true_or_false(True))),
    )
    assert [item.line for item in found.questions] == [2, 4]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("essay,Tell us all,,,", "is of the kind “essay”"),
        ("single,What?,a,b,3", "calls an option right that it hasn’t: 3"),
        ("single,What?,a,b,first", "no numbers of options"),
        ("true_false,So?,,,maybe", "neither “true” nor “false”"),
        ("single,,a,b,1", "no question text"),
    ],
)
def test_a_broken_row_is_named_by_its_number_and_the_others_come_in(row: str, says: str) -> None:
    good = "single,What?,a,b,1"
    found = sheets.read_csv(f"kind,question,option 1,option 2,right\n{good}\n{row}\n{good}\n")
    assert len(found.questions) == 2
    (problem,) = found.problems
    assert (problem.line, says in problem.message) == (3, True), problem.message


def test_columns_that_mean_nothing_or_are_missing_are_named() -> None:
    found = sheets.read_csv("kind,question,points\ntrue_false,So?,3\n")
    assert [(p.line, p.message, p.is_left_out) for p in found.problems] == [
        (1, "has a column that isn’t known and not read: “points”", False)
    ]
    (problem,) = sheets.read_csv("stem,answer\na,b\n").problems
    assert problem.message == "lacks the column “kind” and “question”"
    assert sheets.read_csv("").problems
    assert sheets.read_xlsx(sheets.write_xlsx([])[0]).questions == ()


def test_numbers_that_a_spreadsheet_has_made_of_texts_are_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["kind", "question", "answer 1", "tolerance"], ["numeric", "How many?", 20, 2.5]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    (item,) = sheets.read_xlsx(out.getvalue()).questions
    assert (item.question.accepted, item.question.tolerance) == ((("20",),), "2.5")


def test_another_program_finds_no_formula_in_our_files() -> None:
    parts = (
        Part('=HYPERLINK("http://x")', is_right=True),
        Part("@SUM(A1)"),
        Part("+1"),
        Part("-1"),
    )
    question = PlainQuestion(QuestionKind.SINGLE, "=1+1", parts, explanation="\t=2")
    content, problems = sheets.write_xlsx([Item(question), Item(ORDINARY[QuestionKind.GAP])])
    assert problems == ()
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:4] == ["kind", "category", "scenario", "question"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value)[0] in "=+-@\t\r"]
    assert sheet.cell(2, 4).value == "'=1+1"


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs" / "question-files.md").read_text()
    for column in sheets.COLUMNS:
        name = column.rstrip("123456").strip()
        assert f"`{name}`" in text or f"`{name} 1`" in text, column


def test_a_text_too_long_for_a_cell_is_named() -> None:
    question = PlainQuestion(QuestionKind.SHORT_TEXT, "x" * 32_001, accepted=(("a",),))
    for write in (sheets.write_csv, sheets.write_xlsx):
        (problem,) = write([Item(question)])[1]
        assert "too long for a cell" in problem.message


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def spoiled(name: str, content: bytes) -> bytes:
    """One of our files with a part of it replaced."""
    with ZipFile(io.BytesIO(sheets.write_xlsx([Item(ORDINARY[QuestionKind.GAP])])[0])) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert name in parts
    return packed({**parts, name: content})


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE s [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
HOSTILE = {
    "no zip": b"PK\x03\x04 nonsense",
    "nothing": b"",
    "another zip": packed({"a.txt": b"hello"}),
    "too large": packed({f"{n}": bytes(1_000_000) for n in range(7)}),
    "too many": packed({f"{n}": b"" for n in range(600)}),
    "entities in a sheet": spoiled(SHEET, LAUGHS),
    "entities in the book": spoiled("xl/workbook.xml", LAUGHS),
    "a million cells": spoiled(
        SHEET,
        b"<worksheet><sheetData><row>" + b"<c/>" * 1_000_000 + b"</row></sheetData></worksheet>",
    ),
    "many fonts": spoiled(
        "xl/styles.xml", b"<styleSheet><fonts>" + b"<font/>" * 700_000 + b"</fonts></styleSheet>"
    ),
    "cut sheet": spoiled(SHEET, b"<worksheet><sheetData><row"),
    "a million rows": spoiled(
        SHEET,
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_at_once(name: str) -> None:
    before = time.process_time()
    with suppress(RuleBroken):
        found = sheets.read_xlsx(HOSTILE[name])
        assert found.questions == ()
        assert found.problems
    assert time.process_time() - before < 5


@pytest.mark.parametrize("name", ["a million cells", "many fonts"])
def test_what_swells_is_refused_before_it_is_read(name: str) -> None:
    before = time.process_time()
    with pytest.raises(RuleBroken, match="exchange-table"):
        sheets.read_xlsx(HOSTILE[name])
    assert time.process_time() - before < 0.5


def test_half_a_character_in_a_workbook_stays_as_it_is_written() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["kind", "question", "_xD800_"])
    book.active.append(["short_text", "What is _xDFFF_ and _x0041_?"])
    out = io.BytesIO()
    book.save(out)
    found = sheets.read_xlsx(out.getvalue())
    assert found.questions[0].question.stem == "What is _xDFFF_ and A?"
    assert [problem.message.encode() for problem in found.problems]


@pytest.mark.parametrize("text", ['"a', "a\0b,c\nd", "x," * 200_000, "\n" * 6_000 + "a"])
def test_a_table_that_is_none_is_refused_or_named(text: str) -> None:
    with suppress(RuleBroken):
        assert sheets.read_csv(text).problems
