"""`python -m tests.articles.corpus [--hard] [--faults] [format ...]`: how well files are cut."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from learning.articles.outline import Outline, outline_of
from learning.articles.readers.reading import FORMATS
from tests.articles.corpus.files import File, files
from tests.articles.corpus.hard import hard_files
from tests.articles.corpus.scoring import Score, faults, score

Judged = list[tuple[File, Outline]]


def judged(those: Iterable[File], formats: Sequence[str] = ()) -> Judged:
    """Every file that a reader exists for, and its outline."""
    return [
        (file, outline_of(file.make(), f"article{file.ending}"))
        for file in those
        if file.ending in FORMATS and (not formats or file.format in formats)
    ]


def rows(all_files: Judged) -> list[tuple[str, Score]]:
    """A row for each kind of file, then for what marks headings, then for all."""
    found = []
    for format in dict.fromkeys(file.format for file, _ in all_files):
        for is_marked in (True, False):
            those = [
                (file, outline)
                for file, outline in all_files
                if file.format == format and file.is_marked is is_marked
            ]
            if those:
                found.append((f"{format}, {'marked' if is_marked else 'unmarked'}", score(those)))
    marked = [each for each in all_files if each[0].is_marked]
    plain = [each for each in all_files if each[0].format in ("text", "pdf")]
    return [
        *found,
        ("headings marked up", score(marked)),
        ("plain text and PDF", score(plain)),
        ("all", score(all_files)),
    ]


def table(all_files: Judged) -> list[str]:
    """As Markdown."""
    names = ["kinds", "items", "words", "overview", "title", "clean", "uninvented"]
    lines = [
        f"| files | n | micro-F1 | macro-F1 | {' | '.join(names)} |",
        "|---|--:|--:|--:|" + "--:|" * len(names),
    ]
    for name, each in rows(all_files):
        shares = " | ".join(f"{getattr(each, share).value:.3f}" for share in names)
        lines.append(
            f"| {name} | {len(each.files)} | {each.micro:.3f} | {each.macro:.3f} | {shares} |"
        )
    return lines


def main(arguments: Sequence[str]) -> None:
    formats = [each for each in arguments if not each.startswith("-")]
    all_files = judged(hard_files() if "--hard" in arguments else files(), formats)
    print("\n".join(table(all_files)))
    if "--faults" in arguments:
        for file, outline in all_files:
            for fault in faults(file, outline):
                print(f"{file.name}: {fault}")


if __name__ == "__main__":
    main(sys.argv[1:])
