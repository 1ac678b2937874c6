"""Tasks are done once, by whoever takes them first, and none is lost by a stop or a failure."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from flask import Flask

from learning import outbox
from learning.database import db, transaction
from learning.jobs import working
from learning.jobs.handlers import Handler, Lane
from learning.outbox import LEASE, MOST_TRIES, Outgoing, Task
from tests.people import NOW, People

KIND = "count"


class Counter:
    """A handler that notes what it was called with, and fails while it is told to."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.given_up: list[int] = []
        self.failures = 0

    def __call__(self, task: Task, _at: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("told to fail")
        self.done.append(task.payload["number"])

    def give_up(self, task: Task, _at: Any) -> None:
        self.given_up.append(task.payload["number"])


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    counter = Counter()
    monkeypatch.setattr(working, "HANDLERS", {KIND: Handler(counter, counter.give_up)})
    return counter


@transaction
def leave(people: People, number: int, kind: str = KIND) -> None:
    outbox.leave(
        kind,
        once_key=f"{kind}:{number}",
        payload={"number": number},
        organization_id=people.clinic.id,
        at=NOW,
    )


def state_of(number: int, kind: str = KIND) -> str:
    db.session.rollback()
    return db.session.query(Outgoing).filter_by(once_key=f"{kind}:{number}").one().state


def test_tasks_are_done_in_order_and_once(app: Flask, people: People, counter: Counter) -> None:
    for number in (1, 2, 3):
        leave(people, number)
    while working.do_next(at=NOW):
        pass
    assert counter.done == [1, 2, 3]
    assert state_of(1) == "done"


def test_what_nobody_handles_here_stays(app: Flask, people: People, counter: Counter) -> None:
    leave(people, 1, kind="of another time")
    assert not working.do_next(at=NOW)
    assert state_of(1, "of another time") == "waiting"


def test_a_task_left_in_a_change_that_failed_is_never_done(
    app: Flask, people: People, counter: Counter
) -> None:
    @transaction
    def fail() -> None:
        leave(people, 1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not working.do_next(at=NOW)


def test_a_failed_task_is_tried_again_later_and_given_up_in_the_end(
    app: Flask, people: People, counter: Counter
) -> None:
    leave(people, 1)
    counter.failures = 2
    assert working.do_next(at=NOW)
    assert not working.do_next(at=NOW), "not at once"
    assert working.do_next(at=NOW + timedelta(seconds=5))
    assert working.do_next(at=NOW + timedelta(seconds=30))
    assert counter.done == [1]

    leave(people, 2)
    counter.failures = MOST_TRIES
    later = NOW
    for _try in range(MOST_TRIES + 1):
        later += timedelta(hours=1)
        assert working.do_next(at=later)
    assert not working.do_next(at=later + timedelta(days=1))
    assert state_of(2) == "dead"
    assert counter.given_up == [2]


def test_a_task_of_a_worker_that_died_is_taken_again_after_its_lease(
    app: Flask, people: People, counter: Counter
) -> None:
    leave(people, 1)
    assert outbox.next_task([KIND], at=NOW) is not None
    assert not working.do_next(at=NOW + LEASE), "somebody may still be at it"
    assert working.do_next(at=NOW + LEASE + timedelta(seconds=1))
    assert counter.done == [1]


def test_of_many_workers_one_takes_each_task(app: Flask, people: People, counter: Counter) -> None:
    for number in range(12):
        leave(people, number)
    together = Barrier(6)

    def work() -> None:
        with app.app_context():
            together.wait()
            while working.do_next(at=NOW):
                pass

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counter.done) == list(range(12))


def test_the_loop_stops_when_told(app: Flask, people: People, counter: Counter) -> None:
    leave(people, 1)
    stop = working.start(app)
    for _look in range(2_000):
        if state_of(1) == "done":
            break
    stop()
    assert counter.done == [1]


def test_a_mail_server_that_is_slow_holds_up_no_other_work(
    app: Flask, people: People, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered = Event(), Event()

    def wait(_task: Task, _at: Any) -> None:
        asked.set()
        assert answered.wait(30)

    mail = Handler(wait, counter.give_up, lane=Lane.MAIL)
    work = Handler(counter, counter.give_up)
    monkeypatch.setattr(working, "HANDLERS", {"mail": mail, KIND: work})
    leave(people, 1, kind="mail")
    stop = working.start(app)
    assert asked.wait(30)
    leave(people, 2)
    for _look in range(2_000):
        if state_of(2) == "done":
            break
    assert state_of(1, "mail") == "taken"
    answered.set()
    stop()
    assert counter.done == [2]
    assert state_of(1, "mail") == "done"


def test_a_kind_of_task_has_its_own_patience(
    app: Flask, people: People, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = Handler(counter, counter.give_up, most_tries=MOST_TRIES + 3)
    monkeypatch.setattr(working, "HANDLERS", {KIND: patient})
    leave(people, 1)
    counter.failures = MOST_TRIES + 2
    for tries in range(MOST_TRIES + 3):
        assert working.do_next(at=NOW + tries * timedelta(hours=1)), "never longer than an hour"
    assert counter.done == [1]


def test_a_task_that_can_not_even_be_given_up_is_given_up(
    people: People, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_task: Task, _at: Any) -> None:
        raise RuntimeError("told to fail")

    monkeypatch.setattr(working, "HANDLERS", {KIND: Handler(fail, fail, most_tries=0)})
    leave(people, 1)
    assert working.do_next(at=NOW)
    assert state_of(1) == "dead"
    assert not working.do_next(at=NOW)


def test_a_fault_in_what_is_due_by_itself_ends_no_worker(
    app: Flask, people: People, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = Event()

    def fail(**_at: Any) -> None:
        raise RuntimeError("told to fail")

    def done(task: Task, _at: Any) -> None:
        stopping.set()

    monkeypatch.setattr(working.daily, "leave_new_days", fail)
    monkeypatch.setattr(working, "HANDLERS", {KIND: Handler(done, done)})
    leave(people, 1)
    working.work(app, stopping, Lane.WORK)
    assert state_of(1) == "done"
