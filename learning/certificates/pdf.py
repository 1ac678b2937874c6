"""The certificate on paper: an accessible PDF (PDF/UA-1), set by typst from data alone.

Nothing of a person is ever part of the template's source: all words come in as JSON inputs.
"""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import typst

from learning.certificates import qr

_TEMPLATE = Path(__file__).with_name("certificate.typ")
# Comes with typst: Latin, Greek and Cyrillic in one typeface.
_OWN_FONT = "Libertinus Serif"


@dataclass(frozen=True)
class Sheet:
    """All words on a certificate, in its language."""

    language: str
    title: str
    organization: str
    certifies: str
    holder: str
    completed: str
    course: str
    modules: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    address: str
    scan: str
    qr_words: str

    @property
    def words(self) -> str:
        """All that people have written on it, and so may hold any character."""
        return " ".join((self.organization, self.holder, self.course, *self.modules, self.note))


def rendered(sheet: Sheet, fonts: Path | None = None) -> bytes:
    """The PDF's bytes. `fonts` is a folder of further ones.

    Raises typst.TypstError for a character no font can draw: ask `undrawable` first.
    """
    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(
            include_system_fonts=False, font_paths=[str(fonts)] if fonts else []
        ),
        sys_inputs={
            "sheet": json.dumps(asdict(sheet), ensure_ascii=False),
            "fonts": json.dumps(_families(fonts)),
            "qr": qr.svg(sheet.address),
        },
        pdf_standards="ua-1",
    )


@lru_cache(maxsize=1024)
def undrawable(words: str, fonts: Path | None = None) -> tuple[str, ...]:
    """The characters that the fonts can't draw, each once; usually none."""
    if _is_drawable(words, fonts):
        return ()
    characters = [c for c in dict.fromkeys(words) if not c.isspace()]
    return tuple(c for c in characters if not _is_drawable(c, fonts))


@lru_cache(maxsize=4)
def _families(fonts: Path | None) -> list[str]:
    """Our own font first, then whatever the folder holds."""
    if fonts is None:
        return [_OWN_FONT]
    own = set(typst.Fonts(include_system_fonts=False).families())
    every = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]).families()
    return [_OWN_FONT, *(name for name in every if name not in own)]


def _is_drawable(words: str, fonts: Path | None) -> bool:
    probe = Sheet("en", "x", "x", "x", words, "x", "x", (), (), "", "https://x.example", "x", "x")
    try:
        rendered(probe, fonts)
    except typst.TypstError:
        return False
    return True
