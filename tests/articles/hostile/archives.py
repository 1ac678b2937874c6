"""Archives that swell, overlap, lie about themselves or lead out of their folder."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.articles.hostile import READ, Hostile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/></Types>"""
RELATIONSHIPS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
PARAGRAPH = "<w:p><w:r><w:t>Harmless words stand here.</w:t></w:r></w:p>"
TOO_LARGE = ("article-unpacks-too-large",)
DAMAGED = ("article-damaged",)


def document(body: str = PARAGRAPH, head: str = '<?xml version="1.0"?>') -> bytes:
    return f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode()


def packed(
    parts: dict[str, bytes | str] | None = None,
    document_xml: bytes | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A Word file with further parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONSHIPS)
        archive.writestr("word/document.xml", document_xml or document())
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def hostile(_: str) -> Iterator[Hostile]:
    whole = packed()
    for name, content, outcomes in _damaged(whole):
        yield Hostile(name, ".docx", content, outcomes)
    for name, content, outcomes in _swelling():
        yield Hostile(name, ".docx", content, outcomes)
    for name, content, outcomes in _tricks(whole):
        yield Hostile(name, ".docx", content, outcomes)


def _damaged(whole: bytes) -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield "an empty file", b"", DAMAGED
    yield "plain words instead of an archive", b"Just words. " * 50, DAMAGED
    yield "an archive cut off", whole[: len(whole) * 2 // 3], DAMAGED
    yield "an archive without its head", whole[200:], DAMAGED
    yield "an archive behind other data", b"MZ" + b"\0" * 5_000 + whole, (*DAMAGED, READ)
    yield "only the end of an archive", b"PK\x05\x06" + b"\0" * 18, DAMAGED
    yield (
        "an old Word file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
        ("article-old-word",),
    )
    middle = whole.index(b"word/document.xml") + 20
    yield (
        "packed data overwritten",
        whole[:middle] + b"\xff" * 60 + whole[middle + 60 :],
        DAMAGED,
    )


def _swelling() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    zeros = b"\0" * 60_000_000
    spaces = document(" " * 45_000_000)
    yield "one entry of 60 MB", packed({"word/media/a.bin": zeros}), TOO_LARGE
    yield "a document of 45 MB of spaces", packed(document_xml=spaces), TOO_LARGE
    some = {f"word/media/{n}.bin": zeros[:900_000] for n in range(80)}
    yield "80 entries that make 72 MB", packed(some), TOO_LARGE
    yield "3,000 entries", packed({f"word/media/{n}.xml": "" for n in range(3_000)}), TOO_LARGE
    inner = packed({"a.bin": zeros[:5_000_000]}, method=zipfile.ZIP_DEFLATED)
    yield "archives inside", packed({"word/embeddings/a.zip": inner}), DAMAGED
    nested = inner
    for _ in range(20):
        nested = packed({"word/embeddings/again.docx": nested})
    yield "Word files inside of Word files", nested, (READ,)


def _tricks(whole: bytes) -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    for name in ("/etc/cron.d/evil", "../../evil.xml", "..\\..\\evil.xml", "C:\\evil.xml"):
        yield f"an entry named {name}", packed({name: "x"}), DAMAGED
    yield "packed by bzip2", packed(method=zipfile.ZIP_BZIP2), DAMAGED
    yield "packed by lzma", packed(method=zipfile.ZIP_LZMA), DAMAGED
    yield "entries that overlap", _overlapping(), DAMAGED
    yield "an entry that needs a password", _with_flag(whole, 1), ("article-encrypted",)
    yield "two entries of one name", _twice(), DAMAGED
    yield "sizes that are too small", _with_size(whole, 10), DAMAGED
    yield "sizes that are too large", _with_size(whole, 40_000_000), (*DAMAGED, *TOO_LARGE)
    yield "an entry beyond the file", _with_place(whole, 0x7FFFFFF0), DAMAGED


def _directory_of(content: bytes, name: bytes = b"word/document.xml") -> int:
    """Where the directory's record of an entry begins."""
    return content.rindex(name) - 46


def _with_flag(content: bytes, flag: int) -> bytes:
    changed = bytearray(content)
    changed[_directory_of(content) + 8] |= flag
    return bytes(changed)


def _with_size(content: bytes, size: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into("<I", changed, _directory_of(content) + 24, size)
    return bytes(changed)


def _with_place(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into("<I", changed, _directory_of(content) + 42, place)
    return bytes(changed)


def _overlapping() -> bytes:
    """A hundred names in the directory for the bytes of one entry."""
    whole = packed({f"word/media/{n:03}.bin": b"" for n in range(100)} | {"z.bin": b"z" * 9_000})
    changed = bytearray(whole)
    place = struct.unpack_from("<I", whole, _directory_of(whole, b"z.bin") + 42)[0]
    size = struct.unpack_from("<I", whole, _directory_of(whole, b"z.bin") + 20)[0]
    for number in range(100):
        record = _directory_of(whole, f"word/media/{number:03}.bin".encode())
        struct.pack_into("<I", changed, record + 42, place)
        struct.pack_into("<II", changed, record + 20, size, 9_000)
    return bytes(changed)


def _twice() -> bytes:
    one = packed({"word/other_document.xml": document("")})
    return one.replace(b"word/other_document.xml", b"word/document.xml\0\0\0\0\0\0")
