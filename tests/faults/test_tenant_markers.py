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

from learning import clock
from learning.app import create_app
from learning.courses import draft_actions, intake
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.courses.states import Rights
from learning.database import db
from learning.identifiers import public_id
from learning.mail.messages import MESSAGES
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.organizations.roles import Role
from learning.outbox import Outgoing, Task
from learning.progress import actions, report_actions
from learning.progress.states import ReportReason
from learning.quizzes.correcting import Policy
from tests.databases import SqliteTemplates, config_for, forget_power_cuts
from tests.faults.marking import MARK, Marks, mark, tenant_tables
from tests.faults.test_answer_key import ApartClient, without_noise
from tests.pages import PageClient
from tests.people import NOW, People, make_people, make_person
from tests.progress.test_actions import pass_module, taught
from tests.progress.test_regrading import make_correction, option, question_of, taken
from tests.teaching import ARTICLE, make_drafted, make_published, make_question

# Whoever has these is shown what they stand for: a certificate, a way in.
SECRETS = {"code", "token"}
# What a filter or a form may name in the address, so grouped that none hides the other.
PARAMETERS = (
    ("q", "course", "group", "unit", "after"), ("about", "module"), ("by", "before"),
)  # fmt: skip
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


def live(organization: Organization, text: str, learner: str) -> Course:
    """A life: a course, somebody who finishes it, reports and corrections, imports, a draft."""
    person = make_person(learner, f"{learner.casefold().replace(' ', '-')}@example.org")
    member = organizations.add_member(
        organization.id, person, role=Role.LEARNER, by="tests", at=NOW
    )
    organizations.rename(member, f"{learner} the Second", by="tests", at=NOW)
    course = make_published(organization, text=text)
    enrolment = actions.enrol(course, person.id, at=NOW)
    question = question_of(course)
    attempt = taken(enrolment, question, [option(question, "That")])
    report_actions.report_question(
        attempt, 1, reason=ReportReason.KEY, comment=f"{learner} asks", at=NOW
    )
    make_correction(question, Policy.CREDIT)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    draft = courses.modules_of(course)[1]
    make_question(course, draft, f"{learner}: why?", has_images=True)
    make_drafted(course, draft, f"{learner}: how?")
    draft_actions.draft_questions(course, by="tests", at=NOW)
    intake.begin(
        organization.id, text.encode() * 2, f"{learner}.md", rights=Rights.OWN, language="en",
        once="1", by="tests", at=NOW,
    )  # fmt: skip
    return course


@dataclass(frozen=True)
class Two:
    """The organization that asks, the one that nothing is to be seen of, and its markers."""

    own: int
    other: int
    marks: Marks
    ids: dict[int, dict[str, str]]

    def values(self, organization_id: int, name: str, rule: Rule) -> list[str | int]:
        """What a part of an address may be: an id from each table that has any."""
        ids = self.ids[organization_id]
        is_taught = rule.endpoint.startswith("trainer.")
        match name:
            case "course" if is_taught:
                return [ids["course.public_id"]]
            case "course":
                return [ids["course.address"]]
            case "address":
                return [ids["course.address"]]
            case "module":
                return [ids["module.key"]]
            case "question" | "report" | "attempt":
                table = {"report": "question_report"}.get(name, name)
                return [ids[f"{table}.public_id"]]
            case "learner":
                return [ids["enrolment.public_id"]]
            case "name":
                return [ids["stored_file.sha256"] + ".png"]
            case "n":
                return [1]
            case _:
                return [value for key, value in ids.items() if key.endswith(".public_id")]


def ids_of(organization_id: int) -> dict[str, str]:
    """Of each table one row's public id, and what else stands in addresses."""
    found = {}
    for table in tenant_tables():
        for name in ("public_id", "address", "key", "sha256"):
            if name in table.columns:
                found[f"{table.name}.{name}"] = db.session.scalar(
                    select(table.c[name])
                    .where(table.c.organization_id == organization_id)
                    .order_by(table.c.id.desc())
                    .limit(1)
                )
    return {key: value for key, value in found.items() if value}


@pytest.fixture(scope="module")
def two(people: People) -> Two:
    live(people.clinic, ARTICLE, "Lena Learner")
    # Every word of the other article is a marker.
    live(people.school, re.sub(r"\b([a-z]{4,})\b", rf"\1{MARK}", ARTICLE), "Otto Other")
    shared = make_person("Frank Twice")
    for organization in (people.clinic, people.school):
        organizations.add_member(organization.id, shared, role=Role.LEARNER, by="tests", at=NOW)
    marks = mark(people.school.id)
    db.session.expire_all()
    ids = {each.id: ids_of(each.id) for each in (people.clinic, people.school)}
    return Two(people.clinic.id, people.school.id, marks, ids)


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
    tools = {"dana": ("trainer", "organization", "operator"), "alice": ("trainer",)}
    if persona in ("trainer", "organization", "operator"):
        return persona in tools.get(name, ())
    return name in ("bob", "stranger")


def own_addresses(app: Flask, two: Two, visitor: str) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and asked_by(visitor, rule):
            names = sorted(rule.arguments)
            for chosen in product(*(two.values(two.own, name, rule) for name in names)):
                yield addressed(app, rule, dict(zip(names, chosen, strict=True)))


def foreign_addresses(
    app: Flask, two: Two, method: str, visitor: str
) -> Iterator[tuple[str, str, list[str]]]:
    """(with ids of the other organization, with ids of nothing, the ids that differ)."""
    for rule in app.url_map.iter_rules():
        names = sorted(rule.arguments - {"n"})
        if not names or SECRETS & set(names) or not asked_by(visitor, rule):
            continue
        if method not in (rule.methods or ()):
            continue
        for pattern in product((True, False), repeat=len(names)):
            if not any(pattern):
                continue
            chosen = dict(zip(names, pattern, strict=True))
            options = [
                two.values(two.other if chosen[name] else two.own, name, rule)[
                    : None if chosen[name] else 1
                ]
                for name in names
            ]
            for values in product(*options):
                theirs = dict(zip(names, values, strict=True))
                missing = {n: public_id() if chosen[n] else v for n, v in theirs.items()}
                more = {"n": 1} if "n" in rule.arguments else {}
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


def posted(browser: PageClient, path: str, data: dict[str, str]) -> str:
    """What is answered, and what the next page says of it."""
    response = browser.client.post(path, data=data)
    then = browser.client.get("/account") if response.status_code == 303 else None
    return said(response) + (said(then) if then else "")


def difference(answers: list[str], ids: list[str]) -> list[str]:
    """The lines in which two answers differ."""
    lines = [set(without_ids(answer, ids).splitlines()) for answer in answers]
    return sorted(lines[0] ^ lines[1])[:4]


def visitors(app: Flask, people: People) -> dict[str, PageClient]:
    browsers = {
        name: PageClient(app).sign_in(getattr(people, name)) for name in ("dana", "alice", "bob")
    }
    return {**browsers, "stranger": PageClient(app)}


def test_nothing_of_another_organization_is_in_any_answer(
    app: Flask, people: People, two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found: dict[str, list[str]] = {}
    answered = 0
    for name, browser in visitors(app, people).items():
        for path in list(own_addresses(app, two, name)):
            response = browser.client.get(path)
            assert response.status_code < 500, path
            answered += response.status_code == 200
            if leaked := two.marks.seen_in(said(response)):
                found[f"{name} {path}"] = leaked
    assert found == {}
    assert answered > 60
    assert two.marks.seen_in(caplog.text) == []


def test_ids_of_another_organization_answer_exactly_like_ids_of_nothing(
    app: Flask, people: People, two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    differing = {}
    browsers = visitors(app, people)
    asked = 0
    for name in ("dana", "bob"):
        browser = browsers[name]
        for theirs, nothing, ids in list(foreign_addresses(app, two, "GET", name)):
            answers = [said(browser.client.get(path)) for path in (theirs, nothing)]
            asked += 1
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{name} {theirs}"] = difference(answers, ids)
    assert differing == {}
    assert asked > 100


def test_nothing_can_be_done_with_ids_of_another_organization(
    app: Flask, people: People, two: Two
) -> None:
    browsers = visitors(app, people)
    differing = {}
    for name in ("dana", "bob"):
        browser = browsers[name]
        token = {"csrf_token": browser.token()}
        for theirs, nothing, ids in list(foreign_addresses(app, two, "POST", name)):
            answers = [posted(browser, path, token) for path in (theirs, nothing)]
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{name} {theirs}"] = difference(answers, ids)
    assert differing == {}


def test_naming_another_organizations_things_in_an_address_is_like_naming_nothing(
    app: Flask, people: People, two: Two
) -> None:
    differing = {}
    dana = visitors(app, people)["dana"]
    course, member = (two.ids[two.other][f"{each}.public_id"] for each in ("course", "membership"))
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments:
            continue
        path = addressed(app, rule, {})
        for names in PARAMETERS:
            theirs = {each: course if each == "course" else member for each in names}
            both = (theirs, {each: public_id() for each in names})
            answers = [
                said(dana.client.get(path, query_string=_OF_THAT_DAY | named)) for named in both
            ]
            ids = [id for named in both for id in named.values()]
            if len({without_ids(answer, ids) for answer in answers}) > 1:
                differing[f"{path} {names}"] = difference(answers, ids)
    assert differing == {}


def test_nothing_of_another_organization_is_in_a_file_that_is_sent_for(
    app: Flask, people: People, two: Two
) -> None:
    browsers = visitors(app, people)
    course = f"/teach/courses/{two.ids[two.own]['course.public_id']}"
    token = {"csrf_token": browsers["alice"].token()}
    paths = [f"{course}/bundle"] + [
        f"{course}/question-export?format={form}&state=all"
        for form in ("gift", "moodle-xml", "csv", "xlsx", "aiken")
    ]
    sizes = []
    for path in paths:
        response = browsers["alice"].client.post(path, data=token)
        assert two.marks.seen_in(said(response)) == []
        sizes.append(len(response.get_data()) if response.status_code == 200 else 0)
    assert max(sizes) > 1000


def test_no_message_of_an_organization_tells_of_another(
    app: Flask, people: People, two: Two
) -> None:
    config = app.extensions["waymark-config"]
    rows = db.session.scalars(select(Outgoing).where(Outgoing.organization_id == two.own)).all()
    for row in rows:
        if row.kind in MESSAGES:
            task = Task(row.id, row.kind, row.payload, row.organization_id, row.tries)
            message = MESSAGES[row.kind](task, config, clock.now())
            assert two.marks.seen_in(repr(message)) == []


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
