"""SIGKILL while a rule is applied: nothing is half-done, nothing doubled, and it goes on."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.app import create_app
from learning.assignments import actions, applying
from learning.assignments.models import Obligation, ObligationEvent
from learning.database import db
from tests.assignments.stored import make_members, messages, rule_about
from tests.databases import config_for, forget_power_cuts
from tests.people import NOW, People
from tests.teaching import make_published

MEMBERS = 400
ROUNDS = 40 if os.environ.get("LONG") else 1


def worker(url: str, folder: str, organization_id: int, application: str) -> None:
    """Another process that applies the rule, a few people at a time."""
    app = create_app(config_for(Path(folder), url))
    forget_power_cuts(app)
    with app.app_context():
        while applying.go_through_next(organization_id, application, at=NOW, at_once=9):
            pass


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_application_goes_on_where_it_was(
    app: Flask, people: People, database_url: str, tmp_path: Path, seed: int
) -> None:
    course = make_published(people.clinic, questions=1)
    make_members(people.clinic, MEMBERS)
    rule = actions.create_rule(people.clinic.id, rule_about(course), by="tests", at=NOW)
    application = actions.apply_rule(rule, is_for_present=True, by="tests", at=NOW)
    house, public_id = people.clinic.id, application.public_id
    db.session.remove()
    random, kills = Random(seed), 0
    start = multiprocessing.get_context("spawn").Process
    while kills < (3 if os.environ.get("LONG") else 1):
        process = start(
            target=worker,
            args=(database_url, str(tmp_path), house, public_id),
        )
        process.start()
        # Importing takes a while: wait until it has begun, then kill it anywhere.
        deadline = time.monotonic() + 60
        reached = people_done(public_id, house)
        while process.is_alive() and time.monotonic() < deadline:
            if people_done(public_id, house) > reached:
                time.sleep(random.random() * 0.2)
                break
        if not process.is_alive():
            break
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        kills += 1
        check(house, people_done(public_id, house))
    applying.go_on(house, public_id, at=NOW)
    check(house, MEMBERS + 3)
    assert people_done(public_id, house) == MEMBERS + 3
    assert kills


def people_done(application: str, organization_id: int) -> int:
    from learning.assignments import queries

    db.session.rollback()
    db.session.expire_all()
    found = queries.application(organization_id, application)
    assert found is not None
    done = found.people_done
    db.session.rollback()
    return done


def check(organization_id: int, done: int) -> None:
    """As many obligations, events and messages as people were gone through; none of them twice."""
    db.session.rollback()
    for model in (Obligation, ObligationEvent):
        number = db.session.scalar(
            select(func.count()).select_from(model).where(model.organization_id == organization_id)
        )
        assert number == done, model
    told = [each.about for each in messages()]
    assert len(told) == len(set(told)) == done
    db.session.rollback()
