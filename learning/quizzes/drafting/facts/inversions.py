"""The opposite of a statement, only where its form makes the opposite certainly wrong."""

import re

_MODAL = re.compile(r"\b(?:must|may|might|can|cannot|could|should|shall|will|would|need)\b", re.I)
DENIES = re.compile(
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
# "must show a card and describe it": whether one may leave out both or either is anyone's guess.
_TWO_ACTS = re.compile(r" must [^,]* and (?:(?!or\b)[a-z]+) (?:the|an?|it|them|their|your|all)\b")
# "Scraping it off does not help": with what it should help is said elsewhere.
_GERUND = re.compile(r"[A-Z][a-z]+ing .* does not [a-z]+\.")
_EACH = re.compile(r"(?:.*, )?(?:every|each|all|any|everyone|everybody)\b", re.IGNORECASE)
_BINDS = re.compile(r"\b(?:must|should|has to|have to|required)\b")
_TURNING = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITES, key=len, reverse=True))})\b")


def of_rule(statement: str) -> str:
    """The opposite of an obligation or a prohibition; empty if there is none."""
    if statement.startswith("You must not "):
        is_plain = len(DENIES.findall(statement)) == 1 and not _LIMITS.search(statement)
        return statement.replace("You must not ", "You may ") if is_plain else ""
    if len(_MODAL.findall(statement)) != 1 or _LIMITS.search(statement):
        return ""
    negations = len(DENIES.findall(statement))
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


def of_negation(statement: str) -> str:
    """What a plain "not" denies; empty where leaving it out doesn't say exactly that."""
    if len(DENIES.findall(statement)) != 1 or statement.startswith(("Do ", "Not ")):
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
    if len(found) != 1 or DENIES.search(statement):
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
