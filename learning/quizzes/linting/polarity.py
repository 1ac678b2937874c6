"""Whether a question says yes where the article says no, or the other way round."""

from collections.abc import Iterator

from learning.quizzes.kinds.contract import CHOICE_KINDS
from learning.quizzes.linting.clauses import (
    Negation,
    clauses,
    has_negation,
    negated,
    sentences,
    turns,
)
from learning.quizzes.linting.finding import Lint, error, quoted
from learning.quizzes.linting.subject import Claim, Subject
from learning.quizzes.linting.words import ABSOLUTES, HEDGES, content, words

# How much of what is negated has to be in the question for it to be about that.
_ABOUT = 0.6


def lints(subject: Subject) -> Iterator[Lint]:
    for claim in subject.claims:
        dropped = next(_dropped(subject, claim), None)
        if dropped is not None:
            yield dropped
            return
    if subject.holds is False:
        yield from _denies_the_quote(subject)


def _dropped(subject: Subject, claim: Claim) -> Iterator[Lint]:
    if not turns(claim.text):
        for negation in (each for quote in subject.quotes for each in negated(quote)):
            if _is_about(claim, negation, subject):
                yield error(
                    "negation-dropped",
                    f"The article says {quoted(negation.words)}; the question holds"
                    f" {quoted(claim.answer or claim.text)} true without a negation.",
                )
    elif has_negation(claim.text) and not turns(subject.quote):
        for negation in negated(claim.text):
            if _is_said_plainly(claim, negation, subject):
                yield error(
                    "negation-dropped",
                    f"The question holds {quoted(negation.words)} true; what it quotes says so"
                    " without a negation.",
                )


def _is_about(claim: Claim, negation: Negation, subject: Subject) -> bool:
    """Whether the claim says what this negation denies."""
    scope = negation.scope
    if not scope or len(scope & claim.roots) < _ABOUT * len(scope):
        return False
    said = next(s for quote in subject.quotes for s in sentences(quote) if negation.words[:12] in s)
    known = claim.answer_roots & subject.quote_roots
    if known and not known & frozenset(content(said)):
        return False
    # Of all clauses the one that resembles the claim most is the one it was made from.
    here = len((scope | negation.before) & claim.roots)
    others = (
        clause for quote in subject.quotes for clause in clauses(quote) if not has_negation(clause)
    )
    return here >= max((len(frozenset(content(c)) & claim.roots) for c in others), default=0)


def _is_said_plainly(claim: Claim, negation: Negation, subject: Subject) -> bool:
    """Whether the quote says, of the same thing, what the claim denies."""
    scope = negation.scope
    for sentence in (s for quote in subject.quotes for s in sentences(quote)):
        roots = frozenset(content(sentence))
        if scope and len(scope & roots) >= _ABOUT * len(scope):
            is_chosen = subject.kind in CHOICE_KINDS and claim.answer
            return not is_chosen or bool(claim.answer_roots & roots)
    return False


def _denies_the_quote(subject: Subject) -> Iterator[Lint]:
    """A statement is keyed false, and is what the quote says."""
    stated = content(subject.stem)
    strong = _weights(subject.stem)
    for sentence in (s for quote in subject.quotes for s in sentences(quote)):
        if (
            len(stated) > 1
            and _is_within(stated, content(sentence))
            and strong == _weights(sentence) & (strong | ABSOLUTES | HEDGES)
            and turns(subject.stem) == turns(sentence)
        ):
            code = "negation-dropped" if has_negation(sentence) else "true-statement-keyed-false"
            yield error(
                code, f"The statement is keyed false, and the article says {quoted(sentence)}."
            )
            return


def _weights(text: str) -> frozenset[str]:
    return frozenset(words(text)) & (ABSOLUTES | HEDGES)


def _is_within(few: list[str], many: list[str]) -> bool:
    """Whether all of `few` stand in `many` in their order."""
    rest = iter(many)
    return all(each in rest for each in few)
