"""Questions on whole statements: which one agrees with the article, or whether one is true."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from learning.articles.kinds import SectionKind
from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.claims import Claim, claims_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.words import overlap, stems, words_in

LONGEST_RATIO = 1.4
# Words; a shorter sentence that settles nothing is often a quotation or an aside.
SHORTEST_PLAIN = 6
# Words of a statement that settles something.
# Less than this makes a statement say nothing new beside the overview.
REPEATED = 0.6
# Words of a statement that somebody could think otherwise about.
_SETTLES = re.compile(
    r"\b(?:not|never|no|only|cannot|without|none|neither|than|instead of|rather than|even if"
    r"|even when|causes?|caused by|regardless|except)\b"
)
# "... does not help": with what, is said elsewhere; "curtains are curtains that ..." says little.
_HELPLESS = re.compile(r"\bdo(?:es)? not [a-z]+\.$")
_SAYS_ITSELF = re.compile(
    r"(?:[\w-]+ )*?(?P<word>[\w-]+) (?:is|are) (?:an? |the )?(?P=word)\b", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundreds?|thousands?|millions?)\b"
)
_DEFINITE = re.compile(
    r"\b(?:must|never|only|forbidden|required|needs?|all|every|always|than|is an?"
    r"|are called|is called|depends? on|causes?|consists? of|leads? to|instead of|without)\b"
)


def draft_single(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """One true statement beside two whose opposites the article states."""
    claims = [claim for claim in claims_in(text, article) if claim.is_weighty]
    turned = [claim for claim in claims if claim.opposite]
    random.shuffle(turned)
    keys = sorted(claims, key=lambda claim: (bool(claim.opposite), -_worth(claim, text)))
    for key in keys:
        wrong = [
            claim
            for claim in turned
            if claim is not key
            and len(key.statement) <= LONGEST_RATIO * len(claim.opposite)
            and len(claim.opposite) <= 2 * len(key.statement)
            and overlap(claim.statement, key.statement) < 0.6
        ][:2]
        if len(wrong) == 2:
            yield _single(article, text, key, wrong)
            return


def _single(article: Article, text: SectionText, key: Claim, wrong: Sequence[Claim]) -> Wording:
    return wordings.choice(
        article,
        f"Which of these statements agrees with {wordings.place(text)}?",
        [key.statement],
        [
            (claim.opposite, f"The article says otherwise: “{claim.passage.words}”")
            for claim in wrong
        ],
        f"The article says: “{key.passage.words}”",
        [key.passage, *(claim.passage for claim in wrong)],
    )


def draft_true_false(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """Weighty statements turned round where that is certain; as they are where they settle much."""
    claims = [claim for claim in claims_in(text, article) if claim.is_weighty]
    for claim in sorted(claims, key=lambda claim: (not claim.opposite, -_worth(claim, text))):
        said = f"“{claim.passage.words}”"
        by = wordings.source(claim.passage, text, article)
        if claim.opposite:
            yield wordings.true_false(
                article, claim.opposite, False,
                "This is not what the article says.",
                f"The article says otherwise: {said}",
                [claim.passage], by,
            )  # fmt: skip
        if _is_worth_confirming(claim, article):
            yield wordings.true_false(
                article, claim.statement, True,
                "The article does say this.",
                _confirmation(claim),
                [claim.passage], by,
            )  # fmt: skip


def _is_worth_confirming(claim: Claim, article: Article) -> bool:
    """Whether one could well think otherwise: it denies, excludes or compares, without numbers."""
    return (
        bool(claim.opposite and _SETTLES.search(claim.statement))
        and not _NUMBERS.search(claim.statement)
        and not _HELPLESS.search(claim.statement)
        and not _SAYS_ITSELF.match(claim.statement)
        and len(words_in(claim.statement)) >= SHORTEST_PLAIN
        and all(
            overlap(claim.statement, sentence) < REPEATED
            for section in article.outline.sections
            if section.kind is SectionKind.OVERVIEW
            for sentence in (each.text for each in section.sentences)
        )
    )


def _confirmation(claim: Claim) -> str:
    said = f"“{claim.passage.words}”"
    if claim.has_reason:
        return f"The article says so, and says why: {said}"
    return f"The article puts it in these words: {said}"


def _worth(claim: Claim, text: SectionText) -> int:
    """How near a statement is to what its section is about."""
    shared = len(stems(claim.statement) & stems(text.name))
    return min(shared, 2) + claim.has_reason + bool(_DEFINITE.search(claim.statement))
