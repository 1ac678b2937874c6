"""Which sentences are tested and which aren't; and asking the drafters for questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learning import clock
from learning.articles.outline import Sentence
from learning.courses import draft_actions, reviewing
from learning.courses.draft_actions import Abstained
from learning.courses.models import Course
from learning.courses.reviewing import ModuleCoverage
from learning.courses.structure import numbers
from learning.web.redirects import see_other
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_places import Choice, Place, place_of
from learning.web.visitor import visitor


@dataclass(frozen=True)
class ModuleRow:
    """A module's sentences as they are read: those nobody asks about, those too many ask about.

    `abstained` is why the drafters had nothing for it, with the sentences that matter most there.
    """

    number: int
    title: str
    covered: ModuleCoverage
    untested: list[Choice]
    over_tested: list[Choice]
    abstained: str
    suggested: list[Choice]


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/coverage", view_func=coverage)
    trainer.add_url_rule("/courses/<course>/drafts", view_func=draft_questions, methods=["POST"])


def coverage(course: str) -> str:
    """Module by module: how much is tested, and a way to write a question from each sentence."""
    found = working_course(course)
    covered = reviewing.coverages(found)
    plans = tuple(each.plan for each in covered)
    abstained = {each.module: each for each in draft_actions.abstained(found, plans)}
    return render_template(
        "trainer/review/coverage.html",
        course=found,
        rows=[_row(found, each, abstained.get(each.plan.key)) for each in covered],
    )


def draft_questions(course: str) -> Response:
    """Ask the drafters; what they propose waits for review."""
    found = working_course(course)
    count = draft_actions.draft_questions(found, by=visitor().public_id, at=clock.now())
    if not count:
        flash(
            _("The drafters found nothing more that is safe to ask. Write questions from the "
              "sentences below."),
            "warning",
        )  # fmt: skip
        return see_other("trainer.coverage", course=course)
    flash(
        ngettext(
            "%(num)s question is drafted. Nobody is asked it before you approve it.",
            "%(num)s questions are drafted. Nobody is asked them before you approve them.",
            count,
        ),
        "success",
    )
    return see_other("trainer.questions", course=course)


def _row(course: Course, covered: ModuleCoverage, abstained: Abstained | None) -> ModuleRow:
    place = place_of(course, covered.plan.quiz_id)
    tested = covered.coverage
    suggested = [id for id in abstained.sentences if id in tested.untested] if abstained else []
    return ModuleRow(
        numbers(place.plans).get(covered.plan.key, 0),
        covered.plan.title or _("Untitled"),
        covered,
        _choices(place, covered.sentences, [i for i in tested.untested if i not in suggested]),
        _choices(place, covered.sentences, tested.over_tested),
        abstained.reason if abstained else "",
        _choices(place, covered.sentences, suggested),
    )


def _choices(place: Place, sentences: Sequence[Sentence], wanted: Sequence[str]) -> list[Choice]:
    return place.choices([sentence for sentence in sentences if sentence.id in set(wanted)])
