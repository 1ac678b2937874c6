"""Reasons at the end of sentences: what a statement can do without, and an explanation give."""

import re

from learning.quizzes.drafting.words import words_in

_REASON = re.compile(
    r"(?:,? because|, since(?! \d)|, as|,? so that|, which is why|, so|, which makes)\b(?! (?:well|of)\b).*$"
)
SHORTEST = 4


def without_reason(sentence: str) -> str:
    """The sentence up to ", because ..." and the like."""
    cut = _REASON.sub("", sentence)
    if cut != sentence and len(words_in(cut)) >= SHORTEST:
        return f"{cut.rstrip(' ,.')}."
    return sentence
