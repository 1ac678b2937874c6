"""How much of a module's text its questions test: sentences none, some or too many ask about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.quizzes.content import AnchorSpan

# From so many questions on, a sentence is asked about more than it deserves.
MANY = 3


@dataclass(frozen=True)
class Coverage:
    """A module's sentences by how many questions rest on them; each list in the text's order."""

    tested: tuple[str, ...]
    untested: tuple[str, ...]
    over_tested: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.tested) + len(self.untested)


def coverage(sentences: Sequence[str], anchors: Iterable[Sequence[AnchorSpan]]) -> Coverage:
    """`sentences` are a module's by id; `anchors` are those of each question that counts."""
    asked = Counter(id for each in anchors for id in {anchor.sentence for anchor in each})
    return Coverage(
        tuple(id for id in sentences if asked[id]),
        tuple(id for id in sentences if not asked[id]),
        tuple(id for id in sentences if asked[id] >= MANY),
    )
