"""Questions in and out as files: look first, then do; and the whole course as a bundle."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from learning import clock
from learning.courses import exchanging, exporting, queries
from learning.courses.exchanging import Incoming, Outgoing
from learning.courses.models import Course, Module
from learning.courses.structure import has_quiz, numbers
from learning.errors import RuleBroken
from learning.quizzes import exchange_actions, exchange_queries
from learning.quizzes.exchange import formats
from learning.quizzes.exchange.exchanged import Problem
from learning.quizzes.exchange.formats import FILES, Format
from learning.web.access import taught_module
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer import uploads, words
from learning.web.trainer.courses import working_course
from learning.web.trainer.exchange_forms import (
    STATES,
    ConfirmImportForm,
    ExportForm,
    QuestionImportForm,
)
from learning.web.visitor import visitor

Page = str | Response | tuple[str, int]
_PASTED = {Format.CSV: ".csv", Format.MOODLE_XML: ".xml"}


@dataclass(frozen=True)
class Line:
    """What is wrong with one question, or what it goes without."""

    where: str
    stem: str
    message: str


@dataclass(frozen=True)
class Sent:
    """A file as it came, kept under its hash until somebody has looked at what is in it."""

    sha256: str
    content: bytes
    format: Format


def add_to(trainer: Blueprint) -> None:
    base, both = "/courses/<course>", ["GET", "POST"]
    trainer.add_url_rule(f"{base}/question-export", view_func=export_questions, methods=both)
    trainer.add_url_rule(f"{base}/question-import", view_func=import_questions, methods=both)
    trainer.add_url_rule(
        f"{base}/question-import/confirm", view_func=confirm_import, methods=["POST"]
    )
    trainer.add_url_rule(f"{base}/bundle", view_func=course_bundle, methods=both)


def export_questions(course: str) -> Page:
    """GET: which questions go into a file, and what it can't say. POST: the file."""
    found = working_course(course)
    form = ExportForm(request.args)
    form.module.choices = [SelectChoice("", _("All modules")), *_modules(found)]
    is_asked = bool(request.args) and form.validate()
    if request.method == "POST":
        if not is_asked or not ConfirmForm().validate_on_submit():
            abort(400)  # nobody who uses the page can send this
        return _download(found, form)
    outgoing = _outgoing(found, form) if is_asked else None
    page = render_template(
        "trainer/exchange/export.html",
        course=found,
        form=form,
        confirm_form=ConfirmForm(),
        outgoing=outgoing,
        left_out=_outgoing_lines(outgoing, is_left_out=True) if outgoing else [],
        less=_outgoing_lines(outgoing, is_left_out=False) if outgoing else [],
    )
    return (page, 422) if form.errors else page


def import_questions(course: str) -> Page:
    """GET: the form. POST: what the file would bring, nothing of it kept as a question yet."""
    found = working_course(course)
    form = QuestionImportForm()
    form.module.choices = _modules(found)
    is_valid = form.validate_on_submit()
    sent = _sent(form, found) if request.method == "POST" else None
    if is_valid and sent is not None:
        module = taught_module(found, form.module.data)
        try:
            return _checked(found, module, sent, form)
        except RuleBroken as error:
            field = form.file if form.file.data else form.text
            field.errors = [sentence_for(error)]
    page = render_template(
        "trainer/exchange/import.html", course=found, form=form, limit=uploads.limit_words()
    )
    return (page, 422) if form.errors else page


def confirm_import(course: str) -> Response:
    """Bring in what was looked at: the questions become drafts."""
    found = working_course(course)
    form = ConfirmImportForm()
    content = exchange_queries.kept_file(found.organization_id, form.sha256.data or "")
    if not form.validate_on_submit() or content is None or form.format.data not in set(Format):
        abort(400)  # nobody who uses the page can send this
    module = taught_module(found, form.module.data)
    number = exchanging.import_questions(
        found,
        module,
        content,
        Format(form.format.data),
        by_category=bool(form.by_category.data),
        by=visitor().public_id,
        at=clock.now(),
    )
    if number:
        flash(
            ngettext(
                "%(num)s question came in as a draft. It is asked once you have approved it.",
                "%(num)s questions came in as drafts. They are asked once you have approved them.",
                number,
            ),
            "success",
        )
    else:
        flash(_("Nothing came in: the module has all of these questions already."), "info")
    return see_other("trainer.questions", course=course, state="draft")


def course_bundle(course: str) -> Page:
    """GET: what the bundle holds and what it can't say. POST: the bundle as a zip file."""
    found = working_course(course)
    if request.method == "POST":
        if not ConfirmForm().validate_on_submit():
            abort(400)
        content = exchanging.export_course(found, by=visitor().public_id, at=clock.now())
        return _file(content, f"{found.address}.zip", "application/zip")
    exported = exporting.bundle_of(found)
    return render_template(
        "trainer/exchange/bundle.html",
        course=found,
        bundle=exported.bundle,
        notes=exported.notes,
        form=ConfirmForm(),
    )


def _modules(course: Course) -> list[SelectChoice]:
    """The modules that can have questions, as choices."""
    plans = [plan for plan in queries.plans_of(course) if has_quiz(plan.kind)]
    numbered = numbers(plans)
    return [
        SelectChoice(
            plan.key,
            f"{numbered[plan.key]} · {plan.title}" if plan.key in numbered else plan.title,
        )
        for plan in plans
    ]


def _outgoing(course: Course, form: ExportForm) -> Outgoing:
    return exchanging.outgoing(
        course,
        Format(form.format.data),
        module=form.module.data,
        states=STATES[form.state.data][1],
    )


def _download(course: Course, form: ExportForm) -> Response:
    kind = Format(form.format.data)
    found = exchanging.export_questions(
        course, kind, module=form.module.data, states=STATES[form.state.data][1],
        by=visitor().public_id, at=clock.now(),
    )  # fmt: skip
    ending, media_type = FILES[kind]
    part = f"-{form.module.data}" if form.module.data else ""
    return _file(found.content, f"{course.address}{part}{ending}", media_type)


def _file(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    # Keys are in it: no copy stays behind in the browser.
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(form: QuestionImportForm, course: Course) -> Sent | None:
    """What was pasted or chosen; None when that can't be used, which the form says."""
    chosen, pasted = form.file.data, form.text.data or ""
    if chosen and pasted.strip():
        form.file.errors = [_("You pasted a text and chose a file. Send only one of them.")]
        return None
    field = form.file if chosen else form.text
    content = chosen.read() if chosen else pasted.replace("\r\n", "\n").encode()
    name = (chosen.filename or "") if chosen else _PASTED.get(form.format.data, ".txt")
    try:
        if not content.strip():
            raise RuleBroken("exchange-empty")
        if len(content) > uploads.limit():
            raise RuleBroken("exchange-too-large", limit=uploads.limit_words())
        kind = formats.format_of(name, content)
    except RuleBroken as error:
        field.errors = [sentence_for(error)]
        return None
    sha256 = exchange_actions.keep_file(
        course.organization_id, content, FILES[kind][1], at=clock.now()
    )
    return Sent(sha256, content, kind)


def _checked(course: Course, module: Module, sent: Sent, form: QuestionImportForm) -> Page:
    by_category = form.by_category.data
    found = exchanging.incoming(course, module, sent.content, sent.format, by_category=by_category)
    is_table = sent.format in (Format.CSV, Format.XLSX)
    return render_template(
        "trainer/exchange/check.html",
        course=course,
        module=module,
        arrivals=found.arrivals,
        kinds=words.KINDS,
        by_category=by_category,
        known=len(found.known),
        images=len(found.images),
        left_out=_incoming_lines(found, is_table=is_table, is_left_out=True),
        less=_incoming_lines(found, is_table=is_table, is_left_out=False),
        is_table=is_table,
        form=ConfirmImportForm(
            formdata=None,
            sha256=sent.sha256,
            format=sent.format,
            module=module.key,
            by_category="y" if by_category else "",
        ),
    )


def _incoming_lines(found: Incoming, *, is_table: bool, is_left_out: bool) -> list[Line]:
    items = [*(arrival.item for arrival in found.arrivals), *found.known]
    lines = Counter(item.line for item in items)
    # Where several stand on one line nobody can tell which one is meant.
    stems = {item.line: item.question.stem for item in items if lines[item.line] == 1}
    said = _("Row %(number)s") if is_table else _("Line %(number)s")
    return [
        Line(said % {"number": each.line}, stems.get(each.line, ""), each.message)
        for each in _of(found.problems, is_left_out)
    ]


def _outgoing_lines(found: Outgoing, *, is_left_out: bool) -> list[Line]:
    return [
        Line("", found.items[each.line - 1].question.stem or _("Without words"), each.message)
        for each in _of(found.problems, is_left_out)
    ]


def _of(problems: Sequence[Problem], is_left_out: bool) -> list[Problem]:
    return [problem for problem in problems if problem.is_left_out == is_left_out]
