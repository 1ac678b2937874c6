"""The commands as others script against them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning.cli.group import learning

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


def test_a_course_is_exported_as_the_files_it_came_from(clinic: Path) -> None:
    for words in (
        ("courses", "import", str(STARTER), "--organization", "clinic"),
        ("courses", "export", "antidepressants", str(clinic / "course.zip")),
        ("courses", "import", str(clinic / "course.zip"), "--organization", "clinic"),
        ("courses", "export", "antidepressants", str(clinic / "folder")),
    ):
        done = run(clinic, *words)
        assert done.returncode == 0, done.stderr
    written = [path for path in (clinic / "folder").rglob("*") if path.is_file()]
    assert len(written) == 15
    for path in written:
        assert path.read_bytes() == (STARTER / path.relative_to(clinic / "folder")).read_bytes()
    again = run(clinic, "courses", "export", "antidepressants", str(clinic / "folder"))
    assert (again.returncode, "Name a folder that is new" in again.stderr) == (2, True)


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
        (("courses", "export", "nowhere", "somewhere"), "no course with the address"),
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


# The same drafts as `questions draft` prints them; only the fields that grading reads.
CHOICES = [
    {"text": "Soap", "correct": True, "feedback": None},
    {"text": "Sand", "correct": False, "feedback": "Sand only scratches."},
    {"text": "Water", "correct": True, "feedback": None},
]
DRAFTS: dict[str, dict[str, object]] = {
    "single": {"options": [CHOICES[0], CHOICES[1]]},
    "multiple": {"options": CHOICES},
    "true_false": {
        "options": [
            {"text": "True", "correct": True, "feedback": None},
            {"text": "False", "correct": False, "feedback": "It is old."},
        ]
    },
    "matching": {
        "options": [
            {"text": "Soap", "match": "grease"},
            {"text": "Brush", "match": "nails"},
            {"text": "Foam", "match": "grease"},
        ]
    },
    "ordering": {
        "options": [{"text": "Wet"}, {"text": "Soap"}, {"text": "Rinse"}, {"text": "Dry"}]
    },
    "gap": {"stem": "Wet, then ___, then ___.", "answer": {"accepted": [["soap"], ["rinse"]]}},
    "short_text": {"answer": {"accepted": ["effective"]}},
    "numeric": {"stem": "How many mg?", "answer": {"value": 50, "tolerance": 0.5}},
}


def graded(folder: Path, kind: str, answer: str) -> Result:
    """Without a process of its own: there are many cases."""
    file = folder / "question.json"
    draft = {
        "kind": kind,
        "stem": "What?",
        "explanation": "Because.",
        "options": [],
        "answer": None,
    }
    file.write_text(json.dumps(draft | DRAFTS[kind]))
    words = ["questions", "grade", str(file), "--answer", answer, "--json"]
    return CliRunner().invoke(learning, words)


@pytest.mark.parametrize(
    ("kind", "answer", "correctness"),
    [
        ("single", "0", 1), ("single", "1", 0), ("single", "null", 0),
        ("multiple", "[0, 2]", 1), ("multiple", "[2, 0]", 1), ("multiple", "[0]", 0.5),
        ("multiple", "[0, 1, 2]", 0.5), ("multiple", "[]", 0),
        ("true_false", "true", 1), ("true_false", "false", 0),
        ("matching", '{"Soap": "grease", "Brush": "nails", "Foam": "grease"}', 1),
        ("matching", '{"Soap": "nails", "Brush": "nails", "Foam": "grease"}', 2 / 3),
        ("matching", '{"Soap": "something else"}', 0),
        ("ordering", '["Wet", "Soap", "Rinse", "Dry"]', 1),
        ("ordering", '["Dry", "Wet", "Soap", "Rinse"]', 2 / 3),
        ("ordering", '["Wet", "Wet", "Wet", "Wet"]', 0),
        ("gap", '["soap", "rinse"]', 1), ("gap", '["sope", "rinsing"]', 0),
        ("gap", '["soap", ""]', 0.5),
        ("short_text", '"Efective"', 1), ("short_text", '"ineffective"', 0),
        ("numeric", '"50.5"', 1), ("numeric", '"50 mg"', 1), ("numeric", '"51"', 0),
        ("numeric", '"fifty"', 0), ("numeric", "50", 1),
    ],
)  # fmt: skip
def test_an_answer_is_graded_without_a_database(
    tmp_path: Path, kind: str, answer: str, correctness: float
) -> None:
    done = graded(tmp_path, kind, answer)
    assert done.exit_code == 0, done.stderr
    value = json.loads(done.stdout)
    assert value["correctness"] == pytest.approx(correctness)
    assert value["correct"] is (correctness == 1)
    assert value["feedback"].endswith("Because.")


def test_grading_needs_no_database(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps({"kind": "short_text", "stem": "What?", **DRAFTS["short_text"]}))
    done = run(tmp_path, "questions", "grade", str(file), "--answer", '"efective"')
    assert (done.returncode, done.stdout) == (0, "1 of 1: right\n")
    assert not (tmp_path / "data").exists()


def test_feedback_is_about_what_was_chosen(tmp_path: Path) -> None:
    value = json.loads(graded(tmp_path, "single", "1").stdout)
    assert value["feedback"] == "Sand only scratches. Because."


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("single", "7"), ("single", "-1"), ("single", "true"), ("multiple", "1"), ("gap", '"soap"'),
     ("true_false", "1"), ("matching", "[]"), ("short_text", "{}"), ("single", "not JSON")],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_one_line(tmp_path: Path, kind: str, answer: str) -> None:
    done = graded(tmp_path, kind, answer)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("Error: ")
    assert done.stdout == ""


@pytest.mark.parametrize("content", ["{}", "[]", "no", '{"kind": "single", "stem": "What?"}'])
def test_what_is_no_question_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "question.json"
    file.write_text(content)
    done = CliRunner().invoke(learning, ["questions", "grade", str(file), "--answer", "1"])
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_questions_are_drafted_without_a_database(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(
        "# Ash\n\n## Words\n\nA lahar is a mudflow of ash that runs down a valley.\n"
    )
    done = run(tmp_path, "questions", "draft", str(article), "--json", "--seed", "4")
    (draft,) = json.loads(done.stdout)["drafts"]
    assert draft["answer"] == {"accepted": ["lahar"]}
    assert "lahar" in run(tmp_path, "questions", "draft", str(article)).stdout
    assert not (tmp_path / "data").exists()


SOAP = "# Soap\n\nSoap is old. It works.\n\n## Why\n\nSoap loosens grease. Sand only scratches.\n"


def linted(folder: Path, content: str, *words: str) -> Result:
    article, questions = folder / "soap.md", folder / "questions.json"
    article.write_text(SOAP)
    questions.write_text(content)
    command = ["questions", "lint", str(questions), "--article", str(article), *words]
    return CliRunner().invoke(learning, command)


def test_lints_are_printed_by_question_in_the_order_given(tmp_path: Path) -> None:
    no_key: dict[str, object] = {
        "kind": "single", "stem": "What loosens grease?", "explanation": "Soap does.",
        "options": [{"text": "Soap", "correct": False, "feedback": "Look."},
                    {"text": "Sand", "correct": False, "feedback": "Look."}],
        "anchors": [{"sentence": "?", "start": 0, "end": 4, "quote": "Soap loosens grease."}],
    }  # fmt: skip
    value = {"title": "Soap", "drafts": [no_key, "nonsense", {"kind": "single"}], "abstained": []}
    for content in (json.dumps(value), "\ufeff" + json.dumps(value["drafts"])):
        done = linted(tmp_path, content, "--json")
        assert done.exit_code == 0, done.stderr
        first, second, third = json.loads(done.stdout)["lints"]
        assert {"no-key", "span-mismatch"} <= {each["code"] for each in first}
        assert [each["code"] for each in second] == ["question-unreadable"]
        assert {"no-key", "stem-missing", "anchor-missing"} <= {each["code"] for each in third}
        assert {*first[0]} == {"code", "severity", "message"}
        assert {each["severity"] for each in first + third} <= {"error", "warning", "info"}


def test_lints_are_readable_without_json(tmp_path: Path) -> None:
    done = linted(tmp_path, json.dumps([{"kind": "short_text", "stem": "What?"}]))
    assert done.stdout.startswith("1. What?\n   error ")
    assert "error no-key: Nothing is given as the right answer." in done.stdout


@pytest.mark.parametrize(
    "content", ["", "{", "7", '{"drafts": 7}', '{"questions": []}', "[" * 100_000, "\x00"]
)
def test_what_holds_no_questions_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    done = linted(tmp_path, content, "--json")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_linting_needs_both_files(tmp_path: Path) -> None:
    for words in (["lint", "nowhere.json", "--article", "nowhere.md"], ["lint", "Makefile"]):
        assert CliRunner().invoke(learning, ["questions", *words]).exit_code == 2
    binary = tmp_path / "questions.json"
    binary.write_bytes(b"\xff\xfe\x00")
    done = CliRunner().invoke(
        learning, ["questions", "lint", str(binary), "--article", str(ROOT / "README.md")]
    )
    assert (done.exit_code, "no UTF-8" in done.stderr) == (2, True)
