"""Bodies with images and scenarios: as text and back, what is missing, and how they are drawn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes import content, grading, lint, selection
from learning.quizzes.kinds.contract import AnswerKey, Body, Image, Option, QuestionKind

IMAGES = st.builds(
    Image,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.sampled_from(["image/png", "image/jpeg", "image/gif", "image/webp"]),
    st.integers(1, 4_000),
    st.integers(1, 4_000),
    st.text(max_size=20),
)
OPTIONS = st.lists(
    st.builds(Option, st.text("abcdef", min_size=1, max_size=6), st.text(), st.none() | IMAGES),
    max_size=6,
    unique_by=lambda option: option.id,
).map(lambda options: tuple(sorted(options, key=lambda option: option.id)))
BODIES = st.builds(Body, st.text(), OPTIONS, image=st.none() | IMAGES, scenario=st.text())
PICTURE = Image("a" * 64, "image/png", 40, 30, "A hand")


@given(BODIES)
def test_a_body_comes_back_as_it_was(body: Body) -> None:
    assert content.read_body(content.body_text(body)) == body


@given(BODIES)
def test_a_learner_is_shown_all_images_and_the_scenario(body: Body) -> None:
    shown = grading.present(QuestionKind.SINGLE, body, [option.id for option in body.options])
    assert (shown.scenario, shown.image, shown.images) == (body.scenario, body.image, body.images)


def test_a_body_without_images_and_scenario_has_the_text_it_always_had() -> None:
    body = Body("What?", (Option("a", "This"), Option("b", "That")), (Option("m", "one"),), "mg")
    assert content.body_text(body) == (
        '{"matches":[{"id":"m","text":"one"}],"options":[{"id":"a","text":"This"},'
        '{"id":"b","text":"That"}],"stem":"What?","unit":"mg"}'
    )


def test_an_image_is_stored_as_its_hash_type_size_and_words() -> None:
    assert content.body_text(Body("What?", image=PICTURE)) == (
        '{"image":{"alt":"A hand","height":30,"media_type":"image/png","sha256":"'
        + "a" * 64
        + '","width":40},"options":[],"stem":"What?"}'
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # Words of its own, or an image with words, but something.
        ([Option("a", "This"), Option("b", "", PICTURE)], set()),
        ([Option("a", "This"), Option("b", "")], {"option-empty"}),
        (
            [Option("a", "This"), Option("b", "", replace(PICTURE, alt=" "))],
            {"image-without-alt"},
        ),
        # The same words with two images differ to whoever sees them and to whoever hears them.
        (
            [
                Option("a", "This", PICTURE),
                Option("b", "this", replace(PICTURE, sha256="b" * 64, alt="A foot")),
            ],
            set(),
        ),
        ([Option("a", "This", PICTURE), Option("b", "This")], set()),
        ([Option("a", "", PICTURE), Option("b", "", PICTURE)], {"duplicate-option"}),
        (
            [Option("a", "", PICTURE), Option("b", "", replace(PICTURE, sha256="b" * 64))],
            {"duplicate-option"},
        ),
        ([Option("a", "This"), Option("b", "THIS ")], {"duplicate-option"}),
    ],
)
def test_each_option_says_something_of_its_own_in_words(
    options: list[Option], expected: set[str]
) -> None:
    found = lint.problems(QuestionKind.SINGLE, Body("What?", tuple(options)), AnswerKey(), [])
    assert {code for code in found if "option" in code or "image" in code} == expected


def test_an_image_above_the_stem_needs_words_too() -> None:
    body = Body("What?", image=replace(PICTURE, alt=""))
    for kind in QuestionKind:
        assert "image-without-alt" in lint.problems(kind, body, AnswerKey(), [])


@given(st.lists(st.tuples(st.sampled_from(["", "", "ward", "home", "clinic"]), st.integers())))
def test_questions_on_one_scenario_are_asked_one_after_another(
    items: list[tuple[str, int]],
) -> None:
    together = selection.kept_together(items, lambda item: item[0])
    assert sorted(together) == sorted(items)
    runs = [
        scenario
        for place, (scenario, _) in enumerate(together)
        if scenario and (place == 0 or together[place - 1][0] != scenario)
    ]
    assert len(runs) == len(set(runs))
    # Among themselves they keep their order, and so do those without a scenario.
    for scenario in {scenario for scenario, _ in items}:
        assert [i for i in together if i[0] == scenario] == [i for i in items if i[0] == scenario]


@given(st.lists(st.integers(), unique=True))
def test_without_scenarios_the_order_stays(items: list[int]) -> None:
    assert selection.kept_together(items, lambda _item: "") == tuple(items)
