"""Anchors follow their sentences into a newer text, or their questions are looked at again."""

from collections.abc import Sequence
from datetime import datetime

from learning.articles import queries as articles
from learning.articles.anchoring import Moves
from learning.articles.models import ArticleVersion
from learning.articles.outline import Sentence
from learning.database import transaction
from learning.quizzes import content, queries
from learning.quizzes.content import AnchorSpan, anchor_span
from learning.quizzes.models import Question
from learning.quizzes.states import PUBLISHABLE


@transaction
def follow_text(version: ArticleVersion, *, at: datetime) -> int:
    """Attach the questions on an article to this newer version of it, where they still rest on it.

    A question is marked when one of its sentences is gone or says something else now, and keeps
    the anchors it had. Returns how many need another look; rejected ones are marked, for when they
    are taken up again, but not counted.
    """
    questions = queries.questions_on(version.organization_id, version.article_id)
    moves = _moves(questions, version)
    stale = 0
    for question in questions:
        _follow(question, moves[question.article_version_id], version, at)
        stale += question.is_stale and question.state in PUBLISHABLE
    return stale


def _moves(questions: Sequence[Question], version: ArticleVersion) -> dict[int, Moves]:
    outline = articles.outline_of_version(version)
    olds = articles.versions_with_ids(
        version.organization_id, {question.article_version_id for question in questions}
    )
    return {id: Moves(old.text, outline) for id, old in olds.items()}


def _follow(question: Question, moves: Moves, version: ArticleVersion, at: datetime) -> None:
    old = content.read_anchors(question.anchors)
    new = _moved(old, moves)
    question.is_stale = new is None
    if new is None:
        question.changed_at = at
        return
    if [anchor.sentence for anchor in new] != [anchor.sentence for anchor in old]:
        question.revision += 1  # an open editor shows sentences that are no longer there
    question.anchors = content.anchors_text(new)
    question.article_version_id = version.id


def _moved(anchors: Sequence[AnchorSpan], moves: Moves) -> tuple[AnchorSpan, ...] | None:
    """The anchors in the newer text; None when one of them isn't in it as it was."""
    sentences: dict[str, Sentence] = {}
    for anchor in anchors:
        found = moves.same(anchor.start, anchor.end)
        if found is None or not found.is_same:
            return None
        sentences |= {sentence.id: sentence for sentence in found.sentences}
    return tuple(anchor_span(moves.outline.text, each) for each in sentences.values())
