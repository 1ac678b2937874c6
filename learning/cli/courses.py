"""courses import: an article or a course bundle becomes a draft course."""

import json
from pathlib import Path

import click
from flask import Flask

from config import Config
from learning import clock
from learning.cli.application import COMMAND_LINE, application
from learning.courses import addresses, draft_actions, importing, loading, outside, queries
from learning.courses.bundle import read_bundle
from learning.courses.models import Course
from learning.courses.states import Rights
from learning.organizations import queries as organizations


@click.group()
def courses() -> None:
    """What can be done with courses."""


@courses.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--organization", "slug", required=True, help="The slug of the organization.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_(file: Path, slug: str, as_json: bool) -> None:
    """Make a draft course of an article FILE, or of a course bundle (a folder)."""
    with application() as app:
        organization = organizations.organization_with_slug(slug)
        if organization is None:
            raise click.UsageError(f"There is no organization with the slug {slug!r}.")
        course, drafts = _import(organization.id, file)
        url = f"{_base(app)}/teach/courses/{course.public_id}"
        if as_json:
            modules = len(queries.modules_of(course))
            click.echo(
                json.dumps({"id": course.public_id, "address": course.address, "url": url,
                            "title": course.title, "modules": modules, "drafts": drafts},
                           ensure_ascii=False)
            )  # fmt: skip
        else:
            click.echo(f"Draft course {course.public_id} “{course.title}”: {url}")
            click.echo(f"{drafts} drafted questions wait for review.")


def _import(organization_id: int, file: Path) -> tuple[Course, int]:
    """The course, and how many questions were drafted for it; a bundle brings its own."""
    at = clock.now()
    if file.is_dir():
        bundle = read_bundle(outside.bundle_files(file))
        return loading.load_bundle(organization_id, bundle, by=COMMAND_LINE, at=at), 0
    course = importing.import_article(
        organization_id,
        file.read_bytes(),
        file.name,
        rights=Rights.OWN,
        address=addresses.slug(file.stem, otherwise="course"),
        by=COMMAND_LINE,
        at=at,
    )
    return course, draft_actions.draft_questions(course, by=COMMAND_LINE, at=at)


def _base(app: Flask) -> str:
    config = app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config.public_url


def add_to(group: click.Group) -> None:
    group.add_command(courses)
