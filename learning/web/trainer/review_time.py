"""What the session remembers of a review: when questions were shown, which one is being edited."""

from flask import session

from learning import clock
from learning.quizzes.models import Question

_SHOWN = "review_shown"
_EDITED = "review_edited"
# So many windows side by side are timed; the cookie stays small.
_MOST = 10


def note_shown(question: Question) -> None:
    """The question is on the screen from now on, and nobody is editing any more."""
    shown = {id: at for id, at in _shown_at().items() if id != question.public_id}
    kept = dict(list(shown.items())[1 - _MOST :])
    session[_SHOWN] = {**kept, question.public_id: int(clock.now().timestamp())}
    session.pop(_EDITED, None)


def seconds_since_shown(question: Question) -> int:
    """How long ago the question was shown; 0 when it wasn't, or longer ago than is remembered."""
    at = _shown_at().get(question.public_id)
    return int(clock.now().timestamp()) - at if at is not None else 0


def start_editing(question: Question) -> None:
    """The editor was opened from the queue, and leads back to it."""
    session[_EDITED] = question.public_id


def is_edited(question: Question) -> bool:
    """Whether the editor was opened from the queue for this question."""
    return bool(session.get(_EDITED) == question.public_id)


def _shown_at() -> dict[str, int]:
    return dict(session.get(_SHOWN, {}))
