"""Words that point at something the question doesn't show."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind
from learning.quizzes.linting.finding import Lint, quoted, warning
from learning.quizzes.linting.subject import OFFERING, Subject
from learning.quizzes.linting.words import any_of, content, listed, plain, words

_WITH_ROWS = (*OFFERING, QuestionKind.MATCHING, QuestionKind.ORDERING)
# What a question may point at, since it is its own or everybody's.
_OWN = listed(
    """
    article course module section text question quiz statement statements sentence sentences option
    options answer answers following item items step steps word words gap term terms pair pairs day
    days way year case guide page lesson
    """
)
_POINTER = "(?:these|those)"
_INSTRUCTIONS = any_of(
    """order, match, sort, arrange, put, connect, pair, link, bring, place, rank, choose, select,
    tick, both, all, which, how many"""
)
_ROWS = re.compile(
    rf"\b(?:of|(?:{_INSTRUCTIONS})(?: one| ones| two| three)?) {_POINTER}\b(?! ___)"
    r"|\bthe following\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(\b(?:this|these|those|such)|^that)\b(?!\s+as\b)\s*(?:an? )?(?:[a-z]+ly )?([^\W\d_]+|___)?",
    re.IGNORECASE,
)
_TOLD = any_of("""mentioned, described, shown, listed, discussed, explained, stated, seen, noted""")
_PIECE = any_of("section, paragraph, sentence, passage, chapter, example, page")
_ELSEWHERE = re.compile(
    rf"\bthe (?:former|latter|aforementioned|said)\b|\b(?:the|see) (?:above|below)\b"
    rf"|\b(?:{_TOLD}) (?:above|below|earlier|before|previously)\b|\bas (?:{_TOLD})\b"
    r"|\b(?:above|previously|earlier|already|afore)[- ]?mentioned\b"
    rf"|\b(?:previous|preceding|next|last|first|second) (?:{_PIECE})\b"
    r"|\bin the (?:example|passage|story|excerpt|quote|extract)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|itself|themselves)\b",
    re.IGNORECASE,
)
# "It" that stands for nothing: "is it safe to", "how long does it take".
_IT_IS = any_of(
    """it['’]s, it is, it was, it seems, it may be, it can be, it would be, it will be, is it, was
    it, should it be, would it be, can it be, may it be, might it be"""
)
_EMPTY_IT = re.compile(
    rf"\b(?:{_IT_IS})(?: not)? (?!\w+ed\b)\w+(?: \w+)? (?:to|that|whether|for)\b"
    r"|\b(?:does|did|will|would|can|may) it (?:\w+ly |often )?"
    r"(?:take(?! away| off| in| out| up| over)|matter|help|cost|mean|rain|snow)\b"
    r"|\bit (?:called|known|named|said that|takes?|took|rains|snows|helps)\b"
    r"|\bmakes? it \w+ (?:to|for)\b"
    rf"|^is it (?:{any_of('true, safe, possible, better, best, right, wise, necessary, legal')})\b",
    re.IGNORECASE,
)
_CONNECTIVES = any_of(
    """however, therefore, thus, hence, also, in addition, moreover, furthermore, for example, for
    instance, and, but, so, besides, instead, consequently, as a result, nevertheless, meanwhile,
    otherwise, then, similarly, likewise, in contrast, on the other hand, yet, still, this is why,
    that is why"""
)
_CONNECTING = re.compile(rf"^(?:{_CONNECTIVES})\b,?", re.IGNORECASE)


def lints(subject: Subject) -> Iterator[Lint]:
    known = plain(subject.wording.body.scenario)
    found = _in_text(subject.stem, known, has_rows=subject.kind in _WITH_ROWS, is_stem=True)
    if found:
        yield warning(
            "dangling-reference", f"Nothing in the question says what {quoted(found)} points at."
        )
        return
    before = f"{known} {subject.stem}"
    for text in subject.options if subject.kind != QuestionKind.TRUE_FALSE else ():
        pointed = _pointed(text, before) or _elsewhere(text)
        if pointed:
            yield warning(
                "dangling-reference",
                f"Nothing in the question says what {quoted(pointed)} in an option points at.",
            )
            return


def _in_text(text: str, known: str, *, has_rows: bool, is_stem: bool) -> str:
    """The words of a text that point at what is neither in it nor known before it."""
    if not known and (found := _CONNECTING.match(text)) and not text.endswith("?"):
        return found[0].rstrip(",")
    if found := _ELSEWHERE.search(text):
        return found[0]
    rows = _ROWS.search(text)
    if rows:
        if not has_rows:
            return rows[0]
        text = text[: rows.start()] + " … " + text[rows.end() :]
    return _pointed(text, known) or _pronoun(text, known)


def _elsewhere(text: str) -> str:
    found = _ELSEWHERE.search(text)
    return found[0] if found else ""


def _pointed(text: str, known: str) -> str:
    for found in _POINTING.finditer(text):
        pointer, noun = found[1].casefold(), (found[2] or "").casefold()
        before = f"{known} {text[: found.start()]}"
        if noun in _OWN or (pointer == "that" and not _is_pointing_that(text, found, before)):
            continue
        if pointer == "such" and re.search(r"\b(?:no|any|as|other|one)\s+$", before):
            continue
        if pointer == "those" and noun in ("who", "with", "of", "that", "which", "in", "from"):
            continue
        said = [root for root in content(before) if root not in _ASKING_ROOTS]
        if noun in ("one", "ones") and said:
            continue
        roots = content(noun) if noun != GAP_MARK else []
        if roots and roots[0] in said:
            continue
        # Something was said in a sentence before, or in a long clause: that is pointed at.
        if known or (re.search(r"\w.*[.;:!?]\s", before) and said):
            continue
        if "," in before and len(said) > _LONG_CLAUSE:
            continue
        return found[0].strip()
    return ""


def _is_pointing_that(text: str, found: re.Match[str], before: str) -> bool:
    """Whether "that" is no conjunction: at the very start, before a noun."""
    return not words(before) and bool(found[2]) and len(content(found[2])) == 1


def _pronoun(text: str, known: str) -> str:
    bare = _EMPTY_IT.sub(lambda match: " " * len(match[0]), text)
    for found in _PRONOUN.finditer(bare):
        before = content(f"{known} {text[: found.start()].replace(GAP_MARK, ' gap ')}")
        is_named_after = found[0].casefold() in _POSSESSIVE and _NAMED_AFTER.search(
            bare, found.end()
        )
        if not is_named_after and all(root in _ASKING_ROOTS for root in before):
            return found[0]
    return ""


_LONG_CLAUSE = 3
# "How much of its weight can a fleece lose?"
_POSSESSIVE = ("its", "their", "his", "her")
_NAMED_AFTER = re.compile(r"\b(?:an?|the) [^\W\d_]+")
# Roots of words that say nothing "it" could stand for.
_ASKING_ROOTS = frozenset(
    content(
        """
        happen take make means kind sort type long far part reason purpose name work use called help
        need cause show get come go begin become
        """
    )
)
