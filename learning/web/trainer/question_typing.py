"""What is typed in the question editor: kept while it is typed, shown again, put away."""

from collections.abc import Collection, Mapping

from flask import Blueprint
from werkzeug.wrappers import Response

from learning import clock
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.content import Wording
from learning.quizzes.differences import Difference, differences
from learning.quizzes.kinds.contract import Body, Image, QuestionKind
from learning.quizzes.models import Question
from learning.web.access import taught_question
from learning.web.redirects import see_other
from learning.web.trainer import question_images, typed_text, wordings
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import QuestionForm
from learning.web.trainer.question_places import Place
from learning.web.trainer.typed_text import Answer, WaitingText
from learning.web.visitor import visitor

LONGEST = 100_000  # characters
# The fields that are kept; of images what was stored already.
FIELDS = (
    "kind", "scenario", "image", "stem", "options", "value", "tolerance", "unit", "explanation",
    wordings.SENTENCES_FIELD,
)  # fmt: skip


def add_to(trainer: Blueprint) -> None:
    waiting = "/courses/<course>/questions/<question>/waiting"
    trainer.add_url_rule(waiting, view_func=keep_question, methods=["POST"])
    trainer.add_url_rule(f"{waiting}/discard", view_func=discard_question, methods=["POST"])


def keep_question(course: str, question: str) -> Answer:
    """Keep what is being typed; sent by the page's script."""
    row = taught_question(working_course(course), question)
    at = clock.now()

    def keep() -> None:
        typed = typed_text.received(FIELDS, LONGEST)
        actions.keep_typed(row, typed, by=visitor().public_id, at=at)

    return typed_text.answered(row, keep, revision=row.revision, at=at)


def discard_question(course: str, question: str) -> Response:
    """Put text away that waits to be saved."""
    row = taught_question(working_course(course), question)
    at = clock.now()
    typed_text.discarded(lambda mark, closing: actions.discard_typed(row, mark, closing, at=at))
    return see_other("trainer.edit_question", course=course, question=question)


def form_of(typed: WaitingText) -> QuestionForm:
    """The editor's form as it stood when it was typed."""
    form = QuestionForm(formdata=typed.values)
    form.revision.data = typed.revision
    if form.kind.data not in set(QuestionKind):
        form.kind.data = QuestionKind.SINGLE
    wordings.with_rows(form)
    return form


def changes_in(typed: WaitingText, place: Place, question: Question) -> tuple[Difference, ...]:
    """What somebody has typed, against what is stored."""
    form = form_of(typed)
    pictures = question_images.received(form, place.course.organization_id)
    chosen = typed.values.getlist(wordings.SENTENCES_FIELD)
    return differences(
        quizzes.wording_of(question), written(form, place, question, pictures, chosen)
    )


def written(
    form: QuestionForm,
    place: Place,
    question: Question | None,
    pictures: Mapping[str, Image],
    chosen: Collection[str],
) -> Wording:
    """What a form says at its place in the article; `chosen` are ids of sentences."""
    stored = quizzes.wording_of(question) if question else None
    sentences = place.sentences(stored.anchors if stored else ())
    return wordings.written(
        form,
        stored.body if stored else Body(""),
        pictures,
        [sentence for sentence in sentences if sentence.id in chosen],
        place.version.text,
        place.course.language,
    )
