"""How well files are cut: exact titles, kinds, items, overviews, and words in the right section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from learning.articles.outline import Outline, Section
from tests.articles.corpus.files import File
from tests.articles.corpus.source import Kind, Part

_PLACEHOLDER = re.compile(r"Part \d+")


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    all: int = 0

    def add(self, is_right: bool) -> None:
        self.right += is_right
        self.all += 1

    @property
    def value(self) -> float:
        return self.right / self.all if self.all else 1.0


@dataclass
class Score:
    """Of one file, or of many."""

    hits: int = 0
    wanted: int = 0
    found: int = 0
    files: list[float] = field(default_factory=list)  # F1 of each file
    kinds: Share = field(default_factory=Share)
    items: Share = field(default_factory=Share)
    words: Share = field(default_factory=Share)
    overview: Share = field(default_factory=Share)
    title: Share = field(default_factory=Share)
    clean: Share = field(default_factory=Share)  # files without foreign words in their sections
    uninvented: Share = field(default_factory=Share)  # of files without headings

    @property
    def micro(self) -> float:
        return _f1(self.hits, self.wanted, self.found)

    @property
    def macro(self) -> float:
        return sum(self.files) / len(self.files) if self.files else 1.0


def score(judged: Iterable[tuple[File, Outline]]) -> Score:
    """Add up files and the outlines they gave."""
    total = Score()
    for file, outline in judged:
        _add(total, file, outline)
    return total


def _add(total: Score, file: File, outline: Outline) -> None:
    wanted = file.article.parts
    found = titled(outline)
    pairs = _pairs(wanted, found)
    total.hits += len(pairs)
    total.wanted += len(wanted)
    total.found += len(found)
    total.files.append(_f1(len(pairs), len(wanted), len(found)))
    for part, section in pairs:
        total.kinds.add(section.kind.value == part.kind)
        if not part.nodes:
            continue
        total.words.add(_has_its_words(section, part))
        if not part.has_terms:
            total.items.add(section.items == part.items)
    if wanted:
        has_lead = any(each.kind == "overview" and not each.title for each in outline.sections)
        total.overview.add(has_lead == (file.article.lead is not None))
    else:
        total.uninvented.add(not found)
    if file.format != "wikitext":
        total.title.add(outline.title == file.article.title)
    kept = "\n".join(each.text for section in outline.sections for each in section.sentences)
    total.clean.add(not any(line in kept for line in file.foreign))


def titled(outline: Outline) -> list[Section]:
    """The sections with a title that isn't a placeholder."""
    return [
        each for each in outline.sections if each.title and not _PLACEHOLDER.fullmatch(each.title)
    ]


def faults(file: File, outline: Outline) -> list[str]:
    """What is wrong with one outline, for people."""
    one = score([(file, outline)])
    wanted = Counter(part.title for part in file.article.parts)
    found = Counter(each.title for each in titled(outline))
    said = [f"missing {title!r}" for title in (wanted - found)]
    said += [f"invented {title!r}" for title in (found - wanted)]
    for part, section in _pairs(file.article.parts, titled(outline)):
        if section.kind.value != part.kind:
            said.append(f"{part.title!r} is {section.kind.value}")
        if not part.nodes:
            continue
        if not part.has_terms and section.items != part.items:
            said.append(f"items of {part.title!r}: {list(section.items)} for {list(part.items)}")
        if not _has_its_words(section, part):
            said.append(f"words of {part.title!r}: {_words(section)[-160:]!r}")
    for share in ("overview", "title", "clean"):
        if getattr(one, share).value < 1:
            said.append(f"{share} is wrong")
    return said


def _f1(hits: int, wanted: int, found: int) -> float:
    return 2 * hits / (wanted + found) if wanted + found else 1.0


def _pairs(wanted: Iterable[Part], found: list[Section]) -> list[tuple[Part, Section]]:
    rest = list(found)
    pairs = []
    for part in wanted:
        section = next((each for each in rest if each.title == part.title), None)
        if section is not None:
            rest.remove(section)
            pairs.append((part, section))
    return pairs


def _has_its_words(section: Section, part: Part) -> bool:
    """Every word of the part and no other; a sub-heading that nothing marks is a sentence."""
    bare = [node.words for node in part.nodes if node.kind is not Kind.SUB]
    full = [re.sub(r"^\d\.\d ", "", each.text) for each in section.sentences]
    words = _letters(" ".join(full))
    return words in (_letters(" ".join(bare)), _letters(" ".join(n.words for n in part.nodes)))


def _words(section: Section) -> str:
    return " ".join(each.text for each in section.sentences)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))
