"""organizations create: a tenant."""

import click

from learning import clock
from learning.cli.application import COMMAND_LINE, application
from learning.organizations import actions


@click.group()
def organizations() -> None:
    """What can be done with organizations."""


@organizations.command()
@click.option("--name", required=True, help="What people read, like “Harbour Clinic”.")
@click.option("--slug", required=True, help="What commands say, like harbour-clinic.")
def create(name: str, slug: str) -> None:
    """Enter a new organization."""
    with application():
        organization = actions.create_organization(
            name=name, slug=slug, by=COMMAND_LINE, at=clock.now()
        )
        click.echo(f"Organization “{organization.name}” ({organization.slug}).")


def add_to(group: click.Group) -> None:
    group.add_command(organizations)
