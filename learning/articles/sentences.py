"""Cuts prose into sentences and gives each an id that lasts as long as its words do."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from learning.articles.blocks import HIDDEN, visible

_LONGEST_NAME = 60  # characters of a speaker's name, or of the words before a number that counts

# Possessive, and never started in the middle of a run: a line of a million dots stays linear.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»›)\]}\0*_]*+"
    r"(?:\[(?:\d{1,3}|[a-z]|note \d{1,2}|(?:citation|clarification) needed)\]|[¹²³⁰-⁹])*+(?=\s)"
    r"|[。！？]++[」』”’）\0]*+|\v"
)
_NEXT = re.compile(r"[\s\0\"'“‘«‹(\[{*_¿¡]*(\S\w*\.?)?")
_LAST_WORD = re.compile(r"[^\s\0(\[{\"“‘*_/]*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_NUMBER = re.compile(r"\d+\Z|[ivx]+\Z")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Before a name or a further word these never end a sentence.
_TITLES = _words(
    """
    dr mr mrs ms mx prof med phil dipl ing mt rev hon sr fr st gen col capt lt sgt gov sen rep pres
    messrs mme mlle
    e.g i.e eg ie cf vs viz al approx ca resp incl esp
    """
)
# These shorten only before a number: "No. 5", but "The answer is no. We went on."
_BEFORE_NUMBERS = _words(
    """
    no nos fig figs p pp vol ch sec art eq nr ver op tab app para max min
    """
)
# These may end a sentence; then the next word is one that opens sentences.
_EITHER = _words(
    """
    etc inc ltd co corp jr a.m p.m ph.d m.d b.a m.a dept jan feb apr jun jul aug sep sept oct
    nov dec mon tue wed thu fri ave blvd rd ft oz lb lbs avg
    """
)
_OPENERS = _words(
    """
    the a an this that these those it its he she we they you i his her our their your my there
    here in on at by for from to of with as if when while where after before during since
    because although though however but and or so yet then also both each every all some many
    most few no not what who why how which whether once until unless another other such even
    instead meanwhile therefore thus moreover finally first second third next today yesterday
    please do is are was
    """
)
_ROMAN = re.compile(r"[IVX]{2,5}[.,;:)]?")
_COUNTER = re.compile(r"(?:.*[:;,])?[\s\0(]*(?:\d{1,2}|[ivx]{1,4})", re.DOTALL)
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)", re.IGNORECASE
)
_SAYS = re.compile(
    r"\s+(?:[A-Z][\w’'-]*\s+){1,3}(?:said|says|asked|asks|replied|replies|answered|answers|cried"
    r"|cries|added|adds|wrote|writes|thought|shouted|whispered)\b"
)
_LETTER = re.compile(r"[^\W_]")
_WORDS = re.compile(r"(?<!\w)[-−]?\d+(?:[.,:]\d+)*%?|[^\W_]+(?:['’][^\W_]+)*")


def spans_in(prose: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one block begin and end; together they hold all but white space.

    `prose` has HIDDEN in place of mark-up, which stays with the sentence it touches.
    """
    start = checked = 0
    has_word = False  # stops alone make no sentence, however many there are
    for found in _END.finditer(prose):
        has_word = has_word or _LETTER.search(prose, checked, found.start()) is not None
        checked = found.end()
        if has_word and _ends_sentence(prose, start, found):
            yield from _trimmed(prose, start, found.end())
            start, has_word = found.end(), False
    yield from _trimmed(prose, start, len(prose))


def ids_of(sentences: Iterable[str]) -> list[str]:
    """An id per sentence: its words, hashed, and an ordinal among sentences with equal words."""
    seen: Counter[str] = Counter()
    ids = []
    for prose in sentences:
        digest = hashlib.sha256(_normalised(prose).encode()).hexdigest()[:16]
        seen[digest] += 1
        ids.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return ids


def _trimmed(prose: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = prose[start:end]
    words = piece.strip()
    if words.strip(HIDDEN):
        first = start + len(piece) - len(piece.lstrip())
        yield first, first + len(words)


def _ends_sentence(prose: str, start: int, found: re.Match[str]) -> bool:
    if found[0][0] in "。！？\v":
        return True
    following = _NEXT.match(prose, found.end())
    word = following[1] if following else None
    if not word:
        return True
    if word[0].islower():
        return False
    if found[0][-1] in '"”’»' and _SAYS.match(prose, found.end(), found.end() + _LONGEST_NAME):
        return False  # “Why?” Mary asked.
    if not found[0].startswith(".") or found[0].startswith(".."):
        return True
    if _counts(prose, start, found.start(), word):
        return False
    return not _is_shortened(prose, found.start(), word)


def _counts(prose: str, start: int, dot: int, following: str) -> bool:
    """Whether the number before a full stop counts what follows: a list in a line, a day."""
    if not prose[dot - 1].isalnum() or prose[dot - 3 : dot].isalpha():
        return False
    if dot - start <= _LONGEST_NAME and _COUNTER.fullmatch(prose, start, dot):
        return True
    return prose[dot - 1].isdecimal() and _MONTH.match(following) is not None


def _is_shortened(prose: str, dot: int, following: str) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation, an initial or a list number."""
    last = _LAST_WORD.search(prose, max(0, dot - 30), dot)
    word = last[0] if last else ""
    key = word.lower()
    if key in _TITLES:
        return True
    if key in _BEFORE_NUMBERS:
        is_roman = key != "no" and _ROMAN.fullmatch(following) is not None
        if following[0].isdigit() or is_roman or not _is_initial(word):
            return following[0].isdigit() or is_roman
    if _NUMBER.match(word) and not visible(prose[: dot - len(word)] if dot < 40 else "x"):
        return True  # a number that opens the block, as in "1. Wash": no sentence of its own
    opens = following.lower() in _OPENERS and not following.endswith(".")
    return not opens and (key in _EITHER or _is_initial(word))


def _is_initial(word: str) -> bool:
    return bool(_INITIALS.match(word)) and (word[0].isupper() or "." in word) and word != "I"


def _normalised(prose: str) -> str:
    """Words alone, in one case: quotes, mark-up and layout may change without changing an id."""
    text = unicodedata.normalize("NFKC", visible(prose)).casefold()
    words = (word.replace("’", "'").replace("−", "-") for word in _WORDS.findall(text))
    return " ".join(words) or text
