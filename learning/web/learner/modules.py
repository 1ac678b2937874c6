"""Reading a module, and passing one that has no quiz."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning.articles import queries as articles
from learning.articles.rendering import body_html
from learning.courses.versions import PublishedCourse, PublishedModule
from learning.errors import RuleBroken
from learning.progress import actions, attempt_queries, standings
from learning.progress.models import Enrolment
from learning.progress.standings import ModuleStanding
from learning.progress.states import ModuleState
from learning.quizzes import grading
from learning.web import sources
from learning.web.access import own_enrolment
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.learner.courses import course_context
from learning.web.learner.moments import moment
from learning.web.learner.words import time_words
from learning.web.redirects import see_other
from learning.web.visitor import visitor


def add_to(learner: Blueprint) -> None:
    learner.add_url_rule("/learn/<course>/<module>", view_func=module)
    learner.add_url_rule("/learn/<course>/<module>/read", view_func=mark_read, methods=["POST"])
    learner.add_url_rule("/learn/<course>/<module>/place", view_func=place, methods=["POST"])


def module(course: str, module: str) -> str | Response | tuple[str, int]:
    """A module's text, and the way into its quiz. A locked one says what opens it."""
    enrolment = own_enrolment(course)
    standing = standings.course_standing(enrolment)
    found = standing.standing_of(module)
    if found is None:
        flash(_("This course has no such module any more. Here is its way."), "error")
        return see_other("learner.course", course=course)
    context = course_context(course, standing)
    if found.state == ModuleState.LOCKED:
        return render_template("learner/modules/locked.html", found=found, **context), 403
    rules = standing.course.rules_of(found.module)
    is_reread = found.state == ModuleState.TRY_AGAIN and rules.must_reread
    if found.state == ModuleState.NOT_STARTED or is_reread:
        actions.open_module(enrolment, module, at=moment(enrolment))
    body, back = _body(enrolment, standing.course, found.module)
    modules = [m.module for m in standing.modules]
    at = modules.index(found.module)
    return render_template(
        "learner/modules/module.html",
        found=found,
        standing=standing,
        body=body,
        back_to_quiz=back,
        before=standing.modules[at - 1] if at else None,
        after=standing.modules[at + 1] if at + 1 < len(modules) else None,
        rules=rules,
        needed=grading.needed(rules.pass_mark, rules.shown),
        time_words=time_words(rules.minutes * 60 or None, visitor().signed_in.profile.time_factor),
        try_forbidden=_try_forbidden(enrolment, found),
        form=ConfirmForm(),
        **context,
    )


def _try_forbidden(enrolment: Enrolment, found: ModuleStanding) -> str | None:
    """What stands in the way of another try, in words."""
    if found.state != ModuleState.TRY_AGAIN:
        return None
    forbidden = attempt_queries.next_try(enrolment, found.module, moment(enrolment))
    return sentence_for(forbidden) if forbidden else None


def mark_read(course: str, module: str) -> Response:
    """Pass a module that has no quiz."""
    enrolment = own_enrolment(course)
    try:
        actions.mark_as_read(enrolment, module, at=moment(enrolment))
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    return see_other("learner.course", course=course)


def place(course: str, module: str) -> Response:
    """Keep the heading somebody has read to; sent by the page's script now and then."""
    enrolment = own_enrolment(course)
    try:
        actions.remember_place(
            enrolment, module, request.form.get("place", ""), at=moment(enrolment)
        )
    except RuleBroken:
        return Response(status=409)
    return Response(status=204)


def _body(
    enrolment: Enrolment, course: PublishedCourse, module: PublishedModule
) -> tuple[str, str | None]:
    """The module's text; with the sentences of a checked question marked if somebody came from
    one, and then the way back to it."""
    if module.is_final:
        return "", None
    back = request.args.get("back")
    checked = _checked_question(enrolment, course, module, back) if back else None
    if checked is None:
        html = articles.module_html(
            enrolment.organization_id, module.article_version_id, module.start, module.end
        )
        return html, None
    version = articles.version_with_id(enrolment.organization_id, module.article_version_id)
    spans = sources.spans_in(enrolment.organization_id, checked, version)
    marks = [span for span in spans if module.start <= span[0] and span[1] <= module.end]
    begins = articles.body_begins(version, module.start, module.end)
    return body_html(version.text, begins, module.end, version.format, marks), back


def _checked_question(
    enrolment: Enrolment, course: PublishedCourse, module: PublishedModule, back: str
) -> int | None:
    """The question version at a checked place of one's own attempt at this module, or at the final
    assessment, as "attempt.position"; None for anything else."""
    final = course.final
    attempt_id, _dot, position = back.partition(".")
    attempt = attempt_queries.attempt_in(enrolment, attempt_id)
    if attempt is None or not position.isdecimal():
        return None
    if attempt.module != module.key and (final is None or attempt.module != final.key):
        return None
    return next(
        (
            checked.key_version_id
            for checked in attempt_queries.checked_answers(attempt, enrolment)
            if checked.position == int(position)
        ),
        None,
    )
