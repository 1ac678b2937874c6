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


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:many",
        "smtp://user@mail.example.org",
        "smtp://user:s3cr/et@mail.example.org",
        "smtp://mail.example.org?from=nobody",
        "smtp://mail.example.org?from=a@b.example%0d%0aBcc:c@d.example",
        "smtp://mail.example.org?sender=a@b.example",
    ],
)
def test_a_mail_server_that_cannot_be_understood_is_said_in_one_sentence_at_start(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(ConfigurationError, match="MAIL_URL") as caught:
        Config.from_environment({"LEARNING_DATA": str(tmp_path), "MAIL_URL": url})
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "s3cr" not in sentence


def test_a_mail_server_is_read_from_its_address(tmp_path: Path) -> None:
    def read(url: str, **more: str) -> Config:
        return Config.from_environment({"LEARNING_DATA": str(tmp_path), "MAIL_URL": url, **more})

    config = read("smtp://us%40er:p%2Fw@mail.example.org?from=learn@example.org")
    server = config.mail_server
    assert server is not None
    assert (server.host, server.port, server.user, server.password, server.is_encrypted) == (
        "mail.example.org", 587, "us@er", "p/w", False,
    )  # fmt: skip
    assert config.mail_sender == "learn@example.org"
    assert "p/w" not in repr(server)
    assert "p%2Fw" not in repr(config)
    secure = read("smtps://mail.example.org:4465", BASE_URL="https://learn.example.org").mail_server
    assert secure is not None
    assert (secure.port, secure.is_encrypted, secure.user) == (4465, True, None)
    assert read("smtps://m.example", BASE_URL="https://l.example").mail_sender == "learn@l.example"
    assert read("smtps://m.example").mail_sender == "learn@localhost"
