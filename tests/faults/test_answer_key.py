"""Nothing of a key reaches a learner before the check: not in a page, a header, a cookie or a byte.

Every explanation and every feedback carries a marker of its own; the learner then asks for all
that can be asked for. New routes are asked by themselves, since the routes come from the map.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from learning import canonical, clock
from learning.courses import actions as course_actions
from learning.courses import publishing
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, Visibility
from learning.database import db, transaction
from learning.progress import (
    actions,
    attempt_actions,
    attempt_queries,
    report_actions,
    standings,
)
from learning.progress.models import Attempt, Enrolment, QuestionReport
from learning.progress.states import ReportReason
from learning.quizzes import content
from learning.quizzes.correcting import Policy
from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.models import Question, QuestionVersion
from tests.pages import PageClient
from tests.people import NOW, People
from tests.progress.test_regrading import make_correction, option, rekeyed, taken
from tests.teaching import (
    Marker,
    approved,
    make_draft,
    make_question,
    right_answers,
    with_settings,
)

CORRECT = {QuestionKind.MULTIPLE: (0, 1)}
# What else may be right, for the same kind; for several with another number of them.
SWAPPED = {
    QuestionKind.SINGLE: (2,),
    QuestionKind.MULTIPLE: (2,),
    QuestionKind.TRUE_FALSE: (1,),
}

# As many values as no kind takes, none of which means anything.
NONSENSE = ["nonsense"] * 4
# Kinds that all option ids together are no answer to.
MATCHED_OR_ONE = (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE, QuestionKind.MATCHING)


class ApartClient(FlaskClient):
    """Each request in a context of its own, as on a server.

    In the test's own context all clients would share `g`, and with it who is signed in.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **options)
        db.session.rollback()
        db.session.expire_all()
        return response


@pytest.fixture
def app(app: Flask) -> Flask:
    app.test_client_class = ApartClient
    return app


@dataclass(frozen=True)
class Guarded:
    """A published course with the markers of each question, and of a question nobody approved."""

    course: Course
    by_stem: dict[str, Marker]
    unapproved: Marker

    @property
    def all(self) -> set[str]:
        pairs = [*self.by_stem.values(), self.unapproved]
        return {word for marker in pairs for word in (marker.explanation, marker.feedback)}

    def of(self, attempt: Attempt, position: int) -> set[str]:
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        marker = self.by_stem[asked.question.stem.partition("?")[0] + "?"]
        # Of what else is accepted in a gap or a text nothing is shown but the first.
        is_choice = asked.question.kind in CHOICE_KINDS
        return {marker.explanation, marker.feedback} if is_choice else {marker.explanation}


def marker_for(seed: str) -> Marker:
    return Marker(*(f"{word}{canonical.sha256(word + seed)[:16]}" for word in ("why", "hint")))


def publish(course: Course) -> None:
    course_actions.change_settings(
        course,
        title=course.title,
        summary="How to wash hands well",
        visibility=Visibility.OPEN,
        settings=CourseSettings(),
        by="tests",
        at=NOW,
    )
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)


@pytest.fixture
def guarded(people: People) -> Guarded:
    course = make_draft(people.clinic)
    markers = {}
    for module in courses.modules_of(course):
        if module.kind == "overview":
            continue
        for n, kind in enumerate(QuestionKind):
            stem = f"{module.title}: {kind}?"
            markers[stem] = marker_for(stem)
            approved(
                make_question(
                    course,
                    module,
                    stem,
                    kind,
                    correct=CORRECT.get(kind, (0,)),
                    marker=markers[stem],
                    scenario=f"Somebody at the clinic, {n % 2}." if n % 3 else "",
                    has_images=True,
                )
            )
    unapproved = marker_for("nobody approved this")
    make_question(course, module, unapproved.feedback, marker=unapproved)
    publish(course)
    return Guarded(course, markers, unapproved)


def taught(enrolment: Enrolment) -> list[str]:
    standing = standings.course_standing(enrolment)
    return [m.module.key for m in standing.modules if m.module.is_numbered]


def addresses(app: Flask, course: Course) -> Iterator[str]:
    """Every GET route with every id there is, the learner's own or not, and with ids of nothing."""
    values = {
        "address": [course.address],
        "article_import": ["nothing"],
        "exemption": ["nothing"],
        "obligation": ["nothing"],
        "rule": ["nothing"],
        "attempt": [*db.session.scalars(select(Attempt.public_id)), "nothing"],
        "choice": ["certificates", "nothing"],
        "code": ["2222-3333-4444-5555-6666-7777-88", "nothing"],
        "course": [course.address, course.address + "~preview", course.public_id, "nothing"],
        "group": ["nothing"],
        "id": [*db.session.scalars(text("SELECT public_id FROM membership")), "nothing"],
        "learner": [*db.session.scalars(select(Enrolment.public_id)), "nothing"],
        "module": [*(m.key for m in courses.modules_of(course)), "nothing"],
        "n": [0, 1, 2, 3, len(QuestionKind), 99],
        "name": [*image_names(), app.extensions["assets"].stylesheet_name, "nothing.png"],
        "pile": ["waiting", "nothing"],
        "report": [*db.session.scalars(select(QuestionReport.public_id)), "nothing"],
        "invitation": ["nothing"],
        "sha256": ["nothing"],
        "task": ["nothing"],
        "token": ["nothing"],
        "question": [*db.session.scalars(select(Question.public_id).limit(2)), "nothing"],
        "export": ["nothing"],
    }
    values["id"] += db.session.scalars(text("SELECT public_id FROM certificate"))
    backs = [f"?back={attempt}.{n}" for attempt in values["attempt"] for n in (1, 2, 3)]
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        names = sorted(rule.arguments)
        assert set(names) <= values.keys(), f"{rule}: say here what {names} may be"
        for chosen in product(*(values[name] for name in names)):
            path = adapter.build(rule.endpoint, dict(zip(names, chosen, strict=True)))
            yield path
            if rule.endpoint == "learner.question":
                yield path + "?checked=1"  # where the redirect after a check leads
            # Coming back from a question: only on modules of the course that are there.
            if rule.endpoint == "learner.module" and course.address in chosen:
                yield from (path + back for back in backs)


def image_names() -> list[str]:
    """The image above the questions, and one of their options."""
    stored = db.session.scalars(select(QuestionVersion.body)).all()
    images = {image for body in stored for image in content.read_body(body).images}
    return sorted(image.name for image in images if image.alt in ("Colour 0", "Colour 1"))


def everything(client: PageClient, response: TestResponse) -> str:
    """An answer as text: status, headers, body, and what its cookie holds."""
    assert "Content-Encoding" not in response.headers, "a packed body hides what is in it"
    parts = [response.status, str(response.headers), response.get_data().decode("utf-8", "replace")]
    cookie = client.client.get_cookie("waymark")
    if cookie is not None:
        serializer = client.app.session_interface.get_signing_serializer(client.app)
        parts.append(repr(serializer.loads(cookie.value)))
    return "\n".join(parts)


def seen(client: PageClient, guarded: Guarded) -> dict[str, set[str]]:
    """The markers in all answers to a learner's GET requests, by address; most have none."""
    found = {}
    visited = 0
    for path in list(addresses(client.app, guarded.course)):
        answer = everything(client, client.client.get(path))
        visited += 1
        markers = {marker for marker in guarded.all if marker in answer}
        if markers:
            found[path] = markers
    assert visited > 100
    return found


def test_no_page_holds_anything_of_a_key_before_the_check(
    app: Flask, guarded: Guarded, bob: PageClient, charlie: PageClient, people: People
) -> None:
    enrolment = actions.enrol(guarded.course, people.bob.id, at=NOW)
    first = taught(enrolment)[0]
    assert seen(bob, guarded) == {}
    attempt = attempt_actions.start_attempt(enrolment, first, at=NOW)
    assert seen(bob, guarded) == {}
    others = attempt_actions.start_attempt(
        actions.enrol(guarded.course, people.charlie.id, at=NOW), first, at=NOW
    )
    attempt_actions.answer(others, 1, right_answers(others)[1], at=NOW)
    # Charlie has checked a question: that tells Bob nothing, and Charlie only about that one.
    assert seen(bob, guarded) == {}
    assert set().union(*seen(charlie, guarded).values()) == guarded.of(others, 1)
    assert attempt_queries.first_unchecked(attempt) == 1


def test_no_answer_to_starting_or_to_an_invalid_answer_holds_anything_of_a_key(
    guarded: Guarded, bob: PageClient, people: People
) -> None:
    enrolment = actions.enrol(guarded.course, people.bob.id, at=NOW)
    first, second, _third = taught(enrolment)
    token = bob.token()
    learn = f"/learn/{guarded.course.address}"
    answers = [
        bob.client.post(f"{learn}/{module}/quiz", data={"csrf_token": sent})
        for module in (first, second, "nothing")
        for sent in (token, "")
    ]
    attempt = attempt_queries.open_attempt(enrolment, first)
    assert attempt is not None
    for n in (0, 1, 2, 3, 4, 99):
        asked = attempt_queries.asked(attempt, n)
        options = [option.id for option in asked.question.options] if asked else ["a", "b"]
        are_too_many = asked is not None and asked.question.kind in MATCHED_OR_ONE
        for given in ([], NONSENSE, [*options, *NONSENSE], options if are_too_many else [""]):
            for sent in (token, ""):
                answers.append(
                    bob.client.post(
                        f"/attempts/{attempt.public_id}/{n}",
                        data={"csrf_token": sent, "option": given},
                        headers={"Accept": "application/json"},
                    )
                )
    for method in ("put", "patch", "delete", "options", "head"):
        answers.append(getattr(bob.client, method)(f"/attempts/{attempt.public_id}/1"))
    assert 422 in {answer.status_code for answer in answers}
    for answer in answers:
        assert not [m for m in guarded.all if m in everything(bob, answer)], answer.request.path
    assert attempt_queries.first_unchecked(attempt) == 1


def test_a_checked_question_shows_its_own_explanation_and_no_other(
    guarded: Guarded, bob: PageClient, people: People
) -> None:
    enrolment = actions.enrol(guarded.course, people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)
    allowed: set[str] = set()
    for position in (1, 2, 3):
        path = f"/attempts/{attempt.public_id}/{position}"
        checked = bob.post(path, {"option": right_answers(attempt)[position]})
        allowed |= guarded.of(attempt, position)
        shown = {m for m in guarded.all if m in everything(bob, checked.response)}
        assert shown <= allowed
        found = seen(bob, guarded)
        assert found[path] == guarded.of(attempt, position)
        assert set().union(*found.values()) == allowed


def test_what_was_corrected_tells_nobody_anything_before_their_own_check(
    people: People, bob: PageClient
) -> None:
    course = make_draft(people.clinic)
    module = next(m for m in courses.modules_of(course) if m.kind != "overview")
    old, new = marker_for("the key as it was"), marker_for("the key as it should be")
    question = approved(make_question(course, module, marker=old))
    publish(course)
    alices = actions.enrol(course, people.alice.id, at=NOW)
    taken(alices, question, [option(question, "That")])
    report_actions.report_question(
        attempt_queries.last_closed_attempt(alices, module.key), 1,
        reason=ReportReason.KEY, comment=new.feedback, at=NOW,
    )  # fmt: skip
    attempt = attempt_actions.start_attempt(
        actions.enrol(course, people.bob.id, at=NOW), module.key, at=NOW
    )
    rekeyed(question, "That", explanation=new.explanation)
    make_correction(question, Policy.REKEY, reason=f"It is {new.explanation}")
    guarded = Guarded(course, {"What does soap do?": old}, new)
    assert seen(bob, guarded) == {}
    attempt_actions.answer(attempt, 1, [option(question, "That")], at=NOW)
    assert attempt.is_passed
    assert set().union(*seen(bob, guarded).values()) == {new.explanation, old.feedback}


# With two of eight wrong nobody passes.
WRONG = (QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC)


def check_and_insist(
    bob: PageClient, attempt: Attempt, position: int, wrong: tuple[QuestionKind, ...] = ()
) -> str:
    """Check a question, check it again, save over it; all that is said to it."""
    asked = attempt_queries.asked(attempt, position)
    assert asked is not None
    given = ["7"] if asked.question.kind in wrong else right_answers(attempt)[position]
    path = f"/attempts/{attempt.public_id}/{position}"
    said = [bob.client.get(path)]
    for place in (path, path, f"{path}/save"):
        form = {"csrf_token": bob.token(), "option": given, "revision": "9"}
        said.append(bob.client.post(place, data=form))
    return "\n".join(everything(bob, each) for each in said)


@pytest.mark.parametrize("feedback", ["try", "passed"])
def test_what_is_checked_shows_nothing_before_the_trainer_lets_it(
    guarded: Guarded, bob: PageClient, people: People, feedback: str
) -> None:
    with_settings(guarded.course, feedback=feedback)
    enrolment = actions.enrol(guarded.course, people.bob.id, at=NOW)
    first = taught(enrolment)[0]
    attempt = attempt_actions.start_attempt(enrolment, first, at=NOW)
    positions = range(1, len(QuestionKind) + 1)
    of_the_try = set().union(*(guarded.of(attempt, n) for n in positions))
    why = {marker for marker in of_the_try if marker.startswith("why")}
    for position in positions:
        said = check_and_insist(bob, attempt, position, WRONG)
        assert not [marker for marker in guarded.all if marker in said]
        assert "Not quite" not in said
        if position == 1:
            assert seen(bob, guarded) == {}
    # The try is over, and not passed.
    shown = set().union(*seen(bob, guarded).values())
    assert shown <= of_the_try
    assert (why <= shown) if feedback == "try" else not shown
    passed = attempt_actions.start_attempt(enrolment, first, at=clock.now())
    for position in positions:
        said = check_and_insist(bob, passed, position)
        assert feedback == "try" or not [marker for marker in guarded.all if marker in said]
    found = seen(bob, guarded)
    assert why <= set().union(*found.values()) <= of_the_try
    assert f"/attempts/{passed.public_id}/result" in found


def test_images_of_a_question_that_is_not_shown_are_not_found(
    guarded: Guarded, bob: PageClient, people: People
) -> None:
    enrolment = actions.enrol(guarded.course, people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, taught(enrolment)[0], at=NOW)

    def found() -> set[int]:
        """The places whose images are all there; at the others none is."""
        places = set()
        for position in range(1, attempt.items + 1):
            asked = attempt_queries.asked(attempt, position)
            assert asked is not None
            place = f"/attempts/{attempt.public_id}/{position}/image"
            images = [bob.get(f"{place}/{i.name}").status for i in asked.question.images]
            assert set(images) in ({200}, {404})
            places |= {position} if 200 in images else set()
        return places

    assert found() == {1}
    attempt_actions.answer(attempt, 1, right_answers(attempt)[1], at=NOW)
    assert found() == {1, 2}


NOISE = (
    # A token of the form's protection: a signed random number with the second it was made in.
    re.compile(r"()I[jm][A-Za-z0-9_-]{54}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}"),
    re.compile(r"('?nonce[-=]\"?)[A-Za-z0-9_-]+"),
    # What the cookie holds is compared in the clear.
    re.compile(r"(Set-Cookie: waymark=).*"),
)


def without_noise(answer: str) -> str:
    for noise in NOISE:
        answer = noise.sub(r"\1", answer)
    return answer


@transaction
def swap_key(kind: QuestionKind) -> None:
    """Make something else right, around the application and around the trigger."""
    on = "" if db.engine.dialect.name == "sqlite" else " ON question_version"
    db.session.execute(text(f"DROP TRIGGER question_version_refuses_update{on}"))
    version = db.session.scalars(select(QuestionVersion)).one()
    ids = sorted(option["id"] for option in canonical.parse(version.body)["options"])
    before = canonical.parse(version.key)
    key = before | {"explanation": before["explanation"] * 3}
    if kind in SWAPPED:
        key["correct"] = [ids[n] for n in SWAPPED[kind]]
        key["feedback"] = {ids[0]: "something else"}
    elif kind in (QuestionKind.MATCHING, QuestionKind.ORDERING):
        key["right"] = before["right"][1:] + before["right"][:1]
    else:
        key["right"] = [["7", "and another one"] for _ in before["right"]]
    assert key["correct"] != before["correct"] or key["right"] != before["right"]
    version.key = canonical.text(key)
    version.sha256 = canonical.sha256(version.key)


@pytest.mark.parametrize("kind", QuestionKind)
def test_what_is_right_changes_no_byte_before_the_check(
    app: Flask, people: People, bob: PageClient, kind: QuestionKind
) -> None:
    course = make_draft(people.clinic)
    module = next(m for m in courses.modules_of(course) if m.kind != "overview")
    approved(
        make_question(
            course,
            module,
            kind=kind,
            correct=CORRECT.get(kind, (0,)),
            scenario="Somebody at the clinic.\n\nIn the morning.",
            has_images=True,
        )
    )
    publish(course)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, module.key, at=NOW)
    assert attempt_queries.asked(attempt, 1).question.kind == kind
    place = f"/attempts/{attempt.public_id}/1"
    learn = f"/learn/{course.address}"
    images = [f"{place}/image/{name}" for name in image_names()]
    pages = ("/", "/learn", learn, f"{learn}/{module.key}", place, f"{place}?checked=1", *images)
    token = bob.token()

    def answers() -> list[str]:
        got = [bob.client.get(path) for path in pages]
        for given in ([], NONSENSE):
            got.append(bob.client.post(place, data={"csrf_token": token, "option": given}))
        assert {answer.status_code for answer in got} == {200, 422}
        return [without_noise(everything(bob, answer)) for answer in got]

    answers()  # the first look at a module is noted and shown
    before = answers()
    swap_key(kind)
    db.session.remove()
    assert answers() == before
