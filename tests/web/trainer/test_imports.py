"""Importing an article: good ones are kept at once, bad ones are named and leave nothing."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import clock
from learning.courses.models import Course
from learning.courses.queries import plans_of
from learning.database import db
from learning.jobs import working
from tests.courses.test_drafting import CARE
from tests.pages import PageClient
from tests.teaching import ARTICLE

GOOD = {"format": "markdown", "rights": "own", "language": "en"}


def courses() -> int:
    return db.session.scalar(select(func.count()).select_from(Course)) or 0


def test_a_pasted_article_is_kept_with_its_draft(app: Flask, alice: PageClient) -> None:
    page = alice.follow(alice.post("/teach/import", {**GOOD, "text": ARTICLE}))
    assert page.path.endswith("/structure")
    assert "Why it works" in page.text
    assert "Nothing is published yet" in page.text
    assert courses() == 1


def test_an_uploaded_article_is_kept_too(app: Flask, alice: PageClient) -> None:
    file = (io.BytesIO(ARTICLE.encode()), "hands.md")
    done = alice.post("/teach/import", {**GOOD, "text": "", "file": file})
    assert "When to do it" in alice.follow(done).text


WEB_PAGE = """
<nav><a href=/>Home</a></nav><main><h1>Clean hands</h1><p>Before we begin, a word.</p>
<h2>Why it works</h2><p>Soap lifts <b>germs</b> off the skin.</p>
<h2>When to do it</h2><p>Before each meal, and after each patient.</p></main>
"""
WIKI_PAGE = """Before we begin, a word.
== Why it works ==
Soap lifts '''germs''' off the skin.
== When to do it ==
Before each meal, and after each patient.
"""


@pytest.mark.parametrize(("content", "name"), [(WEB_PAGE, "hands.html"), (WIKI_PAGE, "hands.wiki")])
def test_a_page_becomes_modules_that_read_and_edit_as_markdown(
    app: Flask, alice: PageClient, content: str, name: str
) -> None:
    file = (io.BytesIO(content.encode()), name)
    page = alice.follow(alice.post("/teach/import", {**GOOD, "text": "", "file": file}))
    assert "on its way in" in page.text
    assert working.do_next(at=clock.now())
    assert "Why it works" in alice.follow(alice.get(page.path)).text
    course = db.session.scalars(select(Course)).one()
    module = next(each for each in plans_of(course) if each.title == "Why it works")
    editor = alice.get(f"/teach/courses/{course.public_id}/modules/{module.key}")
    assert "Soap lifts **germs** off the skin." in editor.text
    assert "Soap lifts germs off the skin." in editor.text  # the preview
    assert "Markdown: a blank line" in editor.text


def test_the_form_names_the_files_it_takes(alice: PageClient) -> None:
    page = alice.get("/teach/import")
    assert "It ends in .txt, .md, .html, .wiki, .docx, .pdf" in page.text
    assert b'accept=".txt,.text,.md' in page.response.data


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.md", "no text"),
        (b" \n\t\n", "a.txt", "no text"),
        (b"\x00\x01\x02\x03" * 60, "a.txt", "not a text"),
        (b"\x81\x8d\x8f\x90\x9d" * 20, "a.txt", "encoding"),
        (b"# Only\n\n## Headings\n", "a.md", "only headings"),
        (b"%PDF-1.7", "a.exe", ".exe"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(
    app: Flask, alice: PageClient, content: bytes, name: str, says: str
) -> None:
    form: dict[str, Any] = {**GOOD, "text": "", "file": (io.BytesIO(content), name)}
    page = alice.post("/teach/import", form)
    assert page.status == 422
    assert says in page.text
    assert courses() == 0


def test_what_was_pasted_is_kept_when_something_else_is_missing(
    app: Flask, alice: PageClient
) -> None:
    page = alice.post("/teach/import", {**GOOD, "rights": "", "text": ARTICLE})
    assert page.status == 422
    assert "Running water takes both away." in page.html
    assert courses() == 0


@pytest.mark.parametrize(
    "title",
    ["x" * 300, "<script>alert(1)</script>", "Zo\u00eb \U0001f642 \u0645\u0631\u062d\u0628\u0627"],
)
def test_titles_of_every_kind_are_shown_as_they_are(
    app: Flask, alice: PageClient, title: str
) -> None:
    text = ARTICLE.replace("Washing hands", title).replace("Why it works", title)
    page = alice.follow(
        alice.post(
            "/teach/import",
            {**GOOD, "format": "text" if "<" in title else "markdown", "text": text},
        )
    )
    assert "<script>alert" not in page.html
    assert alice.get("/teach").status == 200


def test_an_article_larger_than_the_limit_is_refused(app: Flask, alice: PageClient) -> None:
    limit = app.extensions["waymark-config"].max_upload
    page = alice.post("/teach/import", {**GOOD, "text": "word " * (limit // 5 + 10)})
    assert page.status in (413, 422)
    assert "larger than" in page.text
    assert courses() == 0


def test_a_long_article_is_taken_in_in_the_background(app: Flask, alice: PageClient) -> None:
    text = ARTICLE + "\nWashing takes a moment. " * 6_000
    page = alice.follow(alice.post("/teach/import", {**GOOD, "text": text}))
    assert "on its way in" in page.text
    assert "Reading it and cutting it into modules" in page.text
    assert "Step 1 of" in page.text
    assert "pasted.md" in alice.get("/teach/import").text
    assert working.do_next(at=clock.now())
    done = alice.follow(alice.get(page.path))
    assert done.path.endswith("/structure")
    assert "pasted.md" not in alice.get("/teach/import").text


def test_a_refusal_in_the_background_is_said_on_its_page(
    app: Flask, alice: PageClient, bob: PageClient, erin: PageClient
) -> None:
    text = "# " + "Only headings " * 8_000 + "\n\n## And another\n"
    page = alice.follow(alice.post("/teach/import", {**GOOD, "text": text}))
    assert working.do_next(at=clock.now())
    refused = alice.get(page.path)
    assert "only headings" in refused.text
    assert "could not be imported" in refused.text
    assert erin.get(page.path).status == 404
    assert bob.get(page.path).status == 403
    assert courses() == 0


def test_an_address_is_taken_and_a_wrong_one_named_at_once(app: Flask, alice: PageClient) -> None:
    page = alice.post("/teach/import", {**GOOD, "address": "http://localhost/"})
    assert page.status == 422
    assert "http://localhost/" in page.html
    page = alice.follow(alice.post("/teach/import", {**GOOD, "address": "http://a.example/bees"}))
    assert "Step 1 of 3: Fetching the page" in page.text


def test_the_article_is_sent_one_way_only(app: Flask, alice: PageClient) -> None:
    both = {**GOOD, "text": ARTICLE, "address": "http://a.example/bees"}
    page = alice.post("/teach/import", both)
    assert page.status == 422
    assert "only one of them" in page.text
    assert "Running water takes both away." in page.html


def test_questions_are_drafted_after_the_answer(app: Flask, alice: PageClient) -> None:
    page = alice.follow(alice.post("/teach/import", {**GOOD, "text": CARE}))
    questions = page.path.replace("/structure", "/questions")
    assert "Start reviewing" not in alice.get(questions).text
    assert working.do_next(at=clock.now())
    assert "Start reviewing" in alice.get(questions).text
    assert not working.do_next(at=clock.now())


def test_a_form_sent_twice_makes_one_course(app: Flask, alice: PageClient) -> None:
    form = {**GOOD, "text": ARTICLE, "once": "the-same-form"}
    first, second = (alice.follow(alice.post("/teach/import", form)) for _ in range(2))
    assert first.path == second.path
    assert courses() == 1
