"""Stems that can't be understood alone, ask by negation, ask nothing, or say the answer."""

import re
from collections.abc import Iterator, Sequence

from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind
from learning.quizzes.linting.clauses import has_negation
from learning.quizzes.linting.finding import Lint, info, quoted, warning
from learning.quizzes.linting.numbers import amount
from learning.quizzes.linting.subject import OFFERING, Subject
from learning.quizzes.linting.words import any_of, content, negations, words

_SHOUTED = re.compile(r"\b(?:NOT|EXCEPT|NEVER|LEAST|FALSE|INCORRECT|CANNOT|NO|WRONG)\b")
_VERB = any_of(
    """is, are, was, were, do, does, did, has, have, can, could, will, would, should, must"""
)
_PICKS_WRONG = re.compile(
    r"\b(?:which|what|all|each|select|choose|identify|find|name|pick)\b.*\b(?:except|excluding|"
    r"other than|incorrect|untrue|false|wrong|least likely|not true|not correct)\b"
    rf"|\b(?:which|what)\b.{{0,60}}?\b(?:{_VERB})(?: not\b|n['’]t\b)"
    r"|\b(?:which|what)\b.{1,60}\b(?:never|cannot)\b",
    re.IGNORECASE,
)


def lints(subject: Subject) -> Iterator[Lint]:
    if not subject.stem:
        return
    yield from _negative(subject)
    yield from _doubly_negative(subject)
    yield from _unasked(subject)
    yield from _echoes(subject)


def _negative(subject: Subject) -> Iterator[Lint]:
    stem = subject.stem
    if subject.kind == QuestionKind.TRUE_FALSE:
        if _SHOUTED.search(stem) and not stem.isupper():
            yield info("negative-stem", f"The statement shouts its negation: {quoted(stem)}.")
        return
    is_shouted = _SHOUTED.search(stem) is not None and not stem.isupper()
    if not (is_shouted or _PICKS_WRONG.search(stem)):
        return
    # What the article forbids can be asked for; what it doesn't say can only be left over.
    is_quoted = any(has_negation(quote) for quote in subject.quotes) and not is_shouted
    yield (info if is_quoted else warning)(
        "negative-stem", f"The stem asks for what is not so: {quoted(stem)}."
    )


_NEGATIVE_WORD = re.compile(
    r"\b(?:un(?!der|der\w+|it|ite|iform|ion|ique|iverse|til|less)\w{4,}|im(?:possible|proper|pure)"
    r"|in(?:correct|effective|accurate|appropriate|complete|visible|valid|frequent|sufficient)"
    r"|without|lacks?|fails?|false|except|unless|dis(?:agree|allow|continue)\w*)\b",
    re.IGNORECASE,
)


_APART = re.compile(r"[,;:?!]|\bbut\b|\bbecause\b|\bsince\b|\bwhile\b")
_CONDITION = re.compile(r"\b(?:without|unless|except)\b", re.IGNORECASE)


def _doubly_negative(subject: Subject) -> Iterator[Lint]:
    for clause in _APART.split(subject.stem):
        hard = [clause[start:end] for start, end in negations(clause)]
        hard = [word for word in hard if word.casefold() != "nor"]
        soft = [word for word in _NEGATIVE_WORD.findall(clause) if word not in hard]
        if len(hard) > 1 or (hard and soft):
            told = " and ".join(quoted(word) for word in [*hard, *soft][:2])
            # "Not without" and "not unless" are how conditions are put.
            is_condition = _CONDITION.search(clause) is not None
            yield (info if is_condition else warning)(
                "double-negative", f"Two negations in one clause: {told}."
            )
            return
    if _PICKS_WRONG.search(subject.stem) and has_negation(subject.stem):
        denying = [text for text in (*subject.keys, *subject.distractors) if has_negation(text)]
        if denying and subject.kind in OFFERING:
            yield warning(
                "double-negative",
                f"The stem and the option {quoted(denying[0])} both have a negation.",
            )
    elif subject.holds is False and has_negation(subject.stem):
        yield info("double-negative", "To say that a negated statement is false takes care.")


_ASKING_WORDS = any_of(
    """choose, select, pick, name, put, match, order, arrange, sort, rank, complete, fill, give,
    write, state, say, identify, calculate, enter, type, mark, find, list, tick, drag, link,
    pair, connect, assign, decide, work out, estimate, describe, tell, place, bring, number,
    join, what, which, who, when, where, why, how, in which, in what, for which, for what, by,
    at what, to what, from"""
)
_ASKING = re.compile(rf"^(?:{_ASKING_WORDS})\b", re.IGNORECASE)
_GOING_ON = any_of(
    """is, are, was, were, be, by, of, to, in, on, at, for, with, from, because, a, an, the, when,
    if, that, as, than, called, it, they, you, he, she, can, may, must, should, will, do, does,
    has, have, into, about, means?, needs?, helps?, causes?, makes?, includes?, requires?,
    contains?, uses?, after, before, until, during, through, under, over, using, and, or, not,
    known, named"""
)
_UNFINISHED = re.compile(rf"(?:[:…]|\.\.\.|[—–-]|\b(?:{_GOING_ON}))\s*$", re.IGNORECASE)
# So many words may be a topic; more may be the beginning of a sentence.
_SHORT = 3
_WH = re.compile(r"(?:what|which|who|when|where|why|how)\b", re.IGNORECASE)


def _unasked(subject: Subject) -> Iterator[Lint]:
    stem = subject.stem
    said = words(stem.replace(GAP_MARK, " "))
    if subject.kind == QuestionKind.TRUE_FALSE:
        if stem.endswith("?") or len(said) < 3:
            yield info("stem-not-a-question", f"{quoted(stem)} is no statement to judge.")
        return
    if subject.kind == QuestionKind.GAP:
        if len(said) < 3:
            yield warning("stem-not-a-question", f"{quoted(stem)} leaves nothing to go by.")
        return
    is_asking = (
        "?" in stem
        or GAP_MARK in stem
        or _ASKING.match(stem)
        or re.search(
            r"[.!] (?:choose|select|pick|match|put|order|arrange|what|which|name|give)\b",
            stem,
            re.I,
        )
    )
    if is_asking and "?" not in stem and _WH.match(stem) and GAP_MARK not in stem:
        yield info("stem-not-a-question", f"{quoted(stem)} ends without a question mark.")
    elif not is_asking and not (_UNFINISHED.search(stem) and len(said) > 2):
        # Without a full stop it may be the beginning of a sentence that the options end.
        is_open = len(said) > _SHORT and not stem.endswith((".", "!"))
        told = f"{quoted(stem)} asks nothing."
        yield (info if is_open else warning)("stem-not-a-question", told)
    elif len(said) < 3:
        yield warning("stem-not-a-question", f"{quoted(stem)} is too short to say what is asked.")


def _echoes(subject: Subject) -> Iterator[Lint]:
    if subject.kind == QuestionKind.SINGLE or subject.kind == QuestionKind.MULTIPLE:
        yield from _echoed_keys(subject)
    elif subject.kind in (QuestionKind.GAP, QuestionKind.SHORT_TEXT):
        yield from _echoed_texts(subject)
    elif subject.kind == QuestionKind.MATCHING:
        yield from _echoed_pairs(subject)


def _echoed_keys(subject: Subject) -> Iterator[Lint]:
    """The stem has words of each key that no distractor has, or all of them."""
    said = f" {' '.join(words(subject.stem))} "
    echoes = [_echo(key, subject, said) for key in subject.keys]
    share, near = max(echoes, default=(0.0, ""))
    if not echoes or not all(each for each, _ in echoes):
        return
    if share > 0.5:
        yield warning("answer-in-stem", f"The stem gives {quoted(near)} of the key away.")
    elif share == 0.5:
        yield info("answer-in-stem", f"Of all options only the key repeats {quoted(near)}.")


def _echo(key: str, subject: Subject, said: str) -> tuple[float, str]:
    """How much of a key the stem says, and which of its words."""
    if len(words(key)) > 1 and f" {' '.join(words(key))} " in said:
        return 1.0, key
    elsewhere = frozenset(root for text in subject.distractors for root in content(text))
    roots = [] if amount(key) else [root for root in content(key) if not root.isdigit()]
    told = [root for root in roots if root not in elsewhere and _stem_has(root, subject)]
    return (len(told) / len(roots), _as_written(told, key)) if told else (0.0, "")


def _stem_has(root: str, subject: Subject) -> bool:
    if root in subject.stem_roots:
        return True
    return len(root) > 5 and any(
        (len(other) > 2 and (root.startswith(other) and len(other) * 2 >= len(root) - 2))
        or (len(root) > 4 and other.startswith(root))
        for other in subject.stem_roots
    )


def _as_written(roots: Sequence[str], text: str) -> str:
    """The word of a text that has one of these roots."""
    return next((w for w in words(text) if content(w) and content(w)[0] in roots), text)


def _echoed_texts(subject: Subject) -> Iterator[Lint]:
    said = f" {' '.join(words(subject.stem.replace(GAP_MARK, ' . ')))} "
    for texts in subject.accepted:
        for text in texts:
            roots = content(text)
            if f" {' '.join(words(text))} " in said or (
                roots
                and not any(root.isdigit() for root in roots)
                and frozenset(roots) <= subject.stem_roots
            ):
                yield warning(
                    "answer-in-stem", f"The stem says what has to be typed: {quoted(text)}."
                )
                return


def _echoed_pairs(subject: Subject) -> Iterator[Lint]:
    told = []
    for one, two in subject.pairs:
        others = frozenset(r for _, match in subject.pairs if match != two for r in content(match))
        shared = (frozenset(content(one)) & frozenset(content(two))) - others
        if shared:
            told.append(f"{quoted(one)} and {quoted(two)}")
    if told:
        yield (warning if len(told) * 2 > len(subject.pairs) or len(told) > 1 else info)(
            "answer-in-stem", f"These repeat each other’s words: {'; '.join(told)}."
        )
