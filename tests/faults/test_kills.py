"""The server is killed at random instants while people learn; no acknowledged answer is lost.

The real server, as `make run` starts it, on SQLite with the product's own fsync settings. Learners
keep a ledger of what was acknowledged; at the end the database has to agree with it. `make test`
kills 20 times, `make test-long` 200 times; seed and counts are printed.
"""

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from learning import canonical, clock
from learning.accounts import actions as accounts
from learning.app import PROJECT, create_app
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.standing import Standing
from learning.certificates.statement import NOTHING_BEFORE
from learning.cli.schema import upgrade
from learning.courses import queries as courses
from learning.courses.states import Visibility
from learning.database import db
from learning.organizations import actions as organizations
from learning.organizations.models import Membership
from learning.progress.models import Answer, Attempt, Completion, Enrolment, ModuleProgress
from learning.progress.transcripts import TranscriptLine, transcript
from learning.quizzes import content, grading
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion, QuizVersion
from learning.web.visitor import TOKEN
from tests.people import NOW, PASSWORD, make_person
from tests.teaching import make_published

SEED = 20261123
LEARNERS = 6
QUESTIONS = 2  # in each quiz
RIGHT = 0.9  # how often a learner knows the answer
PATIENCE = 60.0  # seconds that a learner goes on asking for one answer
COMMAND = (sys.executable, "-m", "learning", "serve", "--no-demo", "--port")


class Server:
    """The product in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.slowest_start = 0.0

    def start(self) -> None:
        """Start it and wait for its first 200."""
        environment = {**os.environ, "LEARNING_DATA": str(self.folder)}
        begun = time.monotonic()
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*COMMAND, str(self.port)],
                cwd=PROJECT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.is_ready():
            assert self.process.poll() is None, (self.folder / "log").read_text()[-3000:]
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.02)
        self.slowest_start = max(self.slowest_start, time.monotonic() - begun)

    def is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@dataclass
class Given:
    """The prepared installation: where the course is, what is right, who the learners are."""

    config: Config
    address: str
    modules: list[str]
    # The right option ids by all option ids of a question.
    keys: dict[frozenset[str], list[str]]
    # Person ids with the cookies they are signed in with.
    people: list[tuple[int, str]]


@dataclass
class Ledger:
    """What the learners sent, and what was acknowledged to them. Each writes only of themselves."""

    sent: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    acknowledged: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    # Saved while it was being answered: everything sent, and the newest revision acknowledged.
    drafts: dict[tuple[str, int], set[tuple[str, ...]]] = field(default_factory=dict)
    saved: dict[tuple[str, int], tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    saves: int = 0
    enrolled: set[int] = field(default_factory=set)
    attempts: dict[str, int] = field(default_factory=dict)
    finished: set[int] = field(default_factory=set)
    cut_off: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


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

    def _take_course(self, person: int) -> None:
        page = self._get(f"/courses/{self.given.address}")
        home = f"/learn/{self.given.address}"
        assert self._post(f"/courses/{self.given.address}/start", page) == home
        self.ledger.enrolled.add(person)
        for module in self.given.modules:
            while not self._take_quiz(person, f"{home}/{module}"):
                pass
        self.ledger.finished.add(person)

    def _take_quiz(self, person: int, module: str) -> bool:
        place = self._post(f"{module}/quiz", self._get(module))
        attempt = place.split("/")[2]
        self.ledger.attempts[attempt] = person
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

    def _change_ones_mind(
        self, key: tuple[str, int], place: str, page: str, options: list[str]
    ) -> None:
        """Choose this and that before checking, each saved by the page's script."""
        token = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', page)
        found = re.search(r'data-revision="(\d+)"', page)
        assert token, place
        assert found, place
        revision = int(found[1])
        for _ in range(self.random.randrange(3)):
            if self.stop.is_set():
                raise Stopped
            chosen = self.random.choice(options)
            self.ledger.drafts.setdefault(key, set()).add((chosen,))
            fields = [("csrf_token", token[1]), ("option", chosen), ("revision", str(revision))]
            status, _, body = self._insist("POST", f"{place}/save", urlencode(fields))
            assert status == 200, (status, place)
            revision = int(canonical.parse(body)["revision"])
            self.ledger.saved[key] = (revision, (chosen,))
            self.ledger.saves += 1
        # Whatever was killed in between: the page shows the newest save there was.
        shown = re.search(r'data-revision="(\d+)"', self._get(place))
        assert shown, place
        assert int(shown[1]) == revision, key

    def _get(self, path: str) -> str:
        if self.stop.is_set():
            raise Stopped
        status, _location, body = self._insist("GET", path, None)
        assert status == 200, (status, path)
        return body

    def _post(self, path: str, page: str, options: list[str] | None = None) -> str:
        """Send a page's form, again and again the same; where the 303 leads."""
        token = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', page)
        assert token, path
        fields = [("csrf_token", token[1]), *(("option", each) for each in options or ())]
        status, location, _body = self._insist("POST", path, urlencode(fields))
        assert status == 303, (status, path)
        return location

    def _insist(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        begun = time.monotonic()
        while True:
            try:
                return self._ask(method, path, body)
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


def app_on(config: Config) -> Flask:
    """The application on the server's own database, for looking at it from beside."""
    return create_app(config)


def prepare(folder: Path, people: int) -> Given:
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
        )
        db.session.remove()
        db.engine.dispose()
    return given


def _signed_in(app: Flask, n: int) -> tuple[int, str]:
    person = make_person(f"Learner {n}", f"learner{n}@example.org")
    token = accounts.open_session(person, at=clock.now())
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return person.id, serializer.dumps({TOKEN: token, "_permanent": True})


@pytest.mark.parametrize(
    "kills",
    [20, pytest.param(200, marks=(pytest.mark.long, pytest.mark.timeout(3600)))],
)
def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(SEED)
    given = prepare(tmp_path, people=LEARNERS * (10 + kills // 2))
    server, ledger, stop = Server(tmp_path), Ledger(), threading.Event()
    learners = [
        threading.Thread(
            target=Learner(given, server.port, ledger, stop, f"{SEED}.{n}").learn,
            args=(given.people[n::LEARNERS],),
        )
        for n in range(LEARNERS)
    ]
    server.start()
    try:
        for learner in learners:
            learner.start()
        for _ in range(kills):
            time.sleep(chance.uniform(0.1, 1.1))
            server.kill()
            server.start()
        # On a busy machine nobody may have got through between the kills.
        patience = time.monotonic() + PATIENCE
        while not ledger.finished and not ledger.errors and time.monotonic() < patience:
            time.sleep(0.1)
    finally:
        stop.set()
        for learner in learners:
            learner.join(PATIENCE)
        code = server.stop()
    app = app_on(given.config)
    with app.app_context():
        counts = check(ledger)
        db.session.remove()
        db.engine.dispose()
    print(
        f"\n{kills} kills, seed {SEED}: {counts}; {len(ledger.cut_off)} requests cut off and sent "
        f"again ({ledger.cut_off.count('POST')} of them forms); slowest start to first 200 "
        f"{server.slowest_start:.1f} s"
    )
    assert ledger.errors == []
    assert code == 0
    assert server.slowest_start < 10
    assert len(ledger.cut_off) >= kills / 2, "the kills have to meet requests"
    check_file(tmp_path / "waymark.db")


def check_file(path: Path) -> None:
    """SQLite's own word on its file."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def check(ledger: Ledger) -> str:
    """The database agrees with the ledger; what it agreed on, in words."""
    attempts = {a.public_id: a for a in db.session.scalars(select(Attempt))}
    by_id = {a.id: a for a in attempts.values()}
    stored = {
        (by_id[a.attempt_id].public_id, a.position): tuple(sorted(canonical.parse(a.given)))
        for a in db.session.scalars(select(Answer).where(Answer.checked_at.is_not(None)))
    }
    lost = {k: v for k, v in ledger.acknowledged.items() if stored.get(k) != v}
    assert not lost, f"acknowledged, and not stored as sent: {lost}"
    invented = {k: v for k, v in stored.items() if ledger.sent.get(k) != v}
    assert not invented, f"stored, and never sent: {invented}"
    assert ledger.attempts.keys() <= attempts.keys()
    # A start that was never answered may be there too, but at most one of each learner.
    assert len(attempts) - len(ledger.attempts) <= LEARNERS
    check_attempts(ledger, by_id)
    enrolments = check_enrolments(ledger, attempts)
    completed = check_completions(ledger, enrolments)
    return (
        f"{len(ledger.acknowledged)} answers acknowledged and {len(stored)} stored, "
        f"{ledger.saves} saves on the way, "
        f"{len(attempts)} attempts, {len(enrolments)} enrolments, {completed} certificates, 0 lost"
    )


def check_attempts(ledger: Ledger, attempts: dict[int, Attempt]) -> None:
    """Numbered without gaps, at most one open; a closed one's score follows from its answers."""
    numbers = defaultdict(list)
    for attempt in attempts.values():
        numbers[attempt.enrolment_id, attempt.module].append((attempt.number, attempt.state))
        rows = answers_of(attempt)
        assert [answer.position for answer, _ in rows] == list(range(1, attempt.items + 1))
        unchecked = [answer for answer, _ in rows if answer.checked_at is None]
        assert (attempt.state == "open") == bool(unchecked), attempt.public_id
        check_score(attempt, rows)
        for answer in unchecked:
            check_saved(ledger, (attempt.public_id, answer.position), answer)
    for runs in numbers.values():
        runs.sort()
        assert [number for number, _ in runs] == list(range(1, len(runs) + 1))
        assert all(state == "closed" for _, state in runs[:-1])


def answers_of(attempt: Attempt) -> list[tuple[Answer, QuestionVersion]]:
    rows = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    return [(answer, question) for answer, question in rows]


def check_saved(ledger: Ledger, key: tuple[str, int], answer: Answer) -> None:
    """What was acknowledged is stored, or what was sent after it; nothing else ever is."""
    given = tuple(canonical.parse(answer.given)) if answer.given else None
    revision, values = ledger.saved.get(key, (0, None))
    assert answer.seq >= revision, key
    if answer.seq == revision:
        assert given == values, key
    else:
        assert given in ledger.drafts[key], key


def check_score(attempt: Attempt, rows: list[tuple[Answer, QuestionVersion]]) -> None:
    grades = []
    for answer, question in rows:
        if answer.checked_at is None:
            assert (answer.earned, answer.is_correct) == (0, False)
            continue
        given = canonical.parse(answer.given)
        grade = grading.grade(
            QuestionKind(question.kind),
            content.read_body(question.body),
            content.read_key(question.key),
            given,
        )
        stored = (answer.earned, answer.possible, answer.is_correct)
        assert stored == (grade.earned, grade.possible, grade.is_correct)
        grades.append(grade)
    if attempt.state == "open":
        assert (attempt.correct, attempt.is_passed, attempt.closed_at) == (0, False, None)
        return
    assert attempt.correct == sum(grade.is_correct for grade in grades)
    assert attempt.is_passed == (attempt.correct >= attempt.needed)
    lines = [
        TranscriptLine(a.position, q.public_id, canonical.parse(a.shown_order),
                       canonical.parse(a.given or "null"), a.earned, a.possible)
        for a, q in rows
    ]  # fmt: skip
    quiz = db.session.get(QuizVersion, attempt.quiz_version_id)
    assert quiz is not None
    retold = transcript(attempt.public_id, quiz.public_id, attempt.needed, lines)
    assert attempt.transcript_sha256 == canonical.sha256(retold)


def check_enrolments(ledger: Ledger, attempts: dict[str, Attempt]) -> list[Enrolment]:
    """One membership and one enrolment for each who was told so; attempts hang on their own."""
    memberships = {m.id: m.person_id for m in db.session.scalars(select(Membership))}
    assert len(set(memberships.values())) == len(memberships)
    enrolments = list(db.session.scalars(select(Enrolment)))
    people = [memberships[e.membership_id] for e in enrolments]
    assert len(set(people)) == len(people)
    assert ledger.enrolled <= set(people)
    assert len(set(people) - ledger.enrolled) <= LEARNERS
    owners = dict(zip((e.id for e in enrolments), people, strict=True))
    for public_id, person in ledger.attempts.items():
        assert owners[attempts[public_id].enrolment_id] == person
    return enrolments


def check_completions(ledger: Ledger, enrolments: list[Enrolment]) -> int:
    """Passed modules, completion, certificate and ledger entry are there together or not at all."""
    at = clock.now()
    completions = {c.enrolment_id: c for c in db.session.scalars(select(Completion))}
    issued = {c.basis: c for c in db.session.scalars(select(Certificate))}
    passed = defaultdict(list)
    for row in db.session.scalars(select(ModuleProgress)):
        runs = db.session.scalars(
            select(Attempt).where(
                Attempt.enrolment_id == row.enrolment_id,
                Attempt.module == row.module,
                Attempt.state == "closed",
            )
        ).all()
        assert row.attempts == len(runs)
        assert row.best == max((run.correct for run in runs), default=0)
        assert (row.passed_at is not None) == any(run.is_passed for run in runs)
        if row.passed_at is not None:
            passed[row.enrolment_id].append(row.module)
    for enrolment in enrolments:
        is_done = len(passed[enrolment.id]) == enrolment.modules
        assert enrolment.modules_passed == len(passed[enrolment.id])
        assert (enrolment.state == "complete") == is_done == (enrolment.id in completions)
    assert set(issued) == {c.public_id for c in completions.values()}
    assert len(ledger.finished) <= len(completions) <= len(ledger.finished) + LEARNERS
    assert ledger.finished, "somebody has to get through"
    assert all(certificates.verified(c, at=at).standing == Standing.VALID for c in issued.values())
    entries = db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.number)).all()
    assert [e.number for e in entries] == list(range(1, len(issued) + 1))
    assert [e.previous_sha256 for e in entries] == [
        NOTHING_BEFORE,
        *(e.sha256 for e in entries[:-1]),
    ][: len(entries)]
    return len(issued)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that runs, with six people who know the password."""
    prepare(tmp_path, people=LEARNERS)
    server = Server(tmp_path)
    server.start()
    yield server
    if server.process.poll() is None:
        server.kill()


def test_open_requests_are_answered_after_sigterm_and_the_server_ends_with_0(
    server: Server,
) -> None:
    connections = [HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(LEARNERS)]
    bodies = [sign_in_form(connection, n) for n, connection in enumerate(connections)]
    # Five are at the hashing of passwords, of which two go at once; the sixth is still sending.
    for connection, (body, headers) in zip(connections[:-1], bodies[:-1], strict=True):
        connection.request("POST", "/account/sign-in", body, headers)
    slow, (body, headers) = connections[-1], bodies[-1]
    slow.putrequest("POST", "/account/sign-in")
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        slow.putheader(name, value)
    slow.endheaders(body[:20].encode())
    time.sleep(0.1)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    slow.send(body[20:].encode())
    answers = [connection.getresponse() for connection in connections]
    assert [(a.status, a.headers["Location"]) for a in answers] == [(303, "/learn")] * LEARNERS
    assert server.process.wait(10) == 0
    assert not server.is_ready()
    check_file(server.folder / "waymark.db")


def sign_in_form(connection: HTTPConnection, n: int) -> tuple[str, dict[str, str]]:
    """The body and headers of a sign-in by learner n, from the page and on its connection."""
    connection.request("GET", "/account/sign-in")
    response = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', response.read().decode())
    cookie = SimpleCookie(response.headers["Set-Cookie"])["waymark"].value
    assert token
    fields = {
        "csrf_token": token[1],
        "email": f"learner{n}@example.org",
        "password": PASSWORD,
    }
    return urlencode(fields), {
        "Cookie": f"waymark={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
