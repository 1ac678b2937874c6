"""Statements the article makes in one sentence, and their opposites where those are certain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes.drafting.facts import inversions, swaps
from learning.quizzes.drafting.facts.reasons import without_reason
from learning.quizzes.drafting.facts.verbs import is_clause, is_instruction, opens_with_verb
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked, may_be_turned
from learning.quizzes.drafting.standing_alone import stands_alone
from learning.quizzes.drafting.words import overlap, words_in

_HEDGE = re.compile(
    r"\b(?:may|might|can|could|often|usually|sometimes|generally|typically|normally|mostly|some"
    r"|many|most|few|probably|perhaps|likely|unlikely|rarely|tends?|seems?|appears?|nearly|almost"
    r"|in some cases|about half|hardly|partly|roughly|several|mainly|largely|would)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"(?:however|but|except|unless|still|yet|the exception|exceptions|only if|in some|sometimes"
    r"|otherwise|one exception|an exception|there (?:is|are) (?:one|an|some|two)? ?exceptions?"
    r"|in (?:rare|special|exceptional) )",
    re.IGNORECASE,
)
# Talk with the reader, and tales: nothing there is worth a question.
_CHATTY = re.compile(
    r"\b(?:nobody|somebody|everybody|will not mind|minds?|perfect|lucky|expects?|happy|proud"
    r"|difficult|afraid|of course|really|quite|young man|young woman|one day"
    r"|last (?:year|week|month)"
    r"|cannot blame|no paperwork|paperwork|you will|you['’]ll|trouble|luck|surprised?|nothing|being"
    r"|promise|promises|love|loves|likes?|hates?|boring|fun|guess)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|began|came|went|said|took|told|showed|asked|gave|[a-z]+ed)\b"
)
_CLAUSE = re.compile(
    r"\b(?:unless|if|when|where|which|who|that) (?:\w+ ){0,6}?(?:was|were|had)\b( \w+ed)?"
)
_PASSIVE = re.compile(r"\b(?:is|are|be|been|being|must be|can be) (?:\w+ )?[a-z]+ed\b")
# What only leads over to the sentences behind it.
_ANNOUNCES = re.compile(
    r"(?:(?:Two|Three|Four|Five|Six) [a-z]+ (?:are|is|were|can|[a-z]+ed)\b"
    r"|.*\b(?:two|three|four|five|six|several) (?:[a-z]+ )?[a-z]+s\.$)"
)
_VALUES = re.compile(
    r"\b(?:important|vital|crucial|essential|best|worst|great|wonderful|beautiful|amazing|easy"
    r"|simple|hard|good|bad|nice|interesting|useful|popular|famous|exciting|sensible|wise|worth"
    r"|matters?|valued|unique|ensures?|powerful|truly|tailored|significant(?:ly)?|effective|holistic|pivotal|lasting|cheapest|fact|things?|ways?|role|expensive|cheap|dangerous)\b",
    re.IGNORECASE,
)
_ALLOWS = re.compile(r"\b(?:may|can|except\w*|unless|allowed|however|but)\b", re.IGNORECASE)
MUCH_SHARED = 0.6
_RULES = re.compile(
    r"\b(?:rules?|principles?|remember|facts?|apply|applies|points)\b", re.IGNORECASE
)
_NEGATIVE_LEAD = re.compile(r"\b(?:not|never|don['’]ts?|avoid\w*|without|wrong|signs?)\b", re.I)
_MUST = re.compile(r"\b(?:must|never|do not|required?)\b", re.IGNORECASE)
RULES_OF_A_RULEBOOK = 4


# "If it is late, call ...", "You should call ...": told, not stated.
_CONDITION = re.compile(
    r"(?:If|When|Once|Before|After|Unless|Where|Whenever|For|In|On|At|To) [^,]+, "
    r"(?P<main>[a-z]+ .+)"
)
_TELLS = re.compile(r"You (?:should|can|could|might|may)\b")
# What others say; its verbs are theirs, not the article's.
_REPORTS = re.compile(
    r"\b(?:says?|said|argues?|argued|explains?|explained|warns?|warned|concluded?|according to"
    r"|(?:states?|stated|finds?|found|shows?|showed|suggests?|suggested|reports?|reported|writes?"
    r"|wrote|notes?|noted|estimates?|estimated|recommends?|recommended) (?:that|how|why|what))\b"
)
# How a study was made is trivia; so is who wrote the article.
_MAKE_UP = re.compile(
    r"\b(?:pooled|surveyed|interviewed|commissioned|published|recruited|participants|respondents"
    r"|authors?|journal|reviewed|enrolled|sampled|questionnaires?)\b",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(r"(?:[A-Z][\w’'-]+ ){2,4}(?:is|was|works|writes|has|lives|teaches)\b")


@dataclass(frozen=True)
class Claim:
    """What the article says, cut to its point, and the opposite if that is surely wrong."""

    passage: Passage
    statement: str
    opposite: str  # empty where nothing certain can be made
    form: str  # rule, negation, direction, plain

    @property
    def has_reason(self) -> bool:
        """Whether the sentence goes on to say why."""
        return without_reason(self.passage.words) != self.passage.words

    @property
    def is_weighty(self) -> bool:
        """Whether it says something definite that isn't a mere opinion or an aside."""
        if _ANNOUNCES.match(self.statement) or is_talk(self.statement):
            return False
        if _MAKE_UP.search(self.statement) or _REPORTS.search(self.statement):
            return False
        return not (_HEDGE.search(self.statement) or _VALUES.search(self.statement))


def is_chat(sentence: str) -> bool:
    """Whether it talks with the reader."""
    return bool(_CHATTY.search(sentence))


def is_talk(sentence: str) -> bool:
    """Whether it chats, or tells a tale without a name or a year."""
    if is_chat(sentence):
        return True
    named = any(word[0].isupper() for word in words_in(sentence)[1:])
    is_past = _PAST.search(_PASSIVE.sub("", _CLAUSE.sub("", sentence)))
    return bool(is_past) and not named and not re.search(r"\d{4}|century", sentence)


def claims_in(text: SectionText, article: Article) -> Iterator[Claim]:
    """All of a section that stand alone, in order."""
    rules = sum(bool(_MUST.search(sentence)) for sentence in article.sentences)
    for number, passage in enumerate(text.passages):
        if ":" in passage.words or not may_be_asked(passage.words):
            continue
        if passage.in_list and not holds_alone(passage, text):
            continue
        if _is_biography(passage, number, text):
            continue
        if not stands_alone(passage, text, article):
            continue
        if not is_clause(passage.words):
            continue
        statement = _statement(passage)
        behind = text.passages[number + 1].words if number + 1 < len(text.passages) else ""
        if statement and _EXCEPTION.match(behind):
            yield Claim(passage, statement, "", "plain")
        elif statement:
            yield _claim(passage, statement, article, is_rulebook=rules >= RULES_OF_A_RULEBOOK)


def _statement(passage: Passage) -> str:
    """The sentence cut to its point; empty for instructions, which are neither true nor false."""
    if is_instruction(passage.words) or _TELLS.match(passage.words):
        return ""
    main = _CONDITION.match(passage.words)
    if main is not None and opens_with_verb(main["main"]):
        return ""
    return re.sub(r" also (?!known\b|called\b)", " ", without_reason(passage.words))


def holds_alone(passage: Passage, text: SectionText) -> bool:
    """Whether a list item is a sentence that needs no lead-in: under a heading, or among rules."""
    heading = text.heading_of(passage)
    lead = heading.rpartition("  ")[2] if heading.endswith(":") else ""
    if _NEGATIVE_LEAD.search(heading):
        return False
    return passage.words.endswith(".") and (not lead or bool(_RULES.search(lead)))


def _is_biography(passage: Passage, number: int, text: SectionText) -> bool:
    """Whether the last words of a section introduce a person."""
    return number >= len(text.passages) - 2 and bool(_BIOGRAPHY.match(passage.words))


def _is_lifted(passage: Passage, article: Article) -> bool:
    """Whether another sentence allows, as an exception, what this one is about."""
    return any(
        sentence != passage.sentence.text
        and overlap(sentence, passage.words) >= MUCH_SHARED
        and _ALLOWS.search(sentence)
        for sentence in article.sentences
    )


def _claim(passage: Passage, statement: str, article: Article, *, is_rulebook: bool) -> Claim:
    if may_be_turned(passage.words) and not _HEDGE.search(statement):
        for form, invert in _INVERSIONS.items():
            opposite = invert(statement)
            is_fitting = form != "rule" or is_rulebook
            if opposite and is_fitting and not _is_lifted(passage, article):
                return Claim(passage, statement, opposite, form)
    return Claim(passage, statement, "", "plain")


_INVERSIONS = {
    "contrast": swaps.of_contrast,
    "exclusion": swaps.of_exclusion,
    "direction": inversions.of_direction,
    "rule": inversions.of_rule,
    "negation": inversions.of_negation,
}
