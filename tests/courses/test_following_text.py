"""Questions follow their sentences into an edited text, or are to be looked at again."""

import pytest

from learning.articles import anchoring
from learning.articles import queries as articles
from learning.courses import actions, queries
from learning.courses.models import Course
from learning.quizzes import queries as quizzes
from learning.quizzes.models import Question
from tests.people import NOW, People
from tests.teaching import approved, make_draft, make_question

BODY = "Soap loosens grease from the skin. Grease carries most of the germs."


@pytest.fixture
def course(people: People) -> Course:
    return make_draft(people.clinic)


@pytest.fixture
def question(course: Course) -> Question:
    """On the first sentence of the module, "Soap loosens grease from the skin."."""
    module = queries.module(course, "why-it-works")
    assert module is not None
    return approved(make_question(course, module))


def edit(course: Course, body: str, key: str = "why-it-works") -> int:
    module = queries.module(course, key)
    assert module is not None
    return actions.edit_module(
        course, key, body=body, objectives=(), revision=module.revision, by="t", at=NOW
    )


def anchored(question: Question) -> list[str]:
    """What stands where the anchors point, in the version they point into."""
    version = articles.version_with_id(question.organization_id, question.article_version_id)
    return [version.text[a.start : a.end] for a in quizzes.wording_of(question).anchors]


@pytest.mark.parametrize(
    "body",
    [
        "Listen first. " + BODY,
        BODY.replace("Soap loosens", "**Soap** loosens"),
        BODY.replace("skin.", "skin!"),
        "Grease carries most of the germs. Soap loosens grease from the skin.",
    ],
)
def test_a_sentence_that_means_the_same_is_followed(
    course: Course, question: Question, body: str
) -> None:
    revision = question.revision
    assert edit(course, body) == 0
    assert not question.is_stale
    assert question.revision == revision
    [words] = anchored(question)
    assert words.replace("*", "").rstrip(".!") == "Soap loosens grease from the skin"
    module = queries.module(course, "why-it-works")
    assert module is not None
    assert question.article_version_id == module.article_version_id


@pytest.mark.parametrize(
    "sentence",
    [
        "Soap never loosens grease from the skin.",
        "Soap loosens fat from the skin.",
        "Soap loosens 5 % of the grease from the skin.",
        "",
    ],
)
def test_a_sentence_that_means_something_else_is_looked_at_again(
    course: Course, question: Question, sentence: str
) -> None:
    before = quizzes.wording_of(question).anchors
    assert edit(course, BODY.replace("Soap loosens grease from the skin.", sentence)) == 1
    assert question.is_stale
    assert quizzes.wording_of(question).anchors == before
    assert anchored(question) == ["Soap loosens grease from the skin."]


def test_taking_the_edit_back_settles_it_again(course: Course, question: Question) -> None:
    edit(course, "Something else entirely.")
    assert edit(course, BODY) == 0
    assert not question.is_stale
    assert anchored(question) == ["Soap loosens grease from the skin."]


def test_what_is_published_keeps_the_anchors_it_had(course: Course, question: Question) -> None:
    version = quizzes.newest_version(question)
    assert version is not None
    before = quizzes.anchors_of(course.organization_id, version.id)
    kept = [(a.article_version_id, a.start, a.sentence) for a in before]
    edit(course, "Listen first. " + BODY)
    after = quizzes.anchors_of(course.organization_id, version.id)
    assert [(a.article_version_id, a.start, a.sentence) for a in after] == kept


def test_an_edit_of_another_module_moves_the_anchor(course: Course) -> None:
    module = queries.module(course, "when-to-do-it")
    assert module is not None
    question = make_question(course, module)
    assert edit(course, "Much more stands here than stood here before. " + BODY) == 0
    assert anchored(question) == ["Wash before you touch food."]


def test_while_the_text_is_saved_nothing_looks_for_edits_of_sentences(
    course: Course, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds in a long article, and everybody else's saving waits for this one."""

    def compared(*_given: object, **_named: object) -> None:
        raise AssertionError("sentences are compared word by word")

    monkeypatch.setattr(anchoring, "SequenceMatcher", compared)
    assert edit(course, BODY.replace("loosens", "does not loosen")) == 1
    assert question.is_stale
