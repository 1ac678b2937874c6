"""Whether a database holds what its learners were told, and nothing else."""

import sqlite3
from collections import defaultdict
from pathlib import Path

from sqlalchemy import select

from learning import canonical, clock
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.standing import Standing
from learning.certificates.statement import NOTHING_BEFORE
from learning.database import db
from learning.organizations.models import Membership
from learning.progress.models import Answer, Attempt, Completion, Enrolment, ModuleProgress
from learning.progress.transcripts import TranscriptLine, transcript
from learning.quizzes import content, grading
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion, QuizVersion
from tests.faults.learners import LEARNERS, Given, Ledger, app_on


def check_file(path: Path) -> None:
    """SQLite's own word on its file."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def check(given: Given, ledger: Ledger) -> str:
    """The database agrees with the ledger; what it agreed on, in words."""
    with app_on(given.config).app_context():
        try:
            return _check(ledger)
        finally:
            db.session.remove()
            db.engine.dispose()


def _check(ledger: Ledger) -> str:
    attempts = {a.public_id: a for a in db.session.scalars(select(Attempt))}
    by_id = {a.id: a for a in attempts.values()}
    stored = {
        (by_id[a.attempt_id].public_id, a.position): tuple(sorted(canonical.parse(a.given)))
        for a in db.session.scalars(select(Answer).where(Answer.checked_at.is_not(None)))
    }
    lost = {k: v for k, v in ledger.acknowledged.items() if stored.get(k) != v}
    assert not lost, f"acknowledged, and not stored as sent: {lost}"
    invented = {k: v for k, v in stored.items() if ledger.sent.get(k) != v}
    assert not invented, f"stored, and never sent: {invented}"
    assert ledger.attempts.keys() <= attempts.keys()
    # A start that was never answered may be there too, but at most one of each learner.
    assert len(attempts) - len(ledger.attempts) <= LEARNERS
    check_attempts(ledger, by_id)
    enrolments = check_enrolments(ledger, attempts)
    completed = check_completions(ledger, enrolments)
    return (
        f"{len(ledger.acknowledged)} answers acknowledged and {len(stored)} stored, "
        f"{ledger.saves} saves on the way, "
        f"{len(attempts)} attempts, {len(enrolments)} enrolments, {completed} certificates, 0 lost"
    )


def check_attempts(ledger: Ledger, attempts: dict[int, Attempt]) -> None:
    """Numbered without gaps, at most one open; a closed one's score follows from its answers."""
    numbers = defaultdict(list)
    for attempt in attempts.values():
        numbers[attempt.enrolment_id, attempt.module].append((attempt.number, attempt.state))
        rows = answers_of(attempt)
        assert [answer.position for answer, _ in rows] == list(range(1, attempt.items + 1))
        unchecked = [answer for answer, _ in rows if answer.checked_at is None]
        assert (attempt.state == "open") == bool(unchecked), attempt.public_id
        check_score(attempt, rows)
        for answer in unchecked:
            check_saved(ledger, (attempt.public_id, answer.position), answer)
    for runs in numbers.values():
        runs.sort()
        assert [number for number, _ in runs] == list(range(1, len(runs) + 1))
        assert all(state == "closed" for _, state in runs[:-1])


def answers_of(attempt: Attempt) -> list[tuple[Answer, QuestionVersion]]:
    rows = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .where(Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    return [(answer, question) for answer, question in rows]


def check_saved(ledger: Ledger, key: tuple[str, int], answer: Answer) -> None:
    """What was acknowledged is stored, or what was sent after it; nothing else ever is."""
    given = tuple(canonical.parse(answer.given)) if answer.given else None
    revision, values = ledger.saved.get(key, (0, None))
    assert answer.seq >= revision, key
    if answer.seq == revision:
        assert given == values, key
    else:
        assert given in ledger.drafts[key], key


def check_score(attempt: Attempt, rows: list[tuple[Answer, QuestionVersion]]) -> None:
    grades = []
    for answer, question in rows:
        if answer.checked_at is None:
            assert (answer.earned, answer.is_correct) == (0, False)
            continue
        given = canonical.parse(answer.given)
        grade = grading.grade(
            QuestionKind(question.kind),
            content.read_body(question.body),
            content.read_key(question.key),
            given,
        )
        stored = (answer.earned, answer.possible, answer.is_correct)
        assert stored == (grade.earned, grade.possible, grade.is_correct)
        grades.append(grade)
    if attempt.state == "open":
        assert (attempt.correct, attempt.is_passed, attempt.closed_at) == (0, False, None)
        return
    assert attempt.correct == sum(grade.is_correct for grade in grades)
    assert attempt.is_passed == (attempt.correct >= attempt.needed)
    lines = [
        TranscriptLine(a.position, q.public_id, canonical.parse(a.shown_order),
                       canonical.parse(a.given or "null"), a.earned, a.possible)
        for a, q in rows
    ]  # fmt: skip
    quiz = db.session.get(QuizVersion, attempt.quiz_version_id)
    assert quiz is not None
    retold = transcript(attempt.public_id, quiz.public_id, attempt.needed, lines)
    assert attempt.transcript_sha256 == canonical.sha256(retold)


def check_enrolments(ledger: Ledger, attempts: dict[str, Attempt]) -> list[Enrolment]:
    """One membership and one enrolment for each who was told so; attempts hang on their own."""
    memberships = {m.id: m.person_id for m in db.session.scalars(select(Membership))}
    assert len(set(memberships.values())) == len(memberships)
    enrolments = list(db.session.scalars(select(Enrolment)))
    people = [memberships[e.membership_id] for e in enrolments]
    assert len(set(people)) == len(people)
    assert ledger.enrolled <= set(people)
    assert len(set(people) - ledger.enrolled) <= LEARNERS
    owners = dict(zip((e.id for e in enrolments), people, strict=True))
    for public_id, person in ledger.attempts.items():
        assert owners[attempts[public_id].enrolment_id] == person
    return enrolments


def check_completions(ledger: Ledger, enrolments: list[Enrolment]) -> int:
    """Passed modules, completion, certificate and ledger entry are there together or not at all."""
    at = clock.now()
    completions = {c.enrolment_id: c for c in db.session.scalars(select(Completion))}
    issued = {c.basis: c for c in db.session.scalars(select(Certificate))}
    passed = defaultdict(list)
    for row in db.session.scalars(select(ModuleProgress)):
        runs = db.session.scalars(
            select(Attempt).where(
                Attempt.enrolment_id == row.enrolment_id,
                Attempt.module == row.module,
                Attempt.state == "closed",
            )
        ).all()
        assert row.attempts == len(runs)
        assert row.best == max((run.correct for run in runs), default=0)
        assert (row.passed_at is not None) == any(run.is_passed for run in runs)
        if row.passed_at is not None:
            passed[row.enrolment_id].append(row.module)
    for enrolment in enrolments:
        is_done = len(passed[enrolment.id]) == enrolment.modules
        assert enrolment.modules_passed == len(passed[enrolment.id])
        assert (enrolment.state == "complete") == is_done == (enrolment.id in completions)
    assert set(issued) == {c.public_id for c in completions.values()}
    assert len(ledger.finished) <= len(completions) <= len(ledger.finished) + LEARNERS
    assert ledger.finished, "somebody has to get through"
    assert all(certificates.verified(c, at=at).standing == Standing.VALID for c in issued.values())
    entries = db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.number)).all()
    assert [e.number for e in entries] == list(range(1, len(issued) + 1))
    assert [e.previous_sha256 for e in entries] == [
        NOTHING_BEFORE,
        *(e.sha256 for e in entries[:-1]),
    ][: len(entries)]
    return len(issued)
