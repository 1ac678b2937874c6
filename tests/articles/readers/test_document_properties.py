"""Whatever a PDF or Word file holds, it is read or refused, and none of its words get lost."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.articles.blocks import Reading
from learning.articles.outline import outline_of
from learning.articles.readers.reading import read
from learning.errors import RuleBroken
from tests.articles.readers.documents import Section, pdf_of, read_pdf, read_word, word_file

LETTERS = st.characters(codec="latin-1", categories=["Lu", "Ll"])
WORDS = st.lists(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=12),
        st.sampled_from(
            ["well-known", "*", "#", "1.", "-", "•", "[a](b)", "<b>", "a_b", "5%", "`x`"]
        ),
        st.sampled_from(["light", "habit", "evening", "coffee", "sleep", "it", "and", "of", "the"]),
    ),
    min_size=1,
    max_size=60,
).map(" ".join)
PROSE = "People sleep longer where evenings are dark, and wake earlier where mornings are light."
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=5)
TITLES = st.lists(
    st.sampled_from(["Light", "Habit", "Sleep", "and", "Coffee", "with", "Tea"]),
    min_size=1,
    max_size=5,
)
SECTIONS = st.lists(
    st.builds(Section, TITLES.map(" ".join), PARAGRAPHS, st.integers(1, 3)), min_size=1, max_size=6
)


def words_of(text: str) -> Counter[str]:
    """Runs of letters and digits; hyphens may go at line ends, so they don't count."""
    return Counter(re.findall(r"[^\W_]+", re.sub(r"(?<=\w)[-‐]\s?(?=\w)", "", text)))


def kept_by(reading: Reading) -> Counter[str]:
    shown = reading.text.replace("\\", "")
    return words_of("\n".join([shown, *(each.text for each in reading.left_out)]))


def without_markers(words: Counter[str]) -> Counter[str]:
    """A number that was typed as a list's marker may be counted anew."""
    return Counter({word: count for word, count in words.items() if not word.isdecimal()})


def missing(written: str, reading: Reading) -> set[str]:
    # The letters count, not where words end: lines may be joined with or without a space.
    whole = "".join(filter(str.isalnum, reading.text + " ".join(e.text for e in reading.left_out)))
    return {word for word in without_markers(words_of(written)) if word not in whole}


@settings(max_examples=20, deadline=None)
@given(SECTIONS, st.sampled_from([1, 2]), st.booleans(), st.booleans())
def test_every_word_of_a_pdf_is_in_the_text_or_named(
    sections: list[Section], columns: int, bookmarks: bool, justify: bool
) -> None:
    _check_pdf(sections, columns, bookmarks, justify)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@settings(max_examples=1_500, deadline=None)
@given(SECTIONS, st.sampled_from([1, 2]), st.booleans(), st.booleans())
def test_every_word_of_many_pdfs_is_in_the_text_or_named(
    sections: list[Section], columns: int, bookmarks: bool, justify: bool
) -> None:
    _check_pdf(sections, columns, bookmarks, justify)


@settings(max_examples=15, deadline=None)
@given(SECTIONS, st.booleans())
def test_every_word_of_a_word_file_is_in_the_text_or_named(
    sections: list[Section], styled: bool
) -> None:
    _check_word(sections, styled)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@settings(max_examples=1_500, deadline=None)
@given(SECTIONS, st.booleans())
def test_every_word_of_many_word_files_is_in_the_text_or_named(
    sections: list[Section], styled: bool
) -> None:
    _check_word(sections, styled)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".pdf", ".docx"]), st.booleans())
def test_any_bytes_are_read_or_refused(content: bytes, ending: str, headed: bool) -> None:
    head = {".pdf": b"%PDF-1.7\n", ".docx": b"PK\x03\x04"}[ending] if headed else b""
    _read_or_refused(head + content, ending)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused(seed: int) -> None:
    _read_or_refused(_damaged(REAL_PDF, random.Random(seed)), ".pdf")


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_word_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    _read_or_refused(_damaged(REAL_WORD, chance), ".docx")
    _read_or_refused(_repacked(REAL_WORD, chance), ".docx")


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_thousands_of_damaged_files_are_read_or_refused() -> None:
    for seed in range(6_000):
        chance = random.Random(seed)
        _read_or_refused(_damaged(REAL_PDF, chance), ".pdf")
        _read_or_refused(_damaged(REAL_WORD, chance), ".docx")
        _read_or_refused(_repacked(REAL_WORD, chance), ".docx")


def _check_pdf(sections: list[Section], columns: int, bookmarks: bool, justify: bool) -> None:
    if columns == 2:
        # Nothing tells two columns of single letters from those of a table.
        sections = [
            Section(each.title, [f"{PROSE} {words}" for words in each.paragraphs], each.level)
            for each in sections
        ]
    content = pdf_of(sections, columns=columns, bookmarks=bookmarks, justify=justify)
    reading = read_pdf(content)
    written = "\n".join(f"{each.title}\n" + "\n".join(each.paragraphs) for each in sections)
    assert missing(written, reading) == set()
    outline_of(content, "a.pdf")


def _check_word(sections: list[Section], styled: bool) -> None:
    def write(it: Any) -> None:
        for section in sections:
            if styled:
                it.add_heading(section.title, section.level)
            else:
                it.add_paragraph().add_run(section.title).bold = True
            for words in section.paragraphs:
                it.add_paragraph(words)

    content = word_file(write)
    reading = read_word(content)
    written = "\n".join(f"{each.title}\n" + "\n".join(each.paragraphs) for each in sections)
    assert missing(written, reading) == set()
    lost = without_markers(words_of(written)) - kept_by(reading)
    assert sum(lost.values()) == 0
    outline_of(content, "a.docx")


def _read_or_refused(content: bytes, ending: str) -> None:
    try:
        reading = read(content, f"a{ending}")
    except RuleBroken:
        return
    assert reading.text.strip()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece taken out, doubled or cut off."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    start = chance.randrange(len(changed))
    end = min(len(changed), start + chance.randint(1, 400))
    match chance.randrange(4):
        case 0:
            del changed[start:end]
        case 1:
            changed[start:start] = changed[start:end]
        case 2:
            del changed[start:]
        case _:
            pass
    return bytes(changed)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    """A sound archive around damaged XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/") and chance.random() < 0.5:
                data = _tags_changed(data, chance)
            new.writestr(name, data)
    return file.getvalue()


def _tags_changed(xml: bytes, chance: random.Random) -> bytes:
    """Names and values changed so that it mostly stays XML."""
    for old in (b'w:val="', b"w:p>", b"w:r>", b"w:numId", b"w:ilvl", b'Id="', b"<w:t>", b"w:name"):
        if chance.random() < 0.3:
            new = chance.choice(
                [b'w:val="-9', b"w:tbl>", b"w:t>", b"w:sdt", b"w:ins", b'Id="x', b""]
            )
            xml = xml.replace(old, new, chance.randint(1, 50))
    return xml


def _write(it: Any) -> None:
    it.add_heading("A short guide", 0)
    for number in range(4):
        it.add_heading(f"Part {number}", 1)
        it.add_paragraph("Some words that stand here. " * 5)
        it.add_paragraph("An item", style="List Bullet")
    it.add_table(2, 2).cell(0, 0).text = "cell"


REAL_WORD = word_file(_write)
REAL_PDF = pdf_of()
