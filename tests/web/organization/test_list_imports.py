"""An admin brings in a list: nothing happens before they confirm what they have read."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import clock
from learning.database import db
from learning.jobs import working
from learning.organizations.models import Invitation, Membership
from learning.retention import retention_actions
from tests.assignments.stored import do_everything
from tests.organizations.people_lists.lists import GOOD, HEAD, MISTAKES, workbook
from tests.pages import Page, PageClient
from tests.people import People
from tests.web.organization.test_audit import exported

START = "/organization/people/import"


def sent(dana: PageClient, text: str, name: str = "staff.csv") -> Page:
    """The page on which the columns of this file are chosen."""
    file = (io.BytesIO(text.encode()), name)
    return dana.follow(dana.post(START, {"text": "", "file": file}))


def checked(dana: PageClient, text: str) -> Page:
    page = sent(dana, text)
    return dana.follow(dana.submit(page))


def confirm_page(dana: PageClient, text: str) -> Page:
    return dana.get(checked(dana, text).path.replace("/check", "/confirm"))


def members() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Membership)
    return db.session.scalar(query) or 0


def test_a_list_comes_in_step_by_step_and_only_when_confirmed(
    app: Flask, people: People, dana: PageClient
) -> None:
    before = members()
    assert START in dana.get("/organization").html
    page = sent(dana, MISTAKES)
    assert "Step 2 of 4" in page.text
    assert "Amira Khan" in page.text
    page = dana.follow(dana.submit(page))
    for words in ("3 new", "0 already members", "12 with problems", "Ward 3"):
        assert words in page.text
    assert "'jo@exampel' is not an e-mail address" in page.text
    page = dana.get(page.link("Go on with 3 good rows"))
    button = "Add 3 people, create 1 group, send 3 invitations"
    assert button in page.text
    assert members() == before
    page = dana.follow(dana.submit(page, send="now"))
    assert "0 of 15 rows done" in page.text
    while working.do_next(at=clock.now()):
        pass
    page = dana.get(page.path)
    assert "3 added" in page.text
    assert "12 not imported" in page.text
    assert "3 invitations are on their way" in page.text
    assert members() == before + 3
    assert "Imported a list of 3 people" in dana.get("/organization/audit").text
    assert "3 people added" in dana.get(START).text


def test_invitations_can_wait_and_be_sent_for_all_at_once(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = dana.follow(dana.submit(confirm_page(dana, HEAD + GOOD), send="later"))
    while working.do_next(at=clock.now()):
        pass
    page = dana.get(page.path)
    invitations = select(func.count()).select_from(Invitation)
    assert db.session.scalar(invitations) == 0
    page = dana.get(page.link("Send 2 invitations"))
    assert page.h1 == "Send invitations to 2 people?"
    for _ in range(2):
        dana.submit(page)
    while working.do_next(at=clock.now()):
        pass
    assert db.session.scalar(invitations) == 2
    assert "Nobody waits" in dana.get("/organization/people/invitations/send").text


def test_bad_rows_come_back_as_a_list_that_can_be_mended(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = checked(dana, HEAD + "=cmd(),jo@exampel,,,,,\n" + GOOD)
    download = dana.get(page.link("Download the bad row"))
    assert download.response.headers["Cache-Control"] == "no-store"
    assert '"\'=cmd()"' in download.html
    mended = download.html.replace("jo@exampel", "jo@example.org")
    assert "1 new" in checked(dana, mended.removeprefix("\ufeff")).text


def test_pasted_rows_and_workbooks_are_lists_too(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = dana.follow(dana.post(START, {"text": "Name\tE-mail\r\nJo\tjo@example.org\r\n"}))
    assert "1 new" in dana.follow(dana.submit(page)).text
    rows = [["Full name", "E-mail address"], ["Jo", "jo@example.org"]]
    file = (io.BytesIO(workbook(rows)), "staff.xlsx")
    page = dana.follow(dana.post(START, {"text": "", "file": file}))
    assert "1 new" in dana.follow(dana.submit(page)).text


@pytest.mark.parametrize(
    ("text", "content", "name", "says"),
    [
        ("", None, "", "There are no people in it"),
        ("name,email\n", None, "", "There are no people in it"),
        ("Jo,jo@example.org\nBo,bo@example.org", None, "", "names of the columns"),
        ('name,email\n"Jo,jo@example.org', None, "", "row 2 never closes"),
        ("name,email\n" + "a,a@example.org\n" * 5001, None, "", "more than 5000 people"),
        ("", b"x" * 2_000_001, "a.csv", "larger than 2 MB"),
        ("x", b"name,email", "a.csv", "only one of them"),
        ("", b"%PDF", "a.pdf", ".pdf can’t be read"),
    ],
)
def test_what_is_no_list_is_said_at_once(
    app: Flask,
    people: People,
    dana: PageClient,
    text: str,
    content: bytes | None,
    name: str,
    says: str,
) -> None:
    file = {} if content is None else {"file": (io.BytesIO(content), name)}
    page = dana.post(START, {"text": text, **file})
    assert page.status == 422
    assert says in page.text


def test_another_column_can_be_a_field_that_is_kept(people: People, dana: PageClient) -> None:
    text = "name,email,Site\nBob,bob@example.org,North\n"
    page = sent(dana, text)
    assert "A field of your own, “Site”, for rules" in page.text
    check = dana.follow(dana.submit(page, column_2="field"))
    confirm = dana.get(check.path.replace("/check", "/confirm"))
    dana.submit(confirm, send="later")
    do_everything(clock.now())
    bob = people.memberships["bob"].public_id
    assert "North" in dana.get(f"/organization/people/{bob}").text
    rows = exported(dana.get("/organization/people.csv"))
    assert [row["Site"] for row in rows] == ["", "North", ""]
    # From then on it is known by its name.
    assert sent(dana, text).form()["column_2"] == "field"


def test_columns_are_chosen_by_hand_where_their_names_say_nothing(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = sent(dana, "Who,Where,Where else\nJo,jo@example.org,x\n")
    assert dana.get(page.path.replace("/columns", "/check")).status == 303
    wrong = dana.submit(page, column_0="name")
    assert wrong.status == 422
    assert "Choose a column for: E-mail address" in wrong.text
    twice = dana.submit(page, column_0="name", column_1="email", column_2="email")
    assert "Two columns are chosen for the same" in twice.text
    assert dana.submit(page, column_0="nonsense").status == 422
    right = dana.follow(dana.submit(page, column_0="name", column_1="email", column_2=""))
    assert "1 new" in right.text


def test_numbers_that_are_no_longer_true_are_read_again(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = confirm_page(dana, HEAD + GOOD)
    dana.submit(confirm_page(dana, HEAD + GOOD), send="later")
    while working.do_next(at=clock.now()):
        pass
    late = dana.submit(page, send="later")
    assert late.status == 422
    assert "Read the numbers again" in late.text
    assert "Update 2 members" in late.text
    gone = dana.submit(late, group="of-another-organization", send="later")
    assert "That group is gone" in gone.text


def test_a_list_that_is_confirmed_leads_to_its_progress(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = confirm_page(dana, HEAD + GOOD)
    first = dana.submit(page, send="later")
    for path in (page.path, page.path.replace("confirm", "check")):
        assert dana.get(path).location == first.location
    assert dana.submit(page, send="later").location == first.location


def test_an_admin_gives_no_role_above_their_own(
    app: Flask, people: People, dana: PageClient
) -> None:
    page = checked(dana, HEAD + "Olga,olga@example.org,,owner,,,\n")
    assert "You can’t give the role owner" in page.text
    assert "Nobody in this list can come in" in page.text


def test_a_list_of_another_organization_is_not_found(
    app: Flask, people: People, dana: PageClient, erin: PageClient
) -> None:
    path = sent(dana, HEAD + GOOD).path
    for end in ("columns", "check", "confirm", "bad-rows", ""):
        other = re.sub("/columns$", f"/{end}".rstrip("/"), path)
        assert erin.get(other).status == 404, other
    assert erin.post(path.replace("columns", "resume")).status == 404
    assert erin.post(path.replace("columns", "confirm"), {"send": "now"}).status == 404


def test_the_template_is_a_table_to_fill_in(app: Flask, people: People, dana: PageClient) -> None:
    page = dana.get(dana.get(START).link("Download a template"))
    assert '"name","email","group","role","manager","employee_id","joined_on"' in page.html


def test_people_taken_along_come_in_again_and_change_nothing(
    app: Flask, people: People, dana: PageClient
) -> None:
    dana.submit(confirm_page(dana, HEAD + GOOD), send="later")
    while working.do_next(at=clock.now()):
        pass
    exported = dana.get("/organization/people.csv").html.removeprefix("\ufeff")
    page = confirm_page(dana, exported)
    assert "Update 5 members" in page.text
    page = dana.follow(dana.submit(page, send="later"))
    while working.do_next(at=clock.now()):
        pass
    assert "0 members changed 5 unchanged 0 not imported" in dana.get(page.path).text


def test_a_list_that_is_kept_no_longer_is_not_found_and_offered_nowhere(
    app: Flask, people: People, dana: PageClient
) -> None:
    waiting = checked(dana, HEAD + GOOD).path
    page = dana.follow(dana.submit(confirm_page(dana, MISTAKES), send="later"))
    while working.do_next(at=clock.now()):
        pass
    assert dana.get(f"{page.path}/bad-rows").status == 200
    retention_actions.look(at=clock.now() + timedelta(days=31))
    for path in (waiting, page.path, f"{page.path}/bad-rows"):
        assert dana.get(path).status == 404
    assert "Lists so far" not in dana.get(START).text
