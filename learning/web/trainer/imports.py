"""Step 1 of a new course: the article comes in, pasted or as a file."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Field

from learning import clock
from learning.articles.readers.reading import usual_endings
from learning.courses import importing
from learning.courses.states import Rights
from learning.errors import RuleBroken
from learning.organizations.roles import Role
from learning.web.access import staff_standing
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import uploads
from learning.web.trainer.forms import ImportForm
from learning.web.visitor import visitor

PASTED = {"text": "pasted.txt", "markdown": "pasted.md"}


@dataclass(frozen=True)
class Sent:
    """The article as it was sent: its bytes, a file name, and the field it came by."""

    content: bytes
    file_name: str
    field: Field


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/import", view_func=import_article, methods=["GET", "POST"])


def import_article() -> str | Response | tuple[str, int]:
    """GET: the form. POST: cut the article into a draft course and show how it was cut."""
    form = ImportForm()
    is_valid = form.validate_on_submit()
    sent = _sent(form) if request.method == "POST" else None
    if is_valid and sent is not None and (course := _imported(form, sent)):
        flash(_("The article is cut into a draft course."), "success")
        return see_other("trainer.structure", course=course)
    page = render_template(
        "trainer/imports/import.html",
        form=form,
        limit=uploads.limit_words(),
        endings=usual_endings(),
    )
    return (page, 422) if form.errors else page


def _imported(form: ImportForm, sent: Sent) -> str | None:
    """The public id of the new course; None when the article was refused, which the form says."""
    try:
        if len(sent.content) > uploads.limit():
            raise RuleBroken("article-too-large", limit=uploads.limit_words())
        course = importing.import_article(
            staff_standing(Role.TRAINER).organization_id,
            sent.content,
            sent.file_name,
            rights=Rights(form.rights.data),
            language=form.language.data,
            by=visitor().public_id,
            at=clock.now(),
        )
    except RuleBroken as error:
        sent.field.errors = [sentence_for(error)]
        return None
    return course.public_id


def _sent(form: ImportForm) -> Sent | None:
    """What was pasted or chosen; None when it was neither or both, which the form says."""
    chosen, pasted = form.file.data, form.text.data or ""
    if chosen and pasted.strip():
        form.file.errors = [_("You pasted a text and chose a file. Send only one of them.")]
        return None
    if chosen:
        return Sent(chosen.read(), chosen.filename or "", form.file)
    if not pasted.strip():
        form.text.errors = [sentence_for(RuleBroken("article-empty"))]
        return None
    name = PASTED.get(form.format.data, PASTED["text"])
    return Sent(pasted.replace("\r\n", "\n").encode(), name, form.text)
