"""What is wrong with a question and with a quiz, one behaviour at a time."""

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.articles.outline import outline_of_text
from learning.quizzes import flawed_drafts, lint
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.grading import KINDS
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind
from learning.quizzes.lint import Severity
from learning.quizzes.linting import completeness
from tests.quizzes.linting.planting import statement
from tests.quizzes.linting.pools import SAMPLES, pool

SINGLE, TRUE_FALSE = QuestionKind.SINGLE, QuestionKind.TRUE_FALSE


def choice(said: str, stem: str, right: str, *wrong: str) -> set[str]:
    """Codes of the flaws of a single choice that rests on one sentence, in an article of it."""
    outline = outline_of_text(f"## Part\n\n{said}\n", "markdown")
    sentence = outline.sections[-1].sentences[0]
    options = tuple(Option(f"o{n}", text) for n, text in enumerate((right, *wrong)))
    feedback = {option.id: "Look at the article." for option in options}
    key = AnswerKey(frozenset(("o0",)), "The article says so.", feedback)
    wording = Wording(SINGLE, Body(stem, options), key, (anchor_span(outline.text, sentence),))
    return {each.code for each in lint.lints(wording, outline)}


def judged(said: str, stem: str, *, holds: bool) -> set[str]:
    """Codes of the flaws of a statement."""
    outline = outline_of_text(f"## Part\n\n{said}\n", "markdown")
    wording = statement(stem, holds, outline.sections[-1].sentences[0], outline)
    return {each.code for each in lint.lints(wording, outline)}


@pytest.mark.parametrize(
    ("said", "stem", "right"),
    [
        (
            "A code of conduct is not a law that is enforced arbitrarily.",
            "Which term is described as “a law that is enforced arbitrarily”?",
            "Code of conduct",
        ),
        ("The pump does not need electricity.", "What does the pump need?", "Electricity"),
    ],
)
def test_a_denied_fact_is_no_key(said: str, stem: str, right: str) -> None:
    assert "negation-dropped" in choice(said, stem, right, "Something else", "Another thing")


@pytest.mark.parametrize(
    ("said", "stem", "right"),
    [
        ("Moths do not eat wool, but their larvae do.", "Who eats wool?", "Larvae of moths"),
        (
            "Nobody may go in until the fire brigade allows it.",
            "Who decides when people may go in?",
            "The fire brigade",
        ),
        (
            "Never mix bleach with acid, because chlorine forms.",
            "Which gas forms from a mixture of bleach with acid?",
            "Chlorine",
        ),
        ("Plants cannot grow without light.", "What do plants need to grow?", "Light"),
        ("Unlike iron, copper does not rust.", "Which metal rusts?", "Iron"),
        ("Wool not only warms but also cools.", "What does wool do?", "It warms and cools"),
    ],
)
def test_a_denial_of_something_else_is_no_flaw(said: str, stem: str, right: str) -> None:
    assert "negation-dropped" not in choice(said, stem, right, "Something else", "Another thing")


def test_statements_keep_yes_and_no() -> None:
    said = "The needle does not point to the North Pole but to magnetic north."
    assert "negation-dropped" in judged(said, "The needle points to the North Pole.", holds=True)
    assert "negation-dropped" not in judged(
        said, "The needle points to magnetic north.", holds=True
    )
    assert "negation-dropped" in judged("Salt slows it.", "Salt does not slow it.", holds=True)
    assert "negation-dropped" in judged("The lid is not safe.", "The lid is not safe.", holds=False)
    said = "Salt slows fermentation."
    assert "true-statement-keyed-false" in judged(said, said, holds=False)


def test_a_statement_is_as_sure_as_the_article() -> None:
    said = "Diseased plants may infect the garden."
    assert "hedge-dropped" in judged(said, "Diseased plants always infect the garden.", holds=True)
    assert "hedge-dropped" in judged(said, "Diseased plants infect the garden.", holds=True)
    assert "hedge-dropped" not in judged(said, "Diseased plants can infect the garden.", holds=True)
    permitted = "Heaters may be used only with permission."
    assert "hedge-dropped" not in judged(permitted, "Heaters need permission.", holds=True)


@pytest.mark.parametrize(
    ("said", "right", "wrong", "is_same"),
    [
        ("Norepinephrine, also called noradrenaline, is a messenger.", "Norepinephrine",
         "Noradrenaline", True),
        ("The varroa mite (or bee killer) is a pest.", "Varroa mite", "Bee killer", True),
        ("Multi-factor authentication (MFA) helps.", "MFA", "Multi-factor authentication", True),
        ("It lasts long.", "60 minutes", "1 hour", True),
        ("It lasts long.", "Half an hour", "30 minutes", True),
        ("It lowers the fever.", "It lowers the fever", "It reduces the fever", True),
        ("It is a rule.", "The employer", "The worker", False),
        ("It lasts long.", "60 minutes", "60 hours", False),
        ("Dogs, cats, or mice, live here. Cats purr.", "Cats", "Mice", False),
    ],
)  # fmt: skip
def test_a_distractor_that_is_the_key_by_another_name_is_a_second_key(
    said: str, right: str, wrong: str, is_same: bool
) -> None:
    found = choice(said, "Which of these fits?", right, wrong, "Something else")
    assert ("synonym-distractor" in found) == is_same
    assert "two-keys" in found or not is_same


def test_options_that_differ_in_a_sign_differ() -> None:
    assert "duplicate-option" not in choice("It is C++.", "Which language is it?", "C++", "C", "C#")
    assert "duplicate-option" in choice("It is big.", "Which is it?", "A lid", "The lid.", "A jar")


@pytest.mark.parametrize(
    ("stem", "is_dangling"),
    [
        ("Why does this happen?", True), ("What do they eat?", True),
        ("Which effect do these substances have?", True), ("As mentioned above, what rots?", True),
        ("The levels of these ___ rise.", True), ("How does such a heap rot?", True),
        ("Which of these slow the yeast?", False), ("Is it safe to mix salt and dough?", False),
        ("How long does it take to bake a loaf?", False),
        ("Why must a loaf cool before it is cut?", False),
        ("A heap is turned. What does this do?", False),
    ],
)  # fmt: skip
def test_a_stem_stands_alone(stem: str, is_dangling: bool) -> None:
    found = choice("Salt slows the yeast.", stem, "Salt", "Flour", "Water")
    assert ("dangling-reference" in found) == is_dangling


@pytest.mark.parametrize(
    ("code", "stem", "options"),
    [
        ("grammar-cue", "What is needed is an", ("apron", "jar", "lid")),
        ("grammar-cue", "It is a(n) ___ that helps.", ("software", "jar", "lid")),
        ("outside-stated-range", "It costs between ___ and $600.", ("$500", "$800", "$400")),
        ("range-overlap", "How many are there?", ("5–10", "8–12", "20–30")),
        ("answer-in-stem", "Which bug tracking system is used?", ("Bugzilla", "Jira", "Trac")),
        ("layout-junk", "What does Table 3 list?", ("Salt", "Flour", "Water")),
        ("negative-stem", "Which of these is NOT salty?", ("Flour", "Brine", "Tears")),
        ("stem-not-a-question", "Salt.", ("Salt", "Flour", "Water")),
        ("place-named", "Is option A right?", ("Salt", "Flour", "Water")),
    ],
)
def test_flaws_of_form(code: str, stem: str, options: tuple[str, ...]) -> None:
    assert code in choice("Salt is in Bugzilla.", stem, *options)


WORDS = st.text(max_size=12) | st.sampled_from(["not", "may", "___", "this", "5–10", "True", "[1]"])
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)
ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"text": TEXTS, "match": TEXTS, "correct": st.booleans(), "feedback": TEXTS}
    )
    | st.none(),
    max_size=7,
)
ANSWERS = st.none() | st.fixed_dictionaries(
    {}, optional={"accepted": st.lists(TEXTS | st.lists(TEXTS)), "value": st.floats() | TEXTS}
)
ANCHORS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={"sentence": TEXTS, "start": st.integers(), "end": st.integers(), "quote": TEXTS},
    )
)
FLAWED = st.fixed_dictionaries(
    {"kind": st.sampled_from(list(QuestionKind))},
    optional={
        "stem": TEXTS | st.none(), "explanation": TEXTS, "options": ROWS | TEXTS, "unit": TEXTS,
        "answer": ANSWERS, "anchors": ANCHORS | st.none(),
    },
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(FLAWED)
def test_whatever_is_wrong_is_told_and_all_that_keeps_from_approval_is_an_error(value: Any) -> None:
    wording = flawed_drafts.read_wording(value)
    outline = pool(("compost",))[0][1]
    found = lint.lints(wording, outline)
    errors = {each.code for each in found if each.severity == Severity.ERROR}
    assert errors >= set(lint.problems(wording.kind, wording.body, wording.key, wording.anchors))
    assert len(set(found)) == len(found)
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), key=["error", "warning", "info"].index
    )
    assert all(each.message.endswith((".", ".”", "?")) for each in found)


def test_every_problem_of_a_kind_has_its_sentence() -> None:
    for kind in QuestionKind:
        for wording in (
            Wording(kind, Body(""), AnswerKey(), ()),
            Wording(kind, Body("a ___"), AnswerKey(right=(("",),), tolerance="x"), ()),
        ):
            codes = KINDS[kind].problems(wording.body, wording.key)
            assert set(codes) <= {each.code for each in completeness.missing(wording)}


def test_without_an_article_only_the_question_itself_is_looked_at() -> None:
    wording, outline = pool(("bees",))[0]
    moved = replace(wording, anchors=(replace(wording.anchors[0], start=0, end=3),))
    assert "span-mismatch" not in {each.code for each in lint.lints(moved, None)}
    assert "span-mismatch" in {each.code for each in lint.lints(moved, outline)}


def quiz(*wordings: Wording) -> dict[str, str]:
    return {each.code: each.message for each in lint.quiz_lints(wordings)}


def test_a_quiz_of_few_questions_of_one_kind_is_told() -> None:
    good = [wording for wording, _ in pool(("bees",))]
    assert {"few-questions", "one-kind"} <= set(quiz(good[0], good[3]))
    assert not {"few-questions", "one-kind"} & set(quiz(*good))


def test_statements_are_few_and_of_both_values() -> None:
    good = [wording for wording, _ in pool(("bees", "fire", "compost"))]
    true = [w for w in good if w.kind == TRUE_FALSE and w.key.correct == {"t"}]
    false = [w for w in good if w.kind == TRUE_FALSE and w.key.correct == {"f"}]
    assert "true-false-one-sided" in quiz(*true)
    assert "true-false-one-sided" not in quiz(*true, *false)
    assert "true-false-share" in quiz(*true, *false)
    assert "true-false-share" not in quiz(*good)


def test_a_key_is_not_always_the_longest_option() -> None:
    def of(right: str, number: int) -> Wording:
        options = (Option("a", right), Option("b", "middling"), Option("c", "medium ones"))
        return Wording(SINGLE, Body(f"Number {number}?", options), AnswerKey(frozenset("a")), ())

    assert "key-often-longest" in quiz(*(of("a very long option", n) for n in range(5)))
    assert "key-often-shortest" in quiz(*(of("short", n) for n in range(5)))
    balanced = quiz(
        *(of(t, n) for n, t in enumerate(["a very long option", "between me", "tiny"] * 2))
    )
    assert not {"key-often-longest", "key-often-shortest"} & set(balanced)


def test_one_question_does_not_answer_another() -> None:
    good = [wording for wording, _ in pool(("bees",))]
    who, *others = good
    telling = replace(
        others[0], body=Body("Since workers decide when a colony raises a new queen, what then?")
    )
    assert "answered-elsewhere" in quiz(who, telling)
    assert "repeated-question" in quiz(who, *others, who)
    assert not {"answered-elsewhere", "repeated-question"} & set(quiz(*good))


def test_two_hundred_questions_on_ten_thousand_words_take_less_than_two_seconds() -> None:
    names = ("compost", "bees", "sourdough", "fire")
    texts = "\n\n".join((SAMPLES / f"{name}.md").read_text() for name in names)
    many = "\n\n".join(texts.replace("the", f"the {n}th") for n in range(7))
    assert len(many.split()) > 10_000
    outline = outline_of_text(many, "markdown")
    wordings = ([wording for wording, _ in pool(names)] * 3)[:200]
    started = time.process_time()
    for wording in wordings:
        lint.lints(wording, outline)
    lint.quiz_lints(wordings)
    assert time.process_time() - started < 2
