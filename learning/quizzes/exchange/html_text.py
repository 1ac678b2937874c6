"""HTML of question texts as plain text: paragraphs, line ends, images named, mark-up gone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_PARAGRAPHS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote",
    "section", "article", "figure", "dl", "hr",
}  # fmt: skip
_LINES = {"br", "li", "tr", "dt", "dd", "figcaption"}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript"}
_LOST = {
    "audio": "a sound", "video": "a video", "iframe": "an embedded page", "object": "an object",
    "embed": "an object", "math": "a formula", "svg": "a drawing", "canvas": "a drawing",
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "maxNesting": 50})


@dataclass(frozen=True)
class HtmlImage:
    """An image as HTML names it."""

    source: str
    alt: str


@dataclass
class HtmlText:
    """The words, the images, and what else was there and is gone, in words."""

    text: str = ""
    images: list[HtmlImage] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def text_of_html(html: str) -> HtmlText:
    """What a reader of the HTML reads."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found.text = "".join(reader.pieces)
    return reader.found


def text_of_markdown(markdown: str) -> HtmlText:
    """What a reader of the Markdown reads."""
    return text_of_html(_MARKDOWN.render(markdown))


def has_markup(text: str) -> bool:
    """Whether a text that doesn't say so is HTML all the same."""
    probe = _Probe()
    probe.feed(text)
    return probe.is_html


def html_of_text(paragraphs: Iterable[str]) -> str:
    """Paragraphs as HTML; line ends inside them stay."""
    return "".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs)


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


class _Reader(HTMLParser):
    """Collects words; white space in the source is none, only elements break lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = HtmlText()
        self.pieces: list[str] = []
        self.unseen: list[str] = []
        self.shifts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOST:
            self.found.lost.append(_LOST[tag])
        if tag in _UNSEEN or tag in ("math", "svg"):
            self.unseen.append(tag)
        self._break(tag)
        if tag == "li":
            self.pieces.append("• ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "img":
            values = {name: value or "" for name, value in attrs}
            self.found.images.append(HtmlImage(values.get("src", ""), values.get("alt", "")))
        elif tag in ("sup", "sub"):
            self.shifts.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "img", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            del self.unseen[self.unseen.index(tag) :]
        if tag in self.shifts:
            self.shifts.remove(tag)
        if tag in _PARAGRAPHS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        words = " ".join(data.split())
        if self.shifts and words:
            table = _RAISED if self.shifts[-1] == "sup" else _LOWERED
            is_known = all(ord(character) in table for character in words)
            words = words.translate(table) if is_known else words
        before = " " if data[:1].isspace() else ""
        after = " " if words and data[-1:].isspace() else ""
        self.pieces.append(f"{before}{words}{after}")

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")


class _Probe(HTMLParser):
    """Looks for elements that questions are written with, so that “2 < 3” stays what it is."""

    _KNOWN = {
        *_PARAGRAPHS, *_LINES, *_LOST, *_UNSEEN, "b", "i", "u", "em", "strong", "span", "img",
        "sub", "sup", "a", "code", "font", "td", "th", "small",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.is_html = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_html = self.is_html or tag in self._KNOWN
