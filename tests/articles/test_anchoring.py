"""Sentences are found again when text moves, and never taken for the same when they changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.articles.anchoring import Found, Moves, meaning_of
from learning.articles.outline import Sentence, outline_of_text

WORDS = (
    "soap", "water", "grease", "skin", "germs", "hands", "nails", "towels", "dry", "warm", "clean",
    "carry", "loosens", "takes", "holds", "twenty", "seconds", "well", "mostly", "not", "never",
)  # fmt: skip

sentences = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(
        lambda words: " ".join(words).capitalize() + "."
    ),
    st.sampled_from(("Wash now and well.", "Wash now.")),  # so that some stand there twice
)
articles = st.lists(st.lists(sentences, min_size=1, max_size=5), min_size=2, max_size=4)


def written(parts: list[list[str]]) -> str:
    return "\n\n".join(f"## Part {n}\n\n{' '.join(part)}" for n, part in enumerate(parts, 1))


def sentences_of(text: str) -> list[Sentence]:
    outline = outline_of_text(text, "markdown")
    return [sentence for section in outline.sections for sentence in section.sentences]


def found(old: str, new: str, quote: str) -> Found | None:
    start = old.index(quote)
    return Moves(old, outline_of_text(new, "markdown")).find(start, start + len(quote))


@given(articles, st.data())
def test_edits_elsewhere_keep_every_anchor(parts: list[list[str]], data: st.DataObject) -> None:
    text = written(parts)
    part = data.draw(st.integers(0, len(parts) - 1))
    place = data.draw(st.integers(0, len(parts[part]) - 1))
    changed = [list(each) for each in parts]
    act = data.draw(st.sampled_from(("insert", "replace", "remove")))
    new = [] if act == "remove" else [data.draw(sentences)]
    changed[part][place : place + (act != "insert")] = new
    if not changed[part]:
        changed[part] = ["Nothing."]
    moves = Moves(text, outline_of_text(written(changed), "markdown"))
    flat = [(p, s) for p, each in enumerate(parts) for s in range(len(each))]
    touched = act != "insert"
    for at, sentence in zip(flat, sentences_of(text), strict=True):
        if touched and at == (part, place):
            continue
        now = moves.find(sentence.start, sentence.end)
        assert now is not None
        # Where a copy of it is what was changed, and it isn't surely in its place, asking is right.
        copies = sum(each.count(sentence.text) for each in parts)
        assert now.is_same or copies > 1
        assert [s.text for s in now.sentences] == [sentence.text]


@given(articles, st.data())
def test_edits_in_the_sentence_never_keep_it_silently(
    parts: list[list[str]], data: st.DataObject
) -> None:
    text = written(parts)
    part = data.draw(st.integers(0, len(parts) - 1))
    place = data.draw(st.integers(0, len(parts[part]) - 1))
    words = parts[part][place].rstrip(".").split()
    at = data.draw(st.integers(0, len(words) - 1))
    act = data.draw(st.sampled_from(("insert", "replace", "remove")))
    word = data.draw(st.sampled_from((*WORDS, "5", "< 5")))
    words[at : at + (act != "insert")] = [] if act == "remove" else [word]
    edited = " ".join(words) + "."
    if meaning_of(edited) == meaning_of(parts[part][place]):
        return
    changed = [list(each) for each in parts]
    changed[part][place] = edited
    flat = [s for p, each in enumerate(parts) for s in range(len(each)) if p < part]
    sentence = sentences_of(text)[len(flat) + place]
    now = Moves(text, outline_of_text(written(changed), "markdown")).find(
        sentence.start, sentence.end
    )
    assert now is None or not now.is_same


OLD = "## One\n\nWash for 20 seconds. Do not rinse.\n\n## Two\n\nUse 5% chlorine. Dr. Ng agrees.\n"


@pytest.mark.parametrize(
    ("quote", "old", "new"),
    [
        ("Wash for 20 seconds.", "Wash for 20 seconds.", "**Wash** for 20 seconds!"),
        ("Do not rinse.", "Do not rinse.", "DO NOT rinse."),
        ("Use 5% chlorine.", "Use 5% chlorine.", "Use 5 % [chlorine](https://example.org/a)."),
        ("Use 5% chlorine.", "Wash for 20 seconds. ", ""),
    ],
)
def test_what_bears_no_meaning_changes_nothing(quote: str, old: str, new: str) -> None:
    now = found(OLD, OLD.replace(old, new), quote)
    assert now is not None
    assert now.is_same


@pytest.mark.parametrize(
    ("quote", "new"),
    [
        ("Wash for 20 seconds.", "Wash for 2.0 seconds."),
        ("Wash for 20 seconds.", "Wash for > 20 seconds."),
        ("Wash for 20 seconds.", "Wash for −20 seconds."),
        ("Wash for 20 seconds.", "Don’t wash for 20 seconds."),
        ("Do not rinse.", "Do rinse."),
        ("Do not rinse.", "Do ~~not~~ rinse."),
        ("Use 5% chlorine.", "Use 5‰ chlorine."),
        ("Use 5% chlorine.", "Use 5% chloride."),
    ],
)
def test_a_small_change_of_meaning_is_found_and_told(quote: str, new: str) -> None:
    now = found(OLD, OLD.replace(quote, new), quote)
    assert now is not None
    assert not now.is_same
    assert [sentence.text for sentence in now.sentences] == [new]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take .5 mg a day.", "Take 5 mg a day."),
        ("Take ,5 mg a day.", "Take 5 mg a day."),
        ("Take -.5 mg a day.", "Take -5 mg a day."),
        ("Version v1.5 is safe.", "Version v1 5 is safe."),
        ("Keep it at –5 °C.", "Keep it at 5 °C."),
        ("Keep it at — 5 °C.", "Keep it at 5 °C."),
        ("There are 10² germs.", "There are 102 germs."),
        ("There are 10&sup2; germs.", "There are 102 germs."),
        ("There are 10^2 germs.", "There are 10 2 germs."),
        ("There are 10⁻² germs.", "There are 10² germs."),
        ("There are 10₂ germs.", "There are 102 germs."),
        ("Take 1½ spoons.", "Take 11/2 spoons."),
        ("Take 5–10 mg.", "Take 5 10 mg."),
        ("Take 5 – 10 mg.", "Take 5 10 mg."),
        ("Take 5 mg – 10 mg.", "Take 5 mg 10 mg."),
        ("Take 5 –10 mg.", "Take 5–10 mg."),
        ("Take 5 mg/kg.", "Take 5 mg kg."),
    ],
)
def test_a_sign_that_makes_another_number_is_never_lost(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        text = f"## One\n\n{before} Then rest.\n\n## Two\n\nMore.\n"
        now = found(text, text.replace(before, after), before)
        assert now is None or not now.is_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Take 5–10 mg.", "Take 5-10 mg."),
        ("Take 5–10 mg.", "Take 5 — 10 mg."),
        ("Keep it at −5 °C.", "Keep it at -5 °C."),
        ("Take 1½ spoons.", "Take 1 1/2 spoons."),
        ("There are 10² germs.", "There are 10^2 germs."),
        ("Soap – not water – helps.", "Soap, not water, helps."),
    ],
)
def test_another_way_to_write_a_sign_says_the_same(one: str, other: str) -> None:
    assert meaning_of(one) == meaning_of(other)


def test_a_sentence_that_became_two_is_both() -> None:
    old = "## One\n\nSoap loosens grease; water takes it away. Dry your hands.\n"
    new = old.replace("; water", ". Water")
    now = found(old, new, "Soap loosens grease; water takes it away.")
    assert now is not None
    assert now.is_same
    assert [s.text for s in now.sentences] == ["Soap loosens grease.", "Water takes it away."]


def test_a_sentence_that_joined_another_is_looked_at_again() -> None:
    old = "## One\n\nIt is a myth. Water cures colds.\n\n## Two\n\nMore.\n"
    now = found(old, old.replace("myth. Water", "myth that water"), "Water cures colds.")
    assert now is None or not now.is_same


def test_of_equal_sentences_the_one_among_its_neighbours_is_meant() -> None:
    old = "## One\n\nSoap is old. Wash now. It helps.\n\n## Two\n\nWater is free. Wash now. Dry.\n"
    new = "## Zero\n\nFirst of all.\n\n" + old.replace("It helps.", "It does help.")
    second = old.rindex("Wash now.")
    now = Moves(old, outline_of_text(new, "markdown")).find(second, second + len("Wash now."))
    assert now is not None
    assert now.is_same
    assert now.sentences[0].start == new.rindex("Wash now.")


def test_what_is_gone_is_not_found() -> None:
    assert found(OLD, OLD.replace("Dr. Ng agrees.", ""), "Dr. Ng agrees.") is None
