"""Moodle XML, which says the most of a question: reading.

Format: https://docs.moodle.org/en/Moodle_XML_format.
"""

import re
from collections.abc import Iterator

from learning.errors import RuleBroken
from learning.quizzes.exchange import moodle_xml_writing
from learning.quizzes.exchange.exchanged import Exchanged, Item, Problem, Unreadable, exchanged
from learning.quizzes.exchange.gift import category_of
from learning.quizzes.exchange.moodle_xml_kinds import QuestionReader
from learning.quizzes.exchange.plain import neat, one_line
from learning.quizzes.exchange.xml_tree import LinedElement, XmlBroken, parsed

__all__ = ["read", "write"]
write = moodle_xml_writing.write

_QUESTION = re.compile(rb"<question\b.*?</question\s*>|<question\b[^>]*>", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml\b.*?\?>")


def read(content: str | bytes) -> Exchanged:
    """All questions of a file; problems name the line.

    Where the file isn't well formed each question is read for itself. Raises RuleBroken
    exchange-xml-hostile, or exchange-not-moodle for XML of another kind.
    """
    if isinstance(content, str):
        content = _DECLARATION.sub("", content.removeprefix("\ufeff"), count=1).encode()
    images: dict[str, bytes] = {}
    items: list[Item] = []
    problems: list[Problem] = []
    category: tuple[str, ...] = ()
    for element in _questions(content, problems):
        kind = element.get("type", "")
        if kind == "category":
            category = category_of(element.findtext("category/text") or "")
            continue
        notes: list[str] = []
        reader = QuestionReader(element, notes, images)
        try:
            question = reader.question(kind)
        except Unreadable as error:
            problems.append(Problem(error.line or element.line, error.message))
            continue
        problems += [Problem(element.line, note, is_left_out=False) for note in notes]
        tags = tuple(one_line(tag.text or "") for tag in element.iterfind("tags/tag/text"))
        items.append(Item(neat(question), element.line, category, tuple(filter(None, tags))))
    return exchanged(items, problems, images)


def _questions(content: bytes, problems: list[Problem]) -> Iterator[LinedElement]:
    try:
        root = parsed(content)
    except XmlBroken as error:
        problems.append(Problem(error.line, f"isn’t well-formed XML here: {error.reason}"))
        yield from _one_by_one(content, problems)
        return
    if root.tag != "quiz":
        raise RuleBroken("exchange-not-moodle", root=str(root.tag)[:40])
    for element in root.iterfind("question"):
        assert isinstance(element, LinedElement)
        yield element


def _one_by_one(content: bytes, problems: list[Problem]) -> Iterator[LinedElement]:
    """Each question for itself, out of a file that as a whole is no XML."""
    for found in _QUESTION.finditer(content):
        before = content[: found.start()].count(b"\n")
        try:
            element = parsed(found[0])
        except XmlBroken as error:
            line = before + error.line
            if all(problem.line != line for problem in problems):
                problems.append(Problem(line, f"isn’t well-formed XML here: {error.reason}"))
            continue
        for each in element.iter():
            assert isinstance(each, LinedElement)
            each.line += before
        yield element
