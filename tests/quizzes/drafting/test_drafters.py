"""What each drafter makes of its kind of fact."""

from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.drafting.outlines import article, drafts, outline, right, section, wrong

TERMS = """
- Stiles: the long side pieces of a ladder.
- Rungs: the bars people stand on.
- Feet: the ends that rest on the ground.
- Hinge: a joint between two halves.
"""


def test_terms_of_one_list_are_matched_and_the_one_left_is_chosen_among_them() -> None:
    matching, single = sorted(drafts(section(TERMS, "Parts"), "terms"), key=lambda w: w.kind)
    assert (matching.kind, single.kind) == (QuestionKind.MATCHING, QuestionKind.SINGLE)
    assert len(matching.body.options) == 3
    assert len(single.body.options) == 3
    assert {*right(single), *wrong(single)} <= {"Stiles", "Rungs", "Feet", "Hinge"}
    by_id = {match.id: match.text for match in matching.body.matches}
    for option, (match,) in zip(matching.body.options, matching.key.right, strict=True):
        assert f"{option.text}: {by_id[match]}".lower() in TERMS.lower()


def test_a_wrong_term_is_answered_with_what_it_really_is() -> None:
    single = next(w for w in drafts(section(TERMS, "Parts")) if w.kind == QuestionKind.SINGLE)
    for option in single.body.options:
        if option.id not in single.key.correct:
            assert f"“{option.text}” is described as: “" in single.key.feedback[option.id]
            assert single.key.feedback[option.id].lower().count(option.text.lower()) == 1


def test_rows_of_a_table_are_terms() -> None:
    found = drafts(article("held_out/fire-extinguishers.md")) + drafts(article("repotting.md"))
    assert any("Match each material with its purpose" in w.body.stem for w in found)


def test_paragraphs_that_open_in_bold_are_terms() -> None:
    body = "**Ebb.** Water moves away from the shore.\n\n**Flood.** Water comes to the shore and"
    body += " covers it.\n\n**Slack.** Nothing flows for a while."
    assert [w.kind for w in drafts(section(body, "Words"), "terms")] == [QuestionKind.SINGLE]


def test_a_definition_without_siblings_is_typed() -> None:
    body = "A lahar is a mudflow of volcanic ash and water that runs down a valley."
    (wording,) = drafts(section(body, "Dangers"), "definitions")
    assert wording.kind == QuestionKind.SHORT_TEXT
    assert right(wording) == ["lahar"]
    assert "lahar" not in wording.body.stem


def test_definitions_of_one_section_are_each_other_s_wrong_options() -> None:
    body = """Nectar is a sugary liquid that flowers produce for insects. Pollen is a powder that
    carries the male cells of a plant. Propolis is a resin that seals the cracks of a hive."""
    single = drafts(section(body, "Stuff"), "definitions")[0]
    assert single.kind == QuestionKind.SINGLE
    assert {*right(single), *wrong(single)} == {"Nectar", "Pollen", "Propolis"}


def test_a_figure_is_asked_with_its_unit_and_without_its_value() -> None:
    body = "Employees must report a loss within 72 hours. Trains leave every 20 minutes."
    found = drafts(section(body, "Losses"), "figures")
    assert {w.kind for w in found} == {QuestionKind.SINGLE, QuestionKind.NUMERIC}
    assert all("___" in w.body.stem for w in found)
    assert not any("72" in w.body.stem or "20" in w.body.stem for w in found)


def test_wrong_figures_stand_nowhere_in_the_article() -> None:
    body = "Employees must report a loss within 72 hours."
    (wording,) = drafts(section(body, "Losses", around="Nobody waits 48 hours."), "figures")
    assert right(wording) == ["72"]
    assert "48" not in wrong(wording)


def test_numbered_instructions_are_put_in_order() -> None:
    body = "1. Turn the valve.\n2. Fill the tank.\n3. Close the lid.\n4. Wipe the rim."
    (wording,) = drafts(section(body, "Filling the tank"), "orders")
    texts = [wording.body.text_of(id) for (id,) in wording.key.right]
    assert texts == ["Turn the valve", "Fill the tank", "Close the lid", "Wipe the rim"]
    assert "“Filling the tank”" in wording.body.stem


def test_first_then_finally_is_an_order_and_the_words_that_tell_it_are_left_out() -> None:
    body = """First, warn the people. Then close the doors. Next, walk down the stairs. Finally, go
    to the meeting point."""
    (wording,) = drafts(section(body, "Leaving"), "orders")
    texts = [wording.body.text_of(id) for (id,) in wording.key.right]
    assert texts[:2] == ["Warn the people", "Close the doors"]
    assert texts[2:] == ["Walk down the stairs", "Go to the meeting point"]


def test_a_numbered_list_of_reasons_has_no_order() -> None:
    body = "1. Costs are low.\n2. Rooms are large.\n3. Staff are kind.\n4. Food is good."
    assert not drafts(section(body, "Why people come"), "orders")


def test_events_with_years_are_put_in_order() -> None:
    body = """In 1837, Rowland Hill published a pamphlet. In 1854, Britain sold perforated stamps.
    In 1843, Brazil issued stamps. In 1847, the United States issued stamps of two values."""
    (wording,) = drafts(section(body, "History"), "orders")
    assert [wording.body.text_of(id) for (id,) in wording.key.right] == [
        "Rowland Hill published a pamphlet",
        "Brazil issued stamps",
        "The United States issued stamps of two values",
        "Britain sold perforated stamps",
    ]
    assert "18" not in wording.body.stem


def test_a_complete_list_leaves_one_gap_with_one_answer() -> None:
    body = "Three things are needed for a fire: heat, fuel and oxygen."
    (wording,) = drafts(section(body, "Fire"), "enumerations")
    assert wording.kind == QuestionKind.GAP
    assert right(wording)[0] in ("heat", "fuel", "oxygen")
    assert right(wording)[0] not in wording.body.stem


def test_a_list_of_examples_leaves_no_gap() -> None:
    body = "There are three things in a fire, for example: heat, fuel and oxygen."
    assert not drafts(section(body, "Fire"), "enumerations")


def test_an_abbreviation_is_asked_for_its_long_form() -> None:
    body = "The General Data Protection Regulation (GDPR) is law in Europe."
    (wording,) = drafts(section(body, "Law"), "names")
    assert right(wording) == ["General Data Protection Regulation"]


def test_letters_that_do_not_fit_are_no_abbreviation() -> None:
    assert not drafts(section("The school in the old town (ABC) is closed.", "School"), "names")


def test_instructions_are_chosen_among_the_article_s_own() -> None:
    body = """Never run on the wet tiles. Shower well before you swim. Wear a cap in the water."""
    (wording,) = drafts(section(body), "instructions")
    assert "warn against" in wording.body.stem
    assert right(wording) == ["Run on the wet tiles"]
    assert wrong(wording) == ["Shower well before you swim", "Wear a cap in the water"] or (
        len(wrong(wording)) == 2
    )


def test_one_true_statement_stands_beside_two_that_the_article_contradicts() -> None:
    body = """Guests must shower before swimming. Guests must not bring glass bottles. Children must
    not enter the deep pool. Visitors must lock their bags in a locker."""
    (wording,) = drafts(section(body), "statements")
    for option in wording.body.options:
        if option.id not in wording.key.correct:
            assert option.text not in body
            assert "The article says otherwise" in wording.key.feedback[option.id]


def test_the_two_lists_of_a_section_are_told_apart() -> None:
    body = """The company pays for:\n\n- Laundry\n- Visas\n- Tolls\n\nThe company never pays for:\n
- Films\n- Fines\n- Drinks"""
    (wording,) = drafts(section(body, "Costs"), "lists")
    assert wording.kind == QuestionKind.MULTIPLE
    assert set(right(wording)) <= {"Laundry", "Visas", "Tolls"}
    assert set(wrong(wording)) <= {"Films", "Fines", "Drinks"}


def test_both_sides_of_true_and_false_come_up() -> None:
    body = """Guests must not smoke. Guests must not shout. Doors are locked at night."""
    rules = "\n\n".join(
        f"## Part {n}: {act}ing\n\nGuests must not {act} in the halls of the house at night."
        f" A ticket for {act}ing costs {n + 20} euros a day."
        for n, act in enumerate(
            (
                "sing",
                "paint",
                "cook",
                "fish",
                "camp",
                "box",
                "jump",
                "walk",
                "read",
                "play",
                "shout",
                "kick",
            )
        )
    )
    found = drafts(outline(f"# Rules\n\n## First\n\n{body}\n\n{rules}"), "true-false")
    assert {right(wording)[0] for wording in found} == {"True", "False"}


def test_an_overview_is_not_drafted_from() -> None:
    text = (
        "# Ebb\n\nA lahar is a mudflow of ash and water that runs down a valley.\n\n## One\n\nHi."
    )
    assert not drafts(outline(text))
