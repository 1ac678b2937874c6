"""Reads wikitext: through HTML, since its shapes are those; templates and the like are named."""

from __future__ import annotations

import re
from html import escape

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from learning.articles.blocks import LeftOut, Reading, SourceFormat
from learning.articles.readers.comments import REASON as COMMENT
from learning.articles.readers.from_html import markdown_of
from learning.articles.readers.hidden_elements import HIDDEN, styles_in
from learning.articles.readers.html import parsed
from learning.articles.readers.wikitext_bounds import refuse_what_nests_beyond_reason
from learning.articles.readers.wikitext_lines import Lines
from learning.foreign.decoding import canonical, decode

TEMPLATE = "A template of the wiki"
FOOTNOTE = "A footnote"
FILE = "A picture or another file"
CATEGORY = "A category of the wiki"
LANGUAGE = "A link to the page in another language"
SWITCH = "A setting of the wiki"
REDIRECT = "The page only leads to another one"
NOT_TEXT = "Something the wiki shows that is no text"
BARE_LINK = "The address of a link without words"


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_FILES = _listed(
    "file image media datei bild fichier archivo imagen immagine bestand ficheiro plik fil"
)
_CATEGORIES = _listed(
    "category kategorie catégorie categoría categoria categorie kategoria kategori"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
_SWITCH = re.compile(r"__[A-Z]{3,30}__")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_REDIRECT = re.compile(r"\s{0,99}#REDIRECT\b[^\n]{0,500}", re.IGNORECASE)
_SAME = _listed(
    """
    b i u s em strong cite dfn var q del ins code kbd samp tt sub sup small big span div p
    blockquote center br hr ul ol li dl dt dd abbr mark h1 h2 h3 h4 h5 h6 figure figcaption
    """
)
_TRANSPARENT = frozenset(["noinclude", "onlyinclude", "section", "poem", "font", "bdi", "bdo"])
_LISTINGS = frozenset(["pre", "syntaxhighlight", "source"])
_BLOCKS = _listed("div p blockquote center ul ol li dl dt dd h1 h2 h3 h4 h5 h6 figure figcaption")
# Stands for a template until it is clear whether brackets held nothing else.
_HOLE = "\ue000"
_EMPTIED = re.compile(rf" ?\([\s,;]{{0,9}}(?:{_HOLE}[\s,;]{{0,9}}){{1,9}}\)")
_CELLS = ("td", "th")
_ATTRIBUTES = ("style", "class", "id", "colspan", "rowspan", "start", "value", "hidden")
# Templates that only wrap words: which of their arguments these are.
_WRAPPERS = {"nowrap": "1", "nobr": "1", "lang": "2", "transl": "2", "small": "1", "em": "1"}


def read_wikitext(content: bytes) -> Reading:
    """A wiki page as Markdown. Raises RuleBroken "article-empty", "article-nesting" and others."""
    source = canonical(decode(content))
    refuse_what_nests_beyond_reason(source)
    writer = _Writer()
    redirect = _REDIRECT.match(source)
    if redirect is not None:
        writer.leave(redirect[0], REDIRECT)
        source = source[redirect.end() :]
    html = writer.page(mwparserfromhell.parse(writer.without_comments(source)))
    hidden = styles_in("")
    found = markdown_of(
        parsed(f"<html><body>{html}</body></html>"),
        lambda element: HIDDEN if hidden.hide(element) else None,
    )
    return Reading(
        SourceFormat.WIKITEXT, canonical(found.text), (*writer.left_out, *found.left_out)
    )


class _Writer:
    """Writes nodes as HTML and keeps what it leaves out. The parser bounds how deep they nest."""

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self.title = ""

    def page(self, code: Wikicode) -> str:
        html = _EMPTIED.sub("", self.blocks(code)).replace(_HOLE, "")
        return f"<h1>{self.title}</h1>{html}" if self.title else html

    def without_comments(self, source: str) -> str:
        """`source` without comments, which would stand between the parts of everything else."""
        for comment in _COMMENT.findall(source):
            self.leave(comment, COMMENT)
        return _COMMENT.sub("", source).replace("<!--", "&lt;!--").replace(_HOLE, "")

    def leave(self, text: object, reason: str) -> None:
        words = " ".join(str(text).split())
        if words:
            self.left_out.append(LeftOut(words, reason))

    def blocks(self, code: Wikicode) -> str:
        """HTML of nodes that may hold several lines."""
        lines = Lines()
        for node in code.nodes:
            if isinstance(node, nodes.Text):
                self._text(lines, str(node))
            elif isinstance(node, nodes.Heading):
                level = min(6, node.level)
                lines.block(f"<h{level}>{self.inline(node.title)}</h{level}>")
            elif isinstance(node, nodes.Tag):
                self._tag(lines, node)
            else:
                lines.text(self._inline(node))
        return lines.html()

    def inline(self, code: Wikicode | None) -> str:
        """HTML of nodes inside a line."""
        return "".join(map(self._inline, code.nodes)) if code is not None else ""

    def _text(self, lines: Lines, text: str) -> None:
        for number, piece in enumerate(self._words(text).split("\n")):
            if number:
                lines.end_line()
            lines.text(piece)

    def _words(self, text: str) -> str:
        for switch in _SWITCH.findall(text):
            self.leave(switch, SWITCH)
        return escape(_SWITCH.sub("", text), quote=False)

    def _tag(self, lines: Lines, tag: nodes.Tag) -> None:
        name = _name(tag)
        if tag.wiki_markup is not None and name in ("li", "dt", "dd"):
            lines.mark(str(tag.wiki_markup)[:1])
        elif name in _LISTINGS:
            lines.block(f"<pre>{escape(str(tag.contents or ''), quote=False)}</pre>")
        elif name == "hr":
            lines.block("<hr>")
        elif name == "table":
            lines.block(self._table(tag))
        elif name in _BLOCKS and tag.contents is not None:
            lines.block(f"<{name}{_attributes(tag)}>{self.blocks(tag.contents)}</{name}>")
        elif name in _TRANSPARENT and tag.contents is not None:
            lines.block(self.blocks(tag.contents))
        else:
            lines.text(self._inline(tag))

    def _table(self, table: nodes.Tag) -> str:
        rows = []
        loose = []
        for node in table.contents.nodes:
            if isinstance(node, nodes.Tag) and _name(node) == "tr":
                rows.append(f"<tr>{self._cells(node.contents)}</tr>")
            elif isinstance(node, nodes.Tag) and str(node).startswith("|+"):
                rows.insert(0, f"<caption>{self.inline(node.contents).lstrip('+')}</caption>")
            elif isinstance(node, nodes.Tag) and _name(node) in _CELLS:
                loose.append(self._cell(node))
            else:
                self._leave_between_cells(node)
        first = [f"<tr>{''.join(loose)}</tr>"] if loose else []
        captions = rows[:1] if rows and rows[0].startswith("<caption>") else []
        return f"<table>{''.join([*captions, *first, *rows[len(captions) :]])}</table>"

    def _cells(self, row: Wikicode) -> str:
        cells = []
        for node in row.nodes:
            if isinstance(node, nodes.Tag) and _name(node) in _CELLS:
                cells.append(self._cell(node))
            else:
                self._leave_between_cells(node)
        return "".join(cells)

    def _cell(self, cell: nodes.Tag) -> str:
        name = _name(cell)
        return f"<{name}{_attributes(cell)}>{self.blocks(cell.contents)}</{name}>"

    def _leave_between_cells(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Template):
            self._inline(node)
        else:
            self.leave(node, NOT_TEXT)

    def _inline(self, node: nodes.Node) -> str:
        match node:
            case nodes.Text():
                return self._words(str(node))
            case nodes.Wikilink():
                return self._wikilink(node)
            case nodes.ExternalLink():
                return self._external(node)
            case nodes.HTMLEntity():
                return escape(node.normalize() or "", quote=False)
            case nodes.Tag():
                return self._inline_tag(node)
            case nodes.Template():
                return self._template(node)
            case nodes.Argument():
                return self.inline(node.default)
            case nodes.Heading():
                return f" {self.inline(node.title)} "
        self.leave(node, NOT_TEXT)
        return ""

    def _wikilink(self, link: nodes.Wikilink) -> str:
        target = str(link.title).strip()
        space, colon, _ = target.partition(":")
        space = space.strip().lower()
        if colon and space in _FILES:
            self.leave(link, FILE)
        elif colon and space in _CATEGORIES:
            self.leave(link, CATEGORY)
        elif colon and link.text is None and _LANGUAGE.fullmatch(space):
            self.leave(link, LANGUAGE)
        else:
            shown = self.inline(link.text) if link.text is not None else ""
            return (shown.strip() and shown) or self.inline(link.title).strip().lstrip(":")
        return ""

    def _external(self, link: nodes.ExternalLink) -> str:
        address = escape(str(link.url).strip())
        if link.title is not None and str(link.title).strip():
            return f'<a href="{address}">{self.inline(link.title)}</a>'
        if link.brackets:
            self.leave(link.url, BARE_LINK)
            return ""
        return f'<a href="{address}">{address}</a>'

    def _inline_tag(self, tag: nodes.Tag) -> str:
        name = _name(tag)
        if name == "ref":
            self.leave(tag.contents or "", FOOTNOTE)
            return ""
        if name == "br":
            return "<br>"
        if name in ("nowiki", "math", "chem", *_LISTINGS):
            words = escape(str(tag.contents or ""), quote=False)
            return words if name in ("nowiki", "math", "chem") else f"<code>{words}</code>"
        if name in _TRANSPARENT:
            return self.inline(tag.contents)
        if name not in _SAME:
            self.leave(tag.contents or "", NOT_TEXT)
            return ""
        if tag.contents is None:
            return ""
        inside = self.blocks(tag.contents) if name in _BLOCKS else self.inline(tag.contents)
        return f"<{name}{_attributes(tag)}>{inside}</{name}>"

    def _template(self, template: nodes.Template) -> str:
        name = " ".join(str(template.name).split()).lower()
        wrapped = _WRAPPERS.get(name)
        if wrapped is not None and template.has(wrapped):
            return self.inline(template.get(wrapped).value)
        if name.startswith("displaytitle:"):
            code = mwparserfromhell.parse(str(template.name).partition(":")[2])
            self.title = self.inline(code).replace(_HOLE, "").strip()
            return ""
        is_setting = name.startswith(("defaultsort", "displaytitle"))
        self.leave(template, SWITCH if is_setting else TEMPLATE)
        return _HOLE


def _name(tag: nodes.Tag) -> str:
    return str(tag.tag).strip().lower()


def _attributes(tag: nodes.Tag) -> str:
    stated = {str(each.name).strip().lower(): str(each.value or "") for each in tag.attributes}
    return "".join(
        f' {name}="{escape(stated[name].strip())}"' for name in _ATTRIBUTES if name in stated
    )
