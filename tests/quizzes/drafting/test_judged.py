"""What a strict judge objected to in drafts, each as a rule on the form of the text."""

from decimal import Decimal
from random import Random

import pytest

from learning.quizzes.drafting.antecedents import Context, context_of
from learning.quizzes.drafting.drafters import near_numbers, terms
from learning.quizzes.drafting.extracting import article_of
from learning.quizzes.drafting.facts import inversions, swaps
from learning.quizzes.drafting.facts.claims import claims_in
from learning.quizzes.drafting.facts.figures import figures_in
from learning.quizzes.drafting.facts.terms import term_lists
from learning.quizzes.drafting.standing_alone import stands_alone
from learning.quizzes.drafting.words import echoes
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.drafting.outlines import (
    ALL,
    drafts,
    proposals,
    right,
    section,
    wrong,
)

RULES = "Guests must pay. Guests must leave. Guests must queue. Guests must wait. "


def context(sentence: str, title: str) -> Context:
    found = article_of(section(sentence, title))
    return context_of(found.sections[0].passages[0], found.sections[0], found)


def near(sentence: str, title: str = "Rules of the pool") -> list[Decimal]:
    found = article_of(section(sentence, title))
    (figure,) = figures_in(found.sections[0], found)
    return near_numbers.near(figure, (), ())


@pytest.mark.parametrize(
    ("sentence", "needed"),
    [
        ("The daily limit is 40 euros in summer and winter.", Context.HEADING),
        ("Engineers know the figure precisely after long tests.", Context.LOST),
        ("The pattern persuaded many people who had doubted it.", Context.LOST),
        ("The driver needs a licence for cars of every kind.", Context.LOST),
        ("The price of a ticket is paid at the desk in cash.", Context.NONE),
    ],
)
def test_the_heading_is_told_where_it_says_what_is_meant(sentence: str, needed: Context) -> None:
    assert context(sentence, "Tickets") is needed


def test_a_heading_that_names_nothing_is_no_context() -> None:
    sentence = "The daily limit is 40 euros in summer and winter."
    assert context(sentence, "Background") is Context.LOST


def test_a_statement_that_leans_on_its_heading_is_asked_with_it() -> None:
    body = f"{RULES}The green card must not be lent to other guests of the house."
    stems = [w.body.stem for w in drafts(section(body, "Green cards"), "true-false")]
    assert stems
    assert all(stem.startswith("According to the article’s section “Green c") for stem in stems)


@pytest.mark.parametrize(
    "sentence",
    [
        "If that fails, guests must go to the next office at once.",
        "People call that 70 percent of the price of the whole trip.",
        "In the meantime all guests must wait outside the building.",
        "For years the villagers had carried their water home in jars.",
        "Guests must have paid at least a part of their bill by card.",
        "If the pool is full, call the office in the town for help.",
    ],
)
def test_what_hangs_on_other_sentences_is_not_asked(sentence: str) -> None:
    assert not drafts(section(RULES + sentence), "true-false")


@pytest.mark.parametrize(
    "sentence",
    [
        "A review of the journal pooled 40 trials without any control group.",
        "Anna Berger is a historian of the town and does not live there.",
        "The law says that guests must not bring 3 kinds of goods.",
        "Guests must meet three standards.",
    ],
)
def test_trivia_reports_and_announcements_are_neither_true_nor_false(sentence: str) -> None:
    assert not drafts(section(RULES + sentence), "true-false")


def test_at_most_a_quarter_of_an_article_is_true_false() -> None:
    for path in ALL:
        kinds = [each.wording.kind for each in proposals(path).drafts]
        assert kinds.count(QuestionKind.TRUE_FALSE) <= max(1, len(kinds) / 4)


def test_a_true_statement_is_only_asked_where_its_opposite_is_plain() -> None:
    assert not drafts(section("Tea grows only on slopes in the warm and rainy hills."))


@pytest.mark.parametrize(
    ("sentence", "within"),
    [
        ("A tower was built in 1831 for the port.", (1816, 1846)),
        ("Each jar holds 75 grams of salt.", (42, 128)),
        ("A guest in one in ten rooms complains.", (2, 50)),
    ],
)
def test_wrong_numbers_are_of_the_size_of_the_right_one(
    sentence: str, within: tuple[int, int]
) -> None:
    values = near(sentence)
    assert values
    assert all(within[0] <= value <= within[1] for value in values)


def test_wrong_numbers_are_as_round_as_the_right_one() -> None:
    assert all(value % 5 == 0 for value in near("Each jar holds 75 grams of salt."))
    assert not near("Each jar holds 419.5 grams of salt.")
    assert {f"{v:f}" for v in near("Good zinc is 99.995% pure.")} <= {
        "99.9", "99.95", "99.99", "99.999",
    }  # fmt: skip


def test_each_rank_of_the_right_number_comes_up() -> None:
    values = [Decimal(v) for v in (50, 60, 70, 130, 140, 150)]
    places = set()
    for rank in range(3):
        two = near_numbers.two_of(values, Decimal(100), rank, Random(1))
        places.add(sorted([*two, Decimal(100)]).index(Decimal(100)))
    assert places == {0, 1, 2}


def test_an_estimate_is_chosen_and_never_typed() -> None:
    body = "Trams run about every 15 minutes. Ferries take roughly 40 minutes. Buses need nearly 20"
    kinds = {w.kind for w in drafts(section(f"{body} minutes.", "Traffic"), "figures")}
    assert kinds == {QuestionKind.SINGLE}


@pytest.mark.parametrize(
    "sentence",
    [
        "Anna Berger died in 1858 after a long illness.",
        "All rules have applied since 25 May 2018.",
        "Night workers sleep one to four hours less than day workers.",
        "A medium potato with its skin has 4.7 g.",
    ],
)
def test_days_deaths_ends_of_ranges_and_bare_amounts_are_no_figures(sentence: str) -> None:
    assert not drafts(section(sentence, "Facts"), "figures")


def test_two_numbers_against_each_other_are_asked_together() -> None:
    (wording,) = drafts(
        section("A room costs £140 in town and £190 on the coast.", "Rooms"), "figures"
    )
    assert right(wording) == ["140 and 190"]
    assert "190 and 140" in wrong(wording)
    assert "140" not in wording.body.stem


def test_steps_in_bold_are_no_terms() -> None:
    body = """1. **Open the valve.** Turn the key to the left.\n2. **Wipe the rim.** Dry it well.
3. **Close the lid.** Push until it clicks.\n4. **Store the key.** Hang it on a hook."""
    assert not drafts(section(body, "Filling"), "terms")


def test_what_it_is_is_not_cut_to_a_stump() -> None:
    body = """**Ebb.** It is a movement of water away from land.\n
**Bore.** It is a wave in a river mouth.\n\n**Slack.** It is a pause between two currents."""
    for wording in drafts(section(body, "Words"), "terms"):
        assert "“Is " not in wording.body.stem
        assert "“A " in wording.body.stem


def test_a_table_is_asked_by_its_headings_and_once() -> None:
    body = """| Sign | Likely cause |\n|---|---|\n| Cold top | Air |\n| Cold foot | Mud |
| Loud noise | Pump |\n| Other | Age |"""
    (wording,) = drafts(section(body, "Faults"), "terms")
    assert "sign has “" in wording.body.stem
    assert "as its likely cause" in wording.body.stem
    assert "Other" not in {*right(wording), *wrong(wording)}


def test_a_table_of_numbers_in_order_is_not_asked() -> None:
    body = "| Age | Sleep |\n|---|---|\n| 2 to 5 years | 12 h |\n| 6 to 9 years | 10 h |"
    assert not drafts(section(f"{body}\n| 10 to 14 years | 9 h |", "Sleep"), "terms")


def test_a_tale_with_numbers_or_names_describes_no_term() -> None:
    body = """**Sewers.** Eighty miles of brick ran to the sea at Kent.\n
**Pumps.** Engines at Abbey Mills lifted the water.\n
**Outfalls.** Basins at Beckton held the waste."""
    assert not drafts(section(body, "Works"), "terms")


def test_what_is_said_of_all_is_no_key_for_one() -> None:
    body = """Roughage escapes digestion in the small gut and bacteria ferment it.

**Gel:** dissolves in liquid.\n\n**Bran:** adds bulk to stools.\n
**Starch:** escapes digestion in the small gut."""
    for wording in drafts(section(body, "Kinds of food"), "terms"):
        assert right(wording) != ["Starch"]


@pytest.mark.parametrize(
    "steps",
    [
        ["Open the tap", "Fill the can", "Water the bed", "Close the tap"],
        ["Rinse it well", "Dry it by hand", "Oil the blade", "Put it away"],
        ["Lift the lid", "Turn the wheel", "Wipe the rim"],
        ["Press a button", "Hold the button", "Push a lever", "Pull up the lever"],
    ],
)
def test_an_order_that_thinking_alone_gives_is_not_asked(steps: list[str]) -> None:
    body = "\n".join(f"{number}. {step}." for number, step in enumerate(steps, 1))
    assert not drafts(section(body, "How to water"), "orders")


def test_what_is_the_standard_is_no_definition() -> None:
    body = "Economy class is the standard for all flights of less than six hours."
    assert not drafts(section(body, "Flights"), "definitions")


def test_a_term_is_not_given_away_by_a_relative() -> None:
    assert echoes("each item bought", "itemised receipt")
    assert not echoes("the rate of change", "ratchet")


def test_more_than_the_bare_term_is_accepted() -> None:
    body = "Inflation is the rate at which prices rise over a year."
    (wording,) = drafts(section(body, "Money"), "definitions")
    assert {"inflation rate", "rate of inflation"} <= {text.casefold() for text in right(wording)}


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("Some doctors believed in miasma, the idea that illness was due to foul air.", "miasma"),
        ("An inhibitor, a chemical that is added to water to slow rust, usually helps.",
         "inhibitor"),
        ("A cost centre is the department or project to which an expense is charged.",
         "cost centre"),
        ("Hospitality means food offered to a person outside the firm for business.",
         "Hospitality"),
    ],
)  # fmt: skip
def test_appositions_and_more_verbs_define(sentence: str, term: str) -> None:
    (wording,) = drafts(section(sentence, "Facts"), "definitions")
    assert right(wording)[0] == term


def test_what_opens_a_sentence_is_not_defined_by_its_subject() -> None:
    sentence = "Without rain, a plant that stands in sand can die within a few days."
    assert not drafts(section(sentence, "Facts"), "definitions")


@pytest.mark.parametrize(
    ("statement", "opposite"),
    [
        ("The contract is with the retailer, not the manufacturer.",
         "The contract is with the manufacturer, not the retailer."),
        ("Honing straightens an edge, whereas sharpening removes metal.", None),
    ],
)  # fmt: skip
def test_what_is_set_against_each_other_is_swapped(statement: str, opposite: str | None) -> None:
    if opposite is None:
        swapped = "Sharpening straightens an edge, whereas honing removes metal."
        assert swaps.of_contrast(statement) == swapped
    else:
        assert swaps.of_exclusion(statement) == opposite


def test_a_rule_for_every_case_is_not_turned_round() -> None:
    assert not inversions.of_rule("Every trip must be approved.")


def test_lists_that_are_not_opposite_are_not_told_apart() -> None:
    body = """The kitchen has:\n\n- Pans\n- Knives\n- Bowls\n\nThe garden has:\n\n- Spades
- Rakes\n- Hoses"""
    assert not drafts(section(body, "Things"), "lists")


def test_a_range_is_asked_as_a_whole() -> None:
    (wording,) = drafts(section("Most batteries last between 5 and 10 days.", "Power"), "figures")
    assert right(wording) == ["5 and 10"]
    assert all(" and " in text for text in wrong(wording))


@pytest.mark.parametrize(
    "sentence",
    [
        "Engineers know the figure precisely after long tests.",
        "People call that 70 percent hydration in all bakeries.",
        "Guests must have paid a part of their bill by card.",
    ],
)
def test_a_stranger_does_not_understand(sentence: str) -> None:
    found = article_of(section(sentence))
    text = found.sections[0]
    assert not stands_alone(text.passages[0], text, found)


@pytest.mark.parametrize(
    "sentence",
    [
        "A review pooled 40 trials in Lisbon in 2019.",
        "Anna Berger is a historian of the town.",
        "If guests are late, call the office in Lisbon at once.",
    ],
)
def test_make_up_authors_and_instructions_are_no_weighty_claims(sentence: str) -> None:
    found = article_of(section(sentence))
    assert not any(claim.is_weighty for claim in claims_in(found.sections[0], found))


def test_a_term_said_of_the_whole_section_is_not_clear() -> None:
    body = """Roughage escapes digestion in the gut.

**Gel:** dissolves in liquid fast.\n\n**Bran:** adds much bulk.\n
**Starch:** escapes digestion in the gut."""
    text = article_of(section(body, "Food")).sections[0]
    (listed,) = term_lists(text)
    assert "Starch" not in {term.name for term in terms._clear(listed, text, frozenset())}


def test_behind_over_only_larger_numbers_are_wrong() -> None:
    for seed in range(5):
        body = "Ovens are heated to over 600 degrees in winter."
        for wording in drafts(section(body, "Ovens"), "figures", seed):
            assert all(int(text) > 600 for text in wrong(wording))


def test_wrong_numbers_do_not_huddle() -> None:
    values = [Decimal(v) for v in (45, 50, 75)]
    for seed in range(9):
        two = near_numbers.two_of(values, Decimal(100), 2, Random(seed))
        assert two != values[:2]


def test_years_beside_a_rough_one_are_far_off() -> None:
    values = near("A port was founded around 1450 by monks.")
    assert values
    assert all(abs(value - 1450) >= 20 for value in values)
