"""Where a question belongs: its module, and the sentences it may rest on, as they are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.articles import queries as articles
from learning.articles.blocks import SourceFormat, visible
from learning.articles.models import ArticleVersion
from learning.articles.outline import Sentence, sentences_between
from learning.articles.readers.reading import blocks_of
from learning.articles.rendering import context_html
from learning.courses import queries
from learning.courses.models import Course
from learning.courses.structure import ModulePlan, Plans
from learning.quizzes.content import AnchorSpan


@dataclass(frozen=True)
class Choice:
    """A sentence to choose: its id, and its words without mark-up."""

    id: str
    words: str


@dataclass(frozen=True)
class Place:
    """A question's course and module, and the text it may rest on."""

    course: Course
    plans: Plans
    module: ModulePlan
    version: ArticleVersion

    def sentences(self, anchors: tuple[AnchorSpan, ...] = ()) -> list[Sentence]:
        """The module's sentences, and those elsewhere in the article that these anchors name."""
        outline = articles.outline_of_version(self.version)
        inside = {s.id for s in sentences_between(outline, self.module.start, self.module.end)}
        wanted = inside | {anchor.sentence for anchor in anchors}
        every = sentences_between(outline, 0, len(self.version.text))
        return [sentence for sentence in every if sentence.id in wanted]

    def choices(self, sentences: Sequence[Sentence]) -> list[Choice]:
        """These sentences as a reader sees them."""
        words = dict(self._words(sentences))
        return [Choice(each.id, words.get(each.id, each.text)) for each in sentences]

    def context(self, sentence: Sentence) -> str:
        """The paragraph around a sentence, the sentence highlighted, as safe HTML."""
        return context_html(
            self.version.text,
            self.module.start,
            self.module.end,
            self.version.format,
            (sentence.start, sentence.end),
        )

    def _words(self, sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        text, format = self.version.text, SourceFormat(self.version.format)
        for block in blocks_of(text, self.module.start, self.module.end, format):
            for sentence in sentences:
                if block.body <= sentence.start < block.end:
                    start, end = sentence.start - block.body, sentence.end - block.body
                    yield sentence.id, visible(block.prose[start:end])


def place_of(course: Course, quiz_id: int) -> Place:
    plans = queries.plans_of(course)
    module = next(plan for plan in plans if plan.quiz_id == quiz_id)
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    return Place(course, plans, module, version)
