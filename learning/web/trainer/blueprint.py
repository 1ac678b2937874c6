"""A trainer's pages; the guard wants the role of trainer in the chosen organization."""

from flask import Blueprint
from werkzeug.wrappers import Response

from config import Config
from learning.organizations.roles import Role
from learning.web.access import require_role


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.trainer import (
        bulk_review,
        corrections,
        course_states,
        courses,
        coverage,
        exchange,
        imports,
        learners,
        modules,
        progress_tables,
        question_bank,
        question_copies,
        question_editing,
        question_images,
        question_states,
        question_tags,
        question_typing,
        question_versions,
        questions,
        quiz_places,
        records,
        reports,
        review,
        settings,
        structures,
    )

    trainer = Blueprint("trainer", __name__, url_prefix="/teach")
    trainer.before_request(_guard)
    for pages in (
        courses, imports, structures, modules, questions, question_editing,
        question_images, question_states, question_tags, question_typing, question_versions,
        question_bank, question_copies, quiz_places, corrections, reports, settings,
        review, bulk_review, coverage, course_states, records, progress_tables, learners, exchange,
    ):  # fmt: skip
        pages.add_to(trainer)
    return trainer


def _guard() -> Response | None:
    return require_role(Role.TRAINER)
