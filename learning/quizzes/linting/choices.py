"""Options that give the key away or can't be told apart: by length, strong words, numbers, form."""

import re
from collections.abc import Iterator
from itertools import combinations
from statistics import mean

from learning.quizzes import quantities
from learning.quizzes.kinds.contract import GAP_MARK
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.numbers import Span, amount, stated_range
from learning.quizzes.linting.subject import OFFERING, Subject
from learning.quizzes.linting.words import ABSOLUTES, any_of, words

_TOO_LONG, _MUCH_TOO_LONG = 1.4, 1.5
# Below this many characters more, nobody notices.
_LONGER = 8
# A name of so many words is as long as it is.
_NAME_WORDS = 3
_LETTER = r"\(?[A-F]\)?"
_ALL = re.compile(
    r"\b(?:all|none|any|each|both|neither|some|more than one|two) of (?:the|these|those|them)\b"
    r"(?: (?:above|options?|answers?|choices?|three|others?|following|two))?\W*$"
    r"|\b(?:all|none|any|both) (?:the )?(?:above|options|answers)\b|^(?:all|none|both)\W*$"
    r"|^(?:all|none|both|each)(?: of (?:them|these|the \w+))? (?:is|are) (?:right|correct|true)"
    r"|^(?:all|none|both|each) of the (?:other|remaining)\b"
    rf"|^(?:both |neither )?(?:options? )?{_LETTER},? (?:and|or|nor|&) {_LETTER}(?: only)?\W*$",
    re.IGNORECASE,
)
_STRONG = ABSOLUTES - {"must", "cannot", "whatever"}
# These stand in many an option that is no exaggeration.
_WEAKER = frozenset(("only", "all", "every", "entirely", "anything", "everything"))


def lints(subject: Subject) -> Iterator[Lint]:
    if subject.kind not in OFFERING:
        return
    for text in subject.options:
        if _ALL.search(text):
            yield warning("all-of-the-above", f"{quoted(text)} tests logic, not what was read.")
    yield from _lengths(subject)
    yield from _strong_words(subject)
    yield from _amounts(subject)
    yield from _forms(subject)


def _lengths(subject: Subject) -> Iterator[Lint]:
    keys, wrong = subject.keys, subject.distractors
    if not keys or not wrong:
        return
    key = max(keys, key=len)
    length, other = mean(map(len, keys)), mean(map(len, wrong))
    longest = max(map(len, wrong))
    if length > _TOO_LONG * other and length > longest and length - other >= _LONGER:
        is_clear = length > _TOO_LONG * longest or length > _MUCH_TOO_LONG * other
        is_name = len(key.split()) <= _NAME_WORDS and length - other < 2 * _LONGER
        yield (warning if is_clear and not is_name else info)(
            "key-longest",
            f"The key {quoted(key)} is {length / other:.1f} times as long as the distractors are.",
        )


def _strong_words(subject: Subject) -> Iterator[Lint]:
    if any(_strong(key) for key in subject.keys):
        return
    said = frozenset(words(f"{subject.stem} {subject.quote}"))
    # "Nothing" alone is an answer like others.
    strong = [(_strong(text), text) for text in subject.distractors if " " in text]
    found = next(((w, t) for w, t in strong if w - said - _WEAKER), None)
    if found:
        yield warning("absolute-words", _only_there(*found))
    elif weaker := next(((w, t) for w, t in strong if w), None):
        yield info("absolute-words", _only_there(*weaker))


def _only_there(strong: frozenset[str], text: str) -> str:
    return f"Only distractors say {quoted(min(strong))}, which gives them away: {quoted(text)}."


# "Nearly all", "every two weeks", "all its workers": no exceptions are denied.
_OFTEN = any_of(
    """second, third, other, few, day, week, month, year, hour, minute, morning, evening, night,
    time, spring, summer, autumn, winter, one, two, three, four, five, six"""
)
_WEAKENED = re.compile(
    r"\b(?:nearly|almost|not|hardly|practically|after|above) all\b|\bat all(?= *$)"
    r"|\ball (?:day|night|year|its|his|her|their|the|of|over|right)\b"
    r"|\b(?:nearly|almost|not|hardly) (?:every\w*|any\w*|always|never|entirely|completely)\b"
    rf"|\bevery (?:\d+|{_OFTEN})\b"
)


def _strong(text: str) -> frozenset[str]:
    return frozenset(words(_WEAKENED.sub(" ", text.casefold()))) & _STRONG


def _amounts(subject: Subject) -> Iterator[Lint]:
    amounts = [amount(text) for text in subject.options]
    if len(amounts) < 2 or any(each is None for each in amounts):
        return
    known = [(text, *each) for text, each in zip(subject.options, amounts, strict=True) if each]
    for (one, first, unit), (other, second, other_unit) in combinations(known, 2):
        if unit == other_unit and first != second and first.meets(second):
            yield from _overlap(one, other, subject)
    lows = [span.low for _, span, _ in known]
    if len({unit for *_, unit in known}) == 1 and lows not in (sorted(lows), sorted(lows)[::-1]):
        yield info(
            "numbers-unordered", f"The numbers are not in order: {', '.join(subject.options)}."
        )
    stated = stated_range(subject.stem.replace(GAP_MARK, ""))
    for text, span, unit in known if stated else ():
        if stated and not span.meets(stated.span) and unit in (stated.unit, ""):
            yield (warning if stated.has_ends else info)(
                "outside-stated-range",
                f"{quoted(text)} lies outside the range that the stem states.",
            )
    yield from _beside_gap(subject, known)


def _overlap(one: str, other: str, subject: Subject) -> Iterator[Lint]:
    told = f"The ranges {quoted(one)} and {quoted(other)} overlap."
    is_key = one in subject.keys or other in subject.keys
    # "Up to 3 minutes" beside "up to 30 minutes" is a limit beside a limit.
    are_limits = re.sub(r"[\d.,]+", "", one.casefold()) == re.sub(r"[\d.,]+", "", other.casefold())
    is_open = len(re.findall(r"\d[\d.,]*", one)) < 2
    yield (info if are_limits and is_open else error if is_key else warning)("range-overlap", told)


_BETWEEN = re.compile(
    rf"(?:between|from)\s+[€$£]?{GAP_MARK}\s*\S{{0,12}}\s*(?:and|to)\s+[€$£]?(\d+(?:[.,]\d+)*)"
    rf"|(?:between|from)\s+[€$£]?(\d+(?:[.,]\d+)*)\s*\S{{0,12}}\s*(?:and|to)\s+[€$£]?{GAP_MARK}"
)


def _beside_gap(subject: Subject, known: list[tuple[str, Span, str]]) -> Iterator[Lint]:
    found = _BETWEEN.search(subject.stem)
    if not found:
        return
    edge = quantities.number_in(found[1] or found[2])
    for text, span, _ in known:
        if edge is not None and (span.low > edge if found[1] else span.high < edge):
            yield warning(
                "outside-stated-range",
                f"{quoted(text)} doesn’t fit into the range that the stem begins.",
            )


def _forms(subject: Subject) -> Iterator[Lint]:
    """The key has another form than all distractors have."""
    keys, wrong = subject.keys, subject.distractors
    if len(keys) != 1 or len(wrong) < 2 or not all((*keys, *wrong)):
        return
    for what, form, level in _FORMS:
        shapes = {form(text) for text in wrong}
        if len(shapes) == 1 and form(keys[0]) not in shapes:
            yield level("form-cue", f"Only the key {quoted(keys[0])} {what}.")
            return


def _opening(text: str) -> str:
    first = text.casefold().split()[0]
    return first if first in ("to", "because", "when", "if", "it", "they") else "other"


def _stopped(text: str) -> str:
    return "." if text.rstrip().endswith(".") else ""


def _case(text: str) -> str:
    return "" if not text[0].isalpha() else "capital" if text[0].isupper() else "small"


_FORMS = (
    ("ends with a full stop, or without one", _stopped, warning),
    ("begins with a capital, or without one", _case, info),
    ("begins as no distractor does", _opening, info),
)
