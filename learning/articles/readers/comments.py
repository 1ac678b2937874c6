"""Takes comments out of Markdown: writers' notes, which no reader of the page ever saw."""

from __future__ import annotations

from learning.articles.blocks import LeftOut

_FENCES = ("```", "~~~")
REASON = "A comment, which readers of the page don’t see"


def without_comments(markdown: str) -> tuple[str, tuple[LeftOut, ...]]:
    """The text without comments that stand on lines of their own, and those comments.

    A comment inside a paragraph or a listing stays: it may be what the text is about.
    """
    if "<!--" not in markdown:
        return markdown, ()
    kept: list[str] = []
    left_out: list[LeftOut] = []
    fence = ""
    lines = iter(markdown.split("\n"))
    for line in lines:
        start = line.strip()[:3]
        if start in _FENCES and fence in ("", start):
            fence = "" if fence else start
        if fence or not line.startswith("<!--"):
            kept.append(line)
            continue
        comment = [line]
        while "-->" not in comment[-1] and (following := next(lines, None)) is not None:
            comment.append(following)
        if comment[-1].rstrip().endswith("-->"):
            left_out.append(LeftOut("\n".join(comment), REASON))
        else:
            kept += comment
    return "\n".join(kept), tuple(left_out)
