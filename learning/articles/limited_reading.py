"""From a file to its outline, with a limit on the time and the memory that reading may take.

A text is read where we are. Any other format, and a long text, is read by reading_process.py in a
process of its own.
"""

from __future__ import annotations

from learning.articles.outline import Outline, from_json, outline_of
from learning.articles.readers.reading import TEXTS, ending_of, format_of
from learning.foreign.child import read_by_child

_LONG_TEXT = 300_000  # bytes; up to here a text is read in well under a second


def outline_of_file(content: bytes, file_name: str) -> Outline:
    """As outline.outline_of, and safe for a file from anywhere.

    Raises RuleBroken as that does, and "article-slow", "article-memory", "article-damaged" or
    "article-busy".
    """
    ending = ending_of(file_name)
    if format_of(file_name) in TEXTS and len(content) <= _LONG_TEXT:
        return outline_of(content, file_name)
    return from_json(read_by_child("learning.articles.reading_process", ending, content))
