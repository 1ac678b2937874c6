"""Whether a typed text says what was expected: a slip of the pen may, another meaning never.

Words are compared one to one, in order. Case, accents, spacing, hyphens, articles and plurals don't
matter; numbers, units, short words and negations have to be the same; a longer word may carry an
ordinary slip, unless what was written is a word of its own. Similarity ratios can't tell
"ineffective" from "effective", so none is used.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from learning.quizzes import quantities, vocabulary

SHORTEST_WITH_SLIP = 4
SHORTEST_WITH_TWO = 9

_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"[ivxlcdm]+")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-_](?=[^\W\d_])")
_PERCENT = re.compile(r"%|\bper cent\b")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("'’‘ʼ`´", ""))
# Signs that change what is said; every other sign is only punctuation.
_SIGNS = frozenset("+-±<>≤≥=≠‰°/×*^$€£")
_ARTICLES = frozenset(("a", "an", "the"))
_NEGATIONS = frozenset(
    ("no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "non",
     "without", "cannot", "cant", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent",
     "wont", "wouldnt", "shouldnt", "couldnt", "mustnt", "neednt", "hasnt", "havent")
)  # fmt: skip
_NEGATING = ("an", "a", "un", "in", "im", "il", "ir", "non", "dis", "de", "anti", "mis", "counter")
# Of two different ones in a family neither is a slip of the other: "hyper" is not "hypo".
_BEGINNINGS = (
    ("hyper", "hypo"), ("inter", "intra"), ("macro", "micro"),
    ("pre", "pro", "post", "para", "peri"),
    ("ante", "anti"), ("ab", "ad", "af"), ("endo", "exo", "ecto"), ("super", "supra", "sub"),
    ("homo", "hetero"), ("iso", "aniso"), ("mono", "multi"), ("tri", "tetra"), ("de", "dis", "dys"),
    ("under", "un", "up"), ("en", "ex"), ("met", "meth"), ("eth", "et"), ("ortho", "over"),
)  # fmt: skip
# Endings that are parts of a word in their own right; nobody slips from one into another.
_ENDINGS = (
    ("less", "ful", "free"), ("itis", "osis", "oma"), ("ectomy", "otomy", "ostomy"),
    ("gram", "graph"), ("olone", "one"), ("ol", "one"),
)  # fmt: skip
# Endings a letter apart, which tell rare terms from each other; in everyday words they are slips.
_NEAR_ENDINGS = (
    ("ate", "ite", "ide"), ("ane", "ene", "yne", "ine"), ("ol", "al"), ("ase", "ose"),
    ("or", "ee", "er"), ("ous", "us"), ("ia", "ic"),
)  # fmt: skip


def says(
    given: str, accepted: Collection[str], *, language: str = "en", terms: Collection[str] = ()
) -> bool:
    """Whether `given` says one of the `accepted` texts.

    `language` is the course's; where its words aren't known no slips are forgiven. `terms` are
    words of the course: none of them is ever a slip of another.
    """
    if any(map(str.isalnum, given)) and given in accepted:
        return True  # also where nothing is left of it once marks are taken away
    known = {piece for text in (*accepted, *terms) for piece in _pieces(text)}
    return any(_is_same(_pieces(given), _pieces(text), language, known) for text in accepted)


def rivals(text: str, accepted: Collection[str]) -> tuple[str, ...]:
    """The words of `text` that could be taken for slips of the accepted ones, and are none."""
    return rivals_among(words_of(text), accepted)


def words_of(text: str) -> frozenset[str]:
    """The words of a text as `rivals_among` compares them: one is taken apart for many answers."""
    return frozenset(filter(str.isalpha, _pieces(text)))


def rivals_among(words: frozenset[str], accepted: Collection[str]) -> tuple[str, ...]:
    """As `rivals`, among the `words_of` a text."""
    wanted = {piece for each in accepted for piece in _pieces(each) if piece.isalpha()}
    return tuple(sorted(w for w in words - wanted if any(_is_slip(w, one) for one in wanted)))


def _is_same(
    given: Sequence[str], wanted: Sequence[str], language: str, known: Collection[str]
) -> bool:
    if not given or not wanted:
        return False
    if len(given) == len(wanted) and all(
        _is_same_piece(one, other, language, known)
        for one, other in zip(given, wanted, strict=True)
    ):
        return True
    # "well known", "well-known" and "wellknown" are one; "not able" and "notable" are not.
    return (
        "".join(given) == "".join(wanted)
        and all(piece.isalpha() for piece in (*given, *wanted))
        and _negations(given) == _negations(wanted)
    )


def _is_same_piece(given: str, wanted: str, language: str, known: Collection[str]) -> bool:
    if given == wanted:
        return True
    if _NUMBER.fullmatch(given) and _NUMBER.fullmatch(wanted):
        value = quantities.value_of(given)
        return value is not None and value == quantities.value_of(wanted)
    if not (given.isalpha() and wanted.isalpha()) or {given, wanted} & _NEGATIONS:
        return False
    if language.lower().startswith("en") and _is_plural(given, wanted):
        return True
    return (
        len(wanted) >= SHORTEST_WITH_SLIP
        and vocabulary.has_language(language)
        and _is_slip(given, wanted)
        and not _is_relative(given, wanted, is_everyday=vocabulary.is_everyday(wanted, language))
        and given not in known
        and not vocabulary.is_word(given, language, instead_of=wanted)
    )


def _is_slip(given: str, wanted: str) -> bool:
    """Whether few letters are wrong: one, or two of a long word."""
    allowed = 2 if len(wanted) >= SHORTEST_WITH_TWO else 1
    if abs(len(given) - len(wanted)) > allowed:
        return False
    # The first letter is hardly ever the slip, and often all of a prefix; two swapped ones are.
    if given[:1] != wanted[:1] and given[:2] != wanted[1::-1]:
        return False
    if _ROMAN.fullmatch(given) or _ROMAN.fullmatch(wanted):
        return False
    return _distance(given, wanted) <= allowed


def _is_relative(given: str, wanted: str, *, is_everyday: bool) -> bool:
    """Whether the two differ by a prefix or an ending that makes another term."""
    short, long = sorted((given, wanted), key=len)
    if any(long == prefix + short for prefix in _NEGATING):
        return True
    if _differ(given, wanted, _BEGINNINGS, "start") or _differ(given, wanted, _ENDINGS, "end"):
        return True
    # What resembles an everyday word is either known itself, or a slip ("definate").
    return not is_everyday and _differ(given, wanted, _NEAR_ENDINGS, "end")


def _differ(given: str, wanted: str, families: Sequence[Sequence[str]], where: str) -> bool:
    """Whether the two have different members of one of the families."""
    found = (_longest(word, families, where) for word in (given, wanted))
    return any(one and other and one != other for one, other in zip(*found, strict=True))


def _longest(word: str, families: Sequence[Sequence[str]], where: str) -> list[str]:
    """Per family its longest member that the word has; empty where it has none."""
    has = word.startswith if where == "start" else word.endswith
    return [
        max((affix for affix in family if has(affix)), key=len, default="") for family in families
    ]


def _is_plural(one: str, other: str) -> bool:
    """Whether one is the regular English plural of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return False
    if long == short + "s":
        return not short.endswith("s")
    if long == short + "es":
        return short.endswith(("s", "x", "z", "ch", "sh", "o"))
    return short.endswith("y") and long == short[:-1] + "ies"


def _distance(one: str, other: str) -> int:
    """Letters put in, left out, mistaken, or swapped with their neighbour.

    The optimal string alignment distance (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
    """
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 < j and one[i - 2 : i] == other[j - 2 : j][::-1]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _negations(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if piece in _NEGATIONS]


def _pieces(text: str) -> list[str]:
    """Words, numbers and meaningful signs of a text, in one spelling each."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_DASHES)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _HYPHEN.sub(" ", _PERCENT.sub(" percent ", plain))
    found = [piece for piece in _PIECE.findall(plain) if piece[0].isalnum() or piece in _SIGNS]
    return [piece for piece in found if piece not in _ARTICLES] or found
