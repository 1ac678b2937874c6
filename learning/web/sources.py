"""Where a question's sentences stand in the text that a learner reads."""

from learning.articles import queries as articles
from learning.articles.models import ArticleVersion
from learning.quizzes import queries as quizzes


def spans_in(
    organization_id: int, question_version_id: int, version: ArticleVersion
) -> list[tuple[int, int]]:
    """The spans of a question's sentences in this article version, in order.

    A sentence keeps its id in every version that has its words, so a question approved on an
    earlier version is found in a later one. One that is gone is left out.
    """
    outline = articles.outline_of_version(version)
    spans = {
        sentence.id: (sentence.start, sentence.end)
        for section in outline.sections
        for sentence in section.sentences
    }
    anchors = quizzes.anchors_of(organization_id, question_version_id)
    return [spans[anchor.sentence] for anchor in anchors if anchor.sentence in spans]
