"""Definitions in prose: "A lahar is a mudflow of ...", "The result is called an index"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import is_doubted, is_doubtful, points_elsewhere
from learning.quizzes.drafting.words import echoes, lower_first, stems, word_set, words_in

_IS = re.compile(
    r"(?P<article>A |An |The )?(?P<term>[A-Za-z][\w’'-]*(?: [\w’'-]+){0,3}?)"
    r"(?: \((?P<short>[A-Z][A-Za-z]{1,7}s?)\))?"
    r" (?:(?P<verb>is|are|means|refers to|is defined as|describes)) "
    r"(?P<meaning>(?:(?:a|an|the|any|all) )?.+)\."
)
SPECIFYING = (
    r"(?:that|which|who|whose|(?:at|on|to|for|from|with) which|by which|in which|where|when|of|used|for|made|between|beneath"
    r"|built|caused|based|from|to|with|across)\b"
)
_ADJECTIVE = (
    r"(?!(?:as|by|in|on|at|to|with|after|before|more|less|than)\b)(?![a-z]+(?:ly|er|ed)\b)[a-z-]+"
)
_WHICH = r"(?:that|which|who|whose|where|of|made|used|built|in which|on which|from)\b"
_VAGUE = re.compile(
    r"\b(?:good|great|common|important|popular|major|key|best|main|kind of|sort of|reason|way"
    r"|result"
    r"|example|problem|(?<!the )part of|thing"
    r"|one of|most|example|sign of|matter|question|fact|sense"
    r"|rare"
    r"|classic|case|emergency|success|failure|mystery|challenge|issue|disaster|luxury|mistake|must"
    r"|standard|limit|norm|default|maximum|minimum|basis|aim|purpose|point|amount|number"
    r"|useful|simple|natural|typical|vital|crucial|essential|valuable|first step|goal|choice"
    r"|world's|world’s|largest|oldest|only one)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(r"\b(?:often|usually|sometimes|mostly|generally|probably|perhaps)\b")
_NO_TERM = word_set(
    """
    it this that these those they he she we you i there here what which who one most many some
    all each every both neither either another other others result reason cause problem way
    part point aim goal purpose idea thing things example answer question effect difference
    advantage disadvantage drawback benefit benefits name word term rule rules step steps fact
    key best worst first second third last next main whole rest majority number group amount
    only such if when nothing something anything everything everyone anyone someone
    their its his her your our my no several few two three four five not trouble
    """
)
# These name nothing by themselves, but may describe: "cost centre".
_NO_HEAD = word_set(
    "cost price people time life work range size colour color height length weight age use building"
)
_CALLED = re.compile(
    r"(?P<meaning>[A-Z].{12,160}?),? (?:is|are) (?:called|known as) "
    r"(?:an? |the )?(?P<term>[\w’'-]+(?: [\w’'-]+){0,3})\."
)


_ASIDE = re.compile(r", (?:by contrast|in contrast|however|on the other hand|too|in turn), ")
_EXAMPLES = re.compile(r", (?:for example|for instance|such as|like|including)\b[^.]*\.$")
# "Hospitality offered to ..." needs no article.
_OPENS = r"(?:(?:an?|the|any)\b|[a-z]+ (?:offered|given|made|paid|done|used|that|which)\b)"
# A pronoun that is an object far behind the noun of the definition means something in it.
_OWN = re.compile(
    r"(?<=\w{3} )(?:it|them)(?= (?:through|against|from|into|to|in|on|out|with|off"
    r"|at|for|over|when|by|and|apart|together|up|back)\b|$)"
)
# "..., a process in which ...": up to the next comma or the end.
_APPOSED = re.compile(
    r", (?P<meaning>(?:an?|the) (?:[a-z-]+ ){1,4}?(?:that|which|in which|by which|who|of|for|used|made"
    r"|with) "
    r"[^,;:()“”]+)(?:,|\.)"
)
_PERSON = re.compile(
    r"(?:an?|the) (?:[a-z-]+ ){0,2}?(?:[a-z]+(?:ist|ian|er|or)|man|woman|people|king|queen|city|town"
    r"|village|company|country|river|river|year|day|month|book|film|leader|student|novel)"
    r"(?= (?:that|which|who|of|in|for|with|from|by|at)\b)"
)
# What belongs to one case: "the end of the war", "a total of 40".
_WHOLE = re.compile(
    r"\d|^(?!.*\b(?:idea|belief|theory|view|practice)\b).*\b(?:was|were|had)\b|\b(?:first|last|largest|same|end|total|number|part|one|most)\b"
)
_STOPS = word_set(
    """
    a an the of in on at to for from by with and or but is are was were be as that which who
    into onto than like such include includes including called via under over between before
    after if when because so not no its their his her your our my this these some any each every
    use uses used using has have had can may must will would should also only about through
    """
)
_VERBS = word_set(
    """
    consider use uses contain contains need needs make makes give gives cause causes form forms add
    adds produce produces become becomes follow follows show shows require requires mean means
    carry carries eat eats choose try prefer avoid get gets bring brings release releases create
    creates lack lacks offer offers run runs grow grows keep keeps buy sell find finds
    """
)
_OPENERS = word_set(
    """
    if when while after before because although though since unless once in on at to for from by
    with without during despite until as like unlike under over between within despite except
    beside besides even
    """
)
LONGEST_APPOSED = 4

_CALLED_SO = re.compile(
    r"(?P<meaning>(?:[A-Z][a-z]+ing|The|A|An) [^,.:;]{8,120}), (?:which|a process that) is "
    r"(?:called|known as) (?:an? |the )?(?P<term>[\w’'-]+(?: [\w’'-]+){0,2}),"
)


@dataclass(frozen=True)
class Definition:
    """A term, what the article says it is, and the verb between them."""

    term: str
    meaning: str
    is_plural: bool
    short: str
    passage: Passage
    is_named: bool = False  # the article says that the term is what it is called


def definitions_in(text: SectionText, article: Article) -> Iterator[Definition]:
    """All of a section, in order."""
    # What the whole article is about gives nothing away.
    topic = stems(article.outline.title)
    for passage in text.prose:
        plain = _plain(passage)
        found = _defined(plain, topic) or _called(plain) or _apposed(plain)
        if found is not None:
            found = replace(found, passage=passage)
        is_whole = plain is passage and not (found and found.is_named)
        is_doubted = found is None or (is_whole and is_doubtful(passage, text))
        if found and may_be_asked(passage.words) and not is_doubted:
            yield found


def _plain(passage: Passage) -> Passage:
    """Without "by contrast" and without an example at the end."""
    words = _ASIDE.sub(" ", _EXAMPLES.sub(".", passage.words))
    is_same = words == passage.words or is_doubted(words)
    return passage if is_same else replace(passage, words=words)


def _defined(passage: Passage, topic: frozenset[str]) -> Definition | None:
    found = _IS.fullmatch(passage.words)
    if found is None or re.search(r"[;:?!“”\"]", passage.words):
        return None
    term, meaning = found["term"], found["meaning"]
    is_plural = found["verb"] == "are"
    if found["verb"] in ("means", "describes") and not re.match(_OPENS, meaning):
        return None
    form = (
        rf"(?:the )?(?:{_ADJECTIVE} ){{0,3}}?(?:[a-z]+s|people) {_WHICH}"
        if is_plural
        else r"an?\b|the\b|any\b"
    )
    if not re.match(form, meaning) and found["verb"] in ("is", "are"):
        return None
    if not _is_term(term, found["article"] or "") or not _is_meaning(meaning, term, topic):
        return None
    return Definition(term, meaning, is_plural, found["short"] or "", passage)


def _called(passage: Passage) -> Definition | None:
    found = _CALLED.fullmatch(passage.words) or _CALLED_SO.match(passage.words)
    if found is None or re.search(r"[;:?!“”\"]", passage.words):
        return None
    term, meaning = found["term"], found["meaning"]
    is_inset = found.re is _CALLED_SO
    if (
        points_elsewhere(meaning)
        or len(words_in(meaning)) < (4 if is_inset else 6)
        or stems(term) & stems(meaning)
    ):
        return None
    if re.match(r"(?:The|This|These|It|They|Such) (?:\w+ )?$", f"{meaning} ") or "," in term:
        return None
    return Definition(term, meaning, " are " in passage.words, "", passage, is_named=True)


def _apposed(passage: Passage) -> Definition | None:
    """ "... miasma, the idea that ...": what stands before the comma, with its meaning behind."""
    for found in _APPOSED.finditer(passage.words):
        meaning = found["meaning"].rstrip()
        term = _noun_before(passage.words[: found.start()])
        if not term or re.search(r"[;:?!“”\"]", found[0]) or re.search(r"[A-Z].* [A-Z]", term):
            continue
        if _is_opening(found, passage.words, term):
            continue
        if len(words_in(meaning)) < 5 or not _is_term(term, "") or _PERSON.match(meaning):
            continue
        if _is_meaning(f"{meaning} of it", term) and not _WHOLE.search(meaning):
            return Definition(term, meaning, False, "", passage, is_named=True)
    return None


def _is_opening(found: re.Match[str], sentence: str, term: str) -> bool:
    """Whether the comma ends what opens a sentence: "Without rain, a plant that ..."."""
    before = sentence[: found.start()]
    first = before.partition(" ")[0].casefold()
    if "," not in before and first in _OPENERS:
        return True
    return len(before.split()) <= len(term.split()) + 1 and found[0].endswith(".")


def _noun_before(words: str) -> str:
    """The longest run of words at the end that can be one noun with what describes it."""
    found: list[str] = []
    for word in reversed(words.split()):
        if not re.fullmatch(r"[A-Za-z][\w’'-]*", word) or word.casefold() in _STOPS:
            break
        found.insert(0, word)
        if len(found) == LONGEST_APPOSED:
            break
    while found and (found[0] in _VERBS or re.search(r"(?:ed|ing|ly)$", found[0])):
        found.pop(0)
    # A sentence's first word has a capital letter of no meaning.
    if found and words.startswith(found[0]) and found[0][0].isupper():
        found[0] = lower_first(found[0])
    return " ".join(found)


def _is_term(term: str, article: str) -> bool:
    words = term.casefold().split()
    if _NO_TERM & set(words) or words[-1] in _NO_HEAD or len(words) > 4 or not stems(term):
        return False
    if article == "The " and len(words) == 1:
        return False
    # "Water with salt is the ..." names no term.
    return not set(words) & word_set(
        """
    of in on at with to for by from and or has have can may must should will was were is are
    not also whose that which above below under over when than
    """
    )


def _is_meaning(meaning: str, term: str, topic: frozenset[str] = frozenset()) -> bool:
    first = " ".join(words_in(meaning)[:5])
    return (
        6 <= len(words_in(meaning)) <= 28
        and bool(re.search(rf"\b{SPECIFYING}", meaning))
        and not _VAGUE.search(first)
        and not echoes(meaning, _beginning(term), but=topic)
        and not points_elsewhere(_OWN.sub(" ", meaning))
        and not _HEDGED.search(meaning)
        and " not " not in f" {meaning} "[:12]
    )


def _beginning(term: str) -> str:
    """A term without its last word, which may come again: "a spring tide is a tide ..."."""
    words = term.split()
    return " ".join(words[:-1]) if len(words) > 1 else term
