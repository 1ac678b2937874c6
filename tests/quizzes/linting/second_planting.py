"""Further ways to plant flaws, written after the rules, and not looked at while tuning them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from learning.articles.outline import Outline, Sentence
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind
from tests.quizzes.linting.planting import (
    MULTIPLE,
    SINGLE,
    TRUE_FALSE,
    Mutator,
    bare,
    right_of,
    with_options,
    with_right,
    with_stem,
    with_texts,
    wrong_of,
)

SECOND: dict[str, list[Mutator]] = {}
DENIAL = re.compile(r"\b(does not|do not|is not|are not|cannot|must not|should not|not|never)\b")
PLAIN = {
    "does not": "does", "do not": "", "is not": "is", "are not": "are", "cannot": "can",
    "must not": "must", "should not": "should", "not": "", "never": "always",
}  # fmt: skip


def plants(code: str) -> Callable[[Mutator], Mutator]:
    def register(mutator: Mutator) -> Mutator:
        SECOND.setdefault(code, []).append(mutator)
        return mutator

    return register


def planted(code: str, good: list[tuple[Wording, Outline]]) -> list[tuple[Wording, Outline]]:
    return [
        (bad, outline)
        for wording, outline in good
        for mutator in SECOND.get(code, ())
        for bad in mutator(wording, outline)
    ]


def sentences(outline: Outline) -> list[Sentence]:
    return [s for section in outline.sections for s in section.sentences if "|" not in s.text]


def typed(stem: str, text: str, kind: QuestionKind, anchors: Wording) -> Wording:
    key = AnswerKey(explanation="Look.", right=((text,),))
    return Wording(kind, Body(stem), key, anchors.anchors)


def about(sentence: Sentence, outline: Outline, wording: Wording) -> Wording:
    return replace(wording, anchors=(anchor_span(outline.text, sentence),))


def is_first(wording: Wording, outline: Outline) -> bool:
    """Whether a sentence's flaws are planted here, so that they are planted once."""
    return wording.kind == SINGLE and wording.anchors[0].sentence in {
        sentence.id for sentence in sentences(outline)
    }


def sentence_of(wording: Wording) -> str:
    return " ".join(wording.anchors[0].quote.split())


def made_plain(text: str) -> str:
    return " ".join(DENIAL.sub(lambda found: PLAIN[found[0]], text, count=1).split())


@plants("negation-dropped")
def denial_dropped_in_an_option(wording: Wording, outline: Outline) -> Iterator[Wording]:
    """Statements of the article to choose from, the key without its denial."""
    place = len(wording.body.stem)
    found = [s for s in sentences(outline) if len(DENIAL.findall(s.text)) == 1]
    found = [s for s in found if not re.search(r"not (?:only|all)|never .*unless|Unlike", s.text)]
    if wording.kind in (SINGLE, MULTIPLE) and found:
        sentence = found[place % len(found)]
        plain = made_plain(bare(sentence))
        asked = with_stem(about(sentence, outline, wording), "Which statement is right?")
        yield with_options(asked, plain, "Nobody has looked into this so far.", "It depends.")
        words = plain.rstrip(".").split()
        gap = f"{' '.join(words[:-1])} ___."
        yield typed(gap, words[-1], QuestionKind.GAP, asked)


@plants("hedge-dropped")
def hedge_made_sure_in_an_option(wording: Wording, outline: Outline) -> Iterator[Wording]:
    found = [s for s in sentences(outline) if re.search(r"\b(may|often|usually|tend to)\b", s.text)]
    found = [s for s in found if "only" not in s.text]
    if wording.kind in (SINGLE, MULTIPLE) and found:
        sentence = found[len(wording.body.stem) % len(found)]
        sure = re.sub(r"\b(may|often|usually|tend to)\b", "always", bare(sentence), count=1)
        asked = with_stem(about(sentence, outline, wording), "What does the article say?")
        yield with_options(asked, sure, "Nobody has looked into this so far.", "It depends.")
        certain = re.sub(r"\b(may|often|usually|tend to)\b", "certainly", bare(sentence), count=1)
        yield with_options(asked, certain, "Nobody has looked into this so far.", "It depends.")


@plants("two-keys")
def all_marked(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        yield with_right(wording, frozenset(option.id for option in wording.body.options))


NUMBER_WORDS = {"5": "five", "50": "fifty", "10": "ten", "12": "twelve", "60": "sixty"}


@plants("two-keys")
@plants("synonym-distractor")
def same_amount(wording: Wording, outline: Outline) -> Iterator[Wording]:
    pairs = (
        ("30 minutes", "Half an hour"), ("Two years", "24 months"), ("50 %", "Half"),
        ("Lanolin", "Wool grease"), ("Depth hoar", "Sugar snow"), ("Trash", "Garbage"),
        ("MFA", "Multi-factor authentication"), ("CTS", "Carpal tunnel syndrome"),
        ("The legal warranty", "The statutory guarantee"), ("A rapid test", "A fast test"),
        ("It purchases grain", "It buys grain"), ("It assists people", "It helps people"),
        ("Three days", "72 hours"), ("Getting ill", "Getting sick"),
    )  # fmt: skip
    known = outline.text.casefold()
    own = ("Lanolin", "Depth hoar", "MFA", "The legal warranty", "CTS")
    if wording.kind == SINGLE:
        one, other = pairs[len(wording.body.stem) % len(pairs)]
        if one not in own or one.removeprefix("The ").casefold() in known:
            yield with_options(wording, one, other, "Something else altogether")


@plants("answer-in-stem")
def key_as_topic(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE and not re.search(r"\d", right_of(wording)[0].text):
        key = right_of(wording)[0].text.rstrip(".")
        stem = wording.body.stem
        yield with_stem(wording, f"This is about “{key}”. {stem}")
    if wording.kind == QuestionKind.SHORT_TEXT:
        text = wording.key.right[0][0]
        yield with_stem(wording, f"{wording.body.stem.rstrip('?')}, as with any {text}?")


@plants("dangling-reference")
def cut_out_of_the_text(wording: Wording, outline: Outline) -> Iterator[Wording]:
    stem = wording.body.stem
    low = stem[0].lower() + stem[1:]
    if wording.kind == TRUE_FALSE:
        rest = re.sub(r"^(?:The |A |An )?\S+ ", "", stem, count=1)
        yield with_stem(wording, f"This {rest}")
        yield with_stem(wording, f"Moreover, {low}")
    if wording.kind in (SINGLE, MULTIPLE):
        yield with_stem(wording, "What is it used for?")
        yield with_stem(wording, "Why do they do so?")
        yield with_stem(wording, f"In the previous section, {low}")
        yield with_stem(wording, "Which effect do these substances have?")
        yield with_stem(wording, "How does such a process begin?")


@plants("negative-stem")
def asks_for_the_odd_one(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        for stem in (
            "Which one doesn’t belong to the others?",
            "Which of the following is FALSE?",
            "All of the following are mentioned, except:",
            "Which of these would you least likely meet?",
            "What is NOT said in the article?",
        ):
            yield with_stem(wording, stem)


@plants("grammar-cue")
def ends_with_an_article(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        for word, texts in (
            ("an", ("umbrella", "table", "carpet")), ("a", ("helmet", "orange", "apple")),
            ("an", ("hour", "month", "day")), ("a", ("uniform", "apron", "overall")),
        ):  # fmt: skip
            yield with_options(with_stem(wording, f"What is needed is {word}"), *texts)
        yield with_options(with_stem(wording, "The main parts are the"), "gates", "wall", "roof")


@plants("range-overlap")
def nested_ranges(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        n = 3 + len(wording.body.stem) % 40
        yield with_options(wording, f"{n}-{n + 10}", f"{n + 10}-{n + 20}", f"{n + 20}-{n + 30}")
        yield with_options(wording, f"from {n} to {n + 9} m", f"from {n + 4} to {n + 5} m", "1 m")
        yield with_options(wording, f"at least {n} g", f"{n + 6} g", f"{n - 2} g")
        yield with_options(wording, f"under {n} %", f"under {n + 9} %", f"{n + 30} %")


@plants("absolute-words")
def exaggerating(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        if any(re.search(r"\b(only|always|never|all|every)\b", o.text) for o in right_of(wording)):
            return
        for option in wrong_of(wording)[:1]:
            low = option.text.rstrip(".")
            for more in (
                ", without any doubt always", ", and never anything else", " and nothing else",
                ", which is impossible to change",
            ):  # fmt: skip
                yield with_texts(wording, {option.id: low + more})


@plants("key-longest")
def short_distractors(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE and len(right_of(wording)[0].text.split()) > 3:
        short = ("Cold", "Rain", "Luck", "Sand")
        yield with_texts(wording, {o.id: short[n] for n, o in enumerate(wrong_of(wording))})
    if wording.kind == SINGLE:
        key = right_of(wording)[0]
        yield with_texts(wording, {key.id: f"{key.text} (more precisely: {sentence_of(wording)})"})


@plants("all-of-the-above")
def one_for_all(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        last = wording.body.options[-1].id
        for text in (
            "None of the other answers", "All the options above", "Both of the above",
            "Options A and B", "All of them are right", "None of these is correct.",
        ):  # fmt: skip
            yield with_texts(wording, {last: text})


@plants("number-not-in-quote")
def other_figure(wording: Wording, outline: Outline) -> Iterator[Wording]:
    for sentence in sentences(outline):
        found = re.search(r"(?<![\d,.:])\b(\d+) (\w+)", bare(sentence))
        if found and wording.kind == QuestionKind.NUMERIC:
            asked = about(sentence, outline, wording)
            wrong = str(int(found[1]) * 7 + 1)
            yield typed(f"How many {found[2]} are named?", wrong, QuestionKind.NUMERIC, asked)
            text = f"{wrong} {found[2]}"
            choice = with_stem(asked, f"How many {found[2]} are named?")
            yield with_options(choice, text, f"{found[1]} {found[2]}", f"1 {found[2]}")


@plants("stem-not-a-question")
def names_a_topic(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        for stem in ("Safety", "Causes and effects.", "This module", "The rules of the house."):
            yield with_stem(wording, stem)


@plants("double-negative")
def not_unlike(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, TRUE_FALSE):
        yield with_stem(wording, "It is not unusual that nobody complains.")
        yield with_stem(wording, "Nobody should never leave the door open.")
        yield with_stem(wording, "It isn’t incorrect to wait.")


@plants("layout-junk")
def remains(wording: Wording, outline: Outline) -> Iterator[Wording]:
    stem = wording.body.stem.rstrip("?.")
    for text in (f"{stem} [12]?", f"{stem} (see Fig. 4)?", f"## {stem}?", f"<p>{stem}?</p>",
                 f"{stem}?†", f"{stem} &amp; more?", f"__{stem}__?", f"{stem} (Table B)?",
                 f"{stem}, as in the figure below?", f"{{{{quote}}}} {stem}?"):  # fmt: skip
        yield with_stem(wording, text)
    if wording.kind == SINGLE:
        option = wording.body.options[0]
        for text in (f"a) {option.text}", f"* {option.text}", f"(2) {option.text}"):
            yield with_texts(wording, {option.id: text})


@plants("quote-not-in-article")
def quoted_from_memory(wording: Wording, outline: Outline) -> Iterator[Wording]:
    anchor, *others = wording.anchors
    for quote in (
        anchor.quote.replace(" the ", " some ", 1) + " Really.", anchor.quote[::-1],
        anchor.quote.replace("e", "a", 1), f"{anchor.quote[:-1]} (as it were).",
    ):  # fmt: skip
        yield replace(wording, anchors=(replace(anchor, quote=quote), *others))


@plants("span-mismatch")
def out_of_place(wording: Wording, outline: Outline) -> Iterator[Wording]:
    anchor, *others = wording.anchors
    middle = (anchor.start + anchor.end) // 2
    elsewhere = next(s for s in sentences(outline) if s.id != anchor.sentence)
    for moved in (
        replace(anchor, end=middle), replace(anchor, start=middle),
        replace(anchor, sentence=elsewhere.id), replace(anchor, sentence=""),
        replace(anchor, start=elsewhere.start, end=elsewhere.end),
    ):  # fmt: skip
        yield replace(wording, anchors=(moved, *others))


@plants("duplicate-option")
def twice_the_same(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        one, two = wrong_of(wording)[0], wording.body.options[0]
        if one.id == two.id:
            two = wording.body.options[1]
        for text in (two.text.title(), f"{two.text}…", f"‘{two.text}’", f"{two.text} ;"):
            yield with_texts(wording, {one.id: text})
        yield replace(
            wording,
            body=replace(wording.body, options=(*wording.body.options, Option("again", two.text))),
        )
