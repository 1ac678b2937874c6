"""Reasons at the end of sentences: what a statement can do without, and an explanation give."""

import re

from learning.quizzes.drafting.words import words_in

_REASON = re.compile(
    r"(?:,? because|, since(?! \d)|, as|,? so that|, which is why|, so|, which makes)\b"
    r"(?! (?:well|long|soon|far|if|though|in|with|at|an?|the case)\b).*$"
)
# "It is not done because ..." may say that it is done: then only a comma makes the cut safe.
_DENIES = re.compile(r"\b(?:not|never|no|nor|cannot|nobody|nothing|\w+n['’]t)\b", re.IGNORECASE)
_TIED = re.compile(
    r"\b(?:only|partly|mainly|simply|just|even|not|perhaps|probably|least|largely|chiefly)$"
)
SHORTEST = 4


def without_reason(sentence: str) -> str:
    """The sentence up to ", because ..." and the like."""
    found = _REASON.search(sentence)
    if found is None:
        return sentence
    cut = sentence[: found.start()]
    if _TIED.search(cut) or (_DENIES.search(cut) and not found[0].startswith(",")):
        return sentence
    return f"{cut.rstrip(' ,.')}." if len(words_in(cut)) >= SHORTEST else sentence
