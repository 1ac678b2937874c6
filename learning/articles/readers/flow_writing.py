"""Collects the blocks of a page while its elements open and close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.articles.readers.flows import (
    DEEPEST,
    Container,
    Flow,
    FlowKind,
    Item,
    Listing,
    Quote,
)
from learning.articles.readers.runs import LINE_BREAK, Run, collapsed, paragraphs_of

_PLAIN = Run("")
_BULLET = re.compile(r"[•▪●◦‣∙·]\s*(?=\S)")


@dataclass(frozen=True)
class _State:
    """What holds for the text at one place of the page."""

    style: Run = _PLAIN
    containers: tuple[Container, ...] = ()
    heading: int = 0
    listing: Listing | None = None  # the list we are directly in
    terms: Listing | None = None  # the same for a list of terms
    terms_place: tuple[Container, ...] = ()  # where that list stands


class FlowWriter:
    """`enter` and `leave` bracket every element; between them the openers change what holds."""

    def __init__(self) -> None:
        self.state = _State()
        self.outer: list[tuple[_State, bool]] = []
        self.flows: list[Flow] = []
        self.runs: list[Run] = []
        self.place: tuple[Container, ...] = ()  # where the first of `runs` stands
        self.is_term = False  # `runs` are a term, and its explanation comes next
        self.bullets = Listing(False)  # for items marked by a bullet character only

    def enter(self, *, is_block: bool) -> None:
        """An element begins. Inside a heading, blocks only part words."""
        if is_block and self.state.heading:
            self.add(" ")
            is_block = False
        if is_block:
            self._end_block()
        self.outer.append((self.state, is_block))

    def leave(self) -> None:
        """The element that began last ends, and what held before it holds again."""
        state, is_block = self.outer.pop()
        if is_block:
            self._end_block()
        self.state = state

    def finished(self) -> list[Flow]:
        """All blocks."""
        self.is_term = False
        self._end_block()
        return self.flows

    def text_before(self) -> str:
        """The end of what stands in this block so far."""
        return "".join(run.text for run in self.runs[-3:])[-40:]

    def add(self, text: str) -> None:
        """Words in the style that holds."""
        if not self.runs:
            self.place = self.state.containers
        if text.strip():
            self._explain()
        self.runs.append(self.state.style._replace(text=text.replace("\n", " ")))

    def add_break(self) -> None:
        """A line break inside a paragraph."""
        if self.runs and not self.is_term:
            self.runs.append(LINE_BREAK)

    def add_image(self, words: str) -> None:
        """A picture, by its description."""
        self.add("")
        self._explain()
        self.runs.append(self.state.style._replace(text=words, image=True, code=False))

    def add_block(self, kind: FlowKind, runs: Sequence[Run] = ()) -> None:
        """A listing or a divider."""
        self._end_block()
        self.flows.append(Flow(kind, self.state.containers, runs))

    def add_table(self, rows: Sequence[Sequence[Sequence[Run]]]) -> None:
        """A table; the first row is its head."""
        self._end_block()
        self.flows.append(Flow(FlowKind.TABLE, self.state.containers, rows=rows))

    def style(self, style: Run) -> None:
        """The element's words have this style."""
        self.state = replace(self.state, style=style)

    def open_heading(self, level: int) -> None:
        """The element is a heading."""
        self.state = replace(self.state, heading=level)

    def open_quote(self) -> None:
        """The element is set off from the text."""
        self._into(Quote())

    def open_list(self, *, is_ordered: bool, start: int) -> None:
        """The element is a list; one right inside another goes on in its last item."""
        around = self.state.listing
        if around is not None and around.last is not None:
            self._into(around.last)
        self.state = replace(self.state, listing=Listing(is_ordered, start), terms=None)

    def open_item(self, number: int | None) -> None:
        """The element is an item; `number` is its own, if it states one."""
        listing = self.state.listing or self.bullets
        self._into(listing.item(number))
        self.state = replace(self.state, listing=None)

    def open_terms(self, *, is_list: bool) -> None:
        """The element explains terms, short enough for a list or as paragraphs."""
        self.state = replace(
            self.state,
            terms=Listing(False) if is_list else None,
            terms_place=self.state.containers,
            listing=None,
        )

    def open_term(self) -> None:
        """The element is a term, which is bold and waits for its explanation."""
        self.is_term = False
        self._end_block()
        if self.state.terms is not None:
            self._into_term(self.state.terms.item(None))
        self.style(self.state.style._replace(bold=True))

    def close_term(self) -> None:
        """The term is over; in a list its explanation goes on in the same paragraph."""
        self.is_term = self.state.terms is not None and bool(collapsed(self.runs))

    def open_explanation(self) -> None:
        """The element explains the term before it."""
        if self.state.terms is not None and self.state.terms.last is not None:
            self._into_term(self.state.terms.last)
        self.style(self.state.style._replace(bold=False))

    def _into_term(self, item: Item) -> None:
        """Terms stand side by side, also where a page forgot to end one before the next."""
        self.state = replace(self.state, containers=self.state.terms_place)
        self._into(item)

    def _into(self, container: Container) -> None:
        if len(self.state.containers) < DEEPEST:
            inside = (*self.state.containers, container)
            self.state = replace(self.state, containers=inside)

    def _explain(self) -> None:
        """Put a colon between a term and the explanation that now comes."""
        if self.is_term:
            self.is_term = False
            ending = "".join(run.text for run in self.runs).rstrip()[-1:]
            self.runs.append(Run(" " if ending in ":–—-" else ": "))

    def _end_block(self) -> None:
        if self.is_term or not self.runs:
            return
        runs, place = collapsed(self.runs), self.place
        self.runs = []
        if self.state.heading:
            self.flows.append(Flow(FlowKind.HEADING, place, runs, level=self.state.heading))
            return
        for paragraph in paragraphs_of(runs):
            self._add_paragraph(paragraph, place)

    def _add_paragraph(self, runs: list[Run], place: tuple[Container, ...]) -> None:
        if all(run.image or not run.text.strip() for run in runs) and not any(
            isinstance(each, Quote) for each in place
        ):
            place = (*place, Quote())  # a picture alone is set off, like one with a caption
        bullet = _BULLET.match(runs[0].text) if not runs[0].image else None
        if bullet is not None:
            place = (*place, self.bullets.item(None))
            runs = collapsed([runs[0]._replace(text=runs[0].text[bullet.end() :]), *runs[1:]])
        elif self.bullets.last is not None and self.bullets.last not in place:
            self.bullets = Listing(False)
        self.flows.append(Flow(FlowKind.PARAGRAPH, place, runs))
