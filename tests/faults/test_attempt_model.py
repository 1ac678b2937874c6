"""One learner with two windows does anything in any order, and a simple model always agrees.

Time passes, tries are limited and granted, old saves come again, questions are corrected while and
after they are answered. `make test` takes at least 2,000
steps on each database, `make test-long` 10,000.
"""

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import select

from learning.certificates.models import Certificate
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.courses.states import Visibility
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    queries,
    regrading,
    standings,
    timing,
)
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.states import AttemptState, ModuleState
from learning.quizzes import corrections
from learning.quizzes import queries as quizzes
from learning.quizzes.correcting import Policy
from learning.quizzes.grading import needed
from tests.people import NOW, make_person
from tests.teaching import make_published, right_answers, with_settings

QUESTIONS = 3
TRIES = 2
LIMIT = timedelta(minutes=10)
STEPS = 80
RARE = (
    "module-locked", "tries-used-up", "time-over", "answer-final", "answer-changed-elsewhere",
    "handed in, passed", "handed in, not passed", "complete", "corrected",
)  # fmt: skip
LEAST_STEPS, RUNS = (10_000, 200) if os.environ.get("LONG") else (2_000, 40)
WINDOWS = st.integers(0, 1)
POSITIONS = st.integers(1, QUESTIONS)
MODULES = st.integers(0, 2)
SAID = st.sampled_from(["right", "wrong", "nonsense", "nothing"])
PASS_MARK = 80


@dataclass
class Place:
    """What the model knows of one question of the running attempt."""

    version: int
    right: list[str]
    wrong: list[str]
    saved: list[str] = field(default_factory=list)
    revision: int = 0
    is_right: bool | None = None  # None until it is checked

    def values(self, what: str) -> list[str]:
        """What a form sends that says this."""
        return {"right": self.right, "wrong": self.wrong, "nonsense": ["a"], "nothing": []}[what]


@dataclass
class Running:
    """The attempt that is open now, and what each window last saw of its questions."""

    id: int
    module: str
    deadline: datetime
    places: dict[int, Place]
    seen: list[dict[int, int]]
    # Every save that was answered, as it was sent: position, revision, values.
    sent: list[tuple[int, int, list[str]]] = field(default_factory=list)


class Learner(RuleBasedStateMachine):
    """Acts on the product and on the model alike."""

    clinic_id: ClassVar[int]
    people: ClassVar[Iterator[int]]
    # How often it came to what is rare, so that nobody takes a walk that never met it for a test.
    happened: ClassVar[Counter[str]]

    seeds: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        Learner.seeds = iter(range(1, 1_000_000))
        n = next(self.people)
        person = make_person(f"Learner {n}", f"model{n}@example.org")
        # A course of their own, since a correction of a question holds for all its learners.
        clinic = db.session.get_one(Organization, self.clinic_id)
        course = make_published(clinic, questions=QUESTIONS, visibility=Visibility.OPEN)
        limits = {"quiz_minutes": LIMIT.seconds // 60, "quiz_tries": TRIES}
        self.course_id = with_settings(course, **limits).id
        self.enrolment_id = actions.enrol(self.course, person.id, at=NOW).id
        self.modules = [m.module.key for m in self.standing.modules if m.module.is_numbered]
        self.passed: list[str] = []
        self.attempts = dict.fromkeys(self.modules, 0)
        self.granted = dict.fromkeys(self.modules, 0)
        self.now = NOW
        self.running: Running | None = None
        self.closed: list[int] = []
        # By closed attempt its module, and by question version whether it counts as right.
        self.results: dict[int, tuple[str, dict[int, bool]]] = {}
        self.credited: set[int] = set()

    @property
    def course(self) -> Course:
        course = db.session.get(Course, self.course_id)
        assert course is not None
        return course

    @property
    def enrolment(self) -> Enrolment:
        enrolment = db.session.get(Enrolment, self.enrolment_id)
        assert enrolment is not None
        return enrolment

    @property
    def standing(self) -> standings.CourseStanding:
        return standings.course_standing(self.enrolment)

    @property
    def attempt(self) -> Attempt:
        assert self.running
        attempt = db.session.get(Attempt, self.running.id)
        assert attempt is not None
        return attempt

    @property
    def is_over(self) -> bool:
        assert self.running
        return self.now > self.running.deadline + timing.GRACE

    @rule(n=st.none() | MODULES)
    def start(self, n: int | None) -> None:
        """Start any module's quiz: a running attempt goes on, or is handed in if its time is over.

        Locked modules are refused, and so are more tries than there are. None is the next one.
        """
        module = self.modules[min(len(self.passed), 2) if n is None else n]
        if self.running and self.running.module != module:
            return  # one quiz at a time keeps the model small
        forbidden = self._forbids_start(module)
        if forbidden:
            self.happened[forbidden] += 1
            with pytest.raises(RuleBroken, match=forbidden):
                attempt_actions.start_attempt(self.enrolment, module, at=self.now)
            return
        attempt = attempt_actions.start_attempt(self.enrolment, module, at=self.now)
        if not self.running:
            self._begin(attempt)
            return
        assert attempt.id == self.running.id
        if self.is_over:
            self._hand_in()

    def _forbids_start(self, module: str) -> str | None:
        if self.modules.index(module) > len(self.passed):
            return "module-locked"
        is_used_up = self.attempts[module] >= TRIES + self.granted[module]
        if is_used_up and not self.running and module not in self.passed:
            return "tries-used-up"
        return None

    def _begin(self, attempt: Attempt) -> None:
        assert attempt.id not in self.closed
        assert (attempt.items, attempt.deadline) == (QUESTIONS, self.now + LIMIT)
        places = {}
        versions = versions_by_position(attempt)
        for position, right in right_answers(attempt).items():
            asked = attempt_queries.asked(attempt, position)
            assert asked is not None
            wrong = [option.id for option in asked.question.options if option.id not in right][:1]
            places[position] = Place(versions[position], right, wrong)
        seen = [dict.fromkeys(places, 0) for _ in range(2)]
        self.running = Running(attempt.id, attempt.module, self.now + LIMIT, places, seen)

    @precondition(lambda self: self.running)
    @rule(seconds=st.sampled_from([1, 30, 200]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.running)
    @rule(seconds=st.sampled_from([-1, 0, 1]))
    def wait_until_the_grace_ends(self, seconds: int) -> None:
        assert self.running
        self.now = max(self.now, self.running.deadline + timing.GRACE + timedelta(seconds=seconds))

    @precondition(lambda self: self.running)
    @rule()
    def run_the_job(self) -> None:
        """What closes attempts whose time is over, whether anybody comes by or not."""
        attempt_actions.hand_in_overdue(at=self.now)
        if self.running and self.is_over:
            self._hand_in()
        elif self.running:
            assert self.attempt.state == AttemptState.OPEN

    def _hand_in(self) -> None:
        """The time was over: what was saved is what counts."""
        assert self.running
        for place in self.running.places.values():
            if place.is_right is None:
                place.is_right = place.saved == place.right or place.version in self.credited
        attempt = self.attempt
        db.session.refresh(attempt)
        assert (attempt.closed_by, attempt.closed_at) == ("time", self.running.deadline)
        self.happened["handed in, passed" if attempt.is_passed else "handed in, not passed"] += 1
        self._close(attempt)

    @precondition(lambda self: self.closed)
    @rule(n=MODULES, is_stale=st.booleans())
    def grant(self, n: int, is_stale: bool) -> None:
        """A trainer grants one more try; whoever has seen an older number grants none."""
        module = self.modules[n]
        known = self.granted[module] - is_stale
        allowance_actions.grant_try(self.enrolment, module, known=known, by="tests", at=self.now)
        self.granted[module] += not is_stale

    @precondition(lambda self: self.running)
    @rule(window=WINDOWS, position=POSITIONS)
    def open_page(self, window: int, position: int) -> None:
        """Look at a question: it shows what was saved last."""
        assert self.running
        place = self.running.places[position]
        asked = attempt_queries.asked(self.attempt, position)
        assert asked is not None
        assert asked.is_checked == (place.is_right is not None)
        if not asked.is_checked:
            assert (list(asked.saved), asked.revision) == (place.saved, place.revision)
        self.running.seen[window][position] = place.revision

    @precondition(lambda self: self.running)
    @rule(window=WINDOWS, position=POSITIONS, what=SAID)
    def save(self, window: int, position: int, what: str) -> None:
        """Change something: accepted only in time, and from the window that saw the newest."""
        assert self.running
        place, seen = self.running.places[position], self.running.seen[window]
        values, based_on = place.values(what), seen[position]
        refused = self._save(position, based_on, values)
        if refused:
            return
        if based_on != place.revision or (place.revision and values == place.saved):
            assert values == place.saved  # a replay is the save it repeats
        else:
            place.saved, place.revision = values, place.revision + 1
        asked = attempt_queries.asked(self.attempt, position)
        assert asked is not None
        assert (list(asked.saved), asked.revision) == (place.saved, place.revision)
        seen[position] = place.revision

    @precondition(lambda self: self.running)
    @rule(window=WINDOWS)
    def enter_what_is_right(self, window: int) -> None:
        """Somebody who knows and checks nothing yet."""
        assert self.running
        for position in list(self.running.places):
            self.open_page(window, position)
            self.save(window, position, "right")

    @precondition(lambda self: self.running)
    @rule(position=POSITIONS)
    def change_it_in_both_windows(self, position: int) -> None:
        """The first window to save wins; chance alone hardly ever opens both before."""
        for window in (0, 1):
            self.open_page(window, position)
        self.save(0, position, "wrong")
        self.save(1, position, "right")

    @precondition(lambda self: self.running and self.running.sent)
    @rule(data=st.data())
    def send_an_old_save_again(self, data: st.DataObject) -> None:
        """As it was, whatever happened since: nothing changes by it."""
        assert self.running
        position, revision, values = data.draw(st.sampled_from(self.running.sent))
        place = self.running.places[position]
        before = (place.saved, place.revision)
        refused = self._save(position, revision, values)
        assert refused or values == place.saved
        asked = attempt_queries.asked(self.attempt, position)
        assert asked is not None
        if place.is_right is None:
            assert (list(asked.saved), asked.revision) == before

    def _save(self, position: int, revision: int, values: list[str]) -> str | None:
        """Save, and see that exactly what the model forbids is refused; the code, if any."""
        assert self.running
        place = self.running.places[position]
        is_replay = bool(place.revision) and values == place.saved
        expected = None
        if place.is_right is not None:
            expected = "answer-final"
        elif self.is_over:
            expected = "time-over"
        elif revision != place.revision and not is_replay:
            expected = "answer-changed-elsewhere"
        try:
            stored = attempt_actions.save_answer(
                self.attempt, position, values, revision=revision, at=self.now
            )
        except RuleBroken as refusal:
            refused = refusal.code
        else:
            refused = None
        assert refused == expected
        if refused:
            self.happened[refused] += 1
            return refused
        assert stored == place.revision + (not is_replay)
        self.running.sent.append((position, revision, values))
        return None

    @precondition(lambda self: self.running)
    @rule(position=POSITIONS, is_right=st.booleans(), times=st.integers(1, 2))
    def check(self, position: int, is_right: bool, times: int) -> None:
        """Check an answer, perhaps with a double click: the first check in time stands."""
        assert self.running
        place, attempt = self.running.places[position], self.attempt
        values = place.right if is_right else place.wrong
        if place.is_right is None and self.is_over:
            with pytest.raises(RuleBroken, match="time-over"):
                attempt_actions.answer(attempt, position, values, at=self.now)
            return
        for time in range(times):
            is_first = attempt_actions.answer(attempt, position, values, at=self.now)
            assert is_first == (place.is_right is None and time == 0)
            if place.is_right is None:
                place.is_right = is_right or place.version in self.credited
                place.revision += 1
        if all(place.is_right is not None for place in self.running.places.values()):
            self._close(attempt)

    @precondition(lambda self: self.running and not self.is_over)
    @rule()
    def check_the_rest_and_be_right(self) -> None:
        """Somebody who knows; chance alone would hardly ever finish a course."""
        assert self.running
        for position, place in list(self.running.places.items()):
            if place.is_right is None:
                self.check(position, True, 1)

    def _close(self, attempt: Attempt) -> None:
        assert self.running
        correct = sum(bool(place.is_right) for place in self.running.places.values())
        assert (attempt.state, attempt.correct) == (AttemptState.CLOSED, correct)
        assert attempt.is_passed == (correct >= needed(PASS_MARK, QUESTIONS))
        self.attempts[self.running.module] += 1
        self.closed.append(attempt.id)
        places = self.running.places.values()
        self.results[attempt.id] = (
            self.running.module, {place.version: bool(place.is_right) for place in places},
        )  # fmt: skip
        self._pass(attempt.id)
        self.running = None

    def _pass(self, attempt_id: int) -> None:
        module, results = self.results[attempt_id]
        if sum(results.values()) >= needed(PASS_MARK, QUESTIONS) and module not in self.passed:
            self.passed.append(module)

    @precondition(lambda self: self.closed)
    @rule(n=MODULES, position=POSITIONS)
    def correct_results(self, n: int, position: int) -> None:
        """A trainer finds a question broken: everybody who is or was asked it has it right."""
        module = next(m for m in courses.modules_of(self.course) if m.key == self.modules[n])
        places = quizzes.places(self.course.organization_id, [module.quiz_id])
        question = places[position - 1][1]
        version = quizzes.newest_version(question)
        assert version is not None
        known = corrections.last_number(question)
        correct = partial(
            regrading.correct_results, question, versions={1}, policy=Policy.CREDIT,
            reason="It was broken", known=known, by="tests", at=self.now,
        )  # fmt: skip
        if version.id in self.credited or not self._was_asked(version.id):
            with pytest.raises(RuleBroken, match="correction-impossible"):
                correct()
            return
        correct()
        assert correct() is None  # a second press
        self.credited.add(version.id)
        for place in self.running.places.values() if self.running else ():
            if place.version == version.id and place.is_right is not None:
                place.is_right = True
        for attempt_id, (_module, results) in self.results.items():
            if version.id in results:
                self.happened["corrected"] += not results[version.id]
                results[version.id] = True
                self._pass(attempt_id)

    def _was_asked(self, version: int) -> bool:
        running = self.running.places.values() if self.running else ()
        return any(place.version == version for place in running) or any(
            version in results for _module, results in self.results.values()
        )

    @precondition(lambda self: self.closed)
    @rule(position=POSITIONS)
    def come_back_to_a_closed_attempt(self, position: int) -> None:
        """Neither saving nor checking changes anything any more."""
        attempt = db.session.get(Attempt, self.closed[-1])
        assert attempt is not None
        before = (attempt.correct, attempt.transcript_sha256)
        with pytest.raises(RuleBroken, match="answer-final"):
            attempt_actions.save_answer(attempt, position, ["a"], revision=0, at=self.now)
        assert not attempt_actions.answer(attempt, position, ["a"], at=self.now)
        assert (attempt.correct, attempt.transcript_sha256) == before

    @invariant()
    def standing_agrees(self) -> None:
        self.happened["steps"] += 1
        db.session.expire_all()
        for attempt_id, (_module, results) in self.results.items():
            attempt = db.session.get_one(Attempt, attempt_id)
            correct = sum(results.values())
            assert (attempt.correct, attempt.is_passed) == (
                correct, correct >= needed(PASS_MARK, QUESTIONS),
            )  # fmt: skip
        standing = self.standing
        for found in standing.modules:
            key = found.module.key
            if not found.module.is_numbered:
                continue
            assert (found.state == ModuleState.PASSED) == (key in self.passed)
            assert found.attempts == self.attempts[key]
        is_done = len(self.passed) == len(self.modules)
        self.happened["complete"] += is_done
        assert standing.is_complete == is_done
        certificate = queries.certificate_for(self.enrolment)
        assert isinstance(certificate, Certificate) == is_done


def versions_by_position(attempt: Attempt) -> dict[int, int]:
    rows = db.session.execute(
        select(Answer.position, Answer.question_version_id).where(
            Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id
        )
    )
    return dict(rows.all())


def test_a_model_of_attempts_agrees_whatever_is_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same walk has to meet the same draws whenever it is taken.
    monkeypatch.setattr(secrets, "token_hex", lambda n: f"{next(Learner.seeds):0{2 * n}x}")
    clinic = organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)
    Learner.clinic_id = clinic.id
    Learner.people, Learner.happened = iter(range(100_000)), Counter()
    run(
        Learner,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    print(f"\n{next(Learner.people)} learners: {dict(Learner.happened)}")
    assert Learner.happened["steps"] >= LEAST_STEPS
    assert all(Learner.happened[each] for each in RARE)
