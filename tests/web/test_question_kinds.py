"""Each kind of question from the editor to the feedback, on the pages themselves."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from learning.courses import publishing
from learning.courses.models import Course
from learning.courses.states import Change
from learning.quizzes.kinds.contract import QuestionKind
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.teaching import make_draft

KEY = "zebra-key-words"


@dataclass(frozen=True)
class Written:
    """What a trainer types, and what a learner then does on the page."""

    stem: str
    rows: list[dict[str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    right: tuple[str, ...] = ()
    partly: tuple[str, ...] | None = None
    wrong: tuple[str, ...] = ()
    shown_after: str = ""


# The words of `right`, `partly` and `wrong` are labels, texts or typed words, as people see them.
KINDS: dict[QuestionKind, Written] = {
    QuestionKind.SINGLE: Written(
        "What does soap loosen?",
        [{"text": "Grease", "correct": "y"}, {"text": "Iron", "feedback": KEY}],
        right=("Grease",), wrong=("Iron",), shown_after=KEY,
    ),
    QuestionKind.MULTIPLE: Written(
        "What does it take?",
        [{"text": "Soap", "correct": "y"}, {"text": "Water", "correct": "y"},
         {"text": "Sand", "feedback": KEY}],
        right=("Soap", "Water"), partly=("Soap",), wrong=("Sand",),
    ),
    QuestionKind.TRUE_FALSE: Written(
        "Soap loosens grease.",
        [{"text": "True", "correct": "y"}, {"text": "False", "feedback": KEY}],
        right=("True",), wrong=("False",), shown_after=KEY,
    ),
    QuestionKind.MATCHING: Written(
        "What is each for?",
        [{"text": "Soap", "match": "grease"}, {"text": "Brush", "match": "nails"},
         {"text": "Foam", "match": "grease"}],
        right=("Soap=grease", "Brush=nails", "Foam=grease"),
        partly=("Soap=grease", "Brush=grease", "Foam=grease"),
        wrong=("Soap=nails", "Brush=grease", "Foam=nails"),
    ),
    QuestionKind.ORDERING: Written(
        "In which order?",
        [{"text": "Wet"}, {"text": "Soap"}, {"text": "Rinse"}, {"text": "Dry"}],
        right=("Wet", "Soap", "Rinse", "Dry"), partly=("Soap", "Wet", "Rinse", "Dry"),
        wrong=("Dry", "Rinse", "Soap", "Wet"),
    ),
    QuestionKind.GAP: Written(
        "Soap loosens ___, and ___ takes it away.",
        [{"accepted": f"grease\n{KEY}"}, {"accepted": "water"}],
        right=("Grease", "watter"), partly=("grease", "oil"), wrong=("oil", "oil"),
    ),
    QuestionKind.SHORT_TEXT: Written(
        "What does soap loosen from the skin?",
        [{"accepted": f"grease\n{KEY}"}],
        right=("GREASE",), wrong=("no grease",), shown_after="grease",
    ),
    QuestionKind.NUMERIC: Written(
        "For how many seconds?",
        fields={"value": "20", "tolerance": "2", "unit": "s"},
        right=("21.5",), wrong=("200",), shown_after="20 s (± 2)",
    ),
}  # fmt: skip


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


def write(trainer: PageClient, course: Course, kind: QuestionKind, written: Written) -> Page:
    """Write and approve a question on the page, as a trainer does."""
    new = f"/teach/courses/{course.public_id}/modules/why-it-works/questions/new"
    page = trainer.get(new)
    sentence = page.all("input", name="sentences")[0].get("value") or ""
    data = {
        "kind": kind, "revision": "0", "stem": written.stem, "action": "approve",
        "explanation": f"Because. {KEY}", "sentences": sentence, **written.fields,
    }  # fmt: skip
    for n, row in enumerate(written.rows):
        data |= {f"options-{n}-{name}": value for name, value in row.items()}
    return trainer.follow(trainer.post(new, data))


def publish_and_start(learner: PageClient, course: Course) -> Page:
    """The first page of the quiz."""
    publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
    page = learner.get(f"/courses/{course.address}")
    learner.post(f"/courses/{course.address}/start", page.form())
    module = learner.get(f"/learn/{course.address}/why-it-works")
    return learner.follow(learner.submit(module, f"{module.path}/quiz"))


def values(page: Page, answers: tuple[str, ...]) -> list[str]:
    """What a browser sends when somebody answers so on this page."""
    selects = page.all("select", name="option")
    if selects:
        labels = {label.get("for"): _words(label) for label in page.all("label")}
        by_label = {labels[select.get("id")]: select for select in selects}
        chosen = []
        for n, answer in enumerate(answers):
            about, _, match = answer.rpartition("=")
            select = by_label[about] if about else selects[n]
            chosen.append(next(
                o.get("value") or "" for o in select.iter("option") if _words(o) == match
            ))  # fmt: skip
        return chosen
    inputs = page.all("input", name="option")
    if inputs[0].get("type") in ("radio", "checkbox"):
        labels = {_words(label): label.get("for") for label in page.all("label")}
        ids = {labels[answer] for answer in answers}
        return [each.get("value") or "" for each in inputs if each.get("id") in ids]
    assert len(inputs) == len(answers)
    return list(answers)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (kind, outcome)
        for kind, written in KINDS.items()
        for outcome in ("right", "partly", "wrong")
        if getattr(written, outcome) is not None
    ],
)
def test_from_the_editor_to_the_feedback(
    app: Flask,
    alice: PageClient,
    bob: PageClient,
    course: Course,
    kind: QuestionKind,
    outcome: str,
) -> None:
    written = KINDS[kind]
    answers = getattr(written, outcome)
    editor = write(alice, course, kind, written)
    assert "Approved in your name" in editor.text
    quiz = publish_and_start(bob, course)
    assert quiz.h1 == written.stem
    assert KEY not in quiz.html
    feedback = bob.follow(bob.post(quiz.path, {"option": values(quiz, answers)}))
    verdict = {"right": "Correct", "partly": "Partly right", "wrong": "Not quite"}[outcome]
    assert verdict in feedback.title
    assert f"Because. {KEY}" in feedback.text
    if outcome == "wrong":
        assert written.shown_after in feedback.text
    result = bob.get(feedback.link("See your result"))
    assert result.h1 == ("You passed" if outcome == "right" else "Not passed yet")


@pytest.mark.parametrize("kind", QuestionKind)
def test_no_answer_is_told_in_words_and_what_was_answered_stays(
    app: Flask, alice: PageClient, bob: PageClient, course: Course, kind: QuestionKind
) -> None:
    written = KINDS[kind]
    write(alice, course, kind, written)
    quiz = publish_and_start(bob, course)
    page = bob.post(quiz.path, {"option": []})
    assert page.status == 422
    assert "There is a problem" in page.text
    sent = values(quiz, written.right)
    if len(sent) < 2 or kind == QuestionKind.MULTIPLE:
        return
    page = bob.post(quiz.path, {"option": [sent[0], *("" for _ in sent[1:])]})
    assert page.status == 422
    assert sent[0] in page.html
    kept = [o.get("value") for o in page.all("option", selected="")] or [
        i.get("value") for i in page.all("input", name="option")
    ]
    assert kept[:1] == [sent[0]]


@pytest.mark.parametrize("kind", QuestionKind)
def test_the_editor_shows_what_was_written_and_saving_it_again_changes_nothing(
    app: Flask, alice: PageClient, course: Course, kind: QuestionKind
) -> None:
    from tests.web.trainer.test_questions import filled

    written = KINDS[kind]
    page = write(alice, course, kind, written)
    for row in written.rows:
        for value in (row.get("text"), row.get("match"), *row.get("accepted", "").split("\n")):
            assert (value or "") in page.html
    again = alice.follow(alice.post(page.path, filled(page, action="approve")))
    assert "its approval stands as it was" in again.text


@pytest.mark.parametrize(
    ("kind", "rows", "fields", "sentence"),
    [
        (QuestionKind.MATCHING, [{"text": "Soap", "match": "grease"}], {}, "at least 2 pairs"),
        (
            QuestionKind.MATCHING,
            [{"text": "Soap"}, {"text": "B", "match": "b"}],
            {},
            "what belongs",
        ),
        (QuestionKind.ORDERING, [{"text": "Wet"}, {"text": "Dry"}], {}, "at least 3 items"),
        (QuestionKind.GAP, [{"accepted": "grease"}], {}, "three underscores"),
        (QuestionKind.SHORT_TEXT, [], {}, "at least one accepted answer"),
        (QuestionKind.NUMERIC, [], {"value": "many"}, "Enter a number, such as 12"),
        (QuestionKind.NUMERIC, [], {"value": "1", "tolerance": "-2"}, "isn’t negative"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_lost(
    app: Flask,
    alice: PageClient,
    course: Course,
    kind: QuestionKind,
    rows: list[dict[str, str]],
    fields: dict[str, str],
    sentence: str,
) -> None:
    new = f"/teach/courses/{course.public_id}/modules/why-it-works/questions/new"
    data = {"kind": kind, "revision": "0", "stem": "What?", "action": "approve", **fields}
    for n, row in enumerate(rows):
        data |= {f"options-{n}-{name}": value for name, value in row.items()}
    page = alice.post(new, data)
    assert page.status == 422
    assert sentence in page.text
    for value in (*fields.values(), *(v for row in rows for v in row.values())):
        assert value in page.html
