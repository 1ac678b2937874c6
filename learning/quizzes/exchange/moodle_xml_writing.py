"""Moodle XML: writing."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from learning.quizzes import quantities
from learning.quizzes.exchange.cloze import can_be_cloze, cloze_of, places_of
from learning.quizzes.exchange.exchanged import Item, Problem, unfinished
from learning.quizzes.exchange.gift_writing import path_of
from learning.quizzes.exchange.html_text import html_of_text
from learning.quizzes.exchange.plain import PlainQuestion
from learning.quizzes.exchange.weights import full_weights
from learning.quizzes.kinds.contract import Image, QuestionKind

_TYPES = {
    QuestionKind.SINGLE: "multichoice", QuestionKind.MULTIPLE: "multichoice",
    QuestionKind.TRUE_FALSE: "truefalse", QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "ordering", QuestionKind.SHORT_TEXT: "shortanswer",
    QuestionKind.NUMERIC: "numerical",
}  # fmt: skip
_LONGEST_NAME = 60


def write(
    items: Sequence[Item], images: Mapping[str, bytes] | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """The questions as Moodle XML, with the bytes of their images by hash.

    Problems name, by number, what it can't say.
    """
    problems: list[Problem] = []
    quiz = Element("quiz")
    category: tuple[str, ...] = ()
    for number, item in enumerate(items, 1):
        reason = _unsayable(item.question, images or {})
        if reason:
            problems.append(Problem(number, reason))
            continue
        if item.category != category:
            category = item.category
            _says(SubElement(quiz, "question", type="category"), "category", path_of(category))
        quiz.append(_Writer(item, images or {}).element)
    indent(quiz)
    return tostring(quiz, encoding="unicode", xml_declaration=True) + "\n", tuple(problems)


def _unsayable(question: PlainQuestion, images: Mapping[str, bytes]) -> str | None:
    reason = unfinished(question)
    if reason:
        return reason
    if any(image.sha256 not in images for image in question.images):
        return "has an image whose file isn’t there"
    if question.kind == QuestionKind.GAP and not can_be_cloze(question):
        return "has a backslash, {…} or [[…]] where Moodle’s gap texts can’t have one"
    is_chosen = question.kind == QuestionKind.GAP and question.offered
    if is_chosen and any(len(texts) > 1 for texts in question.accepted):
        return "has several right words to choose for one gap, which Moodle can’t say"
    return None


class _Writer:
    """Writes one question."""

    def __init__(self, item: Item, images: Mapping[str, bytes]) -> None:
        self.images = images
        self.question = question = item.question
        self.element = Element("question", type=self._type())
        _says(self.element, "name", question.stem[:_LONGEST_NAME].strip())
        before = question.scenario.split("\n\n") if question.scenario else []
        self._text(self.element, "questiontext", (*before, self._stem()), question.image)
        self._text(self.element, "generalfeedback", (question.explanation,))
        for name, value in {"defaultgrade": "1", "penalty": "0", "hidden": "0"}.items():
            SubElement(self.element, name).text = value
        for name, value in self._settings().items():
            SubElement(self.element, name).text = value
        self._answers()
        if item.tags:
            tags = SubElement(self.element, "tags")
            for tag in item.tags:
                _says(tags, "tag", tag)

    def _type(self) -> str:
        if self.question.kind == QuestionKind.GAP:
            return "gapselect" if self.question.offered else "cloze"
        return _TYPES[self.question.kind]

    def _stem(self) -> str:
        if self.question.kind != QuestionKind.GAP:
            return self.question.stem
        return places_of(self.question) if self.question.offered else cloze_of(self.question)

    def _settings(self) -> dict[str, str]:
        match self.question.kind:
            case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
                is_single = self.question.kind == QuestionKind.SINGLE
                return {
                    "single": "true" if is_single else "false",
                    "shuffleanswers": "true",
                    "answernumbering": "abc",
                }
            case QuestionKind.SHORT_TEXT:
                return {"usecase": "0"}
            case QuestionKind.MATCHING:
                return {"shuffleanswers": "true"}
            case QuestionKind.ORDERING:
                return {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0"}
            case QuestionKind.GAP if self.question.offered:
                return {"shuffleanswers": "1"}
        return {}

    def _answers(self) -> None:
        question = self.question
        match question.kind:
            case QuestionKind.SINGLE | QuestionKind.TRUE_FALSE:
                for part in question.parts:
                    weight = "100" if part.is_right else "0"
                    is_fixed = question.kind == QuestionKind.TRUE_FALSE
                    text = part.text.casefold() if is_fixed else part.text
                    self._answer(weight, text, part.feedback, part.image, is_plain=is_fixed)
            case QuestionKind.MULTIPLE:
                pairs = zip(full_weights(question.parts), question.parts, strict=True)
                for weight, part in pairs:
                    self._answer(weight, part.text, part.feedback, part.image)
            case QuestionKind.ORDERING:
                for place, part in enumerate(question.parts, 1):
                    self._answer(str(place), part.text, image=part.image)
            case QuestionKind.SHORT_TEXT:
                for text in question.accepted[0]:
                    self._answer("100", text.replace("*", "\\*"), is_plain=True)
            case QuestionKind.NUMERIC:
                self._number()
            case QuestionKind.MATCHING:
                for part in question.parts:
                    pair = self._text(self.element, "subquestion", (part.text,), part.image)
                    _says(pair, "answer", part.match)
                for match in question.offered:
                    _says(self._text(self.element, "subquestion", ()), "answer", match)
            case QuestionKind.GAP:
                for text in question.offered:
                    option = _says(self.element, "selectoption", text)
                    SubElement(option, "group").text = "1"

    def _number(self) -> None:
        question = self.question
        answer = self._answer("100", _number(question.accepted[0][0]), is_plain=True)
        SubElement(answer, "tolerance").text = _number(question.tolerance)
        if question.unit:
            unit = SubElement(SubElement(self.element, "units"), "unit")
            SubElement(unit, "multiplier").text = "1"
            SubElement(unit, "unit_name").text = question.unit
        # A unit may be typed, and need not be.
        SubElement(self.element, "unitgradingtype").text = "0"
        SubElement(self.element, "showunits").text = "0" if question.unit else "3"

    def _answer(
        self,
        weight: str,
        text: str,
        feedback: str = "",
        image: Image | None = None,
        *,
        is_plain: bool = False,
    ) -> Element:
        if is_plain:
            answer = _says(self.element, "answer", text)
            answer.set("format", "plain_text")
        else:
            answer = self._text(self.element, "answer", (text,), image)
        answer.set("fraction", weight)
        self._text(answer, "feedback", (feedback,))
        return answer

    def _text(
        self, parent: Element, name: str, paragraphs: Sequence[str], image: Image | None = None
    ) -> Element:
        """An element with HTML, and with the file of its image."""
        html = html_of_text(filter(None, paragraphs))
        if image:
            shown = (
                f'<img src="@@PLUGINFILE@@/{image.name}" alt="{escape(image.alt)}" '
                f'width="{image.width}" height="{image.height}">'
            )
            html = f"<p>{shown}</p>{html}"
        element = _says(parent, name, html)
        element.set("format", "html")
        if image:
            file = SubElement(element, "file", name=image.name, path="/", encoding="base64")
            file.text = b64encode(self.images[image.sha256]).decode()
        return element


def _says(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    SubElement(element, "text").text = text
    return element


def _number(text: str) -> str:
    return f"{quantities.number_in(text):f}"
