"""Terms with their explanations: list items, paragraphs that open in bold, rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.quizzes.drafting.material import Item, Passage, SectionText, Table

_SPLIT = re.compile(r"(?P<term>[^:.!?;]{2,60}?)\s*(?::|\s[–—-])\s+(?P<rest>\S.*)", re.DOTALL)
_CALL_OUT = re.compile(
    r"(?:note|tip|example|warning|caution|important|remember|source|credit|correction|hint"
    r"|fact|myth|question|answer|step|day|week|q|a)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_LEADING = re.compile(r"\A(?:this|it|they|these)\s+(?=[a-z])", re.IGNORECASE)
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
    explanation = _LEADING.sub("", _SENTENCE_END.split(rest)[0]).rstrip(" .;")
    used = [p for p in item.passages if p.words.rstrip(" .;").endswith(explanation[-20:])]
    if not 3 <= len(explanation.split()) <= LONGEST_EXPLANATION or not used:
        return None
    first = item.passages[0]
    passages = (first, used[0]) if used[0] != first else (first,)
    return Term(name, explanation[0].upper() + explanation[1:], passages)


def _of_table(table: Table) -> Iterator[TermList]:
    """Its first column with its second, if those have the same form."""
    terms = [
        Term(row[0], row[1].rstrip(" .;"), (passage,))
        for row, passage in zip(table.rows[1:], table.passages[1:], strict=True)
        if row[0] and len(row) > 1 and row[1] and len(row[0].split()) <= LONGEST_TERM
    ]
    if len(terms) >= 3:
        yield TermList(table.heading, tuple(terms), table.rows[0][1])
