"""The group of all commands; turns what users get wrong into one line and exit code 2."""

import click
from flask import Flask
from flask_babel import Babel
from sqlalchemy.exc import OperationalError, ProgrammingError

from config import ConfigurationError
from learning.cli import articles, courses, organizations, people, questions, serve, work
from learning.errors import RuleBroken
from learning.web.errors import sentence_for


class Commands(click.Group):
    """Never shows a traceback for what a user can mend."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RuleBroken as error:
            raise click.UsageError(_sentence(error)) from error
        except ConfigurationError as error:
            raise click.UsageError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            first_line = str(error.orig).splitlines()[0]
            raise click.UsageError(f"The database can't be used: {first_line}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def learning() -> None:
    """Waymark turns a written article into a course people finish."""


def _sentence(error: RuleBroken) -> str:
    app = Flask("sentences")
    Babel(app)
    with app.test_request_context():
        return sentence_for(error)


for commands in (articles, courses, organizations, people, questions, serve, work):
    commands.add_to(learning)
