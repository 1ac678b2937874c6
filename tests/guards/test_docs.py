"""What the documents name exists, and what exists is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def places() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text()
    return re.findall(r"^\| [^|]+\? \| (\S+) \| (\S+) \|$", text, re.MULTILINE)


def test_the_table_of_places_is_there() -> None:
    assert len(places()) >= 10


@pytest.mark.parametrize(("file", "name"), places())
def test_each_place_exists(file: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE), (file, name)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_setting_is_documented() -> None:
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', (ROOT / "config.py").read_text()))
    told = (ROOT / "docs" / "operating.md").read_text()
    assert {name for name in read if f"`{name}`" not in told} == set()


def test_every_make_target_has_its_line_of_help() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    for target in ("run", "test", "test-long", "check", "bench", "lock"):
        assert f"make {target} " in listed


def test_every_command_answers_help() -> None:
    commands = ("", "serve", "articles outline", "courses import", "organizations create",
                "people create", "people set-password")  # fmt: skip
    for command in commands:
        words = command.split()
        done = subprocess.run(
            [sys.executable, "-m", "learning", *words, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, words
        assert "Usage:" in done.stdout
