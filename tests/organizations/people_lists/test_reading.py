"""Lists are read as spreadsheets show them, whatever wrote the file."""

from datetime import date, datetime

import pytest

from learning.errors import RuleBroken
from learning.organizations.people_lists import columns, reading, writing
from learning.organizations.people_lists.checking import Problem
from learning.organizations.people_lists.columns import Column
from learning.organizations.people_lists.reading import Form
from tests.organizations.people_lists.lists import workbook

TEXT = "Name;E-mail address;Department\r\nZoë Ünal;zoe@example.org;Ward 3\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"), TEXT.replace(";", ",").encode(), TEXT.replace(";", "\t").encode(),
        ("sep=;\r\n" + TEXT).encode(), TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace("Name", '"Name"').encode(),
    ],
)  # fmt: skip
def test_any_encoding_and_separator_reads_the_same(content: bytes) -> None:
    people = reading.read(content, Form.CSV)
    assert people.head.cells == ("Name", "E-mail address", "Department")
    assert [(row.number, row.cells) for row in people.rows] == [
        (2, ("Zoë Ünal", "zoe@example.org", "Ward 3"))
    ]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    text = 'name,email\n\n"A\nB",a@example.org\n , \nC,c@example.org\n'
    people = reading.read(text.encode(), Form.CSV)
    assert [row.number for row in people.rows] == [3, 5]
    rows = [["name", "email"], [], ["A", "a@example.org"], [" ", None], ["C", "c@example.org"]]
    sheet = reading.read(workbook(rows), Form.XLSX)
    assert [row.number for row in sheet.rows] == [3, 5]


def test_a_workbook_gives_dates_and_numbers_as_they_are_shown() -> None:
    rows = [["name", "employee id", "start date"], ["A", 42, datetime(2026, 11, 2)],
            ["B", 17.0, date(2026, 11, 3)]]  # fmt: skip
    people = reading.read(workbook(rows, {"B2": "00000"}), Form.XLSX)
    assert [row.cells for row in people.rows] == [
        ("A", "00042", "2026-11-02"),
        ("B", "17", "2026-11-03"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "people-empty"),
        ("a.csv", b"name,email\n", "people-empty"),
        ("a.csv", b"Jo,jo@example.org\nBo,bo@example.org\n", "people-head"),
        ("a.csv", b'name,email\n"Jo,jo@example.org\nBo,bo@example.org\n', "people-quote"),
        ("a.csv", b"name,email\n" + b"a,a@example.org\n" * 5_001, "people-too-many"),
        ("a.csv", b"x" * 2_000_001, "people-too-large"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "people-format"),
        ("a.xlsx", b"name,email\n", "exchange-table"),
        ("a.xlsx", b"PK\x03\x04 not really", "exchange-table"),
        ("a.csv", b"\x00\x01\x02\x03" * 20, "article-binary"),
    ],
)
def test_what_is_no_list_is_refused_at_once(name: str, content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        reading.read(content, reading.form_of(name, content))
    assert refusal.value.code == code


def test_a_workbook_with_five_thousand_people_is_read() -> None:
    rows = [["name", "email"], *([f"P {n}", f"p{n}@example.org"] for n in range(5_000))]
    content = workbook(rows)
    assert len(reading.read(content, reading.form_of("a.xlsx", content)).rows) == 5_000


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("NAME,E_MAIL", {Column.NAME: 0, Column.EMAIL: 1}),
        ("Full name,E-mail address *", {Column.NAME: 0, Column.EMAIL: 1}),
        ("First Name,Surname,Mail", {Column.FIRST_NAME: 0, Column.LAST_NAME: 1, Column.EMAIL: 2}),
        ("first name,name,email", {Column.NAME: 1, Column.EMAIL: 2}),
        ("Display name,Name,email", {Column.NAME: 1, Column.EMAIL: 2}),
        ("Staff number,Start date,Line manager,Ward,Role",
         {Column.EMPLOYEE_ID: 0, Column.JOINED_ON: 1, Column.MANAGER: 2, Column.GROUP: 3,
          Column.ROLE: 4}),
    ],
)  # fmt: skip
def test_columns_are_known_by_many_names(head: str, found: dict[Column, int]) -> None:
    assert columns.detected(head.split(",")) == found


def test_a_list_without_names_or_addresses_says_so() -> None:
    with pytest.raises(RuleBroken) as refusal:
        columns.checked(columns.detected(["Ward", "Phone"]))
    assert refusal.value.values == {"columns": "“name” and “email”"}


def test_bad_rows_can_be_mended_and_sent_again_without_a_formula_in_them() -> None:
    text = "name,email,note\n=1+1,jo@exampel,x\nBo,bo@example.org\nCy,cy,\n"
    people = reading.read(text.encode(), Form.CSV)
    problems = [Problem(2, "email", "no address"), Problem(4, "email", "none, either")]
    written = writing.bad_rows(people, problems)
    assert '"\'=1+1"' in written
    again = reading.read(written.encode(), Form.CSV)
    assert again.head.cells == ("name", "email", "note", "problem")
    assert [row.cells for row in again.rows] == [
        ("=1+1", "jo@exampel", "x", "no address"),
        ("Cy", "cy", "", "none, either"),
    ]
    once_more = writing.bad_rows(again, [Problem(2, "email", "still none")])
    assert once_more.splitlines()[1].endswith('"x","still none"')


def test_the_template_is_a_list_that_lacks_people_only() -> None:
    head = writing.template().removeprefix("\ufeff").strip().replace('"', "").split(",")
    assert columns.checked(columns.detected(head))
