"""Leftovers of the article's layout, and words that rest on the order of shuffled options."""

import re
from collections.abc import Iterator

from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.linting.finding import Lint, info, quoted, warning
from learning.quizzes.linting.subject import Subject
from learning.quizzes.linting.words import any_of

_JUNK = re.compile(
    r"\*\*|(?<![\w_])__?[^\W_][^_\n]*?__?(?![\w_])|(?<![\w*])\*[^\s*][^*\n]*\*(?!\w)|`|^\s*#{1,6} |"
    r"!?\[[^\]\n]*\]\([^)\n]*\)|\[\[|\]\]|\{\{|\}\}|</?[a-zA-Z][^<>\n]*>|&(?:[a-z]{2,8}|#\d+);|"
    r"\\[*_#\[\]`]|\[\d{1,3}\]|\[[a-z]\]|[¹²³⁴-⁹](?=[\s.,;:?!]|$)(?<![mskg][¹²³⁴-⁹])|[†‡]|"
    r"\[(?:edit|citation needed|sic|source)\]|'''?|={2,}|\|\s|\s\||"
    r"\b(?:table|figure|fig|appendix|exhibit|plate|diagram|equation|eq|footnote)\.? ?\d+\b|"
    r"\b(?-i:Table|Figure|Appendix) (?-i:[A-Z])\b|"
    r"\b(?:table|figure|chart|diagram|image|picture|photo|list|box) (?:above|below|on the (?:left|"
    r"right)|overleaf)\b|\bclick here\b|\bread more\b|https?://\S+|\uFFFD|\u00AD",
    re.IGNORECASE,
)
# These may as well be what the article is about: a law has sections.
_PART = re.compile(r"\b(?:(?:chapter|section|page|box|note) \d+|pp?\. ?\d+)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:[-•*▪◦‣]\s+|\(?[a-fA-F1-6][.)]\s+)")
_BY_PLACE = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Aa]lternative)s? \(?(?:[A-F]|[1-6])\)?(?!\w)"
    r"|\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast) (?:two |three )?(?:option|answer)s?\b"
    r"|\b[Oo]ptions? (?:above|below)\b|^\(?[A-F]\)? is (?:right|correct|wrong)\b"
)
_PRAISES = any_of("correct, right, yes, exactly, well done, good, that['’]s right, true")
_PRAISE = re.compile(rf"^(?:{_PRAISES})[\s.,:!–-]", re.IGNORECASE)
_BLAMES = any_of("incorrect, wrong, no, not quite, false, that['’]s wrong, sorry")
_BLAME = re.compile(rf"^(?:{_BLAMES})[\s.,:!–-]", re.IGNORECASE)


def lints(subject: Subject) -> Iterator[Lint]:
    body, key = subject.wording.body, subject.wording.key
    parts = [*body.options, *body.matches]
    for text in (body.stem, *(part.text for part in parts), body.scenario, key.explanation):
        if found := _JUNK.search(text):
            yield warning("layout-junk", f"{quoted(found[0])} is left of a layout: {quoted(text)}.")
            break
        if found := _PART.search(text):
            yield info("layout-junk", f"{quoted(found[0])} may point out of the question.")
            break
    labelled = [part.text for part in parts if _LABEL.match(part.text)]
    if labelled:
        yield warning("layout-junk", f"{quoted(labelled[0])} brings a label of its own.")
    if subject.kind in (*CHOICE_KINDS, QuestionKind.MULTIPLE):
        yield from _by_place(subject)
        yield from _against_the_key(subject)


def _by_place(subject: Subject) -> Iterator[Lint]:
    key = subject.wording.key
    for text in (subject.wording.body.stem, key.explanation, *key.feedback.values()):
        if subject.kind != QuestionKind.TRUE_FALSE and (found := _BY_PLACE.search(text)):
            yield warning(
                "place-named", f"Options are shuffled, so {quoted(found[0])} names another one."
            )
            return


def _against_the_key(subject: Subject) -> Iterator[Lint]:
    key = subject.wording.key
    for option in subject.wording.body.options:
        said = key.feedback.get(option.id, "")
        opposite = _BLAME if option.id in key.correct else _PRAISE
        if opposite.match(said):
            yield warning(
                "feedback-against-key",
                f"The feedback for {quoted(option.words)} says {quoted(said)}, against the key.",
            )
            return
