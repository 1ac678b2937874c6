"""Courses from import to publishing, and that editing never breaks history."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.articles import queries as articles
from learning.courses import actions, importing, publishing, queries, structure_actions
from learning.courses import versions as course_versions
from learning.courses.models import Course
from learning.courses.states import Change, CourseState
from learning.database import db
from learning.errors import RuleBroken
from learning.progress import actions as progress
from learning.progress import attempt_actions
from learning.quizzes import queries as quizzes
from tests.people import NOW, People
from tests.teaching import approved, make_draft, make_published, make_question


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


def titles(course: Course) -> list[str]:
    return [m.title for m in queries.modules_of(course) if not m.is_excluded]


def body(course: Course, key: str) -> str:
    module = queries.module(course, key)
    assert module is not None
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    return queries.body_of(queries.plan_of(module), version)


def edit(course: Course, key: str, text: str, revision: int = 1) -> int:
    return actions.edit_module(
        course, key, body=text, objectives=[], revision=revision, by="a", at=NOW
    )


def test_an_article_becomes_one_module_per_section(course: Course) -> None:
    assert titles(course) == ["Overview", "Why it works", "When to do it", "Conclusion"]
    assert course.state == CourseState.DRAFT


def test_every_change_of_structure_can_be_undone(course: Course) -> None:
    before = queries.plans_of(course)
    module = queries.module(course, "when-to-do-it")
    assert module is not None
    question = make_question(course, module)
    structure_actions.merge_up(course, "when-to-do-it", by="a", at=NOW)
    structure_actions.rename_module(course, "why-it-works", "Why and when", by="a", at=NOW)
    structure_actions.exclude_module(course, "conclusion", by="a", at=NOW)
    assert titles(course) == ["Overview", "Why and when"]
    for _ in range(3):
        structure_actions.undo_structure(course, by="tests", at=NOW)
    assert queries.plans_of(course) == before
    assert quizzes.quiz_of(question) == module.quiz_id
    with pytest.raises(RuleBroken, match="nothing-to-undo"):
        structure_actions.undo_structure(course, by="tests", at=NOW)


def test_merging_takes_the_questions_along(course: Course) -> None:
    below = queries.module(course, "when-to-do-it")
    above = queries.module(course, "why-it-works")
    assert below is not None
    assert above is not None
    question = make_question(course, below)
    structure_actions.merge_up(course, "when-to-do-it", by="a", at=NOW)
    assert quizzes.quiz_of(question) == above.quiz_id


def test_saving_a_module_makes_a_new_article_version_and_leaves_the_old_one(
    course: Course,
) -> None:
    before = queries.module(course, "why-it-works")
    assert before is not None
    old = articles.version_with_id(course.organization_id, before.article_version_id)
    old_text = old.text
    edit(course, "why-it-works", "Soap loosens grease from the skin. It is cheap.")
    assert body(course, "why-it-works").strip() == "Soap loosens grease from the skin. It is cheap."
    assert body(course, "when-to-do-it").startswith("Wash before") or "Wash before" in body(
        course, "when-to-do-it"
    )
    assert articles.version_with_id(course.organization_id, old.id).text == old_text


def test_saving_the_same_text_makes_no_version(course: Course) -> None:
    module = queries.module(course, "why-it-works")
    assert module is not None
    version = module.article_version_id
    edit(course, "why-it-works", body(course, "why-it-works"))
    assert queries.module(course, "why-it-works").article_version_id == version


def test_questions_on_changed_sentences_go_stale_and_block_publishing(course: Course) -> None:
    modules = {m.key: m for m in queries.modules_of(course)}
    tested = approved(make_question(course, modules["why-it-works"], "On soap?"))
    kept = approved(make_question(course, modules["when-to-do-it"], "On food?"))
    assert edit(course, "why-it-works", "Something else entirely. And more.") == 1
    assert tested.is_stale
    assert not kept.is_stale
    with pytest.raises(RuleBroken, match="publish-blocked"):
        publishing.publish(course, change=Change.FIRST, by="a", at=NOW)


def test_a_second_editor_is_told_and_loses_nothing(course: Course) -> None:
    edit(course, "why-it-works", "The first editor's words. They stay.")
    with pytest.raises(RuleBroken, match="changed-elsewhere"):
        edit(course, "why-it-works", "The second editor's words.", revision=1)
    assert "first editor" in body(course, "why-it-works")


def test_a_published_version_never_changes(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    version_id = course_versions.latest_version_id(course)
    assert version_id is not None
    before = course_versions.published(course.organization_id, version_id)
    edit(course, "conclusion", "Clean hands protect other people. New words.")
    structure_actions.rename_module(course, "why-it-works", "Another name", by="a", at=NOW)
    course_versions.published_by_public_id.cache_clear()
    assert course_versions.published(course.organization_id, version_id) == before


def test_unapproved_questions_are_never_published(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    module = queries.module(course, "why-it-works")
    assert module is not None
    make_question(course, module, "Not approved by anybody?")
    version = publishing.publish(course, change=Change.COSMETIC, by="a", at=NOW)
    published = course_versions.published(course.organization_id, version.id)
    shown = published.module("why-it-works")
    assert shown is not None
    items = quizzes.drawable_items(course.organization_id, shown.quiz_version_id or 0)
    assert "Not approved by anybody?" not in [item.body.stem for item in items]


def test_publishing_again_reuses_what_did_not_change(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    first = course_versions.published(
        course.organization_id, course_versions.latest_version_id(course) or 0
    )
    second_version = publishing.publish(course, change=Change.COSMETIC, by="a", at=NOW)
    second = course_versions.published(course.organization_id, second_version.id)
    assert [m.quiz_version_id for m in first.modules] == [m.quiz_version_id for m in second.modules]
    assert second.number == 2


def test_an_approval_names_who_gave_it(course: Course, people: People) -> None:
    module = queries.module(course, "why-it-works")
    assert module is not None
    question = approved(make_question(course, module), by=people.alice.public_id)
    version = quizzes.newest_version(question)
    assert version is not None
    assert version.approved_by == people.alice.public_id


def test_an_incomplete_question_is_not_approved(course: Course) -> None:
    from learning.quizzes import actions as quiz_actions
    from learning.quizzes.content import Wording
    from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

    module = queries.module(course, "why-it-works")
    assert module is not None
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    wording = Wording(
        QuestionKind.SINGLE,
        Body("", (Option("a", "Same"), Option("b", "same "))),
        AnswerKey(frozenset({"a", "b"}), ""),
        (),
    )
    question = quiz_actions.write_question(module.quiz_id, version, wording, by="a", at=NOW)
    with pytest.raises(RuleBroken) as refused:
        quiz_actions.approve(question, revision=1, by="a", at=NOW)
    assert set(refused.value.values["problems"]) == {
        "stem-missing", "duplicate-option", "two-keys", "explanation-missing", "anchor-missing",
    }  # fmt: skip


def test_a_draft_can_be_deleted_and_restored(course: Course) -> None:
    actions.delete_draft(course, by="a", at=NOW)
    assert queries.courses_of(course.organization_id) == []
    actions.restore_draft(course, by="a", at=NOW)
    assert queries.courses_of(course.organization_id) == [course]


def test_a_published_course_is_withdrawn_instead(app: Flask, people: People) -> None:
    course = make_published(people.clinic)
    enrolment = progress.enrol(course, people.bob.id, at=NOW)
    with pytest.raises(RuleBroken, match="course-state"):
        actions.delete_draft(course, by="a", at=NOW)
    actions.withdraw(course, by="a", at=NOW)
    with pytest.raises(RuleBroken, match="course-not-open"):
        progress.enrol(course, people.alice.id, at=NOW)
    assert progress.enrol(course, people.bob.id, at=NOW).id == enrolment.id
    assert attempt_actions.start_attempt(enrolment, "why-it-works", at=NOW)


def test_a_preview_counts_for_nothing(app: Flask, people: People) -> None:
    from learning.certificates.models import Certificate
    from tests.progress.test_actions import pass_module, taught

    course = make_published(people.clinic)
    membership = people.memberships["alice"]
    enrolment = progress.start_preview(course, membership.id, by="a", at=NOW)
    for key in taught(enrolment):
        pass_module(enrolment, key)
    assert db.session.scalar(select(Certificate.id)) is None
    assert course.latest_number == 1
    again = progress.start_preview(course, membership.id, by="a", at=NOW)
    assert again.round == 2


def test_a_bad_article_leaves_nothing_behind(app: Flask, people: People) -> None:
    from learning.articles.models import Article
    from learning.courses.states import Rights

    for content in (b"", b"\x00\x01" * 50, b"# Only\n\n## Headings\n"):
        with pytest.raises(RuleBroken):
            importing.import_article(
                people.clinic.id, content, "a.md", rights=Rights.OWN, by="a", at=NOW
            )
    assert db.session.scalar(select(Article.id)) is None
