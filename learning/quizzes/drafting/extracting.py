"""Makes an article's outline into what drafters work on: words, lists, tables, runs of terms."""

import re
from collections.abc import Iterator, Sequence

from learning.articles.blocks import Block, BlockKind, visible
from learning.articles.kinds import SectionKind
from learning.articles.outline import Outline, Section
from learning.articles.readers.reading import blocks_of
from learning.quizzes.drafting.material import (
    FOOTNOTE,
    Article,
    Item,
    Listing,
    Passage,
    SectionText,
    Table,
)

FEWEST_TERMS = 3  # in a row, before lines such as "Term: explanation" are a list
_TERM_LINE = re.compile(r"[A-Z0-9][^:.!?]{0,40}: \S.{10,}")
_NUMBERING = re.compile(r"\A\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-Z])")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_CELL_MARKUP = re.compile(r"[*_`\\]|\[([^\]]*)\]\([^)]*\)")


def article_of(outline: Outline) -> Article:
    """The teaching sections, in order, ready to be drafted from."""
    kinds = (SectionKind.TEACH, SectionKind.CONCLUSION)
    return Article(outline, tuple(_text(outline, s) for s in outline.sections if s.kind in kinds))


def _text(outline: Outline, section: Section) -> SectionText:
    blocks = blocks_of(outline.text, section.start, section.end, outline.source.format)
    found = _passages(section, blocks)
    return SectionText(
        section,
        tuple(passage for passages in found for passage in passages),
        tuple(_listings(section, blocks, found)),
        tuple(_run_ins(blocks, found)),
        tuple(_tables(outline, section, blocks, found)),
        _headings(blocks),
    )


def _passages(section: Section, blocks: Sequence[Block]) -> list[list[Passage]]:
    """The sentences of each block."""
    found: list[list[Passage]] = [[] for _ in blocks]
    number = 0
    for sentence in section.sentences:
        while number < len(blocks) - 1 and blocks[number].end <= sentence.start:
            number += 1
        block = blocks[number]
        words = _plain(block.prose[sentence.start - block.body : sentence.end - block.body])
        if words and block.kind is not BlockKind.CODE:
            in_list = block.depth > 0 or block.kind is BlockKind.ROW
            found[number].append(Passage(sentence, words, number, in_list, block.quoted))
    return found


def _headings(blocks: Sequence[Block]) -> dict[int, str]:
    """For each block the heading above it and, in a list, what introduces that."""
    found: dict[int, str] = {}
    heading = lead = ""
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            heading, lead = block.plain, ""
        elif not block.depth:
            lead = block.plain if block.plain.endswith(":") else ""
        found[number] = f"{heading} {lead if block.depth else ''}"
    return found


def _plain(prose: str) -> str:
    """The words alone: no footnote marks, no number of a paragraph."""
    return _NUMBERING.sub("", FOOTNOTE.sub("", visible(prose))).strip()


def _listings(
    section: Section, blocks: Sequence[Block], found: Sequence[Sequence[Passage]]
) -> Iterator[Listing]:
    heading, lead, number = "", None, 0
    while number < len(blocks):
        block = blocks[number]
        end = _end_of_terms(blocks, found, number)
        if end - number >= FEWEST_TERMS:
            items = ((found[at], blocks[at].plain) for at in range(number, end))
            yield Listing(
                lead, heading, tuple(Item(tuple(of), words) for of, words in items), False
            )
            number, lead = end, None
            continue
        if block.kind is not BlockKind.ITEM:
            if block.kind is BlockKind.HEADING:
                is_title = number == 0 and block.plain.endswith(section.title)
                heading = "" if is_title else block.plain
            lead = found[number][-1] if found[number] and not block.depth else None
            number += 1
            continue
        end = number + 1
        while end < len(blocks) and _goes_on(blocks[number], blocks[end]):
            end += 1
        yield _listing(blocks[number:end], found[number:end], lead, heading)
        number, lead = end, None


def _end_of_terms(blocks: Sequence[Block], found: Sequence[Sequence[Passage]], number: int) -> int:
    """Where paragraphs of the form "Term: explanation" stop that begin with this block."""
    while (
        number < len(blocks)
        and blocks[number].kind is BlockKind.PARAGRAPH
        and not (blocks[number].depth or blocks[number].quoted or blocks[number].bold)
        and len(found[number]) == 1
        and _TERM_LINE.fullmatch(blocks[number].plain)
    ):
        number += 1
    return number


def _goes_on(first: Block, block: Block) -> bool:
    if block.kind is BlockKind.ITEM:
        same_style = _is_number(block.marker) == _is_number(first.marker)
        restarts = _is_number(block.marker) and re.sub(r"\D", "", block.marker) == "1"
        return block.depth > first.depth or (same_style and not restarts)
    return block.kind is BlockKind.PARAGRAPH and block.depth > 0


def _listing(
    blocks: Sequence[Block],
    found: Sequence[Sequence[Passage]],
    lead: Passage | None,
    heading: str,
) -> Listing:
    items: list[Item] = []
    for block, passages in zip(blocks, found, strict=True):
        if block.kind is BlockKind.ITEM and block.depth == blocks[0].depth:
            items.append(Item(tuple(passages), block.plain, _bold(block)))
        elif items:
            last = items[-1]
            items[-1] = Item((*last.passages, *passages), f"{last.words} {block.plain}", last.bold)
    nested = any(block.depth > blocks[0].depth for block in blocks)
    return Listing(
        lead, heading, tuple(i for i in items if i.passages), _is_number(blocks[0].marker), nested
    )


def _run_ins(blocks: Sequence[Block], found: Sequence[Sequence[Passage]]) -> Iterator[Item]:
    """Paragraphs that open with words in bold."""
    for block, passages in zip(blocks, found, strict=True):
        if block.kind is BlockKind.PARAGRAPH and block.bold and passages and not block.depth:
            yield Item(tuple(passages), block.plain, _bold(block))


def _tables(
    outline: Outline,
    section: Section,
    blocks: Sequence[Block],
    found: Sequence[Sequence[Passage]],
) -> Iterator[Table]:
    heading, rows, passages = "", [], []  # type: str, list[tuple[str, ...]], list[Passage]
    for block, sentences in zip([*blocks, None], [*found, ()], strict=True):
        if block is not None and block.kind is BlockKind.ROW and sentences:
            rows.append(_cells(outline.text[block.start : block.end]))
            passages.append(sentences[0])
            continue
        if len(rows) > 2 and len({len(row) for row in rows}) == 1:
            yield Table(heading, tuple(rows), tuple(passages))
        rows, passages = [], []
        if block is not None and block.kind is BlockKind.HEADING:
            heading = "" if block.plain.endswith(section.title) else block.plain


def _cells(row: str) -> tuple[str, ...]:
    line = row.partition("\n")[0].strip().removeprefix("|").removesuffix("|")
    cells = (_CELL_MARKUP.sub(r"\1", cell) for cell in _CELL_BORDER.split(line))
    return tuple(" ".join(cell.split()) for cell in cells)


def _bold(block: Block) -> str:
    return visible(block.prose[: block.bold])


def _is_number(marker: str) -> bool:
    return any(sign.isdigit() for sign in marker)
