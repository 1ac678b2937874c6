"""Lists of people for tests: as text, as workbooks, and with all kinds of mistakes."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from learning.organizations.people_lists import columns, reading
from learning.organizations.people_lists.checking import Checked, Known, check
from learning.organizations.people_lists.reading import Form
from learning.organizations.roles import Role

TODAY = date(2026, 11, 23)
HEAD = "name,email,group,role,manager,employee_id,joined_on\n"
GOOD = """Amira Khan,amira@example.org,Ward 3,trainer,,17,2026-11-02
Ben Osei,ben@example.org,Ward 3,,amira@example.org,18,
"""
# Row by row: what is wrong, and in which column.
MISTAKES = (
    HEAD
    + """Amira Khan,amira@example.org,Ward 3,trainer,,17,2026-11-02
Jo Exampel,jo@exampel,Ward 3,,,,
,nameless@example.org,,,,,
Amira Again,AMIRA@example.org,,,,,

Eve Same,eve@example.org,,,,17,
Bo Boss,bo@example.org,,boss,,,
Olga Owner,olga@example.org,,owner,,,
Nora Nobody,nora@example.org,,,nobody@example.org,,
Rita Round,rita@example.org,,,stan@example.org,,
Stan Round,stan@example.org,,,rita@example.org,,
Dee Day,dee@example.org,,,,,02/11/2026
Ann Absurd,ann@example.org,,,,,1026-11-02
"Two
Lines",two@example.org,,,,,
Ida Taken,ida@example.org,,,,99,
Ben Osei,ben@example.org,Ward 3,,amira@example.org,18,
"""
)
WRONG = {
    3: "email", 4: "name", 5: "email", 7: "employee_id", 8: "role", 9: "role", 10: "manager",
    11: "manager", 12: "manager", 13: "joined_on", 14: "joined_on", 15: "name", 16: "employee_id",
}  # fmt: skip


def checked(text: str, known: Known | None = None, *, by_role: Role = Role.ADMIN) -> Checked:
    people = reading.read(text.encode(), Form.CSV)
    places = columns.checked(columns.detected(people.head.cells))
    return check(people, places, known or Known(), by_role=by_role, today=TODAY)


def workbook(rows: Sequence[Sequence[Any]], formats: Mapping[str, str] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    out = BytesIO()
    book.save(out)
    return out.getvalue()
