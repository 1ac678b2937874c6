"""Lists of usual wordings, one pattern a line, matched against a whole line or title."""

from __future__ import annotations

import re

_LONGEST = 160  # characters; no such wording is longer, so a long line is never searched


class Phrases:
    """A list of patterns; a final stop and the case of letters don't matter."""

    def __init__(self, patterns: str) -> None:
        lines = [line.strip() for line in patterns.strip().splitlines()]
        self._pattern = re.compile(rf"(?:{'|'.join(lines)})[.:!…]?", re.IGNORECASE)

    def matches(self, words: str) -> bool:
        """Whether all of `words` is one of the phrases."""
        return len(words) <= _LONGEST and self._pattern.fullmatch(words) is not None
