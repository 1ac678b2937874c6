"""A question's wording once more: the same words under ids of their own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import Option, QuestionKind


def with_new_ids(wording: Wording, new_id: Callable[[], str]) -> Wording:
    """The wording with other ids for its options and matches, so that they tell nothing.

    Whoever has seen the key of the one would otherwise know that of the other by its ids.
    """
    body, key = wording.body, wording.key
    ids = {option.id: new_id() for option in (*body.options, *body.matches)}
    options, matches = _renamed(body.options, ids), _renamed(body.matches, ids)
    right = key.right
    if wording.kind == QuestionKind.MATCHING:
        # One match per option, in the order of the options: with new ids that is another one.
        belongs = {ids[o.id]: part for o, part in zip(body.options, key.right, strict=True)}
        right = tuple(belongs[option.id] for option in options)
    return replace(
        wording,
        body=replace(body, options=options, matches=matches),
        key=replace(
            key,
            correct=frozenset(ids[id] for id in key.correct),
            feedback={ids[id]: said for id, said in key.feedback.items()},
            right=tuple(tuple(ids.get(each, each) for each in part) for part in right),
        ),
    )


def _renamed(options: Iterable[Option], ids: Mapping[str, str]) -> tuple[Option, ...]:
    renamed = (replace(option, id=ids[option.id]) for option in options)
    return tuple(sorted(renamed, key=lambda option: option.id))
