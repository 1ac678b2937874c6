"""Short articles in layouts that are hard to cut, each written before the rules that cut it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.articles.corpus.documents import compiled
from tests.articles.corpus.files import File
from tests.articles.corpus.source import Article, Part

HARD = Path(__file__).parent / "hard"
_FORMATS = {".txt": "text", ".md": "markdown", ".html": "html", ".wiki": "wikitext", ".typ": "pdf"}


def hard_files() -> Iterator[File]:
    """Each with the outline written beside it: `title: `, `teach: title` ..., `foreign: words`."""
    for path in sorted(HARD.glob("*.outline")):
        (source,) = (each for each in path.parent.glob(f"{path.stem}.*") if each != path)
        lines = [line.partition(":")[::2] for line in path.read_text("utf-8").splitlines()]
        named = [(key, value.strip()) for key, value in lines]
        parts = [Part(key, value, ()) for key, value in named if key not in ("title", "foreign")]
        lead = next((part for part in parts if not part.title), None)
        article = Article(
            path.stem,
            next(value for key, value in named if key == "title"),
            (),
            lead,
            tuple(part for part in parts if part.title),
            (),
        )
        foreign = tuple(value for key, value in named if key == "foreign")
        is_paper = source.suffix == ".typ"
        yield File(
            article,
            _FORMATS[source.suffix],
            "hard",
            ".pdf" if is_paper else source.suffix,
            partial(compiled, source.read_bytes()) if is_paper else source.read_bytes,
            foreign,
        )
