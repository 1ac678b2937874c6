"""Builds questions of each kind; ids are hashes, so that neither id nor place tells the key."""

import hashlib
import re
from collections.abc import Sequence

from learning.quizzes.content import AnchorSpan, Wording, anchor_span
from learning.quizzes.drafting.antecedents import Context, context_of
from learning.quizzes.drafting.material import Article, Passage, SectionText
from learning.quizzes.kinds import true_false as true_false_kind
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

# A title such as "Words in this guide" makes sense on its own page only.
_POINTING = re.compile(r"\b(?:this|these|that|those)\b", re.IGNORECASE)
# An option as drafters write it: its text, and what somebody who chose it wrongly is told.
Choice = tuple[str, str]


def place(text: SectionText, heading: str = "") -> str:
    """How a stem names the part of the article that it is about."""
    name = heading or text.name
    if not name or _POINTING.search(name):
        return "the article"
    return f"the section “{name}”"


def source(passage: Passage, text: SectionText, article: Article) -> str:
    """What a statement is according to: with the heading, where that says what it is about."""
    if context_of(passage, text, article) is Context.HEADING:
        return f"the article’s section “{text.name}”"
    return "the article"


def choice(
    article: Article,
    stem: str,
    right: Sequence[str],
    wrong: Sequence[Choice],
    explanation: str,
    passages: Sequence[Passage],
) -> Wording:
    """Single choice for one right text, multiple choice for more."""
    kind = QuestionKind.SINGLE if len(right) == 1 else QuestionKind.MULTIPLE
    ids = {text: _id(stem, text) for text in (*right, *(text for text, _ in wrong))}
    key = AnswerKey(
        frozenset(ids[text] for text in right),
        explanation,
        {ids[text]: feedback for text, feedback in wrong},
    )
    return Wording(kind, Body(stem, _options(ids)), key, _anchors(article, passages))


def true_false(
    article: Article,
    statement: str,
    is_true: bool,
    feedback: str,
    explanation: str,
    passages: Sequence[Passage],
    by: str = "the article",
) -> Wording:
    """True or false by the article; `feedback` is for those who chose the wrong side."""
    stem = f"According to {by}, is this statement true or false? “{statement}”"
    ids = {text: _id(stem, text) for text in true_false_kind.FIXED_OPTIONS}
    right, wrong = true_false_kind.FIXED_OPTIONS[:: 1 if is_true else -1]
    key = AnswerKey(frozenset((ids[right],)), explanation, {ids[wrong]: feedback})
    body = Body(stem, _options(ids))
    return Wording(QuestionKind.TRUE_FALSE, body, key, _anchors(article, passages))


def matching(
    article: Article,
    stem: str,
    pairs: Sequence[tuple[str, str]],
    explanation: str,
    passages: Sequence[Passage],
) -> Wording:
    """Each first text with its second; second texts may repeat."""
    options = _options({one: _id(stem, "option", one) for one, _ in pairs})
    matches = _options({other: _id(stem, "match", other) for _, other in pairs})
    match_of, match_ids = dict(pairs), {match.text: match.id for match in matches}
    right = tuple((match_ids[match_of[option.text]],) for option in options)
    body = Body(stem, options, matches)
    key = AnswerKey(explanation=explanation, right=right)
    return Wording(QuestionKind.MATCHING, body, key, _anchors(article, passages))


def ordering(
    article: Article,
    stem: str,
    items: Sequence[str],
    explanation: str,
    passages: Sequence[Passage],
) -> Wording:
    """The items, given in the right order."""
    ids = {item: _id(stem, item) for item in items}
    key = AnswerKey(explanation=explanation, right=tuple((ids[item],) for item in items))
    body = Body(stem, _options(ids))
    return Wording(QuestionKind.ORDERING, body, key, _anchors(article, passages))


def typed(
    article: Article,
    kind: QuestionKind,
    stem: str,
    accepted: Sequence[str],
    explanation: str,
    passages: Sequence[Passage],
    rivals: Sequence[str] = (),
    language: str = "en",
) -> Wording:
    """A gap, a short text or a number; `rivals` are never taken for slips of what is accepted."""
    key = AnswerKey(
        explanation=explanation,
        right=(tuple(accepted),),
        rivals=tuple(rivals),
        language=language,
    )
    return Wording(kind, Body(stem), key, _anchors(article, passages))


def _anchors(article: Article, passages: Sequence[Passage]) -> tuple[AnchorSpan, ...]:
    found = sorted({p.sentence.start: p.sentence for p in passages}.items())
    return tuple(anchor_span(article.outline.text, sentence) for _, sentence in found)


def _options(ids: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(id, text) for id, text in sorted((id, text) for text, id in ids.items()))


def _id(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
