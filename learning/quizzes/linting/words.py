"""Words as the lints compare them: without mark-up, case and endings; and words that weigh much."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`´", ""))
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_MARKUP = (
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\[\[(?:[^\]|\n]*\|)?([^\]\n]*)\]\]"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|\[\d{1,3}\]|&nbsp;"), " "),
    (re.compile(r"(?m)^\s{0,20}(?:#{1,6}|>|[-*+•]|\d{1,3}[.)])[ \t]+"), ""),
    (re.compile(r"\*+|`+|(?<!_)__?(?!_)|\\(?=[*_#\[\]`])|(?<=\|)[-: ]+(?=\|)|\|"), " "),
)
_MARKS = re.compile(r"[*_`\[\]<#>|&•\\\-+\d]")


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def any_of(phrases: str) -> str:
    """A pattern for phrases separated by commas, the longest first."""
    found = sorted((" ".join(each.split()) for each in phrases.split(",")), key=len, reverse=True)
    return "|".join(found)


# Words that say little about what a sentence is about.
STOP = listed(
    """
    a an the this that these those it its itself they them their theirs he him his she her hers we
    us our you your i my me one ones who whom whose which what when where why how there here then
    thus so as at by for from in into of off on onto out over per to up with within about above
    after against along among around before behind below beneath beside besides between beyond
    down during near through throughout toward towards under upon via and or but nor if than
    because while although though since whether both either each other another such same
    is are was were be been being am do does did done doing has have had having get gets got
    also too just even still yet very quite rather well more most less least much many few some
    any all every only own again once anything something everything anyone
    often usually always sometimes generally typically
    can could may might must shall should will would need ought
    e g i.e etc de la
    true false following statement statements best correct correctly right describes described
    describe article according says say said question answer option options choose select
    """
)
NEGATIONS = listed(
    """
    no not never none nobody nothing nowhere neither nor non without cannot cant dont doesnt didnt
    isnt arent wasnt werent wont wouldnt shouldnt couldnt mustnt neednt hasnt havent hadnt
    """
)
# These turn a meaning round without being negations: what has one may say what a negation says.
TURNING = listed(
    """
    avoid avoids avoided avoiding unable lack lacks lacked lacking fail fails failed failing refuse
    refuses refused forbid forbids forbidden prohibit prohibits prohibited ban bans banned prevent
    prevents prevented stop stops stopped cease ceases absent absence missing free less false wrong
    incorrect mistake mistaken mistakes myth error unsafe unwise harmful dangerous impossible
    unlikely rarely seldom hardly barely scarcely instead except unless unlike exclude excludes
    excluded excluding leave leaves omit omits ignore ignores deny denies denied reject rejects
    rejected skip skips skipped differ differs different other opposite against unknown little few
    only limit limited until alone contrary beyond disagree risk minor poor keep kept keeps off
    away out otherwise instead
    """
)
# A claim that holds sometimes, or as far as anybody knows.
DOUBTS = listed(
    """
    may might could possibly perhaps probably maybe sometimes some suggest suggests suggested seem
    seems appear appears likely unlikely occasionally partly potentially presumably rarely seldom
    """
)
# A claim that holds as a rule.
RULES = listed(
    """
    can often usually generally typically commonly mostly mainly frequently normally most many
    tend tends largely nearly almost
    """
)
HEDGES = DOUBTS | RULES
# A claim that holds without exception.
ABSOLUTES = listed(
    """
    always never only all every none must invariably entirely completely totally absolutely
    impossible certainly definitely guaranteed guarantee guarantees everyone everybody nobody
    whatever forever solely exclusively everything anything nothing undoubtedly wholly cannot
    """
)


def plain(text: str) -> str:
    """A text without Markdown, HTML and wiki mark-up, in NFC, its white space collapsed."""
    bare = unicodedata.normalize("NFC", text)
    if _MARKS.search(bare):
        for pattern, instead in _MARKUP:
            bare = pattern.sub(instead, bare)
    return " ".join(bare.split())


def words(text: str) -> list[str]:
    """Words and numbers, in lower case, without apostrophes: "Don't" is "dont"."""
    return [found[0].translate(_APOSTROPHES) for found in _WORD.finditer(text.casefold())]


def content(text: str) -> list[str]:
    """Roots of the words that say what a text is about, in order."""
    return [root(word) for word in words(text) if is_content(word)]


def is_content(word: str) -> bool:
    return word not in STOP and word not in NEGATIONS and (len(word) > 1 or word.isdigit())


def negations(text: str) -> Iterator[tuple[int, int]]:
    """Where negations stand, without those of phrases that negate nothing."""
    bare = _NOT_NEGATING.sub(lambda found: "·" * len(found[0]), text.casefold())
    for found in _WORD.finditer(bare):
        if found[0].translate(_APOSTROPHES) in NEGATIONS:
            yield found.span()


_NOT_NEGATING = re.compile(
    r"\bnot (?:only|just|merely|simply|least|to mention)\b|\bno (?:doubt|matter|more than|less than"
    r"|fewer than|later than|earlier than|sooner than|wonder)\b|\bwhether or not\b|\bor not\b"
    r"|\bno\. ?(?=\d)|\bnothing but\b|\bnone other than\b|\bnot until\b|\bif not\b|\bwhy not\b"
    r"|\blast but not least\b|\bnon(?=-)|\bnot all\b|\bnot every\b|\bnot always\b"
    r"|\bnot necessarily\b|\bnot so much\b"
)
_ENDINGS = (
    ("izations", 4), ("isations", 4), ("ization", 4), ("isation", 4), ("fulness", 4),
    ("iveness", 4), ("ations", 4), ("ation", 4), ("ements", 4), ("ement", 4), ("ically", 4),
    ("ments", 4), ("ment", 4), ("ions", 4), ("ion", 4), ("ings", 3), ("ing", 3), ("ives", 4),
    ("ive", 4), ("ness", 4), ("ers", 4), ("er", 4), ("ors", 4), ("or", 4), ("ies", 3), ("ied", 3),
    ("ed", 3), ("ably", 4), ("able", 4), ("ible", 4), ("ally", 4), ("als", 4), ("al", 4),
    ("ily", 3), ("ly", 3), ("ic", 4), ("es", 3), ("s", 3), ("e", 3), ("y", 3),
)  # fmt: skip
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "leaves": "leaf", "lives": "life", "knives": "knife", "halves": "half",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "made": "make",
    "went": "go", "gone": "go", "grew": "grow", "grown": "grow", "kept": "keep", "held": "hold",
    "lost": "lose", "left": "leave", "built": "build", "felt": "feel", "began": "begin",
    "begun": "begin", "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall",
    "broke": "break", "broken": "break", "wrote": "write", "written": "write", "chose": "choose",
    "chosen": "choose", "found": "find", "brought": "bring", "caught": "catch", "dried": "dry",
    "dries": "dry", "sold": "sell", "told": "tell", "spread": "spread", "met": "meet",
    "frozen": "freeze", "froze": "freeze", "drawn": "draw", "drew": "draw", "shown": "show",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What is left of a lower-case English word without its endings; equal for its forms."""
    word = british(_IRREGULAR.get(word, word))
    if not word.isalpha() or len(word) < 4:
        return word
    for _ in range(2):
        for ending, left in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= left:
                if ending == "s" and word.endswith("ss"):
                    break
                word = word[: -len(ending)]
                break
        else:
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def british(word: str) -> str:
    """One spelling for words that have a British and an American one."""
    for american, british in (("yze", "yse"), ("ize", "ise"), ("izing", "ising"), ("ized", "ised")):
        if word.endswith(american) and len(word) > len(american) + 2:
            return word[: -len(american)] + british
    if word.endswith(("olor", "avor", "abor", "arbor", "umor", "onor", "apor")):
        return word[:-2] + "our"
    return word.replace("aemia", "emia").replace("oedema", "edema").replace("fibre", "fiber")
