"""Step 2 of a new course, and any time later: how the article is cut into modules."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learning import clock
from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.articles.outline import Outline
from learning.articles.rendering import body_html
from learning.courses import actions, queries
from learning.courses.models import Course, Module
from learning.courses.structure import Plans, numbers
from learning.errors import RuleBroken
from learning.web.access import taught_module
from learning.web.errors import sentence_for
from learning.web.forms import ConfirmForm
from learning.web.redirects import see_other
from learning.web.trainer.courses import module_rows, working_course
from learning.web.trainer.forms import RenameForm
from learning.web.visitor import visitor


@dataclass(frozen=True)
class TextBlock:
    """A stretch of the article: a module's text, or what no module holds and why."""

    key: str
    hue: int | None
    title: str
    reason: str
    html: str


def add_to(trainer: Blueprint) -> None:
    course = "/courses/<course>"
    module = f"{course}/modules/<module>"
    trainer.add_url_rule(f"{course}/structure", view_func=structure)
    trainer.add_url_rule(f"{course}/structure/undo", view_func=undo_structure, methods=["POST"])
    trainer.add_url_rule(f"{module}/rename", view_func=rename_module, methods=["POST"])
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
        actions.rename_module(
            found, module, form.title.data or "", by=visitor().public_id, at=clock.now()
        )
    except RuleBroken as error:
        form.title.errors = [sentence_for(error)]
        return _structure(found, renaming=module, rename_form=form), 422
    flash(
        _("“%(old)s” has a new title. “Undo last change” takes it back.", old=row.title), "success"
    )
    return see_other("trainer.structure", course=course)


def merge_module(course: str, module: str) -> Response:
    """Join a module to the one above it."""
    return _changed(
        course, module, actions.merge_up,
        lambda old: _(
            "“%(title)s” and its questions now belong to the module above. “Undo last change” "
            "takes it back.", title=old.title,
        ),
    )  # fmt: skip


def exclude_module(course: str, module: str) -> Response:
    """Leave a module out of the course."""
    return _changed(
        course, module, actions.exclude_module,
        lambda old: _(
            "“%(title)s” is left out. Its text and questions are kept: “Take in” brings it back.",
            title=old.title,
        ),
    )  # fmt: skip


def include_module(course: str, module: str) -> Response:
    """Take a left-out module in again."""
    return _changed(
        course, module, actions.include_module,
        lambda old: _("“%(title)s” is part of the course again.", title=old.title),
    )  # fmt: skip


def undo_structure(course: str) -> Response:
    """Take the last change of structure back."""
    found = working_course(course)
    try:
        actions.undo_structure(found, at=clock.now())
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


def _structure(course: Course, renaming: str = "", rename_form: RenameForm | None = None) -> str:
    modules = queries.working_modules(course)
    plans = tuple(module.plan for module in modules)
    version = articles.version_with_id(course.organization_id, plans[0].article_version_id)
    outline = articles.outline_of_version(version)
    return render_template(
        "trainer/structures/structure.html",
        course=course,
        rows=module_rows(modules),
        blocks=_blocks(plans, version, outline),
        left_out=outline.left_out,
        can_undo=queries.last_step(course) is not None,
        renaming=renaming,
        rename_form=rename_form,
        form=ConfirmForm(),
    )


def _blocks(plans: Plans, version: ArticleVersion, outline: Outline) -> list[TextBlock]:
    numbered = numbers(plans)

    def html(start: int, end: int) -> str:
        return body_html(version.text, start, end, version.format)

    placed = [
        (
            plan.start,
            TextBlock(
                plan.key,
                None if plan.is_excluded else numbered.get(plan.key, 0),
                plan.title or _("Untitled"),
                _("You left this module out") if plan.is_excluded else "",
                html(articles.body_begins(version, plan.start, plan.end), plan.end),
            ),
        )
        for plan in plans
    ]
    placed += [
        (drop.start, TextBlock("", None, "", drop.reason, html(drop.start, drop.end)))
        for drop in outline.dropped
        if not any(plan.start <= drop.start < plan.end for plan in plans)
    ]
    return [block for _start, block in sorted(placed, key=lambda each: each[0])]
