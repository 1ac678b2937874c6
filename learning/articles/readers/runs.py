"""Writes the words of one block as inline Markdown that reads back as exactly these words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from markdown_it.token import Token

from learning.articles.blocks import HIDDEN
from learning.articles.readers.inline_markup import hide_markup
from learning.articles.readers.markdown_parser import parse

_SPACES = re.compile(r"[ \t\n\f\r\v\x1c-\x1f\x85\u2028\u2029]+")
_START = re.compile(r"(?P<digits>\d{1,9})?(?P<mark>[.)#>+=|:~-])")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_RISKY = re.compile(r"[\\`*_\[\]<>&~#|!+=:-]|\d[.)]")
_MEANING = re.compile(
    r"\\|[`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z])|&(?=[#A-Za-z])|~(?=~)|(?<=~)~"
)
_BULLET = re.compile(r"[•▪●◦‣∙·] ?\S")
_LONGEST_ADDRESS = 1500
_SAFE_IN_ADDRESS = "/:?#@!$&'*+,;=%~-._"
_LINKS = ("http://", "https://", "mailto:")


class Run(NamedTuple):
    """Words in one style. "\\n" alone is a line break; `image` words describe a picture."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    href: str = ""
    image: bool = False

    @property
    def is_break(self) -> bool:
        return self.text == "\n" and not self.image


LINE_BREAK = Run("\n")
_Escape = Callable[[str], str]


def collapsed(runs: Iterable[Run]) -> list[Run]:
    """White space as a browser shows it: single, none at the ends and around line breaks."""
    done: list[Run] = []
    after_space = True
    for run in runs:
        if run.is_break:
            _trim_end(done)
            done.append(LINE_BREAK)
            after_space = True
            continue
        text = _SPACES.sub(" ", run.text)
        if after_space:
            text = text.lstrip()
        if not text:
            continue
        after_space = text[-1] == " "
        run = run._replace(text=text)
        last = done[-1] if done else None
        if last and _is_alike(last, run):
            done[-1] = last._replace(text=last.text + text)
        else:
            done.append(run)
    _trim_end(done)
    while done and done[-1].is_break:
        done.pop()
        _trim_end(done)
    while done and done[0].is_break:
        done.pop(0)
    return done


def paragraphs_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Collapsed runs, parted where a page parts paragraphs by breaks alone.

    Two breaks do; so does one after a first line that is all bold, a heading without its tag, and
    those before lines that begin with a bullet.
    """
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.is_break:
            lines.append([])
        else:
            lines[-1].append(run)
    done: list[list[Run]] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on and not _BULLET.match(words_of(line)):
            done[-1] += [LINE_BREAK, *line]
        else:
            done.append(line)
            goes_on = not all(each.bold for each in line)
            continue
        goes_on = True
    return done


def words_of(runs: Iterable[Run]) -> str:
    """The words as a reader sees them."""
    return "".join(run.text for run in runs)


def inline_markdown(runs: Sequence[Run], opening: str = "") -> str:
    """Markdown of collapsed runs, on one line but for line breaks.

    `opening` is the mark that will stand before it ("## "). Of several ways to write it the first
    is taken that the parser reads back as these words: plain, with escapes, without styles.
    """
    if not _RISKY.search(words_of(runs)) and not any(_is_styled(run) for run in runs):
        return _written(runs, str)
    bare = [run if run.is_break else Run(run.text) for run in runs]
    for tried, escape in ((runs, str), (runs, _escaped), (bare, _escaped)):
        markdown = _written(tried, escape)
        if _reads_as(markdown, words_of(runs), opening):
            return markdown
    return _written(bare, lambda text: _PUNCTUATION.sub(r"\\\g<0>", text))


def _is_alike(one: Run, other: Run) -> bool:
    if one.is_break or one.image:
        return False
    return one._replace(text="") == other._replace(text="")


def _is_styled(run: Run) -> bool:
    return run.bold or run.italic or run.struck or run.code or run.image or bool(run.href)


def _trim_end(done: list[Run]) -> None:
    while done and not done[-1].is_break:
        text = done[-1].text.rstrip()
        if text:
            done[-1] = done[-1]._replace(text=text)
            return
        done.pop()


def _escaped(text: str) -> str:
    """`text` with escapes wherever its characters could mean something."""
    escaped = _MEANING.sub(r"\\\g<0>", text)
    found = _START.match(escaped)
    if found:
        escaped = escaped[: found.start("mark")] + "\\" + escaped[found.start("mark") :]
    return re.sub(r"#$", r"\\#", escaped)


def _reads_as(markdown: str, words: str, opening: str) -> bool:
    tokens = parse(opening + markdown)
    if len(tokens) != 3 or tokens[1].type != "inline":
        return False
    if tokens[0].type != ("heading_open" if opening else "paragraph_open"):
        return False
    seen = hide_markup(markdown.replace("\\\n", "\n"), ()).replace(HIDDEN, "")
    return _shown(tokens[1].children or []) == words == seen


def _shown(tokens: Sequence[Token]) -> str:
    """The words of inline tokens as a page shows them."""
    return "".join(
        _shown(token.children or [])
        if token.type == "image"
        else "\n"
        if token.type in ("hardbreak", "softbreak")
        else token.content
        for token in tokens
    )


def _written(runs: Sequence[Run], escape: _Escape) -> str:
    lines: list[str] = []
    for is_break, line in groupby(runs, key=lambda run: run.is_break):
        if is_break:
            lines.append("\\\n" * len(list(line)))
        else:
            lines.append(_styled(list(line), 0, escape))
    return "".join(lines)


_STYLES = (("href", ""), ("bold", "**"), ("italic", "*"), ("struck", "~~"))


def _styled(runs: list[Run], depth: int, escape: _Escape) -> str:
    """Runs inside the styles before `depth`: grouped by the next one, its marks at the words."""
    if depth == len(_STYLES):
        return "".join(_leaf(run, escape) for run in runs)
    name, mark = _STYLES[depth]
    pieces = []
    for style, group in groupby(runs, key=lambda run: getattr(run, name)):
        inner = _styled(list(group), depth + 1, escape)
        pieces.append(_wrapped(inner, mark, style) if style else inner)
    return "".join(pieces)


def _wrapped(inner: str, mark: str, style: object) -> str:
    words = inner.strip()
    if not words:
        return inner
    before, after = inner[: inner.index(words[0])], inner[len(inner.rstrip()) :]
    if mark:
        return f"{before}{mark}{words}{mark}{after}"
    address = safe_address(str(style))
    if address == words:
        return f"{before}<{address}>{after}"
    return f"{before}[{words}]({address}){after}" if address else inner


def _leaf(run: Run, escape: _Escape) -> str:
    if run.image:
        return f"![{_escaped(run.text)}]()"
    if not run.code:
        return escape(run.text)
    longest = max((len(ticks) for ticks in re.findall("`+", run.text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if run.text.startswith(("`", " ")) or run.text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{run.text}{pad}{fence}"


def safe_address(href: str) -> str:
    """`href` if it leads out of the page, written so that nothing in it ends a link."""
    address = href.strip()
    if not address.lower().startswith(_LINKS) or len(address) > _LONGEST_ADDRESS:
        return ""
    return quote(address, safe=_SAFE_IN_ADDRESS)
