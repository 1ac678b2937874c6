"""Definitions in prose: "A lahar is a mudflow of ...", "The result is called an index"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learning.quizzes.drafting.facts.appositions import appositions_in
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import is_doubted, is_doubtful, points_elsewhere
from learning.quizzes.drafting.words import echoes, stems, word_set, words_in

_IS = re.compile(
    r"(?P<article>A |An |The )?(?P<term>[A-Za-z][\w’'-]*(?: [\w’'-]+){0,3}?)"
    r"(?: \((?P<short>[A-Z][A-Za-z]{1,7}s?)\))?"
    r" (?:(?P<verb>is|are|means|refers to|is defined as|describes)) "
    r"(?P<meaning>(?:(?:a|an|the|any|all) )?.+)\."
)
SPECIFYING = (
    r"(?:that|which|who|whose|(?:at|on|to|for|from|with|by|in) which"
    r"|where|when|of|used|for|made|between|beneath"
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
    for term, meaning in appositions_in(passage.words):
        if _is_term(term, "") and _is_meaning(f"{meaning} of it", term):
            return Definition(term, meaning, False, "", passage, is_named=True)
    return None


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
