"""A course as plain text: Markdown modules, one text file of questions each, sources, settings.

The form is described in docs/course-bundle.md. Reading is pure: names and texts in, values out.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.articles.outline import SectionKind
from learning.courses.settings import FINAL_TRIES, CourseSettings, Source
from learning.courses.states import Rights, Visibility
from learning.errors import RuleBroken
from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.rules import Feedback

_MARKER = re.compile(r"(?:\(([x ])\)|\[([x ])\]) (.+)")


@dataclass(frozen=True)
class BundleOption:
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True)
class BundleQuestion:
    kind: QuestionKind
    stem: str
    options: tuple[BundleOption, ...]
    explanation: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class BundleModule:
    key: str
    kind: SectionKind
    title: str
    objectives: tuple[str, ...]
    text: str
    questions: tuple[BundleQuestion, ...]


@dataclass(frozen=True)
class Bundle:
    address: str
    title: str
    summary: str
    language: str
    visibility: Visibility
    rights: Rights
    settings: CourseSettings
    article_title: str
    modules: tuple[BundleModule, ...]
    approval: str


def read_bundle(files: Mapping[str, str]) -> Bundle:
    """The course that these files (by path within the bundle) describe.

    Raises RuleBroken bundle-invalid (file=, reason=) with the first thing that is wrong.
    """
    try:
        course = tomllib.loads(files["course.toml"])
        sources = tomllib.loads(files.get("sources.toml", ""))
    except KeyError as error:
        raise RuleBroken("bundle-invalid", file="course.toml", reason="is missing") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken("bundle-invalid", file="course.toml", reason=str(error)) from error
    names = sorted(name for name in files if re.fullmatch(r"modules/[^/]+\.md", name))
    if not names:
        raise RuleBroken("bundle-invalid", file="modules", reason="holds no modules")
    modules = tuple(_module(name, files) for name in names)
    try:
        return _bundle(course, sources, modules)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleBroken("bundle-invalid", file="course.toml", reason=f"{error!r}") from error


def _bundle(
    course: dict[str, Any], sources: dict[str, Any], modules: tuple[BundleModule, ...]
) -> Bundle:
    def said(name: str) -> str:
        return str(course.get(name, ""))

    settings = CourseSettings(
        pass_mark=int(course.get("pass_mark", 80)),
        questions_shown=int(course.get("questions_shown", 0)),
        quiz_minutes=int(course.get("quiz_minutes", 0)),
        quiz_tries=int(course.get("quiz_tries", 0)),
        wait_minutes=int(course.get("wait_minutes", 0)),
        must_reread=bool(course.get("must_reread", False)),
        feedback=Feedback(course.get("feedback", Feedback.ANSWER)),
        final_questions=int(course.get("final_questions", 0)),
        final_minutes=int(course.get("final_minutes", 0)),
        final_tries=int(course.get("final_tries", FINAL_TRIES)),
        topic=said("topic"),
        validity_months=int(course.get("validity_months", 0)),
        audience=said("audience"),
        level=said("level"),
        author=said("author"),
        reviewer=said("reviewer"),
        last_reviewed=said("last_reviewed"),
        notice=said("notice"),
        certificate_note=said("certificate_note"),
        sources=tuple(_source(source) for source in sources.get("source", ())),
    )
    return Bundle(
        address=course["address"],
        title=course["title"],
        summary=said("summary"),
        language=course.get("language", "en"),
        visibility=Visibility(course.get("visibility", "internal")),
        rights=Rights(course.get("article", {}).get("rights", "own")),
        settings=settings,
        article_title=course.get("article", {}).get("title", course["title"]),
        modules=modules,
        approval=course.get("approval", {}).get("by", ""),
    )


def _source(value: dict[str, Any]) -> Source:
    return Source(
        author=value["author"],
        title=value["title"],
        publication=value["publication"],
        year=int(value["year"]),
        identifier=value.get("identifier", ""),
        checked_on=str(value["checked_on"]),
        strength=value["strength"],
    )


def _module(name: str, files: Mapping[str, str]) -> BundleModule:
    match = re.fullmatch(r"---\n(.*?)\n---\n(.*)", files[name], re.DOTALL)
    if match is None:
        raise RuleBroken(
            "bundle-invalid", file=name, reason="does not begin with its heading block"
        )
    head, text = match.groups()
    values = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    objectives = tuple(line[2:].strip() for line in head.splitlines() if line.startswith("- "))
    heading = re.search(r"^#{1,2} (.+)$", text, re.MULTILINE)
    stem = name.removeprefix("modules/").removesuffix(".md")
    questions_name = f"questions/{stem}.txt"
    try:
        kind = SectionKind(values["kind"])
        key = values["key"]
    except (KeyError, ValueError) as error:
        raise RuleBroken("bundle-invalid", file=name, reason=f"{error}") from error
    return BundleModule(
        key=key,
        kind=kind,
        title=heading.group(1).strip() if heading else "",
        objectives=objectives,
        text=text.strip() + "\n",
        questions=read_questions(questions_name, files.get(questions_name, "")),
    )


def read_questions(name: str, text: str) -> tuple[BundleQuestion, ...]:
    """The questions of one file; each begins with a line `== kind`."""
    blocks = re.split(r"^== +", text, flags=re.MULTILINE)[1:]
    return tuple(_question(name, block) for block in blocks)


def _question(name: str, block: str) -> BundleQuestion:
    lines = block.rstrip().splitlines()
    stem: list[str] = []
    options: list[BundleOption] = []
    explanation, quotes = "", []
    for line in lines[1:]:
        marker = _MARKER.fullmatch(line)
        if marker:
            options.append(BundleOption(marker[3].strip(), "x" in (marker[1], marker[2]), ""))
        elif line.startswith("    > ") and options:
            last = options[-1]
            options[-1] = BundleOption(last.text, last.is_correct, line[6:].strip())
        elif line.startswith("why: "):
            explanation = line[5:].strip()
        elif line.startswith("from: "):
            quotes.append(line[6:].strip())
        elif line.strip() and not line.startswith("id: "):
            stem.append(line.strip())
    try:
        kind = QuestionKind(lines[0].strip())
    except ValueError as error:
        raise RuleBroken(
            "bundle-invalid", file=name, reason=f"names an unknown kind of question: {lines[0]}"
        ) from error
    if kind not in CHOICE_KINDS:
        raise RuleBroken("bundle-invalid", file=name, reason=f"can’t hold a {kind} question yet")
    return BundleQuestion(kind, " ".join(stem), tuple(options), explanation, tuple(quotes))
