"""Which words open an instruction, and what makes a sentence of words."""

import re

from learning.quizzes.drafting.words import lower_first, stem, word_set, words_in

# A text of so many words is hardly ever a fragment, unless it opens with a preposition.
LONG_ENOUGH = 8
_PREPOSITIONS = word_set("about from at in for with up over under on to of by around near")
FORBIDS = re.compile(r"(?:Never|Do not|Don['’]t) (?P<act>[a-z]+ .+)", re.DOTALL)
ALWAYS = re.compile(r"(?:Always|Please|Make sure (?:that )?you) (?P<act>[a-z]+ .+)", re.DOTALL)
_NOT_AN_OBJECT = re.compile(
    r"(?:is|are|was|were|has|have|had|can|may|must|will|should|of|that|which|who|and|or)\b"
)
_FINITE = re.compile(r"^(?:\w+ ){1,3}(?:is|are|was|were|has|have|can|must|may|\w+s)\b")
_VERBS = word_set(
    """
    shower swim see pinch breathe begin bend boil browse catch charge chop combine complete consult
    continue crush define deliver detach dial dig dip discuss dissolve drop encourage ensure
    establish estimate evaluate expect explore express extend feed flip gather grab grate
    grind guide hand handle heat hit identify imagine increase introduce invite iron join jump
    knead knock lean learn leave light link locate melt mention mind mop multiply notice
    obtain organize organise outline paint pass paste pause peel perform permit plug point
    post practice prefer prevent promote prove provide reach receive recycle refer refuse
    register relax release remain remember remind rename request reserve reset resist respond
    restart retain ring roast roll saw search secure seek serve set shape sharpen shine
    shorten show skip slice smell soak solve spend spill split squat stack stick stretch strip
    study subtract support swallow sweep swim swing taste thank think tick tilt toast toss
    trace treat trust twist understand unlock unplug unwrap use visit vote wake wind wish add
    adjust agree aim allow answer apply arrange ask attach avoid back bake block blur book
    bring brush build buy call carry change check choose clean clear click climb close collect
    compare confirm connect contact copy count cover create cut decide delete describe
    disconnect divide double download drain draw dress drink dry eat empty encrypt enter
    explain face fasten fill find fix fold follow freeze get give go hang have help hide hold
    ignore include inform insert inspect install isolate keep label lay let lift limit list
    listen load lock log look loosen lower make mark measure mix mount move name note notify
    offer open order pack park pay phone pick place plan plant pour practise prepare press
    protect pull push put raise read record reduce remove repeat replace report rest return
    review rinse rub run save scan scrub seal select send separate shake share shut sign sit
    slide sort speak spread spray squeeze stand start stay stir stop store submit switch take
    talk teach tell test throw tie tighten tip touch train transfer trim try turn undo update
    upload verify wait walk warm warn wash watch water wear wet wipe work wrap write
    """
)

# Nouns as well: verbs only before one of _OBJECTS.
_DOUBTFUL = word_set(
    """
    water work wet rest test dress record report label lock scan copy park place plant face
    fill fold freeze book brush mark measure move name note notice offer order pack pick phone
    plan play press pull push switch talk time tip touch train transfer treat trim turn wash
    watch wear wipe wrap show light heat cover cut change call check care cool count clear
    clean clip coat dry drink drop sort spread spray stand start stay stop store stir update
    upload use view visit walk warm wait help hold lead leave limit list listen load log look
    make mind mix mount shake share sign sit slide shut run rinse review repeat repair reply
    raise base contact control balance
    """
)
_OBJECTS = word_set(
    """
    the a an your all any every each only in on at to with up down from out off both sparingly
    well carefully one two three four as away back over under into no their its enough more
    new this that until by for if when where and first gently slowly regularly straight close
    """
)

_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|may|might|must|shall|should|will|would"
    r"|became|began|came|fell|found|gave|grew|held|kept|knew|led|left|lost|made|met|paid|ran|rose|said"
    r"|saw|sent|shone|sold|spoke|stood|stays?|took|told|went|won|wrote|means?|contains?|consists?"
    r"|becomes?|belongs?|depends?|describes?|grows?|lasts?|lies?|lives?|needs?|occurs?|produces?"
    r"|seems?|causes?|creates?|brings?|allows?|affects?|forms?|falls?|rises?|happens?|eats?|loses?)\b"
)
_VERB_STEMS = frozenset(stem(verb) for verb in _VERBS)


def is_instruction(sentence: str) -> bool:
    """Whether a sentence is in the form of an instruction."""
    told = FORBIDS.match(sentence) or ALWAYS.match(sentence)
    return bool(told) or opens_with_verb(lower_first(sentence))


def is_clause(sentence: str) -> bool:
    """Whether a verb makes it say something; titles and fragments don't."""
    words = words_in(sentence.casefold())
    if re.search(r"\b[A-Z]\. [A-Z]", sentence):
        return False
    if _AUXILIARY.search(sentence):
        return True
    if any(word.endswith("ed") or stem(word) in _VERB_STEMS for word in words[1:]):
        return True
    return len(words) >= LONG_ENOUGH and words[0] not in _PREPOSITIONS


def opens_with_verb(act: str) -> bool:
    verb, _, rest = act.partition(" ")
    if verb not in _VERBS or _NOT_AN_OBJECT.match(rest):
        return False
    following = rest.partition(" ")[0].strip(",.")
    return verb not in _DOUBTFUL or following in _OBJECTS or not _FINITE.search(rest)
