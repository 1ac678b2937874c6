"""A course as files: nothing of it is lost, and the same course gives the same bytes."""

import io
import re
import textwrap
from dataclasses import fields, replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from learning import canonical
from learning.articles import queries as articles
from learning.cli.demo import STARTER
from learning.courses import (
    actions,
    bundle_archive,
    exporting,
    importing,
    loading,
    outside,
    queries,
    structure_actions,
)
from learning.courses.bundle import read_bundle
from learning.courses.bundle_questions import (
    BundleQuestion,
    Stated,
    image_path,
    read_questions,
    stated,
    write_questions,
)
from learning.courses.bundle_writing import ORDER, write_bundle
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.courses.states import Rights
from learning.courses.structure import objective_key
from learning.errors import RuleBroken
from learning.quizzes import actions as quizzes
from learning.quizzes import queries as question_queries
from learning.quizzes import quiz_actions
from learning.quizzes.content import anchor_span
from learning.quizzes.exchange.exchanged import Item
from learning.quizzes.exchange.plain import neat
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question
from tests.people import NOW, People
from tests.quizzes.exchange.questions import (
    MARKS,
    ORDINARY,
    PICTURES,
    RED,
    TEXT,
    items,
    picture,
    plain_questions,
)
from tests.teaching import approved, make_draft, make_question

MINIMAL = {
    "course.toml": b'address = "hands"\ntitle = "Hands"\n',
    "modules/01-soap.md": b"---\nkey: soap\nkind: teach\n---\n## Soap\n\nSoap loosens grease.\n",
}
ILLUSTRATED = {image_path(picture(content, "")): content for content in PICTURES.values()}


def files_of(course: Course) -> dict[str, bytes]:
    return write_bundle(exporting.bundle_of(course).bundle)


def loaded(people: People, files: dict[str, bytes]) -> Course:
    return loading.load_bundle(people.school.id, read_bundle(files), by="tests", at=NOW)


def elsewhere(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same course at another address: two can't have the same one."""
    address = re.sub(rb"(?m)^address = .*$", b'address = "elsewhere"', files["course.toml"])
    return {**files, "course.toml": address}


def loaded_elsewhere(people: People, files: dict[str, bytes]) -> Course:
    return loaded(people, elsewhere(files))


def readable(files: dict[str, bytes]) -> dict[str, str]:
    return {name: content.decode("utf-8", "replace") for name, content in files.items()}


def questions_of(course: Course) -> list[Question]:
    ids = [plan.quiz_id for plan in queries.plans_of(course)]
    return [question for _p, question in question_queries.places(course.organization_id, ids)]


# Stored courses


def test_the_starter_course_comes_out_as_its_files_are(app: Flask, people: People) -> None:
    course = loading.load_bundle(
        people.clinic.id, read_bundle(outside.bundle_files(STARTER)), by="tests", at=NOW
    )
    written = files_of(course)
    kept = {path.relative_to(STARTER).as_posix(): path.read_bytes()
            for path in STARTER.rglob("*") if path.is_file()}  # fmt: skip
    assert set(written) == set(kept)
    for name, content in written.items():
        assert content.decode() == kept[name].decode(), name


def everything(people: People) -> Course:
    """A course with a question of every kind, in every state."""
    course = make_draft(people.clinic)
    modules = [m for m in queries.modules_of(course) if m.kind != "overview"]
    actions.edit_module(
        course, modules[0].key, body="Soap loosens grease.\n\nGrease carries most of the germs.",
        objectives=["Say what soap does", "Say why: it matters"], revision=1, by="tests", at=NOW,
    )  # fmt: skip
    structure_actions.rename_module(course, modules[1].key, "Another: title", by="tests", at=NOW)
    structure_actions.exclude_module(course, modules[2].key, by="tests", at=NOW)
    for kind in QuestionKind:
        module = queries.module(course, modules[0].key)
        assert module is not None
        correct = (0, 1) if kind == QuestionKind.MULTIPLE else (0,)
        question = approved(
            make_question(
                course, module, f"(x) {kind} = ___?" if kind != QuestionKind.GAP else "The gap:",
                kind, correct=correct, scenario="why: Ada.\n\nIt is noon.\nfrom: here",
                has_images=True,
            ),
            by=people.alice.public_id,
        )  # fmt: skip
        pool = objective_key("Say why: it matters")
        quiz_actions.set_place(question, pool=pool, is_must_know=kind == QuestionKind.SINGLE)
        question.tags = canonical.text(["soap", f"tag: {kind}"])
    module = queries.module(course, modules[1].key)
    assert module is not None
    make_question(course, module, "A draft?")
    quizzes.reject(
        make_question(course, module, "A bad one?"), reason="Too easy", by="tests", at=NOW
    )
    quizzes.retire(approved(make_question(course, module, "An old one?")), by="tests", at=NOW)
    return course


def test_a_course_with_all_there_is_comes_back_whole(app: Flask, people: People) -> None:
    course = everything(people)
    first = exporting.bundle_of(course)
    assert first.notes == ()
    written = write_bundle(first.bundle)
    again = loaded_elsewhere(people, written)
    back = files_of(again)
    assert readable(back) == readable(elsewhere(written))
    states = [question.state for question in questions_of(course)]
    assert [question.state for question in questions_of(again)] == states
    assert sorted(set(states)) == ["approved", "draft", "rejected", "retired"]
    text = written["questions/01-why-it-works.txt"].decode()
    assert "objective: Say why: it matters" in text
    assert "approved:" not in text
    assert b'by = "Alice Trainer"\non = 2026-11-23' in back["course.toml"]


def test_a_bundle_brings_approvals_as_it_states_them(app: Flask, people: People) -> None:
    course = everything(people)
    again = loaded(people, {**files_of(course)})
    approval = question_queries.approval_of(questions_of(again)[0])
    assert approval is not None
    assert approval.stated == "Alice Trainer (2026-11-23)"
    drafts = [q for q in questions_of(again) if q.state == "draft"]
    assert [question_queries.newest_version(question) for question in drafts] == [None]


def test_a_question_on_words_that_are_gone_is_named_and_arrives_unapproved(
    app: Flask, people: People
) -> None:
    course = make_draft(people.clinic)
    module = queries.modules_of(course)[1]
    approved(make_question(course, module))
    actions.edit_module(
        course, module.key, body="Quite another text.", objectives=[], revision=1, by="t", at=NOW
    )
    exported = exporting.bundle_of(course)
    assert "rests on a sentence that its module doesn’t have" in exported.notes[0]
    again = loaded(people, write_bundle(exported.bundle))
    assert [question.state for question in questions_of(again)] == ["draft"]


WRAPPED = """# Washing

Clean hands are worth a minute.

## Why it works

- Soap loosens grease from the skin

Soap loosens grease from the skin
approved: Dr. Who (2020-01-01)
and grease carries most of the germs. Running water takes both away.

## Conclusion

Clean hands protect other people.
"""


def wrapped_question(people: People) -> tuple[Course, Question]:
    """A question on the sentence that is wrapped so that one of its lines looks like an approval.

    The first words of that sentence are a sentence of their own as well.
    """
    course = make_draft(people.clinic, WRAPPED)
    module = queries.modules_of(course)[1]
    question = make_question(course, module)
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    sections = articles.outline_of_version(version).sections
    sentence = next(s for each in sections for s in each.sentences if "carries most" in s.text)
    wording = question_queries.wording_of(question)
    anchored = replace(wording, anchors=(anchor_span(version.text, sentence),))
    quizzes.rewrite_question(question, version, anchored, revision=question.revision, at=NOW)
    return course, question


def test_no_line_of_an_article_is_read_as_an_approval(app: Flask, people: People) -> None:
    course, _question = wrapped_question(people)
    again = loaded(people, files_of(course))
    assert [question.state for question in questions_of(again)] == ["draft"]


def test_an_approved_question_on_a_wrapped_sentence_comes_back(app: Flask, people: People) -> None:
    course, question = wrapped_question(people)
    approved(question)
    again = loaded(people, files_of(course))
    assert [question.state for question in questions_of(again)] == ["approved"]
    assert files_of(again).keys() == files_of(course).keys()


def test_no_name_is_read_as_a_line_of_its_own() -> None:
    name = "Eve\napproved: Dr. Who"
    item = Item(ORDINARY[QuestionKind.SINGLE], tags=(name,), quotes=(name,))
    (back,) = read_questions("q", write_questions([BundleQuestion(item, "", name, name)]), {})
    assert back.approval is None or back.approval == ""
    assert back.item.quotes == ("Eve approved: Dr. Who",)


def test_a_plain_text_article_stays_one(app: Flask, people: People) -> None:
    text = b"Soap\n\nSoap * loosens * grease. It is old.\n\n1. Wash\n2. Rinse\n"
    course = importing.import_article(
        people.clinic.id, text, "soap.txt", rights=Rights.OWN, by="tests", at=NOW
    )
    written = files_of(course)
    assert b'format = "text"' in written["course.toml"]
    assert files_of(loaded_elsewhere(people, written)) == elsewhere(written)


# Files alone


@pytest.mark.parametrize("kind", QuestionKind)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_questions_file_says_what_was_written(kind: QuestionKind, data: st.DataObject) -> None:
    complete = data.draw(items(kind))
    unfinished = Item(data.draw(plain_questions(kind)), tags=("a",))
    image = picture(RED, data.draw(TEXT))
    shown = replace(complete.question, image=image)
    if shown.parts and kind != QuestionKind.TRUE_FALSE:
        parts = (replace(shown.parts[0], image=image), *shown.parts[1:])
        shown = replace(shown, parts=parts)
    questions = (
        BundleQuestion(replace(complete, category=())),
        BundleQuestion(unfinished, "", data.draw(TEXT), data.draw(TEXT), True),
        BundleQuestion(Item(shown), data.draw(TEXT.filter(lambda text: text != "no"))),
    )
    text = write_questions(questions)
    assert read_questions("q", text, ILLUSTRATED) == questions
    assert write_questions(read_questions("q", text, ILLUSTRATED)) == text


@pytest.mark.parametrize("mark", MARKS)
def test_words_that_look_like_marks_stay_words(mark: str) -> None:
    for question in ORDINARY.values():
        scenario = f"{mark}\n{mark}"
        marked = neat(replace(question, stem=mark, explanation=mark, scenario=scenario))
        if question.kind == QuestionKind.GAP:
            marked = replace(marked, stem=f"{mark} ___")
        written = (BundleQuestion(Item(marked, quotes=(mark,), tags=(mark,))),)
        assert read_questions("q", write_questions(written), {}) == written


def test_the_documented_example_is_a_question() -> None:
    text = (STARTER.parents[2] / "docs" / "course-bundle.md").read_text()
    block = text.partition("## Questions\n")[2].partition("Every question begins")[0]
    (question,) = read_questions("example", textwrap.dedent(block).lstrip("\n"), {})
    assert question.item.question.parts[0].feedback == "That is what carries the germs."
    assert question.item.quotes == ("Soap loosens grease from the skin.",)
    for name in (*ORDER, "address", "visibility"):
        assert f"`{name}`" in text, name


@given(st.text(max_size=20), st.dates() | st.none())
def test_an_approval_in_words_is_read_again(by: str, on: object) -> None:
    approval = Stated(by.replace("\n", " "), str(on) if on else "")
    assert stated(approval.words).words == approval.words


def test_every_setting_is_written_and_read() -> None:
    assert {*ORDER, "sources"} == {each.name for each in fields(CourseSettings)}
    toml = b"""address = "hands"
title = "A \\"title\\" \\\\ with\\nlines"
topic = "health"
pass_mark = 75
questions_shown = 3
must_reread = true
feedback = "passed"
validity_months = 12
last_reviewed = 2026-01-31
notice = "2026"
"""
    once = write_bundle(read_bundle({**MINIMAL, "course.toml": toml}))
    assert write_bundle(read_bundle(once)) == once
    again = read_bundle(once)
    assert again.settings == read_bundle({**MINIMAL, "course.toml": toml}).settings
    assert again.settings.feedback == "passed"
    assert again.title == 'A "title" \\ with\nlines'


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("course.toml", None, "is missing"),
        ("course.toml", b"address = ", "course.toml"),
        ("course.toml", b'title = "x"', "address"),
        ("course.toml", b'address = "a"\ntitle = "b"\npass_marks = 80', "unknown: pass_marks"),
        ("course.toml", b'address = "a"\ntitle = "b"\n[approval]\nby = "x"\non = "y"', "isoformat"),
        ("course.toml", b"\xff", "no UTF-8"),
        ("modules/01-soap.md", b"Soap", "heading block"),
        ("modules/01-soap.md", b"---\nkind: teach\n---\nSoap.\n", "lacks 'key'"),
        ("modules/01-soap.md", b"---\nkey: a\nkind: b\n---\nSoap.\n", "'b'"),
        ("modules/01-soap.md", b"---\nkey: ../a\nkind: teach\n---\nSoap.\n", "other signs than"),
        ("modules/02-x.md", b"---\nkey: soap\nkind: teach\n---\nSoap.\n", "two modules one key"),
        ("questions/02-x.txt", b"== single\nWhat?\n", "no module of the same name"),
        ("questions/01-soap.txt", b"== essay\nWhat?\n", "line 1: the question names an unknown"),
        ("questions/01-soap.txt", b"What?\n", "without a line “== kind”"),
        ("questions/01-soap.txt", b"\n== matching\nWhat?\n- a = b\n", "line 4: the question has a"),
        ("questions/01-soap.txt", b"== single\nimage: images/a.png | x\nWhat?", "isn’t there"),
        ("questions/01-soap.txt", b"== single\n(x) a\n", "no question text"),
        ("questions/01-soap.txt", b"== single\nA?\n" + b"( ) a\n" * 7, "7 options"),
    ],
)
def test_what_is_wrong_with_a_bundle_is_named(name: str, content: bytes | None, says: str) -> None:
    files = {**MINIMAL, name: content}
    with pytest.raises(RuleBroken) as refused:
        read_bundle({name: content for name, content in files.items() if content is not None})
    assert refused.value.code == "bundle-invalid"
    assert says in f"{refused.value.values['file']} {refused.value.values['reason']}"


UNLOADABLE = [
    (b"== single\nA?\nfrom: Soap does nothing.\n", "line 1, has no such sentence: Soap does"),
    (b"== single\nA?\nobjective: Fly\n", "no such objective: Fly"),
    (b"== single\napproved: Ada\nA?\n(x) a\n( ) b\n", "explanation-missing, feedback-missing"),
    (b"== single\nretired: yes\nA?\n", "question-state"),
]


def test_what_cannot_be_loaded_is_named_and_leaves_nothing(app: Flask, people: People) -> None:
    for questions, says in UNLOADABLE:
        with pytest.raises(RuleBroken) as refused:
            loaded(people, {**MINIMAL, "questions/01-soap.txt": questions})
        assert says in f"{refused.value.values['file']} {refused.value.values['reason']}"
        assert queries.courses_of(people.school.id) == []


# Zip files and folders


def test_a_zip_file_is_the_same_whenever_it_is_made() -> None:
    files = outside.bundle_files(STARTER)
    once = bundle_archive.packed(files)
    assert bundle_archive.packed(dict(reversed(files.items()))) == once
    assert bundle_archive.unpacked(once) == files
    wrapped = bundle_archive.packed({f"starter/{name}": text for name, text in files.items()})
    assert bundle_archive.unpacked(wrapped) == files


def zipped(entries: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with ZipFile(out, mode, 8) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


HOSTILE = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 and then nothing",
    "outside": zipped({"../course.toml": b"x"}),
    "inner outside": zipped({"modules/../../x.md": b"x"}),
    "absolute": zipped({"/etc/x.md": b"x"}),
    "drive": zipped({"C:/x.md": b"x"}),
    "too many": zipped({f"{n}.md": b"" for n in range(2_100)}),
    "too large": zipped({f"{n}.md": bytes(9_000_000) for n in range(7)}),
    "long name": zipped({"x" * 300 + ".md": b""}),
    "cut": zipped({"course.toml": b"x" * 5_000})[:-40],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_file_is_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    file.write_bytes(HOSTILE[name])
    with pytest.raises(RuleBroken) as refused:
        outside.bundle_files(file)
    assert refused.value.code == "bundle-invalid"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    outside.write_bundle_files(tmp_path / "new", MINIMAL)
    assert outside.bundle_files(tmp_path / "new") == MINIMAL
    with pytest.raises(RuleBroken):
        outside.write_bundle_files(tmp_path / "new", MINIMAL)
