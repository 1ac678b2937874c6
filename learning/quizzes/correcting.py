"""Corrections: what a wrong key or a broken question is made good by. A correction only adds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from learning.quizzes import grading
from learning.quizzes.kinds.contract import AnswerKey, Body, Grade, Option, QuestionKind


class Policy(StrEnum):
    """rekey: what the newest key accepts counts, too. credit: everybody who was asked is right."""

    REKEY = "rekey"
    CREDIT = "credit"


@dataclass(frozen=True)
class Correction:
    """A correction of one version of a question, with the key that counts, too, and why.

    The key is in terms of that version's own options. `id` and `number` are 0 before it is made.
    """

    question_version_id: int
    key_version_id: int
    policy: Policy
    key: AnswerKey
    reason: str = ""
    id: int = 0
    number: int = 0
    at: datetime | None = None


def key_in_terms_of(
    kind: QuestionKind, body: Body, newer_kind: QuestionKind, newer: Body, key: AnswerKey
) -> AnswerKey | None:
    """A newer wording's key as one for the answers to this body; None where those have no place.

    That wants the same kind and the same parts. Options may have been reworded or have changed
    places; a number's unit may not.
    """
    options, matches = _same(body.options, newer.options), _same(body.matches, newer.matches)
    gaps = (body.gaps, newer.gaps) if kind == QuestionKind.GAP else (0, 0)
    if options is None or matches is None or kind != newer_kind:
        return None
    if gaps[0] != gaps[1] or body.unit != newer.unit:
        return None
    ids, right = options | matches, key.right
    if kind == QuestionKind.MATCHING:
        wanted = {options[each.id]: one for each, one in zip(newer.options, right, strict=True)}
        right = tuple(wanted[option.id] for option in body.options)
    return replace(
        key,
        correct=frozenset(ids[id] for id in key.correct),
        feedback={ids[id]: words for id, words in key.feedback.items() if id in ids},
        right=tuple(tuple(ids.get(each, each) for each in accepted) for accepted in right),
    )


def _same(older: Sequence[Option], newer: Sequence[Option]) -> dict[str, str] | None:
    """By the id of each newer option that of the older one it is: by its words, or else by its id.

    None unless all of both have their counterpart.
    """
    found: dict[str, str] = {}
    for trait in (lambda o: (o.id, o.text), lambda o: o.text, lambda o: o.id):
        left = {trait(each): each.id for each in older if each.id not in found.values()}
        for each in newer:
            if each.id not in found and trait(each) in left:
                found[each.id] = left.pop(trait(each))
    return found if len(older) == len(newer) == len(found) else None


def has_other_key(key: AnswerKey, other: AnswerKey) -> bool:
    """Whether the two differ in what is right, not only in what is said about it."""
    return (key.correct, key.right, key.tolerance) != (other.correct, other.right, other.tolerance)


def by_correction(
    correction: Correction, kind: QuestionKind, body: Body, own: Grade, given: Sequence[str] | None
) -> Grade:
    """What an answer earns by a correction alone; `own` is what it earned so far."""
    if correction.policy == Policy.CREDIT:
        return Grade(own.possible, own.possible)
    return grading.grade(kind, body, correction.key, given)


def better(own: Grade, other: Grade) -> Grade:
    """The grade that is worth more; one's own if they are worth the same."""
    return other if other.correctness > own.correctness else own


def corrected(
    corrections: Sequence[Correction],
    kind: QuestionKind,
    body: Body,
    own: Grade,
    given: Sequence[str] | None,
) -> Grade:
    """The best of an answer's own grade and those by all corrections of its version."""
    for correction in corrections:
        own = better(own, by_correction(correction, kind, body, own, given))
    return own


def key_to_show(
    corrections: Sequence[Correction], version_id: int, own: AnswerKey
) -> tuple[int, AnswerKey]:
    """The key a learner reads after the check, with the id of the version it is of.

    That is the key of the newest correction which has another one.
    """
    rekeyed = [each for each in corrections if each.policy == Policy.REKEY]
    return (rekeyed[-1].key_version_id, rekeyed[-1].key) if rekeyed else (version_id, own)
