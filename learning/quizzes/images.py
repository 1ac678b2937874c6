"""What an uploaded image is, by its bytes: its type, its size, and whether all of it is there.

Only headers and the lengths of parts are read; nothing is unpacked. Formats: PNG
(https://www.w3.org/TR/png/), JPEG (ITU-T T.81), GIF (89a), WebP (RFC 9649).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from
from typing import Literal

from learning.errors import RuleBroken

# More than a camera's 12 million, little enough for any telephone to unpack.
MOST_PIXELS = 16_000_000
ENOUGH_PIXELS = 2_000
MEDIA_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_TURNED = (5, 6, 7, 8)
# Markers of JPEG that start a frame: all of C0 to CF but three.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Measured:
    """What bytes are an image of, and how large it is shown."""

    media_type: str
    width: int
    height: int
    is_moving: bool = False


def measured(content: bytes) -> Measured:
    """Raises RuleBroken image-empty, image-svg, image-format, image-broken, image-moving or
    image-pixels for what isn't an image a question can have."""
    if not content:
        raise RuleBroken("image-empty")
    read = next((read for is_it, read in _FORMATS if is_it(content)), None)
    if read is None:
        raise RuleBroken("image-svg" if b"<svg" in content[:2_000].lower() else "image-format")
    try:
        found = read(content)
    except (IndexError, StructError, ValueError) as error:
        raise RuleBroken("image-broken") from error
    if not (found.width and found.height):
        raise RuleBroken("image-broken")
    if found.width * found.height > MOST_PIXELS:
        raise RuleBroken(
            "image-pixels", width=found.width, height=found.height, enough=ENOUGH_PIXELS
        )
    # What moves has to be stoppable, which a browser's images aren't (WCAG 2.2.2).
    if found.is_moving:
        raise RuleBroken("image-moving")
    return found


def _png(content: bytes) -> Measured:
    length, kind, width, height = unpack_from(">I4sII", content, 8)
    if kind != b"IHDR" or length != 13:
        raise ValueError("no header")
    at, is_moving = 8, False
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", content, at)
        is_moving = is_moving or kind == b"acTL"
        at += 12 + length
    if at > len(content):
        raise ValueError("cut off")
    return Measured("image/png", width, height, is_moving)


def _jpeg(content: bytes) -> Measured:
    at, size, is_turned = 2, (0, 0), False
    while True:
        start, marker, length = unpack_from(">BBH", content, at)
        if start != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:  # a filler
            at += 1
            continue
        if marker in _FRAMES:
            height, width = unpack_from(">HH", content, at + 5)
            size = width, height
        elif marker == 0xE1 and content[at + 4 : at + 10] == b"Exif\0\0":
            is_turned = _is_turned(content[at + 10 : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:  # from here to the end: the image itself
            break
    content.index(b"\xff\xd9", at)
    return Measured("image/jpeg", *(reversed(size) if is_turned else size))


def _is_turned(exif: bytes) -> bool:
    """Whether a camera was held upright: browsers turn such an image by a quarter."""
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)

    first = number(4, 4)
    entries = [first + 2 + 12 * n for n in range(min(number(first, 2), 100))]
    return any(number(at, 2) == 0x0112 and number(at + 8, 2) in _TURNED for at in entries)


def _gif(content: bytes) -> Measured:
    width, height, flags = unpack_from("<HHB", content, 6)
    at, frames = 13 + _table(flags), 0
    while (block := content[at]) != 0x3B:
        if block == 0x2C:
            frames += 1
            at += 11 + _table(content[at + 9])
        elif block == 0x21:
            at += 2
        else:
            raise ValueError("no block")
        while content[at]:
            at += 1 + content[at]
        at += 1
    return Measured("image/gif", width, height, frames > 1)


def _table(flags: int) -> int:
    """How long the table of colours is that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(content: bytes) -> Measured:
    (length,) = unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise ValueError("cut off")
    kind, at = content[12:16], 20
    if kind == b"VP8X":
        flags, *sides = unpack_from("<B3xHBHB", content, at)
        width, height = (low + (high << 16) + 1 for low, high in (sides[:2], sides[2:]))
        return Measured("image/webp", width, height, bool(flags & 2))
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", content, at + 1)
        return Measured("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind != b"VP8 " or content[at + 3 : at + 6] != b"\x9d\x01\x2a":
        raise ValueError("no frame")
    width, height = unpack_from("<HH", content, at + 6)
    return Measured("image/webp", width & 0x3FFF, height & 0x3FFF)


_FORMATS: Sequence[tuple[Callable[[bytes], bool], Callable[[bytes], Measured]]] = (
    (lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda content: content.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda content: content.startswith((b"GIF87a", b"GIF89a")), _gif),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _webp),
)
