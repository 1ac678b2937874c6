"""Short articles for the tests of drafting."""

from functools import cache
from pathlib import Path

from learning.articles.outline import Outline, outline_of, outline_of_text
from learning.quizzes.content import Wording
from learning.quizzes.drafting.proposing import Proposals, propose

ARTICLES = Path(__file__).parent / "articles"
ALL = sorted(path for path in ARTICLES.rglob("*.*") if path.suffix in (".md", ".txt"))


@cache
def read(path: Path) -> Outline:
    return outline_of(path.read_bytes(), path.name)


@cache
def proposals(path: Path) -> Proposals:
    """What is proposed for a file; tests that only look share it."""
    return propose(read(path))


def outline(text: str) -> Outline:
    return outline_of_text(text, "markdown")


def article(name: str) -> Outline:
    return read(ARTICLES / name)


def section(body: str, title: str = "Rules of the pool", around: str = "") -> Outline:
    """An article with two sections, the first of which is `body`."""
    return outline(f"# A visit\n\n## {title}\n\n{body}\n\n## The end\n\nBye.\n\n{around}")


def drafts(found: Outline, drafter: str = "", seed: int = 0) -> list[Wording]:
    proposed = propose(found, seed=seed).drafts
    return [each.wording for each in proposed if not drafter or each.drafter == drafter]


def right(wording: Wording) -> list[str]:
    """The texts of the right options, or what is accepted."""
    if wording.key.correct:
        return sorted(o.text for o in wording.body.options if o.id in wording.key.correct)
    return [text for accepted in wording.key.right for text in accepted]


def wrong(wording: Wording) -> list[str]:
    return sorted(o.text for o in wording.body.options if o.id not in wording.key.correct)
