"""Articles as web pages: clean ones, saved ones with all that stands around, careless ones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tests.articles.corpus.source import Article, Kind, Node, Part

# What stands around an article on a saved page; none of it may end up in a section.
AROUND = (
    "We value your privacy and use cookies to improve this site.",
    "Accept all cookies",
    "Our editors recommend these stories for you",
    "Ten gardens to see before winter comes",
    "Imprint and terms of use of the example publishing house",
)
_STYLE = "<style>.a{color:red}</style><script>window.data = {words: 'not for readers'};</script>"


def page(article: Article, style: str) -> bytes:
    """A page in `style`: clean, saved, bold paragraphs, bold run-in, divisions, encyclopedia."""
    body = {"saved": _saved, "encyclopedia": _encyclopedia, "divisions": _divisions}.get(
        style, _clean
    )(article, style)
    title = escape(article.title)
    head = f'<meta charset="utf-8"><title>{title} | Example News</title>{_STYLE}'
    return f"<!DOCTYPE html>\n<html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def _clean(article: Article, style: str) -> str:
    return "\n".join(_words(article, style))


def _words(article: Article, style: str) -> Iterator[str]:
    yield f"<h1>{escape(article.title)}</h1>"
    yield from (f'<p class="byline">{escape(line)}</p>' for line in article.bylines)
    if article.lead:
        yield from _blocks(article.lead, style)
    for part in article.parts:
        yield from _section(part, style)


def _section(part: Part, style: str) -> Iterator[str]:
    title = escape(part.title)
    body = list(_blocks(part, style))
    match style:
        case "bold paragraphs":
            yield from (f"<p><strong>{title}</strong></p>", *body)
        case "bold run-in" if part.nodes[0].kind is Kind.PARAGRAPH:
            first = body[0].removeprefix("<p>")
            stop = "" if title.endswith("?") else ":"
            yield from (f"<p><b>{title}{stop}</b> {first}", *body[1:])
        case "bold run-in":
            yield from (f"<p><b>{title}:</b></p>", *body)
        case "divisions":
            yield f'<div class="s"><h3 class="title"><span>{title}</span></h3><div>'
            yield from (*body, "</div></div>")
        case "encyclopedia":
            edit = '<span class="mw-editsection">[<a href="/edit">edit</a>]</span>'
            yield f'<h2><span class="mw-headline" id="x">{title}</span>{edit}</h2>'
            yield from body
        case _:
            yield from (f"<h2>{title}</h2>", *body)


def _blocks(part: Part, style: str) -> Iterator[str]:
    for kind, run in part.runs():
        match kind:
            case Kind.ITEM | Kind.STEP:
                tag = "ul" if kind is Kind.ITEM else "ol"
                yield f"<{tag}>{''.join(f'<li>{escape(node.words)}</li>' for node in run)}</{tag}>"
            case Kind.TERM:
                pairs = ((escape(node.cells[0]), escape(node.cells[1])) for node in run)
                rows = (f"<dt>{term}</dt><dd>{words}</dd>" for term, words in pairs)
                yield f"<dl>{''.join(rows)}</dl>"
            case Kind.ROW:
                yield f"<table>{''.join(_rows(run))}</table>"
            case Kind.QUOTE:
                yield "".join(
                    f"<blockquote><p>{escape(node.words)}</p></blockquote>" for node in run
                )
            case Kind.SUB:
                yield from (_sub(escape(node.words), style) for node in run)
            case _:
                yield from (f"<p>{escape(node.words)}</p>" for node in run)


def _sub(words: str, style: str) -> str:
    if style.startswith("bold"):
        return f"<p><em>{words}</em></p>"
    return f"<h4>{words}</h4>" if style == "divisions" else f"<h3>{words}</h3>"


def _rows(run: list[Node]) -> Iterator[str]:
    for at, node in enumerate(run):
        tag = "th" if at == 0 else "td"
        yield f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in node.cells)}</tr>"


def _saved(article: Article, style: str) -> str:
    links = "".join(f'<li><a href="/{at}">Section {at}</a></li>' for at in "abcdefg")
    junk = "".join(f'<li><a href="#">{escape(line)}</a></li>' for line in article.junk)
    return f"""
<div id="cookie-banner" role="dialog"><p>{AROUND[0]}</p><button>{AROUND[1]}</button></div>
<header><a href="/">Example News</a><nav><ul>{links}</ul></nav></header>
<nav aria-label="Breadcrumb"><a href="/">Home</a> › <a href="/l">Life</a></nav>
<main><article>{_clean(article, "clean")}
<div class="share-buttons"><a href="#">Share</a><a href="#">Tweet</a></div></article>
<aside class="related"><h2>{AROUND[2]}</h2><ul>
<li><a href="/g">{AROUND[3]}</a></li>{junk}</ul></aside></main>
<footer><p>{AROUND[4]}</p><p>© 2024 Example</p></footer>"""


def _divisions(article: Article, style: str) -> str:
    """No element that means anything but headings and paragraphs; names are all there is."""
    links = "".join(f'<a href="/{at}">Section {at}</a> ' for at in "abcdefg")
    return f"""
<div class="cookie-notice"><span>{AROUND[0]}</span><a href="#">{AROUND[1]}</a></div>
<div class="topnav">{links}</div>
<div class="wrapper"><div class="post-content">{_clean(article, style)}</div>
<div class="sidebar"><h4>{AROUND[2]}</h4><a href="/g">{AROUND[3]}</a></div></div>
<div class="footer">{AROUND[4]}</div>"""


def _encyclopedia(article: Article, style: str) -> str:
    contents = "".join(f'<li><a href="#x">{escape(part.title)}</a></li>' for part in article.parts)
    words = _clean(article, style)
    first, _, rest = words.partition("</p>")
    return f"""
<div id="mw-navigation"><h2>Navigation menu</h2><ul><li><a href="/">Main page</a></li></ul></div>
<div id="content" class="mw-body"><div id="bodyContent">{first}<sup class="reference"><a
href="#c">[1]</a></sup></p>
<div id="toc" class="toc"><h2>Contents</h2><ul>{contents}</ul></div>{rest}
<div class="navbox"><a href="/g">{AROUND[3]}</a></div></div></div>
<div id="footer">{AROUND[4]}</div>"""
