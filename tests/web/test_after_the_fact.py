"""Reports, retiring and corrections on the pages of learners and trainers."""

from datetime import timedelta

import pytest

from learning import audit
from learning.courses import queries as courses
from learning.courses.models import Course
from learning.database import db
from learning.organizations.group_queries import Sight
from learning.progress import (
    actions,
    attempt_actions,
    attempt_queries,
    correction_notes,
    report_actions,
    report_queries,
)
from learning.progress.models import Attempt, Enrolment, QuestionReport, Regrade
from learning.progress.states import ReportReason, ReportState
from learning.quizzes.correcting import Policy
from learning.quizzes.models import Question
from learning.web.learner.courses import TOLD_FOR
from tests.pages import Page, PageClient
from tests.people import NOW, People
from tests.progress.test_regrading import (
    REASON,
    make_correction,
    option,
    position_of,
    question_of,
    rekeyed,
    taken,
)
from tests.teaching import make_published, make_question, with_settings


@pytest.fixture
def course(people: People) -> Course:
    return make_published(people.clinic)


@pytest.fixture
def question(course: Course) -> Question:
    return question_of(course)


@pytest.fixture
def enrolment(course: Course, people: People) -> Enrolment:
    return actions.enrol(course, people.bob.id, at=NOW)


@pytest.fixture
def attempt(enrolment: Enrolment, question: Question) -> Attempt:
    """Bob's, with a wrong answer to the question and a right one to the other."""
    return taken(enrolment, question, [option(question, "That")])


def place(attempt: Attempt, question: Question) -> str:
    return f"/attempts/{attempt.public_id}/{position_of(attempt, question)}"


def editor(course: Course, question: Question) -> str:
    return f"/teach/courses/{course.public_id}/questions/{question.public_id}"


def reports(course: Course, state: ReportState = ReportState.OPEN) -> list[str]:
    return [
        row.comment
        for row in report_queries.reports_of(course, state, sight=Sight(course.organization_id))
    ]


def test_a_learner_reports_a_problem_once_however_often_they_send_it(
    course: Course, question: Question, attempt: Attempt, bob: PageClient
) -> None:
    here = place(attempt, question)
    page = bob.get(bob.get(here).link("Report a problem"))
    for comment in ("It is That", "It is That", "It is That, see the text"):
        sent = bob.submit(page, reason="key", comment=comment)
        assert sent.location == here
    assert "Thank you" in bob.follow(sent).text
    assert reports(course) == ["It is That, see the text"]
    again = bob.get(page.path)
    assert again.form()["comment"] == "It is That, see the text"


def test_a_report_needs_a_reason_and_has_an_end(
    course: Course, question: Question, attempt: Attempt, bob: PageClient
) -> None:
    page = bob.get(place(attempt, question) + "/report")
    for values in (
        {"reason": ""},
        {"reason": "nonsense"},
        {"reason": "key", "comment": "x" * 1001},
    ):
        refused = bob.submit(page, **values)
        assert refused.status == 422
        assert "There is a problem" in refused.text
    assert reports(course) == []


def test_nothing_is_reported_before_the_answer_is_shown(people: People, bob: PageClient) -> None:
    course = with_settings(make_published(people.clinic), feedback="try")
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    running = taken(enrolment, question_of(course), None)
    for n in (1, 2, 99):
        path = f"/attempts/{running.public_id}/{n}/report"
        assert bob.get(path).location == f"/attempts/{running.public_id}/{n}"
        assert bob.post(path, {"reason": "key"}).location == f"/attempts/{running.public_id}/{n}"
    assert reports(course) == []


def test_previews_and_other_people_report_nothing(
    course: Course, question: Question, attempt: Attempt, people: People,
    alice: PageClient, charlie: PageClient, stranger: PageClient,
) -> None:  # fmt: skip
    preview = actions.start_preview(
        course, people.memberships["alice"].id, by=people.alice.public_id, at=NOW
    )
    tried = taken(preview, question, [option(question, "That")])
    here = place(tried, question)
    assert "Report a problem" not in alice.get(here).text
    assert alice.post(here + "/report", {"reason": "key"}).location == here
    bobs = place(attempt, question) + "/report"
    for client in (alice, charlie):
        assert client.get(bobs).status == client.post(bobs, {"reason": "key"}).status == 404
    assert stranger.get(bobs).location.startswith("/account/sign-in")
    assert reports(course) == []


def report(client: PageClient, path: str, comment: str = "It is That") -> Page:
    return client.post(path + "/report", {"reason": "key", "comment": comment})


def test_trainers_read_reports_without_names_and_handle_them(
    course: Course, question: Question, attempt: Attempt, bob: PageClient, alice: PageClient
) -> None:
    report(bob, place(attempt, question))
    overview = alice.get(f"/teach/courses/{course.public_id}")
    page = alice.get(overview.link("1 report from learners"))
    assert "It is That" in page.text
    assert "The key seems wrong" in page.text
    assert "Bob" not in page.text
    assert "1 open report" in alice.get(editor(course, question)).text
    for _ in range(2):
        [row] = db.session.query(QuestionReport).where(
            QuestionReport.organization_id == course.organization_id
        )
        alice.post(f"{page.path}/{row.public_id}/handled")
        assert reports(course) == []
    handled = alice.get(page.path + "?state=handled")
    assert "It is That" in handled.text
    assert "No open reports" in alice.get(page.path).text
    alice.submit(handled, f"{page.path}/{row.public_id}/reopen")
    assert reports(course) == ["It is That"]
    # What its learner adds to a handled one is read again; the same again is not.
    alice.post(f"{page.path}/{row.public_id}/handled")
    report(bob, place(attempt, question))
    assert reports(course) == []
    report(bob, place(attempt, question), "Still wrong")
    assert reports(course) == ["Still wrong"]


def test_reports_are_listed_page_by_page_the_newest_first(
    course: Course, question: Question, enrolment: Enrolment, attempt: Attempt,
    alice: PageClient, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("learning.web.trainer.reports.PAGE", 2)
    for n in range(5):
        again = taken(enrolment, question, [option(question, "That")]) if n else attempt
        report_actions.report_question(
            again, position_of(again, question), reason=ReportReason.KEY, comment=f"No. {n}",
            at=NOW + timedelta(minutes=n // 2),
        )  # fmt: skip
    page, seen = alice.get(f"/teach/courses/{course.public_id}/reports"), []
    for _ in range(3):
        seen += [f"No. {n}" for n in range(4, -1, -1) if f"No. {n}" in page.text]
        page = alice.get(page.link("Next page")) if "Next page" in page.text else page
    assert seen == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]
    assert "No. 4" in alice.get(f"/teach/courses/{course.public_id}/reports?before=nonsense").text


def test_reports_of_others_are_not_found_and_learners_are_told_so(
    course: Course, question: Question, attempt: Attempt, people: People,
    bob: PageClient, alice: PageClient, erin: PageClient,
) -> None:  # fmt: skip
    report(bob, place(attempt, question))
    [row] = db.session.query(QuestionReport).where(
        QuestionReport.organization_id == course.organization_id
    )
    here = f"/teach/courses/{course.public_id}/reports"
    other = make_published(people.clinic)
    for client, status in ((bob, 403), (erin, 404)):
        assert client.get(here).status == status
        assert client.post(f"{here}/{row.public_id}/handled").status == status
        assert client.get(editor(course, question) + "/correct").status == status
        for act in ("retire", "bring-back", "correct"):
            assert client.post(f"{editor(course, question)}/{act}").status == status
    elsewhere = f"/teach/courses/{other.public_id}/reports/{row.public_id}/handled"
    assert alice.post(elsewhere).status == 404
    assert reports(course) == ["It is That"]


def test_retiring_is_explained_and_has_a_way_back(
    course: Course, question: Question, alice: PageClient
) -> None:
    here = editor(course, question)
    page = alice.get(here)
    retired = alice.follow(alice.submit(page, here + "/retire"))
    assert "new tries don’t ask it" in retired.text
    assert "Save changes" not in retired.text
    assert "Save and approve" not in retired.text
    assert "Retired" in alice.get(f"/teach/courses/{course.public_id}/questions?state=retired").text
    refused = alice.post(
        here, {"kind": "single", "stem": "New?", "revision": "99", "action": "save"}
    )
    assert refused.status == 422
    back = alice.follow(alice.submit(retired, here + "/bring-back"))
    assert "Approved" in back.text
    acts = [entry.act for entry in audit.entries(course.organization_id)]
    assert {"question-retired", "question-brought-back"} <= set(acts)


def test_a_draft_that_nobody_approved_cannot_be_retired(course: Course, alice: PageClient) -> None:
    draft = make_question(course, courses.modules_of(course)[1], "A draft?")
    here = editor(course, draft)
    assert "Retire this question" not in alice.get(here).text
    assert "state has changed" in alice.follow(alice.post(here + "/retire")).text


def test_a_trainer_previews_and_corrects_and_the_learner_reads_of_it(
    course: Course, question: Question, attempt: Attempt,
    bob: PageClient, alice: PageClient, dana: PageClient,
) -> None:  # fmt: skip
    rekeyed(question, "That")
    page = alice.get(alice.get(editor(course, question)).link("Correct results"))
    preview = alice.submit(page, versions="1", policy="rekey", reason=REASON, action="preview")
    assert "Bob Learner" in preview.text
    assert "1 person passes a module" in preview.text
    attempt_page = f"/attempts/{attempt.public_id}/result"
    assert "Not passed yet" in bob.get(attempt_page).text
    for _ in range(2):
        done = alice.submit(preview, action="correct")
    assert "have been corrected since" in alice.follow(done).text
    assert db.session.query(Regrade).where(
        Regrade.organization_id == course.organization_id
    ).count() == 1  # fmt: skip
    result = bob.get(attempt_page)
    assert "You passed" in result.text
    assert "2 of 2 correct" in result.text
    assert REASON in result.text
    feedback = bob.get(place(attempt, question)).text
    assert feedback.index("Correct") < feedback.index(REASON)
    assert "Your result is now 2 of 2" in feedback
    home = bob.get(f"/learn/{course.address}").text
    assert REASON in home
    assert "With that you passed" in home
    log = dana.get("/organization/audit").text
    assert "Corrected results of a question (correction 1: the newest key counts, too)" in log
    assert REASON not in log


def test_the_course_page_tells_of_a_correction_for_thirty_days(
    question: Question, attempt: Attempt, enrolment: Enrolment
) -> None:
    make_correction(question, Policy.CREDIT)
    assert len(correction_notes.notes_of(enrolment, since=NOW + TOLD_FOR - timedelta(30))) == 1
    assert correction_notes.notes_of(enrolment, since=NOW + timedelta(minutes=1)) == []
    assert timedelta(days=30) == TOLD_FOR


def test_who_keeps_a_point_by_the_old_key_is_told_so(
    course: Course, question: Question, enrolment: Enrolment, bob: PageClient
) -> None:
    attempt = taken(enrolment, question, [option(question, "This")])
    rekeyed(question, "That")
    make_correction(question, Policy.REKEY)
    feedback = bob.get(place(attempt, question)).text
    assert "so it still counts" in feedback
    assert "Your result is now" not in feedback


def test_the_reason_stays_hidden_where_the_keys_do(people: People, bob: PageClient) -> None:
    course = with_settings(make_published(people.clinic, questions=3), feedback="passed")
    question = question_of(course)
    enrolment = actions.enrol(course, people.bob.id, at=NOW)
    attempt = attempt_actions.start_attempt(enrolment, "why-it-works", at=NOW)
    for n in (1, 2, 3):
        asked = attempt_queries.asked(attempt, n)
        assert asked is not None
        wrong = [o.id for o in asked.question.options if o.text in ("Neither", "False")]
        attempt_actions.answer(attempt, n, wrong, at=NOW)
    assert make_correction(question, Policy.CREDIT) == 1
    for path in (f"/attempts/{attempt.public_id}/result", f"/learn/{course.address}"):
        page = bob.get(path).text
        assert "Your result is now 1 of 3" in page
        assert REASON not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"versions": ""},
        {"versions": "7"},
        {"versions": "x"},
        {"policy": ""},
        {"policy": "nonsense"},
        {"policy": "rekey"},
        {"reason": " "},
        {"reason": "x" * 301},
    ],
)
def test_what_cannot_be_corrected_is_said_before_anything_is_done(
    course: Course, question: Question, attempt: Attempt, alice: PageClient, changes: dict[str, str]
) -> None:
    page = alice.get(editor(course, question) + "/correct")
    values = {"versions": "1", "policy": "credit", "reason": REASON, "action": "preview"} | changes
    refused = alice.submit(page, **values)
    assert refused.status == 422
    assert "There is a problem" in refused.text
    alice.submit(page, **values | {"action": "correct"})
    assert db.session.query(Regrade).where(
        Regrade.organization_id == course.organization_id
    ).count() == 0  # fmt: skip


def test_answers_that_came_in_since_the_preview_are_included(
    course: Course, question: Question, attempt: Attempt, people: People, alice: PageClient
) -> None:
    page = alice.get(editor(course, question) + "/correct")
    preview = alice.submit(page, versions="1", policy="credit", reason=REASON, action="preview")
    late = taken(
        actions.enrol(course, people.dana.id, at=NOW), question, [option(question, "That")]
    )
    assert "2 results changed" in alice.follow(alice.submit(preview, action="correct")).text
    db.session.refresh(late)
    assert late.is_passed


def test_a_question_that_nobody_was_asked_has_nothing_to_correct(
    course: Course, question: Question, alice: PageClient
) -> None:
    assert "Nobody has been asked" in alice.get(editor(course, question) + "/correct").text
