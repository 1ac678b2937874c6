"""What is typed in an editor waits on the server until it is saved: nothing old comes back."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from learning import clock
from learning.courses import queries, structure_actions
from learning.courses.models import Course
from learning.database import db
from learning.errors import RuleBroken
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from tests.pages import Page, PageClient, _fields
from tests.people import NOW, People
from tests.teaching import make_draft, make_question

WINDOW, OTHER = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def question(course: Course) -> Question:
    module = queries.module(course, "why-it-works")
    assert module is not None
    return make_question(course, module)


def module_page(course: Course) -> str:
    return f"/teach/courses/{course.public_id}/modules/why-it-works"


def question_page(course: Course, question: Question) -> str:
    return f"/teach/courses/{course.public_id}/questions/{question.public_id}"


def form_of(page: Page, field: str) -> dict[str, str]:
    """The fields of the form that has this one."""
    return next(f for form in page.all("form") if field in (f := _fields(form)))


def keep(who: PageClient, here: str, number: int = 1, **typed: Any) -> Page:
    """What the page's script sends."""
    sent = {"after": "", "revision": "1", "number": str(number), **typed}
    sent["window"] = typed.get("window") or WINDOW
    return who.post(f"{here}/waiting", sent)


def state(page: Page) -> str:
    return str(page.response.get_json().get("state", "kept"))


def test_what_was_typed_is_there_again_and_is_no_version(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = module_page(course)
    before = queries.plans_of(course)
    kept = keep(alice, here, body="Half a sent", objectives="Say")
    assert kept.status == 200
    assert kept.response.get_json()["at"]
    page = alice.get(here)
    assert "Not saved yet" in page.text
    assert "Typed by you" in page.text
    assert form_of(page, "body")["body"].strip() == "Half a sent"
    assert form_of(page, "body")["objectives"].strip() == "Say"
    assert queries.plans_of(course) == before
    stored = alice.get(here + "?stored=1")
    assert "Soap loosens grease" in form_of(stored, "body")["body"]
    assert "still waits" in stored.text


def test_saving_clears_it_and_what_arrives_late_does_not_come_back(
    app: Flask, alice: PageClient, course: Course
) -> None:
    here = module_page(course)
    keep(alice, here, 1, body="First", objectives="")
    keep(alice, here, 3, body="Third", objectives="")
    keep(alice, here, 2, body="Second, late", objectives="")
    page = alice.get(here)
    assert form_of(page, "body")["body"].strip() == "Third"
    saved = alice.submit(page, here, window=OTHER, body="Third and last.")
    assert saved.status == 303
    late = keep(alice, here, 4, body="Fourth, late", objectives="")
    later = keep(alice, here, 1, window=OTHER, body="Third and", objectives="")
    assert (late.status, state(late), state(later)) == (409, "typing-closed", "typing-closed")
    page = alice.get(here)
    assert "Not saved yet." not in page.text
    assert form_of(page, "body")["body"].strip() == "Third and last."


def test_discarding_shows_what_is_stored(app: Flask, alice: PageClient, course: Course) -> None:
    here = module_page(course)
    keep(alice, here, body="Rubbish", objectives="")
    page = alice.follow(alice.submit(alice.get(here), f"{here}/waiting/discard"))
    assert "It is discarded" in page.text
    assert "Soap loosens grease" in form_of(page, "body")["body"]
    assert state(keep(alice, here, 2, body="Rubbish, late", objectives="")) == "typing-closed"


def test_the_second_of_two_is_told_who_is_editing_and_takes_nothing_away(
    app: Flask, alice: PageClient, dana: PageClient, course: Course
) -> None:
    here = module_page(course)
    keep(alice, here, body="Alice is writing", objectives="")
    page = dana.get(here)
    assert "Alice Trainer is editing this" in page.text
    assert "Alice is writing" in page.html
    assert "Soap loosens grease" in form_of(page, "revision")["body"]
    told = keep(dana, here, window=OTHER, body="Dana is writing", objectives="")
    assert (told.status, state(told)) == (409, "typed-by-another")
    assert told.response.get_json()["name"] == "Alice Trainer"
    refused = dana.post(f"{here}/waiting/discard", {"mark": f"{WINDOW}:1"})
    assert "Somebody else is editing this" in dana.follow(refused).text
    # Saving is no overwriting: the first one is told, and meets both texts.
    assert dana.submit(page, here, body="Dana has saved.", window=OTHER).status == 303
    assert keep(alice, here, 2, body="Alice goes on", objectives="").response.get_json()[
        "is_behind"
    ]
    page = alice.get(here)
    assert "Somebody else has saved since" in page.text
    conflict = alice.submit(page, here, window=WINDOW)
    assert conflict.status == 409
    assert "Dana has saved." in conflict.html
    assert "Alice goes on" in conflict.html
    alice.post(f"{here}/waiting/discard", form_of(conflict, "window"))
    assert form_of(alice.get(here), "body")["body"].strip() == "Dana has saved."


def test_what_somebody_left_for_a_day_can_be_put_away_by_others(
    app: Flask, alice: PageClient, dana: PageClient, course: Course
) -> None:
    here = module_page(course)
    keep(alice, here, body="Alice was writing", objectives="")
    module = queries.module(course, "why-it-works")
    assert module is not None
    module.waiting_at = clock.now() - timedelta(days=2)
    db.session.commit()
    page = dana.follow(dana.submit(dana.get(here), f"{here}/waiting/discard"))
    assert "It is discarded" in page.text
    assert keep(dana, here, window=OTHER, body="Dana is writing", objectives="").status == 200


def test_a_module_is_not_cut_or_merged_while_text_waits_for_it(
    app: Flask, alice: PageClient, course: Course
) -> None:
    keep(alice, module_page(course), body="Half a sent", objectives="")
    for key in ("why-it-works", "when-to-do-it"):
        with pytest.raises(RuleBroken, match="text-waiting"):
            structure_actions.merge_up(course, key, by="a", at=NOW)
    structure_actions.rename_module(course, "why-it-works", "Another name", by="a", at=NOW)
    assert "Half a sent" in alice.get(module_page(course)).html


def test_a_question_being_typed_is_there_again(
    app: Flask, alice: PageClient, dana: PageClient, course: Course, question: Question
) -> None:
    here = question_page(course, question)
    form = form_of(alice.get(here), "stem")
    typed = {**form, "stem": "What does soap really", "options-1-text": "Something else"}
    sentence = typed.pop("sentences")
    assert keep(alice, here, **typed, sentences=sentence).status == 200
    page = alice.get(here)
    shown = form_of(page, "stem")
    assert shown["stem"].strip() == "What does soap really"
    assert shown["options-1-text"] == "Something else"
    assert (shown["sentences"], shown["options-0-correct"]) == (sentence, "y")
    assert quizzes.wording_of(question).body.stem == "What does soap do?"
    other = dana.get(here)
    assert "Alice Trainer is editing this" in other.text
    assert "put in: really" in other.text
    assert "put in: Something else" in other.text
    done = alice.follow(alice.post(here, {**shown, "window": OTHER, "action": "save"}))
    assert "Not saved yet." not in done.text
    assert quizzes.wording_of(question).body.stem == "What does soap really"
    assert state(keep(alice, here, 2, **typed)) == "typing-closed"


def test_saving_a_question_as_it_was_ends_the_waiting_too(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = question_page(course, question)
    form = form_of(alice.get(here), "stem")
    keep(alice, here, **{**form, "stem": "Typed and regretted"})
    shown = {**form, "window": OTHER, "after": f"{WINDOW}:1", "action": "save"}
    alice.post(here, shown)
    assert "Typed and regretted" not in alice.get(here).html
    assert state(keep(alice, here, 2, **{**form, "stem": "Late"})) == "typing-closed"


def test_a_form_that_is_shown_again_goes_on_with_its_text(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = question_page(course, question)
    form = form_of(alice.get(here), "stem")
    keep(alice, here, 1, **form)
    again = alice.post(here, {**form, "window": WINDOW, "action": "add-option"})
    after = form_of(again, "stem")["after"]
    assert after == WINDOW
    # The first page's last text may arrive only now; the new page's text replaces it.
    keep(alice, here, 2, **form)
    sent = {**form, "window": OTHER, "after": after, "stem": "Goes on"}
    assert keep(alice, here, 1, **sent).status == 200
    assert state(keep(alice, here, 3, **form)) == "typed-elsewhere"


def test_only_what_the_editor_has_is_kept_and_not_too_much_of_it(
    app: Flask, alice: PageClient, course: Course, question: Question
) -> None:
    here = question_page(course, question)
    assert state(keep(alice, here, stem="x" * 100_001)) == "typed-too-long"
    assert keep(alice, here, stem="Kept", kind="nonsense", state="approved").status == 200
    assert "approved" not in (question.waiting or "")
    assert "Kept" in alice.get(here).html
    for long in ({"options-" + "x" * 100_000: ""}, {f"options-{n}": "" for n in range(501)}):
        assert state(keep(alice, here, 2, **long)) == "typed-too-long"
    for bad in (
        {"window": "../../"}, {"number": "0"}, {"number": "x"}, {"revision": ""},
        {"number": "9" * 20}, {"revision": "9" * 4000},
    ):  # fmt: skip
        assert keep(alice, here, **{"stem": "No", **bad}).status == 400


def test_a_draft_on_which_somebody_elses_text_waits_is_not_deleted(
    app: Flask, alice: PageClient, dana: PageClient, course: Course, question: Question
) -> None:
    here = question_page(course, question)
    keep(dana, here, stem="Half a question")
    told = alice.follow(alice.post(f"{here}/delete"))
    assert "somebody has typed text that isn’t saved yet" in told.text
    assert form_of(dana.get(here), "stem")["stem"].strip() == "Half a question"
    assert "The draft is deleted" in dana.follow(dana.post(f"{here}/delete")).text
