"""Choices among the article's own instructions: what it tells one to do, what it warns against."""

from collections.abc import Iterator, Sequence
from random import Random

from learning.quizzes.content import Wording
from learning.quizzes.drafting import wordings
from learning.quizzes.drafting.facts.instructions import Instruction, instructions_in
from learning.quizzes.drafting.material import Article, SectionText
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.drafting.words import overlap, upper_first, words_in

LONGEST_RATIO = 1.4
# What is told in fewer words is a step's name.
SHORTEST = 5


def draft(article: Article, text: SectionText, random: Random) -> Iterator[Wording]:
    """At most one question of each direction."""
    found = [each for each in instructions_in(text) if may_be_turned(each.passage.words)]
    told = [each for each in found if not each.is_forbidden]
    warned = [each for each in found if each.is_forbidden]
    for group in (told, warned):
        random.shuffle(group)
    where = wordings.place(text)
    if warned and len(told) >= 2:
        wording = _single(article, f"What does {where} warn against?", warned, told)
        if wording:
            yield wording
    if told and len(warned) >= 2:
        wording = _single(article, f"What does {where} tell readers to do?", told, warned)
        if wording:
            yield wording


def _single(
    article: Article, stem: str, keys: Sequence[Instruction], others: Sequence[Instruction]
) -> Wording | None:
    for key in keys:
        fitting = [
            each
            for each in others
            if len(words_in(each.act)) >= SHORTEST
            and len(key.act) <= LONGEST_RATIO * len(each.act)
            and overlap(key.act, each.act) < 0.5
        ]
        if len(fitting) >= 2:
            return wordings.choice(
                article,
                stem,
                [upper_first(key.act)],
                [(upper_first(each.act), _feedback(each)) for each in fitting[:2]],
                f"The article says: “{key.passage.words}”",
                [key.passage, *(each.passage for each in fitting[:2])],
            )
    return None


def _feedback(wrong: Instruction) -> str:
    kind = "warns against this" if wrong.is_forbidden else "tells readers to do this"
    return f"The article {kind}: “{wrong.passage.words}”"
