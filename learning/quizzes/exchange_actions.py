"""What changes when questions come in from a file: they become proposals, with their images."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from learning import files
from learning.articles.models import ArticleVersion
from learning.articles.outline import Sentence
from learning.database import transaction
from learning.identifiers import public_id
from learning.quizzes import actions, quiz_actions, tags, text_matching
from learning.quizzes.content import Wording
from learning.quizzes.exchange import plain
from learning.quizzes.exchange.anchoring import anchored
from learning.quizzes.exchange.exchanged import Item
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import Question

_TYPED = (QuestionKind.GAP, QuestionKind.SHORT_TEXT)


@transaction
def keep_file(organization_id: int, content: bytes, media_type: str, *, at: datetime) -> str:
    """Store an uploaded file of questions until somebody has looked at it; returns its SHA-256."""
    return files.store(organization_id, content, media_type, at=at).sha256


@dataclass(frozen=True)
class Prepared:
    """An item as the wording that it becomes in its module."""

    item: Item
    wording: Wording


def prepared(
    items: Sequence[Item], version: ArticleVersion, known: Mapping[str, Sentence], *, language: str
) -> list[Prepared]:
    """The items' wordings, anchored on those of the `known` sentences that they quote.

    To be called before the transaction: for a long article it takes its time.
    """
    words = text_matching.words_of(version.text)
    found = []
    for item in items:
        anchors, _lost = anchored(item.quotes, known, version.text)
        wording = plain.wording(item.question, public_id, language=language)
        found.append(Prepared(item, replace(_with_rivals(wording, words), anchors=anchors)))
    return found


@transaction
def write_items(
    quiz_id: int,
    version: ArticleVersion,
    items: Sequence[Prepared],
    *,
    images: Mapping[str, bytes],
    by: str,
    at: datetime,
) -> list[Question]:
    """Keep questions as proposals at the end of a quiz's list; nothing of them is approved."""
    wanted = {image.sha256 for each in items for image in each.item.question.images}
    for sha256 in sorted(wanted):
        actions.keep_image(version.organization_id, images[sha256], at=at)
    return [_write_item(quiz_id, version, each, by=by, at=at) for each in items]


def _write_item(
    quiz_id: int, version: ArticleVersion, prepared: Prepared, *, by: str, at: datetime
) -> Question:
    item = prepared.item
    question = actions.write_question(quiz_id, version, prepared.wording, by=by, at=at)
    if item.tags:
        question.tags = tags.tags_text(tags.fitting(item.tags)[0])
    if item.is_must_know:
        quiz_actions.set_place(question, pool="", is_must_know=True)
    return question


def _with_rivals(wording: Wording, words: frozenset[str]) -> Wording:
    """Typed answers know the terms of the article that look like them, as the editor's do."""
    if wording.kind not in _TYPED or wording.body.matches:
        return wording
    accepted = [each for texts in wording.key.right for each in texts]
    rivals = text_matching.rivals_among(words, accepted)
    return replace(wording, key=replace(wording.key, rivals=rivals))
