"""How much of a drafted wording a person changed before putting their name under it."""

from difflib import SequenceMatcher

from learning.quizzes.content import Wording


def changed_characters(drafted: Wording, approved: Wording) -> int:
    """The characters that differ, part by part; a mark or a sentence set or taken away is one.

    Parts are paired by what they are (the stem, one option by its id), so an option that only
    stands elsewhere now is no change. By difflib: of a replaced stretch its longer side counts.
    """
    before, after = _texts(drafted), _texts(approved)
    texts = sum(_differing(before.get(n, ""), after.get(n, "")) for n in before.keys() | after)
    return texts + len(_marks(drafted) ^ _marks(approved))


def _differing(one: str, other: str) -> int:
    if one == other:
        return 0
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(a1 - a0, b1 - b0) for tag, a0, a1, b0, b1 in changes if tag != "equal")


def _texts(wording: Wording) -> dict[tuple[str, str], str]:
    body, key = wording.body, wording.key
    texts = {
        ("stem", ""): body.stem,
        ("scenario", ""): body.scenario,
        ("unit", ""): body.unit,
        ("explanation", ""): key.explanation,
        ("tolerance", ""): key.tolerance,
    }
    texts |= {("part", each.id): each.text for each in (*body.options, *body.matches)}
    texts |= {("feedback", id): said for id, said in key.feedback.items()}
    known = {each.id for each in (*body.options, *body.matches)}
    for place, accepted in enumerate(key.right):
        typed = [text for text in accepted if text not in known]
        texts["accepted", str(place)] = "\n".join(typed)
    return texts


def _marks(wording: Wording) -> set[tuple[str, str, str]]:
    """What is a choice and no text: the kind, the right ones, the sentences, the images."""
    body, key = wording.body, wording.key
    parts = {each.id: each for each in (*body.options, *body.matches)}
    marks = {("kind", str(wording.kind), "")}
    marks |= {("correct", id, "") for id in key.correct}
    marks |= {("sentence", anchor.sentence, "") for anchor in wording.anchors}
    marks |= {("image", image.sha256, image.alt) for image in body.images}
    for place, accepted in enumerate(key.right):
        marks |= {("right", str(place), id) for id in accepted if id in parts}
    return marks
