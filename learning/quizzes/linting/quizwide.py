"""Flaws of a quiz that no question of it shows alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.finding import Lint, info, quoted, warning
from learning.quizzes.linting.subject import Subject
from learning.quizzes.linting.words import content

FEWEST_QUESTIONS = 3
FEWEST_KINDS = 2
# Of fewer questions shares say little.
_ENOUGH = 4
_TRUE_FALSE_SHARE = 0.25
_TRUE_FALSE_LIMIT = 0.5
_LENGTH_SHARES = (0.15, 0.45)
_LENGTH_LIMIT = 0.6
_PLACE_LIMIT = 0.6
_SAME_STEM = 0.8
_GIVEN_AWAY = 0.6


def lints(subjects: Sequence[Subject]) -> Iterator[Lint]:
    yield from _size(subjects)
    yield from _statements(subjects)
    yield from _lengths(subjects)
    yield from _places(subjects)
    yield from _among_each_other(subjects)


def _size(subjects: Sequence[Subject]) -> Iterator[Lint]:
    if len(subjects) < FEWEST_QUESTIONS:
        told = f"The quiz has {len(subjects)} questions; {FEWEST_QUESTIONS} say more."
        yield info("few-questions", told.replace("1 questions", "1 question"))
    kinds = {subject.kind for subject in subjects}
    if subjects and len(kinds) < FEWEST_KINDS:
        yield info("one-kind", f"All questions are of one kind: {next(iter(kinds))}.")


def _statements(subjects: Sequence[Subject]) -> Iterator[Lint]:
    values = [s.holds for s in subjects if s.kind == QuestionKind.TRUE_FALSE]
    share = len(values) / len(subjects) if subjects else 0
    if len(subjects) >= _ENOUGH and share > _TRUE_FALSE_SHARE:
        told = f"{len(values)} of {len(subjects)} questions are statements; guessing gets half."
        yield (warning if share > _TRUE_FALSE_LIMIT else info)("true-false-share", told)
    known = {value for value in values if value is not None}
    if len(values) > 1 and len(known) == 1:
        word = "true" if known == {True} else "false"
        yield warning("true-false-one-sided", f"All {len(values)} statements are {word}.")


def _lengths(subjects: Sequence[Subject]) -> Iterator[Lint]:
    choices = [s for s in subjects if s.kind == QuestionKind.SINGLE and s.keys and s.distractors]
    if len(choices) < _ENOUGH:
        return
    least, most = _LENGTH_SHARES
    for word, count in (
        ("longest", sum(len(s.keys[0]) > max(map(len, s.distractors)) for s in choices)),
        ("shortest", sum(len(s.keys[0]) < min(map(len, s.distractors)) for s in choices)),
    ):
        share = count / len(choices)
        told = f"The key is the {word} option in {count} of {len(choices)} questions."
        if share > _LENGTH_LIMIT:
            yield warning(f"key-often-{word}", told)
        elif share > most or (share < least and word == "longest" and len(choices) > 2 * _ENOUGH):
            yield info(f"key-often-{word}" if share > most else f"key-rarely-{word}", told)


def _places(subjects: Sequence[Subject]) -> Iterator[Lint]:
    """Learners see options shuffled, so that this shows only where they are exported."""
    choices = [s for s in subjects if s.kind == QuestionKind.SINGLE and len(s.keys) == 1]
    places = Counter(s.options.index(s.keys[0]) + 1 for s in choices)
    if len(choices) < _ENOUGH:
        return
    place, count = places.most_common(1)[0]
    if count > _PLACE_LIMIT * len(choices):
        yield info(
            "key-place", f"The key is option {place} in {count} of {len(choices)} questions."
        )


def _among_each_other(subjects: Sequence[Subject]) -> Iterator[Lint]:
    telling = [(s.stem_roots | _shown(s), s) for s in subjects]
    for number, subject in enumerate(subjects, 1):
        for other_number, (said, other) in enumerate(telling, 1):
            if number < other_number and _are_alike(subject, other):
                yield warning(
                    "repeated-question",
                    f"Questions {number} and {other_number} ask the same: {quoted(other.stem)}.",
                )
            elif number != other_number and _gives_away(subject, said):
                yield warning(
                    "answered-elsewhere",
                    f"Question {other_number} answers question {number}: {quoted(other.stem)}.",
                )


def _shown(subject: Subject) -> frozenset[str]:
    """What the statement or the pairs of a question say besides its stem; options say nothing."""
    return frozenset(content(subject.wording.body.scenario))


def _are_alike(one: Subject, other: Subject) -> bool:
    shared = one.stem_roots & other.stem_roots
    every = one.stem_roots | other.stem_roots
    if not every or len(shared) < _SAME_STEM * len(every) or len(every) < 2:
        return False
    answers = [frozenset(r for c in s.claims for r in c.answer_roots) for s in (one, other)]
    return not all(answers) or bool(answers[0] & answers[1])


def _gives_away(subject: Subject, said: frozenset[str]) -> bool:
    if not subject.claims or len(subject.claims) > 1 or len(subject.stem_roots) < 2:
        return False
    answer = subject.claims[0].answer_roots - subject.stem_roots
    asked = subject.stem_roots - answer
    if not answer or not answer <= said:
        return False
    return len(asked & said) >= _GIVEN_AWAY * len(asked)
