"""Makes PDF and Word files of our own words, to be read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import docx
import typst
from docx.oxml.ns import qn

from learning.articles.blocks import Reading
from learning.articles.readers.reading import read

_MEANS_SOMETHING = str.maketrans({mark: f"\\{mark}" for mark in "\\#$*_`<>@[]~=-+/'\""})


class Section(NamedTuple):
    """A heading (level 1 is a main one) and the paragraphs below it."""

    title: str
    paragraphs: Sequence[str]
    level: int = 1


LIGHT = (
    "Daylight in the morning tells the body that the day has begun. People who get little of it "
    "fall asleep late, and a well-known trial with night nurses found that half an hour of bright "
    "light after waking moved their bedtime forward by more than an hour."
)
LAMPS = (
    "Lamps at home are weaker than the sky, even when it is grey. Sitting at a window helps, and a "
    "walk before breakfast helps more than anything that can be bought."
)
COFFEE = (
    "Coffee blocks the substance that makes us sleepy. Half of a cup drunk at noon is still in the "
    "blood in the evening, which is why a well-known rule says to stop after lunch. Tea is milder, "
    "but four cups of it are no different from two of coffee."
)
ENZYME = (
    "Some people inherit a slow enzyme. For them the afternoon is too late already, and in "
    "pregnancy everybody becomes slow for a while."
)
DOCTOR = (
    "Loud snoring with pauses should be looked into, since it can strain the heart. So should legs "
    "that cannot keep still, and tiredness that does not go away after two weeks of regular nights."
)
SECTIONS = (
    Section("How light sets the clock", (LIGHT, LAMPS)),
    Section("What caffeine does", (COFFEE,)),
    Section("Slow metabolisers", (ENZYME,), 2),
    Section("When to see a doctor", (DOCTOR,)),
)


def pdf(source: str) -> bytes:
    """The PDF that typst makes of its own language."""
    fonts = typst.Fonts(include_system_fonts=False)
    made: bytes = typst.compile(source.encode(), format="pdf", font_paths=fonts)
    return made


def words_for_typst(words: str) -> str:
    return words.translate(_MEANS_SOMETHING)


def pdf_of(
    sections: Sequence[Section] = SECTIONS,
    *,
    title: str = "A short guide to sleep",
    columns: int = 1,
    bookmarks: bool = True,
    justify: bool = True,
    before: str = "",
) -> bytes:
    """An article as typst sets it; `before` is more of its language, set in front."""
    switch = {True: "true", False: "false"}
    pieces = [
        f'#set page(width: 150mm, height: 180mm, columns: {columns}, numbering: "1 / 1")',
        "#set page(header: [Sleep and health])",
        f"#set par(justify: {switch[justify]})",
        f'#set text(lang: "en", hyphenate: {switch[justify]})',
        f"#set heading(bookmarked: {switch[bookmarks]})",
        before,
    ]
    if title:
        words = f"text(size: 20pt)[{words_for_typst(title)}]"
        pieces.append(f'#place(top, scope: "parent", float: true, {words})')
    for section in sections:
        pieces.append(f"{'=' * section.level} {words_for_typst(section.title)}")
        pieces += [words_for_typst(each) for each in section.paragraphs]
    return pdf("\n\n".join(pieces))


def word_file(write: Callable[[Any], object]) -> bytes:
    """The Word file that `write` fills."""
    document = docx.Document()
    styles = document.styles.element
    # The template's hundred table styles would take most of the time of reading a small file.
    for style in [each for each in styles if each.get(qn("w:type")) == "table"]:
        styles.remove(style)
    styles.remove(styles.find(qn("w:latentStyles")))
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read_pdf(content: bytes) -> Reading:
    return read(content, "a.pdf")


def read_word(content: bytes) -> Reading:
    return read(content, "a.docx")


def headings(reading: Reading) -> list[str]:
    return [line for line in reading.text.split("\n") if line.startswith("#")]


def paragraphs(reading: Reading) -> list[str]:
    return reading.text.strip().split("\n\n")
