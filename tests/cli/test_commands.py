"""The commands as others script against them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "learning" / "starter" / "antidepressants"


def run(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "learning", *words],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "LEARNING_DATA": str(folder / "data"), "PYTHONHASHSEED": "random"},
    )


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    done = run(tmp_path, "organizations", "create", "--name", "Clinic", "--slug", "clinic")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_an_outline_needs_no_database(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("# Soap\n\nSoap is old. It works.\n\n## Why\n\nIt loosens grease.\n")
    done = run(tmp_path, "articles", "outline", str(article), "--json")
    value = json.loads(done.stdout)
    assert [s["title"] for s in value["sections"]][-1] == "Why"
    assert not (tmp_path / "data").exists()


def test_an_article_becomes_a_draft_course(clinic: Path) -> None:
    article = clinic / "soap.md"
    article.write_text("# Soap\n\nSoap is old. It works.\n\n## Why\n\nIt loosens grease.\n")
    done = run(clinic, "courses", "import", str(article), "--organization", "clinic", "--json")
    value = json.loads(done.stdout)
    assert value["address"] == "soap"
    assert value["modules"] == 2


def test_a_bundle_becomes_a_draft_course_with_its_approvals(clinic: Path) -> None:
    done = run(clinic, "courses", "import", str(STARTER), "--organization", "clinic", "--json")
    value = json.loads(done.stdout)
    assert value["address"] == "antidepressants"
    assert value["modules"] == 7


def test_a_person_is_entered_with_a_password_from_standard_input(clinic: Path) -> None:
    words = ("people", "create", "--email", "a@example.org", "--name", "A B",
             "--organization", "clinic", "--role", "trainer")  # fmt: skip
    assert run(clinic, *words, typed="a long password\n").returncode == 0
    again = run(clinic, *words, typed="a long password\n")
    assert again.returncode == 2
    assert "can’t be used" in again.stderr
    changed = run(
        clinic, "people", "set-password", "--email", "a@example.org", typed="another long\n"
    )
    assert changed.returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("articles", "outline", "nowhere.txt"), "does not exist"),
        (("articles", "outline", "Makefile"), "can’t be read"),
        (("courses", "import", "README.md", "--organization", "none"), "no organization"),
        (("organizations", "create", "--name", "X", "--slug", "Not A Slug"), "a–z"),
        (("people", "create", "--email", "x", "--name", "X", "--organization", "o", "--role",
          "trainer"), "not an e-mail address"),
        (("people", "set-password", "--email", "n@example.org"), "Nobody signs in"),
        (("serve", "--port", "x"), "not a valid integer"),
        (("nonsense",), "No such command"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_exit_2(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = run(tmp_path, *words, typed="a long password\n")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b"  \n\n ", "no text"),
        (b"\x00\x01\x02" * 100, "not a text"),
        (b"# One\n\n## Two\n\n## Three\n", "only headings"),
    ],
)
def test_a_bad_article_is_named_and_nothing_is_kept(
    clinic: Path, content: bytes, says: str
) -> None:
    article = clinic / "bad.md"
    article.write_bytes(content)
    done = run(clinic, "courses", "import", str(article), "--organization", "clinic")
    assert done.returncode == 2
    assert says in done.stderr
    good = clinic / "bad.md"
    good.write_text("# Soap\n\n## Why\n\nIt loosens grease.\n")
    again = run(clinic, "courses", "import", str(good), "--organization", "clinic", "--json")
    assert json.loads(again.stdout)["address"] == "bad"


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "serve", "--port", str(taken.getsockname()[1]), "--no-demo")
    assert done.returncode == 2
    assert "can't be used" in done.stderr
    assert "PORT=8001 make run" in done.stderr
