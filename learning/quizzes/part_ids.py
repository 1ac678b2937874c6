"""The ids of a question's parts: given anew, and left out where two questions are compared."""

from collections.abc import Callable
from dataclasses import replace

from learning import canonical
from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind


def with_new_ids(wording: Wording, new_id: Callable[[], str]) -> Wording:
    """The same question, its options and matches under new ids and in the order of those."""
    body, key = wording.body, wording.key
    new = {each.id: new_id() for each in (*body.options, *body.matches)}
    right = tuple(tuple(new.get(each, each) for each in accepted) for accepted in key.right)
    options = [replace(each, id=new[each.id]) for each in body.options]
    matches = sorted((replace(each, id=new[each.id]) for each in body.matches), key=_id)
    if wording.kind == QuestionKind.MATCHING and len(right) == len(options):
        # What is right stands beside its text, so both move together.
        pairs = sorted(zip(options, right, strict=True), key=lambda pair: pair[0].id)
        options, right = [one for one, _ in pairs], tuple(other for _, other in pairs)
    return replace(
        wording,
        body=replace(body, options=tuple(sorted(options, key=_id)), matches=tuple(matches)),
        key=replace(
            key,
            correct=frozenset(new[each] for each in key.correct),
            feedback={new[id]: said for id, said in key.feedback.items()},
            right=right,
        ),
    )


def likeness(wording: Wording) -> str:
    """A text that two questions share exactly when they ask the same with the same answers."""
    body, key = wording.body, wording.key
    texts = {each.id: each.text for each in (*body.options, *body.matches)}
    return canonical.sha256(
        canonical.text([str(wording.kind), body.stem, body.scenario, _answers(body, key, texts)])
    )


def _answers(body: Body, key: AnswerKey, texts: dict[str, str]) -> list[object]:
    right = [[texts.get(each, each) for each in accepted] for accepted in key.right]
    if body.matches and len(right) == len(body.options):
        right = sorted([each.text, *said] for each, said in zip(body.options, right, strict=True))
    return [
        sorted(each.text for each in body.options),
        sorted(each.text for each in body.matches),
        sorted(texts[id] for id in key.correct),
        right,
    ]


def _id(option: Option) -> str:
    return option.id
