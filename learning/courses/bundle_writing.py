"""A course as files: the reverse of reading a bundle, the same bytes for the same course."""

import re
from collections.abc import Iterator
from datetime import date

from learning.articles.outline import SourceFormat
from learning.courses.bundle import Bundle, BundleModule, heading_of
from learning.courses.bundle_questions import write_questions
from learning.courses.settings import CourseSettings, Source
from learning.quizzes.exchange.plain import one_line

# Settings in the order in which they are written; always, or where they aren't as always.
_ALWAYS = ("pass_mark",)
ORDER = (
    "topic", "pass_mark", "questions_shown", "quiz_minutes", "quiz_tries", "wait_minutes",
    "must_reread", "feedback", "final_questions", "final_minutes", "final_tries",
    "validity_months", "audience", "level", "author", "reviewer", "last_reviewed", "notice",
    "certificate_note",
)  # fmt: skip
_SOURCES_HEAD = """\
# `checked_on` is the day on which an entry was last checked, `strength` the editors' view of the
# evidence for what this course takes from the source.
"""
_SOURCE = (
    "key", "author", "title", "publication", "year", "identifier", "checked_on", "strength",
)  # fmt: skip
_CONTROL = re.compile('[\x00-\x1f\x7f"\\\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_bundle(bundle: Bundle) -> dict[str, bytes]:
    """The files of a bundle by path, in the order of their paths."""
    files = {"course.toml": _course(bundle)}
    if bundle.settings.sources:
        files["sources.toml"] = _sources(bundle.settings.sources)
    for module in bundle.modules:
        files[f"modules/{module.file}.md"] = _module(module)
        if module.questions:
            files[f"questions/{module.file}.txt"] = write_questions(module.questions)
    texts = {name: text.encode() for name, text in files.items()}
    return dict(sorted({**texts, **bundle.images}.items()))


def _course(bundle: Bundle) -> str:
    lines = [
        "format = 1",
        *(
            f"{name} = {_value(getattr(bundle, name))}"
            for name in ("address", "title", "summary", "language", "visibility")
        ),
    ]
    usual = CourseSettings()
    for name in ORDER:
        value = getattr(bundle.settings, name)
        if name in _ALWAYS or value != getattr(usual, name):
            lines.append(f"{name} = {_value(value)}")
    lines += ["", "[article]", f"title = {_value(bundle.article_title)}"]
    lines.append(f"rights = {_value(bundle.rights)}")
    if bundle.article_format != SourceFormat.MARKDOWN:
        lines.append(f"format = {_value(bundle.article_format)}")
    if bundle.approval:
        lines += ["", "[approval]", f"by = {_value(bundle.approval.by)}"]
        if bundle.approval.on:
            lines.append(f"on = {_value(bundle.approval.on)}")
    return "\n".join([*lines, ""])


def _sources(sources: tuple[Source, ...]) -> str:
    blocks = [_SOURCES_HEAD]
    for source in sources:
        values = {name: getattr(source, name) for name in _SOURCE}
        lines = [f"{name} = {_value(value)}" for name, value in values.items() if value != ""]
        blocks.append("\n".join(["[[source]]", *lines, ""]))
    return "\n".join(blocks)


def _module(module: BundleModule) -> str:
    return "\n".join(["---", *_head(module), "---", module.text])


def _head(module: BundleModule) -> Iterator[str]:
    yield f"key: {module.key}"
    yield f"kind: {module.kind}"
    if module.title != heading_of(module.text):
        yield f"title: {one_line(module.title)}".rstrip()
    if module.is_excluded:
        yield "left_out: yes"
    if module.objectives:
        yield "objectives:"
        yield from (f"- {one_line(objective)}" for objective in module.objectives)


def _value(value: object) -> str:
    """A value as TOML writes it; a text that is a day is one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text) and _is_day(text):
        return text
    return '"' + _CONTROL.sub(_escaped, text) + '"'


def _escaped(sign: re.Match[str]) -> str:
    return _ESCAPES.get(sign[0]) or f"\\u{ord(sign[0]):04x}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
