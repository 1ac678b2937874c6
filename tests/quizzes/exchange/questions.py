"""Questions of every kind for the tests of exchange, nasty ones too."""

from dataclasses import replace

from hypothesis import strategies as st

from learning import canonical
from learning.quizzes.exchange.exchanged import Item, unfinished
from learning.quizzes.exchange.plain import (
    Part,
    PlainQuestion,
    neat,
    one_line,
    paragraphs,
    plain,
    true_or_false,
    wording,
)
from learning.quizzes.kinds.contract import GAP_MARK, Image, QuestionKind
from tests.images import png

RED, BLUE = png(40, 30, (200, 10, 10)), png(40, 30, (10, 10, 200))
PICTURES = {canonical.sha256(content): content for content in (RED, BLUE)}

# What formats are made of, what spreadsheets calculate, what XML can't hold.
_NASTY = "ab1~=#{}:\\\"'%[]<>&;,-+@|*/_.$>! \n\t\r\0éß🙂あ\u0301\u2028\ufffe＝"
# Texts that one format or another would take for something of its own.
MARKS = [
    "%50%x", "%-100%x", "// x", "[html]x", "[plain]", "::x::", "$CATEGORY: x", "x -> y", "T",
    "{1:SA:=x}", "[[1]]", "@@PLUGINFILE@@/x.png", "&lt;p&gt;", "<br>", "so*p", "\\*", "\\n", "x\\",
    "A) x", "ANSWER: A", "(x) x", "[ ] x", "- x -> y", "- -> x", "1. x", "1 = x", "= x",
    "why: x", "id: x", "scenario:", "image: images/x.png", "\\(x) x", "'=1", "=1+1", "_x0041_",
    "####", "== single", "no",
]  # fmt: skip
RAW = st.text(_NASTY, max_size=12) | st.text(max_size=12) | st.sampled_from(MARKS)
TEXT = RAW.map(one_line).filter(lambda text: text not in ("", "True", "False"))
FEEDBACK = RAW.map(one_line)
NUMBER = st.decimals(-10_000, 10_000, places=3).map(lambda number: f"{number:f}")
WIDTH = st.decimals(0, 100, places=2).map(lambda number: f"{number:f}")


def some(least: int, most: int = 6) -> st.SearchStrategy[list[str]]:
    """Texts that differ."""
    return st.lists(TEXT, min_size=least, max_size=most, unique=True)


@st.composite
def options(draw: st.DrawFn, *, is_single: bool) -> tuple[Part, ...]:
    texts = draw(some(2))
    right = {0} if is_single else draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    return tuple(
        Part(text, is_right=n in right, feedback=draw(FEEDBACK)) for n, text in enumerate(texts)
    )


@st.composite
def plain_questions(draw: st.DrawFn, kind: QuestionKind) -> PlainQuestion:
    """A complete question of this kind, neat, its options by their words."""
    question = PlainQuestion(
        kind,
        draw(TEXT),
        scenario=draw(st.just("") | st.text(_NASTY, max_size=60).map(paragraphs)),
        explanation=draw(FEEDBACK),
    )
    match kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            parts = draw(options(is_single=kind == QuestionKind.SINGLE))
            question = replace(question, parts=parts)
        case QuestionKind.TRUE_FALSE:
            parts = true_or_false(
                draw(st.booleans()), said_to_right=draw(FEEDBACK), said_to_wrong=draw(FEEDBACK)
            )
            question = replace(question, parts=parts)
        case QuestionKind.MATCHING:
            pairs = zip(draw(some(2)), draw(some(6)), strict=False)
            parts = tuple(Part(left, right) for left, right in pairs)
            taken = {part.match for part in parts}
            offered = [text for text in draw(some(0, 2)) if text not in taken]
            question = replace(question, parts=parts, offered=tuple(offered))
        case QuestionKind.ORDERING:
            question = replace(question, parts=tuple(map(Part, draw(some(3)))))
        case QuestionKind.GAP:
            texts = draw(st.lists(some(1, 3), min_size=1, max_size=3))
            pieces = [one_line(text.replace("_", " ")) for text in draw(some(len(texts)))]
            stem = f" {GAP_MARK} ".join([*pieces[: len(texts)], "end."])
            question = replace(question, stem=stem, accepted=tuple(map(tuple, texts)))
            if draw(st.booleans()):
                first = tuple((each[0],) for each in texts)
                words = {each[0] for each in texts} | set(draw(some(0, 3)))
                question = replace(question, accepted=first, offered=tuple(sorted(words)))
        case QuestionKind.SHORT_TEXT:
            question = replace(question, accepted=(tuple(draw(some(1, 4))),))
        case QuestionKind.NUMERIC:
            accepted = ((draw(NUMBER),),)
            unit = draw(st.just("") | st.sampled_from(["s", "mg", "%", "°C"]))
            question = replace(question, accepted=accepted, tolerance=draw(WIDTH), unit=unit)
    numbers = iter(range(1_000))
    question = plain(wording(neat(question), lambda: f"{next(numbers):04}"))
    return question


def complete(kind: QuestionKind) -> st.SearchStrategy[PlainQuestion]:
    return plain_questions(kind).filter(lambda question: unfinished(question) is None)


def items(kind: QuestionKind) -> st.SearchStrategy[Item]:
    """Questions with all that may stand beside them."""
    names = TEXT.filter(lambda text: "/" not in text)
    return st.builds(
        Item,
        complete(kind),
        category=st.lists(names, max_size=3).map(tuple),
        tags=st.lists(TEXT, max_size=2, unique=True).map(tuple),
        quotes=st.lists(TEXT, max_size=2, unique=True).map(tuple),
        is_must_know=st.booleans(),
    )


def picture(content: bytes, alt: str) -> Image:
    return Image(canonical.sha256(content), "image/png", 40, 30, alt)


ORDINARY = {
    QuestionKind.SINGLE: PlainQuestion(
        QuestionKind.SINGLE,
        "What does soap loosen?",
        (Part("Grease", is_right=True, feedback="Yes: it carries germs."), Part("Skin")),
        explanation="Soap loosens the grease.",
    ),
    QuestionKind.MULTIPLE: PlainQuestion(
        QuestionKind.MULTIPLE,
        "When do you wash your hands?",
        (
            Part("Before cooking", is_right=True),
            Part("Before you touch food", is_right=True, feedback="Right."),
            Part("Never", feedback="Germs would like that."),
            Part("When they look dirty", is_right=True),
        ),
    ),
    QuestionKind.TRUE_FALSE: PlainQuestion(
        QuestionKind.TRUE_FALSE,
        "Cold water alone removes germs as well as soap does.",
        true_or_false(False, said_to_right="Right.", said_to_wrong="It leaves the grease."),
    ),
    QuestionKind.MATCHING: PlainQuestion(
        QuestionKind.MATCHING,
        "What does what?",
        (Part("Soap", "loosens grease"), Part("Water", "takes it away")),
    ),
    QuestionKind.ORDERING: PlainQuestion(
        QuestionKind.ORDERING,
        "In which order?",
        (Part("Wet the hands"), Part("Soap them"), Part("Rinse")),
    ),
    QuestionKind.GAP: PlainQuestion(
        QuestionKind.GAP, f"Wash for {GAP_MARK} seconds.", accepted=(("twenty", "20"),)
    ),
    QuestionKind.SHORT_TEXT: PlainQuestion(
        QuestionKind.SHORT_TEXT, "What carries germs?", accepted=(("grease", "the grease"),)
    ),
    QuestionKind.NUMERIC: PlainQuestion(
        QuestionKind.NUMERIC, "How many seconds?", accepted=(("20",),), tolerance="2.5"
    ),
}
