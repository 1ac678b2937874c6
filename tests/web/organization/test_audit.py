"""The audit log: filtered, paged, taken along, and never changed."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event, update
from sqlalchemy.exc import DBAPIError

from learning import audit
from learning.audit import AuditEntry
from learning.database import db, transaction
from learning.web.organization.audit import ACT_WORDS
from learning.web.organization.audit_topics import TOPIC_WORDS, acts_of
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.queries import statements

LOG = "/organization/audit"


@transaction
def note(people: People, *acts: str, by: str = "", about: str = "bob", at: datetime = NOW) -> None:
    subject = people.memberships[about].public_id
    for act in acts:
        audit.record(
            act, subject=subject, about=subject, by=by or people.dana.public_id, at=at,
            organization_id=people.clinic.id,
        )  # fmt: skip


def shown(page: Page) -> list[str]:
    """What the rows of the table say was done."""
    return ["".join(cell.itertext()).strip() for cell in page.all("th", scope="row")]


def exported(page: Page) -> list[dict[str, str]]:
    assert page.response.mimetype == "text/csv"
    text = page.response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_log_is_filtered_by_what_was_done_by_whom_about_whom_and_when(
    people: People, dana: PageClient
) -> None:
    note(people, "member-renamed")
    note(people, "member-renamed", by=people.alice.public_id, at=NOW + timedelta(days=2))
    note(people, "try-granted", about="alice", at=NOW + timedelta(days=3))
    renamed, tried = (
        "Changed the name on the certificates of Bob Learner",
        "Granted Alice Trainer another try at a quiz",
    )
    assert shown(dana.get(f"{LOG}?topic=results")) == [tried]
    assert shown(dana.get(f"{LOG}?by=alice")) == [renamed]
    assert shown(dana.get(f"{LOG}?by=alice@example.org")) == [renamed]
    assert shown(dana.get(f"{LOG}?about=Alice+Trainer&from=2026-11-26")) == [tried]
    assert shown(dana.get(f"{LOG}?from=2026-11-24&to=2026-11-25")) == [renamed]
    assert shown(dana.get(f"{LOG}?topic=people&about=bob&by=dana&to=2026-11-23")) == [renamed]
    assert shown(dana.get(f"{LOG}?topic=certificates")) == []
    assert "Clear filters" in dana.get(f"{LOG}?topic=certificates").text


def test_a_name_that_fits_several_asks_which_one_is_meant(people: People, dana: PageClient) -> None:
    page = dana.get(f"{LOG}?about=e&topic=people")
    assert page.status == 422
    assert "Choose one of them" in page.text
    chosen = dana.get(page.link("Bob Learner"))
    assert chosen.status == 200
    assert "topic=people" in chosen.path
    assert shown(chosen) == ["Added Bob Learner as Learner"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("by=nobody-of-this-name", "Nobody here has this name"),
        ("about=erin@example.org", "Nobody here has this name"),
        ("from=yesterday", "This is no date"),
        ("from=2026-11-24&to=2026-11-23", "can’t lie before the first"),
        ("by=" + "x" * 400, "Nobody here"),
    ],
)
def test_what_can_not_be_looked_for_is_said(dana: PageClient, asked: str, said: str) -> None:
    page = dana.get(f"{LOG}?{asked}")
    assert page.status == 422
    assert said in page.text
    assert dana.get(f"{LOG}.csv?{asked}").status == 303


@pytest.mark.parametrize(
    "asked",
    [
        "topic=nonsense",
        "before=nonsense",
        "from=9999-12-31",
        "to=9999-12-31",
        "from=0001-01-01",
    ],
)
def test_nonsense_filters_nothing_or_finds_nothing(dana: PageClient, asked: str) -> None:
    assert dana.get(f"{LOG}?{asked}").status == 200


@pytest.mark.parametrize("asked", ["", "topic=people", "by=dana", "about=bob&topic=people"])
def test_pages_of_the_log_show_each_entry_once_and_the_file_has_them_all(
    people: People, dana: PageClient, asked: str
) -> None:
    acts = ["member-renamed", "role-changed", "member-deactivated"]
    for n in range(40):
        note(people, *acts, at=NOW + timedelta(minutes=n // 2))
    seen, path = [], f"{LOG}?{asked}"
    while path:
        page = dana.get(path)
        seen += shown(page)
        path = next((a.get("href", "") for a in page.all("a", rel="next")), "")
    rows = exported(dana.get(f"{LOG}.csv?{asked}"))
    assert [row["what"] for row in rows] == seen
    assert len(seen) >= 120
    assert [row["when"] for row in rows] == sorted((row["when"] for row in rows), reverse=True)


def test_an_export_of_the_log_is_noted_and_not_in_itself(people: People, dana: PageClient) -> None:
    file = dana.get(f"{LOG}.csv")
    assert "attachment" in file.response.headers["Content-Disposition"]
    assert "audit-exported" not in {row["act"] for row in exported(file)}
    assert "Exported entries of the audit log" in dana.get(LOG).text


@pytest.mark.parametrize("change", [update(AuditEntry).values(by="me"), delete(AuditEntry)])
def test_entries_are_neither_changed_nor_deleted(
    app: Flask, people: People, change: object
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(change)
    db.session.rollback()


@pytest.mark.parametrize("asked", ["", "?topic=people", "?by=dana&from=2026-11-01", "?about=bob"])
def test_the_log_stays_within_its_query_budget(
    app: Flask, people: People, dana: PageClient, asked: str
) -> None:
    with statements() as said:
        assert dana.get(LOG + asked).status == 200
    assert len(said) <= 8, "\n".join(said)


def test_old_history_is_not_read_through_for_a_page(app: Flask, people: People) -> None:
    """The plan of each filter goes by an index in the order of the list, and sorts nothing."""
    if db.engine.dialect.name != "sqlite":
        return  # SQLite says shortly how it would read; the indices are the same
    plans: list[str] = []

    def explain(
        conn: object, cursor: object, statement: str, params: object, *rest: object
    ) -> None:
        if statement.startswith("SELECT audit_entry"):
            rows = db.engine.raw_connection().execute("EXPLAIN QUERY PLAN " + statement, params)
            plans.append("\n".join(row[3] for row in rows))

    event.listen(db.engine, "before_cursor_execute", explain)
    wanted = audit.Wanted(since=NOW, until=NOW + timedelta(days=1))
    for each in (
        wanted,
        audit.Wanted(acts=("member-added",)),
        audit.Wanted(by="somebody"),
        audit.Wanted(about="somebody", since=NOW),
    ):
        audit.entries(people.clinic.id, each, before=(NOW, 7))
    assert len(plans) == 4
    for plan in plans:
        assert "USING INDEX ix_audit_entry" in plan
        assert "TEMP B-TREE" not in plan, plan


def test_every_topic_has_acts_and_every_act_its_topic() -> None:
    found = [act for topic in TOPIC_WORDS for act in acts_of(topic, ACT_WORDS)]
    assert sorted(found) == sorted(ACT_WORDS)


def test_learners_and_trainers_get_no_log_to_take_along(alice: PageClient, bob: PageClient) -> None:
    assert alice.get(f"{LOG}.csv").status == bob.get(f"{LOG}.csv").status == 403
