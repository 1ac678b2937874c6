"""Flaws planted into good questions: by code, functions that spoil a question or pass it by."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from learning.articles.outline import Outline, Sentence
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind

SINGLE, MULTIPLE, TRUE_FALSE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE
# Questions that a mutator makes of one; none where its flaw can't be planted there.
Mutator = Callable[[Wording, Outline], Iterator[Wording]]
MUTATORS: dict[str, list[Mutator]] = {}
# Flaws of sentences are planted into statements made of them, whatever the questions are.
FROM_SENTENCES: dict[str, list[Callable[[Sentence], Iterator[tuple[str, bool]]]]] = {}


def plants(code: str) -> Callable[[Mutator], Mutator]:
    def register(mutator: Mutator) -> Mutator:
        MUTATORS.setdefault(code, []).append(mutator)
        return mutator

    return register


def states(code: str) -> Callable[..., Callable[[Sentence], Iterator[tuple[str, bool]]]]:
    def register(
        made: Callable[[Sentence], Iterator[tuple[str, bool]]],
    ) -> Callable[[Sentence], Iterator[tuple[str, bool]]]:
        FROM_SENTENCES.setdefault(code, []).append(made)
        return made

    return register


def planted(code: str, good: list[tuple[Wording, Outline]]) -> list[tuple[Wording, Outline]]:
    """All questions with this flaw that can be made of the good ones and of their articles."""
    found = [
        (bad, outline)
        for wording, outline in good
        for mutator in MUTATORS.get(code, ())
        for bad in mutator(wording, outline)
    ]
    outlines = list({id(outline): outline for _, outline in good}.values())
    for outline in outlines:
        for section in outline.sections:
            for sentence in section.sentences:
                for made in FROM_SENTENCES.get(code, ()):
                    for text, holds in made(sentence):
                        found.append((statement(text, holds, sentence, outline), outline))
    return found


def statement(text: str, holds: bool, sentence: Sentence, outline: Outline) -> Wording:
    options = (Option("t", "True"), Option("f", "False"))
    right = "t" if holds else "f"
    key = AnswerKey(frozenset((right,)), "Look at the article.", {"t": "Look.", "f": "Look."})
    return Wording(TRUE_FALSE, Body(text, options), key, (anchor_span(outline.text, sentence),))


def with_stem(wording: Wording, stem: str) -> Wording:
    return replace(wording, body=replace(wording.body, stem=stem))


def with_texts(wording: Wording, texts: dict[str, str]) -> Wording:
    """The question with other words in some of its options."""
    options = tuple(replace(o, text=texts.get(o.id, o.text)) for o in wording.body.options)
    return replace(wording, body=replace(wording.body, options=options))


def with_options(wording: Wording, *texts: str) -> Wording:
    """A choice whose first option is right."""
    options = tuple(Option(f"o{n}", text) for n, text in enumerate(texts))
    key = replace(
        wording.key,
        correct=frozenset(("o0",)),
        feedback=dict.fromkeys([o.id for o in options], "X."),
    )
    return replace(wording, kind=SINGLE, body=Body(wording.body.stem, options), key=key)


def with_right(wording: Wording, right: frozenset[str]) -> Wording:
    return replace(wording, key=replace(wording.key, correct=right))


def right_of(wording: Wording) -> list[Option]:
    return [o for o in wording.body.options if o.id in wording.key.correct]


def wrong_of(wording: Wording) -> list[Option]:
    return [o for o in wording.body.options if o.id not in wording.key.correct]


def bare(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())


# What is missing


@plants("stem-missing")
def without_stem(wording: Wording, outline: Outline) -> Iterator[Wording]:
    yield with_stem(wording, "")
    yield with_stem(wording, " \n")


@plants("explanation-missing")
def without_explanation(wording: Wording, outline: Outline) -> Iterator[Wording]:
    for text in ("", "  "):
        yield replace(wording, key=replace(wording.key, explanation=text))


@plants("feedback-missing")
def without_feedback(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.key.feedback:
        yield replace(wording, key=replace(wording.key, feedback={}))
        wrong = wrong_of(wording)[0].id
        left = {id: text for id, text in wording.key.feedback.items() if id != wrong}
        yield replace(wording, key=replace(wording.key, feedback=left))


@plants("anchor-missing")
def without_anchor(wording: Wording, outline: Outline) -> Iterator[Wording]:
    yield replace(wording, anchors=())


@plants("option-empty")
def without_words(wording: Wording, outline: Outline) -> Iterator[Wording]:
    for option in wording.body.options[:2]:
        yield with_texts(wording, {option.id: " "})


@plants("options-number")
def too_many_or_few(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        yield replace(wording, body=replace(wording.body, options=wording.body.options[:1]))
        more = tuple(Option(f"x{n}", f"Some other thing {n}") for n in range(6))
        yield replace(wording, body=replace(wording.body, options=wording.body.options + more))


@plants("no-key")
def without_key(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.key.correct:
        yield with_right(wording, frozenset())
        yield with_right(wording, frozenset(("elsewhere",)))
    elif wording.kind not in (QuestionKind.MATCHING, QuestionKind.ORDERING):
        yield replace(wording, key=replace(wording.key, right=()))
        yield replace(wording, key=replace(wording.key, right=(("",),)))


# Sameness


@plants("two-keys")
def two_marked(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, TRUE_FALSE):
        yield with_right(wording, wording.key.correct | {wrong_of(wording)[0].id})


@plants("two-keys")
def another_of_the_row(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == MULTIPLE:
        first, *others = right_of(wording)
        said = " ".join(anchor.quote for anchor in wording.anchors).casefold()
        for other in others:
            if not all(each.text.casefold() in said for each in (first, other)):
                continue  # in no row of the article
            yield with_options(
                wording, first.text, other.text, *(o.text for o in wrong_of(wording)[:1])
            )


@plants("two-keys")
def same_in_other_words(wording: Wording, outline: Outline) -> Iterator[Wording]:
    yield from named_otherwise(wording, outline)


@plants("duplicate-option")
def said_again(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        key, wrong = right_of(wording)[0].text, wrong_of(wording)[-1].id
        shapes = (key, key.upper(), f"{key}.", f" {key} ", f"“{key}”", key.replace(" ", "  "))
        for text in (*shapes, f"The {key[0].lower()}{key[1:]}"):
            yield with_texts(wording, {wrong: text})
        if len(wrong_of(wording)) > 1:
            yield with_texts(wording, {wrong: wrong_of(wording)[0].text.lower()})


OTHER_NAMES = [
    ("Propolis", "Bee glue"), ("Green waste", "Nitrogen-rich waste"), ("Hooch", "Grey liquid"),
    ("A starter", "A levain"), ("Brown waste", "Carbon-rich waste"), ("Microbes", "Microorganisms"),
    ("The doctor", "The physician"), ("A large amount", "A big amount"), ("Two weeks", "14 days"),
    ("60 minutes", "1 hour"), ("Carbon dioxide", "CO2"), ("Half", "50 per cent"),
    ("It reduces the heat", "It lowers the heat"), ("It starts quickly", "It starts rapidly"),
    ("Buying a lid", "Purchasing a lid"), ("Damp soil", "Moist soil"), ("Twice", "Two times"),
    ("Noradrenaline", "Norepinephrine"), ("Waste", "Rubbish"), ("Every day", "Daily"),
    ("It colours the crust", "It dyes the crust"), ("Selective serotonin inhibitors", "SSIs"),
    ("1 kg", "1000 g"), ("Wet cloth", "Wet fabric"), ("Illness", "Disease"),
]  # fmt: skip


@plants("synonym-distractor")
def named_otherwise(wording: Wording, outline: Outline) -> Iterator[Wording]:
    names = OTHER_NAMES[4:] if "compost" not in outline.text else OTHER_NAMES
    if wording.kind == SINGLE and wording.body.stem.startswith(("Which", "What")):
        place = len(wording.body.stem)
        for one, other in (names[place % len(names)], names[(place + 7) % len(names)]):
            known = one in ("Propolis", "Hooch", "A starter", "Green waste", "Brown waste")
            if known and one.split()[-1].casefold() not in outline.text.casefold():
                continue
            if one == "Hooch":
                continue
            yield with_options(wording, one, other, "Something else")


# Anchors


@plants("quote-not-in-article")
def misquoted(wording: Wording, outline: Outline) -> Iterator[Wording]:
    anchor, *others = wording.anchors
    said = anchor.quote.split()
    changed = [
        " ".join([*said[:2], "perhaps", *said[2:]]),
        " ".join([*said[:1], *said[2:]]),
        " ".join([*said[:-2], "elsewhere", said[-1]]),
        "Cats sleep for most of the day.",
        "",
    ]
    for quote in changed:
        yield replace(wording, anchors=(replace(anchor, quote=quote), *others))


@plants("span-mismatch")
def misplaced(wording: Wording, outline: Outline) -> Iterator[Wording]:
    anchor, *others = wording.anchors
    shifted = [
        replace(anchor, start=anchor.start + 5), replace(anchor, end=anchor.end - 4),
        replace(anchor, start=anchor.start - 3, end=anchor.end - 3),
        replace(anchor, sentence="0123456789abcdef"), replace(anchor, start=-1, end=-1),
        replace(anchor, start=0, end=len(outline.text) + 9),
        replace(anchor, sentence=outline.sections[0].sentences[0].id, start=0, end=9),
    ]  # fmt: skip
    for wrong in shifted:
        yield replace(wording, anchors=(wrong, *others))


# What the article says


@states("negation-dropped")
def denial_left_out(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    if not re.search(r"[Dd]o not|not only", text):
        without = re.sub(r"\b(does not|do not|not|never) ", "", text, count=1)
        without = without.replace("cannot", "can")
        if without != text and len(re.findall(r"\bnot\b|\bnever\b|\bno\b|n’t", text)) == 1:
            yield without, True
            yield f"True or false: {without[0].lower()}{without[1:]}", True


@states("negation-dropped")
def denial_put_in(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    if not re.search(r"\bnot\b|\bnever\b|\bno\b|n’t|nobody|neither|cannot|only", text, re.I):
        denied = re.sub(r"\b(is|are|can|may|should|must|has to) ", r"\1 not ", text, count=1)
        if denied != text and "|" not in text and text.count(",") < 2:
            yield denied, True


@plants("negation-dropped")
def key_turned(wording: Wording, outline: Outline) -> Iterator[Wording]:
    denies = any(re.search(r"\bnot\b|\bnever\b", a.quote) for a in wording.anchors)
    if wording.kind == TRUE_FALSE and denies and wording.key.correct == {"f"}:
        yield with_right(wording, frozenset(("t",)))


@states("hedge-dropped")
def surer(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    if re.search(r"\bnobody may|\bmay use|may be used only|\bmay go\b", text, re.I):
        return
    for hedge in ("may", "can", "often", "usually", "rarely", "some"):
        if re.search(rf"\b{hedge}\b", text):
            sure = {"may": "must always", "can": "will always", "rarely": "never", "some": "all"}
            strong = sure.get(hedge, "always")
            yield re.sub(rf"\b{hedge}\b", strong, text, count=1), True
            if hedge in ("may", "often", "usually"):
                yield re.sub(rf"\b{hedge} ", "", text, count=1), True


@states("number-not-in-quote")
def other_number(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    for found in re.finditer(r"\b\d[\d,]*\b", text):
        yield (
            f"{text[: found.start()]}{int(found[0].replace(',', '')) + 7}{text[found.end() :]}",
            True,
        )


@plants("number-not-in-quote")
def other_key_number(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == QuestionKind.NUMERIC:
        value = wording.key.right[0][0]
        for wrong in (f"{value}7", f"{int(value) + 3}", f"{value}.5"):
            yield replace(wording, key=replace(wording.key, right=((wrong,),)))
    if wording.kind == SINGLE and re.search(r"\d", right_of(wording)[0].text):
        key = right_of(wording)[0]
        yield with_texts(wording, {key.id: re.sub(r"\d+", lambda n: str(int(n[0]) + 9), key.text)})


@plants("key-not-in-quote")
def other_sentences(wording: Wording, outline: Outline) -> Iterator[Wording]:
    """The anchors are moved to a sentence that is about something else."""
    if wording.kind in (SINGLE, QuestionKind.SHORT_TEXT):
        texts = [o.text for o in right_of(wording)] or [wording.key.right[0][0]]
        of_number = r"\d|\b(?:two|four|six|ten|twice|half|nobody)\b"
        if len(texts[0].split()) > 2 or re.search(of_number, texts[0], re.IGNORECASE):
            return
        known = {word[:4].casefold() for text in texts for word in re.findall(r"\w{4,}", text)}
        for section in outline.sections:
            for sentence in section.sentences[:1]:
                if not any(start in sentence.text.casefold() for start in known):
                    yield replace(wording, anchors=(anchor_span(outline.text, sentence),))
                    return


@plants("key-not-in-quote")
def wrong_key(wording: Wording, outline: Outline) -> Iterator[Wording]:
    """Another option is marked right, while what was right is quoted."""
    if wording.kind == SINGLE and len(right_of(wording)[0].text.split()) < 3:
        said = " ".join(anchor.quote for anchor in wording.anchors).casefold()
        for option in wrong_of(wording):
            is_said = any(word in said for word in re.findall(r"\w{4,}", option.text.casefold()))
            if not is_said and not re.search(r"\d|\bsix|\bfour|nothing", option.text, re.I):
                yield with_right(wording, frozenset((option.id,)))


@plants("distractor-supported")
def key_left_unmarked(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == MULTIPLE:
        for option in right_of(wording)[1:]:
            yield with_right(wording, wording.key.correct - {option.id})


@states("true-statement-keyed-false")
def said_by_the_quote(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    if not re.search(r"\bnot\b|\bno\b|\bnever\b|\||n’t|nobody|neither|cannot", text, re.I):
        yield text, False


@plants("distractor-supported")
def true_elsewhere(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == TRUE_FALSE:
        for section in outline.sections[1:]:
            sentence = section.sentences[-1]
            if sentence.text not in {a.quote for a in wording.anchors}:
                yield with_right(with_stem(wording, bare(sentence)), frozenset(("f",)))


@states("opinion-as-fact")
def without_those_who_think(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    text = bare(sentence)
    for part in re.findall(r"(?:think|believe|argue|argues|say) that (.+)", text):
        yield part[0].upper() + part[1:], True


# Options that give the key away


@plants("key-longest")
def long_key(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        key = right_of(wording)[0]
        for more in (
            ", as the article explains with care and in full detail",
            " in nearly all of the cases that people have looked at so far",
        ):
            yield with_texts(wording, {key.id: key.text + more})
        if len(key.text.split()) > 3:
            yield with_texts(wording, {o.id: o.text.split()[-1] for o in wrong_of(wording)})


@plants("absolute-words")
def strong_distractor(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        said = " ".join([wording.body.stem, *(a.quote for a in wording.anchors)]).casefold()
        option = wrong_of(wording)[0]
        low = option.text[0].lower() + option.text[1:]
        strong = {
            "always": f"Always {low}", "only": f"Only {low}", "never": f"Never {low}",
            "every": f"{option.text} in every case", "completely": f"Completely {low}",
            "all": f"{option.text} at all times",
        }  # fmt: skip
        for word, text in strong.items():
            if word not in said and not any(word in o.text.lower() for o in right_of(wording)):
                yield with_texts(wording, {option.id: text})


@plants("all-of-the-above")
def all_or_none(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE):
        for text in ("All of the above", "None of the above.", "All of these", "Both of these",
                     "None of them", "A and B", "Both A and C", "all the above"):  # fmt: skip
            yield with_texts(wording, {wording.body.options[-1].id: text})


@plants("grammar-cue")
def article_in_the_stem(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        names = ("Oven", "Jar", "Lid"), ("Alarm", "Bell", "Drill"), ("Lamp", "Engine", "Apron")
        for right, *others in names:
            word = "an" if right[0] in "AEIOU" else "a"
            for stem in (f"What stands in the room is {word}", f"In the room stands {word} ___",
                         f"In the room there is {word}:"):  # fmt: skip
                yield with_options(with_stem(wording, stem), right, *others)


@plants("grammar-cue")
def number_in_the_stem(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        yield with_options(with_stem(wording, "Which are used first?"), "Lids", "Jar", "Bell")
        yield with_options(with_stem(wording, "What is used first is the"), "Lid", "Jars", "Bells")


@plants("range-overlap")
def ranges_that_meet(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        n = 2 + len(wording.body.stem) % 30
        for texts in (
            (f"{n}–{n + 5} days", f"{n + 3}–{n + 9} days", f"{n + 20}–{n + 30} days"),
            (f"{n} to {n + 5} kg", f"{n + 5} to {n + 9} kg", f"{n + 9} to {n + 12} kg"),
            (f"between {n} and {n + 4} %", f"{n + 2} %", f"{n + 9} %"),
            (f"{n} minutes", f"less than {n + 5} minutes", f"{n + 8} minutes"),
            (f"more than {n}", f"{n + 3}", f"{n - 1}"),
        ):
            yield with_options(with_stem(wording, "How much of it is needed for the heap?"), *texts)


@plants("numbers-unordered")
def numbers_in_disorder(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        for texts in (("20 g", "5 g", "50 g"), ("5", "50", "20"), ("two", "nine", "four")):
            yield with_options(wording, *texts)


@plants("outside-stated-range")
def out_of_range(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind == SINGLE:
        n = 10 + len(wording.body.stem)
        for stem in (
            f"Which number between {n} and {n + 50} is it?",
            f"It is less than {n + 51}: what?",
            f"From {n} to {n + 40} kg were found. How many?",
        ):
            yield with_options(with_stem(wording, stem), f"{n + 10}", f"{n + 30}", f"{n + 90}")
        yield with_options(
            with_stem(wording, f"It costs between ___ and ${n}."),
            f"${n - 5}",
            f"${n - 3}",
            f"${n + 200}",
        )


# Stems


SUBJECT = re.compile(
    r"\b(?:a|an|the) (?:old |good |cold |fire |worker |winter )?(?!of|that|what|not|is)([a-z]+)\b"
)


@plants("dangling-reference")
def pointing(wording: Wording, outline: Outline) -> Iterator[Wording]:
    stem = wording.body.stem
    lower = stem[0].lower() + stem[1:]
    found = SUBJECT.search(stem)
    if found and wording.kind not in (TRUE_FALSE, QuestionKind.ORDERING, QuestionKind.MATCHING):
        before, after = stem[: found.start()], stem[found.end() :]
        is_first = not re.search(r"[a-z]{4,}", re.sub("(?i)which|what|does|have", "", before))
        if is_first and not after.startswith(" of"):
            yield with_stem(wording, f"{before}it{after}")
        yield with_stem(wording, f"{before}this {found[1]}{after}")
        yield with_stem(wording, f"{before}such a {found[1]}{after}")
    yield with_stem(wording, f"As mentioned above, {lower}")
    if wording.kind == TRUE_FALSE:
        yield with_stem(wording, f"However, {lower}")
        yield with_stem(wording, f"Therefore {lower}")
    if wording.kind == QuestionKind.GAP:
        yield with_stem(wording, f"These ___ matter most: {lower}")


@plants("answer-in-stem")
def answer_told(wording: Wording, outline: Outline) -> Iterator[Wording]:
    stem = wording.body.stem
    if wording.kind == SINGLE:
        key = right_of(wording)[0].text
        if re.search(r"\d", key):
            return
        low = key[0].lower() + key[1:]
        yield with_stem(wording, f"Thinking of {low}: {stem[0].lower()}{stem[1:]}")
        yield with_stem(wording, f"{stem.rstrip('?')}, given that “{low}” is often said?")
    if wording.kind in (QuestionKind.GAP, QuestionKind.SHORT_TEXT):
        text = wording.key.right[0][0]
        yield with_stem(wording, f"About {text}: {stem[0].lower()}{stem[1:]}")
        yield with_stem(wording, f"{stem} ({text} is meant)")


@plants("negative-stem")
def asks_for_what_is_not(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind not in (SINGLE, MULTIPLE):
        return
    stem = wording.body.stem
    low = stem[0].lower() + stem[1:].rstrip("?")
    yield with_stem(wording, f"Which of these is NOT right where one asks {low}?")
    yield with_stem(wording, "Which of the following is not true?")
    yield with_stem(wording, f"All of these fit EXCEPT one. {stem}")
    yield with_stem(wording, "Which statement about the article is incorrect?")
    if re.match(r"(?:Which|What) .*?\b(?:is|are|does|do|makes|has)\b", stem):
        yield (
            with_stem(wording, re.sub(r"\b(is|are|does|do|has)\b", r"\1 not", stem, count=1))
            if (re.search(r"\b(is|are|does|do|has)\b", stem))
            else with_stem(wording, stem.replace("makes", "never makes"))
        )


@plants("double-negative")
def denied_twice(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, TRUE_FALSE):
        yield with_stem(wording, "It is not true that a heap does not need any air.")
        yield with_stem(wording, "Nobody works there without a lamp.")
    if wording.kind == SINGLE:
        key = right_of(wording)[0]
        yield with_texts(
            with_stem(wording, "Which of these is not right?"), {key.id: f"It does not {key.text}"}
        )


@plants("stem-not-a-question")
def asks_nothing(wording: Wording, outline: Outline) -> Iterator[Wording]:
    if wording.kind in (SINGLE, MULTIPLE, QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC):
        yield with_stem(wording, outline.sections[-1].title or "Compost")
        yield with_stem(wording, bare(outline.sections[-1].sentences[0]))
        yield with_stem(wording, "The article")
        yield with_stem(wording, "Heat and air in the heap.")


@plants("layout-junk")
def layout_left(wording: Wording, outline: Outline) -> Iterator[Wording]:
    stem = wording.body.stem
    word = max((w for w in re.findall(r"[a-zA-Z]+", stem)), key=len)
    for marked in (f"**{word}**", f"{word}[3]", f"*{word}*", f"{word} (see Table 3)", f"`{word}`",
                   f"[{word}](http://x.example)", f"<b>{word}</b>", f"{word} [edit]",
                   f"{word} in Figure 2", f"{word}&nbsp;", f"\\*{word}"):  # fmt: skip
        yield with_stem(wording, stem.replace(word, marked, 1))
    if wording.kind == SINGLE:
        for label in ("A) ", "- ", "1. ", "• "):
            yield with_texts(wording, {o.id: label + o.text for o in wording.body.options})


@states("opinion-as-fact")
def introduced_as_true_or_false(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    for text, _ in without_those_who_think(sentence):
        yield f"True or false: {text[0].lower()}{text[1:]}", True


@plants("opinion-as-fact")
def opinion_as_the_key(wording: Wording, outline: Outline) -> Iterator[Wording]:
    """The first opinion of the article, without whose it is, as the right one of statements."""
    if wording.kind != MULTIPLE:
        return
    for section in outline.sections:
        for sentence in section.sentences:
            for text, _ in without_those_who_think(sentence):
                asked = replace(wording, anchors=(anchor_span(outline.text, sentence),))
                yield with_options(
                    with_stem(asked, "Which statement is right?"),
                    text,
                    "Nobody knows.",
                    "It varies.",
                )
