"""A course as plain text: Markdown modules, one text file of questions each, sources, settings.

The form is described in docs/course-bundle.md. Reading is pure: files in, values out.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from learning.articles.outline import SectionKind, SourceFormat
from learning.courses.bundle_questions import BundleQuestion, Stated, read_questions
from learning.courses.settings import CourseSettings, Source
from learning.courses.states import Rights, Visibility
from learning.errors import RuleBroken
from learning.quizzes.rules import Feedback

# What is said about a course beside its settings.
OF_THE_COURSE = ("format", "address", "title", "summary", "language", "visibility")
# Between the texts of two modules, in the article that they make up.
SEPARATOR = "\n"
_FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
# A part of addresses, and of file names.
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
_TEXTS = (".toml", ".md", ".txt")


@dataclass(frozen=True)
class BundleModule:
    """A module with its text and its questions; `file` is its name without folder and ending."""

    file: str
    key: str
    kind: SectionKind
    title: str
    objectives: tuple[str, ...]
    text: str
    questions: tuple[BundleQuestion, ...]
    is_excluded: bool = False


@dataclass(frozen=True)
class Bundle:
    """A course as its files say it."""

    address: str
    title: str
    summary: str
    language: str
    visibility: Visibility
    rights: Rights
    settings: CourseSettings
    article_title: str
    modules: tuple[BundleModule, ...]
    approval: Stated | None
    images: Mapping[str, bytes]
    article_format: SourceFormat = SourceFormat.MARKDOWN


def read_bundle(files: Mapping[str, bytes]) -> Bundle:
    """The course that these files (by path within the bundle) describe.

    Raises RuleBroken bundle-invalid (file=, reason=) with the first thing that is wrong.
    """
    texts = {name: _decoded(name, files[name]) for name in files if name.endswith(_TEXTS)}
    images = {name: files[name] for name in files if name not in texts}
    if "course.toml" not in texts:
        raise RuleBroken("bundle-invalid", file="course.toml", reason="is missing")
    course = _toml("course.toml", texts)
    sources = _toml("sources.toml", texts)
    names = sorted(name for name in texts if re.fullmatch(r"modules/[^/]+\.md", name))
    if not names:
        raise RuleBroken("bundle-invalid", file="modules", reason="holds no modules")
    modules = tuple(_module(name, texts, images) for name in names)
    _refuse_lost_questions(texts, modules)
    keys = [module.key for module in modules]
    if len(set(keys)) < len(keys):
        raise RuleBroken("bundle-invalid", file="modules", reason="gives two modules one key")
    try:
        return _bundle(course, sources, modules, images)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleBroken("bundle-invalid", file="course.toml", reason=f"{error!r}") from error


def heading_of(text: str) -> str:
    """The words of a module's first heading; "" if it has none."""
    heading = _HEADING.search(text)
    return heading[1].strip() if heading else ""


def settings_in(course: Mapping[str, Any]) -> CourseSettings:
    """The settings that `course.toml` gives; what it doesn't give is as always."""
    values: dict[str, Any] = {}
    for each in fields(CourseSettings):
        if each.name in course and each.name != "sources":
            kind: type = type(each.default)
            values[each.name] = kind(course[each.name])
    if "feedback" in values:
        values["feedback"] = Feedback(values["feedback"])
    return CourseSettings(**values)


def _bundle(
    course: dict[str, Any],
    sources: dict[str, Any],
    modules: tuple[BundleModule, ...],
    images: Mapping[str, bytes],
) -> Bundle:
    known = {*OF_THE_COURSE, "article", "approval", *(each.name for each in fields(CourseSettings))}
    unknown = sorted(set(course) - known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    article, approval = course.get("article", {}), course.get("approval", {})
    settings = settings_in(course)
    listed = tuple(_source(source) for source in sources.get("source", ()))
    return Bundle(
        address=str(course["address"]),
        title=str(course["title"]),
        summary=str(course.get("summary", "")),
        language=str(course.get("language", "en")),
        visibility=Visibility(course.get("visibility", "internal")),
        rights=Rights(article.get("rights", "own")),
        settings=CourseSettings(**{**_values(settings), "sources": listed}),
        article_title=str(article.get("title", course["title"])),
        modules=modules,
        approval=_approval(approval),
        images=images,
        article_format=SourceFormat(article.get("format", SourceFormat.MARKDOWN)),
    )


def _values(settings: CourseSettings) -> dict[str, Any]:
    return {each.name: getattr(settings, each.name) for each in fields(settings)}


def _approval(value: Mapping[str, Any]) -> Stated | None:
    by, on = str(value.get("by", "")), value.get("on", "")
    day = date.fromisoformat(str(on)).isoformat() if on else ""
    return Stated(by, day) if by else None


def _source(value: dict[str, Any]) -> Source:
    return Source(
        author=value["author"],
        title=value["title"],
        publication=value["publication"],
        year=int(value["year"]),
        identifier=value.get("identifier", ""),
        checked_on=str(value["checked_on"]),
        strength=value["strength"],
        key=value.get("key", ""),
    )


def _module(name: str, texts: Mapping[str, str], images: Mapping[str, bytes]) -> BundleModule:
    match = _FRONT.match(texts[name])
    if match is None:
        raise RuleBroken(
            "bundle-invalid", file=name, reason="does not begin with its heading block"
        )
    head, text = match.groups()
    values = {
        key.strip(): value.strip()
        for key, colon, value in (line.partition(":") for line in head.splitlines())
        if colon and not key.startswith("- ")
    }
    objectives = tuple(line[2:].strip() for line in head.splitlines() if line.startswith("- "))
    stem = name.removeprefix("modules/").removesuffix(".md")
    questions_name = f"questions/{stem}.txt"
    try:
        kind = SectionKind(values["kind"])
        key = values["key"]
    except KeyError as error:
        raise RuleBroken("bundle-invalid", file=name, reason=f"lacks {error}") from error
    except ValueError as error:
        raise RuleBroken("bundle-invalid", file=name, reason=str(error)) from error
    if not _KEY.fullmatch(key):
        raise RuleBroken("bundle-invalid", file=name, reason="has a key with other signs than a-z, "
                         "0-9 and hyphens, or with more than 80")  # fmt: skip
    return BundleModule(
        file=stem,
        key=key,
        kind=kind,
        title=values.get("title", heading_of(text)),
        objectives=objectives,
        text=text.strip() + "\n",
        questions=read_questions(questions_name, texts.get(questions_name, ""), images),
        is_excluded=values.get("left_out") == "yes",
    )


def _refuse_lost_questions(texts: Mapping[str, str], modules: tuple[BundleModule, ...]) -> None:
    """Every file of questions has to have its module: none is left out unnoticed."""
    wanted = {f"questions/{module.file}.txt" for module in modules}
    for name in sorted(texts):
        if name.startswith("questions/") and name not in wanted:
            raise RuleBroken("bundle-invalid", file=name, reason="has no module of the same name")


def _decoded(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken("bundle-invalid", file=name, reason="is no UTF-8 text") from error
    return text.replace("\r\n", "\n")


def _toml(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    try:
        return tomllib.loads(texts.get(name, ""))
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken("bundle-invalid", file=name, reason=str(error)) from error
