"""Copies of questions: drafts of their own, into any course of the organization, and a way back."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.courses import queries
from learning.courses.models import Course
from learning.database import db
from learning.organizations import actions as organizations
from learning.organizations.roles import Role
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from tests.pages import PageClient
from tests.people import NOW, People
from tests.teaching import approved, make_draft, make_question


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def question(course: Course) -> Question:
    module = queries.module(course, "why-it-works")
    assert module is not None
    found = approved(make_question(course, module))
    actions.set_tags(found, ("hygiene",), at=NOW)
    return found


def address(course: Course, question: Question) -> str:
    return f"/teach/courses/{course.public_id}/questions/{question.public_id}"


def copy_at(path: str) -> Question:
    found = db.session.scalar(
        select(Question).where(
            Question.organization_id > 0, Question.public_id == path.rsplit("/", 1)[1]
        )
    )
    assert found is not None
    return found


def test_a_copy_is_a_draft_with_the_same_words_tags_and_sentences(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    page = alice.get(alice.get(here).link("Copy this question"))
    assert page.form()["module"] == "why-it-works"
    done = alice.submit(page, here + "/copy", module="conclusion")
    copy = copy_at(done.location)
    old, new = quizzes.wording_of(question), quizzes.wording_of(copy)
    assert (new.body.stem, new.key.explanation, new.anchors) == (
        old.body.stem, old.key.explanation, old.anchors,
    )  # fmt: skip
    assert (copy.state, copy.tags, copy.drafter) == ("draft", question.tags, "")
    module = queries.module(course, "conclusion")
    assert module is not None
    assert quizzes.quiz_of(copy) == module.quiz_id
    assert "This is the copy" in alice.follow(done).text
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert (newest.act, newest.subject) == ("question-copied", copy.public_id)


def test_in_another_course_its_sentences_are_chosen_anew(
    app: Flask, alice: PageClient, course: Course, question: Question, people: People
) -> None:
    other = make_draft(people.clinic)
    here = address(course, question) + "/copy"
    page = alice.get(f"{here}?to={other.public_id}")
    assert "you choose its sentences anew" in page.text
    done = alice.submit(page, f"{here}?to={other.public_id}", module="conclusion")
    copy = copy_at(done.location)
    assert copy.article_id == other.article_id
    assert quizzes.wording_of(copy).anchors == ()
    assert "not in this article" in alice.follow(done).text


def test_a_copy_goes_nowhere_else(
    app: Flask, alice: PageClient, course: Course, question: Question, people: People
) -> None:
    foreign = make_draft(people.school)
    here = address(course, question) + "/copy"
    assert alice.get(f"{here}?to={foreign.public_id}").status == 404
    organizations.add_member(people.school.id, people.alice, role=Role.TRAINER, by="tests", at=NOW)
    assert alice.get(f"/teach/courses/{foreign.public_id}").status == 200
    assert alice.get(f"{here}?to={foreign.public_id}").status == 404
    assert alice.post(here, {"module": "nowhere"}).status == 422
    assert alice.post(here, {"module": "overview"}).status == 422


def test_a_draft_that_nobody_decided_on_can_be_deleted(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = address(course, question)
    done = alice.submit(alice.get(here + "/copy"), here + "/copy")
    copy = alice.follow(done)
    gone = alice.submit(copy, f"{copy.path}/delete")
    assert "The draft is deleted" in alice.follow(gone).text
    assert alice.get(copy.path).status == 404


def test_what_somebody_decided_on_or_a_drafter_proposed_is_kept(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    assert "Delete this draft" not in alice.get(address(course, question)).text
    module = queries.module(course, "conclusion")
    assert module is not None
    drafted = make_question(course, module, "Drafted?")
    drafted.drafter = "definitions"
    db.session.commit()
    for kept in (question, drafted):
        told = alice.follow(alice.post(address(course, kept) + "/delete"))
        assert "can’t be deleted" in told.text
        assert alice.get(address(course, kept)).status == 200
