"""Articles as Markdown and as wikitext."""

from __future__ import annotations

from collections.abc import Iterator

from tests.articles.corpus.source import Article, Kind, Node, Part


def markdown(article: Article, style: str) -> bytes:
    """Headings in `style`: ATX, ATX of level one, setext, bold lines, bold run-in."""
    title = article.title if style in ("ATX of level one", "bold lines") else f"# {article.title}"
    blocks = [title, *(f"*{line}*" for line in article.bylines)]
    blocks += _blocks(article.lead, style) if article.lead else []
    for part in article.parts:
        blocks += _section(part, style)
    return ("\n\n".join([*blocks, *article.junk]) + "\n").encode()


def _section(part: Part, style: str) -> list[str]:
    body = list(_blocks(part, style))
    match style:
        case "ATX":
            return [f"## {part.title}", *body]
        case "ATX of level one":
            return [f"# {part.title} #", *body]
        case "setext":
            return [f"{part.title}\n{'-' * len(part.title)}", *body]
        case "bold lines":
            return [f"**{part.title}**", *body]
    stop = "" if part.title.endswith("?") else ":"
    if part.nodes[0].kind is Kind.PARAGRAPH:
        return [f"**{part.title}{stop}** {body[0]}", *body[1:]]
    return [f"**{part.title}{stop}**", *body]


def _blocks(part: Part, style: str) -> Iterator[str]:
    for kind, run in part.runs():
        match kind:
            case Kind.SUB:
                yield from (_sub(node.words, style) for node in run)
            case Kind.ITEM:
                yield "\n".join(f"- {_item(node)}" for node in run)
            case Kind.STEP:
                yield "\n".join(f"{at}. {_item(node)}" for at, node in enumerate(run, start=1))
            case Kind.TERM:
                yield "\n".join(f"- **{node.cells[0]}**: {node.cells[1]}" for node in run)
            case Kind.ROW:
                rows = [f"| {' | '.join(node.cells)} |" for node in run]
                rule = "|---" * len(run[0].cells) + "|"
                yield "\n".join([rows[0], rule, *rows[1:]])
            case Kind.QUOTE:
                yield "\n".join(f"> {node.words}" for node in run)
            case _:
                yield from (node.words for node in run)


def _item(node: Node) -> str:
    term, colon, rest = node.words.partition(": ")
    return f"**{term}:** {rest}" if colon and len(term) < 30 else node.words


def _sub(words: str, style: str) -> str:
    if style.startswith("bold"):
        return f"*{words}*"
    return f"## {words}" if style == "ATX of level one" else f"### {words}"


def wikitext(article: Article, style: str) -> bytes:
    """A page as its editors see it; in `style` "furnished" with templates, links and notes."""
    is_furnished = style == "furnished"
    lines = []
    if is_furnished:
        lines += ["{{Short description|A page of the corpus}}", "{{Infobox thing", "| name = Thing",
                  "| image = Thing at work.jpg", "| caption = Thing at work", "}}"]  # fmt: skip
        lines += ["[[File:Thing.jpg|thumb|left|A [[thing]] seen from the side]]"]
    if article.lead:
        lines += _wiki(article.lead, is_furnished)
    for part in article.parts:
        lines += [f"== {part.title} ==" if is_furnished else f"=={part.title}==", ""]
        lines += _wiki(part, is_furnished)
    if is_furnished:
        lines += ["{{Navbox things}}", "{{DEFAULTSORT:Thing}}", "[[Category:Things]]",
                  "[[Category:Things of use|{{PAGENAME}}]]"]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


_BULLETS = {Kind.ITEM: "* ", Kind.STEP: "# ", Kind.QUOTE: ":"}


def _wiki(part: Part, is_furnished: bool) -> Iterator[str]:
    for kind, run in part.runs():
        if kind is Kind.ROW:
            yield '{| class="wikitable"'
            for at, node in enumerate(run):
                mark = "!" if at == 0 else "|"
                yield from ("|-", f"{mark} {f' {mark}{mark} '.join(node.cells)}")
            yield "|}"
        for at, node in enumerate(run):
            words = _furnished(node.words, at) if is_furnished else node.words
            if kind is Kind.SUB:
                yield f"==={node.words}==="
            elif kind in _BULLETS:
                yield f"{_BULLETS[kind]}{words}"
            elif kind is Kind.TERM:
                yield f"; {node.cells[0]} : {node.cells[1]}"
            elif kind is Kind.PARAGRAPH:
                yield from (words, "")
        yield ""


def _furnished(words: str, at: int) -> str:
    """A link on the first word, a note at the end: neither changes what a reader sees."""
    first, space, rest = words.partition(" ")
    if not first.isalpha() or words.count(" ") < 8:
        return words
    note = "<ref>{{cite book|title=On things|year=2001}}</ref>" if at == 0 else '<ref name="a" />'
    return f"[[{first} (thing)|{first}]]{space}{rest}{note}"
