"""Settings: every one documented, and the ones a shared installation needs are asked for."""

from pathlib import Path

import pytest

from config import Config, ConfigurationError

ROOT = Path(__file__).resolve().parents[2]


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    environment = {"LEARNING_DATA": str(tmp_path)}
    first = Config.from_environment(environment).secret_key
    assert Config.from_environment(environment).secret_key == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BASE_URL"])
def test_postgresql_needs_what_machines_have_to_agree_on(tmp_path: Path, missing: str) -> None:
    environment = {
        "LEARNING_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://db/waymark",
        "SECRET_KEY": "x",
        "BASE_URL": "https://learn.example",
    }
    del environment[missing]
    with pytest.raises(ConfigurationError, match=missing):
        Config.from_environment(environment)


def test_a_port_that_is_no_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PORT"):
        Config.from_environment({"LEARNING_DATA": str(tmp_path), "PORT": "eight"})


def test_secrets_stay_out_of_the_settings_printed_form(tmp_path: Path) -> None:
    environment = {"LEARNING_DATA": str(tmp_path), "SECRET_KEY": "s3cret", "DEMO_PASSWORD": "hush"}
    shown = repr(Config.from_environment(environment))
    assert "s3cret" not in shown
    assert "hush" not in shown
