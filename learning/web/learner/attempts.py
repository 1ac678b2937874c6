"""A quiz: one question per page, feedback on the same page after checking, the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.articles import queries as articles
from learning.articles.rendering import context_html
from learning.courses.versions import PublishedCourse, PublishedModule
from learning.errors import RuleBroken
from learning.progress import (
    attempt_actions,
    attempt_queries,
    correction_notes,
    queries,
    standings,
    timing,
)
from learning.progress.attempt_queries import AskedQuestion, CheckedAnswer
from learning.progress.correction_notes import Note
from learning.progress.models import Attempt, Enrolment
from learning.progress.standings import CourseStanding, ModuleStanding
from learning.progress.states import AttemptState
from learning.quizzes.grading import percentage
from learning.web import images, sources
from learning.web.access import address_for, own_attempt, own_enrolment
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.learner.courses import course_context
from learning.web.learner.moments import moment
from learning.web.learner.words import time_words
from learning.web.redirects import see_other


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule("/learn/<course>/<module>/quiz", view_func=start_quiz, methods=["POST"])
    learner.add_url_rule("/attempts/<attempt>/<int:n>", view_func=question)
    learner.add_url_rule("/attempts/<attempt>/<int:n>", view_func=check_answer, methods=["POST"])
    learner.add_url_rule(
        "/attempts/<attempt>/<int:n>/save", view_func=save_answer, methods=["POST"]
    )
    learner.add_url_rule("/attempts/<attempt>/<int:n>/image/<name>", view_func=question_image)
    learner.add_url_rule("/attempts/<attempt>/result", view_func=result)


@dataclass(frozen=True)
class SourceQuote:
    """The tested sentence in its context, as safe HTML, and where it is to be reread."""

    html: str
    section: str
    href: str


def start_quiz(course: str, module: str) -> Response:
    """Start an attempt, or go on with the one that is open."""
    enrolment = own_enrolment(course)
    try:
        attempt = attempt_actions.start_attempt(enrolment, module, at=moment(enrolment))
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("learner.course", course=course)
    return _go_on(attempt)


def _go_on(attempt: Attempt) -> Response:
    """To the next question, or to the result when there is none, or when it has ended."""
    upcoming = attempt_queries.first_unchecked(attempt)
    if upcoming is None or attempt.state != AttemptState.OPEN:
        return see_other("learner.result", attempt=attempt.public_id)
    return see_other("learner.question", attempt=attempt.public_id, n=upcoming)


def question(attempt: str, n: int) -> str | Response:
    """A question to answer; once checked, the same address shows the feedback, if it may."""
    found, enrolment = own_attempt(attempt)
    if attempt_actions.hand_in_if_over(found, at=moment(enrolment)):
        return see_other("learner.result", attempt=attempt)
    asked = attempt_queries.asked(found, n)
    if asked is None:
        return see_other("learner.question", attempt=attempt, n=1)
    # An address typed by hand leads to where the attempt is.
    if not attempt_queries.is_shown(found, enrolment, asked):
        return _go_on(found)
    if asked.is_checked:
        answers = attempt_queries.checked_answers(found, enrolment)
        return _feedback(found, enrolment, next(each for each in answers if each.position == n))
    return _question_page(found, enrolment, asked, asked.saved, None)


def question_image(attempt: str, n: int, name: str) -> Response:
    """An image of a question, while that question itself is shown."""
    found, enrolment = own_attempt(attempt)
    attempt_actions.hand_in_if_over(found, at=moment(enrolment))
    asked = attempt_queries.asked(found, n)
    if asked is None or not attempt_queries.is_shown(found, enrolment, asked):
        abort(404)
    return images.served(found.organization_id, asked.question.images, name)


def save_answer(attempt: str, n: int) -> tuple[dict[str, object], int]:
    """Keep what is on the page so far; sent by its script at each change.

    409 with what is stored when another page has saved since, 410 after the check or the end with
    the page to go to.
    """
    found, enrolment = own_attempt(attempt)
    values = request.form.getlist("option")
    revision = request.form.get("revision", -1, type=int)
    try:
        return {
            "revision": attempt_actions.save_answer(
                found, n, values, revision=revision, at=moment(enrolment)
            )
        }, 200
    except RuleBroken as error:
        attempt_actions.hand_in_if_over(found, at=moment(enrolment))
        asked = attempt_queries.asked(found, n)
        if asked is None or error.code == "answer-too-long":
            return {"message": sentence_for(error)}, 422
        if asked.is_checked or found.state != AttemptState.OPEN:
            if error.code in ("time-over", "attempt-closed"):
                upcoming = url_for("learner.result", attempt=attempt)
            else:
                upcoming = url_for("learner.question", attempt=attempt, n=n)
            return {"message": sentence_for(error), "next": upcoming}, 410
        return {
            "message": sentence_for(error), "revision": asked.revision, "values": asked.saved,
        }, 409  # fmt: skip


def check_answer(attempt: str, n: int) -> Response | tuple[str, int]:
    """Check an answer, once and for good, then show the feedback; one after the other here too."""
    found, enrolment = own_attempt(attempt)
    upcoming = attempt_queries.first_unchecked(found)
    if upcoming is not None and n > upcoming:
        return see_other("learner.question", attempt=attempt, n=upcoming)
    try:
        attempt_actions.answer(found, n, request.form.getlist("option"), at=moment(enrolment))
    except RuleBroken as error:
        is_over = attempt_actions.hand_in_if_over(found, at=moment(enrolment))
        if is_over or found.state != AttemptState.OPEN:
            return see_other("learner.result", attempt=attempt)
        asked = attempt_queries.asked(found, n)
        if asked is None:
            return see_other("learner.question", attempt=attempt, n=1)
        sent = request.form.getlist("option")
        return _question_page(found, enrolment, asked, sent, sentence_for(error)), 422
    return redirect(url_for("learner.question", attempt=attempt, n=n, checked=1), 303)


def result(attempt: str) -> str | Response:
    """How an attempt ended, and what comes next."""
    found, enrolment = own_attempt(attempt)
    attempt_actions.hand_in_if_over(found, at=moment(enrolment))
    if found.state != AttemptState.CLOSED:
        return _go_on(found)
    standing, module = _around(found, enrolment)
    forbidden = attempt_queries.next_try(enrolment, module, moment(enrolment))
    return render_template(
        "learner/attempts/result.html",
        attempt=found,
        module=module,
        standing=standing,
        answers=attempt_queries.checked_answers(found, enrolment),
        corrected=_corrected(found, enrolment),
        try_forbidden=sentence_for(forbidden) if forbidden else None,
        must_know_left=_found_in(standing, module).must_know_left,
        rules=standing.course.rules_of(module),
        percentage=percentage(found.correct, found.items),
        certificate=queries.certificate_for(enrolment) if standing.is_complete else None,
        form=ConfirmForm(),
        **course_context(address_for(standing.enrolment), standing),
    )


def _question_page(
    attempt: Attempt,
    enrolment: Enrolment,
    asked: AskedQuestion,
    sent: Sequence[str],
    error: str | None,
) -> str:
    standing, module = _around(attempt, enrolment)
    return render_template(
        "learner/attempts/question.html",
        attempt=attempt,
        module=module,
        question=asked.question,
        is_must_know=asked.is_must_know,
        revision=asked.revision,
        saved=asked.saved,
        n=asked.position,
        marks=_marks(attempt, enrolment),
        time_left=_seconds_left(attempt, enrolment),
        grace=timing.GRACE.seconds,
        time_words=time_words(attempt.base_time, attempt.time_factor),
        error=error,
        sent=sent,
        form=ConfirmForm(),
        **course_context(address_for(standing.enrolment), standing),
    )


def _marks(attempt: Attempt, enrolment: Enrolment) -> list[str]:
    """Per question how it stands; whether it was right only if that may be seen."""
    words = {None: "todo", True: "right", False: "wrong"}
    if not attempt_queries.shows_keys(attempt, enrolment):
        words = {None: "todo", True: "saved", False: "saved"}
    return [words[mark] for mark in attempt_queries.marks_of(attempt)]


def _seconds_left(attempt: Attempt, enrolment: Enrolment) -> int | None:
    if attempt.deadline is None:
        return None
    return max(0, int((attempt.deadline - moment(enrolment)).total_seconds()))


def _feedback(attempt: Attempt, enrolment: Enrolment, checked: CheckedAnswer) -> str:
    standing, module = _around(attempt, enrolment)
    return render_template(
        "learner/attempts/feedback.html",
        attempt=attempt,
        module=module,
        checked=checked,
        quotes=_quotes(attempt, standing.course, module, checked, address_for(standing.enrolment)),
        n=checked.position,
        upcoming=attempt_queries.first_unchecked(attempt),
        marks=_marks(attempt, enrolment),
        is_corrected=any(n.position == checked.position for n in _corrected(attempt, enrolment)),
        **course_context(address_for(standing.enrolment), standing),
    )


def _corrected(attempt: Attempt, enrolment: Enrolment) -> list[Note]:
    """What was corrected in this attempt since it ended."""
    notes = correction_notes.notes_of(enrolment) if attempt.state == AttemptState.CLOSED else []
    return [note for note in notes if note.attempt == attempt.public_id]


def _quotes(
    attempt: Attempt,
    course: PublishedCourse,
    quizzed: PublishedModule,
    checked: CheckedAnswer,
    address: str,
) -> list[SourceQuote]:
    """Each tested sentence in the module that holds it; in a final assessment that's another."""
    version = articles.version_with_id(attempt.organization_id, quizzed.article_version_id)
    spans = sources.spans_in(attempt.organization_id, checked.key_version_id, version)
    back = f"{attempt.public_id}.{checked.position}"
    quotes = []
    for span in spans:
        module = course.module_at(version.id, span[0]) or quizzed
        href = url_for(
            "learner.module", course=address, module=module.key, back=back, _anchor="source"
        )
        html = context_html(version.text, module.start, module.end, version.format, span)
        quotes.append(SourceQuote(html, module.title, href))
    return quotes


def _found_in(standing: CourseStanding, module: PublishedModule) -> ModuleStanding:
    found = standing.standing_of(module.key)
    assert found is not None  # it is one of the standing's own course
    return found


def _around(attempt: Attempt, enrolment: Enrolment) -> tuple[CourseStanding, PublishedModule]:
    standing = standings.course_standing(enrolment)
    module = standing.course.module(attempt.module)
    assert module is not None  # attempts are of modules of the pinned version
    return standing, module
