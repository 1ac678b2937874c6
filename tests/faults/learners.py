"""Learners who keep a ledger of what was acknowledged to them, and insist on an answer."""

import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from config import Config
from learning import canonical, clock
from learning.accounts import actions as accounts
from learning.app import create_app
from learning.cli.schema import upgrade
from learning.courses import queries as courses
from learning.courses.states import Visibility
from learning.database import db
from learning.organizations import actions as organizations
from learning.quizzes import content
from learning.quizzes.models import QuestionVersion
from learning.web.visitor import TOKEN
from tests.people import NOW, make_person
from tests.teaching import make_published

LEARNERS = 6
QUESTIONS = 2  # in each quiz
RIGHT = 0.9  # how often a learner knows the answer
PATIENCE = 60.0  # seconds that a learner goes on asking for one answer


@dataclass
class Given:
    """The prepared installation: where the course is, what is right, who the learners are."""

    config: Config
    address: str
    modules: list[str]
    # The right option ids by all option ids of a question.
    keys: dict[frozenset[str], list[str]]
    # Person ids with the cookies they are signed in with; savers only ever save.
    people: list[tuple[int, str]]
    savers: list[tuple[int, str]]


@dataclass(frozen=True)
class Heard:
    """One acknowledgement: of a save with its revision, or of a check."""

    at: float
    key: tuple[str, int]
    revision: int | None
    values: tuple[str, ...]


@dataclass
class Ledger:
    """What the learners sent, and what was acknowledged to them. Each writes only of themselves."""

    sent: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    acknowledged: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    # Saved while it was being answered: everything sent, and the newest revision acknowledged.
    drafts: dict[tuple[str, int], set[tuple[str, ...]]] = field(default_factory=dict)
    saved: dict[tuple[str, int], tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    # Every acknowledgement in the order it came, with the time (seconds since 1970).
    heard: list[Heard] = field(default_factory=list)
    enrolled: set[int] = field(default_factory=set)
    attempts: dict[str, int] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)
    cut_off: list[str] = field(default_factory=list)
    # What a full disk said to whom it turned away.
    no_room: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def saves(self) -> int:
        return sum(heard.revision is not None for heard in self.heard)


class Stopped(Exception):
    """Time to go home; nothing is under way."""


class Learner:
    """A browser without a page: asks until it gets an answer, and notes what it was told."""

    def __init__(
        self, given: Given, port: int, ledger: Ledger, stop: threading.Event, seed: str
    ) -> None:
        self.given, self.port, self.ledger, self.stop = given, port, ledger, stop
        self.random = random.Random(seed)
        self.cookie = ""

    def learn(self, people: list[tuple[int, str]]) -> None:
        """One person after the other from enrolment to certificate."""
        try:
            for person, cookie in people:
                self.cookie = cookie
                self._take_course(person)
        except Stopped:
            pass
        except Exception as error:
            self.ledger.errors.append(repr(error))
            raise

    def _enrol(self, person: int) -> str:
        page = self._get(f"/courses/{self.given.address}")
        home = f"/learn/{self.given.address}"
        assert self._post(f"/courses/{self.given.address}/start", page) == home
        self.ledger.enrolled.add(person)
        return home

    def _take_course(self, person: int) -> None:
        home = self._enrol(person)
        for module in self.given.modules:
            while not self._take_quiz(person, f"{home}/{module}"):
                pass
        self.ledger.finished.add(person)

    def _start_quiz(self, person: int, module: str) -> tuple[str, str]:
        """The attempt and the page to go to."""
        place = self._post(f"{module}/quiz", self._get(module))
        attempt = place.split("/")[2]
        self.ledger.attempts[attempt] = person
        return attempt, place

    def _take_quiz(self, person: int, module: str) -> bool:
        attempt, place = self._start_quiz(person, module)
        while not place.endswith("/result"):
            self._answer(attempt, place)
            n = int(place.split("/")[3])
            place = f"/attempts/{attempt}/{n + 1 if n < QUESTIONS else 'result'}"
        return "You passed" in self._get(place)

    def _answer(self, attempt: str, place: str) -> None:
        page = self._get(place)
        options = re.findall(r'name="option"[^>]*? value="([^"]+)"', page)
        right = self.given.keys[frozenset(options)]
        wrong = [self.random.choice([o for o in options if o not in right])]
        values = right if self.random.random() < RIGHT else wrong
        key = (attempt, int(place.split("/")[3]))
        self._change_ones_mind(key, place, page, options)
        if self.stop.is_set():
            raise Stopped
        self.ledger.sent[key] = tuple(sorted(values))
        assert self._post(place, page, values) == f"{place}?checked=1"
        self.ledger.acknowledged[key] = tuple(sorted(values))
        self.ledger.heard.append(Heard(time.time(), key, None, tuple(sorted(values))))

    def _change_ones_mind(
        self, key: tuple[str, int], place: str, page: str, options: list[str]
    ) -> None:
        """Choose this and that before checking, each saved by the page's script."""
        revision = revision_on(page)
        for _ in range(self.random.randrange(3)):
            chosen = self.random.choice(options)
            revision = self._save(key, place, token_on(page), revision, chosen)
        # Whatever was killed in between: the page shows the newest save there was.
        assert revision_on(self._get(place)) == revision, key

    def _save(
        self, key: tuple[str, int], place: str, token: str, revision: int, chosen: str
    ) -> int:
        """Save one choice over this revision; the new one."""
        if self.stop.is_set():
            raise Stopped
        self.ledger.drafts.setdefault(key, set()).add((chosen,))
        fields = [("csrf_token", token), ("option", chosen), ("revision", str(revision))]
        status, _, body = self._insist("POST", f"{place}/save", urlencode(fields))
        assert status == 200, (status, place)
        stored = int(canonical.parse(body)["revision"])
        self.ledger.saved[key] = (stored, (chosen,))
        self.ledger.heard.append(Heard(time.time(), key, stored, (chosen,)))
        return stored

    def _get(self, path: str) -> str:
        if self.stop.is_set():
            raise Stopped
        status, _location, body = self._insist("GET", path, None)
        assert status == 200, (status, path)
        return body

    def _post(self, path: str, page: str, options: list[str] | None = None) -> str:
        """Send a page's form, again and again the same; where the 303 leads."""
        fields = [("csrf_token", token_on(page)), *(("option", each) for each in options or ())]
        status, location, _body = self._insist("POST", path, urlencode(fields))
        assert status == 303, (status, path)
        return location

    def _insist(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        begun = time.monotonic()
        while True:
            try:
                status, location, said = self._ask(method, path, body)
                if status != 507:
                    return status, location, said
                self.ledger.no_room.append(said)
            except (OSError, HTTPException) as error:
                if not isinstance(error, ConnectionRefusedError):
                    self.ledger.cut_off.append(method)
            assert time.monotonic() - begun < PATIENCE, path
            time.sleep(0.05)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": f"waymark={self.cookie}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        cookies = SimpleCookie(response.headers.get("Set-Cookie", ""))
        if "waymark" in cookies:
            self.cookie = cookies["waymark"].value
        return response.status, response.headers.get("Location", ""), text


class Saver(Learner):
    """Somebody who never makes up their mind, and saves at a pace of their own."""

    def dither(self, person: int, cookie: str, pause: float, ready: threading.Semaphore) -> None:
        """Save another choice every `pause` seconds, however long the answers take."""
        self.cookie = cookie
        try:
            attempt, place = self._start_quiz(
                person, f"{self._enrol(person)}/{self.given.modules[0]}"
            )
            page = self._get(place)
            options = re.findall(r'name="option"[^>]*? value="([^"]+)"', page)
            key, revision = (attempt, 1), revision_on(page)
            ready.release()
            due = time.monotonic() + self.random.uniform(0, pause)
            while True:
                time.sleep(max(0, due - time.monotonic()))
                due += pause
                chosen = options[revision % len(options)]
                before, revision = (
                    revision,
                    self._save(key, place, token_on(page), revision, chosen),
                )
                assert revision == before + 1, "each save counts once, however often it was sent"
        except Stopped:
            pass
        except Exception as error:
            self.ledger.errors.append(repr(error))
            raise


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', page)
    assert found
    return found[1]


def revision_on(page: str) -> int:
    found = re.search(r'data-revision="(\d+)"', page)
    assert found
    return int(found[1])


def app_on(config: Config) -> Flask:
    """The application on the server's own database, for looking at it from beside."""
    return create_app(config)


def prepare(folder: Path, people: int, savers: int = 0) -> Given:
    """An installation with a course, and learners who are signed in already."""
    config = Config.from_environment({"LEARNING_DATA": str(folder)})
    app = app_on(config)
    with app.app_context():
        upgrade()
        clinic = organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)
        course = make_published(clinic, questions=QUESTIONS, visibility=Visibility.OPEN)
        given = Given(
            config,
            course.address,
            [m.key for m in courses.modules_of(course) if m.kind != "overview"],
            {
                frozenset(o.id for o in content.read_body(v.body).options): list(
                    content.read_key(v.key).correct
                )
                for v in db.session.scalars(select(QuestionVersion))
            },
            [_signed_in(app, n) for n in range(people)],
            [_signed_in(app, n) for n in range(people, people + savers)],
        )
        db.session.remove()
        db.engine.dispose()
    return given


def _signed_in(app: Flask, n: int) -> tuple[int, str]:
    person = make_person(f"Learner {n}", f"learner{n}@example.org")
    token = accounts.open_session(person, at=clock.now())
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return person.id, serializer.dumps({TOKEN: token, "_permanent": True})


@contextmanager
def lessons(given: Given, port: int, ledger: Ledger, seed: int) -> Iterator[None]:
    """While inside, learners learn; at the end each finishes what is under way."""
    stop = threading.Event()
    learners = [
        threading.Thread(
            target=Learner(given, port, ledger, stop, f"{seed}.{n}").learn,
            args=(given.people[n::LEARNERS],),
        )
        for n in range(LEARNERS)
    ]
    for learner in learners:
        learner.start()
    try:
        yield
    finally:
        stop.set()
        for learner in learners:
            learner.join(PATIENCE)


@contextmanager
def saving(given: Given, port: int, ledger: Ledger, seed: int, pause: float) -> Iterator[None]:
    """While inside, all savers save; begins when each of them is at a question."""
    stop, ready = threading.Event(), threading.Semaphore(0)
    savers = [
        threading.Thread(
            target=Saver(given, port, ledger, stop, f"{seed}.saver{n}").dither,
            args=(person, cookie, pause, ready),
        )
        for n, (person, cookie) in enumerate(given.savers)
    ]
    for saver in savers:
        saver.start()
    for _ in savers:
        assert ready.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        stop.set()
        for saver in savers:
            saver.join(PATIENCE)
