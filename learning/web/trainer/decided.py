"""What the visitor decided last in a course, as the notice shows it that can take it back."""

from datetime import timedelta

from learning import clock
from learning.courses import reviewing
from learning.courses.models import Course
from learning.quizzes import queries as quizzes
from learning.quizzes import review_queries
from learning.quizzes.review_queries import Batch, Round
from learning.web.forms import ConfirmForm
from learning.web.trainer import words
from learning.web.visitor import visitor

# Decisions of one sitting are counted together, and can be taken back.
SITTING = timedelta(hours=12)


def round_of(course: Course) -> Round:
    """What the visitor has decided on in this sitting."""
    since = clock.now() - SITTING
    return review_queries.round_since(
        course.organization_id, reviewing.quiz_ids(course), visitor().public_id, since
    )


def notice_values(course: Course) -> dict[str, object]:
    """What the notice about the last act needs, in templates."""
    batch = _last_act(course)
    return {
        "batch": batch,
        "decided": _stem(course, batch) if batch else "",
        "decisions": words.DECISIONS,
        "confirm_form": ConfirmForm(formdata=None),
    }


def _last_act(course: Course) -> Batch | None:
    batch = reviewing.last_batch(course, visitor().public_id)
    return batch if batch and batch.at >= clock.now() - SITTING else None


def _stem(course: Course, batch: Batch) -> str:
    """The words of the first question that was decided on."""
    question = quizzes.question(course.organization_id, batch.decided[0].public_id)
    return quizzes.wording_of(question).body.stem if question else ""
