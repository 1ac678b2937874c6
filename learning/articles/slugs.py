"""Ids of headings on a page: words with hyphens, each used once."""

from __future__ import annotations

import re

_NO_WORDS = re.compile(r"[\W_]+")
_LONGEST = 60
# Ids that pages have themselves.
_TAKEN = ("source", "main", "content", "navigation", "footer", "header", "menu")


class Slugs:
    """Gives out slugs for one page."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(_TAKEN, 1)

    def slug_for(self, title: str) -> str:
        """A slug no earlier heading has."""
        wanted = _NO_WORDS.sub("-", title[:_LONGEST].casefold()).strip("-") or "section"
        slug = wanted
        while slug in self.counts:
            self.counts[wanted] = self.counts.get(wanted, 1) + 1
            slug = f"{wanted}-{self.counts[wanted]}"
        self.counts[slug] = 1
        return slug
