"""Questions in and out by the pages: looked at first, brought in as drafts, keys for trainers."""

import io
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning import audit, database
from learning.articles import queries as articles
from learning.courses import actions, bundle_archive, exchanging, loading, queries
from learning.courses.bundle import read_bundle
from learning.courses.models import Course, Module
from learning.database import db
from learning.quizzes import (
    content,
    exchange_actions,
    exchange_queries,
    limited_exchange,
    tags,
    text_matching,
)
from learning.quizzes import queries as quizzes
from learning.quizzes.exchange import formats, moodle_xml, sheets
from learning.quizzes.exchange.exchanged import Exchanged, Item
from learning.quizzes.exchange.formats import Format
from learning.quizzes.exchange.plain import plain
from learning.quizzes.exchange_actions import Prepared
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question, QuestionVersion
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.quizzes.exchange.questions import ORDINARY, PICTURES, RED, picture
from tests.teaching import approved, make_draft, make_question

QUOTED = "Soap loosens grease from the skin."
GIFT = """What does soap loosen? {=Grease#Yes. ~Skin#No. ####Soap loosens grease.}

Broken {=a

Half {=a ~%50%b ~c}
"""
AIKEN = "What loosens grease?\nA) Water\nB) Soap\nANSWER: B\n"


@pytest.fixture
def course(app: Flask, people: People) -> Course:
    return make_draft(people.clinic)


def module_of(course: Course) -> Module:
    return next(m for m in queries.modules_of(course) if m.kind != "overview")


def address(course: Course, page: str) -> str:
    return f"/teach/courses/{course.public_id}/{page}"


def form(course: Course, **values: Any) -> dict[str, Any]:
    return {"text": "", "format": "", "module": module_of(course).key, **values}


def upload(content: str | bytes, name: str) -> dict[str, Any]:
    raw = content.encode() if isinstance(content, str) else content
    return {"file": (io.BytesIO(raw), name)}


def look(alice: PageClient, course: Course, **values: Any) -> Page:
    return alice.post(address(course, "question-import"), form(course, **values))


def confirm(alice: PageClient, course: Course, page: Page) -> Page:
    where = address(course, "question-import/confirm")
    return alice.follow(alice.post(where, page.form(where)))


def stored() -> list[Question]:
    return list(db.session.scalars(select(Question).order_by(Question.id)))


# In


def test_a_file_is_looked_at_before_anything_of_it_is_kept(
    app: Flask, alice: PageClient, course: Course
) -> None:
    page = look(alice, course, **upload(GIFT, "soap.gift"))
    assert page.status == 200
    assert "Bring in 2 drafts" in page.text
    assert "Line 3 has a { that is never closed" in page.text
    assert "Line 5 · “Half” gives 50 % for “b”: here that option counts as wrong" in page.text
    assert stored() == []
    done = confirm(alice, course, page)
    assert "2 questions came in as drafts" in done.text
    assert [question.state for question in stored()] == ["draft", "draft"]
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == 0
    wording = quizzes.wording_of(stored()[0])
    assert plain(wording).explanation == "Soap loosens grease."
    assert wording.anchors == ()


EVERY_WAY: list[tuple[dict[str, Any], int]] = [
    ({"text": GIFT}, 2),
    ({"text": AIKEN}, 1),
    ({"text": sheets.write_csv([Item(ORDINARY[QuestionKind.GAP])])[0], "format": "csv"}, 1),
    (
        {
            "text": moodle_xml.write([Item(ORDINARY[QuestionKind.ORDERING])])[0],
            "format": "moodle-xml",
        },
        1,
    ),
    (upload(AIKEN, "quiz.txt"), 1),
    (upload(sheets.write_xlsx([Item(q) for q in ORDINARY.values()])[0], "All.XLSX"), 8),
    (upload(moodle_xml.write([Item(q) for q in ORDINARY.values()])[0], "all.xml"), 8),
]


def fresh(values: dict[str, Any]) -> dict[str, Any]:
    """The same form with its file at the beginning."""
    return {
        name: (io.BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def test_every_format_comes_in_by_its_ending_or_pasted(
    app: Flask, alice: PageClient, people: People
) -> None:
    for values, number in EVERY_WAY:
        course, before = make_draft(people.clinic), len(stored())
        page = look(alice, course, **fresh(values))
        assert page.status == 200, page.text
        confirm(alice, course, page)
        new = stored()[before:]
        assert len(new) == number
    for question in stored()[-8:]:  # of every kind
        assert alice.get(address(course, f"questions/{question.public_id}")).status == 200


def test_quoted_sentences_are_found_again_and_the_others_named(
    app: Flask, alice: PageClient, course: Course
) -> None:
    quotes = ("Soap loosens grease  from the skin.", "Nobody wrote this.")
    item = Item(ORDINARY[QuestionKind.SHORT_TEXT], quotes=quotes, tags=("soap",), is_must_know=True)
    page = look(alice, course, **upload(sheets.write_csv([item])[0], "a.csv"))
    assert "Row 2 · “What carries germs?” quotes a sentence that the module hasn’t" in page.text
    confirm(alice, course, page)
    (question,) = stored()
    anchors = content.read_anchors(question.anchors)
    assert [anchor.quote for anchor in anchors] == ["Soap loosens grease from the skin."]
    assert question.tags == '["soap"]'
    assert quizzes.place_of(question).is_must_know
    assert quizzes.wording_of(question).key.rivals is not None


def test_an_imported_question_needs_a_sentence_and_a_person(
    app: Flask, alice: PageClient, course: Course
) -> None:
    confirm(alice, course, look(alice, course, text=GIFT))
    editor = alice.get(address(course, f"questions/{stored()[0].public_id}"))
    refused = alice.post(editor.path, {**editor.form(), "action": "approve"})
    assert refused.status == 422
    assert db.session.scalar(select(func.count()).select_from(QuestionVersion)) == 0


def test_the_same_file_twice_comes_in_once(app: Flask, alice: PageClient, course: Course) -> None:
    page = look(alice, course, text=AIKEN)
    confirm(alice, course, page)
    again = confirm(alice, course, page)
    assert "has all of these questions already" in again.text
    assert len(stored()) == 1
    once_more = look(alice, course, text=AIKEN + "\n" + AIKEN.replace("grease", "dirt"))
    assert "1 question in it is in the module already" in once_more.text
    only = look(alice, course, text=AIKEN)
    assert "No question in it can come in" in only.text
    assert "The module has them already" in only.text


def test_nobody_waits_while_a_file_is_read(
    app: Flask, alice: PageClient, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, was_writing = limited_exchange.read, []

    def watched(content: bytes, form: Format) -> Exchanged:
        was_writing.append(database.is_writing())
        return read(content, form)

    monkeypatch.setattr(limited_exchange, "read", watched)
    confirm(alice, course, look(alice, course, text=GIFT))
    assert was_writing == [False, False]
    assert stored()


def test_an_article_is_taken_apart_once_and_before_the_transaction(
    app: Flask, alice: PageClient, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, words_of = [], text_matching.words_of

    def watched(text: str) -> frozenset[str]:
        taken.append(database.is_writing())
        return words_of(text)

    monkeypatch.setattr(text_matching, "words_of", watched)
    many = "\n\n".join(f"Say what soap loosens, by {n}. {{=grease}}" for n in range(30))
    confirm(alice, course, look(alice, course, text=many))
    assert len(stored()) == 30
    assert taken == [False]


def test_questions_follow_a_text_that_is_changed_while_they_come_in(
    app: Flask, people: People, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, prepared = module_of(course), exchange_actions.prepared
    quoting = f"kind,question,right,option 1,option 2,sentences\nsingle,Soap?,1,a,b,{QUOTED}\n"

    def late(*args: Any, **values: Any) -> list[Prepared]:
        monkeypatch.setattr(exchange_actions, "prepared", prepared)
        found = prepared(*args, **values)
        body = f"A new beginning. {QUOTED} Much more of it."
        actions.edit_module(
            course, module.key, body=body, objectives=[], revision=1, by="t", at=NOW
        )
        return found

    monkeypatch.setattr(exchange_actions, "prepared", late)
    number = exchanging.import_questions(
        course, module, quoting.encode(), Format.CSV, by="t", at=NOW
    )
    (question,) = stored()
    assert number == 1
    (anchor,) = content.read_anchors(question.anchors)
    module = module_of(course)
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    assert version.text[anchor.start : anchor.end] == QUOTED


def test_tags_of_files_keep_to_the_limits_of_typed_ones(
    app: Flask, alice: PageClient, course: Course
) -> None:
    named = "".join(f"[tag:T{n:02}]" for n in range(13)) + f"[tag:{'x' * 41}]"
    page = look(alice, course, text=f"// {named}\nSay what soap loosens. {{=grease}}")
    assert "goes without 2 of its tags" in page.text
    confirm(alice, course, page)
    (question,) = stored()
    assert tags.read_tags(question.tags) == tuple(f"t{n:02}" for n in range(12))


def test_images_in_a_file_come_with_their_questions(
    app: Flask, alice: PageClient, course: Course
) -> None:
    question = replace(ORDINARY[QuestionKind.SINGLE], image=picture(RED, "A red square"))
    text, _problems = moodle_xml.write([Item(question)], PICTURES)
    page = look(alice, course, **upload(text, "a.xml"))
    assert "With 1 image." in page.text
    confirm(alice, course, page)
    editor = alice.get(address(course, f"questions/{stored()[0].public_id}"))
    image = next(i for i in editor.all("img") if i.get("alt") == "A red square")
    assert alice.client.get(image.get("src")).data == RED


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "There is nothing in it"),
    (upload(b"", "a.gift"), "There is nothing in it"),
    ({**upload(GIFT, "a.gift"), "text": GIFT}, "Send only one of them"),
    (upload(GIFT, "a.docx"), "Files that end in .docx can’t be read"),
    (upload(b"\x81\x8d\x8f" * 9, "a.gift"), "no text in an encoding we know"),
    (upload(b"<html/>", "a.xml"), "no Moodle XML"),
    (upload(b"<!DOCTYPE q [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "a.xml"), "It isn’t read"),
    (upload(b"PK", "a.xlsx"), "This table can’t be read"),
    (upload(b"x" * 5_000_001, "a.gift"), "larger than 5 MB"),
    ({"text": AIKEN, "module": "nothing"}, "Not a valid choice"),
]


def test_what_cannot_be_read_is_said_and_what_was_pasted_stays(
    app: Flask, alice: PageClient, course: Course
) -> None:
    for values, says in REFUSED:
        page = look(alice, course, **fresh(values))
        assert page.status == 422
        assert says in page.text
        if values.get("text"):
            assert values["text"].splitlines()[0] in page.html
    assert stored() == []


def test_a_whole_course_comes_back_by_its_categories(
    app: Flask, alice: PageClient, people: People, course: Course
) -> None:
    modules = [m for m in queries.modules_of(course) if m.kind != "overview"]
    for module in modules:
        make_question(course, module, f"About {module.title}?")
    answer = alice.client.post(
        chosen(course, Format.CSV, "current"), data={"csrf_token": alice.token()}
    )
    other = make_draft(people.clinic)
    page = look(alice, other, by_category="y", **upload(answer.data, "a.csv"))
    assert "into the module that their category names" in page.text
    confirm(alice, other, page)
    for module in [m for m in queries.modules_of(other) if m.kind != "overview"]:
        (question,) = exchange_queries.known_questions(people.clinic.id, module.quiz_id)
        assert question.stem == f"About {module.title}?"
    assert all(content.read_anchors(question.anchors) for question in stored())


def test_a_file_without_questions_says_so(app: Flask, alice: PageClient, course: Course) -> None:
    page = look(alice, course, text="// nothing but a comment")
    assert "Nothing in it looks like a question" in page.text


def test_only_what_was_looked_at_can_be_confirmed(
    app: Flask, alice: PageClient, erin: PageClient, people: People, course: Course
) -> None:
    where = address(course, "question-import/confirm")
    sent = look(alice, course, text=AIKEN).form(where)
    assert alice.post(where, {**sent, "sha256": "0" * 64}).status == 400
    assert alice.post(where, {**sent, "format": "word"}).status == 400
    assert alice.post(where, {**sent, "module": "nothing"}).status == 404
    theirs = {name: value for name, value in sent.items() if name != "csrf_token"}
    assert erin.post(where, theirs).status == 404
    foreign = make_draft(people.school)
    assert erin.post(address(foreign, "question-import/confirm"), theirs).status == 400
    assert stored() == []


# Out


def chosen(course: Course, form: str = "gift", state: str = "approved", module: str = "") -> str:
    query = urlencode({"format": form, "state": state, "module": module})
    return f"{address(course, 'question-export')}?{query}"


def test_the_page_says_what_the_file_will_hold_and_then_gives_it(
    app: Flask, alice: PageClient, course: Course
) -> None:
    module = module_of(course)
    approved(make_question(course, module))
    approved(make_question(course, module, "Which picture?", has_images=True))
    approved(make_question(course, module, "Gaps:", QuestionKind.GAP))
    make_question(course, module, "Still a draft?")
    page = alice.get(chosen(course))
    assert "1 question goes into the file" in page.text
    assert "“Which picture?” has images, which no GIFT file holds" in page.text
    assert "several gaps" in page.text
    answer = alice.client.post(chosen(course), data={"csrf_token": alice.token()})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].endswith(".gift.txt")
    assert answer.headers["Cache-Control"] == "no-store"
    (item,) = formats.read(answer.data, Format.GIFT).questions
    assert item.question.stem == "What does soap do?"
    assert item.category == (course.title, module.title)


def test_what_goes_out_comes_in_again(
    app: Flask, alice: PageClient, people: People, course: Course
) -> None:
    for kind in QuestionKind:
        correct = (0, 1) if kind == QuestionKind.MULTIPLE else (0,)
        make_question(course, module_of(course), f"A {kind} question?", kind, correct=correct)
    before = {plain(quizzes.wording_of(question)) for question in stored()}
    for form in Format:
        answer = alice.client.post(
            chosen(course, form, "current"), data={"csrf_token": alice.token()}
        )
        other = make_draft(people.clinic)
        page = look(alice, other, **upload(answer.data, f"a{formats.FILES[form][0]}"))
        confirm(alice, other, page)
        after = exchange_queries.known_questions(people.clinic.id, module_of(other).quiz_id)
        # Aiken knows one kind only, and GIFT no text with two gaps.
        lost = {Format.AIKEN: 7, Format.GIFT: 1}.get(form, 0)
        assert len(after) == len(before) - lost
        assert lost or after == before


def test_questions_are_chosen_by_module_and_state(
    app: Flask, alice: PageClient, course: Course
) -> None:
    one, other, *_ = [m for m in queries.modules_of(course) if m.kind != "overview"]
    make_question(course, one, "One?")
    make_question(course, other, "Other?")
    both = alice.get(chosen(course, state="drafts"))
    assert "2 questions go into the file" in both.text
    assert "1 question goes" in alice.get(chosen(course, state="all", module=other.key)).text
    assert "No question would be in the file" in alice.get(chosen(course)).text
    assert alice.get(chosen(course, form="word")).status == 422
    assert alice.get(chosen(course, module="nothing")).status == 422
    assert alice.post(chosen(course, form="word")).status == 400


def test_an_export_is_noted_in_the_audit_log(
    app: Flask, alice: PageClient, dana: PageClient, people: People, course: Course
) -> None:
    make_question(course, module_of(course))
    alice.get(chosen(course, state="drafts"))
    assert audit.entries(people.clinic.id)[0].act != "questions-exported"
    alice.client.post(chosen(course, state="drafts"), data={"csrf_token": alice.token()})
    entry = audit.entries(people.clinic.id)[0]
    assert (entry.act, entry.old, entry.new) == ("questions-exported", "gift", "1")
    assert entry.by == people.alice.public_id
    alice.client.post(address(course, "bundle"), data={"csrf_token": alice.token()})
    confirm(alice, course, look(alice, course, text=AIKEN))
    log = dana.get("/organization/audit").text
    assert "Exported 1 questions with their keys (gift)" in log
    assert "Exported a course with its questions and keys as files" in log
    assert "Brought in 1 questions as drafts (aiken)" in log


def test_the_course_comes_as_a_zip_file_that_can_be_loaded(
    app: Flask, alice: PageClient, people: People, course: Course
) -> None:
    approved(make_question(course, module_of(course)), by=people.alice.public_id)
    page = alice.get(address(course, "bundle"))
    assert "The course as files" in page.text
    answer = alice.client.post(address(course, "bundle"), data={"csrf_token": alice.token()})
    assert answer.mimetype == "application/zip"
    bundle = read_bundle(bundle_archive.unpacked(answer.data))
    again = loading.load_bundle(people.school.id, bundle, by="tests", at=NOW)
    assert again.title == course.title


def test_what_the_files_cannot_say_is_said_before(
    app: Flask, alice: PageClient, course: Course
) -> None:
    module = module_of(course)
    approved(make_question(course, module))
    actions.edit_module(
        course, module.key, body="Another text.", objectives=[], revision=1, by="t", at=NOW
    )
    assert "rests on a sentence" in alice.get(address(course, "bundle")).text


def test_trainers_of_this_organization_only(
    app: Flask,
    alice: PageClient,
    bob: PageClient,
    charlie: PageClient,
    erin: PageClient,
    stranger: PageClient,
    course: Course,
) -> None:
    for page in ("question-export", "question-import", "bundle"):
        path = address(course, page)
        assert alice.get(path).status == 200
        assert bob.get(path).status == 403
        assert bob.post(path).status == 403
        assert erin.get(path).status == 404
        assert erin.post(path).status == 404
        assert charlie.get(path).status in (403, 404)
        assert stranger.get(path).status == 303


def test_the_list_of_questions_leads_there(app: Flask, alice: PageClient, course: Course) -> None:
    page = alice.get(address(course, "questions"))
    assert alice.get(page.link("Import questions")).h1 == "Import questions"
    assert alice.get(page.link("Export questions")).h1 == "Export questions"
    versions = alice.get(address(course, "versions"))
    assert alice.get(versions.link("Download the course as files")).h1 == "The course as files"
