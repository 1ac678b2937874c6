"""The module editor: text and objectives, a preview, and a safe way past conflicts."""

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.rendering import body_html
from learning.courses import actions, queries
from learning.courses.models import Course, Module
from learning.errors import RuleBroken
from learning.web.access import taught_module
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import typed_text
from learning.web.trainer.courses import working_course
from learning.web.trainer.forms import LONGEST_BODY, LONGEST_TEXT, ModuleForm
from learning.web.trainer.typed_text import Answer, WaitingText
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]


def add_to(trainer: Blueprint) -> None:
    module = "/courses/<course>/modules/<module>"
    trainer.add_url_rule(module, view_func=edit_module, methods=["GET", "POST"])
    trainer.add_url_rule(f"{module}/waiting", view_func=keep_module, methods=["POST"])
    trainer.add_url_rule(f"{module}/waiting/discard", view_func=discard_module, methods=["POST"])


def edit_module(course: str, module: str) -> Page:
    """GET: the editor, with text that waits to be saved unless `stored` is asked for.

    POST: save, or with action=preview only show what it would look like.
    """
    found = working_course(course)
    row = taught_module(found, module)
    version = articles.version_with_id(found.organization_id, row.article_version_id)
    form = ModuleForm(
        body=_body(row, version),
        objectives="\n".join(row.objectives),
        revision=row.revision,
    )
    if request.method == "GET":
        return _opened(found, row, version, form)
    if not form.validate_on_submit():
        return _editor(found, row, version, form), 422
    if request.form.get("action") == "preview":
        return _editor(found, row, version, form, is_preview=True)
    return _saved(found, row, version, form)


def keep_module(course: str, module: str) -> Answer:
    """Keep what is being typed; sent by the page's script."""
    row = taught_module(working_course(course), module)
    at = clock.now()

    def keep() -> None:
        typed = typed_text.received(("body", "objectives"), LONGEST_BODY + LONGEST_TEXT)
        actions.keep_typed(row, typed, by=visitor().public_id, at=at)

    return typed_text.answered(row, keep, revision=row.revision, at=at)


def discard_module(course: str, module: str) -> Response:
    """Put text away that waits to be saved."""
    row = taught_module(working_course(course), module)
    at = clock.now()
    typed_text.discarded(lambda mark, closing: actions.discard_typed(row, mark, closing, at=at))
    return see_other("trainer.edit_module", course=course, module=module)


def _opened(course: Course, module: Module, version: ArticleVersion, form: ModuleForm) -> str:
    waiting = typed_text.shown(module, module.revision)
    if waiting is None or not waiting.is_own or "stored" in request.args:
        return _editor(course, module, version, form, waiting=waiting)
    form = ModuleForm(
        formdata=None,
        body=waiting.values.get("body", ""),
        objectives=waiting.values.get("objectives", ""),
        revision=waiting.revision,
    )
    return _editor(course, module, version, form, waiting=waiting, after=waiting.mark)


def _saved(course: Course, module: Module, version: ArticleVersion, form: ModuleForm) -> Page:
    try:
        stale = actions.edit_module(
            course,
            module.key,
            body=form.body.data or "",
            objectives=(form.objectives.data or "").splitlines(),
            revision=form.revision.data,
            by=visitor().public_id,
            at=clock.now(),
            closing=typed_text.closing(),
        )
    except RuleBroken as error:
        if error.code == "changed-elsewhere":
            return _conflict(course, module.key, form), 409
        form.body.errors = [sentence_for(error)]
        return _editor(course, module, version, form), 422
    _say_saved(stale)
    return see_other("trainer.edit_module", course=course.public_id, module=module.key)


def _say_saved(stale: int) -> None:
    flash(_("Saved. Learners see it with the next version you publish."), "success")
    if stale:
        flash(
            ngettext(
                "%(num)s question tests a sentence that has changed. Look at it before you "
                "publish.",
                "%(num)s questions test sentences that have changed. Look at them before you "
                "publish.",
                stale,
            ),
            "warning",
        )


def _editor(
    course: Course,
    module: Module,
    version: ArticleVersion,
    form: ModuleForm,
    *,
    is_preview: bool = False,
    waiting: WaitingText | None = None,
    after: str = "",
) -> str:
    """`after`: the mark of the waiting text that is shown; a sent form carries its own."""
    return render_template(
        "trainer/modules/edit.html",
        course=course,
        module=module,
        form=form,
        format=version.format,
        is_preview=is_preview,
        preview=_preview(module, version, form.body.data or ""),
        waiting=waiting,
        after=after or typed_text.taken_over(),
        is_stored="stored" in request.args,
        is_sent=request.method == "POST",
    )


def _conflict(course: Course, key: str, form: ModuleForm) -> str:
    """Both texts side by side: theirs as stored now, yours as sent, with two ways on."""
    module = taught_module(course, key)
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    return render_template(
        "trainer/modules/conflict.html",
        course=course,
        module=module,
        form=form,
        sent={name: request.form.get(name, "") for name in ("window", "after")},
        stored_body=_body(module, version),
        stored_objectives="\n".join(module.objectives),
    )


def _body(module: Module, version: ArticleVersion) -> str:
    return queries.body_of(queries.plan_of(module), version).strip()


def _preview(module: Module, version: ArticleVersion, body: str) -> str:
    """The typed text as a learner would read it, at its place in the article."""
    start = articles.body_begins(version, module.start, module.end)
    typed = body.replace("\r\n", "\n").strip()
    text = version.text[:start] + typed + version.text[module.end :]
    return body_html(text, start, start + len(typed), version.format)
