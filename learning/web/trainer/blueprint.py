"""A trainer's pages; the guard wants the role that web/acts.py names."""

from flask import Blueprint

from config import Config
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
    trainer.before_request(require_role)
    for pages in (
        courses, imports, structures, modules, questions, question_editing,
        question_images, question_states, question_tags, question_typing, question_versions,
        question_bank, question_copies, quiz_places, corrections, reports, settings,
        review, bulk_review, coverage, course_states, records, progress_tables, learners, exchange,
    ):  # fmt: skip
        pages.add_to(trainer)
    return trainer
