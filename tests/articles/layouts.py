"""The run-in sample in other layouts: the same article, as other programs would have written it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
_RUN_IN = re.compile(r"([A-Z][^:.]{2,60}): (.+)")
_ITEM = re.compile(r"\d\. ")


def sample(name: str) -> str:
    return (SAMPLES / name).read_text("utf-8")


def layouts_of(text: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, file ending and bytes of each layout."""
    yield "as written", ".txt", text.encode()
    yield "CRLF and byte-order mark", ".txt", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    yield "old Mac line ends", ".txt", text.replace("\n", "\r").encode()
    yield "UTF-16", ".txt", text.encode("utf-16")
    yield "Windows-1252", ".txt", text.encode("cp1252")
    yield "one paragraph per line", ".txt", "\n".join(_lines(text)).encode()
    for width in (66, 72, 78, 100):
        yield f"filled to {width}", ".txt", _filled(text, width, hang=3).encode()
        yield f"filled to {width}, items flush", ".txt", _filled(text, width, hang=0).encode()
    yield "round bullets", ".txt", re.sub(r"(?m)^  \d\. ", "  • ", text).encode()
    yield "the same as Markdown", ".md", text.encode()
    yield from _marked(text)


def _marked(text: str) -> Iterator[tuple[str, str, bytes]]:
    bold_item = re.compile(r"^(\d\. )([^:]+:)")

    def with_bold(item: str) -> str:
        return bold_item.sub(r"\1**\2**", item)

    def as_is(item: str) -> str:
        return item

    def bullet(item: str) -> str:
        return f"- {item.partition(' ')[2]}"

    number = count(1)
    plain_number = count(1)
    yield "bold run-in", ".md", _written(text, "# {}", "**{}:** ", with_bold)
    yield "bold run-in, colon outside", ".md", _written(text, "# {}", "**{}**: ", as_is)
    yield "bold run-in with a full stop", ".md", _written(text, "**{}**", "**{}.** ", as_is)
    yield "bold lines", ".md", _written(text, "{}", "**{}**\n\n", as_is)
    yield "ATX", ".md", _written(text, "# {}", "## {}\n", with_bold)
    yield "ATX of level one", ".md", _written(text, "{}", "# {}\n\n", as_is)
    yield (
        "ATX with numbers",
        ".md",
        _written(text, "# {}", lambda: f"## {next(number)}. {{}}\n", as_is),
    )
    yield "setext", ".md", _written(text, "# {}", "{}\n---\n", as_is)
    yield "underlined", ".txt", _written(text, "{}", "{}\n" + 40 * "-" + "\n", as_is)
    yield "short lines", ".txt", _written(text, "{}", "{}\n\n", as_is)
    yield (
        "numbered lines",
        ".txt",
        _written(text, "{}", lambda: f"{next(plain_number)}. {{}}\n\n", bullet),
    )


def _written(
    text: str, title: str, head: str | Callable[[], str], item: Callable[[str], str]
) -> bytes:
    lines = _lines(text)
    pieces = [title.format(lines[0])]
    for line in lines[1:]:
        run_in = _RUN_IN.fullmatch(line)
        if _ITEM.match(line):
            pieces.append(item(line))
        elif run_in or line.endswith(":"):
            name, words = run_in.groups() if run_in else (line[:-1], "")
            pieces.append(
                ((head if isinstance(head, str) else head()).format(name) + words).strip()
            )
        else:
            pieces.append(line)
    return "\n\n".join(pieces).encode()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _filled(text: str, width: int, hang: int) -> str:
    def fill(line: str) -> str:
        indent = " " * (len(line) - len(line.lstrip()) + hang) if _ITEM.match(line.strip()) else ""
        return "\n".join(textwrap.wrap(line, width, subsequent_indent=indent if hang else ""))

    return "\n".join(fill(line) for line in text.split("\n"))
