"""Questions on two lists that stand against each other: what belongs to the one, not the other."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.material import Article, Item, Listing, SectionText
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.drafting.standing_alone import points_elsewhere
from learning.quizzes.drafting.words import listed, overlap, words_in

COUNTERPARTS = (
    {"do", "don’t"}, {"do", "don't"}, {"dos", "don’ts"}, {"advantages", "disadvantages"},
    {"benefits", "drawbacks"}, {"benefits", "risks"}, {"pros", "cons"}, {"strengths", "weaknesses"},
    {"allowed", "not allowed"}, {"covered", "not covered"}, {"included", "not included"},
)  # fmt: skip
ANTONYMS = (
    ("advantages", "disadvantages"), ("benefits", "drawbacks"), ("pros", "cons"),
    ("strengths", "weaknesses"), ("do", "avoid"), ("include", "exclude"), ("includes", "excludes"),
    ("allowed", "forbidden"), ("allowed", "prohibited"), ("suitable", "unsuitable"),
    ("safe", "unsafe"), ("good", "bad"), ("healthy", "unhealthy"), ("early", "late"),
)  # fmt: skip
_DENIES = re.compile(
    r"\b(?:not|never|no|don['’]ts?|cannot|can['’]t|without|avoid|nor|won['’]t|doesn['’]t)\b", re.I
)
ATTEMPTS = 4
LONGEST_ITEM = 12
LONGEST_NAME = 10
MOST_SHARED = 0.4


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Two items of one list beside two of the other."""
    lists = [(listing, _name(listing, text)) for listing in text.listings if _is_clear(listing)]
    lists = [(listing, name) for listing, name in lists if name]
    if len(lists) == 1:
        lists += _partner(article, text, lists[0][1])
    for (one, name), (other, other_name) in zip(lists[::2], lists[1::2], strict=False):
        if _are_opposite(name, other_name):
            right, wrong = _apart(one, other), _apart(other, one)
            if len(right) >= 2 and len(wrong) >= 2:
                # Some items can't be asked about; another choice of them may be safe.
                for _attempt in range(ATTEMPTS):
                    chosen = random.sample(right, 2), random.sample(wrong, 2)
                    yield _multiple(article, text, (one, name), (other, other_name), *chosen)


def _are_opposite(one: str, other: str) -> bool:
    """Whether what is in the one list can't be in the other: one denies what the other says."""
    if any({one.casefold(), other.casefold()} == pair for pair in COUNTERPARTS):
        return True
    denied = bool(_DENIES.search(one)), bool(_DENIES.search(other))
    if denied[0] != denied[1]:
        return True
    words = {w.casefold() for w in words_in(one)}, {w.casefold() for w in words_in(other)}
    return any(
        (first in words[0] and second in words[1]) or (second in words[0] and first in words[1])
        for first, second in ANTONYMS
    )


def _partner(article: Article, text: SectionText, name: str) -> list[tuple[Listing, str]]:
    """The list of another section whose title is the counterpart of this one's."""
    wanted = {word for pair in COUNTERPARTS if name.casefold() in pair for word in pair}
    return [
        (listing, other.name)
        for other in article.sections
        if other is not text and other.name.casefold() in wanted
        for listing in other.listings[:1]
        if _is_clear(listing)
    ][:1]


def _multiple(
    article: Article,
    text: SectionText,
    one: tuple[Listing, str],
    other: tuple[Listing, str],
    right: Sequence[Item],
    wrong: Sequence[Item],
) -> Wording:
    texts = [_text(item) for item in right]
    passages = [item.passages[0] for item in (*right, *wrong)]
    where = wordings.place(text) if text.name != one[1] else "the article"
    leads = [listing.lead for listing in (one[0], other[0]) if listing.lead]
    return wordings.choice(
        article,
        f"Which of these does {where} list under “{one[1]}”? Choose all that belong there.",
        texts,
        [(_text(item), f"The article lists this under “{other[1]}”.") for item in wrong],
        f"Under “{one[1]}” the article lists {listed(texts)}.",
        [*leads, *passages],
    )


def _is_clear(listing: Listing) -> bool:
    texts = [_text(item) for item in listing.items]
    return (
        len(texts) >= 2
        and not listing.is_nested
        and not listing.is_numbered
        and all(len(words_in(t)) <= LONGEST_ITEM and ": " not in t for t in texts)
        and all(may_be_turned(t) and not points_elsewhere(t) for t in texts)
    )


def _name(listing: Listing, text: SectionText) -> str:
    """What introduces a list, if that can be understood alone."""
    lead = listing.lead.words.rstrip(" :.") if listing.lead else listing.heading or text.name
    if re.search(r"[.?!;]", lead) or len(words_in(lead)) > LONGEST_NAME:
        return ""
    return lead


def _apart(one: Listing, other: Listing) -> list[Item]:
    """The items of the one that resemble nothing in the other."""
    return [
        item
        for item in one.items
        if all(overlap(_text(item), _text(second)) <= MOST_SHARED for second in other.items)
    ]


def _text(item: Item) -> str:
    return item.words.rstrip(" .;,")
