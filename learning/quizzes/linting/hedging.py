"""Whether a question is surer than the article, or states as a fact what somebody thinks."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.clauses import clauses, sentences
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.subject import Claim, Subject
from learning.quizzes.linting.words import ABSOLUTES, DOUBTS, HEDGES, content, listed, plain, words

_OPINION = re.compile(
    r"\b(?:i|we|many|some|most|people|critics|supporters|experts|researchers|fans|others|opponents|"
    r"gardeners|owners|writers|authors|he|she|they)(?: \w+){0,2} (?:think|thinks|believe|believes|"
    r"argue|argues|feel|feels|claim|claims|maintain|maintains|consider|considers|prefer|prefers)\b"
    r"|\bin (?:my|our|his|her|their) (?:opinion|view|experience)\b|\bopinions? (?:differ|vary)\b"
    r"|\b(?:arguably|in the opinion of|controversial|is (?:widely |often )?(?:considered|regarded|"
    r"seen|held)|are (?:widely |often )?(?:considered|regarded|seen|held)|people (?:often )?say)\b"
)  # fmt: skip
_ATTRIBUTED = re.compile(
    r"\baccording to|\b(?:article|author|writer|text|module|critics?|supporters?|researchers?"
    r"|experts?|opinions?|views?|arguments?|argu\w+|claim\w*|believ\w+|belief|think\w*|thought|consider\w*|"
    r"regard\w*|seen|sees?|say|says|said|maintain\w*|feel|feels|prefer\w*|opponents?|fans|held)\b"
)
_TOO_SURE = ABSOLUTES - {"only", "none", "nobody", "nothing", "cannot", "whatever", "impossible"}
_PERMITS = frozenset(("may", "can", "optional", "might", "could"))
_OBLIGES = frozenset(("must", "required", "shall", "mandatory", "compulsory"))


def lints(subject: Subject) -> Iterator[Lint]:
    for claim in subject.claims:
        found = next(_surer(subject, claim), None) or next(_softer(subject, claim), None)
        if found is not None:
            yield found
            break
    for claim in subject.claims:
        voiced = next(_opinions(subject, claim), None)
        if voiced is not None:
            yield voiced
            break


def _surer(subject: Subject, claim: Claim) -> Iterator[Lint]:
    claimed = frozenset(words(claim.text))
    sentence = _closest(subject, claim)
    said = frozenset(words(sentence))
    sure = (claimed & _TOO_SURE) - said
    hedges = sorted(_near(sentence, claim) & HEDGES)
    if sure and not said & ABSOLUTES:
        told = ", ".join(quoted(word) for word in sorted(sure))
        if hedges:
            yield error(
                "hedge-dropped",
                f"The question says {told} where the article says {quoted(hedges[0])}.",
            )
        elif sentence:
            yield warning("hedge-dropped", f"The article doesn’t say {told}; the question does.")
    elif hedges and not claimed & (HEDGES | _SOFT):
        told = f"The article says {quoted(hedges[0])}; the question drops it."
        doubts = frozenset(hedges) & DOUBTS
        heavy = doubts or subject.kind == QuestionKind.TRUE_FALSE
        yield (warning if heavy else info)("hedge-dropped", told)


# Words that keep a claim open as a hedge does.
_SOFT = listed(
    """
    about approximately around roughly chance risk possible potential average usual typical common
    expect expected should theory idea argued believed claimed thought according suggestion often
    up at least most help helps if depends tendency likelihood probability sign
    """
)


def _softer(subject: Subject, claim: Claim) -> Iterator[Lint]:
    claimed = frozenset(words(claim.text))
    sentence = _closest(subject, claim)
    obliged = frozenset(words(sentence)) & _OBLIGES
    permitted = claimed & _PERMITS
    if obliged and permitted and not claimed & _OBLIGES and not _PERMITS & set(words(sentence)):
        yield warning(
            "duty-softened",
            f"The article says {quoted(min(obliged))}; the question says {quoted(min(permitted))}.",
        )


def _closest(subject: Subject, claim: Claim) -> str:
    """The quoted sentence that the claim was made from."""
    said = [s for quote in subject.quotes for s in sentences(quote)]
    return max(said, key=lambda s: len(frozenset(content(s)) & claim.roots), default="")


def _near(sentence: str, claim: Claim) -> frozenset[str]:
    """The words of those clauses of a sentence that say what the claim says."""
    found: frozenset[str] = frozenset()
    for clause in clauses(sentence):
        roots = frozenset(content(clause))
        shared = roots & claim.roots
        answered = not claim.answer_roots & frozenset(content(sentence)) or bool(
            roots & claim.answer_roots
        )
        if shared and answered and len(shared) >= len(roots) / 2:
            found |= frozenset(words(clause))
    return found


def _opinions(subject: Subject, claim: Claim) -> Iterator[Lint]:
    sentence = _closest(subject, claim)
    found = _OPINION.search(sentence.casefold())
    said = f"{plain(subject.wording.body.scenario)} {claim.text}".casefold()
    if found and not _ATTRIBUTED.search(said):
        yield warning(
            "opinion-as-fact",
            f"The article says {quoted(found[0])}; the question states it as a fact.",
        )
