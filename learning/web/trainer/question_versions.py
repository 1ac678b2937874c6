"""A question's approved versions: who approved them, what each changed, which courses use it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learning import clock
from learning.courses import versions
from learning.errors import RuleBroken
from learning.quizzes import actions, histories
from learning.quizzes import queries as quizzes
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.differences import Difference, differences
from learning.quizzes.histories import PastVersion
from learning.web import paging
from learning.web.access import taught_question
from learning.web.errors import sentence_for
from learning.web.redirects import see_other
from learning.web.trainer import wordings, words
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import RestoreForm
from learning.web.trainer.question_places import Place, place_of
from learning.web.visitor import visitor

PAGE = 20
_MOST_VERSIONS = 2**31  # a number beyond is none that a database knows


@dataclass(frozen=True)
class VersionRow:
    """A version, what it changed in the one before, and the course versions that use it.

    `changes` is None for the first one, `is_current` says that the working copy says the same.
    """

    version: PastVersion
    changes: tuple[Difference, ...] | None
    used_by: list[int]
    is_current: bool


def add_to(trainer: Blueprint) -> None:
    versions_of = "/courses/<course>/questions/<question>/versions"
    trainer.add_url_rule(versions_of, view_func=question_versions)
    trainer.add_url_rule(versions_of, view_func=restore_wording, methods=["POST"])


def question_versions(course: str, question: str) -> str:
    """The versions, the newest first; before them what the working copy changes."""
    found = working_course(course)
    row = taught_question(found, question)
    before = paging.unpack_id(request.args.get("before"))
    past = histories.past_versions(row, before=before, limit=PAGE)
    shown, has_more = paging.page_of(past, PAGE)
    working = quizzes.wording_of(row)
    uses = versions.published_uses(found, [version.id for version in shown])
    return render_template(
        "trainer/questions/versions.html",
        course=found,
        question=row,
        stem=working.body.stem,
        rows=[
            VersionRow(
                version,
                differences(past[n + 1].wording, version.wording) if n + 1 < len(past) else None,
                uses[version.id],
                wordings.is_same(version.wording, working),
            )
            for n, version in enumerate(shown)
        ],
        draft=_draft(shown, working) if before is None else (),
        is_first=before is None,
        older=paging.pack(shown[-1].number) if has_more else None,
        form=RestoreForm(formdata=None, revision=row.revision),
        kinds=words.KINDS,
        parts=words.PARTS,
    )


def restore_wording(course: str, question: str) -> Response:
    """Take an older wording into the working copy, as a draft to be approved like any other."""
    found = working_course(course)
    row = taught_question(found, question)
    form = RestoreForm()
    is_sent = form.validate_on_submit() and 0 < form.number.data < _MOST_VERSIONS
    past = histories.past_version(row, form.number.data) if is_sent else None
    if past is None:
        abort(400)  # nobody who uses the form can send this
    place = place_of(found, quizzes.quiz_of(row))
    wording = _reanchored(past.wording, place)
    try:
        actions.restore_question(
            row,
            past.number,
            place.version,
            wording,
            revision=form.revision.data,
            by=visitor().public_id,
            at=clock.now(),
        )
    except RuleBroken as error:
        flash(sentence_for(error), "error")
        return see_other("trainer.question_versions", course=course, question=question)
    flash(
        _(
            "The wording of version %(number)s is a draft now. Nobody is asked it before it is "
            "approved.",
            number=past.number,
        ),
        "success",
    )
    _say_gone(len(past.wording.anchors) - len(wording.anchors))
    return see_other("trainer.edit_question", course=course, question=question)


def _say_gone(gone: int) -> None:
    if gone:
        flash(
            ngettext(
                "%(num)s of its sentences is no longer in the article. Check which ones it tests.",
                "%(num)s of its sentences are no longer in the article. Check which ones it tests.",
                gone,
            ),
            "warning",
        )


def _draft(shown: Sequence[PastVersion], working: Wording) -> tuple[Difference, ...]:
    return differences(shown[0].wording, working) if shown else ()


def _reanchored(wording: Wording, place: Place) -> Wording:
    """The wording on the article as it is now; sentences that are gone are left out."""
    present = {sentence.id: sentence for sentence in place.sentences(wording.anchors)}
    anchors = tuple(
        anchor_span(place.version.text, present[anchor.sentence])
        for anchor in wording.anchors
        if anchor.sentence in present
    )
    return Wording(wording.kind, wording.body, wording.key, anchors)
