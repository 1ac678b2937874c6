"""An admin brings 500 people on board: from an empty organization to whoever has completed."""

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from config import Config
from learning.app import create_app
from learning.courses import publishing, queries
from learning.courses.states import Change
from learning.database import db, transaction
from learning.organizations import queries as organizations
from tests.journeys.site import Site, environment, start
from tests.journeys.test_learner_journey import sign_up
from tests.journeys.visitor import Visitor
from tests.mail.server import MailServer, free_port, listening
from tests.people import NOW
from tests.progress.test_regrading import ONE_MODULE
from tests.teaching import approved, make_draft, make_question

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

HEADER = ("name", "email", "group", "role", "manager", "employee_id", "joined_on")
NURSE = "nia.nurse@staff.example"
BOSS = "mo.manager@staff.example"
# Twelve kinds of mistakes: what a row says instead of the good one, and what is said about it.
MISTAKES: tuple[tuple[dict[str, str], str], ...] = (
    ({"name": ""}, "Name"),
    ({"email": ""}, "E-mail address"),
    ({"email": "jo@exampel"}, "is not an e-mail address"),
    ({"email": NURSE}, "Row 3"),
    ({"employee_id": "E1"}, "Row 3"),
    ({"role": "wizard"}, "wizard"),
    ({"name": "Tab\tbed"}, "signs in it that can’t be seen"),
    ({"manager": "nobody@staff.example"}, "nobody@staff.example"),
    ({"manager": "not an address"}, "not an address"),
    ({"joined_on": "31/12/2025"}, "31/12/2025"),
    ({"joined_on": "3025-01-01"}, "3025-01-01"),
    ({"name": "N" * 301}, "300"),
)
ROWS = 500
GOOD = ROWS - len(MISTAKES)


def people_file() -> bytes:
    """500 rows: a manager, a nurse, twelve mistakes in rows 4 to 15, and all the others."""
    rows = [
        row(0) | {"name": "Mo Manager", "email": BOSS, "manager": ""},
        row(1) | {"name": "Nia Nurse", "email": NURSE},
        *(row(number) | wrong for number, (wrong, _says) in enumerate(MISTAKES, 2)),
    ]
    rows += [row(number) for number in range(len(rows), ROWS)]
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def row(number: int) -> dict[str, str]:
    return {
        "name": f"Person {number}",
        "email": f"person{number}@staff.example",
        "group": ("Ward 3", "Kitchen")[number % 20 == 0],
        "role": "learner",
        "manager": BOSS,
        "employee_id": f"E{number}",
        "joined_on": "2026-11-02",
    }


@pytest.fixture(scope="module")
def post() -> Iterator[tuple[MailServer, int]]:
    server, port = MailServer(), free_port()
    with listening(server, port):
        yield server, port


@pytest.fixture(scope="module")
def site(post: tuple[MailServer, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product on SQLite, with a mail server."""
    folder = tmp_path_factory.mktemp("site")
    mail = f"smtp://127.0.0.1:{post[1]}?from=learn@waymark.example"
    site = start(folder, f"sqlite:///{folder / 'waymark.db'}", MAIL_URL=mail)
    yield site
    assert site.stop() == 0


@transaction
def add_course(slug: str) -> str:
    """An internal course with one question, as a trainer would have published it; its address."""
    organization = organizations.organization_with_slug(slug)
    assert organization is not None
    course = make_draft(organization, ONE_MODULE)
    module = next(m for m in queries.modules_of(course) if m.kind != "overview")
    approved(make_question(course, module, "What takes grease away?"))
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    return course.address


def course_in(site: Site, slug: str) -> str:
    app = create_app(Config.from_environment(environment(site.folder, site.database_url)))
    with app.app_context():
        address = add_course(slug)
        db.session.remove()
        db.engine.dispose()
    return address


def wait_for(server: MailServer, address: str, subject: str) -> str:
    """The link in the message to this address whose subject holds these words."""
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        with server.lock:
            found = [m for m in server.messages if address in m["To"] and subject in m["Subject"]]
        if found:
            body = found[-1].get_body(("plain",))
            assert body is not None
            link = re.search(r"https?://[^\s/]+(/\S+)", body.get_content())
            assert link is not None
            return link[1]
        time.sleep(0.1)
    raise AssertionError(f"no message {subject!r} to {address}")


def test_an_organization_brings_its_staff_on_board(
    browser: Browser, site: Site, visitor: Visitor, post: tuple[MailServer, int]
) -> None:
    server, begun = post[0], time.monotonic()
    admin = visitor
    found_organization(admin, server)
    address = course_in(site, "riverside-care")
    set_up(admin)
    bring_people_in(admin)
    assign(admin)
    with Visitor.on(browser, site, width=360) as nurse:
        accept(nurse, wait_for(server, NURSE, "invit"))
        complete(nurse, address)
    with Visitor.on(browser, site) as manager:
        accept(manager, wait_for(server, BOSS, "invit"), "Mo Manager")
        manager.go("/team?q=Nia")
        expect(manager.page.locator("main")).to_contain_text("Nia Nurse")
    see_compliance(admin)
    print(f"from signing up to the report: {time.monotonic() - begun:.0f} s")


def found_organization(admin: Visitor, server: MailServer) -> None:
    sign_up(admin, "Ada Admin", "ada@riverside.example")
    admin.go(wait_for(server, "ada@riverside.example", "onfirm"))
    admin.click("button", "Confirm")
    admin.go("/account/organizations/new")
    admin.page.get_by_label("Name").first.fill("Riverside Care")
    admin.click("button", "Make the organization")
    expect(admin.page.locator("h1")).to_have_text("Set-up list")


def set_up(admin: Visitor) -> None:
    admin.go("/organization/setup")
    admin.click("link", "E-mail sender")
    admin.page.get_by_label("Sender").first.fill("Riverside Learning")
    admin.click("button", "Save")
    expect(admin.page.locator("main")).to_contain_text("Completed")


def bring_people_in(admin: Visitor) -> None:
    page = admin.page
    admin.go("/organization")
    admin.click("link", "Import people")
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": people_file()}
    page.set_input_files("[name=file]", file)  # type: ignore[arg-type]
    admin.click("button", "Look at the columns")
    admin.click("button", "Check the list")
    main = page.locator("main")
    expect(main).to_contain_text(f"{GOOD} new")
    expect(main).to_contain_text(f"{len(MISTAKES)} with problems")
    for number, (_wrong, says) in enumerate(MISTAKES, 4):
        its_number = page.get_by_role("rowheader", name=f"Row {number}", exact=True)
        problem = main.get_by_role("row").filter(has=its_number)
        expect(problem).to_contain_text(says)
    admin.click("link", "Go on with")
    expect(main).to_contain_text("2 groups are created")
    begin(admin, f"send {GOOD} invitations")
    expect(main).to_contain_text(f"{GOOD} added", timeout=60_000)
    page.reload()
    expect(main).to_contain_text(f"{GOOD} added")


def begin(admin: Visitor, name: str) -> None:
    """Press a button that leads to a page which loads itself again: no time to look at it."""
    with admin.page.expect_navigation():
        admin.page.get_by_role("button", name=name).click()


def assign(admin: Visitor) -> None:
    page = admin.page
    admin.go("/organization/assignments")
    admin.click("link", "Write the first rule")
    page.get_by_label("Name", exact=True).fill("New nurses")
    page.get_by_label("Ward 3").check()
    page.get_by_label("Course", exact=False).first.select_option(index=1)
    page.get_by_label("On a date").check()
    page.locator("[name=on]").fill((date.today() + timedelta(days=30)).isoformat())
    admin.click("button", "Save and see what it does")
    begin(admin, "Apply the rule")
    expect(page.locator("main")).to_contain_text("Undo", timeout=60_000)


def accept(who: Visitor, link: str, name: str = "Nia Nurse") -> None:
    who.go(link)
    expect(who.page.locator("h1")).to_have_text("Join Riverside Care")
    expect(who.page.get_by_label("Your name")).to_have_value(name)
    who.page.get_by_label("Password").fill("a long password")
    who.click("button", "Create account and join")


def complete(nurse: Visitor, address: str) -> None:
    main = nurse.page.locator("main")
    # What the change of a membership means for its assignments is worked out in the background.
    patience = time.monotonic() + 60
    nurse.go("/learn")
    while "Due soon" not in main.inner_text() and time.monotonic() < patience:
        time.sleep(0.5)
        nurse.go("/learn")
    expect(main).to_contain_text("Due soon")
    expect(main).to_contain_text("New nurses")
    nurse.go(f"/courses/{address}")
    nurse.click("button", "Start course")
    nurse.page.goto(f"/learn/{address}/why-it-works")
    nurse.click("button", "Start the quiz")
    nurse.choose(*nurse.right_answer())
    nurse.click("button", "Check answer")
    nurse.click("link", "See your result")
    expect(nurse.page.locator("h1")).to_have_text("You passed")
    nurse.go("/certificates")
    expect(main).to_contain_text("Riverside Care")


def see_compliance(admin: Visitor) -> None:
    main = admin.page.locator("main")
    admin.go("/organization/compliance")
    expect(main).to_contain_text("done")
    admin.go("/organization?q=Nia")
    admin.click("link", "Nia Nurse")
    expect(main).to_contain_text("Rule “New nurses”, since joining Ward 3")
    expect(main).to_contain_text("Met")
    expect(main).to_contain_text("Washing hands")
