"""Terms with their explanations: list items, paragraphs that open in bold, rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.quizzes.drafting.facts.verbs import opens_with_verb
from learning.quizzes.drafting.material import Item, Passage, SectionText, Table
from learning.quizzes.drafting.words import lower_first, word_set

_SPLIT = re.compile(r"(?P<term>[^:.!?;]{2,60}?)\s*(?::|\s[–—-])\s+(?P<rest>\S.*)", re.DOTALL)
_CALL_OUT = re.compile(
    r"(?:note|tip|example|warning|caution|important|remember|source|credit|correction|hint"
    r"|fact|myth|question|answer|step|day|week|q|a)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_LEADING = re.compile(r"\A(?:this|it|they|these)\s+(?P<verb>[a-z’']+)\s+", re.IGNORECASE)
_COPULA = word_set("is are was were means")
_AUXILIARY = word_set(
    "has have had can could may might must will would should do does did isn't aren't"
)
# "Eighty-two miles of tunnels ran from west to east": a tale with numbers or names, no description.
_TALE = re.compile(
    r"\b(?:was|were|had|ran|held|took|came|went|began|made|gave|led|built|became|rose|fell|grew"
    r"|(?<!is )(?<!are )(?<!be )(?<!been )(?<!an )(?<!a )"
    r"[a-z]{3,}(?<![^aeiou]e)ed (?:the|a|an|to|by|from|into|over|in|up))\b"
)
_NAMES = re.compile(r"\d|(?<=[a-z,] )[A-Z][a-z]+|^(?:[A-Z][a-z]+-)?(?:two|three|four|five|six)\b")
# Rows that gather what is left, or add up.
# "Water moves away": these are verbs as well.
_MATTER = re.compile(r"(?:water|light|heat|work|air|ice|paint|sound|time|rest) [a-z]+s\b", re.I)
_NOTHING = re.compile(r"(?:none|no|not .*|n/?a|nothing|[-–—]*)", re.IGNORECASE)
_REMAINDER = re.compile(
    r"(?:other|others|misc\w*|total|totals|sum|all|rest|remainder|unknown|various|average|overall"
    r"|everything else|any other)\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"[^A-Za-z]*\d[\d.,]*\s*(?:[%°€$£]|[A-Za-z°/]{1,8})?[^A-Za-z]*|.*\bto \d+\b.*"
)
LONGEST_TERM = 7
LONGEST_EXPLANATION = 30


@dataclass(frozen=True)
class Term:
    """A term, what the article says about it, and where."""

    name: str
    explanation: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class TermList:
    """Terms that stand side by side in one list, table or run of paragraphs."""

    heading: str
    terms: tuple[Term, ...]
    column: str = ""  # of a table: what the heading of its second column says
    kind: str = ""  # of a table: what the heading of its first column says
    is_monotone: bool = False  # of a table: both columns are numbers in order, so nothing is asked


def term_lists(text: SectionText) -> Iterator[TermList]:
    """All of a section, in order."""
    for listing in text.listings:
        if not listing.is_nested:
            yield from _of_items(listing.heading, listing.items)
    yield from _of_items("", text.run_ins)
    for table in text.tables:
        yield from _of_table(table)


def _of_items(heading: str, items: Sequence[Item]) -> Iterator[TermList]:
    terms = [term for term in map(_term, items) if term]
    if len(terms) >= 3 and len(terms) * 4 >= len(items) * 3:
        yield TermList(heading, tuple(terms))


def _term(item: Item) -> Term | None:
    if item.bold and item.words.startswith(item.bold) and item.bold != item.words:
        name = item.bold.rstrip(" :.–—-")
        rest = item.words[len(item.bold) :].lstrip(" :.–—-")
    else:
        found = _SPLIT.fullmatch(item.words)
        if found is None:
            return None
        name, rest = found["term"].strip(), found["rest"]
    if not rest or _CALL_OUT.match(name) or len(name.split()) > LONGEST_TERM:
        return None
    explanation = _description(_SENTENCE_END.split(rest)[0].rstrip(" .;"))
    # "Close the valve. Turn the key ..." is a step with its details.
    is_noun = re.match(r"(?:an?|the|any)\b", explanation, re.IGNORECASE) is not None
    if not explanation or is_told(explanation) or (is_told(name) and not is_noun):
        return None
    if _TALE.search(explanation) and _NAMES.search(explanation):
        return None
    used = [p for p in item.passages if p.words.rstrip(" .;").endswith(explanation[-20:])]
    if not 3 <= len(explanation.split()) <= LONGEST_EXPLANATION or not used:
        return None
    first = item.passages[0]
    passages = (first, used[0]) if used[0] != first else (first,)
    return Term(name, explanation[0].upper() + explanation[1:], passages)


def _description(sentence: str) -> str:
    """Without "it is"; empty where the words behind "it" make no sense alone."""
    found = _LEADING.match(sentence)
    if found is None:
        return sentence
    verb = found["verb"].casefold()
    if verb in _COPULA:
        rest = sentence[found.end() :]
        return rest if re.match(r"(?:an?|the|any)\b", rest) else ""
    if verb in _AUXILIARY or not verb.endswith("s"):
        return ""
    return sentence[found.start("verb") :]


def is_told(words: str) -> bool:
    """Whether it opens like an instruction."""
    if _MATTER.match(words):
        return False
    return opens_with_verb(lower_first(words)) or lower_first(words).startswith(
        ("don’t ", "don't ", "do not ", "never ", "always ", "if ", "when ")
    )


def _of_table(table: Table) -> Iterator[TermList]:
    """Its first column with its second, if those have the same form."""
    rows = [
        (row, passage)
        for row, passage in zip(table.rows[1:], table.passages[1:], strict=True)
        if row[0]
        and len(row) > 1
        and row[1]
        and len(row[0].split()) <= LONGEST_TERM
        and not any(_NOTHING.fullmatch(cell) for cell in row)
    ]
    terms = tuple(
        Term(row[0], row[1].rstrip(" .;"), (passage,))
        for row, passage in rows
        if not _REMAINDER.match(row[0])
    )
    if len(terms) >= 3:
        numbers = all(_NUMERIC.fullmatch(term.explanation) for term in terms)
        ordered = all(re.search(r"\d", term.name) for term in terms)
        yield TermList(
            table.heading, terms, table.rows[0][1], table.rows[0][0], numbers and ordered
        )
