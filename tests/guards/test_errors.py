"""Every broken rule has its sentence, and no sentence waits for a rule that isn't there."""

import re
from pathlib import Path

from learning.web.errors import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
# Raised with a code that is made elsewhere.
RAISED_BY_PAGES = {"article-too-large"}


def raised_codes() -> set[str]:
    return {
        code
        for path in (ROOT / "learning").rglob("*.py")
        for code in re.findall(r'RuleBroken\(\s*"([a-z-]+)"', path.read_text())
    }


def test_every_code_has_a_sentence() -> None:
    assert raised_codes() <= set(SENTENCES)


def test_every_sentence_has_a_code() -> None:
    text = "".join(
        path.read_text() for path in (ROOT / "learning").rglob("*.py") if path.name != "errors.py"
    )
    assert {code for code in SENTENCES if f'"{code}"' not in text} == set()
