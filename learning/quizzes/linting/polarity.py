"""Whether a question says yes where the article says no, or the other way round."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.linting.clauses import (
    Negation,
    clauses,
    has_negation,
    negated,
    sentences,
    turning_words,
)
from learning.quizzes.linting.finding import Lint, error, quoted
from learning.quizzes.linting.subject import Claim, Subject
from learning.quizzes.linting.words import ABSOLUTES, HEDGES, content, words

# How much of what is negated has to be in the question for it to be about that.
_ABOUT = 0.6
_CONTRASTING = re.compile(r"\bunlike\b", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"(?:[;,:]|\bbut|\bwhile|\bwhereas) ?([^;,:]{3,60}) "
    r"(?:do|does|did|is|are|was|were|can|may|will|has|have)(?: so)?[.;]?$"
)
# "Left without water" may well be how "takes the water" is put in other words.
_LESS_CLEAR = ("without", "non", "neither", "nor", "nobody", "none", "nothing", "nowhere")
# What stands behind these is what the denial leaves out: "nobody may go in until they allow it".
_EXCEPTING = re.compile(r"\b(?:until|unless|except|other than|without|but|before|only)\b")


def lints(subject: Subject) -> Iterator[Lint]:
    for claim in subject.claims:
        dropped = next(_dropped(subject, claim), None)
        if dropped is not None:
            yield dropped
            return
    if subject.holds is False:
        yield from _denies_the_quote(subject)


def _dropped(subject: Subject, claim: Claim) -> Iterator[Lint]:
    for sentence in (s for quote in subject.quotes for s in sentences(quote)):
        for negation in negated(sentence):
            if _is_about(claim, negation, sentence, subject) and not _denies(
                claim.text, negation, than=sentence
            ):
                yield error(
                    "negation-dropped",
                    f"The article says {quoted(negation.words)}; the question holds"
                    f" {quoted(claim.answer or claim.text)} true without a negation.",
                )
    for negation in negated(claim.text):
        if _is_said_plainly(claim, negation, subject):
            yield error(
                "negation-dropped",
                f"The question holds {quoted(negation.words)} true; what it quotes says so"
                " without a negation.",
            )


def _is_about(claim: Claim, negation: Negation, sentence: str, subject: Subject) -> bool:
    """Whether the claim says what this negation denies."""
    scope = _denied(negation)
    if not scope or len(scope & claim.roots) < _ABOUT * len(scope):
        return False
    # What fills a gap is a piece of the statement, not an answer to it.
    answer = claim.answer_roots if subject.kind != QuestionKind.GAP else frozenset()
    if _is_put_right(sentence, negation, claim, answer):
        return False
    if answer and not answer & (negation.scope | negation.before):
        return False
    # Of all clauses the one that resembles the claim most is the one it was made from.
    here = _share(negation.scope | negation.before, claim)
    others = (c for quote in subject.quotes for c in clauses(quote) if not has_negation(c))
    rivals = (roots for c in others if len(roots := frozenset(content(c))) > 1)
    return here >= max((_share(roots, claim) for roots in rivals), default=0)


def _is_put_right(sentence: str, negation: Negation, claim: Claim, answer: frozenset[str]) -> bool:
    """Whether the sentence says yes after all, to what the claim is about.

    "Moths don't, but their larvae do", "nobody may until they allow it", "not without water".
    """
    if _CONTRASTING.search(sentence):
        return True
    if found := _ELLIPSIS.search(sentence):
        is_repeated = " ".join(words(found[0])) in " ".join(words(claim.text))
        return not is_repeated and bool(frozenset(content(found[1])) & claim.roots)
    others = [other for other in negated(sentence) if other != negation]
    if others and negation.sign == "without":
        return True
    # Where the answer says what is denied too, the exception is no excuse.
    denied = _denied(negation)
    return bool(_excepted(negation) & answer) and not denied <= answer


def _excepted(negation: Negation) -> frozenset[str]:
    """What the sentence leaves out of the denial, or says instead."""
    parts = _EXCEPTING.split(negation.rest, maxsplit=1)
    return frozenset(content(parts[1])) if len(parts) > 1 else frozenset()


def _denied(negation: Negation) -> frozenset[str]:
    """Of "not to the North Pole but to magnetic north" what isn't said of both."""
    return negation.scope - _excepted(negation) or negation.scope


def _share(roots: frozenset[str], claim: Claim) -> float:
    return len(roots & claim.roots) / len(roots)


def _denies(text: str, negation: Negation, *, than: str) -> bool:
    """Whether a text denies what `negation` does: likewise, or in words that `than` hasn't."""
    if turning_words(text) - turning_words(than):
        return True
    if any(has_negation(piece) and not content(piece) for piece in sentences(text)):
        return True  # an answer such as "Nobody"
    about = negation.scope | negation.before
    return any(
        (other.scope & negation.scope) or (other.scope and other.scope | other.before <= about)
        for other in negated(text)
    )


def _is_said_plainly(claim: Claim, negation: Negation, subject: Subject) -> bool:
    """Whether the quote says, of the same thing, what the claim denies."""
    scope = negation.scope
    if negation.sign in _LESS_CLEAR:
        return False
    for sentence in (s for quote in subject.quotes for s in sentences(quote)):
        roots = frozenset(content(sentence))
        if not scope or len(scope & roots) < _ABOUT * len(scope):
            continue
        is_chosen = subject.kind in CHOICE_KINDS and claim.answer
        if is_chosen and not claim.answer_roots & roots:
            continue
        if not _denies(sentence, negation, than=claim.text):
            return True
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
            and _turned(subject.stem) == _turned(sentence)
        ):
            code = "negation-dropped" if has_negation(sentence) else "true-statement-keyed-false"
            yield error(
                code, f"The statement is keyed false, and the article says {quoted(sentence)}."
            )
            return


def _turned(text: str) -> tuple[int, frozenset[str]]:
    return len(negated(text)), turning_words(text)


def _weights(text: str) -> frozenset[str]:
    return frozenset(words(text)) & (ABSOLUTES | HEDGES)


def _is_within(few: list[str], many: list[str]) -> bool:
    """Whether all of `few` stand in `many` in their order."""
    rest = iter(many)
    return all(each in rest for each in few)
