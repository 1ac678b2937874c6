"""The structure: splitting where a paragraph begins, another kind, and what is refused in words."""

import pytest
from flask import Flask

from learning.courses import queries
from learning.courses.models import Course
from tests.pages import PageClient
from tests.people import People
from tests.teaching import make_draft

TEXT = """# Washing hands

Soap and water are the oldest medicine.

## Why it works

Soap loosens grease from the skin.

### Water

Running water takes both away.

## When to do it

Wash before you touch food.
"""


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic, TEXT)


def titles(course: Course) -> list[str]:
    return [module.title for module in queries.modules_of(course)]


def test_a_heading_offers_itself_as_title_of_the_second_part(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = f"/teach/courses/{course.public_id}"
    split = f"{here}/modules/why-it-works/split"
    page = alice.get(f"{here}/structure")
    assert page.form(split)["title"] == "Water"
    done = alice.follow(alice.submit(page, split))
    assert "is two modules now" in done.text
    assert titles(course) == ["Overview", "Why it works", "Water", "When to do it"]
    alice.post(f"{here}/structure/undo")
    assert titles(course) == ["Overview", "Why it works", "When to do it"]


def test_a_paragraph_wants_a_title_and_keeps_what_was_typed(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = f"/teach/courses/{course.public_id}"
    split = f"{here}/modules/why-it-works/split"
    page = alice.submit(alice.get(f"{here}/structure"), split, title=" ")
    assert page.status == 422
    assert "Enter a title" in page.text
    assert page.title.startswith("Error: ")
    assert alice.submit(page, split, title="x" * 301).status == 422
    assert len(titles(course)) == 3


def test_a_place_inside_a_paragraph_is_refused_in_words(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = f"/teach/courses/{course.public_id}"
    split = f"{here}/modules/why-it-works/split"
    page = alice.get(f"{here}/structure")
    place = int(page.form(split)["place"]) + 2
    told = alice.follow(alice.submit(page, split, place=str(place)))
    assert "before a paragraph or a heading" in told.text
    assert alice.submit(page, split, place="nonsense").status == 400
    assert "Somebody else has saved" in alice.follow(alice.submit(page, split, seen="old")).text
    assert len(titles(course)) == 3


def test_a_module_of_reference_has_no_number(app: Flask, alice: PageClient, course: Course) -> None:
    here = f"/teach/courses/{course.public_id}"
    kind = f"{here}/modules/why-it-works/kind"
    page = alice.follow(alice.submit(alice.get(f"{here}/structure"), kind, kind="reference"))
    assert page.form(kind)["kind"] == "reference"
    assert page.form(f"{here}/modules/when-to-do-it/kind")["kind"] == "teach"
    assert alice.submit(page, kind, kind="novel").status == 400
