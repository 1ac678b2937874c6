"""Whether a question is surer than the article, or states as a fact what somebody thinks."""

import re
from collections.abc import Iterator, Sequence

from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.linting.clauses import clauses, sentences
from learning.quizzes.linting.finding import Lint, error, info, quoted, warning
from learning.quizzes.linting.subject import Claim, Subject
from learning.quizzes.linting.words import ABSOLUTES, DOUBTS, HEDGES, content, listed, plain, words

# Group "what" is what is thought, where the sentence goes on with it.
_OPINION = re.compile(
    r"\b(?:think|thinks|thought|believe|believes|believed|argue|argues|argued|claim|claims|claimed"
    r"|say|says|feel|feels|maintain|maintains|insist|insists|hold|holds) that (?P<what>.+)"
    r"|\bin (?:my|our|his|her|their) (?:opinion|view|experience),? (?P<next>.+)"
    r"|\b(?:arguably|controversial|(?:is|are) (?:widely |often |generally )?(?:considered|regarded"
    r"|seen|held)|opinions? (?:differ|vary)|(?:experts|people|critics|some|many) (?:disagree|argue"
    r"|prefer|consider))\b"
)
_ATTRIBUTED = re.compile(
    r"\baccording to|\b(?:article|author|writer|text|module|critics?|supporters?|researchers?"
    r"|experts?|debat\w+|disput\w+|contest\w+|controvers\w+|opinions?|views?|arguments?|argu\w+|claim\w*|believ\w+|belief|think\w*|thought|consider\w*|"
    r"regard\w*|seen|sees?|say|says|said|maintain\w*|feel|feels|prefer\w*|opponents?|fans|held)\b"
)
_TOO_SURE = listed(
    """
    always never must all every everyone everybody certainly definitely invariably guaranteed
    guarantees entirely completely totally absolutely undoubtedly
    """
)
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
    near = _near(sentence, claim)
    hedges = [word for word in near if _is_hedge(word, said, claim, near)]
    sure = (claimed & _TOO_SURE) - said
    if sure and hedges and not said & _TOO_SURE:
        told = ", ".join(quoted(word) for word in sorted(sure))
        yield error(
            "hedge-dropped", f"The question says {told} where the article says {quoted(hedges[0])}."
        )
    elif sure and sentence and not said & ABSOLUTES and subject.kind == QuestionKind.TRUE_FALSE:
        told = ", ".join(quoted(word) for word in sorted(sure))
        yield warning("hedge-dropped", f"The article doesn’t say {told}; the question does.")
    elif hedges and _loses(hedges, claim, near, said):
        doubts = DOUBTS.intersection(hedges) - {"some", "sometimes"}
        heavy = doubts or subject.kind == QuestionKind.TRUE_FALSE
        yield (warning if heavy else info)(
            "hedge-dropped", f"The article says {quoted(hedges[0])}; the question drops it."
        )


def _is_hedge(word: str, said: frozenset[str], claim: Claim, near: Sequence[str]) -> bool:
    if word in _PERMITS and _permits(said):
        return False
    # What can be done is ever so often said in other words; only the same words show a loss.
    return word in HEDGES and (word != "can" or _is_word_for_word(claim, near))


def _is_word_for_word(claim: Claim, near: Sequence[str]) -> bool:
    return frozenset(content(" ".join(near))) <= claim.roots


def _loses(hedges: Sequence[str], claim: Claim, near: Sequence[str], said: frozenset[str]) -> bool:
    """Whether the claim has none of the hedges, or fewer in the same words."""
    kept = [word for word in words(claim.text) if word in HEDGES | (_SOFT - said)]
    return not kept or (_is_word_for_word(claim, near) and len(kept) < len(hedges))


def _permits(said: frozenset[str]) -> bool:
    """Whether "may" in a sentence with these words gives a permission rather than doubts."""
    return bool(said & {"only", "permission", "allowed", "must", "permitted"})


# Words that keep a claim open as a hedge does.
_SOFT = listed(
    """
    about approximately around roughly chance risk possible potential average usual typical common
    expect expected should theory idea argued believed claimed thought according suggestion
    depends tendency likelihood probability sign
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


def _near(sentence: str, claim: Claim) -> list[str]:
    """The words of those clauses of a sentence that say what the claim says."""
    found: list[str] = []
    for clause in clauses(sentence):
        roots = frozenset(content(clause))
        shared = roots & claim.roots
        answered = not claim.answer_roots & frozenset(content(sentence)) or bool(
            roots & claim.answer_roots
        )
        if shared and answered and len(shared) >= len(roots) / 2:
            found += words(clause)
    return found


def _opinions(subject: Subject, claim: Claim) -> Iterator[Lint]:
    sentence = _closest(subject, claim)
    found = _OPINION.search(sentence.casefold())
    said = f"{plain(subject.wording.body.scenario)} {claim.text}".casefold()
    if not found or _ATTRIBUTED.search(said):
        return
    thought = frozenset(content(found["what"] or found["next"] or sentence))
    if len(thought & claim.roots) >= len(thought) / 2:
        told = " ".join(found[0].split()[:3])
        yield warning(
            "opinion-as-fact",
            f"The article says {quoted(told)}; the question states it as a fact.",
        )
