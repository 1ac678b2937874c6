"""A quiz: one question per page, feedback on the same page after checking, the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.articles.rendering import context_html
from learning.courses.versions import PublishedModule
from learning.errors import RuleBroken
from learning.progress import attempt_actions, attempt_queries, queries, standings, timing
from learning.progress.attempt_queries import AskedQuestion, CheckedAnswer
from learning.progress.models import Attempt, Enrolment
from learning.progress.standings import CourseStanding
from learning.progress.states import AttemptState
from learning.quizzes.grading import percentage
from learning.web import sources
from learning.web.access import address_for, own_attempt, own_enrolment
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.learner.courses import course_context
from learning.web.learner.words import time_words
from learning.web.redirects import see_other


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule("/learn/<course>/<module>/quiz", view_func=start_quiz, methods=["POST"])
    learner.add_url_rule("/attempts/<attempt>/<int:n>", view_func=question)
    learner.add_url_rule("/attempts/<attempt>/<int:n>", view_func=check_answer, methods=["POST"])
    learner.add_url_rule(
        "/attempts/<attempt>/<int:n>/save", view_func=save_answer, methods=["POST"]
    )
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
        attempt = attempt_actions.start_attempt(enrolment, module, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("learner.course", course=course)
    return _go_on(attempt)


def _go_on(attempt: Attempt) -> Response:
    """To the next question, or to the result when there is none."""
    upcoming = attempt_queries.first_unchecked(attempt)
    if upcoming is None:
        return see_other("learner.result", attempt=attempt.public_id)
    return see_other("learner.question", attempt=attempt.public_id, n=upcoming)


def question(attempt: str, n: int) -> str | Response:
    """A question to answer; once checked, the same address shows the feedback, if it may."""
    found, enrolment = own_attempt(attempt)
    if attempt_actions.hand_in_if_over(found, at=clock.now()):
        return see_other("learner.result", attempt=attempt)
    asked = attempt_queries.asked(found, n)
    if asked is None:
        return see_other("learner.question", attempt=attempt, n=1)
    if asked.is_checked:
        answers = attempt_queries.checked_answers(found, enrolment)
        checked = next((each for each in answers if each.position == n), None)
        return _feedback(found, enrolment, checked) if checked else _go_on(found)
    # One after the other: an address typed by hand leads to where the attempt is.
    upcoming = attempt_queries.first_unchecked(found)
    if upcoming is not None and upcoming != n:
        return see_other("learner.question", attempt=attempt, n=upcoming)
    return _question_page(found, enrolment, asked, asked.saved, None)


def save_answer(attempt: str, n: int) -> tuple[dict[str, object], int]:
    """Keep what is on the page so far; sent by its script at each change.

    409 with what is stored when another page has saved since, 410 after the check or the end with
    the page to go to.
    """
    found, _enrolment = own_attempt(attempt)
    values = request.form.getlist("option")
    revision = request.form.get("revision", -1, type=int)
    try:
        return {
            "revision": attempt_actions.save_answer(
                found, n, values, revision=revision, at=clock.now()
            )
        }, 200
    except RuleBroken as error:
        attempt_actions.hand_in_if_over(found, at=clock.now())
        asked = attempt_queries.asked(found, n)
        if asked is None or error.code == "answer-too-long":
            return {"message": sentence_for(error)}, 422
        if asked.is_checked:
            if error.code == "time-over":
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
        attempt_actions.answer(found, n, request.form.getlist("option"), at=clock.now())
    except RuleBroken as error:
        if attempt_actions.hand_in_if_over(found, at=clock.now()):
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
    attempt_actions.hand_in_if_over(found, at=clock.now())
    if found.state != AttemptState.CLOSED:
        return _go_on(found)
    standing, module = _around(found, enrolment)
    forbidden = attempt_queries.next_try(enrolment, module, clock.now())
    return render_template(
        "learner/attempts/result.html",
        attempt=found,
        module=module,
        standing=standing,
        answers=attempt_queries.checked_answers(found, enrolment),
        try_forbidden=sentence_for(forbidden) if forbidden else None,
        rules=standing.course.settings.quiz_rules(module.questions),
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
        revision=asked.revision,
        saved=asked.saved,
        n=asked.position,
        marks=_marks(attempt, enrolment),
        time_left=_seconds_left(attempt),
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


def _seconds_left(attempt: Attempt) -> int | None:
    if attempt.deadline is None:
        return None
    return max(0, int((attempt.deadline - clock.now()).total_seconds()))


def _feedback(attempt: Attempt, enrolment: Enrolment, checked: CheckedAnswer) -> str:
    standing, module = _around(attempt, enrolment)
    return render_template(
        "learner/attempts/feedback.html",
        attempt=attempt,
        module=module,
        checked=checked,
        quotes=_quotes(attempt, module, checked, address_for(standing.enrolment)),
        n=checked.position,
        upcoming=attempt_queries.first_unchecked(attempt),
        marks=_marks(attempt, enrolment),
        **course_context(address_for(standing.enrolment), standing),
    )


def _quotes(
    attempt: Attempt, module: PublishedModule, checked: CheckedAnswer, address: str
) -> list[SourceQuote]:
    version = articles.version_with_id(attempt.organization_id, module.article_version_id)
    spans = sources.spans_in(attempt.organization_id, checked.question_version_id, version)
    href = url_for(
        "learner.module",
        course=address,
        module=module.key,
        back=f"{attempt.public_id}.{checked.position}",
        _anchor="source",
    )
    return [
        SourceQuote(
            context_html(version.text, module.start, module.end, version.format, span),
            module.title,
            href,
        )
        for span in spans
    ]


def _around(attempt: Attempt, enrolment: Enrolment) -> tuple[CourseStanding, PublishedModule]:
    standing = standings.course_standing(enrolment)
    module = standing.course.module(attempt.module)
    assert module is not None  # attempts are of modules of the pinned version
    return standing, module
