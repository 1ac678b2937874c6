"""Of another organization nothing shows: in no page, file, message or line of a log.

Every text of that organization is a marker. Whoever belongs to the first one then asks for all that
can be asked for, with its own ids and with those of the other, which have to answer exactly like
ids of nothing. New routes and new tables are in it by themselves.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from learning.accounts import actions as accounts_actions
from learning.accounts.models import Person
from learning.app import create_app
from learning.backlog import Pile
from learning.database import db
from learning.identifiers import public_id
from learning.mail.choices import Choice
from learning.mail.messages import MESSAGES, accounts
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from learning.organizations.setup import SetupTask
from learning.outbox import Outgoing, Task
from tests.databases import SqliteTemplates, config_for, forget_power_cuts
from tests.faults.living import Life, has_sent_an_article, live
from tests.faults.marking import MARK, Marks, mark, tenant_tables
from tests.faults.test_answer_key import ApartClient, without_noise
from tests.pages import PageClient
from tests.people import NOW, PASSWORD, People, make_people, make_person
from tests.teaching import ARTICLE

# Whoever has these is shown what they stand for: a certificate, a way in.
SECRETS = {"code", "token"}
# What a filter or a form may name in the address, so grouped that none hides the other.
PARAMETERS = (
    ("q", "course", "group", "unit", "after"), ("about", "module"), ("by", "before"),
)  # fmt: skip
# Messages about an account, which no organization's words stand in.
OF_NO_ORGANIZATION = {*accounts.MESSAGES, "erasure-asked"}
# Addresses that lead elsewhere, files of ours, and what takes a state that no life here comes to.
NEVER_A_PAGE = {
    "asset", "public.courses", "trainer.edit_reviewed",
    "account.download", "learner.question_image", "trainer.reopen_course",
}  # fmt: skip
# Every look at it changes it; what it says of that day doesn't change any more.
_OF_THAT_DAY = {"to": "2026-11-23"}


@pytest.fixture(scope="module")
def app(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application over both lives; on SQLite, since what is asked is the same on both."""
    for url in sqlite_templates.fresh():
        app = create_app(config_for(tmp_path_factory.mktemp("markers"), url))
        app.config["RATELIMIT_ENABLED"] = False
        app.test_client_class = ApartClient
        forget_power_cuts(app)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def people(app: Flask) -> People:
    return make_people()


# Which ids stand in addresses: by persona where it matters, and the name of the part.
ADDRESSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("trainer", "course"): ("course.public_id",),
    ("", "course"): ("course.address",),
    ("", "address"): ("course.address",),
    ("", "module"): ("module.key",),
    ("", "question"): ("question.public_id",),
    ("", "attempt"): ("attempt.public_id",),
    ("", "report"): ("question_report.public_id",),
    ("", "learner"): ("enrolment.public_id",),
    ("", "article_import"): ("article_import.public_id",),
    ("", "name"): ("stored_file.sha256",),
    ("", "sha256"): ("stored_file.sha256",),
    ("", "id"): ("membership.public_id", "certificate.public_id", "people_import.public_id"),
    ("", "group"): ("member_group.public_id",),
    ("", "rule"): ("assignment_rule.public_id",),
    ("", "obligation"): ("obligation.public_id",),
    ("", "exemption"): ("exemption.public_id",),
    ("", "invitation"): ("invitation.public_id",),
    # Nobody's but the person's; the ids of what they are in are as good as any.
    ("", "export"): ("membership.public_id",),
}
# What else does, the same for everybody.
CODES: dict[str, tuple[str | int, ...]] = {
    "n": (1,), "pile": tuple(Pile), "task": tuple(SetupTask), "choice": tuple(Choice),
}  # fmt: skip
_ROWS = 9  # of each table


@dataclass(frozen=True)
class Two:
    """The organization that asks, the one that nothing is to be seen of, and its markers."""

    own: int
    other: int
    marks: Marks
    ids: dict[int, dict[str, list[str]]]
    life: Life

    def values(
        self, organization_id: int, name: str, rule: Rule, rows: int = _ROWS
    ) -> list[str | int]:
        """What a part of an address may be: of some rows in each table that it can name."""
        if name in CODES:
            return list(CODES[name])
        named = ADDRESSED.get((rule.endpoint.partition(".")[0], name)) or ADDRESSED["", name]
        ids = self.ids[organization_id]
        end = ".png" if name == "name" else ""
        return [f"{id}{end}" for column in named for id in ids[column][:rows]]


def ids_of(organization_id: int) -> dict[str, list[str]]:
    """Of each table some rows' public ids, the newest first, and what else stands in addresses."""
    return {
        f"{table.name}.{name}": list(
            db.session.scalars(
                select(table.c[name])
                .where(table.c.organization_id == organization_id, table.c[name].is_not(None))
                .order_by(table.c.id.desc())
                .limit(_ROWS)
            )
        )
        for table in tenant_tables()
        for name in ("public_id", "address", "key", "sha256")
        if name in table.columns
    }


@pytest.fixture(scope="module")
def two(people: People) -> Two:
    life = live(people.clinic, people.dana, ARTICLE, "Lena Learner")
    # Every word of the other article is a marker.
    marked = re.sub(r"\b([a-z]{4,})\b", rf"\1{MARK}", ARTICLE)
    live(people.school, people.erin, marked, "Otto Other")
    has_sent_an_article(people.clinic, people.dana, ARTICLE, "Lena Learner")
    has_sent_an_article(people.school, people.erin, marked, "Otto Other")
    shared = make_person("Frank Twice")
    for organization in (people.clinic, people.school):
        organizations.add_member(organization.id, shared, role=Role.LEARNER, by="tests", at=NOW)
    marks = mark(people.school.id)
    db.session.expire_all()
    ids = {each.id: ids_of(each.id) for each in (people.clinic, people.school)}
    return Two(people.clinic.id, people.school.id, marks, ids, life)


def said(response: TestResponse) -> str:
    """All of an answer, packed files unpacked."""
    content = response.get_data()
    if response.mimetype in ("application/zip",):
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join([archive.read(name) for name in archive.namelist()])
    head = f"{response.status}\n{response.headers}"
    return f"{head}\n{content.decode('utf-8', 'replace')}"


def addressed(app: Flask, rule: Rule, values: dict[str, str | int]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def asked_by(name: str, rule: Rule) -> bool:
    """Whether somebody's question about it is more than one for their role: then it is asked."""
    persona = rule.endpoint.partition(".")[0]
    tools = {
        "dana": ("trainer", "organization"), "alice": ("trainer",), "limited": ("trainer",),
        "olga": ("operator",),
    }  # fmt: skip
    if persona in ("trainer", "organization", "operator"):
        return persona in tools.get(name, ())
    return name in ("lena", "stranger")


def own_addresses(app: Flask, two: Two, visitor: str) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and asked_by(visitor, rule):
            names = sorted(rule.arguments)
            if SECRETS & set(names) or rule.endpoint == "asset":
                continue
            for chosen in product(*(two.values(two.own, name, rule) for name in names)):
                values = dict(zip(names, chosen, strict=True))
                yield rule.endpoint, addressed(app, rule, values)


def foreign_addresses(
    app: Flask, two: Two, method: str, visitor: str
) -> Iterator[tuple[str, str, list[str]]]:
    """(with ids of the other organization, with ids of nothing, the ids that differ)."""
    for rule in app.url_map.iter_rules():
        names = sorted(rule.arguments - CODES.keys())
        if not names or SECRETS & set(names) or not asked_by(visitor, rule):
            continue
        if method not in (rule.methods or ()):
            continue
        for pattern in product((True, False), repeat=len(names)):
            if not any(pattern):
                continue
            chosen = dict(zip(names, pattern, strict=True))
            options = [
                two.values(two.other if chosen[name] else two.own, name, rule, 1) for name in names
            ]
            for values in product(*options):
                theirs = dict(zip(names, values, strict=True))
                missing = {n: public_id() if chosen[n] else v for n, v in theirs.items()}
                more = {n: codes[0] for n, codes in CODES.items() if n in rule.arguments}
                yield (
                    addressed(app, rule, theirs | more),
                    addressed(app, rule, missing | more),
                    [str(v) for n, v in (*theirs.items(), *missing.items()) if chosen[n]],
                )


def without_ids(answer: str, ids: list[str]) -> str:
    """The answer without what is new in each, and without the ids that were asked for."""
    answer = re.sub(r"Content-Length: \d+", "", without_noise(answer))
    answer = re.sub(r'name="once" type="hidden" value="[^"]+"', "", answer)
    for id in sorted(ids, key=len, reverse=True):
        answer = answer.replace(id, "ID")
    return answer


def said_then(browser: PageClient, response: TestResponse) -> str:
    """What is answered, and what the next page says of it."""
    then = browser.client.get("/account") if response.status_code == 303 else None
    return said(response) + (said(then) if then else "")


def difference(answers: list[str], ids: list[str]) -> list[str]:
    """The lines in which two answers differ."""
    lines = [set(without_ids(answer, ids).splitlines()) for answer in answers]
    return sorted(lines[0] ^ lines[1])[:4]


@pytest.fixture
def visitors(app: Flask, people: People, two: Two, operator: Person) -> dict[str, PageClient]:
    """Whoever belongs to the organization that asks, an operator, and a stranger."""
    signed_in = {
        "dana": people.dana, "alice": people.alice, "lena": two.life.learner,
        "limited": two.life.trainer, "olga": operator,
    }  # fmt: skip
    browsers = {name: PageClient(app).sign_in(person) for name, person in signed_in.items()}
    return {**browsers, "stranger": PageClient(app)}


@pytest.fixture(scope="module")
def operator(two: Two) -> Person:
    return accounts_actions.create_person(
        name="Olga Operator", address="olga@example.org", password=PASSWORD, is_operator=True,
        at=NOW,
    )  # fmt: skip


def test_nothing_of_another_organization_is_in_any_answer(
    app: Flask, two: Two, visitors: dict[str, PageClient], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found: dict[str, list[str]] = {}
    unseen = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not SECRETS & rule.arguments
    }
    for name, browser in visitors.items():
        for endpoint, path in list(own_addresses(app, two, name)):
            response = browser.client.get(path)
            assert response.status_code < 500, path
            if response.status_code == 200:
                unseen.discard(endpoint)
            # Operators see ids and codes of everybody's tasks, and nothing of what they are about.
            if endpoint != "operator.tasks" and (leaked := two.marks.seen_in(said(response))):
                found[f"{name} {path}"] = leaked
    assert found == {}
    assert unseen == NEVER_A_PAGE, "each page has to be shown to somebody, with all there is on it"
    assert two.marks.seen_in(caplog.text) == []


def test_ids_of_another_organization_answer_exactly_like_ids_of_nothing(
    app: Flask, two: Two, visitors: dict[str, PageClient]
) -> None:
    differing = {}
    asked = 0
    for name in ("dana", "lena"):
        browser = visitors[name]
        for theirs, nothing, ids in list(foreign_addresses(app, two, "GET", name)):
            answers = [said_then(browser, browser.client.get(path)) for path in (theirs, nothing)]
            asked += 1
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{name} {theirs}"] = difference(answers, ids)
    assert differing == {}
    assert asked > 100


def test_nothing_can_be_done_with_ids_of_another_organization(
    app: Flask, two: Two, visitors: dict[str, PageClient]
) -> None:
    differing = {}
    for name in ("dana", "lena"):
        browser = visitors[name]
        token = {"csrf_token": browser.token()}
        for theirs, nothing, ids in list(foreign_addresses(app, two, "POST", name)):
            answers = [
                said_then(browser, browser.client.post(path, data=token))
                for path in (theirs, nothing)
            ]
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{name} {theirs}"] = difference(answers, ids)
    assert differing == {}


def test_naming_another_organizations_things_in_an_address_is_like_naming_nothing(
    app: Flask, two: Two, visitors: dict[str, PageClient]
) -> None:
    differing = {}
    dana = visitors["dana"]
    tables = {"course": "course", "group": "member_group", "unit": "member_group"}
    of_them = {
        name: two.ids[two.other][f"{tables.get(name, 'membership')}.public_id"][0]
        for names in PARAMETERS
        for name in names
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments:
            continue
        path = addressed(app, rule, {})
        for names in PARAMETERS:
            theirs = {name: of_them[name] for name in names}
            both = (theirs, {each: public_id() for each in names})
            answers = [
                said(dana.client.get(path, query_string=_OF_THAT_DAY | named)) for named in both
            ]
            ids = [id for named in both for id in named.values()]
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{path} {names}"] = difference(answers, ids)
    assert differing == {}


def test_nothing_of_another_organization_is_in_a_file_that_is_sent_for(
    app: Flask, two: Two, visitors: dict[str, PageClient]
) -> None:
    course = f"/teach/courses/{two.ids[two.own]['course.public_id'][-1]}"
    token = {"csrf_token": visitors["alice"].token()}
    paths = [f"{course}/bundle"] + [
        f"{course}/question-export?format={form}&state=all"
        for form in ("gift", "moodle-xml", "csv", "xlsx", "aiken")
    ]
    sizes = []
    for path in paths:
        response = visitors["alice"].client.post(path, data=token)
        assert two.marks.seen_in(said(response)) == []
        sizes.append(len(response.get_data()) if response.status_code == 200 else 0)
    assert max(sizes) > 1000


def test_no_message_of_an_organization_tells_of_another(app: Flask, two: Two) -> None:
    config = app.extensions["waymark-config"]
    rows = db.session.scalars(
        select(Outgoing).where(Outgoing.organization_id == two.own, Outgoing.kind.in_(MESSAGES))
    ).all()
    written = set()
    for row in rows:
        task = Task(row.id, row.kind, row.payload, row.organization_id, row.tries, row.about)
        message = MESSAGES[row.kind](task, config, row.due)
        assert two.marks.seen_in(repr(message)) == []
        if message is not None:
            written.add(row.kind)
    assert written == MESSAGES.keys() - OF_NO_ORGANIZATION


def test_every_text_column_of_the_other_organization_holds_a_marker(two: Two) -> None:
    from tests.faults.marking import is_text

    for table in tenant_tables():
        rows = db.session.execute(
            select(table).where(table.c.organization_id == two.other)
        ).mappings()
        found = rows.all()
        assert found, f"no row of {table.name}"
        for column in filter(is_text, table.columns):
            assert all(MARK in str(row[column.name]) for row in found), column
