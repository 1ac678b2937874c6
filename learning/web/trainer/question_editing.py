"""The question editor: writing, saving, approving, beside the sentences that are tested."""

from collections.abc import Mapping

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.courses import bank
from learning.courses.models import Course
from learning.courses.structure import numbers
from learning.errors import RuleBroken
from learning.progress import report_queries
from learning.quizzes import actions, grading, tags
from learning.quizzes import queries as quizzes
from learning.quizzes.content import Wording
from learning.quizzes.differences import Difference
from learning.quizzes.kinds.contract import (
    CHOICE_KINDS,
    Image,
    PresentedQuestion,
    ReviewedPart,
)
from learning.quizzes.models import Question
from learning.quizzes.states import QuestionState
from learning.web.access import sight, taught_module, taught_question
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer import (
    from_sentence,
    missing,
    question_images,
    review_time,
    typed_text,
    uploads,
    wordings,
    words,
)
from learning.web.trainer.courses import working_course
from learning.web.trainer.missing import Missing
from learning.web.trainer.question_forms import QuestionForm, RejectForm, TagsForm
from learning.web.trainer.question_places import Place, place_of
from learning.web.trainer.question_typing import changes_in, form_of, written
from learning.web.trainer.questions import waiting as waiting_for_review
from learning.web.trainer.quiz_places import place_form
from learning.web.trainer.typed_text import WaitingText
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
ADD_OPTION = "add-option"
APPROVE = "approve"
KIND = "kind-"


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule(
        "/courses/<course>/modules/<module>/questions/new",
        view_func=write_question,
        methods=["GET", "POST"],
    )
    trainer.add_url_rule(
        "/courses/<course>/questions/<question>",
        view_func=edit_question,
        methods=["GET", "POST"],
    )


def write_question(course: str, module: str) -> Page:
    """GET: an empty question. POST: keep it as a proposal, however incomplete."""
    found = working_course(course)
    row = taught_module(found, module)
    place = place_of(found, row.quiz_id)
    form = QuestionForm(revision=0, scenario=_scenario_of(found, request.args.get("scenario", "")))
    is_valid = form.validate_on_submit()
    if request.method == "GET":
        from_sentence.fill(form, place, request.args.get(from_sentence.SENTENCE, ""))
    pictures = question_images.received(form, found.organization_id)
    if not is_valid or _has_changed_rows(form):
        wordings.with_rows(form)
        page = _editor(place, form, None, pictures)
        return (page, 422) if form.errors else page
    question = actions.write_question(
        row.quiz_id, place.version, _written(form, place, None, pictures),
        by=visitor().public_id, at=clock.now(),
    )  # fmt: skip
    return _next(place, question, question.revision)


def _scenario_of(course: Course, question: str) -> str:
    """The scenario that another question of the course has, to write a further one on it."""
    found = quizzes.question(course.organization_id, question)
    if found is None or found.article_id != course.article_id:
        return ""
    return quizzes.wording_of(found).body.scenario


def edit_question(course: str, question: str) -> Page:
    """GET: the question with all that is missing, or text on it that waits to be saved.

    POST: save it, or save and approve it.
    """
    found = working_course(course)
    row = taught_question(found, question)
    place = place_of(found, quizzes.quiz_of(row))
    if request.method == "GET":
        typed = typed_text.shown(row, row.revision)
        if typed and typed.is_own and "stored" not in request.args:
            return _typed_question(place, row, typed)
        return stored_question(place, row)
    form = QuestionForm()
    is_valid = form.validate_on_submit()
    pictures = question_images.received(form, found.organization_id)
    if not is_valid or _has_changed_rows(form):
        page = _editor(place, form, row, pictures)
        return (page, 422) if form.errors else page
    return _saved(place, row, form, _written(form, place, row, pictures))


def _saved(place: Place, question: Question, form: QuestionForm, wording: Wording) -> Page:
    revision = form.revision.data
    try:
        if question.is_stale or not wordings.is_same(wording, quizzes.wording_of(question)):
            actions.rewrite_question(
                question, place.version, wording, revision=revision, at=clock.now(),
                closing=typed_text.closing(),
            )  # fmt: skip
            revision += 1
        else:
            actions.close_typing(question, typed_text.closing())
    except RuleBroken as error:
        if error.code != "changed-elsewhere":
            raise
        return _conflict(place, question, wording, question_images.hashes(form)), 409
    return _next(place, question, revision)


def _next(place: Place, question: Question, revision: int) -> Page:
    """After saving: approve it if that was asked for, and show it."""
    if request.form.get("action") != APPROVE:
        flash(_("Saved. Nobody is asked it before it is approved."), "success")
        return _shown(place, question)
    by, at = visitor().public_id, clock.now()
    seconds = review_time.seconds_since_shown(question)
    try:
        version = actions.approve(question, revision=revision, by=by, at=at, seconds=seconds)
    except RuleBroken as error:
        if error.code == "question-incomplete":
            return stored_question(place, question, is_refused=True), 422
        flash(sentence_for(error), "error")
    else:
        if version.approved_at == at:
            flash(_("Approved in your name. It is asked from the next version on."), "success")
        else:
            flash(_("Nothing in it has changed, so its approval stands as it was."), "success")
    return _shown(place, question)


def _shown(place: Place, question: Question) -> Response:
    if review_time.is_edited(question):
        return see_other(
            "trainer.review_question", course=place.course.public_id, question=question.public_id
        )
    return see_other(
        "trainer.edit_question", course=place.course.public_id, question=question.public_id
    )


def _has_changed_rows(form: QuestionForm) -> bool:
    """Whether the button asked for other rows: one option more, another kind, an image less."""
    action = request.form.get("action", "")
    if action == ADD_OPTION and len(form.options) < form.options.max_entries:
        form.options.append_entry()
    elif action.startswith(KIND) and action.removeprefix(KIND) in words.KINDS:
        form.kind.data = action.removeprefix(KIND)
        wordings.with_rows(form)
    else:
        return action == ADD_OPTION or question_images.remove(form, action)
    return True


def _written(
    form: QuestionForm, place: Place, question: Question | None, pictures: Mapping[str, Image]
) -> Wording:
    return written(form, place, question, pictures, request.form.getlist(wordings.SENTENCES_FIELD))


def _typed_question(place: Place, question: Question, typed: WaitingText) -> str:
    """The editor with what its trainer has typed and not saved yet."""
    form = form_of(typed)
    pictures = question_images.received(form, place.course.organization_id)
    return _editor(place, form, question, pictures, typed=typed)


def stored_question(
    place: Place,
    question: Question,
    *,
    is_refused: bool = False,
    reject_form: RejectForm | None = None,
    tags_form: TagsForm | None = None,
) -> str:
    """The editor with what is stored, each missing thing at its place."""
    wording = quizzes.wording_of(question)
    form = QuestionForm(formdata=None)
    wordings.filled(form, wording, question.revision)
    wordings.with_rows(form)
    is_rejected = question.state == QuestionState.REJECTED
    problems = [] if is_rejected else missing.problems_of(wording)
    shown = missing.show_missing(form, problems)
    pictures = {image.sha256: image for image in wording.body.images}
    return _editor(
        place, form, question, pictures, wording, shown,
        is_refused=is_refused, reject_form=reject_form, tags_form=tags_form,
    )  # fmt: skip


def _editor(
    place: Place,
    form: QuestionForm,
    question: Question | None,
    pictures: Mapping[str, Image],
    wording: Wording | None = None,
    lacking: list[Missing] | None = None,
    *,
    is_refused: bool = False,
    reject_form: RejectForm | None = None,
    tags_form: TagsForm | None = None,
    typed: WaitingText | None = None,
) -> str:
    """The page. Without a `wording` it shows what was sent, or the `typed` text that waits."""
    waiting = typed or (typed_text.shown(question, question.revision) if question else None)
    anchors = quizzes.wording_of(question).anchors if question else ()
    sentences = place.sentences(anchors)
    present = {sentence.id for sentence in sentences}
    chosen = (
        {anchor.sentence for anchor in wording.anchors}
        if wording
        else {
            *(typed.values if typed else request.form).getlist(wordings.SENTENCES_FIELD),
            *request.args.getlist("sentence"),
        }
    )
    is_settled = (
        question is not None and question.state == QuestionState.APPROVED and not question.is_stale
    )
    return render_template(
        "trainer/questions/edit.html",
        course=place.course,
        module=place.module,
        number=numbers(place.plans).get(place.module.key, 0),
        question=question,
        form=form,
        kinds=words.KINDS,
        has_images=wordings.has_images(form.kind.data),
        pictures=pictures,
        limit=uploads.limit_words(),
        sentences=place.choices(sentences),
        chosen=chosen,
        missing=lacking,
        is_refused=is_refused,
        gone=[anchor for anchor in anchors if anchor.sentence not in present],
        sources=[place.context(s) for s in sentences if s.id in chosen],
        wording=wording,
        shown=presented(wording),
        parts=solution(wording) if wording else (),
        approval=quizzes.approval_of(question) if question else None,
        typed=waiting,
        changes=_changes(waiting, place, question),
        after=typed.mark if typed else typed_text.taken_over(),
        is_stored=wording is not None and waiting is not None and waiting.is_own,
        is_sent=wording is None and typed is None,
        parts_words=words.PARTS,
        waiting=_others_waiting(place, question) if is_settled else [],
        place_form=place_form(place.module, question) if question else None,
        open_reports=(
            report_queries.open_on(question, sight=sight(place.course)) if question else 0
        ),
        reject_form=reject_form or RejectForm(formdata=None),
        tags_form=tags_form or _tags_form(question),
        known_tags=bank.known(place.course.organization_id).tags if question else [],
        is_deletable=question is not None and quizzes.is_deletable(question),
        confirm_form=ConfirmForm(),
        states=words.QUESTION_STATES,
    )


def _changes(
    typed: WaitingText | None, place: Place, question: Question | None
) -> tuple[Difference, ...]:
    """What another person has typed and not saved."""
    if typed is None or question is None or typed.is_own:
        return ()
    return changes_in(typed, place, question)


def _tags_form(question: Question | None) -> TagsForm:
    stored = tags.read_tags(question.tags) if question else ()
    return TagsForm(formdata=None, tags=", ".join(stored))


def _conflict(place: Place, question: Question, mine: Wording, hashes: dict[str, str]) -> str:
    """Both wordings side by side: theirs as stored now, yours as sent, with two ways on."""
    question = taught_question(place.course, question.public_id)
    return render_template(
        "trainer/questions/conflict.html",
        course=place.course,
        question=question,
        mine=mine,
        theirs=quizzes.wording_of(question),
        kinds=words.KINDS,
        solution=solution,
        sent=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("csrf_token", "revision", "action", *hashes)
        ]
        + list(hashes.items()),
        form=ConfirmForm(),
    )


def _others_waiting(place: Place, question: Question | None) -> list[Question]:
    return [each for each in waiting_for_review(place.course, place.plans) if each is not question]


def solution(wording: Wording) -> tuple[ReviewedPart, ...]:
    """The right answer part by part; empty while incomplete, and where options are marked."""
    if grading.KINDS[wording.kind].problems(wording.body, wording.key):
        return ()
    right = tuple(accepted[0] for accepted in wording.key.right)
    return grading.review(wording.kind, wording.body, wording.key, right)


def presented(wording: Wording | None) -> PresentedQuestion | None:
    """The stored question as a learner sees it; None while it can't be shown."""
    if wording is None or not wording.body.stem:
        return None
    if wording.kind in CHOICE_KINDS and not wording.body.options:
        return None
    order = [each.id for each in (*wording.body.options, *wording.body.matches)]
    return grading.present(wording.kind, wording.body, order)
