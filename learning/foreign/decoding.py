"""From bytes to canonical text: encodings, line ends, Unicode form; refuses what isn't text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from learning.errors import RuleBroken

_HARMLESS_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f\x85")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_UNLIKELY_IN_PROSE = re.compile("[\x80-\x9fƒ†‡ˆ‰¤¦¨¬¯¸º¹³²]")
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00ad")
_MOST_CONTROLS = 0.05  # of all characters; above this it is no text
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str:
    """The text in `content`: UTF-8, UTF-16 with a mark, or plausible Windows-1252.

    Raises RuleBroken "article-binary" or "article-encoding".
    """
    if content.startswith(_UTF16_MARKS):
        return _decode_utf16(content)
    if b"\0" in content:
        raise RuleBroken("article-binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_windows_1252(content)


def canonical(text: str) -> str:
    """`text` as it is stored: NFC, lines ending in a line feed, no byte-order mark.

    Raises RuleBroken "article-empty", "article-binary" or "article-encoding".
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(found not in _HARMLESS_CONTROLS for found in _CONTROLS.findall(text))
    if "\0" in text or controls > len(text) * _MOST_CONTROLS:
        raise RuleBroken("article-binary")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:  # half of a surrogate pair can't be stored or shown
        raise RuleBroken("article-encoding") from error
    if all(character.isspace() or character in _INVISIBLE for character in text):
        raise RuleBroken("article-empty")
    return unicodedata.normalize("NFC", text)


def _decode_utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise RuleBroken("article-encoding") from error


def _decode_windows_1252(content: bytes) -> str:
    """Old Windows text. Damaged UTF-8 decodes too, into nonsense, and must not pass for it."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise RuleBroken("article-encoding") from error
    high = len(_HIGH_BYTES.findall(content))
    in_sequences = sum(len(found) for found in _UTF8_SEQUENCE.findall(content))
    strange = len(_UNLIKELY_IN_PROSE.findall(text))
    if in_sequences * 2 > high or strange * 4 > high or high * 3 > len(content):
        raise RuleBroken("article-encoding")
    return text
