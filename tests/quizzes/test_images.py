"""What is taken as an image, and what isn't: by the bytes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.errors import RuleBroken
from learning.quizzes import images
from tests.images import (
    GIF,
    HTML,
    JPEG,
    MOVING_GIF,
    SVG,
    WEBP,
    WEBP_LOSSLESS,
    extended_webp,
    huge_png,
    moving_png,
    png,
    turned_jpeg,
)

GOOD = {
    "png": (png(), ("image/png", 40, 30)),
    "jpeg": (JPEG, ("image/jpeg", 40, 30)),
    "jpeg-upright": (turned_jpeg(6), ("image/jpeg", 30, 40)),
    "jpeg-level": (turned_jpeg(1), ("image/jpeg", 40, 30)),
    "gif": (GIF, ("image/gif", 1, 1)),
    "webp": (WEBP, ("image/webp", 40, 30)),
    "webp-lossless": (WEBP_LOSSLESS, ("image/webp", 40, 30)),
    "webp-extended": (extended_webp(3_000, 2_000), ("image/webp", 3_000, 2_000)),
}
WHOLE = [GOOD[name][0] for name in ("png", "jpeg", "gif", "webp", "webp-lossless")]


@pytest.mark.parametrize("name", GOOD)
def test_an_image_is_known_by_its_bytes(name: str) -> None:
    content, (media_type, width, height) = GOOD[name]
    found = images.measured(content)
    assert (found.media_type, found.width, found.height) == (media_type, width, height)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "image-empty"),
        (SVG, "image-svg"),
        (b"\xef\xbb\xbf<!-- a drawing -->\n<SVG>", "image-svg"),
        (HTML, "image-format"),
        (b"BM" + bytes(100), "image-format"),
        (b"RIFF\0\0\0\0AVI ", "image-format"),
        (b"\x89PNG\r\n\x1a\n", "image-broken"),
        (png()[:-13], "image-broken"),
        (png(0, 30), "image-broken"),
        (huge_png(), "image-pixels"),
        (extended_webp(16_000, 16_000), "image-pixels"),
        (moving_png(), "image-moving"),
        (MOVING_GIF, "image-moving"),
        (extended_webp(40, 30, flags=2), "image-moving"),
    ],
)
def test_what_a_question_can_not_have_is_named(content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        images.measured(content)
    assert refused.value.code == code


@pytest.mark.parametrize("content", WHOLE, ids=["png", "jpeg", "gif", "webp", "webp-lossless"])
def test_an_image_cut_off_anywhere_is_refused(content: bytes) -> None:
    for length in range(len(content)):
        with pytest.raises(RuleBroken):
            images.measured(content[:length])


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255))))
def test_damaged_bytes_are_measured_or_refused_and_nothing_else(
    content: bytes, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(content)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        found = images.measured(bytes(damaged))
    except RuleBroken:
        return
    assert 0 < found.width * found.height <= images.MOST_PIXELS
