"""How large an upload may be, in bytes and in words."""

from flask import current_app

from config import Config


def limit() -> int:
    """The largest file this installation takes, in bytes."""
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config.max_upload


def limit_words() -> str:
    """The same as people say it: 5 MB."""
    return f"{limit() // 1_000_000} MB" if limit() >= 1_000_000 else f"{limit() // 1_000} kB"
