"""Looks at a zip archive before anything of it is unpacked, and refuses what is made to harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from xml.parsers import expat

from learning.errors import RuleBroken

_MOST_BYTES = 50_000_000  # of all entries, unpacked
_MOST_ENTRIES = 2_000
_HIGHEST_RATIO = 200  # of an entry that is large; text hardly ever shrinks to a fiftieth
_LARGE = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".xz", ".bz2", ".tar", ".jar")
_ENCRYPTED = 0x1
_STEP = 65_536

# What goes wrong when an archive or its XML is broken, as libraries say it in their many ways.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError, struct.error, expat.ExpatError,
)  # fmt: skip


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, once its directory looks harmless.

    Raises RuleBroken "article-damaged", "article-encrypted" or "article-unpacks-too-large".
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
        _refuse_bombs(entries, len(content))
        _refuse_tricks(entries, archive.start_dir)
    except BROKEN as error:
        raise RuleBroken("article-damaged") from error
    return archive


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Refuse XML with a document type: nothing but an attack has one in such a file.

    Raises RuleBroken "article-damaged".
    """
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            try:
                with archive.open(entry) as part:
                    _refuse_doctype(iter(lambda: part.read(_STEP), b""))
            except BROKEN as error:
                raise RuleBroken("article-damaged") from error


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(entry.file_size for entry in entries)
    swells = any(
        entry.file_size > max(_LARGE, entry.compress_size * _HIGHEST_RATIO) for entry in entries
    )
    if len(entries) > _MOST_ENTRIES or total > _MOST_BYTES or swells:
        raise RuleBroken("article-unpacks-too-large")
    if sum(entry.compress_size for entry in entries) > size:
        raise RuleBroken("article-damaged")


def _refuse_tricks(entries: list[zipfile.ZipInfo], directory: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise RuleBroken("article-encrypted")
    names = [entry.filename for entry in entries]
    places = sorted((each.header_offset, each.compress_size) for each in entries)
    overlap = any(
        start + size > following for (start, size), (following, _) in pairwise(places)
    ) or any(start + size > directory for start, size in places)
    if (
        overlap
        or len(set(names)) < len(names)
        or any(_leads_out(name) or name.lower().endswith(_ARCHIVES) for name in names)
        or any(entry.compress_type not in _METHODS for entry in entries)
    ):
        raise RuleBroken("article-damaged")


def _leads_out(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ":" in path or ".." in path.split("/") or "\0" in path


class _Root(Exception):
    """The root element began, so that no document type can follow."""


def _refuse_doctype(chunks: Iterator[bytes]) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Root:
        return


def _refuse(*_: object) -> None:
    raise RuleBroken("article-damaged")


def _stop(*_: object) -> None:
    raise _Root
