"""Proposals as a whole: deterministic, complete, gradable, anchored, planned, and never a crash."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.articles.kinds import SectionKind
from learning.articles.outline import Outline, outline_of_text
from learning.errors import RuleBroken
from learning.quizzes import draft_answers, drafts, lint
from learning.quizzes.drafting import printing
from learning.quizzes.drafting.proposing import propose
from learning.quizzes.kinds.contract import QuestionKind
from tests.articles.test_article_properties import FORMATS, TEXTS, cut
from tests.quizzes.drafting.outlines import ALL, ARTICLES, article, outline, proposals, read

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=ALL, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def found(path: Path) -> Outline:
    return read(path)


def test_the_same_seed_gives_the_same_proposals_and_another_one_others() -> None:
    tides = article("tides.md")
    assert propose(tides, seed=3) == propose(tides, seed=3)
    assert any(propose(tides, seed=n) != propose(tides, seed=0) for n in range(1, 9))


def test_proposals_depend_on_no_hash_seed_name_folder_locale_or_time(tmp_path: Path) -> None:
    other = tmp_path / "Ünknown name.md"
    other.write_bytes((ARTICLES / "tides.md").read_bytes())
    printed = set()
    for number, path in enumerate((ARTICLES / "tides.md", other)):
        done = subprocess.run(
            [sys.executable, "-m", "learning", "questions", "draft", str(path), "--json"],
            cwd=ROOT,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": str(number), "LC_ALL": ("C", "C.UTF-8")[number],
                 "TZ": ("UTC", "Asia/Tokyo")[number]},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed.add(done.stdout)
    assert len(printed) == 1


def test_every_teaching_section_is_drafted_from_or_abstained_from(
    path: Path, found: Outline
) -> None:
    proposed = proposals(path)
    teaching = {
        s.position for s in found.sections if s.kind in (SectionKind.TEACH, SectionKind.CONCLUSION)
    }
    drafted = {each.section for each in proposed.drafts}
    abstained = {each.section for each in proposed.abstained}
    assert drafted | abstained == teaching
    assert not drafted & abstained


def test_an_abstention_names_a_reason_and_sentences_of_its_section() -> None:
    text = "# A\n\n## One\n\nWe went home. It rained.\n\n## Two\n\nHe sang.\n"
    for each in propose(outline(text)).abstained:
        own = next(s for s in outline(text).sections if s.position == each.section)
        assert each.reason
        assert set(each.sentences) <= {sentence.id for sentence in own.sentences}
        assert each.sentences


@pytest.mark.parametrize(
    "text",
    [
        """Die Gäste müssen am Eingang bezahlen. Ein Lahar ist ein Strom aus Asche und Wasser.
        Jeder Gast muss 12 Euro bezahlen, bevor er das Becken betritt.""",
        """Les visiteurs doivent payer 12 euros à la caisse. Un lahar est une coulée de cendres et
        d’eau qui dévale une pente. Les enfants doivent rester dans le petit bassin.""",
    ],
)
def test_other_languages_are_abstained_from(text: str) -> None:
    found = outline(f"# A\n\n## B\n\n{text}\n\n## C\n\n{text}\n")
    assert not propose(found).drafts
    assert len(propose(found).abstained) == 2


def test_a_language_without_rules_is_abstained_from() -> None:
    assert not propose(article("tides.md"), language="de").drafts


def test_drafts_have_the_form_of_the_contract_and_a_key_that_is_right(
    path: Path, found: Outline
) -> None:
    value = json.loads(json.dumps(printing.as_json(found, proposals(path))))
    assert set(value) == {"title", "drafts", "abstained"}
    for draft in value["drafts"]:
        assert {"section", "kind", "stem", "explanation", "options", "answer", "anchors",
                "drafter", "lints"} <= set(draft)  # fmt: skip
        asked = drafts.read_draft(draft)
        given = draft_answers.read_answer(asked, _key(draft))
        assert asked.grade(given).is_correct
        assert not asked.grade(None).is_correct
    for each in value["abstained"]:
        assert set(each) == {"section", "reason", "sentences"}


def test_drafts_have_no_problems_and_no_errors(path: Path, found: Outline) -> None:
    for each in proposals(path).drafts:
        wording = each.wording
        assert not lint.problems(wording.kind, wording.body, wording.key, wording.anchors)
        assert all(flaw.severity != "error" for flaw in lint.lints(wording, found))


def test_anchors_quote_the_article_word_for_word(path: Path, found: Outline) -> None:
    ids = {s.id for section in found.sections for s in section.sentences}
    for each in proposals(path).drafts:
        for anchor in each.wording.anchors:
            assert anchor.quote == found.text[anchor.start : anchor.end]
            assert anchor.sentence in ids


def test_no_sentence_of_a_section_is_asked_about_twice(path: Path, found: Outline) -> None:
    taken = Counter(
        anchor
        for each in proposals(path).drafts
        for anchor in {a.sentence for a in each.wording.anchors}
    )
    assert set(taken.values()) <= {1}


def test_choices_have_three_options_and_feedback_for_each_wrong_one(
    path: Path, found: Outline
) -> None:
    for each in proposals(path).drafts:
        body, key = each.wording.body, each.wording.key
        if each.wording.kind == QuestionKind.SINGLE:
            assert len(body.options) == 3
        if each.wording.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
            assert all(key.feedback.get(o.id) for o in body.options if o.id not in key.correct)
        assert key.explanation


def test_the_right_option_stands_in_every_place() -> None:
    places = Counter(
        [o.id in each.wording.key.correct for o in each.wording.body.options].index(True)
        for path in ALL
        for each in proposals(path).drafts
        if each.wording.kind == QuestionKind.SINGLE
    )
    assert min(places[n] for n in range(3)) * 6 > sum(places.values())


def test_most_teaching_sections_get_a_draft() -> None:
    proposed = [proposals(path) for path in ALL]
    drafted = sum(len({each.section for each in p.drafts}) for p in proposed)
    abstained = sum(len(p.abstained) for p in proposed)
    assert drafted >= 0.65 * (drafted + abstained)


def test_a_long_article_is_drafted_quickly() -> None:
    text = "\n\n".join(path.read_text().replace("\n# ", "\n## ") for path in ALL[:14])
    long = outline(text)
    assert len(text.split()) > 5000
    propose(long)  # imports and caches
    started = time.process_time()
    propose(long)
    assert time.process_time() - started < 1


@given(TEXTS, FORMATS)
@settings(max_examples=60, deadline=None)
def test_any_text_is_drafted_from_without_a_crash(text: str, format) -> None:  # type: ignore[no-untyped-def]
    found = cut(text, format)
    if found is not None:
        printing.as_lines(found, propose(found))


SENTENCES = st.sampled_from(
    [
        "A share is a part of a company that people can buy.", "Guests must not run.", "The of a",
        "Never run (fast).", "Term: an explanation of it.", "\n- Item: that explains", "| 12 | _ |",
        "**Bold.** text", "\n1. Open it.\n2. Close it.\n3. Go.", "In 1999, it fell.",
        "Three things are needed: a, b and c.", "The Always Big Car (ABC) is red.", "must not",
        "Prices fall, while wages fall.", "“Quoted.”", "(", "[1]", "## Head", "| a | b |",
        "\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n| g | h |\n", "Use 5 % of it.", "É",
    ]
)  # fmt: skip


@given(st.lists(st.lists(SENTENCES, max_size=5).map(" ".join), max_size=12).map("\n".join))
@settings(max_examples=60, deadline=None)
def test_any_mixture_of_facts_is_drafted_from_without_a_crash(text: str) -> None:
    try:
        found = outline(f"# T\n\n## One\n\n{text}\n")
    except RuleBroken:
        return
    for each in printing.as_json(found, propose(found))["drafts"]:
        assert drafts.read_draft(each)


def _key(draft: dict) -> object:  # type: ignore[type-arg]
    options, answer = draft["options"], draft["answer"]
    right = [n for n, o in enumerate(options or ()) if o.get("correct")]
    match draft["kind"]:
        case "single":
            return right[0]
        case "multiple":
            return right
        case "true_false":
            return options[right[0]]["text"] == "True"
        case "matching":
            return {o["text"]: o["match"] for o in options}
        case "ordering":
            return [o["text"] for o in options]
        case "gap":
            return answer["accepted"][:1]
        case "short_text":
            return answer["accepted"][0]
    return str(answer["value"])


def test_terms_on_lines_of_their_own_are_a_list() -> None:
    text = (
        "# Handbook\n\n## Terms you will hear\n\n"
        "Ticket: the record of a single request from a customer, from first contact to closure.\n\n"
        "Backlog: all requests that are open and have not yet been given to anybody.\n\n"
        "Macro: a prepared reply that an agent can insert into an answer and then adapt.\n\n"
        "Churn: the share of customers who cancel their contract in a given period.\n\n"
        "## How we answer\n\nEverybody answers in the words of the customer, and asks back when "
        "something is unclear.\n"
    )
    found = propose(outline_of_text(text, "markdown")).drafts
    assert "terms" in {draft.drafter for draft in found}
