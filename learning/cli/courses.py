"""courses import and export: an article or a bundle becomes a draft, a course becomes a bundle."""

import json
from pathlib import Path

import click
from flask import Flask

from config import Config
from learning import clock
from learning.cli.application import COMMAND_LINE, application
from learning.courses import (
    addresses,
    bundle_archive,
    draft_actions,
    exporting,
    importing,
    loading,
    outside,
    queries,
)
from learning.courses.bundle import read_bundle
from learning.courses.bundle_writing import write_bundle
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
    """Make a draft course of an article FILE, or of a course bundle (a folder or a .zip)."""
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


@courses.command()
@click.argument("address")
@click.argument("target", type=click.Path(path_type=Path))
def export(address: str, target: Path) -> None:
    """Write the course at ADDRESS (the last part of it) as a bundle to TARGET.

    TARGET is a folder that is new or empty, or a file that ends in .zip.
    """
    with application():
        course = queries.course_at(address)
        if course is None:
            raise click.UsageError(f"There is no course with the address {address!r}.")
        exported = exporting.bundle_of(course)
    files = write_bundle(exported.bundle)
    try:
        if target.suffix.lower() == ".zip":
            target.write_bytes(bundle_archive.packed(files))
        else:
            outside.write_bundle_files(target, files)
    except OSError as error:
        raise click.UsageError(f"{target} can’t be written: {error.strerror}") from error
    for note in exported.notes:
        click.echo(note, err=True)
    click.echo(f"{len(files)} files of “{exported.bundle.title}” are in {target}")


def _import(organization_id: int, file: Path) -> tuple[Course, int]:
    """The course, and how many questions were drafted for it; a bundle brings its own."""
    at = clock.now()
    if file.is_dir() or file.suffix.lower() == ".zip":
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
