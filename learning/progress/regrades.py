"""What a correction of a question would change for its learners."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, select

from learning import canonical
from learning.database import db
from learning.errors import RuleBroken
from learning.organizations.group_queries import Sight
from learning.progress import attempt_queries, queries, rules, standings
from learning.progress.models import Answer, Attempt, Enrolment
from learning.progress.states import AttemptPurpose, AttemptState, ClosedBy, EnrolmentPurpose
from learning.quizzes import content, correcting, corrections
from learning.quizzes import queries as quizzes
from learning.quizzes.correcting import Correction, Policy
from learning.quizzes.kinds.contract import Grade, QuestionKind
from learning.quizzes.models import Question, QuestionVersion


@dataclass(frozen=True)
class Correctable:
    """A version that somebody was asked, and how its results can still be corrected."""

    version_id: int
    number: int
    asked: int
    policies: frozenset[Policy]


@dataclass(frozen=True)
class Judged:
    """A checked answer with its grade so far and the one by a correction alone."""

    answer: Answer
    attempt: Attempt
    enrolment: Enrolment
    by_correction: Grade

    @property
    def old(self) -> Grade:
        return Grade(self.answer.earned, self.answer.possible)

    @property
    def new(self) -> Grade:
        return correcting.better(self.old, self.by_correction)

    @property
    def is_better(self) -> bool:
        return self.new != self.old

    @property
    def counts_now(self) -> bool:
        """Whether the answer counts, and didn't before."""
        return self.new.is_correct and not self.answer.is_correct


@dataclass(frozen=True)
class Preview:
    """Whom a correction would affect, by name; previews of trainers left out.

    Whoever is out of sight is counted with an empty name, after the others.
    """

    answers: int
    raised: tuple[str, ...]
    passing: tuple[str, ...]
    completing: tuple[str, ...]
    keeping: tuple[str, ...]


def correctable(question: Question) -> list[Correctable]:
    """The versions that were asked, the oldest first, with the policies that can add something."""
    versions = corrections.versions_of(question)
    if not versions:
        return []
    ids = [version.id for version in versions]
    asked = _times_asked(question.organization_id, ids)
    made = corrections.corrections_of(question.organization_id, ids)
    return [
        Correctable(
            version.id,
            version.number,
            asked[version.id],
            frozenset(_policies(version, versions[-1], made.get(version.id, []))),
        )
        for version in versions
        if version.id in asked
    ]


def _times_asked(organization_id: int, version_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Answer.question_version_id, func.count())
        .where(
            Answer.organization_id == organization_id,
            Answer.question_version_id.in_(version_ids),
        )
        .group_by(Answer.question_version_id)
    )
    return dict(rows.all())


def _policies(
    version: QuestionVersion, newest: QuestionVersion, made: Sequence[Correction]
) -> Iterator[Policy]:
    if any(each.policy == Policy.CREDIT for each in made):
        return
    yield Policy.CREDIT
    is_done = any(each.key_version_id == newest.id for each in made)
    if not is_done and _may_take_key_of(version, newest):
        yield Policy.REKEY


def _may_take_key_of(version: QuestionVersion, newest: QuestionVersion) -> bool:
    key = corrections.key_from(version, newest)
    return key is not None and correcting.has_other_key(content.read_key(version.key), key)


def proposed(question: Question, numbers: Collection[int], policy: Policy) -> list[Correction]:
    """A correction for each of these versions of a question.

    Raises RuleBroken correction-impossible if one of them can't be corrected like that.
    """
    offered = {each.number for each in correctable(question) if policy in each.policies}
    versions = {version.number: version for version in corrections.versions_of(question)}
    if not numbers or not offered.issuperset(numbers):
        raise RuleBroken("correction-impossible")
    newest = versions[max(versions)]
    found = []
    for number in sorted(set(numbers)):
        version = versions[number]
        source = newest if policy == Policy.REKEY else version
        key = corrections.key_from(version, source)
        assert key is not None  # or it wasn't offered
        found.append(Correction(version.id, source.id, policy, key))
    return found


def judged(organization_id: int, correction: Correction) -> list[Judged]:
    """All checked answers to a version, as a correction sees them."""
    version = quizzes.question_version(organization_id, correction.question_version_id)
    kind, body = QuestionKind(version.kind), content.read_body(version.body)
    rows = db.session.execute(
        select(Answer, Attempt, Enrolment)
        .join(
            Attempt,
            and_(
                Attempt.organization_id == Answer.organization_id, Attempt.id == Answer.attempt_id
            ),
        )
        .join(
            Enrolment,
            and_(
                Enrolment.organization_id == Attempt.organization_id,
                Enrolment.id == Attempt.enrolment_id,
            ),
        )
        .where(
            Answer.organization_id == organization_id,
            Answer.question_version_id == version.id,
            Answer.checked_at.is_not(None),
        )
        .order_by(Attempt.id, Answer.position)
    )
    # Many give the same answer, and comparing typed texts takes its time.
    known: dict[tuple[str | None, int], Grade] = {}
    found = []
    for answer, attempt, enrolment in rows:
        seen = (answer.given, answer.possible)
        if seen not in known:
            given = canonical.parse(answer.given) if answer.given else None
            own = Grade(answer.earned, answer.possible)
            known[seen] = correcting.by_correction(correction, kind, body, own, given)
        found.append(Judged(answer, attempt, enrolment, known[seen]))
    return found


def preview(wanted: Sequence[Correction], *, sight: Sight) -> Preview:
    """Whom these corrections would affect, without making them."""
    found = [
        each
        for correction in wanted
        for each in judged(sight.organization_id, correction)
        if each.enrolment.purpose == EnrolmentPurpose.LEARN
    ]
    passing = _newly_passing(found)
    seen = sight.among({each.enrolment.membership_id for each in found})
    return Preview(
        answers=len(found),
        raised=_names(seen, (each.enrolment for each in found if each.is_better)),
        passing=_names(seen, (enrolment for enrolment, _modules in passing.values())),
        completing=_names(
            seen,
            (
                enrolment
                for enrolment, modules in passing.values()
                if _would_complete(enrolment, modules)
            ),
        ),
        keeping=_names(
            seen,
            (
                each.enrolment
                for each in found
                if each.answer.is_correct and not each.by_correction.is_correct
            ),
        ),
    )


def _newly_passing(found: Sequence[Judged]) -> dict[int, tuple[Enrolment, set[str]]]:
    """By enrolment the modules that would be passed by a corrected attempt, and aren't yet."""
    passing: dict[int, tuple[Enrolment, set[str]]] = {}
    for each in found:
        if each.counts_now and _would_pass(each):
            modules = passing.setdefault(each.enrolment.id, (each.enrolment, set()))[1]
            modules.add(each.attempt.module)
    return passing


def _would_pass(judged: Judged) -> bool:
    """Whether enough would be right, and no must-know question left, where it isn't so yet."""
    attempt, enrolment = judged.attempt, judged.enrolment
    row = queries.module_progress(enrolment, attempt.module)
    is_counted = attempt.state == AttemptState.CLOSED and attempt.closed_by != ClosedBy.RESET
    if row is None or row.passed_at is not None or not is_counted:
        return False
    is_enough = row.passing_attempt_id is not None or (
        attempt.purpose == AttemptPurpose.MODULE and attempt.correct + 1 >= attempt.needed
    )
    question = quizzes.question_version(
        attempt.organization_id, judged.answer.question_version_id
    ).question_id
    return is_enough and not attempt_queries.must_know_left(attempt, enrolment) - {question}


def _would_complete(enrolment: Enrolment, modules: Collection[str]) -> bool:
    facts = [
        replace(each, is_passed=each.is_passed or each.key in modules)
        for each in standings.module_facts(enrolment)
    ]
    return rules.is_complete(facts)


def _names(seen: Collection[int], enrolments: Iterator[Enrolment]) -> tuple[str, ...]:
    by_id = {each.id: each.learner if each.membership_id in seen else "" for each in enrolments}
    return tuple(sorted(by_id.values(), key=lambda name: (not name, name)))
