"""Ordering questions: the steps of a procedure, and events by their years."""

from collections.abc import Iterator
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.steps import FEWEST, MOST, Event, events_in, procedures_in
from learning.quizzes.drafting.material import Article, SectionText


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """One for each procedure, one for the events of the section."""
    for found in procedures_in(text):
        yield wordings.ordering(
            article,
            f"Put these steps{_towards(found.goal)} into the article’s order.",
            found.items,
            f"The article gives the steps in this order: {_counted(found.items)}.",
            found.passages,
        )
    events = sorted({event.year: event for event in events_in(article, text)}.items())
    if len(events) >= FEWEST:
        yield _chronology(article, text, [event for _, event in events[:MOST]])


def _chronology(article: Article, text: SectionText, events: list[Event]) -> Wording:
    dated = "; ".join(f"{event.year}: {event.what}" for event in events)
    return wordings.ordering(
        article,
        f"Put these events from {wordings.place(text)} in order, the earliest first.",
        [event.what for event in events],
        f"By the years in the article: {dated}.",
        [event.passage for event in events],
    )


def _towards(goal: str) -> str:
    return f" of “{goal}”" if goal else ""


def _counted(items: tuple[str, ...]) -> str:
    return "; ".join(f"{number}. {item}" for number, item in enumerate(items, 1))
