"""Questions on two lists that stand against each other: what belongs to the one, not the other."""

import re
from collections.abc import Iterator
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.material import Article, Item, Listing, SectionText
from learning.quizzes.drafting.sensitive import may_be_asked
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import overlap, words_in

LONGEST_ITEM = 12
LONGEST_NAME = 10


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Two items of one list beside two of the other."""
    lists = [listing for listing in text.listings if _is_clear(listing)]
    for one, other in zip(lists[::2], lists[1::2], strict=False):
        if _name(one) and _name(other) and not _alike(one, other):
            yield _multiple(article, one, other, random)


def _multiple(article: Article, one: Listing, other: Listing, random: Random) -> Wording:
    right, wrong = random.sample(one.items, 2), random.sample(other.items, 2)
    texts = [_text(item) for item in right]
    passages = [item.passages[0] for item in (*right, *wrong)]
    leads = [listing.lead for listing in (one, other) if listing.lead]
    return wordings.choice(
        article,
        f"Which of these does the article list under “{_name(one)}”? Choose all that belong there.",
        texts,
        [
            (_text(item), f"The article lists this under “{_name(other)}”.")
            for item in wrong
        ],
        f"Under “{_name(one)}” the article lists {texts[0]!r} and {texts[1]!r}.",
        [*leads, *passages],
    )


def _is_clear(listing: Listing) -> bool:
    texts = [_text(item) for item in listing.items]
    return (
        len(texts) >= 2
        and not listing.is_nested
        and not listing.is_numbered
        and all(len(words_in(t)) <= LONGEST_ITEM and ": " not in t for t in texts)
        and all(may_be_asked(t) and not points_elsewhere(t) for t in texts)
    )


def _name(listing: Listing) -> str:
    """What introduces a list, if that can be understood alone."""
    lead = listing.lead.words.rstrip(" :.") if listing.lead else listing.heading
    if re.search(r"[.?!;]", lead) or len(words_in(lead)) > LONGEST_NAME:
        return ""
    return lead


def _alike(one: Listing, other: Listing) -> bool:
    return any(
        overlap(_text(first), _text(second)) > 0.4 for first in one.items for second in other.items
    )


def _text(item: Item) -> str:
    return item.words.rstrip(" .;,")
