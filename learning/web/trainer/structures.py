"""Step 2 of a new course, and any time later: how the article is cut into modules."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from flask import Blueprint, abort, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Outline, SectionKind
from learning.articles.rendering import body_html
from learning.articles.splitting import SplitPlace, split_places
from learning.courses import queries, structure_actions
from learning.courses.models import Course, Module
from learning.courses.structure import ModulePlan, Plans, numbers
from learning.errors import RuleBroken
from learning.web.access import taught_module
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer.courses import module_rows, working_course
from learning.web.trainer.forms import KindForm, RenameForm, SplitForm
from learning.web.visitor import visitor

# Modules beside each other may have the same headings; ids would stand twice.
_HEADING_ID = re.compile(r'(?<=<h[2-6]) id="[^"]*"')


@dataclass(frozen=True)
class TextPart:
    """Text up to the next place where its module can be split; `split` is the place before it."""

    split: SplitPlace | None
    html: str


@dataclass(frozen=True)
class TextBlock:
    """A stretch of the article: a module's text, or what no module holds and why."""

    key: str
    hue: int | None
    title: str
    reason: str
    parts: list[TextPart]


def add_to(trainer: Blueprint) -> None:
    course = "/courses/<course>"
    module = f"{course}/modules/<module>"
    trainer.add_url_rule(f"{course}/structure", view_func=structure)
    trainer.add_url_rule(f"{course}/structure/undo", view_func=undo_structure, methods=["POST"])
    trainer.add_url_rule(f"{module}/rename", view_func=rename_module, methods=["POST"])
    trainer.add_url_rule(f"{module}/kind", view_func=change_kind, methods=["POST"])
    trainer.add_url_rule(f"{module}/split", view_func=split_module, methods=["POST"])
    trainer.add_url_rule(f"{module}/merge", view_func=merge_module, methods=["POST"])
    trainer.add_url_rule(f"{module}/leave-out", view_func=exclude_module, methods=["POST"])
    trainer.add_url_rule(f"{module}/take-in", view_func=include_module, methods=["POST"])


def structure(course: str) -> str:
    """The article in coloured blocks beside the modules cut from it."""
    return _structure(working_course(course))


def rename_module(course: str, module: str) -> Response | tuple[str, int]:
    """Give a module another title; one that can't be is shown again with what is wrong."""
    found = working_course(course)
    row = taught_module(found, module)
    form = RenameForm()
    form.validate_on_submit()
    try:
        structure_actions.rename_module(
            found, module, form.title.data or "", by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        form.title.errors = [sentence_for(error)]
        return _structure(found, renaming=module, rename_form=form), 422
    flash(
        _("“%(old)s” has a new title. “Undo last change” takes it back.", old=row.title), "success"
    )
    return see_other("trainer.structure", course=course)


def split_module(course: str, module: str) -> Response | tuple[str, int]:
    """Cut a module in two; a title that can't be is shown again with what is wrong."""
    found = working_course(course)
    row = taught_module(found, module)
    form = SplitForm()
    if not form.validate_on_submit():
        abort(400)  # nobody who uses the form can send this
    try:
        structure_actions.split_module(
            found, module, form.place.data, title=form.title.data or "", seen=form.seen.data or "",
            by=visitor().public_id, at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        if error.code not in ("title-missing", "title-too-long"):
            flash(sentence_for(error), "error")
            return see_other("trainer.structure", course=course)
        form.title.errors = [sentence_for(error)]
        return _structure(found, split_form=form), 422
    flash(
        _(
            "“%(title)s” is two modules now. Questions about the second part went with it. "
            "“Undo last change” takes it back.",
            title=row.title,
        ),
        "success",
    )
    return see_other("trainer.structure", course=course, _anchor=f"text-{module}")


def change_kind(course: str, module: str) -> Response:
    """Say what a module is for."""
    taught_module(working_course(course), module)
    form = KindForm()
    if not form.validate_on_submit():
        abort(400)  # nobody who uses the form can send this
    kind = SectionKind(form.kind.data)
    return _changed(
        course, module, partial(structure_actions.change_kind, kind=kind),
        lambda old: _(
            "“%(title)s” is of another kind now. “Undo last change” takes it back.",
            title=old.title,
        ),
    )  # fmt: skip


def merge_module(course: str, module: str) -> Response:
    """Join a module to the one above it."""
    return _changed(
        course, module, structure_actions.merge_up,
        lambda old: _(
            "“%(title)s” and its questions now belong to the module above. “Undo last change” "
            "takes it back.", title=old.title,
        ),
    )  # fmt: skip


def exclude_module(course: str, module: str) -> Response:
    """Leave a module out of the course."""
    return _changed(
        course, module, structure_actions.exclude_module,
        lambda old: _(
            "“%(title)s” is left out. Its text and questions are kept: “Take in” brings it back.",
            title=old.title,
        ),
    )  # fmt: skip


def include_module(course: str, module: str) -> Response:
    """Take a left-out module in again."""
    return _changed(
        course, module, structure_actions.include_module,
        lambda old: _("“%(title)s” is part of the course again.", title=old.title),
    )  # fmt: skip


def undo_structure(course: str) -> Response:
    """Take the last change of structure back."""
    found = working_course(course)
    try:
        structure_actions.undo_structure(found, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(_("The last change is undone."), "success")
    return see_other("trainer.structure", course=course)


def _changed(
    course: str, key: str, act: Callable[..., None], message: Callable[[Module], str]
) -> Response:
    found = working_course(course)
    module = taught_module(found, key)
    said = message(module)
    try:
        act(found, key, by=visitor().public_id, at=clock.now())
    except RuleBroken as error:
        flash(sentence_for(error), "error")
    else:
        flash(said, "success")
    return see_other("trainer.structure", course=course)


def _structure(
    course: Course,
    renaming: str = "",
    rename_form: RenameForm | None = None,
    split_form: SplitForm | None = None,
) -> str:
    modules = queries.working_modules(course)
    plans = tuple(module.plan for module in modules)
    version = articles.version_with_id(course.organization_id, plans[0].article_version_id)
    outline = articles.outline_of_version(version)
    return render_template(
        "trainer/structures/structure.html",
        course=course,
        rows=module_rows(modules),
        blocks=_blocks(plans, version, outline),
        seen=version.public_id,
        left_out=outline.left_out,
        can_undo=queries.last_step(course) is not None,
        renaming=renaming,
        rename_form=rename_form,
        split_form=split_form,
        kind_form=KindForm(formdata=None),
        form=ConfirmForm(),
    )


def _blocks(plans: Plans, version: ArticleVersion, outline: Outline) -> list[TextBlock]:
    numbered = numbers(plans)
    placed = [
        (
            plan.start,
            TextBlock(
                plan.key,
                None if plan.is_excluded else numbered.get(plan.key, 0),
                plan.title or _("Untitled"),
                _("You left this module out") if plan.is_excluded else "",
                _parts(plan, version, outline),
            ),
        )
        for plan in plans
    ]
    placed += [
        (
            drop.start,
            TextBlock("", None, "", drop.reason, [_part(None, version, drop.start, drop.end)]),
        )
        for drop in outline.dropped
        if not any(plan.start <= drop.start < plan.end for plan in plans)
    ]
    return [block for _start, block in sorted(placed, key=lambda each: each[0])]


def _parts(plan: ModulePlan, version: ArticleVersion, outline: Outline) -> list[TextPart]:
    """A module's text, cut where it can be split; one that is left out isn't split."""
    places = () if plan.is_excluded else split_places(outline, plan.start, plan.end)
    begins = articles.body_begins(version, plan.start, plan.end)
    bounds = pairwise([begins, *(place.at for place in places), plan.end])
    return [
        _part(place, version, start, end)
        for place, (start, end) in zip((None, *places), bounds, strict=True)
    ]


def _part(place: SplitPlace | None, version: ArticleVersion, start: int, end: int) -> TextPart:
    html = body_html(version.text, start, end, version.format)
    return TextPart(place, _HEADING_ID.sub("", html))
