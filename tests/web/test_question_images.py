"""Images and scenarios from the editor to the learner, on the pages; and what is no image."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import canonical, files
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.database import db
from learning.files import StoredFile
from learning.progress import attempt_queries
from learning.progress.models import Attempt
from learning.quizzes import actions as quiz_actions
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import Body, QuestionKind
from learning.quizzes.models import Question
from tests.images import HTML, JPEG, SVG, huge_png, png
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.teaching import make_draft, right_answers, with_settings
from tests.web.test_question_kinds import publish_and_start, values
from tests.web.trainer.test_questions import filled

SCENARIO = "Ada is 70 years old.\n\nShe washes her hands:\nfirst the left one."
RED, BLUE, GREEN = (png(colour=colour) for colour in ((200, 0, 0), (0, 0, 200), (0, 200, 0)))


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


def sent(content: bytes, name: str = "image.png") -> tuple[BytesIO, str]:
    """A file as a browser sends it."""
    return BytesIO(content), name


def new(course: Course) -> str:
    return f"/teach/courses/{course.public_id}/modules/why-it-works/questions/new"


def address(content: bytes, kind: str = "png") -> str:
    return f"{canonical.sha256(content)}.{kind}"


def form(trainer: PageClient, course: Course, **changes: Any) -> dict[str, Any]:
    """A question with an image above it and one as an option, as it is sent the first time."""
    sentence = trainer.get(new(course)).all("input", name="sentences")[0].get("value") or ""
    return {
        "kind": "single", "revision": "0", "action": "save", "sentences": sentence,
        "stem": "Which hand is clean?", "explanation": "Because.",
        "image-file": sent(RED), "image-alt": "A red square",
        "options-0-image-file": sent(BLUE), "options-0-image-alt": "A blue square",
        "options-0-correct": "y",
        "options-1-text": "Neither", "options-1-feedback": "One is.",
        **changes,
    }  # fmt: skip


def written(trainer: PageClient, course: Course, **changes: Any) -> Page:
    """The editor after saving."""
    page = trainer.post(new(course), form(trainer, course, **changes))
    assert page.status == 303, page.text
    return trainer.follow(page)


def body_of(course: Course) -> Body:
    return quizzes.wording_of(newest(course)).body


def newest(course: Course) -> Question:
    return db.session.scalars(
        select(Question)
        .where(Question.organization_id == course.organization_id)
        .order_by(Question.id.desc())
        .limit(1)
    ).one()


def stored_images(course: Course) -> int:
    return db.session.scalar(
        select(func.count()).where(
            StoredFile.organization_id == course.organization_id,
            StoredFile.media_type.like("image/%"),
        )
    )  # type: ignore[return-value]


def shown(page: Page) -> dict[str, str]:
    """The words of the images on a page by the last part of their addresses."""
    return {(i.get("src") or "").rpartition("/")[2]: i.get("alt") or "" for i in page.all("img")}


# A trainer


def test_an_image_is_stored_by_its_hash_and_shown_in_the_editor(
    app: Flask, alice: PageClient, course: Course
) -> None:
    page = written(alice, course)
    body = body_of(course)
    assert body.image is not None
    assert (body.image.sha256, body.image.media_type) == (canonical.sha256(RED), "image/png")
    assert (body.image.width, body.image.height, body.image.alt) == (40, 30, "A red square")
    assert {o.image.alt if o.image else o.text for o in body.options} == {
        "A blue square", "Neither",
    }  # fmt: skip
    assert shown(page) == {address(RED): "A red square", address(BLUE): "A blue square"}
    for image in page.all("img"):
        assert (image.get("width"), image.get("height")) == ("40", "30")
        answer = alice.client.get(image.get("src"))
        assert answer.data in (RED, BLUE)
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = alice.follow(alice.post(page.path, filled(page, action="approve")))
    assert "Approved in your name" in again.text
    assert body_of(course) == body


@pytest.mark.parametrize("action", ["save", "add-option", "kind-multiple", "kind-gap"])
def test_a_form_that_comes_back_keeps_its_images(
    app: Flask, alice: PageClient, course: Course, action: str
) -> None:
    too_long = "x" * 3_001 if action == "save" else "Because."
    page = alice.post(new(course), form(alice, course, action=action, explanation=too_long))
    assert page.status == (422 if action == "save" else 200)
    back = filled(page, explanation="Because.", action="save", kind="single")
    assert not any(isinstance(value, tuple) for value in back.values())
    alice.follow(alice.post(new(course), {**back, "options-0-correct": "y"}))
    body = body_of(course)
    assert [image.alt for image in body.images] == ["A red square", "A blue square"]
    assert stored_images(course) == 2


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (SVG, "drawing.svg", "An SVG file can hold a program"),
        (SVG, "drawing.png", "An SVG file can hold a program"),
        (HTML, "page.png", "This is no image we can show"),
        (png()[:60], "half.png", "damaged or not all there"),
        (b"", "nothing.png", "There is nothing in this file"),
        (huge_png(), "huge.png", "20000 × 20000 pixels"),
        (png() + bytes(5_000_000), "large.png", "larger than 5 MB"),
    ],
)
def test_what_is_no_image_is_refused_in_words_and_the_rest_stays(
    app: Flask, alice: PageClient, course: Course, content: bytes, name: str, sentence: str
) -> None:
    data = form(alice, course)
    data["options-0-image-file"] = sent(content, name)
    page = alice.post(new(course), data)
    assert page.status == 422
    assert "There is a problem" in page.text
    assert sentence in page.text
    assert "Which hand is clean?" in page.html
    # The good one isn't lost, the bad one isn't stored.
    assert shown(page) == {address(RED): "A red square"}
    assert stored_images(course) == 1


def test_an_upload_far_over_the_limit_is_refused_unread(
    app: Flask, alice: PageClient, course: Course
) -> None:
    data = form(alice, course, **{"image-file": sent(png() + bytes(6_000_000))})
    assert alice.post(new(course), data).status == 413
    assert stored_images(course) == 0


def test_an_image_needs_its_words_before_approval(
    app: Flask, alice: PageClient, course: Course
) -> None:
    data = form(alice, course, action="approve")
    data |= {"image-alt": " ", "options-0-image-alt": ""}
    page = alice.post(new(course), data)
    assert page.status == 422
    links = [
        a.get("href") for a in page.all("a") if "Say what the image shows" in "".join(a.itertext())
    ]
    assert links == ["#image-alt", "#options-0-image-alt"]
    assert quizzes.newest_version(newest(course)) is None


def test_two_options_with_one_image_are_told_apart_or_refused(
    app: Flask, alice: PageClient, course: Course
) -> None:
    data = form(alice, course, action="approve")
    data |= {
        "options-2-image-file": sent(BLUE), "options-2-image-alt": "Another blue square",
        "options-2-feedback": "No.",
    }  # fmt: skip
    page = alice.post(new(course), data)
    assert page.status == 422
    assert "Another option says the same" in page.text


def test_the_button_takes_an_image_out_and_saving_makes_it_so(
    app: Flask, alice: PageClient, course: Course
) -> None:
    page = written(alice, course)
    page = alice.post(page.path, filled(page, action="remove-image"))
    assert page.status == 200
    assert shown(page) == {address(BLUE): "A blue square"}
    assert body_of(course).image is not None
    alice.post(page.path, filled(page, action="save"))
    assert body_of(course).image is None


def test_a_file_takes_the_place_of_the_image_before(
    app: Flask, alice: PageClient, course: Course
) -> None:
    page = written(alice, course)
    data = {**filled(page, action="save"), "image-file": sent(JPEG, "photo.png")}
    page = alice.follow(alice.post(page.path, data))
    assert address(JPEG, "jpeg") in shown(page)
    image = body_of(course).image
    assert image is not None
    assert (image.media_type, image.alt) == ("image/jpeg", "A red square")


def test_a_hash_that_is_no_image_of_the_organization_is_dropped(
    app: Flask, alice: PageClient, people: People, course: Course
) -> None:
    foreign = quiz_actions.keep_image(people.school.id, GREEN, at=NOW)
    article = db.session.scalars(
        select(StoredFile.sha256).where(StoredFile.organization_id == people.clinic.id)
    ).first()
    for sha256 in (foreign, article, "0" * 64, "../../etc/passwd"):
        data = form(alice, course, **{"image-file": "", "image-sha256": sha256})
        data["options-2-image-sha256"] = sha256
        page = alice.follow(alice.post(new(course), data))
        assert body_of(course).image is None
        assert len(body_of(course).options) == 2
        assert "0" * 64 not in page.html
        at = f"/teach/courses/{course.public_id}/image"
        assert alice.get(f"{at}/{sha256}.png").status == 404


def test_an_image_is_for_the_trainers_of_its_organization(
    app: Flask, alice: PageClient, bob: PageClient, erin: PageClient, course: Course
) -> None:
    written(alice, course)
    path = f"/teach/courses/{course.public_id}/image/{address(RED)}"
    assert alice.get(path).status == 200
    assert bob.get(path).status == 403
    assert erin.get(path).status == 404
    assert alice.get(path.replace(".png", ".html")).status == 404


def test_of_two_editors_both_keep_their_images(
    app: Flask, alice: PageClient, course: Course
) -> None:
    page = written(alice, course)
    mine = filled(page, stem="The second one's words?", action="save")
    alice.post(page.path, filled(page, stem="The first one's words?", action="save"))
    conflict = alice.post(page.path, {**mine, "image-file": sent(GREEN)})
    assert conflict.status == 409
    assert set(shown(conflict)) == {address(RED), address(GREEN), address(BLUE)}
    alice.follow(alice.submit(conflict, page.path))
    image = body_of(course).image
    assert image is not None
    assert image.sha256 == canonical.sha256(GREEN)


def test_the_same_bytes_are_stored_once(app: Flask, people: People) -> None:
    first, second = (quiz_actions.keep_image(people.clinic.id, RED, at=NOW) for _ in range(2))
    assert first == second
    file = files.stored(people.clinic.id, first)
    assert file is not None
    assert file.content == RED
    assert files.stored(people.school.id, first) is None


# A learner


@dataclass(frozen=True)
class Asked:
    """A quiz of two questions with images, at its first one."""

    page: Page
    attempt: Attempt

    def images(self, n: int) -> list[str]:
        asked = attempt_queries.asked(self.attempt, n)
        assert asked is not None
        place = f"/attempts/{self.attempt.public_id}/{n}/image"
        return [f"{place}/{image.name}" for image in asked.question.images]


@pytest.fixture
def asked(app: Flask, alice: PageClient, bob: PageClient, course: Course) -> Asked:
    written(alice, course, action="approve")
    written(alice, course, action="approve", stem="And here?", **{"image-file": sent(GREEN)})
    page = publish_and_start(bob, course)
    return Asked(page, db.session.scalars(select(Attempt)).one())


def statuses(browser: PageClient, paths: list[str]) -> set[int]:
    return {browser.get(path).status for path in paths}


def answer_next(browser: PageClient, asked: Asked, n: int) -> Page:
    return browser.post(
        f"/attempts/{asked.attempt.public_id}/{n}", {"option": right_answers(asked.attempt)[n]}
    )


def test_a_learner_sees_the_images_of_the_question_that_is_asked(
    asked: Asked, bob: PageClient, charlie: PageClient, alice: PageClient, stranger: PageClient
) -> None:
    paths = [image.get("src") for image in asked.page.all("img")]
    assert sorted(paths) == sorted(asked.images(1))
    answer = bob.client.get(paths[0])
    assert answer.data in (RED, GREEN)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"].startswith("private")
    assert statuses(bob, asked.images(1)) == {200}
    # Not those of the next one, not at another place, and nobody else.
    assert statuses(bob, asked.images(2)) == {404}
    other = set(asked.images(2)) - {p.replace("/1/", "/2/") for p in asked.images(1)}
    assert statuses(bob, [path.replace("/2/", "/1/") for path in other]) == {404}
    assert statuses(charlie, asked.images(1)) == {404}
    assert statuses(alice, asked.images(1)) == {404}
    assert statuses(stranger, asked.images(1)) == {303}


def test_after_the_check_images_are_shown_in_feedback_and_result(
    asked: Asked, bob: PageClient
) -> None:
    feedback = bob.follow(answer_next(bob, asked, 1))
    assert {i.get("src") for i in feedback.all("img")} == set(asked.images(1))
    assert statuses(bob, [*asked.images(1), *asked.images(2)]) == {200}
    answer_next(bob, asked, 2)
    result = bob.get(f"/attempts/{asked.attempt.public_id}/result")
    assert set(shown(result)) == {address(RED), address(GREEN)}
    assert statuses(bob, [i.get("src") or "" for i in result.all("img")]) == {200}


def test_a_checked_question_that_is_not_shown_shows_no_image(
    app: Flask, alice: PageClient, bob: PageClient, course: Course
) -> None:
    written(alice, course, action="approve")
    written(alice, course, action="approve", stem="And here?", **{"image-file": sent(GREEN)})
    with_settings(course, feedback="passed")
    publish_and_start(bob, course)
    asked = Asked(Page(None, "", None), db.session.scalars(select(Attempt)).one())  # type: ignore[arg-type]
    answer_next(bob, asked, 1)
    assert statuses(bob, asked.images(1)) == {404}
    assert statuses(bob, asked.images(2)) == {200}


@pytest.mark.parametrize("kind", [QuestionKind.MATCHING, QuestionKind.ORDERING])
def test_parts_may_be_images_alone(
    app: Flask, alice: PageClient, bob: PageClient, course: Course, kind: QuestionKind
) -> None:
    rows: dict[str, Any] = {"kind": kind, "action": "approve"}
    for n, (content, alt) in enumerate(((RED, "red"), (BLUE, "blue"), (GREEN, "green"))):
        rows |= {
            f"options-{n}-text": "", f"options-{n}-match": f"like {alt}",
            f"options-{n}-image-file": sent(content), f"options-{n}-image-alt": alt,
        }  # fmt: skip
    editor = written(alice, course, **rows)
    assert "Approved in your name" in editor.text
    quiz = publish_and_start(bob, course)
    assert {"red", "blue", "green"} <= set(shown(quiz).values())
    if kind == QuestionKind.ORDERING:
        assert [o.text for o in quiz.all("option")[1:4]] == ["A", "B", "C"]
    attempt = db.session.scalars(select(Attempt)).one()
    right = right_answers(attempt)[1]
    wrong = [right[1], right[0], right[2]]
    if kind == QuestionKind.MATCHING:
        ends = [value.partition(":") for value in right]
        wrong = [f"{ends[0][0]}:{ends[1][2]}", f"{ends[1][0]}:{ends[0][2]}", right[2]]
    feedback = bob.follow(bob.post(quiz.path, {"option": wrong}))
    assert "Partly right" in feedback.title
    assert {"red", "blue", "green"} <= set(shown(feedback).values())
    # An image says its own words; they aren't said again beside it.
    assert "green" not in feedback.text.replace("like green", "")


# Scenarios


def test_a_scenario_is_shown_by_paragraphs_above_the_question(
    app: Flask, alice: PageClient, bob: PageClient, course: Course
) -> None:
    typed = (
        "  Ada is 70 years   old.\r\n\r\n\r\n\r\nShe washes her hands:\r\n first the left one.\r\n"
    )
    written(alice, course, action="approve", scenario=typed)
    assert body_of(course).scenario == SCENARIO
    quiz = publish_and_start(bob, course)
    feedback = bob.follow(bob.post(quiz.path, {"option": values(quiz, ("Neither",))}))
    for page in (quiz, feedback, bob.get(feedback.link("See your result"))):
        (section,) = [e for e in page.all("div") if e.get("class") == "scenario"]
        assert ["".join(p.itertext()) for p in section.iter("p")] == [
            "Scenario", *SCENARIO.split("\n\n"),
        ]  # fmt: skip
        assert page.html.index("Ada is 70") < page.html.index("Which hand is clean?</h")


def test_another_question_on_a_scenario_starts_with_it(
    app: Flask, alice: PageClient, erin: PageClient, people: People, course: Course
) -> None:
    page = written(alice, course, scenario=SCENARIO)
    fresh = alice.get(page.link("Write another question on this scenario"))
    assert "".join(fresh.all("textarea", name="scenario")[0].itertext()).strip() == SCENARIO
    elsewhere = make_draft(people.clinic)
    other = alice.get(f"{new(elsewhere)}?scenario={newest(course).public_id}")
    assert "Ada is 70" not in other.html


def test_questions_on_one_scenario_follow_each_other(
    app: Flask, alice: PageClient, bob: PageClient, course: Course
) -> None:
    no_images = {"image-file": "", "options-0-image-file": ""}
    for n in range(6):
        about = ("", SCENARIO, "Bo is 7.")[n % 3]
        written(
            alice, course, action="approve", stem=f"Question {n}?", scenario=about,
            **{**no_images, "options-0-text": "This"},
        )  # fmt: skip
    publish_and_start(bob, course)
    attempt = db.session.scalars(select(Attempt)).one()
    order = [
        asked.question.scenario
        for n in range(1, 7)
        if (asked := attempt_queries.asked(attempt, n)) is not None
    ]
    for scenario in (SCENARIO, "Bo is 7."):
        first = order.index(scenario)
        assert order[first : first + 2] == [scenario, scenario]
    assert len(courses.modules_of(course)) > 1
