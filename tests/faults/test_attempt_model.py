"""One learner with two windows does anything in any order, and a simple model always agrees.

`make test` takes about 2,000 steps on each database, `make test-long` 10,000.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from learning.certificates.models import Certificate
from learning.courses.models import Course
from learning.courses.states import Visibility
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations import actions as organizations
from learning.progress import actions, attempt_actions, attempt_queries, queries, standings
from learning.progress.models import Attempt, Enrolment
from learning.progress.states import AttemptState, ModuleState
from learning.quizzes.grading import needed
from tests.people import NOW, make_person
from tests.teaching import make_published, right_answers

QUESTIONS = 3
STEPS = 50
RUNS = 200 if os.environ.get("LONG") else 40
WINDOWS = st.integers(0, 1)
POSITIONS = st.integers(1, QUESTIONS)
PASS_MARK = 80


@dataclass
class Place:
    """What the model knows of one question of the running attempt."""

    saved: list[str] = field(default_factory=list)
    revision: int = 0
    is_right: bool | None = None  # None until it is checked


@dataclass
class Running:
    """The attempt that is open now, and what each window last saw of its questions."""

    id: int
    module: str
    places: dict[int, Place]
    seen: list[dict[int, int]]


class Learner(RuleBasedStateMachine):
    """Acts on the product and on the model alike."""

    course_id: ClassVar[int]
    people: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        n = next(self.people)
        person = make_person(f"Learner {n}", f"model{n}@example.org")
        self.enrolment_id = actions.enrol(self.course, person.id, at=NOW).id
        self.modules = [m.module.key for m in self.standing.modules if m.module.is_numbered]
        self.passed: list[str] = []
        self.attempts = dict.fromkeys(self.modules, 0)
        self.running: Running | None = None
        self.closed: list[int] = []

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

    @rule(n=st.integers(0, 2))
    def start(self, n: int) -> None:
        """Start any module's quiz: locked ones are refused, a running attempt goes on."""
        module = self.modules[n]
        if self.modules.index(module) > len(self.passed):
            with pytest.raises(RuleBroken, match="module-locked"):
                attempt_actions.start_attempt(self.enrolment, module, at=NOW)
            return
        if self.running and self.running.module != module:
            return  # one quiz at a time keeps the model small
        attempt = attempt_actions.start_attempt(self.enrolment, module, at=NOW)
        if self.running:
            assert attempt.id == self.running.id
            return
        assert attempt.id not in self.closed
        assert attempt.items == QUESTIONS
        places = {n: Place() for n in range(1, QUESTIONS + 1)}
        self.running = Running(attempt.id, module, places, [dict.fromkeys(places, 0)] * 2)
        self.running.seen = [dict.fromkeys(places, 0) for _ in range(2)]

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
    @rule(window=WINDOWS, position=POSITIONS, values=st.lists(st.sampled_from("abc"), max_size=2))
    def save(self, window: int, position: int, values: list[str]) -> None:
        """Change something: accepted only from the window that saw the newest."""
        assert self.running
        place, seen = self.running.places[position], self.running.seen[window]
        try:
            revision = attempt_actions.save_answer(
                self.attempt, position, values, revision=seen[position], at=NOW
            )
        except RuleBroken as refusal:
            refused = refusal.code
        else:
            refused = ""
        if refused == "answer-final":
            assert place.is_right is not None
            return
        if refused:
            assert refused == "answer-changed-elsewhere"
            assert seen[position] != place.revision
            assert values != place.saved
            return
        assert place.is_right is None
        if place.revision and values == place.saved:  # a replay is the save it repeats
            assert revision == place.revision
        else:
            assert seen[position] == place.revision
            assert revision == place.revision + 1
            place.saved, place.revision = values, revision
        seen[position] = revision

    @precondition(lambda self: self.running)
    @rule(position=POSITIONS, is_right=st.booleans(), times=st.integers(1, 2))
    def check(self, position: int, is_right: bool, times: int) -> None:
        """Check an answer, perhaps with a double click: the first check stands."""
        assert self.running
        place = self.running.places[position]
        attempt = self.attempt
        right = right_answers(attempt)[position]
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        wrong = [option.id for option in asked.question.options if option.id not in right][:1]
        for time in range(times):
            is_first = attempt_actions.answer(
                attempt, position, right if is_right else wrong, at=NOW
            )
            assert is_first == (place.is_right is None and time == 0)
            if place.is_right is None:
                place.is_right = is_right
                place.revision += 1
        if all(place.is_right is not None for place in self.running.places.values()):
            self._close(attempt)

    def _close(self, attempt: Attempt) -> None:
        assert self.running
        correct = sum(bool(place.is_right) for place in self.running.places.values())
        assert (attempt.state, attempt.correct) == (AttemptState.CLOSED, correct)
        assert attempt.is_passed == (correct >= needed(PASS_MARK, QUESTIONS))
        self.attempts[self.running.module] += 1
        if attempt.is_passed and self.running.module not in self.passed:
            self.passed.append(self.running.module)
        self.closed.append(attempt.id)
        self.running = None

    @precondition(lambda self: self.closed)
    @rule(position=POSITIONS)
    def come_back_to_a_closed_attempt(self, position: int) -> None:
        """Neither saving nor checking changes anything any more."""
        attempt = db.session.get(Attempt, self.closed[-1])
        assert attempt is not None
        before = (attempt.correct, attempt.transcript_sha256)
        with pytest.raises(RuleBroken, match="answer-final"):
            attempt_actions.save_answer(attempt, position, ["a"], revision=0, at=NOW)
        assert not attempt_actions.answer(attempt, position, ["a"], at=NOW)
        assert (attempt.correct, attempt.transcript_sha256) == before

    @invariant()
    def standing_agrees(self) -> None:
        db.session.expire_all()
        standing = self.standing
        for found in standing.modules:
            key = found.module.key
            if not found.module.is_numbered:
                continue
            assert (found.state == ModuleState.PASSED) == (key in self.passed)
            assert found.attempts == self.attempts[key]
        is_done = len(self.passed) == len(self.modules)
        assert standing.is_complete == is_done
        certificate = queries.certificate_for(self.enrolment)
        assert isinstance(certificate, Certificate) == is_done


def test_a_model_of_attempts_agrees_whatever_is_done(app: Flask, tmp_path: Path) -> None:
    clinic = organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)
    Learner.course_id = make_published(clinic, questions=QUESTIONS, visibility=Visibility.OPEN).id
    Learner.people = iter(range(100_000))
    run(
        Learner,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    print(f"\nat most {RUNS * STEPS} steps with {next(Learner.people)} learners")
