"""What is never proposed: each bad example that was ever seen, and the rules behind them."""

from random import Random

import pytest

from learning.quizzes.drafting.drafters import terms
from learning.quizzes.drafting.extracting import article_of
from learning.quizzes.drafting.facts import inversions, swaps
from learning.quizzes.drafting.facts.instructions import instructions_in
from learning.quizzes.drafting.facts.reasons import without_reason
from learning.quizzes.drafting.sensitive import may_be_turned
from learning.quizzes.kinds.contract import QuestionKind
from tests.quizzes.drafting.outlines import drafts, right, section, wrong

RULES = "Guests must pay. Guests must not smoke. Guests must leave. Guests must be quiet. "


def texts(body: str, title: str = "Rules of the pool") -> str:
    """Everything that is asked about a section, in one string."""
    return "\n".join(
        " ".join([w.body.stem, *(o.text for o in (*w.body.options, *w.body.matches))])
        for w in drafts(section(body, title))
    )


def test_a_denied_definition_is_not_turned_into_one() -> None:
    body = "A code of conduct is not a law that is enforced arbitrarily by those in power."
    assert not drafts(section(body, "Conduct"), "definitions")


@pytest.mark.parametrize(
    "sentence",
    [
        "This protein is a substance that carries oxygen through the blood.",
        "These levels rise when people eat a meal with much sugar.",
        "It is a liquid that flowers produce to attract all insects.",
        "They must be closed before anybody leaves the building.",
        "Such rooms must be locked at the end of each working day.",
        "The latter must be locked at the end of each working day.",
        "However, doors must be locked at the end of each working day.",
        "Divers prefer it for their work in all of the harbours.",
        "The difference must be paid at the end of each working day.",
        "Larger rooms must be locked sooner at the end of each day.",
        "We must lock all doors at the end of each working day.",
    ],
)
def test_what_points_elsewhere_is_not_asked(sentence: str) -> None:
    assert not drafts(section(sentence, "Words"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Table 3 lists 14 rules for all visitors of the pool.",
        "See page 12 for all the rules of the pool in summer.",
        "Visit https://pool.example for 20 rules of the pool.",
        "Rules are in chapter 7 of the handbook for all guests.",
        "The 2nd edition has 40 pages [edit] about the rules.",
    ],
)
def test_layout_is_not_asked(sentence: str) -> None:
    assert not drafts(section(sentence), "figures")


def test_a_footnote_mark_is_no_part_of_a_statement() -> None:
    assert "[3]" not in texts("All guests must pay at the desk before they swim.[3]")


def test_a_range_gives_no_figure_away() -> None:
    found = drafts(section("A ticket costs between 400 and 600 euros in summer."), "figures")
    assert [right(wording) for wording in found] == [["400 and 600"]]
    assert "400" not in found[0].body.stem
    assert "600" not in found[0].body.stem


def test_a_number_that_is_a_name_is_no_figure() -> None:
    assert not drafts(section("Powder works on class 5 fires in all the halls."), "figures")


def test_a_term_whose_description_names_it_is_not_chosen() -> None:
    body = """- Bug tracker: a system for tracking every bug.\n- Wiki: pages that all may edit.
- Forum: a place where people ask.\n- Blog: a diary for everybody to read."""
    for wording in drafts(section(body, "Tools"), "terms"):
        assert "tracking" not in wording.body.stem
        assert "Bug tracker" not in right(wording)


def test_two_terms_with_like_descriptions_are_not_asked_apart() -> None:
    body = """- Noradrenaline: the messenger that raises the pulse in danger.
- Norepinephrine: the messenger that raises the pulse in danger quickly.
- Insulin: the hormone for sugar."""
    for wording in drafts(section(body, "Words"), "terms"):
        assert right(wording) == ["Insulin"]


def test_another_name_of_the_key_is_no_wrong_option() -> None:
    body = """Phishing is an attempt that tricks people into giving secrets away. Spear phishing is
    an attack that aims at one person with facts about them. Malware is a program that harms the
    computer it runs on."""
    for wording in drafts(section(body, "Attacks"), "definitions"):
        if wording.kind == QuestionKind.SINGLE and "Phishing" in right(wording):
            assert "Spear phishing" not in wrong(wording)


@pytest.mark.parametrize(
    "statement",
    [
        "Not all rooms are open to guests.",
        "Guests do not always pay at the desk.",
        "Guests do not pay unless the desk is open.",
        "Rooms that are not clean must be closed.",
        "Guests do not have any rights.",
        "If the alarm is not on, guests may stay.",
        "It was not only the heat.",
    ],
)
def test_a_partial_denial_has_no_opposite(statement: str) -> None:
    assert not inversions.of_negation(statement)


@pytest.mark.parametrize(
    ("statement", "opposite"),
    [
        ("Gloves do not replace washing.", "Gloves replace washing."),
        ("Alcohol does not destroy spores.", "Alcohol destroys spores."),
        ("Dividends are not guaranteed.", "Dividends are guaranteed."),
        ("Staff cannot work from home.", "Staff can work from home."),
    ],
)
def test_a_plain_denial_is_turned_round(statement: str, opposite: str) -> None:
    assert inversions.of_negation(statement) == opposite


@pytest.mark.parametrize(
    ("statement", "opposite"),
    [
        ("Guests must pay at the desk.", "Guests need not pay at the desk."),
        ("Guests must not smoke here.", "Guests may smoke here."),
        ("You must not run.", "You may run."),
        ("Doors must never be locked.", "Doors may be locked."),
        # That boxes "may block" a door is no permission.
        ("Boxes must never block the door.", ""),
        ("Guests must pay at least half.", ""),
        ("Guests must pay unless they are ill.", ""),
        ("Guests must not pay, but staff must pay.", ""),
    ],
)
def test_rules_are_turned_round_only_where_that_is_certain(statement: str, opposite: str) -> None:
    assert inversions.of_rule(statement) == opposite


@pytest.mark.parametrize(
    ("statement", "opposite"),
    [
        ("Clay dries faster than plastic.", "Clay dries slower than plastic."),
        ("Sore skin carries more germs than healthy skin.",
         "Sore skin carries fewer germs than healthy skin."),
        ("She counted more than forty.", ""),
        ("Prices fall when rates rise.", ""),
        ("Rain falls for hours.", ""),
    ],
)  # fmt: skip
def test_a_direction_is_turned_round_only_where_that_is_certain(
    statement: str, opposite: str
) -> None:
    assert inversions.of_direction(statement) == opposite


def test_the_halves_of_a_contrast_are_swapped() -> None:
    turned = swaps.of_contrast("Scraps bring nitrogen, while leaves bring carbon.")
    assert turned == "Scraps bring carbon, while leaves bring nitrogen."


def test_a_denied_reason_is_not_cut_off() -> None:
    sentence = "The bridge did not fall because of the wind."
    assert without_reason(sentence) == sentence
    assert without_reason("Honey keeps for years because it is dry.") == "Honey keeps for years."


def test_a_rule_with_an_exception_behind_it_is_not_turned_round() -> None:
    body = f"{RULES}Guests must leave bags outside. However, small bags are fine."
    assert "need not leave bags" not in texts(body)


def test_a_rule_that_another_sentence_lifts_is_not_turned_round() -> None:
    body = f"{RULES}Guests must not bring dogs. Guests with a permit may bring dogs."
    assert "may bring dogs" not in texts(body).replace("with a permit may bring dogs", "")


@pytest.mark.parametrize("lead", ["Never:", "Do not:", "What you must not do:", "Avoid:"])
def test_what_a_list_warns_of_is_never_what_one_is_told(lead: str) -> None:
    body = f"Never swim alone. Never dive here.\n\n{lead}\n\n- Run on the tiles.\n- Push people in."
    assert "Run on the tiles" not in texts(body)


@pytest.mark.parametrize(
    "body",
    [
        "For example, suppose a hotel opens. All guests must pay 40 euros at the desk.",
        "A common myth is about soap. All germs need cold water in order to die.",
        "Many people once believed that all germs need cold water.",
    ],
)
def test_examples_and_myths_are_not_asked(body: str) -> None:
    assert not drafts(section(body))


def test_a_section_of_mistakes_is_not_asked() -> None:
    assert not drafts(section("All plants need water every single day in winter.", "Common myths"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Adults take 2 tablets every 6 hours with a glass of water.",
        "A dose of 500 mg is the limit for all adults in one day.",
        "An overdose of this kind is always fatal within 3 days.",
        "All people with thoughts of suicide must be heard at once.",
    ],
)
def test_doses_and_harm_are_never_asked(sentence: str) -> None:
    assert not drafts(section(sentence, "Medicines"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients must not stop the medicine without talking to the doctor.",
        "Never take another medicine on the same day without asking.",
        "People must not drive after they have taken the medicine.",
    ],
)
def test_no_wrong_statement_recommends_a_dangerous_action(sentence: str) -> None:
    found = drafts(section(f"{RULES}{sentence}", "Medicines"))
    told = [o.text for w in found for o in w.body.options] + [w.body.stem for w in found]
    assert not any("may stop" in t or "may take" in t or "may drive" in t for t in told)


def test_the_key_is_not_much_longer_than_the_rest() -> None:
    body = "- Ice: frozen white rain.\n- Fog: a low cloud.\n- Very long name of it: a wet wind."
    for wording in drafts(section(body, "Weather"), "terms"):
        if wording.kind == QuestionKind.SINGLE:
            longest = max(map(len, wrong(wording)))
            assert len(right(wording)[0]) <= max(1.4 * longest, longest + 8)


def test_questions_make_no_promise_for_the_article() -> None:
    for wording in drafts(section(RULES + "Steam rises faster than cold air.")):
        if wording.kind == QuestionKind.TRUE_FALSE:
            assert wording.body.stem.startswith("According to the article")


def test_instructions_under_never_are_no_instructions() -> None:
    found = section("Never:\n\n- Run on the tiles.\n- Push people in.\n\nWalk to the exit slowly.")
    acts = [each.act for each in instructions_in(article_of(found).sections[0])]
    assert acts == ["walk to the exit slowly"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients must not stop the medicine.",
        "Never drive after treatment.",
        "Call an ambulance in an emergency.",
    ],
)
def test_sentences_somebody_may_act_on_are_not_turned_round(sentence: str) -> None:
    assert not may_be_turned(sentence)
    assert may_be_turned("Guests must not smoke.")


def asked_terms(body: str) -> set[str]:
    """The terms that the drafter itself asks about, before any filter."""
    article = article_of(section(body, "Words"))
    found = list(terms.draft(article, article.sections[0], Random(0)))
    return {option.text for wording in found for option in wording.body.options} & {
        *(option.text for w in found for option in w.body.options if option.id in w.key.correct),
        *(o.text for w in found if w.body.matches for o in w.body.options),
    }


def test_the_drafter_of_terms_itself_asks_for_none_that_its_description_names() -> None:
    body = """- Tracker: a system for tracking bugs.\n- Wiki: pages all may edit.
- Blog: a diary for all."""
    assert "Tracker" not in asked_terms(body)
    assert asked_terms(body) & {"Wiki", "Blog"}


def test_the_drafter_of_terms_itself_asks_for_none_that_another_description_fits() -> None:
    body = """- Alpha: the messenger that raises the pulse.
- Beta: the messenger that raises a pulse.
- Gamma: a hormone for sugar."""
    assert asked_terms(body) <= {"Gamma"}
