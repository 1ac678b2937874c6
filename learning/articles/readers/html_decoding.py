"""From a page's bytes to its text: by byte-order mark, stated encoding, or our own guess."""

from __future__ import annotations

import codecs
import re

from learning.foreign.decoding import decode

_STATED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*(?P<meta>[\w:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["'](?P<xml>[\w:.-]{2,40})""",
    re.IGNORECASE,
)
_LOOKED_AT = 4096  # bytes; browsers look at 1024
# What pages are written in; Python knows other "encodings" that are none.
_KNOWN = re.compile(
    r"utf-?8|(?:iso-?8859|windows|cp)[-_]?\d{1,4}(?:-\d{1,2})?|latin-?\d|us-ascii|ascii|koi8-[ru]"
    r"|macintosh|x-mac-roman|shift[_-]jis|sjis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5"
)
# Browsers read the first as the second; nobody has C1 control characters in a page.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
          "ascii": "cp1252", "x-mac-roman": "mac-roman", "gb2312": "gb18030", "gbk": "gb18030",
          "iso8859-1": "cp1252", "shift_jis": "cp932"}  # fmt: skip


def decode_page(content: bytes) -> str:
    """The text of a page. Raises RuleBroken "article-binary" or "article-encoding"."""
    if not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _as_stated(content)
        if text is not None:
            return text
    return decode(content)


def _as_stated(content: bytes) -> str | None:
    """The text in the encoding the page states; None if it states none, or a wrong one."""
    found = _STATED.search(content[:_LOOKED_AT])
    if found is None or b"\0" in content:
        return None
    name = (found["meta"] or found["xml"]).decode("ascii", "replace").lower()
    if not _KNOWN.fullmatch(name):
        return None
    try:
        return content.decode(_MEANT.get(name, name))
    except (LookupError, UnicodeDecodeError):
        return None
