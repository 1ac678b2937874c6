"""The opposite of a statement, only where its form makes the opposite certainly wrong."""

import re

from learning.quizzes.drafting.words import word_set

_MODAL = re.compile(r"\b(?:must|may|might|can|cannot|could|should|shall|will|would|need)\b", re.I)
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot|hardly|unless|except|only"
    r"|but|until|rather|instead|lacks?|fails?|\w+n['’]t)\b",
    re.IGNORECASE,
)
# After these, leaving "not" out says something else than the opposite.
_PARTLY = re.compile(
    r"\s+(?:only|just|always|necessarily|yet|usually|all|every|everyone|enough|normally|entirely"
    r"|fully|completely|exactly|simply|merely|even|often|really|more|less|because|very|both|any"
    r"|anyone|anything|either|at all|so|as|mean|depend|know|see|seem|appear)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|if|when|where|while|although|though|because|and|or|as|since"
    r"|once|after|before|whether)\b",
    re.IGNORECASE,
)
_AUXILIARY_NOT = re.compile(
    r"\b(is|are|was|were|can|could|will|would|has|have|should) not\b(?P<rest>.*)", re.DOTALL
)
_DO_NOT = re.compile(r"\b(?P<do>do|does) not (?P<verb>[a-z]+)(?P<rest>.*)", re.DOTALL)
_PEOPLE = re.compile(
    r"\b(?:you|staff|people|persons?|anyone|anybody|everyone|[a-z]+(?:ers|ors|ees|ents|ists|ants)"
    r"|(?:an?|the|each|every) [a-z]+(?:er|or|ee|ist|ant)|children|team leads?|nobody|adults|men"
    r"|women|children|trainees|crew|guests?|teams?)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:at least|at most|no more|no less|more than|less than|up to|within|only|minimum|maximum"
    r"|any|every time|as much|as many|either)\b",
    re.IGNORECASE,
)
_PAIRS = """
    increase/decrease increases/decreases increased/decreased rise/fall rises/falls rose/fell
    faster/slower higher/lower larger/smaller before/after largest/smallest
    highest/lowest warmer/colder longest/shortest heavier/lighter expand/contract expands/contracts
    strengthens/weakens stronger/weaker deeper/shallower cheaper/dearer
    widens/narrows longer/shorter younger/older oldest/youngest thicker/thinner fewer/more
    less/more harder/easier bigger/smaller finer/coarser wider/narrower brighter/dimmer
    quieter/louder wetter/drier rougher/smoother cooler/warmer
    brightest/dimmest internal/external earlier/later denser/lighter
    strengthen/weaken hottest/coldest upper/lower
    improves/worsens speeds/slows always/never encourages/discourages attracts/repels
"""
_OPPOSITES = {
    one: other
    for pair in _PAIRS.split()
    for first, second in [pair.split("/")]
    for one, other in ((first, second), (second, first))
} | {
    "more": "less", "lower": "higher", "softer": "harder", "smaller": "larger",
    "lighter": "heavier", "contract": "expand",
}  # fmt: skip
_MEASURED = re.compile(
    r"\b(?:prices?|temperatures?|levels?|rates?|pressure|demand|costs?|risks?|values?|shares?|numbers?"
    r"|amounts?|incomes?|interest|profits?|speed|sales|production|air|water|tide|returns?)\b",
    re.IGNORECASE,
)
_LITTLE = word_set(
    """
    the a an and or of in on at to for from by with as that which who their its his her is are
    was were be not no than more less most can may must will would should into through about
    both
    """
)
# "must show a card and describe it": whether one may leave out both or either is anyone's guess.
_TWO_ACTS = re.compile(r" must [^,]* and (?:(?!or\b)[a-z]+) (?:the|an?|it|them|their|your|all)\b")
# "Scraping it off does not help": with what it should help is said elsewhere.
_GERUND = re.compile(r"[A-Z][a-z]+ing .* does not [a-z]+\.")
_EXCLUDES = re.compile(
    r"(?<![\w-])(?P<kind>the|an?|by|in|from|on|with|to|for|at) (?P<one>[a-z-]+)"
    r"(?P<link>,? (?:rather than|instead of|and not|but not|not) |, not )"
    r"(?P<other_kind>the|an?|by|in|from|on|with|to|for|at) (?P<other>[a-z-]+)(?=[.,])"
)
_CLAUSE = re.compile(
    r"(?P<subject>(?:[Aa]n?|[Tt]he|[Ee]ach) [a-z-]+(?: [a-z-]+){0,2}?|[A-Za-z][a-z]+ing) "
    r"(?P<verb>is|are|was|were|has|have|moves?|stays?|lasts?|takes?|gives?|needs?|grows?|keeps?"
    r"|makes?|runs?|holds?|costs?|uses?|works?|shows?|tells?|covers?|protects?|contains?|pays?"
    r"|lets?|straightens?|removes?|adds?|lasts?|carries|carry|stores?|absorbs?|produces?"
    r"|reduces?|dissolves?|applies|apply|measures?|stops?)\b .+"
)
_EACH = re.compile(r"(?:.*, )?(?:every|each|all|any|everyone|everybody)\b", re.IGNORECASE)
_BINDS = re.compile(r"\b(?:must|should|has to|have to|required)\b")
_TURNING = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITES, key=len, reverse=True))})\b")


def of_rule(statement: str) -> str:
    """The opposite of an obligation or a prohibition; empty if there is none."""
    if statement.startswith("You must not "):
        is_plain = len(_NOT.findall(statement)) == 1 and not _LIMITS.search(statement)
        return statement.replace("You must not ", "You may ") if is_plain else ""
    if len(_MODAL.findall(statement)) != 1 or _LIMITS.search(statement):
        return ""
    negations = len(_NOT.findall(statement))
    found = re.search(r" must (?:not|never) (?!only\b|exceed\b|just\b)", statement)
    if found and negations == 1:
        # "Boxes may block the door" says that it happens, not that it is allowed.
        if not statement[found.end() :].startswith("be ") and not _PEOPLE.search(
            statement[: found.start()]
        ):
            return ""
        return f"{statement[: found.start()]} may {statement[found.end() :]}"
    if negations:
        return ""
    # "Every trip need not be approved" says of some that they must.
    if _TWO_ACTS.search(statement) or _EACH.match(statement):
        return ""
    found = re.search(r" must (?!also\b|always\b)(?=[a-z]+\b)", statement)
    if found:
        return f"{statement[: found.start()]} need not {statement[found.end() :]}"
    found = re.search(r"\b(is|are) (?:forbidden|prohibited|banned)\b", statement)
    return (
        f"{statement[: found.start()]}{found[1]} allowed{statement[found.end() :]}" if found else ""
    )


def of_contrast(statement: str) -> str:
    """Two halves that do the same to different things, or differ in who does what, swapped."""
    halves = re.fullmatch(
        r"(?P<one>[^,;:]+), (?P<link>while|whereas) (?P<other>[^,;:]+)\.", statement
    )
    if halves is None or _NOT.search(statement):
        return ""
    one, other = halves["one"].split(), halves["other"].split()
    shared = [w for w in one[1:-1] if w in other[1:-1] and w.islower() and w not in _LITTLE]
    if len(shared) == 1 and one.count(shared[0]) == other.count(shared[0]) == 1:
        at, there = one.index(shared[0]) + 1, other.index(shared[0]) + 1
        one[at:], other[there:] = other[there:], one[at:]
    elif _is_bare(one) and _is_bare(other):
        one[0], other[0] = other[0][0].upper() + other[0][1:], one[0][0].lower() + one[0][1:]
    else:
        return _with_subjects_swapped(halves["one"], halves["link"], halves["other"])
    return f"{' '.join(one)}, {halves['link']} {' '.join(other)}."


def _with_subjects_swapped(one: str, link: str, other: str) -> str:
    """ "A tracker moves ..., while a fixed rate stays ..." the other way round."""
    first, second = _CLAUSE.fullmatch(one), _CLAUSE.fullmatch(other)
    if first is None or second is None:
        return ""
    if _is_singular(first["verb"]) != _is_singular(second["verb"]):
        return ""
    subject = second["subject"][0].upper() + second["subject"][1:]
    swapped = first["subject"][0].lower() + first["subject"][1:]
    return (
        f"{subject} {one[first.start('verb') :]}, {link} {swapped} {other[second.start('verb') :]}."
    )


def _is_singular(verb: str) -> bool:
    return verb.endswith("s") and verb != "pass"


def of_exclusion(statement: str) -> str:
    """ "With the retailer, not the maker" the other way round; empty where the two aren't alike."""
    found = list(_EXCLUDES.finditer(statement))
    if len(found) != 1 or len(_NOT.findall(statement)) != 1:
        return ""
    (one,) = found
    if one["kind"].casefold() != one["other_kind"].casefold() or one["one"] == one["other"]:
        return ""
    turned = f"{one['kind']} {one['other']}{one['link']}{one['other_kind']} {one['one']}"
    return statement[: one.start()] + turned + statement[one.end() :]


def _is_bare(half: list[str]) -> bool:
    """Whether the first word alone is what acts: "limpets clamp", not "limpets on rocks"."""
    return len(half) > 2 and half[0].endswith("s") and half[1].islower() and half[1] not in _LITTLE


def of_negation(statement: str) -> str:
    """What a plain "not" denies; empty where leaving it out doesn't say exactly that."""
    if len(_NOT.findall(statement)) != 1 or statement.startswith(("Do ", "Not ")):
        return ""
    found = _AUXILIARY_NOT.search(statement) or _DO_NOT.search(statement)
    if found is None:
        if " cannot " in statement and not _SUBORDINATE.search(statement.split(" cannot ")[0]):
            return statement.replace(" cannot ", " can ")
        return ""
    before, behind = statement[: found.start()], found["rest"]
    if _SUBORDINATE.search(before) or re.search(r"\b(?:any|anyone|anything|either|yet)\b", behind):
        return ""
    if found.re is _AUXILIARY_NOT:
        return "" if _PARTLY.match(behind) else f"{before}{found[1]}{behind}"
    if _PARTLY.match(f" {found['verb']}") or _GERUND.fullmatch(statement):
        return ""
    verb = found["verb"] if found["do"] == "do" else _third_person(found["verb"])
    return f"{before}{verb}{behind}"


def of_direction(statement: str) -> str:
    """The statement with its one word of direction turned round; empty if there isn't one."""
    found = _TURNING.findall(statement)
    if len(found) != 1 or _NOT.search(statement):
        return ""
    turning = next(_TURNING.finditer(statement))
    behind = statement[turning.end() :]
    if re.match(
        r" than (?:\d|[€$£]|half|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        r"|twenty|thirty|forty|fifty|sixty|a hundred|hundreds?|thousands?|double|twice)\b"
        r"|an?\b|ever|usual)| and | or |-",
        behind,
    ):
        return ""
    if re.search(r"\b(?:no|any|and|or|soon|once|shortly|day|days|years?|hours?|minutes?) $",
                 statement[: turning.start()]):  # fmt: skip
        return ""
    word = turning[0]
    if word in ("rise", "fall", "rises", "falls", "rose", "fell") and not _MEASURED.search(
        statement
    ):
        return ""
    if word in ("more", "less", "fewer", "earlier", "later", "longer") and " than " not in behind:
        return ""
    if word in ("before", "after") and not _BINDS.search(statement):
        return ""
    if word in ("before", "after") and not re.match(
        r" (?:the|a|an|any|each|every|you|\w+ing)\b", behind
    ):
        return ""
    if word.endswith("est") and re.search(r"\d", behind):
        return ""
    opposite = _OPPOSITES[word]
    if word == "more" and re.match(r" [a-z]+s\b", behind):
        opposite = "fewer"
    if word in ("before", "after"):
        behind = re.sub(r"^ any\b", " the", behind)
    return _with_article(statement[: turning.start()], opposite) + opposite + behind


def _with_article(before: str, word: str) -> str:
    """The words before another one, with the "a" or "an" that fits it."""
    vowel = word[0] in "aeiou"
    return re.sub(r"\b([Aa])n? $", r"\1n " if vowel else r"\1 ", before)


def _third_person(verb: str) -> str:
    irregular = {"have": "has", "do": "does", "be": "is", "go": "goes"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"
