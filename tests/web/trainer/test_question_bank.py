"""The question bank: found by words and filters, of one's own organization, in few queries."""

import pytest
from flask import Flask

from learning.courses import actions as courses
from learning.courses import queries
from learning.courses.models import Course
from learning.database import db
from learning.quizzes import actions, content
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question
from learning.web import paging
from tests.pages import PageClient
from tests.people import NOW, People
from tests.queries import reading, statements
from tests.teaching import Marker, approved, make_draft, make_question

BANK = "/teach/questions"


def question(course: Course, stem: str, **how: object) -> Question:
    module = queries.module(course, "why-it-works")
    assert module is not None
    return make_question(course, module, stem, **how)  # type: ignore[arg-type]


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def bank(people: People, course: Course) -> dict[str, Question]:
    other = make_draft(people.clinic)
    found = {
        "soap": approved(question(course, "What does 100% soap do?")),
        "water": question(
            course, "Is WATER_COLD enough? Größe zählt", kind=QuestionKind.TRUE_FALSE
        ),
        "gap": question(
            other, "Fill in", kind=QuestionKind.GAP, marker=Marker(feedback="rosemary")
        ),
        "why": question(other, "Why wash?", marker=Marker(explanation="It protects sage people.")),
    }
    actions.set_tags(found["soap"], ("hygiene", "first aid"), at=NOW)
    actions.set_tags(found["water"], ("first",), at=NOW)
    return found


def found(alice: PageClient, bank: dict[str, Question], **asked: str) -> set[str]:
    from urllib.parse import urlencode

    page = alice.get(f"{BANK}?{urlencode(asked)}")
    assert page.status == 200
    return {name for name, row in bank.items() if f'/questions/{row.public_id}"' in page.html}


# What is looked for, and which questions say it.
SEARCHES: list[tuple[str, set[str]]] = [
    ("", {"soap", "water", "gap", "why"}),
    ("SOAP", {"soap"}),
    ("soap what", {"soap"}),
    ("soap water", set()),
    ("100%", {"soap"}),
    ("%", {"soap"}),
    ("water_cold", {"water"}),
    ("waterxcold", set()),
    ("GRÖSSE", {"water"}),
    ("rosemary", {"gap"}),
    ("sage", {"why"}),
    ("neither", {"soap", "why"}),
    # What is stored beside the words is no word.
    ("explanation", set()),
    ("correct", set()),
    ("/", set()),
    ("\\", set()),
    ("'", set()),
]


def test_words_are_found_in_stem_options_answers_and_explanation(
    app: Flask, alice: PageClient, bank: dict[str, Question]
) -> None:
    for words, names in SEARCHES:
        assert found(alice, bank, q=words) == names, words


def test_filters_narrow_what_is_shown(
    app: Flask, alice: PageClient, bank: dict[str, Question], course: Course
) -> None:
    def shown(**asked: str) -> set[str]:
        return found(alice, bank, **asked)

    assert shown(course=course.public_id) == {"soap", "water"}
    assert shown(kind="gap") == {"gap"}
    assert shown(state="approved") == {"soap"}
    assert shown(state="draft", course=course.public_id) == {"water"}
    assert shown(tag="First  Aid") == {"soap"}
    assert shown(tag="first") == {"water"}
    assert shown(tag="hyg") == set()
    assert shown(drafter="people") == set(bank)
    assert shown(stale="y") == set()
    assert shown(kind="nonsense", state="x", course="y", drafter="z", after="!") == set(bank)


def test_what_needs_another_look_and_what_a_drafter_proposed_is_found(
    app: Flask, alice: PageClient, bank: dict[str, Question], course: Course
) -> None:
    bank["why"].drafter = "definitions"
    db.session.commit()
    assert found(alice, bank, drafter="definitions") == {"why"}
    assert found(alice, bank, drafter="people") == {"soap", "water", "gap"}
    courses.edit_module(
        course, "why-it-works", body="All new.", objectives=[], revision=1, by="a", at=NOW
    )
    assert found(alice, bank, stale="y") == {"soap", "water"}


def test_other_organizations_and_deleted_drafts_are_not_there(
    app: Flask, alice: PageClient, erin: PageClient, bank: dict[str, Question], course: Course
) -> None:
    assert found(erin, bank) == set()
    assert "No questions yet" in erin.get(BANK).text
    courses.delete_draft(course, by="a", at=NOW)
    assert found(alice, bank) == {"gap", "why"}


def test_a_long_list_has_pages_that_keep_what_is_asked_for(
    app: Flask, alice: PageClient, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.web.trainer.question_bank.PAGE", 2)
    made = {str(n): question(course, f"Number {n}?") for n in range(5)}
    question(course, "Something else?")
    page = alice.get(f"{BANK}?q=number")
    seen = []
    for _ in range(3):
        seen += [name for name in made if f"Number {name}?" in page.text]
        links = [a.get("href") for a in page.all("a", rel="next")]
        if links:
            page = alice.get(links[0] or "")
    assert sorted(seen) == ["0", "1", "2", "3", "4"]
    assert "Next page" not in page.text
    assert alice.get(page.all("a", rel="first")[0].get("href") or "").status == 200


def test_the_page_asks_at_most_eight_things_however_many_questions(
    app: Flask, alice: PageClient, bank: dict[str, Question], course: Course
) -> None:
    for n in range(12):
        actions.set_tags(question(course, f"Another {n}?"), (f"tag {n}",), at=NOW)
    with statements() as said:
        assert alice.get(f"{BANK}?q=another&tag=tag+3&state=draft").status == 200
    assert len(reading(said)) <= 8, "\n".join(said)


def test_nothing_found_is_said_with_a_way_back(
    app: Flask, alice: PageClient, bank: dict[str, Question]
) -> None:
    page = alice.get(f"{BANK}?q=zzzz")
    assert "No question matches" in page.text
    assert page.link("Show all questions") == BANK
    assert alice.get("/teach").link("Question bank") == BANK


def test_tags_are_saved_on_the_question_and_suggested(
    app: Flask, alice: PageClient, course: Course, bank: dict[str, Question]
) -> None:
    row = bank["soap"]
    here = f"/teach/courses/{course.public_id}/questions/{row.public_id}"
    page = alice.get(here)
    assert page.form(here + "/tags")["tags"] == "first aid, hygiene"
    assert [o.get("value") for o in page.all("option")][-3:] == ["first", "first aid", "hygiene"]
    page = alice.follow(alice.submit(page, here + "/tags", tags="Hands, , hygiene"))
    assert page.form(here + "/tags")["tags"] == "hands, hygiene"
    assert row.state == "approved"
    refused = alice.submit(page, here + "/tags", tags="x" * 41)
    assert refused.status == 422
    assert "too long for a tag" in refused.text
    assert refused.form(here + "/tags")["tags"] == "x" * 41


def test_the_migration_fills_in_what_saving_stores(app: Flask, course: Course) -> None:
    import importlib

    migration = importlib.import_module("migrations.versions.0005_intake_and_review")
    for kind in QuestionKind:
        row = question(course, "Größe?", kind=kind, scenario="Once.\n\nTwice.", has_images=True)
        stored = (content.canonical.parse(row.body), content.canonical.parse(row.key))
        assert row.words == content.words_of(quizzes.wording_of(row))
        assert migration.words_of(*stored) == row.words


def test_a_place_that_no_page_sends_is_answered(
    alice: PageClient, bank: dict[str, Question]
) -> None:
    assert found(alice, bank, after=paging.pack(2**63)) == set(bank)
