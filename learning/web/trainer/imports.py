"""Step 1 of a new course: the article comes in, at once or, where that takes long, step by step."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Field

from learning import clock
from learning.articles.readers.reading import usual_endings
from learning.courses import intake, queries
from learning.courses.states import ImportState, Rights
from learning.errors import RuleBroken
from learning.organizations.roles import Role
from learning.web.access import staff_standing, trainers_import
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import uploads
from learning.web.trainer.forms import ImportForm
from learning.web.visitor import visitor

STEPS = {
    ImportState.FETCHING: _l("Fetching the page"),
    ImportState.READING: _l("Reading it and cutting it into modules"),
    ImportState.DRAFTING: _l("Drafting questions"),
}
PASTED = {"text": "pasted.txt", "markdown": "pasted.md"}


@dataclass(frozen=True)
class Sent:
    """The article as it was sent, and the field it came by: its bytes, or where to fetch it."""

    field: Field
    file_name: str = ""
    content: bytes | None = None
    address: str | None = None


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/import", view_func=import_article, methods=["GET", "POST"])
    trainer.add_url_rule("/imports/<article_import>", view_func=import_progress)


def import_article() -> str | Response | tuple[str, int]:
    """GET: the form. POST: make a draft course of the article, or begin to."""
    form = ImportForm()
    is_valid = form.validate_on_submit()
    sent = _sent(form) if request.method == "POST" else None
    if is_valid and sent is not None and (onwards := _taken_in(form, sent)):
        return onwards
    page = render_template(
        "trainer/imports/import.html",
        form=form,
        limit=uploads.limit_words(),
        under_way=queries.imports_under_way(
            staff_standing(Role.TRAINER).organization_id, visitor().public_id
        ),
        steps=STEPS,
        endings=usual_endings(),
    )
    return (page, 422) if form.errors else page


def import_progress(article_import: str) -> str | Response:
    """How far an import is; on to its course once that is there."""
    found = trainers_import(article_import)
    if found.state == ImportState.DONE and found.course_id is not None:
        course = queries.course_with_id(found.organization_id, found.course_id)
        flash(_("The article is cut into a draft course."), "success")
        return see_other("trainer.structure", course=course.public_id)
    refusal = intake.refusal_of(found)
    steps = [step for step in STEPS if step != ImportState.FETCHING or found.address]
    return render_template(
        "trainer/imports/progress.html",
        article_import=found,
        problem=sentence_for(refusal) if refusal else "",
        steps=[STEPS[step] for step in steps],
        done=steps.index(ImportState(found.state)) if not refusal else 0,
    )


def _taken_in(form: ImportForm, sent: Sent) -> Response | None:
    """Where to go on; None when the article was refused, which the form says."""
    try:
        if sent.content is not None and len(sent.content) > uploads.limit():
            raise RuleBroken("article-too-large", limit=uploads.limit_words())
        if sent.content is not None and intake.is_cut_quickly(sent.content, sent.file_name):
            return _cut_now(form, sent.content, sent.file_name)
        return _begun(form, sent)
    except RuleBroken as error:
        sent.field.errors = [sentence_for(error)]
        return None


def _cut_now(form: ImportForm, content: bytes, file_name: str) -> Response:
    course = intake.take_in(
        staff_standing(Role.TRAINER).organization_id,
        content,
        file_name,
        rights=Rights(form.rights.data),
        language=form.language.data,
        once=form.once.data or "",
        by=visitor().public_id,
        at=clock.now(),
    )
    flash(
        _("The article is cut into a draft course. Questions are being drafted meanwhile."),
        "success",
    )
    return see_other("trainer.structure", course=course.public_id)


def _begun(form: ImportForm, sent: Sent) -> Response:
    begun = intake.begin(
        staff_standing(Role.TRAINER).organization_id,
        sent.content,
        sent.file_name,
        address=sent.address,
        rights=Rights(form.rights.data),
        language=form.language.data,
        once=form.once.data or "",
        by=visitor().public_id,
        at=clock.now(),
    )
    return see_other("trainer.import_progress", article_import=begun.public_id)


def _sent(form: ImportForm) -> Sent | None:
    """What was pasted, chosen or named; None for nothing or several, which the form says."""
    chosen, pasted = form.file.data, (form.text.data or "").strip()
    address = (form.address.data or "").strip()
    ways = [
        field
        for field, is_used in ((form.text, pasted), (form.file, chosen), (form.address, address))
        if is_used
    ]
    if len(ways) > 1:
        ways[-1].errors = [
            _("Paste the article, choose its file or give its address: only one of them.")
        ]
        return None
    if chosen:
        return Sent(form.file, chosen.filename or "", chosen.read())
    if address:
        return Sent(form.address, address=address)
    if not pasted:
        form.text.errors = [sentence_for(RuleBroken("article-empty"))]
        return None
    name = PASTED.get(form.format.data, PASTED["text"])
    return Sent(form.text, name, form.text.data.replace("\r\n", "\n").encode())
