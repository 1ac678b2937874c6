"""articles outline: how an article would be cut."""

import json
from pathlib import Path

import click

from learning.articles.limited_reading import outline_of_file
from learning.articles.outline import as_json, as_lines


@click.group()
def articles() -> None:
    """What can be done with an article without a database."""


@articles.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json_text", is_flag=True, help="Print JSON, as docs describe it.")
def outline(file: Path, as_json_text: bool) -> None:
    """Show FILE as sections with their sentences."""
    found = outline_of_file(file.read_bytes(), file.name)
    if as_json_text:
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(as_lines(found)))


def add_to(group: click.Group) -> None:
    group.add_command(articles)
