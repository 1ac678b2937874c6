"""PDFs that loop, swell, lie or want to run something."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.articles.hostile import READ, Hostile, Weight

DAMAGED = ("article-damaged", "article-scanned")
_LONG = ("article-slow", "article-memory", "article-damaged", "article-scanned", READ)
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F1 12 Tf 72 700 Td (Harmless words stand here.) Tj ET"


def written(objects: dict[int, bytes | str], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, with a true table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        body = content.encode("latin-1") if isinstance(content, str) else content
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        place = places.get(number)
        out += (f"{place:010} 00000 n \n" if place else "0000000000 00000 f \n").encode()
    out += f"trailer <</Size {size} {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, extra: str = "", length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return f"<</Length {size} {extra}>>\nstream\n".encode() + data + b"\nendstream"


def plain(
    content: bytes = b"",
    *,
    catalog: str = "",
    page: str = "",
    resources: str = "",
    more: dict[int, bytes | str] | None = None,
    trailer: str = "/Root 1 0 R",
) -> bytes:
    """A PDF of one page."""
    return written(
        {
            1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R {page}"
            f"/Resources<</Font<</F1 {_FONT}>>{resources}>>>>",
            4: content if content.startswith(b"<<") else stream(content or _WORDS),
            **(more or {}),
        },
        trailer,
    )


def hostile(elsewhere: str) -> Iterator[Hostile]:
    for group in (_broken(), _loops(), _actions(elsewhere), _nonsense()):
        for name, content, outcomes in group:
            yield Hostile(name, ".pdf", content, outcomes)
    for name, content, outcomes in _swelling():
        yield Hostile(name, ".pdf", content, outcomes, Weight.HEAVY)


def _broken() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    whole = plain()
    yield "plain words instead of a PDF", b"Just words. " * 50, DAMAGED
    yield "only the first line of a PDF", b"%PDF-1.7\n", DAMAGED
    yield "a PDF cut off", whole[: len(whole) // 2], (*DAMAGED, READ)
    yield "a PDF full of NULs", whole[:300] + b"\0" * 3_000_000, (*DAMAGED, READ)
    yield "a PDF without words", plain(b"0 0 m 100 100 l S"), ("article-scanned",)
    encrypt = "<</Filter/Standard/V 2/R 3/Length 128/P -44/O <" + "a1" * 32 + ">/U <"
    yield (
        "a PDF with a password",
        plain(
            more={9: encrypt + "b2" * 32 + ">>>"},
            trailer="/Root 1 0 R/Encrypt 9 0 R/ID[<00><00>]",
        ),
        ("article-encrypted",),
    )
    foreign = "<</Filter/Foreign.Security/V 9>>"
    yield (
        "a PDF locked in an unknown way",
        plain(more={9: foreign}, trailer="/Root 1 0 R/Encrypt 9 0 R/ID[<00><00>]"),
        ("article-encrypted", "article-damaged"),
    )
    yield "a length that lies", plain(stream(_WORDS, length=999_999_999)), (*DAMAGED, READ)


def _loops() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    pages = "<</Type/Pages/Kids[2 0 R]/Count 1>>"
    yield (
        "pages that hold themselves",
        written({1: "<</Type/Catalog/Pages 2 0 R>>", 2: pages}),
        DAMAGED,
    )
    tree: dict[int, bytes | str] = {1: "<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, 5_000):
        tree[number] = f"<</Type/Pages/Kids[{number + 1} 0 R]/Count 1/Parent {number - 1} 0 R>>"
    yield "a tree of pages 5,000 deep", written(tree), DAMAGED
    whole = plain()
    start = whole.rindex(b"xref\n0")
    loop = whole.replace(b"/Root 1 0 R", f"/Root 1 0 R/Prev {start}".encode())
    yield "tables that follow themselves", loop, (*DAMAGED, READ)
    kind = "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X1 5 0 R>>>>"
    form = stream(b"/X1 Do " + _WORDS, kind)
    yield (
        "a form that draws itself",
        plain(b"/X1 Do " + _WORDS, resources="/XObject<</X1 5 0 R>>", more={5: form}),
        (READ, *DAMAGED),
    )
    mark = "<</Title(Again and again)/Parent 5 0 R/Next 6 0 R/First 6 0 R/Dest[3 0 R/Fit]>>"
    yield (
        "bookmarks that follow themselves",
        plain(catalog="/Outlines 5 0 R", more={5: "<</First 6 0 R/Last 6 0 R/Count 1>>", 6: mark}),
        (READ,),
    )
    many: dict[int, bytes | str] = {5: "<</First 6 0 R/Last 30005 0 R/Count 30000>>"}
    for number in range(6, 30_006):
        target = f"/Parent 5 0 R/Next {number + 1} 0 R/Dest[3 0 R/Fit]"
        many[number] = f"<</Title(Mark {number}){target}>>"
    yield "30,000 bookmarks", plain(catalog="/Outlines 5 0 R", more=many), (READ,)


def _swelling() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    yield "1,000,000,000 pages, it says", plain().replace(b"/Count 1", b"/Count 1000000000"), (
        "article-too-many-pages", READ, *DAMAGED,
    )  # fmt: skip
    pages: dict[int, bytes | str] = {1: "<</Type/Catalog/Pages 2 0 R>>"}
    kids = " ".join(f"{number} 0 R" for number in range(3, 1_503))
    pages[2] = f"<</Type/Pages/Kids[{kids}]/Count 1500>>"
    for number in range(3, 1_503):
        pages[number] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    yield "1,500 pages", written(pages), ("article-too-many-pages",)
    spaces = zlib.compress(b" " * 200_000_000, 1)
    yield "a page of 200 MB of spaces", plain(stream(spaces, "/Filter/FlateDecode")), _LONG
    twice = zlib.compress(zlib.compress(b"\0" * 100_000_000, 9), 9)
    filters = "/Filter[/FlateDecode/FlateDecode]"
    yield "a page packed twice", plain(stream(twice, filters)), _LONG
    show = zlib.compress(b"BT /F1 9 Tf 50 50 Td " + b"(word after word) Tj " * 200_000 + b"ET")
    yield "3,400,000 characters on a page", plain(stream(show, "/Filter/FlateDecode")), _LONG
    size = "/Width 100000/Height 100000/BitsPerComponent 1/ColorSpace/DeviceGray"
    kind = f"/Type/XObject/Subtype/Image{size}/Filter/FlateDecode"
    vast = stream(zlib.compress(b"\0" * 1_000_000), kind)
    yield (
        "a picture of 10,000,000,000 pixels",
        plain(b"/X1 Do " + _WORDS, resources="/XObject<</X1 5 0 R>>", more={5: vast}),
        (READ,),
    )
    yield "200,000 brackets", plain(b"[" * 200_000 + b"]" * 200_000 + _WORDS), (READ, *_LONG)
    deep = "[" * 50_000 + "]" * 50_000
    yield "an object 50,000 deep", plain(catalog=f"/Deep {deep}"), (READ, *_LONG)
    saved = zlib.compress(b"q " * 500_000 + _WORDS)
    yield "500,000 states saved", plain(stream(saved, "/Filter/FlateDecode")), _LONG


def _actions(elsewhere: str) -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    for name, action in (
        ("a script to run", "<</S/JavaScript/JS(while(1){};app.alert(1))>>"),
        ("a program to start", "<</S/Launch/F(/bin/sh)>>"),
        ("an address to open", f"<</S/URI/URI({elsewhere})>>"),
        ("a form to send", f"<</S/SubmitForm/F({elsewhere})>>"),
        ("a file elsewhere to show", f"<</S/GoToR/F<</FS/URL/F({elsewhere})>>/D[0/Fit]>>"),
    ):
        yield name, plain(catalog=f"/OpenAction {action}", page=f"/AA<</O {action}>>"), (READ,)
    kind = f"/Type/XObject/Subtype/Image/Width 1/Height 1/F<</FS/URL/F({elsewhere})>>"
    image = stream(b"", kind)
    drawn = plain(b"/X1 Do " + _WORDS, resources="/XObject<</X1 5 0 R>>", more={5: image})
    yield "a picture from elsewhere", drawn, (READ,)


def _nonsense() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    on_top = b"1 0 0 1 72 700 Tm (Words) Tj " * 5_000
    angles = "".join(f"0.{n:02} 0.9 -0.9 0.{n:02} 300 400 Tm (Turned) Tj " for n in range(99))
    for name, content in (
        ("type of size 1e30", b"BT /F1 1e30 Tf 72 700 Td (Big words) Tj ET"),
        ("type of size 0", b"BT /F1 0 Tf 72 700 Td (No words) Tj ET " + _WORDS),
        ("a matrix without sense", b"BT /F1 9 Tf 0 0 0 0 0 0 Tm (Flat words) Tj ET " + _WORDS),
        ("places beyond everything", b"BT /F1 9 Tf 1e38 -1e38 Td (Far words) Tj ET " + _WORDS),
        ("control characters", b"BT /F1 9 Tf 72 700 Td (a\\000b\\001c\\002d\\177e words) Tj ET"),
        ("words on top of each other", b"BT /F1 9 Tf " + on_top + b"ET"),
        ("a word of each angle", b"BT /F1 9 Tf " + angles.encode() + b"ET"),
        ("numbers that are none", b"BT /F1 nan Tf --5 +.-e Td (Words) Tj ET " + _WORDS),
    ):
        yield name, plain(content), (READ, *DAMAGED, "article-empty")
    yield (
        "a page without a size",
        plain().replace(b"[0 0 595 842]", b"[0 0 0 0]    "),
        (READ, *DAMAGED),
    )
    yield "a page of 1e9 points", plain().replace(b"595 842", b"1e9 1e9"), (READ, *DAMAGED)
