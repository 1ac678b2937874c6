"""What "the ..." in a sentence goes back to: itself, the title, a heading, or a sentence before."""

import re
from enum import StrEnum

from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.words import stems, word_set, words_in

# Heading words that name no subject.
_GENERAL = re.compile(
    r"(?:introduction|overview|background|summary|conclusion|details|general|more|notes?|basics"
    r"|frequently asked questions|the end|the basics|in short|key points)",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:this|these|those|it|that|they|here)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:in|on|at|for|from|when|if|after|before|during|with|by|under|near|once|while|of)\s+)?"
    r"(?:(?:most|some|many|all|half|each|one|none|much|part) of )?the\s+"
    r"(?P<noun>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)",
    re.IGNORECASE,
)
_THE = re.compile(
    r"(?<![\w-])[Tt]he (?P<noun>[a-z][\w-]*)(?: (?P<next>[\w’'-]+)(?P<last>(?: [a-z][\w-]*)?))?"
)
_SPECIFIES = word_set("of that which who in on for from whose with between to where at by")
# "The difference ...", "the figure": they take up what was just said.
_ABSTRACT = word_set(
    """
    original originals review trial trials study experiment survey comparison limit limits
    warning message increase decrease rise fall total maximum minimum new old same
    turning system difference result results effect effects change changes process reason
    cause method problem idea plan proposal name number amount period price cost value figure
    answer question situation case point aim rule rules list example examples term word words
    work task figures pattern patterns deadline measure arrangement scheme rest outcome benefit
    discount condition conditions theory view finding findings decision choice remainder
    distance rate step steps clause request notice matter event
    """
)
# There is only one of each, or everybody has one.
_KNOWN = word_set(
    """
    company organization organisation employer law government state public body brain
    heart earth sun moon world sea ocean sky internet web eye skin police economy ground
    air weather day night morning evening year future past country population stomach liver
    blood colon gut lungs kidneys nose mouth equator atmosphere horizon wind rain floor surface
    """
)
# People who play a part in a text: known where they come up again and again.
_PARTS = word_set(
    """
    manager user driver customer bank team owner tenant landlord patient reader staff supervisor
    controller seller buyer market employee learner visitor guest teacher trainer doctor worker
    member applicant retailer trader insurer lender borrower author editor cardholder
    """
)
FEWEST_SECTIONS = 3
_MODALS = word_set("must may can cannot need should")


class Context(StrEnum):
    """What has to be told with a sentence so that a stranger understands it."""

    NONE = "none"
    HEADING = "heading"
    LOST = "lost"


def context_of(passage: Passage, text: SectionText, article: Article) -> Context:
    """The most that any "the ..." of the sentence needs."""
    if _takes_up(passage, text, article):
        return Context.LOST
    needed = Context.NONE
    for found in _THE.finditer(passage.words):
        match _need(found, passage.words, text, article):
            case Context.LOST:
                return Context.LOST
            case Context.HEADING:
                needed = Context.HEADING
    if needed is Context.HEADING and not names_subject(text):
        return Context.LOST
    return needed


def names_subject(text: SectionText) -> bool:
    """Whether the heading can stand for what the section is about."""
    return bool(text.name and not _GENERAL.fullmatch(text.name) and not _POINTING.search(text.name))


def _need(found: re.Match[str], sentence: str, text: SectionText, article: Article) -> Context:
    noun, behind = found["noun"].casefold(), (found["next"] or "").casefold()
    if behind in _SPECIFIES or noun in _KNOWN or noun.endswith("est") or noun in ("most", "only"):
        return Context.NONE
    if behind == "one" and re.search(r"\ban? ", sentence[: found.start()]):
        return Context.NONE
    if noun in _PARTS:
        # A rule binds whoever plays the part in what the heading names.
        is_rule = behind in _MODALS and found.start() == 0
        part = _of_part(noun, article)
        return Context.HEADING if is_rule and part is Context.LOST else part
    before = sentence[: found.start()]
    if stems(noun) & stems(before) or stems(noun) & stems(article.outline.title):
        return Context.NONE
    if noun in _ABSTRACT:
        return Context.LOST
    if behind in _ABSTRACT and (found["last"] or "").strip() not in _SPECIFIES:
        # "The nightly limit": of what, only the heading says.
        return Context.HEADING if found.start() == 0 else Context.LOST
    return Context.HEADING


def _of_part(noun: str, article: Article) -> Context:
    """A part that runs through the article is known; one that comes up once belongs to a tale."""
    sections = sum(
        bool(re.search(rf"\b{noun}s?\b", " ".join(p.words for p in text.passages), re.IGNORECASE))
        for text in article.sections
    )
    is_known = sections >= FEWEST_SECTIONS or stems(noun) & stems(article.outline.title)
    return Context.NONE if is_known else Context.LOST


def _takes_up(passage: Passage, text: SectionText, article: Article) -> bool:
    """Whether it opens with "the ..." that only a sentence before it explains."""
    found = _OPENING.match(passage.words)
    if found is None:
        return False
    noun = found["noun"].split()
    behind = words_in(passage.words[found.end() :])[:1]
    if len(noun) > 1 and noun[1].casefold() in _SPECIFIES:
        return False
    if behind and behind[0].casefold() in _SPECIFIES - {
        "to",
        "for",
        "in",
        "on",
        "with",
        "at",
        "by",
    }:
        return False
    named = stems(f"{article.outline.title} {text.name}")
    head = stems(" ".join(noun))
    if noun[0].casefold() in _ABSTRACT:
        return True
    if head & named or set(noun) & (_KNOWN | _PARTS):
        return False
    is_single = len(noun) == 1 or noun[1].endswith("s") or noun[1].casefold() in _FINITE_VERBS
    if is_single:
        return True
    place = text.passages.index(passage)
    earlier = text.passages[max(0, place - 4) : place]
    return any(stems(noun[0]) & stems(other.words) for other in earlier)


_FINITE_VERBS = word_set(
    "is are was were has have had can may must should will would does do did and or cannot could"
)
