"""Moodle XML: one question element as a plain question, kind by kind."""

import re
from base64 import b64decode
from dataclasses import replace
from fractions import Fraction
from urllib.parse import unquote

from learning import canonical
from learning.errors import RuleBroken
from learning.quizzes import images as image_files
from learning.quizzes import quantities
from learning.quizzes.exchange import html_text, weights
from learning.quizzes.exchange.cloze import gaps_of_cloze, gaps_of_places, holds_gaps
from learning.quizzes.exchange.exchanged import Unreadable
from learning.quizzes.exchange.html_text import HtmlImage, HtmlText
from learning.quizzes.exchange.plain import (
    Part,
    PlainQuestion,
    one_line,
    true_or_false,
    with_scenario,
)
from learning.quizzes.exchange.weights import FULL, Weighted
from learning.quizzes.exchange.xml_tree import LinedElement
from learning.quizzes.kinds.contract import Image, QuestionKind

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_NO_IMAGE = {
    "image-svg": "an SVG file can hold a program",
    "image-moving": "it moves",
    "image-pixels": "it has too many pixels",
    "image-empty": "there is nothing in it",
    "image-broken": "it is damaged",
}
_OTHER_KINDS = {
    "essay": "an essay: no answer to it can be checked here",
    "description": "a description, which asks nothing",
    "random": "a random draw, which has no words of its own",
    "ddimageortext": "drag and drop onto an image",
    "ddmarker": "drag and drop onto an image",
}
_WITH_GAPS = ("multianswer", "cloze", "gapselect", "ddwtos")
# What Moodle says by itself in every exported question.
_STANDARD = {
    "", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
}  # fmt: skip


class QuestionReader:
    """Reads one <question>; images it meets go into `images` by their hash."""

    def __init__(self, element: LinedElement, notes: list[str], images: dict[str, bytes]) -> None:
        self.element = element
        self.notes = notes
        self.images = images

    def question(self, kind: str) -> PlainQuestion:
        """The question. Raises Unreadable for what can't be asked here."""
        readers = {
            "multichoice": self._multichoice, "truefalse": self._true_false,
            "shortanswer": self._short_text, "numerical": self._number,
            "matching": self._matching, "match": self._matching, "ordering": self._ordering,
            "multianswer": self._cloze, "cloze": self._cloze,
            "gapselect": self._places, "ddwtos": self._places,
        }  # fmt: skip
        if kind not in readers:
            named = _OTHER_KINDS.get(kind, f"of the type “{kind[:40]}”, which isn’t known here")
            raise Unreadable(f"is {named}")
        found = self._text(self.element.find("questiontext"), "its question text", has_image=True)
        scenario, stem = with_scenario(found.text)
        if kind in _WITH_GAPS and holds_gaps(scenario):
            scenario, stem = "", one_line(found.text)
        question = readers[kind](stem)
        self._name_what_is_lost()
        return replace(
            question,
            scenario=scenario,
            image=self._image_of(found),
            explanation=self._words("generalfeedback", "its general feedback"),
        )

    def _multichoice(self, stem: str) -> PlainQuestion:
        answers = [self._weighted(answer, has_image=True) for answer in self._answers()]
        if len(answers) < 2:
            raise Unreadable("has fewer than two options")
        if self._said("single") in ("false", "0"):
            parts = weights.multiple_parts(answers, self.notes)
            return PlainQuestion(QuestionKind.MULTIPLE, stem, parts)
        return PlainQuestion(QuestionKind.SINGLE, stem, weights.single_parts(answers, self.notes))

    def _true_false(self, stem: str) -> PlainQuestion:
        answers = {
            answer.text.casefold(): answer for answer in map(self._weighted, self._answers())
        }
        right = [text for text, answer in answers.items() if answer.weight >= FULL]
        if set(answers) != {"true", "false"} or len(right) != 1:
            raise Unreadable("isn’t clearly true or false")
        wrong = next(text for text in answers if text != right[0])
        parts = true_or_false(
            right[0] == "true",
            said_to_right=answers[right[0]].feedback,
            said_to_wrong=answers[wrong].feedback,
        )
        return PlainQuestion(QuestionKind.TRUE_FALSE, stem, parts)

    def _short_text(self, stem: str) -> PlainQuestion:
        if self._said("usecase") == "1":
            self.notes.append("tells small letters from capitals: here they are the same")
        texts = weights.accepted([self._weighted(each) for each in self._answers()], self.notes)
        return PlainQuestion(QuestionKind.SHORT_TEXT, stem, accepted=(texts,))

    def _number(self, stem: str) -> PlainQuestion:
        right = []
        for answer in self._answers():
            found = self._weighted(answer)
            if found.feedback:
                self.notes.append(f"has feedback on “{found.text[:40]}”, which isn’t kept")
            if found.weight >= FULL:
                right.append((found.text, one_line(answer.findtext("tolerance") or "0") or "0"))
            else:
                self.notes.append(
                    f"gives {float(found.weight):g} % for “{found.text[:40]}”: "
                    "here that answer is wrong"
                )
        if len(right) != 1:
            raise Unreadable(f"has {len(right)} fully right numbers; one is what can be asked here")
        numbers = [quantities.number_in(text) for text in right[0]]
        if numbers[0] is None or numbers[1] is None or numbers[1] < 0:
            raise Unreadable(f"has an answer that is no number: “{right[0][0][:40]}”")
        units = [
            one_line(unit.text or "") for unit in self.element.iterfind("units/unit/unit_name")
        ]
        if len(units) > 1:
            self.notes.append(f"knows several units: here “{units[0]}” is the one")
        return PlainQuestion(
            QuestionKind.NUMERIC,
            stem,
            accepted=((f"{numbers[0]:f}",),),
            tolerance=f"{numbers[1]:f}",
            unit=units[0] if units else "",
        )

    def _matching(self, stem: str) -> PlainQuestion:
        parts, offered = [], []
        for pair in self.element.iterfind("subquestion"):
            left = self._text(pair, "a pair", has_image=True)
            image = self._image_of(left)
            match = one_line(pair.findtext("answer/text") or "")
            if left.text.strip() or image:
                if not match:
                    raise Unreadable(f"has nothing that belongs to “{one_line(left.text)[:40]}”")
                parts.append(Part(left.text, match, image=image))
            elif match:
                offered.append(match)
        if len(parts) < 2:
            raise Unreadable("has fewer than two pairs")
        return PlainQuestion(QuestionKind.MATCHING, stem, tuple(parts), tuple(offered))

    def _ordering(self, stem: str) -> PlainQuestion:
        placed = [(self._weighted(answer, has_image=True), answer) for answer in self._answers()]
        if self._said("selectcount").isdigit() and 0 < int(self._said("selectcount")) < len(placed):
            self.notes.append(
                f"shows {self._said('selectcount')} of its {len(placed)} items: here all are shown"
            )
        if any(item.feedback for item, _answer in placed):
            self.notes.append("has feedback on its items, which isn’t kept")
        placed.sort(key=lambda each: each[0].weight)
        if len(placed) < 3:
            raise Unreadable("has fewer than three items to order")
        parts = tuple(Part(item.text, image=item.image) for item, _answer in placed)
        return PlainQuestion(QuestionKind.ORDERING, stem, parts)

    def _cloze(self, stem: str) -> PlainQuestion:
        return gaps_of_cloze(stem, self.notes)

    def _places(self, stem: str) -> PlainQuestion:
        choices = [
            *self.element.iterfind("selectoption/text"), *self.element.iterfind("dragbox/text")
        ]  # fmt: skip
        return gaps_of_places(stem, [one_line(choice.text or "") for choice in choices])

    def _answers(self) -> list[LinedElement]:
        found = [each for each in self.element.iterfind("answer") if isinstance(each, LinedElement)]
        if not found:
            raise Unreadable("has no answers")
        return found

    def _weighted(self, answer: LinedElement, *, has_image: bool = False) -> Weighted:
        fraction = answer.get("fraction", "").strip()
        if not re.fullmatch(r"[+-]?\d{1,6}(?:\.\d{1,12})?", fraction):
            shown = f"“{fraction[:20]}”, which is no share in per cent" if fraction else "missing"
            raise Unreadable(f"has an answer whose fraction is {shown}", answer.line)
        found = self._text(answer, "an answer", has_image=has_image)
        image = self._image_of(found)
        words = one_line(found.text)
        if not words and image is None:
            raise Unreadable("has an answer without words", answer.line)
        feedback = self._text(answer.find("feedback"), "the feedback on an answer")
        return Weighted(words, Fraction(fraction), one_line(feedback.text), image)

    def _said(self, name: str) -> str:
        return one_line(self.element.findtext(name) or "").casefold()

    def _words(self, name: str, where: str) -> str:
        return one_line(self._text(self.element.find(name), where).text)

    def _text(self, holder: object, where: str, *, has_image: bool = False) -> HtmlText:
        """The <text> in an element as plain text; what of it isn't kept is named."""
        if not isinstance(holder, LinedElement):
            return HtmlText()
        raw, form = holder.findtext("text") or "", holder.get("format", "html")
        if form == "markdown":
            found = html_text.text_of_markdown(raw)
        elif form == "plain_text":
            found = HtmlText(raw)
        elif form == "html" or html_text.has_markup(raw):
            found = html_text.text_of_html(raw)
        else:
            found = HtmlText(raw)
        self.notes += [f"holds {lost} in {where}, which isn’t kept" for lost in found.lost]
        kept = [image for image in (self._kept(holder, i, where) for i in found.images) if image]
        if kept and not has_image:
            self.notes.append(f"shows an image in {where}, where none can stand here")
        elif len(kept) > 1:
            self.notes.append(f"shows {len(kept)} images in {where}: here the first one is kept")
        first = kept[:1] if has_image else []
        return HtmlText(found.text, [HtmlImage(image.sha256, image.alt) for image in first])

    def _image_of(self, found: HtmlText) -> Image | None:
        if not found.images:
            return None
        named = found.images[0]
        size = image_files.measured(self.images[named.source])
        return Image(named.source, size.media_type, size.width, size.height, one_line(named.alt))

    def _kept(self, holder: LinedElement, image: HtmlImage, where: str) -> Image | None:
        """An image of the file as one of ours; None, and a note, for what can't be one."""
        content = _bytes_of(holder, image.source)
        if content is None:
            shown = one_line(image.source)[:60]
            self.notes.append(f"shows an image in {where} that isn’t in the file: “{shown}”")
            return None
        try:
            size = image_files.measured(content)
        except RuleBroken as error:
            reason = _NO_IMAGE.get(error.code, "it is no PNG, JPEG, GIF or WebP")
            self.notes.append(f"shows an image in {where} that isn’t taken: {reason}")
            return None
        sha256 = canonical.sha256(content)
        self.images[sha256] = content
        return Image(sha256, size.media_type, size.width, size.height, one_line(image.alt))

    def _name_what_is_lost(self) -> None:
        if self.element.find("hint") is not None:
            self.notes.append("has hints, which aren’t kept")
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            if self._words(name, "its combined feedback") not in _STANDARD:
                self.notes.append("has words for right, partly right and wrong, which aren’t kept")
                return


def _bytes_of(holder: LinedElement, source: str) -> bytes | None:
    """What an image's address leads to, inside the file only."""
    data = _DATA.fullmatch(source.strip())
    coded = data[1] if data else None
    if source.startswith(_PLUGIN_FILE):
        name = unquote(source.removeprefix(_PLUGIN_FILE).partition("?")[0])
        for file in holder.iterfind("file"):
            if f"{file.get('path', '/')[1:]}{file.get('name')}" == name:
                coded = file.text or ""
    if coded is None:
        return None
    try:
        return b64decode("".join(coded.split()), validate=True)
    except ValueError:
        return b""
