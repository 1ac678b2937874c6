"""Every page in every persona's eyes: narrow and wide, light and dark.

The product runs in this process, so that the templates a page was made of are known: each test
ends by asking whether it has seen all of its persona's.
"""

import dataclasses
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, current_app, template_rendered
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update
from werkzeug.serving import WSGIRequestHandler, make_server

from learning import clock
from learning.accounts import actions as accounts_actions
from learning.accounts import queries as accounts
from learning.accounts.models import Person, SignInSession
from learning.app import create_app
from learning.articles import queries as articles
from learning.assignments import actions as rules
from learning.assignments import exemption_actions
from learning.assignments.rules import Because, Condition, Due, Renewal, Who
from learning.backlog import Pile
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.certificates.statement import Statement
from learning.cli import demo
from learning.courses import actions as courses
from learning.courses import draft_actions, intake, publishing
from learning.courses import queries as course_queries
from learning.courses.models import ArticleImport, Course, Module
from learning.courses.states import Change, Rights
from learning.database import db
from learning.identifiers import grouped, public_id
from learning.jobs import working
from learning.mail.choices import Choice, unsubscribe_address
from learning.mail.message import Action, Message
from learning.mail.rendering import html_of
from learning.organizations import actions as organizations
from learning.organizations import (
    group_actions,
    invitation_actions,
    invitation_links,
    member_actions,
    shared_invitations,
)
from learning.organizations import queries as organization_queries
from learning.organizations.models import Group, Invitation, Organization
from learning.organizations.roles import Role
from learning.outbox import Outgoing, TaskState
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    queries,
    report_actions,
    standings,
)
from learning.progress.models import Attempt, Enrolment
from learning.progress.states import ReportReason
from learning.quizzes import actions as quizzes
from learning.quizzes import queries as quiz_queries
from learning.quizzes import quiz_actions
from learning.quizzes.correcting import Policy
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question
from learning.retention import erasure_actions
from learning.waiting import Typed
from learning.web import paging
from tests.assignments.stored import (
    change_and_apply,
    make_group,
    make_rule,
    obligations,
    put_in,
    rule_about,
)
from tests.courses.test_drafting import CARE
from tests.databases import SqliteTemplates, config_for, forget_power_cuts
from tests.images import SVG
from tests.journeys.site import DEMO_PASSWORD, ROOT
from tests.journeys.visitor import AXE_OPTIONS
from tests.people import NOW, make_person
from tests.post import letter, path_in
from tests.progress.test_actions import pass_module, taught
from tests.progress.test_regrading import (
    make_correction,
    option,
    position_of,
    question_of,
    rekeyed,
    taken,
)
from tests.teaching import (
    approved,
    make_draft,
    make_drafted,
    make_published,
    make_question,
    right_answers,
    with_settings,
)

pytestmark = pytest.mark.journey
TEMPLATES = ROOT / "templates"
SCREENSHOTS = ROOT / "build" / "screenshots"
SIZES = ((360, 780), (1280, 800))
SCHEMES = ("light", "dark")

# What is wrong with the page as it is shown now, in words.
PROBLEMS = """hasManyActions => {
  const wrong = [];
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) wrong.push(`${wide} px wider than the window`);
  for (const e of document.querySelectorAll('img, svg')) {
    const hidden = e.closest('[aria-hidden=true], [hidden]') !== null;
    const words = e.getAttribute('alt') ?? e.getAttribute('aria-label')
      ?? e.querySelector(':scope > title')?.textContent
      ?? e.closest('[role=img]')?.getAttribute('aria-label');
    const isEmpty = e.localName === 'img' ? words === undefined || words === null : !words;
    if (!hidden && isEmpty) wrong.push(`without words: ${e.outerHTML.slice(0, 120)}`);
  }
  const actions = [...document.querySelectorAll('.button[data-kind=primary]')].filter(shown);
  if (actions.length > 1 && !hasManyActions) {
    wrong.push(`${actions.length} primary buttons: ${actions.map((e) => e.innerText).join(', ')}`);
  }
  return wrong;
}"""

LIST = """Full name,E-mail address,Department,Role,Manager,Staff number,Start date
Amira Khan,amira.khan@example.org,Ward 3,trainer,,17,2026-11-02
Ben Osei,ben.osei@example.org,Ward 3,,amira.khan@example.org,18,2026-11-09
Jo Exampel,jo@exampel,Ward 3,,,19,
,nameless@example.org,Pharmacy,,,20,
Amira Again,Amira.Khan@example.org,,,,21,
Dee Day,dee.day@example.org,,chief physician,nobody@example.org,22,02/11/2026
"""
SCENARIO = """Ada is 70 years old and has come to the clinic because of a rash on both hands.

She washes them:
in the morning, with hot water,
at noon, with soap."""

QUESTION_FILE = """What does soap loosen from the skin, so that water can take it away? {
=Grease#Yes: it carries most of the germs.
~%50%Some of the grease
~Skin
####Soap loosens grease.}

How long is long enough? {#20:5}

Which of these {=a ~b

Describe how you wash your hands. {}

Soap {=loosens =frees} grease.
"""

# Answers that aren't all right, made of what a form sends for the right one.
WRONG: dict[QuestionKind, Callable[[list[str]], list[str]]] = {
    QuestionKind.MATCHING: lambda right: [
        right[0],
        *(f"{o.partition(':')[0]}:m0" for o in right[1:]),
    ],
    QuestionKind.ORDERING: lambda right: [*right[1:], right[0]],
    QuestionKind.GAP: lambda right: [right[0].upper(), "something quite different"],
    QuestionKind.SHORT_TEXT: lambda _right: ["no grease at all"],
    QuestionKind.NUMERIC: lambda _right: ["200 s"],
}


@dataclass
class World:
    """The product with something in every state, and where it is to be seen."""

    app: Flask
    address: str
    places: dict[str, dict[str, str]]
    # The pages that whoever looks now has seen, over all tests in which they look.
    rendered: set[str] = field(default_factory=set)
    looking: str = ""

    def end_all_sign_ins(self) -> None:
        with self.app.app_context():
            db.session.execute(update(SignInSession).values(ended_at=clock.now()))
            db.session.commit()
            db.session.remove()

    def link(self, kind: str) -> str:
        """Where the newest message of this kind leads."""
        with self.app.app_context():
            return path_in(letter(self.app, kind))

    def work(self) -> None:
        """Do what waits to be done."""
        with self.app.app_context():
            while working.do_next(at=clock.now()):
                pass


@dataclass
class Eyes:
    """A browser window that looks at each page in both sizes and both schemes."""

    page: Page
    persona: str
    world: World

    def see(self, name: str, path: str, status: int = 200, **how: Any) -> None:
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.look(name, **how)

    def press(self, name: str, button: str, **how: Any) -> None:
        """Send the form with this button, and look at what comes of it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        self.look(name, **how)

    def look(self, name: str, *, axe: bool = False, has_many_actions: bool = False) -> None:
        wrong: list[str] = []
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width, height in SIZES:
                self.page.set_viewport_size({"width": width, "height": height})
                found = self.page.evaluate(PROBLEMS, has_many_actions)
                wrong += [f"{width} px, {scheme}: {problem}" for problem in found]
                self._keep(f"{self.persona}-{name}-{width}-{scheme}.png")
            if axe:
                seen = Axe().run(self.page, options=AXE_OPTIONS)
                wrong += [f"{scheme}: {v['id']}: {v['help']}" for v in seen.response["violations"]]
        assert not wrong, f"{name} ({self.page.url}):\n" + "\n".join(wrong)

    def _keep(self, name: str) -> None:
        if os.environ.get("SCREENSHOTS") == "1":
            self.page.screenshot(path=SCREENSHOTS / name, full_page=True)

    def has_seen(self, *folders: str) -> None:
        """Every template below these paths that is a page of its own was rendered."""
        missing = {page for folder in folders for page in pages_in(folder)} - self.world.rendered
        assert not missing, f"nobody has looked at {sorted(missing)}"


def pages_in(path: str) -> set[str]:
    """Templates that fill a layout's main block, below or at this path."""
    root = TEMPLATES / path
    files = [root] if root.is_file() else root.rglob("*.html")
    texts = {file: file.read_text() for file in files}
    return {
        file.relative_to(TEMPLATES).as_posix()
        for file, text in texts.items()
        if "{% extends" in text and "{% block main %}" in text
    }


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application at an address of its own, answering in threads of this process."""

    class Silent(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:
            pass

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def world(
    browser: Browser, sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    for url in sqlite_templates.fresh():
        config = config_for(tmp_path_factory.mktemp("look"), url, gallery=True)
        app = create_app(config)
        forget_power_cuts(app)
        with app.app_context():
            demo.load_demo(config, at=NOW)
            places = Places().all()
            db.session.remove()
        with served(app) as address:
            world = World(app, address, places)

            def note(_app: Flask, template: Any, **_context: Any) -> None:
                world.rendered.add(template.name)  # noqa: B023  (connected for this world only)

            with template_rendered.connected_to(note, app):
                yield world
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def eyes_of(browser: Browser, world: World) -> Iterator[Callable[..., Eyes]]:
    """Open a window as somebody; a stranger has no e-mail address."""
    contexts = []

    def opened(persona: str, email: str = "") -> Eyes:
        context = browser.new_context(base_url=world.address, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto("/account/sign-in")
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password").fill(DEMO_PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.locator("h1")).to_have_text("My learning")
        if world.looking != persona:
            world.rendered.clear()
            world.looking = persona
        return Eyes(page, persona, world)

    yield opened
    for context in contexts:
        context.close()


class Places:
    """Makes something in every state, by actions, and says at which address it is shown."""

    def __init__(self) -> None:
        self.clinic = _organization("harbour-clinic")
        self.lena, self.adam, self.olivia, self.tessa = (
            _person(f"{name}@demo.example") for name in ("learner", "admin", "owner", "trainer")
        )
        self.starter = _course("antidepressants")
        self.hands = make_published(self.clinic)
        self.valid, self.revoked, self.replaced = (
            self._earned(person) for person in (self.lena, self.olivia, self.adam)
        )
        certificates.revoke(self.revoked, reason="Issued by mistake", by="tests", at=NOW)
        adam = organization_queries.membership_in(self.clinic.id, self.adam.id)
        assert adam is not None
        actions.rename_learner(adam, "Adam B. Reyes", by="tests", at=NOW)
        actions.reissue_certificate(self.replaced, by="tests", at=NOW)
        self.expired = self._issued("Past Its Date", ends=NOW - timedelta(days=1))
        self.tampered = self._issued("Somebody Else", ends=None)
        self.tampered.holder = "Edited Name"
        db.session.commit()

    def all(self) -> dict[str, dict[str, str]]:
        return {
            "stranger": self.stranger(),
            "learner": self.learner(),
            "trainer": self.trainer(),
            "admin": self.admin(),
            "joining": self.joining(),
            "operator": self.operator(),
        }

    def operator(self) -> dict[str, str]:
        """A task in each pile, and the link in a message that stops its kind."""
        accounts_actions.create_person(
            name="Oona Berg", address="operator@demo.example", password=DEMO_PASSWORD, at=NOW,
            is_operator=True,
        )  # fmt: skip
        left = db.session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
        failing, dead, returned, sent, later = left[:5]
        failing.failure, failing.tries = "mail-server-away", 4
        dead.failure, dead.tries, dead.state = "mail-server-said-421", 80, TaskState.DEAD
        returned.failure, returned.tries = "recipient-refused", 1
        returned.state, sent.state, sent.ended_at = TaskState.RETURNED, TaskState.DONE, NOW
        later.due = NOW + timedelta(days=20_000)
        for row in left[:5]:
            row.about = self._member(self.lena)
        db.session.commit()
        config = current_app.extensions["waymark-config"]
        stop = unsubscribe_address(Choice.CERTIFICATES, self.lena.public_id, config)
        return {
            "stop-messages": stop.removeprefix(config.public_url),
            **{pile: f"/operator/tasks/{pile}" for pile in Pile},
        }

    def stranger(self) -> dict[str, str]:
        return {
            name: f"/verify/{grouped(certificate.code)}"
            for name, certificate in self._certificates().items()
        } | {
            f"certificate-{name}": f"/verify/{grouped(certificate.code)}"
            for name, certificate in {"expired": self.expired, "tampered": self.tampered}.items()
        }

    def learner(self) -> dict[str, str]:
        way = actions.enrol(self.starter, self.lena.id, at=NOW)
        first, second, third, *_ = taught(way)
        passed = pass_module(way, first)
        failed = answer(attempt_actions.start_attempt(way, second, at=NOW), right=2, wrong=3)
        waiting = answer(attempt_actions.start_attempt(way, second, at=NOW), right=1, wrong=1)
        reading = actions.enrol(make_published(self.clinic, questions=0), self.lena.id, at=NOW)
        overview = standings.course_standing(way).modules[0].module.key
        home, mark_home = (f"/learn/{queries.address_of(each)}" for each in (way, reading))
        return {
            "course": home,
            "course-done": f"/learn/{self.hands.address}",
            "overview": f"{home}/{overview}",
            "module": f"{home}/{second}",
            "module-passed": f"{home}/{first}",
            "module-reread": f"{home}/{first}?back={passed.public_id}.1",
            "module-to-mark": f"{mark_home}/{taught(reading)[0]}",
            "locked": f"{home}/{third}",
            "name": f"{home}/name",
            "feedback-right": f"/attempts/{waiting.public_id}/1",
            "feedback-wrong": f"/attempts/{waiting.public_id}/2",
            "question": f"/attempts/{waiting.public_id}/3",
            "result-passed": f"/attempts/{passed.public_id}/result",
            "result-failed": f"/attempts/{failed.public_id}/result",
            "certificate": f"/certificates/{self.valid.public_id}",
            "erase-name": f"/certificates/{self.valid.public_id}/erase-name",
            **self._limited(),
            **self._at_the_end(),
            **self._corrected(),
            "report": f"/attempts/{waiting.public_id}/2/report",
            **{name: path for kind in WRONG for name, path in self._asked(kind).items()},
            **self._pictured(),
        }

    def _limited(self) -> dict[str, str]:
        """A quiz whose tries are used up, and one whose time runs, longer for its learner."""
        strict = with_settings(make_published(self.clinic), quiz_tries=1, feedback="passed")
        self.used_up = actions.enrol(strict, self.lena.id, at=NOW)
        key = taught(self.used_up)[0]
        failed = answer(attempt_actions.start_attempt(self.used_up, key, at=NOW), right=0, wrong=2)
        allowance_actions.set_time_factor(
            self.lena.id,
            150,
            about=self._member(self.lena),
            organization_id=self.clinic.id,
            by="tests",
            at=NOW,
        )
        timed = with_settings(make_published(self.clinic), quiz_minutes=30)
        self.timed = actions.enrol(timed, self.lena.id, at=NOW)
        running = attempt_actions.start_attempt(self.timed, key, at=clock.now())
        again = make_published(self.clinic)
        self.reset = actions.enrol(again, self.lena.id, at=NOW)
        ended = attempt_actions.start_attempt(self.reset, key, at=NOW)
        allowance_actions.reset_attempt(ended, by="tests", at=NOW)
        other = taught(self.used_up)[1]
        return {
            "module-used-up": f"/learn/{strict.address}/{key}",
            "result-reset": f"/attempts/{ended.public_id}/result",
            "result-used-up": f"/attempts/{failed.public_id}/result",
            "question-timed": f"/attempts/{running.public_id}/1",
            "locked-strict": f"/learn/{strict.address}/{other}",
        }

    def _at_the_end(self) -> dict[str, str]:
        """A final assessment that is open, one that is locked, and a must-know question left."""
        course = with_settings(make_published(self.clinic, questions=3), final_questions=6)
        enrolment = actions.enrol(course, self.lena.id, at=NOW)
        for key in taught(enrolment):
            pass_module(enrolment, key)
        other = with_settings(make_published(self.clinic, questions=3), final_questions=6)
        first = taught(actions.enrol(other, self.lena.id, at=NOW))[0]
        strict = make_published(self.clinic, questions=5)
        module = course_queries.modules_of(strict)[1]
        for _place, question in quiz_queries.places(self.clinic.id, [module.quiz_id]):
            quiz_actions.set_place(question, pool="", is_must_know=True)
        with_settings(strict)
        left = actions.enrol(strict, self.lena.id, at=NOW)
        almost = answer(attempt_actions.start_attempt(left, first, at=NOW), right=4, wrong=1)
        return {
            "final": f"/learn/{course.address}/final-assessment",
            "home-final": f"/learn/{course.address}",
            "locked-final": f"/learn/{other.address}/final-assessment",
            "result-must-know": f"/attempts/{almost.public_id}/result",
            "module-must-know": f"/learn/{strict.address}/{first}",
            "home-must-know": f"/learn/{strict.address}",
        }

    def _corrected(self) -> dict[str, str]:
        """Results that were corrected: one passed by it, one that keeps its point by the old key.

        And what learners have reported.
        """
        self.mended = make_published(self.clinic)
        way = actions.enrol(self.mended, self.lena.id, at=NOW)
        broken, self.wrong = question_of(self.mended), question_of(self.mended, place=1)
        failed = answer(
            attempt_actions.start_attempt(way, taught(way)[0], at=NOW), right=0, wrong=2
        )
        for each, reason in ((broken, ReportReason.OTHER), (self.wrong, ReportReason.KEY)):
            report_actions.report_question(
                failed, position_of(failed, each), reason=reason,
                comment="The text says that it is the other one." if each is broken else "",
                at=NOW,
            )  # fmt: skip
        right = option(self.wrong, "This"), option(self.wrong, "That")
        kept = taken(way, self.wrong, list(right))
        rekeyed(self.wrong, "That")
        for each, policy in ((broken, Policy.CREDIT), (self.wrong, Policy.REKEY)):
            make_correction(each, policy, at=clock.now())
        places = {"credited": (failed, broken), "kept": (kept, self.wrong)}
        return {
            "course-corrected": f"/learn/{self.mended.address}",
            "result-corrected": f"/attempts/{failed.public_id}/result",
            **{
                f"feedback-{name}": f"/attempts/{a.public_id}/{position_of(a, q)}"
                for name, (a, q) in places.items()
            },
        }

    def _after_the_fact(self) -> dict[str, str]:
        """For trainers: reports, a retired question, and results that can be corrected."""
        here = f"/teach/courses/{self.mended.public_id}"
        retired = question_of(self.hands)
        quizzes.retire(retired, by="tests", at=NOW)
        return {
            "course-reported": here,
            "reports": f"{here}/reports",
            "reports-handled": f"{here}/reports?state=handled",
            "question-reported": f"{here}/questions/{self.wrong.public_id}",
            "correct": f"{here}/questions/{self.wrong.public_id}/correct",
            "correct-nothing": f"{here}/questions/{question_of(self.mended, 2).public_id}/correct",
            "question-retired": (
                f"/teach/courses/{self.hands.public_id}/questions/{retired.public_id}"
            ),
        }

    def _asked(self, kind: QuestionKind, **how: Any) -> dict[str, str]:
        """Two questions of a kind with parts: the first answered, not rightly, the second open."""
        course = make_draft(self.clinic)
        module = next(m for m in course_queries.modules_of(course) if m.kind != "overview")
        for n in (1, 2):
            stem = f"Question {n} about washing hands?"
            approved(make_question(course, module, stem, kind, **how))
        publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
        way = actions.enrol(course, self.lena.id, at=NOW)
        attempt = attempt_actions.start_attempt(way, module.key, at=NOW)
        if kind in WRONG:
            attempt_actions.answer(attempt, 1, WRONG[kind](right_answers(attempt)[1]), at=NOW)
        else:
            answer(attempt, right=0, wrong=1)
        place = f"/attempts/{attempt.public_id}"
        return {f"{kind}-feedback": f"{place}/1", f"{kind}-question": f"{place}/2"}

    def _pictured(self) -> dict[str, str]:
        """Questions with images on one scenario, before and after the check, and their result."""
        kinds = (QuestionKind.SINGLE, QuestionKind.ORDERING, QuestionKind.MATCHING)
        how = {"scenario": SCENARIO, "has_images": True}
        places = {
            f"pictured-{name}": path
            for kind in kinds
            for name, path in self._asked(kind, **how).items()
        }
        course = make_draft(self.clinic)
        module = next(m for m in course_queries.modules_of(course) if m.kind != "overview")
        for n in (1, 2):
            approved(make_question(course, module, f"Question {n} about Ada?", **how))
        publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
        way = actions.enrol(course, self.lena.id, at=NOW)
        ended = answer(attempt_actions.start_attempt(way, module.key, at=NOW), right=1, wrong=1)
        return places | {"pictured-result": f"/attempts/{ended.public_id}/result"}

    def _imports(self) -> dict[str, str]:
        """One article that nobody has begun to read, and one that nobody could."""

        def begun(name: str, content: bytes) -> ArticleImport:
            return intake.begin(
                self.clinic.id, content, name, rights=Rights.OWN, language="en",
                once=public_id(), by=self.tessa.public_id, at=NOW,
            )  # fmt: skip

        refused, waiting = begun("empty-leaflet.md", b"\n"), begun("ward-handbook.md", b"# Ward\n")
        intake.go_on(self.clinic.id, refused.public_id, most_bytes=1_000, at=NOW)
        return {
            "import-waiting": f"/teach/imports/{waiting.public_id}",
            "import-refused": f"/teach/imports/{refused.public_id}",
        }

    def trainer(self) -> dict[str, str]:
        draft, deleted = make_draft(self.clinic), make_draft(self.clinic)
        courses.delete_draft(deleted, by="tests", at=NOW)
        withdrawn = make_published(self.clinic)
        courses.withdraw(withdrawn, by="tests", at=NOW)
        _overview, module, other, *_ = course_queries.modules_of(draft)
        stale = approved(make_question(draft, other, "How long is long enough?"))
        edit_everything(draft, other.key)
        asked = {
            "draft": make_question(draft, module),
            "approved": approved(make_question(draft, module, "What carries germs?")),
            "rejected": make_question(draft, module, "Is soap old?"),
            "stale": stale,
            "pictured": make_question(
                draft, module, "Which colour is it?", scenario=SCENARIO, has_images=True
            ),
        }
        quizzes.reject(asked["rejected"], reason="Too easy", by="tests", at=NOW)
        drafted = make_draft(self.clinic, CARE)
        draft_actions.draft_questions(drafted, by="tests", at=NOW)
        care = next(m for m in course_queries.modules_of(drafted) if m.kind == "teach")
        for part in ("first", "second", "third"):
            make_drafted(drafted, care, f"What does the {part} sentence ask for?")
        waiting = f"/teach/courses/{drafted.public_id}"
        here, live = (f"/teach/courses/{each.public_id}" for each in (draft, self.hands))
        closed, gone = (f"/teach/courses/{each.public_id}" for each in (withdrawn, deleted))
        return {
            "draft": here,
            "published": live,
            "withdrawn": closed,
            "deleted": gone,
            "structure": f"{here}/structure",
            "edit-module": f"{here}/modules/{module.key}",
            "questions": f"{here}/questions",
            "questions-drafts": f"{here}/questions?state=draft",
            "write-question": f"{here}/modules/{module.key}/questions/new",
            "drafted": f"{waiting}/questions?state=draft&selected=all",
            "review": f"{waiting}/review",
            "reviewed": f"{waiting}/reviewed",
            "coverage": f"{waiting}/coverage",
            **{f"review-{s}": f"{here}/review/{asked[s].public_id}" for s in ("stale", "pictured")},
            **self._banked(draft, module, asked["approved"]),
            "settings": f"{here}/settings",
            "progress": f"{live}/progress",
            "learner": self._learner_page(self.used_up),
            "learner-running": self._learner_page(self.timed),
            "learner-reset": self._learner_page(self.reset),
            "progress-empty": f"{here}/progress",
            "versions": f"{live}/versions",
            "question-import": f"{here}/question-import",
            "question-export": f"{here}/question-export",
            "bundle": f"{here}/bundle",
            "delete": f"{here}/delete",
            "withdraw": f"{live}/withdraw",
            "reopen": f"{closed}/reopen",
            **self._imports(),
            **self._after_the_fact(),
            **{f"question-{s}": f"{here}/questions/{q.public_id}" for s, q in asked.items()},
        }

    def _banked(self, draft: Course, module: Module, tagged: Question) -> dict[str, str]:
        """The question bank, versions with their differences, a copy, and text that waits."""
        quizzes.set_tags(tagged, ("germs", "hand hygiene"), at=NOW)
        here = f"/teach/courses/{draft.public_id}"
        changed = approved(make_question(draft, module, "What does soap carry away?"))
        approved(reworded(changed, "What does warm soap carry away from the skin?"))
        reworded(changed, "What does warm soap carry away from the hands?")
        typed = make_question(draft, module, "Is this being typed?")
        for row, by in ((typed, "trainer"), (changed, "admin")):
            words = (("stem", "What somebody has typed?"), ("kind", "single"))
            text = Typed("0123456789ab", 1, (), row.revision, words)
            by = _person(f"{by}@demo.example").public_id
            quizzes.keep_typed(row, text, by=by, at=NOW)
        return {
            "bank": "/teach/questions",
            "bank-found": "/teach/questions?q=soap&kind=single",
            "bank-nothing": "/teach/questions?q=zzzz",
            "question-versions": f"{here}/questions/{changed.public_id}/versions",
            "question-no-versions": f"{here}/questions/{typed.public_id}/versions",
            "question-copy": f"{here}/questions/{typed.public_id}/copy",
            "question-typed": f"{here}/questions/{typed.public_id}",
            "question-typed-stored": f"{here}/questions/{typed.public_id}?stored=1",
            "question-typed-by-another": f"{here}/questions/{changed.public_id}",
        }

    def _learner_page(self, enrolment: Enrolment) -> str:
        course = course_queries.course_with_id(self.clinic.id, enrolment.course_id)
        return f"/teach/courses/{course.public_id}/learners/{enrolment.public_id}"

    def joining(self) -> dict[str, str]:
        """Invitations in every state: their pages, and the pages of whom they are for."""
        at, by, places = clock.now(), self.olivia.public_id, {}
        for name in ("waiting", "revoked", "expired", "unsent"):
            membership = invitation_actions.enter(
                self.clinic.id, name=f"Ina {name.capitalize()} Invited", role=Role.TRAINER,
                address=f"{name}.with-a-rather-long-name@harbour-clinic.example", by=by, at=at,
            )  # fmt: skip
            places[f"person-{name}"] = f"/organization/people/{membership.public_id}"
            if name != "unsent":
                back = timedelta(days=20 if name == "expired" else 0)
                personal = invitation_actions.invite(membership, by=by, at=at - back)
                places[name] = f"/join/{_token(personal)}"
            if name == "revoked":
                invitation_actions.revoke(membership, by=by, by_role=Role.ADMIN, at=at)
        ward = group_actions.create_group(self.clinic.id, name="Ward 7", by=by, at=at)
        for name, most in (("shared", 30), ("closed", None)):
            shared = shared_invitations.open_shared(
                self.clinic.id, group=ward, most_uses=most, expires_at=at + timedelta(days=9),
                by=by, at=at,
            )  # fmt: skip
            places[f"page-{name}"] = f"/organization/invitations/{shared.public_id}"
            places[name] = f"/join/{_token(shared)}"
        shared_invitations.close_shared(shared, by=by, at=at)
        return places

    def admin(self) -> dict[str, str]:
        guest = make_person("Gus Guest")
        actions.enrol(self.starter, guest.id, at=NOW)
        left = make_person("Leo Left")
        gone = organizations.add_member(self.clinic.id, left, role=Role.LEARNER, by="tests", at=NOW)
        organizations.deactivate(gone, by="tests", by_role=Role.OWNER, at=NOW)
        people = {"learner": self.lena, "oneself": self.adam, "owner": self.olivia,
                  "guest": guest, "deactivated": left}  # fmt: skip
        here = {name: f"/organization/people/{self._member(p)}" for name, p in people.items()}
        self._oblige(NOW - timedelta(days=60))
        issued = {
            name: f"/organization/certificates/{each.public_id}"
            for name, each in self._certificates().items()
        }
        return {
            **here,
            **issued,
            **self._assignments(),
            **self._grouped(),
            "deactivate": f"{here['learner']}/deactivate",
            "audit-filtered": "/organization/audit?topic=people&by=olivia",
            "audit-nothing": "/organization/audit?topic=groups",
            "compliance-long-ago": "/organization/compliance?on=2020-02-29",
            "compliance-on-paper": "/organization/compliance?paper=1",
            "messages": f"{here['learner']}/messages",
            "no-messages": f"{here['guest']}/messages",
            "withdraw": f"{issued['certificate-valid']}/withdraw",
            "erase": f"{here['deactivated']}/erase",
            "erasing": self._left("Ella Erasing", erased=False),
            "erased": self._left("Enno Erased", erased=True),
            "retention": "/organization/settings/retention",
        }

    def _assignments(self) -> dict[str, str]:
        """A draft, a rule with changes that aren't applied, one on its way, one that is ended."""
        clinic, at = self.clinic, clock.now()
        ward = make_group(clinic, "Ward 5")
        member = organization_queries.membership_in(clinic.id, self.lena.id)
        assert member is not None
        put_in(ward, member, at=at)
        nurses = Who((Condition(Because.GROUP, ward.public_id), Condition(Because.ROLE, "admin")))
        new = rule_about(self.starter, name="New nurses", who=nurses)
        rule = make_rule(clinic, new, at=at)
        change_and_apply(rule, dataclasses.replace(new, due=Due(days=14)), at=at)
        yearly = dataclasses.replace(new, renewal=Renewal(months=12))
        rules.change_rule(rule, yearly, by=self.adam.public_id, at=at)
        draft = rules.create_rule(
            clinic.id, rule_about(self.hands, name="Hygiene for everybody"), by="tests", at=at
        )
        late = rule_about(self.starter, name="Before the audit", due=Due(days=3))
        past = make_rule(clinic, late, at=at - timedelta(days=9))
        exempt = next(each for each in obligations(past) if each.membership_id == member.id)
        exemption_actions.exempt(
            member, rule=past, reason="On leave until spring", zone="UTC", by="tests", at=at
        )
        ended = make_rule(clinic, rule_about(self.hands, name="Last year"), at=at)
        rules.end_rule(ended, by="tests", at=at)
        here = {
            name: f"/organization/assignments/{each.public_id}"
            for name, each in (
                ("rule", rule), ("rule-draft", draft), ("rule-late", past), ("rule-ended", ended)
            )
        }  # fmt: skip
        open = next(each for each in obligations(past) if each.id != exempt.id)
        return {
            "assignments": "/organization/assignments",
            "rule-new": "/organization/assignments/new",
            **here,
            "rule-edit": f"{here['rule']}/edit",
            "rule-preview": f"{here['rule']}/apply",
            "rule-undo": f"{here['rule']}/undo",
            "rule-history": f"{here['rule']}/history",
            "rule-done": f"{here['rule']}/progress",
            "rule-running": f"{here['rule-ended']}/progress",
            "rule-exempt": f"{here['rule-late']}/{open.public_id}/exempt",
        }

    def _grouped(self) -> dict[str, str]:
        """Groups in one another with people, one removed, and a team below the admin."""
        made: dict[str, Group] = {}
        for name, parent in {
            "Nursing": None, "Ward 3": "Nursing", "Night shift": "Ward 3", "Ward 4": "Nursing",
            "Administration": None, "Pharmacy": None,
        }.items():  # fmt: skip
            made[name] = group_actions.create_group(
                self.clinic.id, name=name, parent=made.get(parent or ""), by="tests", at=NOW
            )
        lena, adam, tessa = (
            organization_queries.membership_in(self.clinic.id, person.id)
            for person in (self.lena, self.adam, self.tessa)
        )
        assert lena is not None
        assert adam is not None
        assert tessa is not None
        ward = made["Ward 3"]
        group_actions.put_in(ward, [lena, tessa], by="tests", at=NOW)
        group_actions.set_group_manager(ward, adam, by="tests", at=NOW)
        member_actions.set_manager(tessa, lena, by="tests", at=NOW)
        group_actions.remove_group(made["Pharmacy"], by="tests", at=NOW)
        here, person = f"/organization/groups/{ward.public_id}", "/organization/people"
        return {
            "groups-full": "/organization/groups",
            "group": here,
            "group-empty": f"/organization/groups/{made['Ward 4'].public_id}",
            "group-removed": f"/organization/groups/{made['Pharmacy'].public_id}",
            "group-remove": f"/organization/groups/{made['Ward 4'].public_id}/remove",
            "group-add": f"{here}/add?q=demo",
            "group-manager": f"{here}/manager?q=zzzz",
            "trainer": f"{person}/{tessa.public_id}",
            "trainer-limit": f"{person}/{tessa.public_id}/limit",
            "choose-manager": f"{person}/{lena.public_id}/manager?q=demo",
            "people-filtered": f"/organization?group={ward.public_id}",
            "team": "/team",
            "team-person": f"/team/{lena.public_id}",
        }

    def _oblige(self, at: datetime) -> None:
        """A rule for everybody: some have done it, one needn't, one hasn't and is late."""
        for course in (self.hands, self.starter):
            rule = make_rule(self.clinic, rule_about(course, name="All staff"), at=at)
        olivia = organization_queries.membership_in(self.clinic.id, self.olivia.id)
        assert olivia is not None
        exemption_actions.exempt(
            olivia, rule=rule, reason="On parental leave", zone="UTC", by="tests", at=at
        )

    def _left(self, name: str, *, erased: bool) -> str:
        """The page of somebody who left and is, or is to be, erased."""
        gone = organizations.add_member(
            self.clinic.id, make_person(name), role=Role.LEARNER, by="tests", at=NOW
        )
        organizations.deactivate(gone, by="tests", by_role=Role.OWNER, at=NOW)
        then = erasure_actions.plan_erasure(gone, by="tests", by_role=Role.OWNER, at=NOW)
        if erased:
            erasure_actions.erase_member(self.clinic.id, gone.public_id, at=then)
        return f"/organization/people/{gone.public_id}"

    def _certificates(self) -> dict[str, Certificate]:
        return {
            "certificate-valid": self.valid,
            "certificate-revoked": self.revoked,
            "certificate-replaced": self.replaced,
        }

    def _earned(self, person: Person) -> Certificate:
        enrolment: Enrolment = actions.enrol(self.hands, person.id, at=NOW)
        for key in taught(enrolment):
            pass_module(enrolment, key)
        earned = queries.certificate_for(enrolment)
        assert earned is not None
        return earned

    def _issued(self, holder: str, *, ends: datetime | None) -> Certificate:
        """A certificate that nobody learned for: only its public page is looked at."""
        statement = Statement(
            holder, self.clinic.name, "Washing hands", 1, ("Why it works",), note="", language="en"
        )
        return certificates.issue(
            self.clinic.id, statement, basis=public_id(), evidence_sha256="0" * 64,
            subject=public_id(), valid_until=ends, at=NOW - timedelta(days=365),
        )  # fmt: skip

    def _member(self, person: Person) -> str:
        membership = organization_queries.membership_in(self.clinic.id, person.id)
        assert membership is not None
        return membership.public_id


def _token(invitation: Invitation) -> str:
    key = current_app.extensions["waymark-config"].secret_key
    return invitation_links.token_for(invitation.public_id, key=key)


def _organization(slug: str) -> Organization:
    found = organization_queries.organization_with_slug(slug)
    assert found is not None
    return found


def _person(address: str) -> Person:
    found = accounts.person_with_address(address)
    assert found is not None
    return found


def _course(address: str) -> Course:
    found = course_queries.course_at(address)
    assert found is not None
    return found


def answer(attempt: Attempt, *, right: int, wrong: int) -> Attempt:
    """Answer the first questions rightly, the next ones wrongly."""
    for position, correct in list(right_answers(attempt).items())[: right + wrong]:
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        others = [o.id for o in asked.question.options if o.id not in correct][:1]
        values = correct if position <= right else others
        attempt_actions.answer(attempt, position, values, at=NOW)
    return attempt


def reworded(question: Question, stem: str) -> Question:
    wording = quiz_queries.wording_of(question)
    version = articles.version_with_id(question.organization_id, question.article_version_id)
    quizzes.rewrite_question(
        question, version, replace(wording, body=replace(wording.body, stem=stem)),
        revision=question.revision, at=NOW,
    )  # fmt: skip
    return question


def edit_everything(course: Course, key: str) -> None:
    """Write a module anew, so that the sentences behind its questions are gone."""
    module = course_queries.module(course, key)
    assert module is not None
    courses.edit_module(
        course, key, body="All of this is new. Nothing is as it was.\n\nWash longer.",
        objectives=["Say how long is long enough"], revision=module.revision, by="tests", at=NOW,
    )  # fmt: skip


def test_what_a_stranger_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("stranger")
    eyes.see("catalogue", "/")
    eyes.see("catalogue-nothing-found", "/?q=zzzz")
    eyes.see("course", "/courses/antidepressants")
    for name, path in world.places["stranger"].items():
        eyes.see(name, path)
    eyes.see("verify", "/verify", axe=True)
    eyes.see("certificate-unknown", "/verify/ABCD", 404, axe=True)
    for name in ("help", "help-now", "privacy", "accessibility"):
        eyes.see(name, f"/{name}", axe=True)
    eyes.see("not-found", "/nothing-here", 404, axe=True)
    eyes.see("gallery", "/gallery", has_many_actions=True)
    eyes.see("stop-messages", world.places["operator"]["stop-messages"], axe=True)
    eyes.press("messages-stopped", "Stop these messages", axe=True)
    eyes.press("messages-again", "Get them again")
    joining = world.places["joining"]
    eyes.see("join", "/join")
    eyes.press("join-error", "Go on", axe=True)
    for name in ("revoked", "expired", "closed"):
        eyes.see(f"invitation-{name}", joining[name], 410, axe=name == "expired")
    eyes.see("invitation-shared", joining["shared"], axe=True)
    eyes.see("invitation", joining["waiting"])
    eyes.press("invitation-error", "Create account and join", axe=True)
    eyes.see("sign-up", "/account/sign-up")
    eyes.press("sign-up-error", "Create account", axe=True)
    eyes.see("sign-in", "/account/sign-in")
    eyes.press("sign-in-error", "Sign in", axe=True)
    eyes.has_seen(
        "public", "account/sign_ins/sign_in.html", "account/people/sign_up.html", "errors",
        "account/messages/stop.html",
    )  # fmt: skip


def test_what_a_learner_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("learner", "learner@demo.example"), world.places["learner"]
    eyes.see("my-learning", "/learn")
    eyes.see("catalogue", "/")
    eyes.see("course-page", "/courses/antidepressants")
    eyes.see("certificates", "/certificates", axe=True)
    for name, path in places.items():
        is_new_kind = name.startswith((*WRONG, "pictured"))
        eyes.see(name, path, 403 if name.startswith("locked") else 200, axe=is_new_kind)
    eyes.see("question", places["question"])
    eyes.press("question-error", "Check answer")
    eyes.see("name", places["name"])
    eyes.page.get_by_label("Name on the certificate").fill(" ")
    eyes.press("name-error", "Save the name", axe=True)
    eyes.see("report", places["report"], axe=True)
    eyes.press("report-error", "Send report", axe=True)
    eyes.page.get_by_label("There is a typo").check()
    eyes.press("reported", "Send report", axe=True)
    eyes.see("erase-name", places["erase-name"], axe=True)
    eyes.see("account", "/account", axe=True)
    eyes.see("messages", "/account/messages", axe=True)
    eyes.press("messages-saved", "Save")
    eyes.see("account", "/account")
    eyes.press("account-error", "Change password", axe=True)
    eyes.see("organizations", "/account/organizations", axe=True)
    eyes.see("new-organization", "/account/organizations/new")
    eyes.press("new-organization-error", "Make the organization", axe=True)
    eyes.see("invitation", world.places["joining"]["waiting"], axe=True)
    eyes.see("not-for-this-role", "/teach", 403, axe=True)
    eyes.see("question", places["question"])
    eyes.page.locator("main .option label").first.click()
    eyes.world.end_all_sign_ins()
    eyes.press("sign-in-again", "Check answer", axe=True)
    eyes.page.get_by_label("E-mail address").fill("learner@demo.example")
    eyes.page.get_by_label("Password").fill(DEMO_PASSWORD)
    eyes.press("send-again", "Sign in", axe=True)
    eyes.press("sent-again", "Send it now")
    expect(eyes.page.locator(".verdict")).to_be_visible()
    eyes.has_seen(
        "learner", "account/sign_ins", "account/people/settings.html", "account/organizations",
        "account/messages/messages.html",
    )  # fmt: skip


def test_what_somebody_sees_of_their_account(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("account")
    page = eyes.page
    for name, path in (("forgot", "/account/forgot"), ("ask-for-link", "/account/link")):
        eyes.see(name, path, axe=True)
        eyes.press(f"{name}-error", "Send me a link", axe=True)
        page.get_by_label("E-mail address").fill("learner@demo.example")
        eyes.press(f"{name}-asked", "Send me a link", axe=True)
    eyes.see("link-ended", "/account/reset/nothing", 404, axe=True)
    eyes.see("reset", world.link("password-reset"), axe=True)
    eyes.press("reset-error", "Set the password", axe=True)
    eyes.see("sign-in-by-link", world.link("sign-in-link"))
    page.goto("/account/sign-up")
    page.get_by_label("Your name").fill("Noor Haddad")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    eyes.press("signed-up", "Create account")
    eyes.see("unconfirmed", "/account", axe=True)
    eyes.see("confirm", world.link("confirm-address"), axe=True)
    eyes.press("confirmed", "Confirm this address", axe=True)
    eyes.see("change-address", "/account/address", axe=True)
    eyes.press("change-address-error", "Send a link to the new address", axe=True)
    eyes.see("data", "/account/data", axe=True)
    eyes.press("data-waiting", "Put a copy together", axe=True)
    world.work()
    eyes.see("data-ready", "/account/data", axe=True)
    eyes.see("erase", "/account/erase", axe=True)
    eyes.press("erase-error", "Erase my account in 14 days", axe=True)
    page.get_by_label("Your password").fill(DEMO_PASSWORD)
    eyes.press("erasing", "Erase my account in 14 days", axe=True)
    eyes.see("account-erasing", "/account", axe=True)
    eyes.has_seen("account/links", "account/passwords", "account/addresses", "account/data")


# The places where questions are worked on; all other places of a trainer are about courses.
QUESTIONS = (
    "question", "questions", "write-question", "drafted", "review", "reviewed", "coverage", "bank",
    "correct",
)  # fmt: skip
AXE_QUESTIONS = (
    "correct", "bank-found", "question-typed-by-another", "question-versions", "question-copy",
    "drafted", "review", "coverage", "reviewed", "review-stale", "question-import",
    "question-export",
)  # fmt: skip
AXE_COURSES = (
    "learner", "import-waiting", "import-refused", "settings", "progress", "versions", "delete",
    "reopen", "reports", "bundle",
)  # fmt: skip


def is_about_questions(name: str) -> bool:
    return name in QUESTIONS or name.startswith(
        ("question-", "questions-", "review-", "bank-", "correct-")
    )


def test_what_a_trainer_sees_of_courses(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("trainer", "trainer@demo.example"), world.places["trainer"]
    eyes.see("home", "/teach")
    eyes.see("deleted-drafts", "/teach/deleted", axe=True)
    eyes.see("import", "/teach/import", axe=True)
    eyes.press("import-error", "Import and see how it is cut")
    for name, path in places.items():
        if not is_about_questions(name):
            eyes.see(name, path, axe=name in AXE_COURSES or name.startswith("learner"))
    structuring(eyes, places)
    somebody_was_faster(eyes, places, "edit-module", "What learners will be able to do", "Save")
    eyes.page.goto(places["draft"])
    eyes.press("preview", "Preview as a learner")
    eyes.has_seen(
        "trainer/courses", "trainer/imports", "trainer/modules", "trainer/structures",
        "trainer/exchange/bundle.html",
    )  # fmt: skip


def test_what_a_trainer_sees_of_questions(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes, places = eyes_of("trainer", "trainer@demo.example"), world.places["trainer"]
    for name, path in places.items():
        if is_about_questions(name):
            eyes.see(name, path, axe=name in AXE_QUESTIONS or name.startswith("correct"))
    eyes.see("bundle", places["bundle"])
    correcting(eyes, places)
    exchanging(eyes, places)
    writing(eyes, places)
    reviewing(eyes, places)
    somebody_was_faster(eyes, places, "question-pictured", "Question", "Save changes")
    eyes.has_seen("trainer/questions", "trainer/review", "trainer/exchange")


def correcting(eyes: Eyes, places: dict[str, str]) -> None:
    """From what is wrong, by whom it affects, to what was made of it."""
    page = eyes.page
    page.goto(places["correct"])
    eyes.press("correct-error", "See whom it affects", axe=True)
    page.get_by_label("Everybody who was asked is right").check()
    page.get_by_label("What was wrong?").fill("Both answers can be read out of the text.")
    eyes.press("correct-preview", "See whom it affects", axe=True)
    eyes.press("correct-change", "Change something")
    eyes.press("correct-preview-again", "See whom it affects")
    eyes.press("corrected", "Correct results", axe=True)
    page.goto(places["reports"])
    eyes.press("reports-one-handled", "Mark as handled")


def exchanging(eyes: Eyes, places: dict[str, str]) -> None:
    """Questions as files, in and out: what is asked, what is found, what is wrong."""
    page = eyes.page
    page.goto(places["question-import"])
    eyes.press("question-import-error", "See what is in it", axe=True)
    page.get_by_label("Or paste the questions").fill(QUESTION_FILE)
    eyes.press("question-import-check", "See what is in it", axe=True)
    page.goto(places["question-import"])
    page.get_by_label("Or paste the questions").fill("Tell us all you know. {}")
    eyes.press("question-import-nothing", "See what is in it", axe=True)
    page.goto(places["question-export"])
    page.get_by_label("GIFT").check()
    page.get_by_label("Which questions?").select_option("all")
    eyes.press("question-export-gift", "See what goes into the file", axe=True)
    page.goto(places["question-export"])
    page.get_by_label("Aiken").check()
    page.get_by_label("Which questions?").select_option("drafts")
    eyes.press("question-export-aiken", "See what goes into the file", axe=True)


def writing(eyes: Eyes, places: dict[str, str]) -> None:
    """What comes of the forms: other kinds, what is missing, what can't be."""
    page = eyes.page
    kinds = (
        "Several right", "True or false", "Matching", "Ordering", "Gap text", "Short text",
        "Number",
    )  # fmt: skip
    for kind in kinds:
        page.goto(places["write-question"])
        eyes.press(f"write-{kind.split()[0].lower()}", kind)
    page.goto(places["write-question"])
    eyes.press("question-incomplete", "Save and approve", axe=True)
    page.goto(places["write-question"])
    page.locator("summary", has_text="Image above the question").click()
    page.set_input_files(
        "#image-file", {"name": "hands.svg", "mimeType": "image/svg+xml", "buffer": SVG}
    )
    eyes.press("image-refused", "Save as a draft", axe=True)
    eyes.see("question-pictured", places["question-pictured"], axe=True)


def structuring(eyes: Eyes, places: dict[str, str]) -> None:
    """What comes of the forms of a course's text, settings and structure."""
    page = eyes.page
    page.goto(places["edit-module"])
    eyes.press("module-preview", "Preview without saving", axe=True)
    page.goto(places["settings"])
    page.get_by_label("Title", exact=True).fill("")
    eyes.press("settings-error", "Save settings", axe=True)
    page.goto(places["structure"])
    card = page.locator(".module-card").nth(1)
    card.locator("summary", has_text="Rename").click()
    card.get_by_label("New title").fill("")
    eyes.press("rename-error", "Save title", axe=True)
    page.goto(places["structure"])
    part = page.locator("details", has_text="Split here").first
    part.locator("summary").click()
    eyes.look("structure-splitting")
    part.get_by_label("Title of the second part").fill("")
    part.get_by_role("button", name="Split").click()
    eyes.look("split-error", axe=True)


def reviewing(eyes: Eyes, places: dict[str, str]) -> None:
    """One draft after another, and several at once."""
    page = eyes.page
    page.goto(places["review"])
    page.keyboard.press("r")
    eyes.press("review-reject-error", "Reject", axe=True)
    page.goto(places["drafted"])
    eyes.press("selected-reject", "Reject selected", axe=True)
    page.goto(places["drafted"])
    eyes.press("selected-approve", "Approve selected", axe=True)
    page.goto(places["review"])
    eyes.press("review-next", "Approve", axe=True)
    page.goto(places["drafted"])
    with page.expect_navigation():
        page.get_by_role("button", name="Approve selected").click()
    eyes.press("selected-approved", page.locator("h1").inner_text())
    eyes.see("reviewed-all", places["reviewed"], axe=True)


def somebody_was_faster(
    eyes: Eyes, places: dict[str, str], name: str, label: str, button: str
) -> None:
    """Two windows on the same thing: the second save meets the first."""
    slow = eyes.page.context.new_page()
    slow.goto(places[name])
    eyes.page.goto(places[name])
    for page, words in ((eyes.page, "What the first one says"), (slow, "And the second one")):
        page.get_by_label(label, exact=True).fill(words)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).last.click()
    expect(slow.locator("h1")).to_contain_text("Somebody else has saved")
    Eyes(slow, eyes.persona, eyes.world).look(f"{name}-conflict", axe=True)
    slow.close()


def look_at_inviting_and_setting_up(eyes: Eyes) -> None:
    places = eyes.world.places["joining"]
    here = "/organization/invitations"
    eyes.see("invitations", here, axe=True)
    for shows in ("accepted", "revoked"):
        eyes.see(f"invitations-{shows}", f"{here}?show={shows}")
    for name, path in places.items():
        if name.startswith(("person-", "page-")):
            eyes.see(name, path, axe=name in ("person-waiting", "page-shared"))
    eyes.see("invite", "/organization/people/invite")
    eyes.page.get_by_label("Whom do you invite?").fill("admin@demo.example\nJo Smith")
    eyes.press("invite-error", "Invite", axe=True)
    eyes.see("share", f"{here}/share")
    eyes.page.get_by_label("Open until").fill("")
    eyes.press("share-error", "Make the link", axe=True)
    eyes.see("setup", "/organization/setup", axe=True)
    for name in ("name", "sign-in", "mail", "signatory"):
        eyes.see(f"settings-{name}", f"/organization/settings/{name}", axe=True)
    eyes.page.get_by_label("Name", exact=False).first.fill("x" * 201)
    eyes.press("settings-error", "Save", axe=True)


def test_what_an_admin_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    """No journey comes here, so axe looks at every page."""
    eyes, places = eyes_of("admin", "admin@demo.example"), world.places["admin"]
    for name in ("people", "certificates", "audit", "compliance", "roles", "settings"):
        eyes.see(name, f"/organization{'' if name == 'people' else '/' + name}", axe=True)
    eyes.see("reminders", "/organization/settings/reminders", axe=True)
    eyes.page.get_by_label("Days before the due date").fill("soon")
    eyes.press("reminders-error", "Save reminders", axe=True)
    eyes.see("people-nobody-found", "/organization?q=zzzz")
    for name, path in places.items():
        eyes.see(name, path, axe=name not in ("owner", "certificate-replaced"))
    eyes.see("audit-unclear", "/organization/audit?about=a&from=never", 422, axe=True)
    eyes.see("audit-several", "/organization/audit?about=a", 422, axe=True)
    eyes.see("compliance-no-day", "/organization/compliance?on=2999-01-01", 422, axe=True)
    eyes.see("withdraw", places["withdraw"])
    eyes.press("withdraw-error", "Withdraw certificate", axe=True)
    eyes.see("learner", places["learner"])
    eyes.page.get_by_label("Name").last.fill("")
    eyes.press("name-error", "Change name", axe=True)
    eyes.see("erase", places["erase"])
    eyes.press("erase-error", "Erase in 14 days", axe=True)
    eyes.see("retention", places["retention"])
    eyes.page.get_by_label("Erase people so many months after they left").fill("ever")
    eyes.press("retention-error", "Save", axe=True)


def test_what_an_admin_sees_who_brings_people_in(
    eyes_of: Callable[..., Eyes], world: World
) -> None:
    """After the one above: with it, all that an admin sees has been looked at."""
    eyes = eyes_of("admin", "admin@demo.example")
    see_a_list_come_in(eyes, world)
    look_at_inviting_and_setting_up(eyes)
    eyes.has_seen("organization", "team")


def see_a_list_come_in(eyes: Eyes, world: World) -> None:
    """From the empty form to the result, and the invitations that are sent later."""
    eyes.see("list-import", "/organization/people/import", axe=True)
    eyes.press("list-import-error", "Look at the columns", axe=True)
    eyes.page.get_by_label("Or paste the rows").fill(LIST)
    eyes.press("list-columns", "Look at the columns", axe=True)
    eyes.page.get_by_label("Full name").select_option("")
    eyes.press("list-columns-error", "Check the list")
    eyes.page.get_by_label("Full name").select_option("name")
    eyes.press("list-check", "Check the list", axe=True)
    eyes.see("list-confirm", eyes.page.url.replace("/check", "/confirm"), axe=True)
    later = eyes.page.get_by_role("button", name="send nothing yet")
    with eyes.page.expect_navigation():
        later.click()
    eyes.look("list-progress", axe=True)
    path = eyes.page.url
    eyes.page.goto("about:blank")  # it loads itself again, and not while we go elsewhere
    with world.app.app_context():
        while working.do_next(at=clock.now()):
            pass
        db.session.remove()
    eyes.see("list-done", path, axe=True)
    eyes.see("list-again", "/organization/people/import")
    eyes.see("list-send", "/organization/people/invitations/send", axe=True)
    send = eyes.page.get_by_role("button", name=re.compile(r"^Send \d+ invitations$"))
    eyes.press("list-sent", send.inner_text())
    with world.app.app_context():
        while working.do_next(at=clock.now()):
            pass
        db.session.remove()
    eyes.see("list-send-nobody", "/organization/people/invitations/send")


def test_what_an_operator_sees(eyes_of: Callable[..., Eyes], world: World) -> None:
    eyes = eyes_of("operator", "operator@demo.example")
    eyes.see("overview", "/operator", axe=True)
    for pile in Pile:
        eyes.see(pile, world.places["operator"][pile], axe=True)
    eyes.see("no-more", f"/operator/tasks/dead?after={paging.pack(NOW - timedelta(days=999), 1)}")
    eyes.see("dead", world.places["operator"]["dead"])
    eyes.press("retried", "Try now")
    eyes.has_seen("operator")


def test_what_a_message_looks_like(eyes_of: Callable[..., Eyes]) -> None:
    """As a mail program shows it, which has nothing of our stylesheet."""
    eyes = eyes_of("mail")
    message = Message(
        to="lena@example.org",
        subject="Your certificate for your course",
        preheader="It is ready to read, print and show.",
        greeting="Dear colleagues,\nthis comes from the learning team at Harbour Clinic.",
        paragraphs=(
            "Hello Lena,",
            "You have passed all of the course “How antidepressants work”.",
            "Whoever you show it to can check it with the code on it, without an account.",
        ),
        action=Action(
            "See your certificate",
            "https://learn.harbour-clinic.example/certificates/2b7f0c5d9a1e4f6385d2c0ab17",
        ),
        small_print=("You get this because you took this course at Harbour Clinic.",),
        unsubscribe="https://learn.harbour-clinic.example/account/messages/stop/certificates/2b7f",
    )
    eyes.page.set_content(html_of(message))
    expect(eyes.page.get_by_text("It is ready to read")).to_be_hidden()
    eyes.look("message")
    for scheme in SCHEMES:
        eyes.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(eyes.page, options=AXE_OPTIONS).response["violations"]
        # Its subject, which mail programs show above it, is its heading.
        assert {each["id"] for each in found} <= {"page-has-heading-one"}, scheme
