"""people create, set-password and import: entering somebody by hand, or a whole list."""

from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email

from learning import clock
from learning.accounts import actions as account_actions
from learning.accounts import queries as accounts
from learning.cli import list_imports
from learning.cli.application import COMMAND_LINE, application, password_from_user
from learning.organizations import actions as organization_actions
from learning.organizations import queries as organizations
from learning.organizations.roles import Role


@click.group()
def people() -> None:
    """What can be done with people."""


@people.command()
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--name", required=True, help="Their name, as certificates will carry it.")
@click.option("--organization", "slug", required=True, help="The slug of their organization.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--operator", is_flag=True, help="May see how the installation runs.")
def create(email: str, name: str, slug: str, role: str, operator: bool) -> None:
    """Enter a person; the password comes from a prompt or standard input."""
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise click.UsageError(f"{email!r} is not an e-mail address.") from error
    with application():
        organization = organizations.organization_with_slug(slug)
        if organization is None:
            raise click.UsageError(f"There is no organization with the slug {slug!r}.")
        at = clock.now()
        person = account_actions.create_person(
            name=name,
            address=email,
            password=password_from_user(),
            at=at,
            is_operator=operator,
            is_confirmed=True,
        )
        organization_actions.add_member(
            organization.id, person, role=Role(role), by=COMMAND_LINE, at=at
        )
        click.echo(f"{person.name} can sign in as {email} ({role} in {organization.name}).")


@people.command("set-password")
@click.option("--email", required=True, help="The address they sign in with.")
def set_password(email: str) -> None:
    """Give a person a new password and end their sign-ins."""
    with application():
        person = accounts.person_with_address(email)
        if person is None:
            raise click.UsageError(f"Nobody signs in as {email!r}.")
        account_actions.set_password(person, password_from_user(), by=COMMAND_LINE, at=clock.now())
        click.echo(f"New password for {person.name}; their sign-ins are ended.")


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "slug", required=True, help="The slug of the organization.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option("--invite", is_flag=True, help="Send an invitation to everybody who is new.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_(file: Path, slug: str, dry_run: bool, invite: bool, as_json: bool) -> None:
    """Bring in the people of FILE, a CSV or XLSX list.

    Its first row names the columns: name, email, and if you like group, role, manager,
    employee_id, joined_on. Good rows come in, bad ones don't; nobody comes in twice.
    """
    with application():
        organization = organizations.organization_with_slug(slug)
        if organization is None:
            raise click.UsageError(f"There is no organization with the slug {slug!r}.")
        content = file.read_bytes()
        if dry_run:
            found = list_imports.looked_at(organization.id, content, file.name)
        else:
            found = list_imports.taken_in(organization.id, content, file.name, is_inviting=invite)
        click.echo(list_imports.json_of(found) if as_json else list_imports.words_of(found))


def add_to(group: click.Group) -> None:
    group.add_command(people)
