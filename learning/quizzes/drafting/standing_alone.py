"""Whether a sentence says what it says without the sentences around it."""

import re
from functools import lru_cache

from learning.quizzes.drafting.antecedents import Context, context_of
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.words import stems, words_in

SHORTEST = 5
LONGEST = 34

_POINTS = re.compile(
    r"\b(?:this|these|those(?! who)|such(?! as)|aforementioned|former|latter|respectively"
    r"|in turn|otherwise|likewise|thereby|thus|hence|therefore|however|instead(?! of)|as well"
    r"|at that|that is why|the (?:same|other|others|first|second|third|next|last) (?!of\b)\w+"
    r"|there(?! (?:is|are|was|were))|another|above-mentioned|as follows|following|do so"
    r"|does so|did so"
    r"|here|so far|the two|both(?! [\w-]+ and\b)|in the meantime"
    r"|at the time(?! of\b)|at that time|in that case|by that"
    r"|as before|to do it|the rest(?! of\b)|the latter|the reverse|the opposite"
    r"|the whole(?=[ ,.]*$)"
    r"|two of them|second(?=\.)|ones?(?= (?:that|which|who)\b)|now|today"
    r"|recently|currently|earlier|(?:by|until|since|back) then|similar|equally)\b",
    re.IGNORECASE,
)
# "If that fails", "bakers call that ..."; not "that of the tide" nor "in that it ...".
_BARE_THAT = re.compile(
    r"\b(?:if|when|after|before|because|since|like|by|for|with|from|until|does|do|did|of) "
    r"that(?! of\b)\b|\bcall(?:s|ed)? that\b|\bthat[.,;](?! )|\bthat\.$",
    re.IGNORECASE,
)
# What had happened before something else, and what one must have done for something else.
_PARTICIPLE = re.compile(
    r"\b(?:must|should) have (?!to\b|an?\b|the\b|at\b)[a-z]+\b"
    r"|^(?!.*\b(?:when|before|until|by the time|after|because|\d{4})\b).*\bhad (?:\w+ ){0,2}?"
    r"(?:[a-z]+ed|been|begun|gone|become|taken|made|built|sold|kept|held)\b"
)
_OPENS = re.compile(
    r"(?:however|therefore|thus|hence|also|then|next|finally|first|second|third|secondly|thirdly"
    r"|lastly|instead|otherwise|moreover|furthermore|besides|similarly|likewise|meanwhile|still|yet"
    r"|but|and|so|or|nor|consequently|here|for example|for instance|in addition|in contrast"
    r"|on the other hand|as a result|in other words|of course|later|afterwards|others|that"
    r"|neither|either|it|they|he|she|its|their|his|her|we|our|i|my|one (?:is|was|of|has|can)"
    r"|(?:some|most|many|all|few|none|each|several|more|two|three|four|both) "
    r"(?:are|is|were|was|have|has|had|can|do|may|also|of them|survive|come|suit|live)"
    r"|sometimes|usually|often|together|perhaps|maybe|unfortunately|fortunately|luckily|sadly"
    r"|even|only then|not so|no wonder|as mentioned|like|unlike|doing|that way|this way|after that"
    r"|from then|by then|since then|until then|over time|at first|at last|eventually|in fact"
    r"|indeed|overall|in short|rather|again|once more|above all|why|how|what|who|there)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|they|them|its|their|theirs|itself|themselves)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_POSSESSIVE = ("its", "their", "theirs", "itself", "themselves")
# Where a pronoun is the subject of a further clause; as an object it may mean anything.
_SUBJECT_PLACE = re.compile(
    r"\b(?:and|but|because|if|when|as|since|so|until|unless|although|while|that|which|where|how"
    r"|what|than|whether|once)\s+$",
    re.IGNORECASE,
)
# What "it" (True) or "them" (False) as an object can mean.
_MEANT = {
    True: re.compile(
        r"\b(?:an?|the|each|every|your|any)\s+(?!\w+s\b|"
        r"(?:group|team|number|committee|crowd|man|woman|person)\b)[\w-]+\s+(?:\w+\s+)?",
        re.I,
    ),
    False: re.compile(
        r"\b(?:the|any|your|all|some|two|three)\s+(?:[\w-]+\s+)?(?:\w+s|people)\b", re.I
    ),
}
_CONDITION = re.compile(
    r"(?:if|when|once|while|although|because|since|as|after|before|without|with)\b", re.IGNORECASE
)
_NOUN = re.compile(r"\b(?:a|an|the|your|every|each|no)\s+\w+|\w+s\b", re.IGNORECASE)
_HUMAN = re.compile(
    r"(?:A|An|Every|Each|The)\s+(?:\w+\s+)?(?:person|employee|user|worker|manager|learner)"
)
_FIRST_PERSON = re.compile(r"\b(?:we|us|our|ours|i|my|me|mine|let’s|let's)\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|(?<!no )(?<!any )longer|larger|smaller|higher|lower(?! the)|faster"
    r"|slower|older|younger|newer|cheaper|better|worse|later|easier|harder|heavier|lighter|warmer"
    r"|colder|deeper|stronger|weaker|greater|shorter|further|closer|farther|bigger|quicker|wider|narrower|softer|finer|richer|poorer)\b",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(r"[a-z]er by (?:about |around |only )?\d")
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|imagine|suppose|let’s say|let's say|e\.g\.|picture this"
    r"|an example|take the case|consider the case|story|anecdote)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:myths?|believe[ds]?|belief|beliefs|claims? that|claimed|supposed(?:ly)?|alleged(?:ly)?"
    r"|so-called|misconceptions?|wrongly|pretend|legends?|rumou?rs?"
    r"|used to (?:think|be thought|say)"
    r"|once thought|was thought|were thought|is said|are said|some say|critics|opponents"
    r"|joke|as if|would have|ought|maybe|hope|hopes|wish|wishes|thinks?|feels?)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:myths?|misconceptions?|mistakes?|fiction|pitfalls?|wrong (?:ideas?|ways?|beliefs?)"
    r"|gets? wrong|getting wrong|bad (?:example|habit)s?|what not to do|excuses?)\b",
    re.IGNORECASE,
)
_LAYOUT = re.compile(
    r"\b(?:figure|fig|table|chapter|page|appendix|paragraph|footnote|see)\s+\d"
    r"|\bsection\s+\d+(?! (?:of the|does|makes|covers|applies|gives)\b)"
    r"|\[\d*\]|https?:|www\.|[@#{}<>|\\]|\bsee (?:below|above|also)\b|\b(?:above|below)[.,]",
    re.IGNORECASE,
)


def stands_alone(passage: Passage, text: SectionText, article: Article) -> bool:
    """Whether a stranger who reads only this sentence knows what is meant."""
    words = passage.words
    if passage.quoted or not _has_sentence_form(words) or is_doubtful(passage, text):
        return False
    if _OPENS.match(words) or _POINTS.search(words) or _FIRST_PERSON.search(words):
        return False
    compares = _COMPARES.search(words) and not _BY_HOW_MUCH.search(words)
    if _LAYOUT.search(words) or (compares and " than " not in words):
        return False
    if _BARE_THAT.search(words) or _PARTICIPLE.search(words):
        return False
    return _has_antecedents(words) and context_of(passage, text, article) is not Context.LOST


def is_doubtful(passage: Passage, text: SectionText) -> bool:
    """Whether it may be an example, a belief or a mistake rather than what the article says."""
    if _DOUBTED.search(passage.words) or _WRONG.search(text.heading_of(passage)):
        return True
    return passage.sentence.id in _behind_examples(text)


@lru_cache(maxsize=8)
def _behind_examples(text: SectionText) -> frozenset[str]:
    """The sentences that are or follow an example in their block, or follow a mistake in it."""
    found = set()
    in_example: set[int] = set()  # blocks
    after_mistake: set[int] = set()
    for passage in text.passages:
        if _EXAMPLE.search(passage.words):
            in_example.add(passage.block)
        if passage.block in in_example or passage.block in after_mistake:
            found.add(passage.sentence.id)
        after_mistake.discard(passage.block)
        if _WRONG.search(passage.words):
            after_mistake.add(passage.block)
    return frozenset(found)


def is_doubted(words: str) -> bool:
    """Whether the words say themselves that it is a belief or a tale."""
    return bool(_DOUBTED.search(words) or _EXAMPLE.search(words))


def points_elsewhere(words: str) -> bool:
    """Whether a part of a sentence leans on what stands around it."""
    return bool(
        _POINTS.search(words)
        or _FIRST_PERSON.search(words)
        or _LAYOUT.search(words)
        or not _has_antecedents(words)
    )


def _has_sentence_form(words: str) -> bool:
    number = len(words_in(words))
    return (
        SHORTEST <= number <= LONGEST
        and words[0].isupper()
        and words.endswith(".")
        and not re.search(r"[?!;“”\"…]|\.\.\.|\s[–—-]\s|:$", words)
        and words.count("(") == words.count(")")
        and not words.isupper()
    )


def _has_antecedents(words: str) -> bool:
    """Whether each pronoun has something before it in the same sentence that it can mean."""
    for pronoun in _PRONOUN.finditer(words):
        before = words[: pronoun.start()]
        named = words_in(_CONDITION.sub("", before))
        if len(named) < 2 and not stems(before):
            return False
        # "A patient who carries it": what is carried isn't the patient.
        meant = _MEANT[pronoun[0].casefold() in ("it", "itself")].search(before)
        meant = None if " who " in before else meant
        is_object = not _SUBJECT_PLACE.search(before)
        if pronoun[0].casefold() not in _POSSESSIVE and is_object and not meant:
            return False
        if _CONDITION.match(before) and not _NOUN.search(before[3:]):
            return False
    person = _PERSON.search(words)
    if person is None:
        return True
    before = words[: person.start()]
    return any(word[0].isupper() for word in words_in(before)[1:]) or bool(_HUMAN.match(before))
