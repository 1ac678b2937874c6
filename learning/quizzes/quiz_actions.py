"""What changes about quizzes: their lists of questions, and freezing them into versions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from learning import canonical
from learning.database import db, transaction
from learning.identifiers import public_id
from learning.quizzes import queries
from learning.quizzes.models import Question, Quiz, QuizItem, QuizQuestion, QuizVersion
from learning.quizzes.queries import ItemPlan
from learning.quizzes.rules import QuizRules


@transaction
def create_quiz(organization_id: int, *, at: datetime) -> Quiz:
    """An empty quiz for a module."""
    quiz = Quiz(public_id=public_id(), organization_id=organization_id, settings={}, created_at=at)
    db.session.add(quiz)
    db.session.flush()
    return quiz


@transaction
def move_questions(organization_id: int, from_quiz: int, to_quiz: int) -> None:
    """Hang all questions of one quiz at the end of another's list."""
    last = db.session.scalar(
        select(func.max(QuizQuestion.position)).where(
            QuizQuestion.organization_id == organization_id, QuizQuestion.quiz_id == to_quiz
        )
    )
    db.session.execute(
        update(QuizQuestion)
        .where(QuizQuestion.organization_id == organization_id, QuizQuestion.quiz_id == from_quiz)
        .values(quiz_id=to_quiz, position=QuizQuestion.position + (last or 0))
    )


@transaction
def place_question(organization_id: int, question_id: int, quiz_id: int, position: int) -> None:
    """Put a question back where it was."""
    db.session.execute(
        update(QuizQuestion)
        .where(
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.question_id == question_id,
        )
        .values(quiz_id=quiz_id, position=position)
    )


@transaction
def set_place(question: Question, *, pool: str, is_must_know: bool) -> None:
    """Say what a question stands for in its quiz: an objective's key, whether it is must-know."""
    place = queries.place_of(question)
    place.pool, place.is_must_know = pool, is_must_know


@transaction
def rename_pool(organization_id: int, quiz_id: int, old: str, new: str) -> None:
    """Let a quiz's questions follow an objective whose words have changed."""
    db.session.execute(
        update(QuizQuestion)
        .where(
            QuizQuestion.organization_id == organization_id,
            QuizQuestion.quiz_id == quiz_id,
            QuizQuestion.pool == old,
        )
        .values(pool=new)
    )


@transaction
def freeze(
    quiz: Quiz, items: Sequence[ItemPlan], rules_for: Callable[[int], QuizRules], *, at: datetime
) -> QuizVersion | None:
    """The quiz version of these items: the known one if nothing changed; None without any.

    `rules_for` are the rules of a quiz with so many questions.
    """
    if not items:
        return None
    rules = rules_for(len(items))
    must_know = sum(item.is_must_know for item in items)
    settings = replace(rules, shown=max(rules.shown, must_know)).as_json()
    digest = canonical.sha256(
        canonical.text(
            {
                "settings": settings,
                "items": [
                    {
                        "question": item.version.public_id,
                        "pool": item.pool,
                        "must_know": item.is_must_know,
                    }
                    for item in items
                ],
            }
        )
    )
    known = db.session.scalar(
        select(QuizVersion).where(
            QuizVersion.organization_id == quiz.organization_id,
            QuizVersion.quiz_id == quiz.id,
            QuizVersion.sha256 == digest,
        )
    )
    return known or _insert_quiz_version(quiz, items, settings, digest, at)


def _insert_quiz_version(
    quiz: Quiz,
    items: Sequence[ItemPlan],
    settings: dict[str, Any],
    digest: str,
    at: datetime,
) -> QuizVersion:
    version = QuizVersion(
        public_id=public_id(),
        organization_id=quiz.organization_id,
        quiz_id=quiz.id,
        settings=canonical.text(settings),
        sha256=digest,
        created_at=at,
    )
    db.session.add(version)
    db.session.flush()
    db.session.add_all(
        QuizItem(
            organization_id=quiz.organization_id,
            quiz_version_id=version.id,
            position=position,
            question_version_id=item.version.id,
            pool=item.pool,
            is_must_know=item.is_must_know,
        )
        for position, item in enumerate(items, 1)
    )
    db.session.flush()
    return version
