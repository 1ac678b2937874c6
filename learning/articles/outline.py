"""An article as sections and sentences: the value, how it is made, and its JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from learning.articles.assembling import Stretch, items_of, sentence_spans, stretches
from learning.articles.blocks import LeftOut, Reading, SourceFormat, count_words
from learning.articles.kinds import SectionKind
from learning.articles.readers.reading import blocks_of, read
from learning.articles.sectioning import cut
from learning.articles.sentences import ids_of
from learning.foreign.decoding import canonical

__all__ = [  # what others use, whichever file it is in
    "CUTTER_VERSION", "Dropped", "LeftOut", "Outline", "Section", "SectionKind", "Sentence",
    "Source", "SourceFormat", "as_json", "as_lines", "from_json", "outline_of", "outline_of_text",
    "sentences_between",
]  # fmt: skip

# Stored with every article version; goes up whenever the same text may be cut differently.
CUTTER_VERSION = "2"


@dataclass(frozen=True)
class Source:
    """What the outline was made from: the file's hash, the length of the canonical text."""

    format: SourceFormat
    sha256: str
    characters: int


@dataclass(frozen=True)
class Sentence:
    """A span of the canonical text under an id that lasts as long as its words."""

    id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Section:
    """A part of the article under one heading; `start`-`end` include the heading."""

    position: int
    kind: SectionKind
    title: str
    level: int
    start: int
    end: int
    words: int
    items: tuple[str, ...]
    evidence: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Dropped:
    """A span of the canonical text that no section holds, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Outline:
    """An article, cut. Sections and dropped spans hold all of `text` but white space."""

    title: str
    source: Source
    text: str
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def has_text(self) -> bool:
        """False when there are only headings; callers refuse that as "article-only-headings"."""
        return any(section.sentences for section in self.sections)


def outline_of(content: bytes, file_name: str) -> Outline:
    """Read and cut a file. Raises RuleBroken as readers.reading.read does."""
    reading = read(content, file_name)
    return _outline(reading, hashlib.sha256(content).hexdigest())


def outline_of_text(text: str, format: str) -> Outline:
    """Cut a text written or edited in the app; `format` is a SourceFormat or its name.

    Raises RuleBroken "article-empty", "article-binary" or "article-encoding".
    """
    reading = Reading(SourceFormat(format), canonical(text))
    return _outline(reading, hashlib.sha256(reading.text.encode()).hexdigest())


def sentences_between(outline: Outline, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences that lie wholly in `text[start:end]`, in order."""
    return tuple(
        sentence
        for section in outline.sections
        if section.start < end and start < section.end
        for sentence in section.sentences
        if start <= sentence.start and sentence.end <= end
    )


def _outline(reading: Reading, sha256: str) -> Outline:
    text = reading.text
    blocks = blocks_of(text, 0, len(text), reading.format)
    cutting = cut(blocks)
    parts = list(stretches(text, blocks, cutting.pieces))
    kept = [part for part in parts if part.piece.kind is not None]
    return Outline(
        title=cutting.title,
        source=Source(reading.format, sha256, len(text)),
        text=text,
        sections=tuple(_sections(text, kept)),
        dropped=tuple(
            Dropped(part.start, part.end, text[part.start : part.end], part.piece.why)
            for part in parts
            if part.piece.kind is None
        ),
        left_out=reading.left_out,
    )


def _sections(text: str, kept: list[Stretch]) -> Iterator[Section]:
    found = [list(sentence_spans(part)) for part in kept]
    ids = iter(ids_of(prose for spans in found for _, _, prose in spans))
    for position, (part, spans) in enumerate(zip(kept, found, strict=True), start=1):
        piece = part.piece
        assert piece.kind is not None
        yield Section(
            position, piece.kind, piece.title, piece.level, part.start, part.end,
            words=sum(count_words(prose) for _, _, prose in spans),
            items=items_of(part),
            evidence=piece.why,
            sentences=tuple(
                Sentence(next(ids), start, end, text[start:end]) for start, end, _ in spans
            ),
        )  # fmt: skip


def as_json(outline: Outline) -> dict[str, Any]:
    """The outline as `articles outline --json` prints it; see docs for the contract."""
    return {
        "title": outline.title,
        "source": {
            "format": outline.source.format.value,
            "sha256": outline.source.sha256,
            "characters": outline.source.characters,
        },
        "text": outline.text,
        "sections": [_section_as_json(section) for section in outline.sections],
        "dropped": [vars(each).copy() for each in outline.dropped],
        "left_out": [vars(each).copy() for each in outline.left_out],
    }


def from_json(stored: dict[str, Any]) -> Outline:
    """The outline that `as_json` gave."""
    source = stored["source"]
    return Outline(
        title=stored["title"],
        source=Source(SourceFormat(source["format"]), source["sha256"], source["characters"]),
        text=stored["text"],
        sections=tuple(_section_from_json(each) for each in stored["sections"]),
        dropped=tuple(Dropped(**each) for each in stored["dropped"]),
        left_out=tuple(LeftOut(**each) for each in stored["left_out"]),
    )


def as_lines(outline: Outline) -> list[str]:
    """The outline for people, as the command prints it without --json."""
    lines = [outline.title or "(no title)", ""]
    for section in outline.sections:
        heading = f"{section.position}. {section.title or section.kind.value.capitalize()}"
        lines.append(f"{heading}  [{section.kind}, {section.words} words]")
        lines.append(f"   {section.evidence}")
        lines += [f"   - {item}" for item in section.items]
        lines += [f"   {sentence.id}  {sentence.text}" for sentence in section.sentences]
        lines.append("")
    lines += [f"Dropped: “{each.text}” ({each.reason})" for each in outline.dropped]
    lines += [f"Left out: “{each.text}” ({each.reason})" for each in outline.left_out]
    return lines


def _section_as_json(section: Section) -> dict[str, Any]:
    return {
        **vars(section),
        "kind": section.kind.value,
        "items": list(section.items),
        "sentences": [vars(sentence).copy() for sentence in section.sentences],
    }


def _section_from_json(stored: dict[str, Any]) -> Section:
    sentences = tuple(Sentence(**each) for each in stored["sentences"])
    items = tuple(stored["items"])
    kind = SectionKind(stored["kind"])
    return Section(**{**stored, "kind": kind, "items": items, "sentences": sentences})
