"""The formats by name and by file ending, and the one way in and out for each of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from learning.articles.readers.reading import ending_of
from learning.errors import RuleBroken
from learning.foreign.decoding import decode
from learning.quizzes.exchange import aiken, gift, moodle_xml, sheets
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem


class Format(StrEnum):
    """How questions are written in a file."""

    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"
    CSV = "csv"
    XLSX = "xlsx"


# The ending and the media type of what we write.
FILES = {
    Format.GIFT: (".gift.txt", "text/plain"),
    Format.AIKEN: (".aiken.txt", "text/plain"),
    Format.MOODLE_XML: (".xml", "application/xml"),
    Format.CSV: (".csv", "text/csv"),
    Format.XLSX: (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_ENDINGS = {
    ".gift": Format.GIFT, ".xml": Format.MOODLE_XML, ".csv": Format.CSV, ".tsv": Format.CSV,
    ".xlsx": Format.XLSX,
}  # fmt: skip
_AIKEN_ANSWER = re.compile(rb"^\s*ANSWER\s*:\s*[A-Z]\b", re.IGNORECASE | re.MULTILINE)
_TEXTS: Mapping[Format, Callable[[str], Exchanged]] = {
    Format.GIFT: gift.read,
    Format.AIKEN: aiken.read,
    Format.CSV: sheets.read_csv,
}


def format_of(file_name: str, content: bytes) -> Format:
    """The format of a file; of a plain text, what it looks like.

    Raises RuleBroken exchange-format (ending=).
    """
    ending = ending_of(file_name)
    if ending in (".txt", ".text", ""):
        is_aiken = _AIKEN_ANSWER.search(content) and b"{" not in content
        return Format.AIKEN if is_aiken else Format.GIFT
    if ending not in _ENDINGS:
        raise RuleBroken("exchange-format", ending=ending)
    return _ENDINGS[ending]


def read(content: bytes, form: Format) -> Exchanged:
    """The questions of a file.

    Raises RuleBroken exchange-empty, exchange-encoding, exchange-table, exchange-not-moodle or
    exchange-xml-hostile for what can't be read at all.
    """
    if not content.strip():
        raise RuleBroken("exchange-empty")
    if form == Format.XLSX:
        return sheets.read_xlsx(content)
    if form == Format.MOODLE_XML:
        return moodle_xml.read(content)
    try:
        text = decode(content)
    except RuleBroken as error:
        raise RuleBroken("exchange-encoding") from error
    return _TEXTS[form](text)


def write(
    items: Sequence[Item], form: Format, images: Mapping[str, bytes]
) -> tuple[bytes, tuple[Problem, ...]]:
    """The questions as a file, and by their numbers what it can't say."""
    match form:
        case Format.XLSX:
            return sheets.write_xlsx(items)
        case Format.MOODLE_XML:
            text, problems = moodle_xml.write(items, images)
        case Format.CSV:
            text, problems = sheets.write_csv(items)
        case Format.AIKEN:
            text, problems = aiken.write(items)
        case Format.GIFT:
            text, problems = gift.write(items)
    return text.encode(), problems
