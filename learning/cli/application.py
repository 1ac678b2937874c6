"""What commands share: an application on the configured database, and passwords from people."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from config import Config
from learning.app import create_app
from learning.cli.schema import upgrade

# Acts on the command line have no person behind them that we know of.
COMMAND_LINE = "command-line"


@contextmanager
def application() -> Iterator[Flask]:
    """The application on the configured database, brought to the newest schema first."""
    app = create_app(Config.from_environment())
    with app.app_context():
        upgrade()
        yield app


def password_from_user() -> str:
    """A password typed twice, or the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
