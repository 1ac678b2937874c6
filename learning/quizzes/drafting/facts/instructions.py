"""What the article tells its readers to do, or not to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.quizzes.drafting.facts.reasons import without_reason
from learning.quizzes.drafting.material import Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import lower_first, words_in

LONGEST = 16
_FORBIDS = re.compile(r"(?:Never|Do not|Don['’]t) (?P<act>[a-z]+ .+)", re.DOTALL)
_ALWAYS = re.compile(r"(?:Always|Please|Make sure (?:that )?you) (?P<act>[a-z]+ .+)", re.DOTALL)
_NOT_AN_OBJECT = re.compile(
    r"(?:is|are|was|were|has|have|had|can|may|must|will|should|of|that|which|who)\b"
)
_FINITE = re.compile(r"^(?:\w+ ){1,3}(?:is|are|was|were|has|have|can|must|may|\w+s)\b")
_VERBS = frozenset(
    """
    add adjust agree aim allow answer apply arrange ask attach avoid back bake block blur boil book
    bring brush build buy call carry change check choose clean clear click climb close collect
    compare confirm connect contact copy count cover create cut decide delete describe disconnect
    divide double download drain draw dress drink dry eat empty encrypt enter explain face fasten
    fill find fix fold follow freeze get give go hang have help hide hold ignore include inform
    insert inspect install isolate join keep label lay leave let lift limit list listen load lock
    log look loosen lower make mark measure mix mount move name note notify offer open order pack
    park pay peel phone pick place plan plant pour practise prepare press protect pull push put
    raise read record reduce remove repeat replace report rest return review rinse rub run save
    scan scrub seal select send separate set shake share shut sign sit slide sort speak spread
    spray squeeze stand start stay stir stop store submit switch take talk teach tell test throw
    tie tighten tip touch train transfer treat trim try turn undo unplug update upload use verify
    wait walk warm warn wash watch water wear wet wipe work wrap write
    """.split()
)

# Nouns as well: verbs only before one of _OBJECTS.
_DOUBTFUL = frozenset(
    """
    water work wet rest test dress record report label lock scan copy park place plant face fill
    fold freeze book brush mark measure move name note notice offer order pack pick phone plan play
    press pull push switch talk time tip touch train transfer treat trim turn wash watch wear wipe
    wrap show light heat cover cut change call check care cool count clear clean clip coat dry drink
    drop sort spread spray stand start stay stop store stir update upload use view visit walk
    warm wait help hold lead leave limit list listen load log look make mind mix mount shake share
    sign sit slide shut run rinse review repeat repair reply raise base contact control balance
    """.split()
)
_OBJECTS = frozenset(
    """
    the a an your all any every each only in on at to with up down from out off both sparingly well
    carefully one two three four at as away back over under into no their its enough more new this
    that until by for if when where and first gently slowly regularly straight close
    """.split()
)


@dataclass(frozen=True)
class Instruction:
    """Something to do, as a verb phrase in small letters, and whether one is told not to."""

    act: str
    is_forbidden: bool
    passage: Passage


def instructions_in(text: SectionText) -> Iterator[Instruction]:
    """All of a section that are short and say by themselves what is to be done."""
    for passage in text.passages:
        found = instruction(passage)
        if found is not None and may_be_asked(passage.words):
            yield found


def instruction(passage: Passage) -> Instruction | None:
    """A sentence as an instruction; None if it is none, or can't be understood alone."""
    sentence = without_reason(passage.words)
    words = sentence.rstrip(" .;,")
    if passage.quoted or re.search(r"[:;?!“”\"(]", words) or not words_in(words):
        return None
    forbids = _FORBIDS.fullmatch(words)
    always = _ALWAYS.fullmatch(words)
    act = (forbids or always)["act"] if forbids or always else lower_first(words)  # type: ignore[index]
    verb, _, rest = act.partition(" ")
    if not forbids and not _opens_with_verb(act):
        return None
    if not 3 <= len(words_in(act)) <= LONGEST or points_elsewhere(act):
        return None
    act = act.removeprefix("try to ")
    return Instruction(act, forbids is not None, passage)


def is_instruction(sentence: str) -> bool:
    """Whether a sentence is in the form of an instruction."""
    told = _FORBIDS.match(sentence) or _ALWAYS.match(sentence)
    return bool(told) or _opens_with_verb(lower_first(sentence))


def _opens_with_verb(act: str) -> bool:
    verb, _, rest = act.partition(" ")
    if verb not in _VERBS or _NOT_AN_OBJECT.match(rest):
        return False
    following = rest.partition(" ")[0].strip(",.")
    return verb not in _DOUBTFUL or following in _OBJECTS or not _FINITE.search(rest)
