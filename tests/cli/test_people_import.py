"""people import: the numbers and problems that others script against."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning.cli.group import learning
from tests.organizations.people_lists.lists import HEAD, MISTAKES

Import = Callable[..., Result]


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setenv("LEARNING_DATA", str(tmp_path / "data"))
    file = tmp_path / "staff.csv"
    create = ["organizations", "create", "--name", "Clinic", "--slug", "clinic"]
    assert CliRunner().invoke(learning, create).exit_code == 0

    def bring(text: str, *more: str) -> Result:
        file.write_text(text)
        words = ["people", "import", str(file), "--organization", "clinic", *more]
        return CliRunner().invoke(learning, words)

    return bring


def test_good_rows_come_in_once_and_bad_ones_are_named(imported: Import) -> None:
    dry = json.loads(imported(MISTAKES, "--dry-run", "--json").stdout)
    assert set(dry) == {"new", "existing", "problems"}
    # The command line may give every role, and nobody there has the employee id 99.
    assert (dry["new"], dry["existing"]) == (4, 0)
    assert dry["problems"][0] == {
        "row": 3, "column": "email", "message": "'jo@exampel' is not an e-mail address",
    }  # fmt: skip
    assert json.loads(imported(MISTAKES, "--json").stdout) == dry
    again = json.loads(imported(MISTAKES, "--json").stdout)
    assert (again["new"], again["existing"]) == (0, 4)
    assert "0 new, 4 already members, 11 with problems" in imported(MISTAKES).stdout


def test_what_can_not_be_read_is_one_clear_line(imported: Import) -> None:
    for text in ("", HEAD, "Ward,Phone\n3,12\n"):
        done = imported(text, "--json")
        assert done.exit_code == 2
        assert "Error: " in done.output.splitlines()[-1]
        assert done.stdout == "" or "Traceback" not in done.output
