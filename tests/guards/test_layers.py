"""The structure holds: arrows point down, pure files stay pure, every file has its place."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FEATURES = (
    "accounts",
    "organizations",
    "articles",
    "quizzes",
    "courses",
    "certificates",
    "progress",
    "assignments",
    "reports",
    "retention",
)
# These touch the database or the world outside; every other file of a feature is pure.
NOT_PURE = {
    "models.py", "queries.py", "actions.py", "outside.py", "loading.py", "rows.py",
    "intake.py", "importing.py", "publishing.py", "versions.py", "catalogue.py",
    "standings.py", "attempt_queries.py", "attempt_actions.py", "closing.py", "completing.py",
    "drawing.py", "allowance_actions.py", "quiz_actions.py",
    "corrections.py", "correction_actions.py", "regrades.py", "regrading.py", "correction_notes.py",
    "report_queries.py", "report_actions.py", "limited_reading.py", "reading_process.py",
    "limited_exchange.py", "question_process.py", "limited_lists.py", "list_process.py",
    "review_queries.py", "review_actions.py", "anchor_actions.py", "draft_actions.py",
    "reviewing.py", "structure_actions.py", "bank.py", "histories.py",
    "changes.py", "checks.py", "turnstile.py", "group_queries.py", "group_actions.py",
    "member_actions.py", "limit_actions.py", "invitation_queries.py",
    "invitation_actions.py", "import_queries.py", "import_actions.py",
    "attention.py",
    "import_batches.py", "group_joining.py",
    "joining.py", "merging.py", "shared_invitations.py",
    "handing_over.py", "settings_actions.py",
    "invitation_lists.py",
    "look_actions.py", "people_tables.py",
    "exchange_queries.py", "exchange_actions.py", "exporting.py", "exchanging.py",
    "gathering.py", "daily.py", "recording.py", "keeping.py", "applying.py", "exemption_actions.py",
    "obligation_queries.py", "compliance.py",
    "reminder_queries.py", "reminder_actions.py", "ladder_actions.py", "owing.py",
    "address_actions.py", "password_actions.py", "token_actions.py", "token_queries.py",
    "contact_actions.py", "own_data.py", "own_learning.py", "own_obligations.py",
    "erasing.py", "export_actions.py", "erasure_actions.py", "retention_actions.py",
    "certificate_files.py",
}  # fmt: skip
IMPURE = {
    "flask", "flask_login", "flask_wtf", "flask_babel", "flask_sqlalchemy", "sqlalchemy", "wtforms",
    "learning.database", "learning.clock", "learning.audit", "learning.files", "learning.outbox",
    "os", "socket", "subprocess", "requests", "time",
}  # fmt: skip


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def pure_files() -> list[Path]:
    return [
        path
        for feature in FEATURES
        for path in sorted((ROOT / "learning" / feature).rglob("*.py"))
        if path.name not in NOT_PURE
    ]


@pytest.mark.parametrize("path", pure_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_pure_files_import_nothing_impure(path: Path) -> None:
    for module in imported(path):
        assert not any(module == impure or module.startswith(impure + ".") for impure in IMPURE), (
            f"{path.name} is pure, yet imports {module}"
        )
        last = module.rpartition(".")[2]
        assert f"{last}.py" not in NOT_PURE - {"outside.py"} or not module.startswith(
            "learning."
        ), f"{path.name} is pure, yet imports {module}"


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_the_package_itself_holds_no_code() -> None:
    tree = ast.parse((ROOT / "learning" / "__init__.py").read_text())
    assert [type(node) for node in tree.body] == [ast.Expr]


def test_every_module_starts_with_one_line_saying_its_role() -> None:
    for path in [*sorted((ROOT / "learning").rglob("*.py")), ROOT / "config.py"]:
        assert ast.get_docstring(ast.parse(path.read_text())), path


def test_only_config_reads_the_environment() -> None:
    for path in sorted((ROOT / "learning").rglob("*.py")):
        text = path.read_text()
        assert "os.environ" not in text, path
        assert "getenv" not in text, path


def test_only_the_clock_asks_what_time_it_is() -> None:
    for path in sorted((ROOT / "learning").rglob("*.py")):
        if path.name != "clock.py":
            assert "datetime.now(" not in path.read_text(), path


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils", "helpers", "common", "base", "manager", "service", "misc"}
    for path in (ROOT / "learning").rglob("*.py"):
        assert path.stem not in vague, path
