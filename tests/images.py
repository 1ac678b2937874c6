"""Small images for tests: of each format, of any size, and such that are none."""

import zlib
from base64 import b64decode
from struct import pack

# 40 x 30 pixels each, made by a browser.
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQ"
    "c1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAeACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAME/8QAFBEBAAAAAAAAAAAAAAAA"
    "AAAAAP/aAAwDAQACEQMRAD8AmAKsgAAAAAAAAAD/2Q=="
)
WEBP = b64decode(
    "UklGRkIAAABXRUJQVlA4IDYAAAAwAwCdASooAB4APxGGu1csKSYjpWgBgCIJZwDQkA8KmrMAAP7qZfCbsO/5Zzfy"
    "GOx1AGQAAAA="
)
WEBP_LOSSLESS = b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvJ0AHAAfQqi50rP+BiOh/AAA=")
# 1 x 1 pixel.
GIF = b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=")
_FRAME = GIF[13:-1]
MOVING_GIF = GIF[:13] + _FRAME + _FRAME + b";"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><script>alert(1)</script>"


def png(width: int = 40, height: int = 30, colour: tuple[int, int, int] = (11, 85, 99)) -> bytes:
    """An image of one colour."""
    row = b"\0" + bytes(colour) * width
    return _png_of(width, height, _chunk(b"IDAT", zlib.compress(row * height)))


def huge_png() -> bytes:
    """A header that announces 400 million pixels, and nothing of them."""
    return _png_of(20_000, 20_000, b"")


def moving_png() -> bytes:
    return _png_of(1, 1, _chunk(b"acTL", pack(">II", 2, 0)))


def extended_webp(width: int, height: int, flags: int = 0) -> bytes:
    """The header of a WebP file with extensions."""
    sides = b"".join(pack("<I", side - 1)[:3] for side in (width, height))
    body = b"WEBPVP8X" + pack("<I", 10) + pack("<I", flags) + sides
    return b"RIFF" + pack("<I", len(body)) + body


def turned_jpeg(orientation: int) -> bytes:
    """The JPEG with what a camera notes about how it was held."""
    entry = pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + pack(">IH", 8, 1) + entry + pack(">I", 0)
    return JPEG[:2] + b"\xff\xe1" + pack(">H", len(exif) + 2) + exif + JPEG[2:]


def _png_of(width: int, height: int, data: bytes) -> bytes:
    header = _chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + data + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
