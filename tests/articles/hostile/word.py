"""Word files whose XML expands, refers to elsewhere, nests without end or contradicts itself."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.articles.hostile import READ, Hostile, Weight
from tests.articles.hostile.archives import DAMAGED, PARAGRAPH, W, document, packed

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LONG = ("article-slow", "article-memory", READ)
_DEEP = (
    "article-unpacks-too-large",
    "article-nesting",
    "article-damaged",
    "article-memory",
    "article-slow",
    READ,
)


def hostile(elsewhere: str) -> Iterator[Hostile]:
    for name, head, body in _entities(elsewhere):
        xml = document(body, f'<?xml version="1.0"?>{head}')
        yield Hostile(name, ".docx", packed(document_xml=xml), DAMAGED)
    laughs = _laughs() + f"<w:styles {W}>&j;</w:styles>"
    yield Hostile("laughs in the styles", ".docx", packed({"word/styles.xml": laughs}), DAMAGED)
    wide = document("&j;", '<?xml version="1.0" encoding="UTF-16"?>' + _laughs()[21:])
    wide = wide.decode().encode("utf-16")
    yield Hostile("laughs in UTF-16", ".docx", packed(document_xml=wide), DAMAGED)
    rels = _laughs() + "<Relationships>&j;</Relationships>"
    yield Hostile(
        "laughs in relationships", ".docx", packed({"word/_rels/document.xml.rels": rels}), DAMAGED
    )
    yield from _references(elsewhere)
    yield from _nesting()
    yield from _large()
    yield from _nonsense()


def _laughs() -> str:
    lines = ['<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ">']
    for one, two in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f'<!ENTITY {two} "{f"&{one};" * 10}">')
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(lines)}]>'


def _entities(elsewhere: str) -> Iterator[tuple[str, str, str]]:
    yield "a billion laughs", _laughs()[21:], "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"
    long = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50_000}">]>'
    yield "quadratic laughs", long, f"<w:p><w:r><w:t>{'&a;' * 5_000}</w:t></w:r></w:p>"
    for name, address in (("a file of ours", "file:///etc/passwd"), ("elsewhere", elsewhere)):
        head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{address}">]>'
        yield f"an entity from {name}", head, "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    yield "a document type from elsewhere", f'<!DOCTYPE x SYSTEM "{elsewhere}/x.dtd">', PARAGRAPH
    head = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{elsewhere}/x.dtd"> %a;]>'
    yield "a parameter entity from elsewhere", head, PARAGRAPH


def _references(elsewhere: str) -> Iterator[Hostile]:
    picture = (
        '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:inline><wp:docPr id="1" descr="A hill"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:blipFill><a:blip xmlns:r="{_REL}" r:{{how}}="x1"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    for name, how, kind, target in (
        ("a picture from elsewhere", "link", "image", elsewhere),
        ("a picture from a file of ours", "link", "image", "file:///etc/passwd"),
        ("a picture outside of the folder", "embed", "image", "../../../../etc/passwd"),
        ("a template from elsewhere", "embed", "attachedTemplate", elsewhere),
        ("a document part from elsewhere", "embed", "aFChunk", elsewhere),
    ):
        mode = "" if how == "embed" and kind == "image" else ' TargetMode="External"'
        rels = f"""<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x1"
 Type="{_REL}/{kind}" Target="{target}"{mode}/></Relationships>"""
        chunk = f'<w:altChunk xmlns:r="{_REL}" r:id="x1"/>'
        body = PARAGRAPH + picture.format(how=how) + chunk
        content = packed({"word/_rels/document.xml.rels": rels}, document(body))
        yield Hostile(name, ".docx", content, (READ, *DAMAGED))
    bomb = packed({"word/media/a.png": _vast_image()}, document(PARAGRAPH))
    yield Hostile("a picture of 10,000,000,000 pixels", ".docx", bomb, (READ,))
    steal = packed({"mammoth/style-map": "p => script:fresh\nr => img[src='x']:fresh"})
    yield Hostile("a style map for the library", ".docx", steal, (READ,))


def _vast_image() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 500_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def _nesting() -> Iterator[Hostile]:
    for name, begin, end, times in (
        ("tables inside of tables", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 3_000),
        ("insertions inside of insertions", "<w:ins>", "</w:ins>", 50_000),
        ("elements nobody knows", "<x>", "</x>", 100_000),
        ("text boxes inside of each other", "<w:p><w:r><w:txbxContent>",
         "</w:txbxContent></w:r></w:p>", 2_000),
    ):  # fmt: skip
        xml = document(begin * times + PARAGRAPH + end * times)
        yield Hostile(name, ".docx", packed(document_xml=xml), _DEEP, Weight.HEAVY)


def _large() -> Iterator[Hostile]:
    words = "Some words that are different from others stand here. "
    giant = document(f"<w:p><w:r><w:t>{words * 100_000}</w:t></w:r></w:p>")
    yield Hostile("a paragraph of 5 MB", ".docx", _unpacked(giant), _LONG, Weight.SLOW)
    empty = document(PARAGRAPH + "<w:p/>" * 300_000)
    yield Hostile("300,000 empty paragraphs", ".docx", _unpacked(empty), _LONG, Weight.SLOW)
    runs = document("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 100_000 + "</w:p>")
    yield Hostile("a paragraph of 100,000 runs", ".docx", _unpacked(runs), _LONG, Weight.SLOW)
    cell = "<w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc>"
    table = document(f"<w:tbl>{f'<w:tr>{cell * 100}</w:tr>' * 400}</w:tbl>")
    yield Hostile("a table of 40,000 cells", ".docx", _unpacked(table), _LONG, Weight.SLOW)


def _unpacked(xml: bytes) -> bytes:
    """Stored as it is, so that it doesn't shrink like a bomb."""
    return packed(document_xml=xml, method=zipfile.ZIP_STORED)


def _nonsense() -> Iterator[Hostile]:
    cell = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
    level = '<w:pPr><w:numPr><w:ilvl w:val="-5"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    for name, body in (
        ("a cell of 999,999,999 columns", cell.format(999_999_999, PARAGRAPH)),
        ("a cell of x columns", cell.format("x", PARAGRAPH)),
        ("a note that isn't there", '<w:p><w:r><w:footnoteReference w:id="99"/></w:r></w:p>'),
        ("a level of -5", f"<w:p>{level}<w:r><w:t>x</w:t></w:r></w:p>"),
        ("a field that never ends", '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
        ("text outside of everything", "loose text"),
    ):
        xml = document(PARAGRAPH + body)
        yield Hostile(name, ".docx", packed(document_xml=xml), (READ, *DAMAGED))
    style = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="a'] => script
"/><w:basedOn w:val="A"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>"""
    yield Hostile("a style based on itself", ".docx", packed({"word/styles.xml": style}), (READ,))
    for name, xml in (
        ("XML cut off", document()[:-30]),
        ("XML with a NUL", document("\0")),
        ("XML that says it is UTF-7", document(head='<?xml version="1.0" encoding="UTF-7"?>')),
        ("XML without a root", b'<?xml version="1.0"?>'),
        ("XML of another kind", b"<html><body>Words</body></html>"),
    ):
        outcomes = (*DAMAGED, "article-empty")
        yield Hostile(name, ".docx", packed(document_xml=xml), outcomes)
