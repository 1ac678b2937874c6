"""Articles as plain text: six styles of heading, four ways to break lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from tests.articles.corpus.source import Article, Kind, Node, Part

# One line of output is one paragraph; "" is a blank line.
Lines = list[str]


def plain(article: Article, style: str) -> Lines:
    """The article's lines, headings in `style`: short, capitals, numbered, run-in, hashes, ..."""
    lines = [article.title.upper() if style == "capitals" else article.title, *article.bylines, ""]
    if article.lead:
        lines += _body(article.lead.nodes, style, 0)
    for number, part in enumerate(article.parts, start=1):
        lines += _section(part, style, number)
    return [*lines, *article.junk]


def title_in(style: str, title: str, number: int) -> str:
    """What a section is called in `style`; a plain number is no part of it, a chapter is."""
    if style == "counted":
        return f"Chapter {number}: {title}"
    return title.upper() if style == "capitals" else title


def as_written(lines: Lines) -> bytes:
    return "\n".join(lines).encode()


def from_windows(lines: Lines) -> bytes:
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode()


def filled(lines: Lines) -> bytes:
    """Hard-wrapped to 72 characters, items with a hanging indent."""

    def fill(line: str) -> str:
        if "\t" in line:
            return line
        hang = "   " if line.startswith(("- ", "1", "2", "3", "4", "5", "6")) else ""
        hang = hang if line[:3].strip()[-1:] in ("-", ".", "") else ""
        return textwrap.fill(line, 72, subsequent_indent=hang, break_on_hyphens=False)

    return "\n".join(map(fill, lines)).encode()


def one_a_line(lines: Lines) -> bytes:
    return "\n".join(filter(None, lines)).encode()


BREAKING: dict[str, Callable[[Lines], bytes]] = {
    "as written": as_written,
    "CRLF and mark": from_windows,
    "hard-wrapped": filled,
    "one paragraph a line": one_a_line,
}


def _section(part: Part, style: str, number: int) -> Lines:
    body = _body(part.nodes, style, number)
    match style:
        case "run-in" if part.nodes[0].kind is Kind.PARAGRAPH:
            return [f"{part.title}: {body[0]}", *body[1:]]
        case "run-in" | "colon":
            return [f"{part.title}:", "", *body]
        case "numbered":
            return [f"{number}. {part.title}", "", *body]
        case "counted":
            return [title_in(style, part.title, number), "", *body]
        case "underlined":
            return [part.title, "-" * len(part.title), "", *body]
        case "hashes":
            return [f"## {part.title}", "", *body]
        case "capitals":
            return ["", part.title.upper(), "", *body]
    return ["", part.title, "", *body]


def _body(nodes: tuple[Node, ...], style: str, number: int) -> Lines:
    lines: Lines = []
    subs = steps = 0
    for at, node in enumerate(nodes):
        following = nodes[at + 1].kind if at + 1 < len(nodes) else None
        subs += node.kind is Kind.SUB
        steps = steps + 1 if node.kind is Kind.STEP else 0
        lines += _node(node, style, f"{number}.{subs}", steps)
        is_tight = node.kind is following and node.kind in (Kind.ITEM, Kind.STEP, Kind.ROW)
        if not is_tight:
            lines.append("")
    return lines


def _node(node: Node, style: str, number: str, step: int) -> Iterator[str]:
    match node.kind:
        case Kind.SUB if style == "underlined":
            yield from (node.words, "~" * len(node.words))
        case Kind.SUB if style == "hashes":
            yield f"### {node.words}"
        case Kind.SUB if style == "numbered":
            yield f"{number} {node.words}"
        case Kind.ITEM:
            yield f"- {node.words}"
        case Kind.STEP:
            yield f"{step}. {node.words}"
        case Kind.TERM:
            yield f"{node.cells[0]}: {node.cells[1]}"
        case Kind.ROW:
            yield "\t".join(node.cells)
        case _:
            yield node.words
