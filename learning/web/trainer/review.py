"""The review queue: one proposal after another, beside the sentences it tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.articles.anchoring import Moves
from learning.articles.outline import Sentence
from learning.articles.rendering import body_html
from learning.courses import reviewing
from learning.courses.models import Course
from learning.courses.reviewing import ModuleCoverage
from learning.courses.structure import numbers
from learning.errors import RuleBroken
from learning.quizzes import actions, lint, review_queries
from learning.quizzes import queries as quizzes
from learning.quizzes.content import AnchorSpan, Wording
from learning.quizzes.models import Question
from learning.quizzes.states import RejectReason
from learning.web.access import taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import decided, review_time, words
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_editing import presented, solution
from learning.web.trainer.question_forms import RejectDraftForm
from learning.web.trainer.question_places import Place, place_of
from learning.web.trainer.questions import is_waiting, ordered
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
# What the notice about changed text says better.
_OF_GONE_SENTENCES = ("quote-not-in-article", "span-mismatch")


@dataclass(frozen=True)
class Step:
    """Where a question stands in the queue: the ones beside it, and how far this is."""

    before: Question | None
    after: Question | None
    number: int
    total: int


@dataclass(frozen=True)
class Flaw:
    """What the lints say about a question: how bad it is, in which words."""

    tone: str
    text: str


def add_to(trainer: Blueprint) -> None:
    course = "/courses/<course>"
    question = f"{course}/review/<question>"
    trainer.add_url_rule(f"{course}/review", view_func=review)
    trainer.add_url_rule(f"{course}/reviewed", view_func=reviewed)
    trainer.add_url_rule(f"{course}/review/undo", view_func=undo_decision, methods=["POST"])
    trainer.add_url_rule(question, view_func=review_question)
    trainer.add_url_rule(f"{question}/edit", view_func=edit_reviewed)
    trainer.add_url_rule(f"{question}/approve", view_func=approve_reviewed, methods=["POST"])
    trainer.add_url_rule(f"{question}/reject", view_func=reject_reviewed, methods=["POST"])


def review(course: str) -> Page:
    """The first question that waits; without one, how the review went."""
    found = working_course(course)
    waiting = [each for each in ordered(found) if is_waiting(each)]
    return _page(found, waiting[0]) if waiting else _reviewed(found, waiting)


def review_question(course: str, question: str) -> Page:
    """One question that waits; for one that was decided on, the next after it."""
    found = working_course(course)
    row = taught_question(found, question)
    return _page(found, row) if is_waiting(row) else _next_after(found, row)


def reviewed(course: str) -> str:
    """How the review went, and what is left."""
    found = working_course(course)
    return _reviewed(found, [each for each in ordered(found) if is_waiting(each)])


def edit_reviewed(course: str, question: str) -> Response:
    """The editor, which leads back here."""
    row = taught_question(working_course(course), question)
    review_time.start_editing(row)
    return see_other("trainer.edit_question", course=course, question=question)


def approve_reviewed(course: str, question: str) -> Response:
    """Put one's name under the question as it was shown, and go on to the next."""
    found = working_course(course)
    row = taught_question(found, question)
    try:
        actions.approve(
            row,
            revision=_revision(),
            by=visitor().public_id,
            at=clock.now(),
            seconds=review_time.seconds_since_shown(row),
        )
    except RuleBroken as error:
        flash(_about(row, error), "error")
        return see_other("trainer.review_question", course=course, question=question)
    return _next_after(found, row)


def reject_reviewed(course: str, question: str) -> Page:
    """Say no to the question, with a reason, and go on to the next."""
    found = working_course(course)
    row = taught_question(found, question)
    form = RejectDraftForm()
    if not form.validate_on_submit():
        return _page(found, row, form), 422
    try:
        actions.reject(
            row,
            reason=words.reject_reason(form.reason.data, form.note.data or ""),
            code=RejectReason(form.reason.data),
            revision=_revision(),
            by=visitor().public_id,
            at=clock.now(),
            seconds=review_time.seconds_since_shown(row),
        )
    except RuleBroken as error:
        flash(_about(row, error), "error")
        return see_other("trainer.review_question", course=course, question=question)
    return _next_after(found, row)


def undo_decision(course: str) -> Response:
    """Take one's last act back; what it decided on waits again."""
    found = working_course(course)
    try:
        again = reviewing.take_back(found, _instant(), by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("trainer.review", course=course)
    if not again:
        flash(_("Taken back. What you rejected is approved again, as before."), "success")
        return see_other("trainer.review", course=course)
    flash(
        ngettext(
            "Taken back. %(num)s question waits for review again.",
            "Taken back. %(num)s questions wait for review again.",
            len(again),
        ),
        "success",
    )
    return see_other("trainer.review_question", course=course, question=again[0])


def _page(course: Course, question: Question, form: RejectDraftForm | None = None) -> str:
    queue = ordered(course)
    wording = quizzes.wording_of(question)
    place = place_of(course, quizzes.quiz_of(question))
    gone = _gone(question, place, wording)
    review_time.note_shown(question)
    return render_template(
        "trainer/review/question.html",
        course=course,
        module=place.module,
        number=numbers(place.plans).get(place.module.key, 0),
        question=question,
        wording=wording,
        kind=words.KINDS[wording.kind],
        shown=presented(wording),
        parts=solution(wording),
        flaws=_flaws(place, question, wording),
        is_complete=not lint.problems(wording.kind, wording.body, wording.key, wording.anchors),
        gone=gone,
        source=_source(place, wording, [each for _anchor, now in gone for each in now]),
        coverage=_coverage_of(course, place.module.key),
        step=_step(course, queue, question),
        form=form or RejectDraftForm(formdata=None),
        **decided.notice_values(course),
    )


def _reviewed(course: Course, waiting: Sequence[Question]) -> str:
    quiz_ids = reviewing.quiz_ids(course)
    return render_template(
        "trainer/review/reviewed.html",
        course=course,
        waiting=waiting,
        round=decided.round_of(course),
        drafters=review_queries.drafter_tallies(course.organization_id, quiz_ids),
        **decided.notice_values(course),
    )


def _step(course: Course, queue: Sequence[Question], question: Question) -> Step:
    waiting = [each for each in queue if is_waiting(each)]
    ids = [each.public_id for each in waiting]
    at = ids.index(question.public_id) if question.public_id in ids else 0
    done = decided.round_of(course).reviewed
    return Step(
        waiting[at - 1] if at else None,
        waiting[at + 1] if at + 1 < len(waiting) else None,
        done + at + 1,
        done + len(waiting),
    )


def _next_after(course: Course, question: Question) -> Response:
    """On to the next that waits behind this one; behind the last one, to how it went."""
    queue = ordered(course)
    ids = [each.public_id for each in queue]
    at = ids.index(question.public_id) + 1 if question.public_id in ids else len(ids)
    following = next((each for each in queue[at:] if is_waiting(each)), None)
    if following is None:
        return see_other("trainer.reviewed", course=course.public_id)
    return see_other(
        "trainer.review_question", course=course.public_id, question=following.public_id
    )


def _gone(
    question: Question, place: Place, wording: Wording
) -> list[tuple[AnchorSpan, tuple[Sentence, ...]]]:
    """The sentences that aren't in the text as they were, each with what seems to be it now."""
    if not question.is_stale:
        return []
    old = articles.version_with_id(question.organization_id, question.article_version_id)
    moves = Moves(old.text, articles.outline_of_version(place.version))
    lost = []
    for anchor in wording.anchors:
        found = moves.find(anchor.start, anchor.end)
        if found is None or not found.is_same:
            lost.append((anchor, found.sentences if found else ()))
    return lost


def _source(place: Place, wording: Wording, edited: Sequence[Sentence]) -> str:
    """The module's text with the tested sentences highlighted, as safe HTML."""
    tested = {anchor.sentence for anchor in wording.anchors} | {each.id for each in edited}
    marks = [(s.start, s.end) for s in place.sentences() if s.id in tested]
    version, module = place.version, place.module
    begins = articles.body_begins(version, module.start, module.end)
    return body_html(version.text, begins, module.end, version.format, marks)


def _flaws(place: Place, question: Question, wording: Wording) -> list[Flaw]:
    tones = {lint.Severity.ERROR: "bad", lint.Severity.WARNING: "warn", lint.Severity.INFO: "info"}
    outline = articles.outline_of_version(place.version)
    return [
        Flaw(tones[each.severity], str(words.PROBLEMS.get(each.code, each.message)))
        for each in lint.lints(wording, outline)
        if not (question.is_stale and each.code in _OF_GONE_SENTENCES)
    ]


def _coverage_of(course: Course, key: str) -> ModuleCoverage | None:
    return next((each for each in reviewing.coverages(course) if each.plan.key == key), None)


def _about(question: Question, error: RuleBroken) -> str:
    if error.code == "changed-elsewhere":
        return str(_("Somebody else was faster with this question. Look at it as it is now."))
    return sentence_for(error)


def _revision() -> int:
    try:
        return int(request.form.get("revision", ""))
    except ValueError:
        abort(400)


def _instant() -> datetime:
    try:
        return datetime.fromisoformat(request.form.get("at", ""))
    except ValueError:
        abort(400)
