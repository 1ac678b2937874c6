"""What a trainer sees: courses and questions in every state, and what learners make of them."""

from dataclasses import replace

from learning.articles import queries as articles
from learning.courses import actions as courses
from learning.courses import draft_actions, intake
from learning.courses import queries as course_queries
from learning.courses.models import ArticleImport, Course, Module
from learning.courses.states import Rights
from learning.identifiers import public_id
from learning.progress.models import Enrolment
from learning.quizzes import actions as quizzes
from learning.quizzes import queries as quiz_queries
from learning.quizzes.models import Question
from learning.waiting import Typed
from tests.courses.test_drafting import CARE
from tests.journeys.look.clinic import Clinic
from tests.journeys.look.learner_places import SCENARIO, LearnerPlaces
from tests.people import NOW
from tests.progress.test_regrading import question_of
from tests.teaching import approved, make_draft, make_drafted, make_published, make_question


class TrainerPlaces:
    """Tessa's drafts, the courses that are taken, and what learners did and reported there."""

    def __init__(self, clinic: Clinic, learner: LearnerPlaces) -> None:
        self.clinic, self.organization, self.learner = clinic, clinic.organization, learner
        self.draft = make_draft(self.organization)
        _overview, self.module, self.other, *_ = course_queries.modules_of(self.draft)

    def courses(self) -> dict[str, str]:
        """Courses in every state, how learners get on there, and articles that come in."""
        deleted, withdrawn = make_draft(self.organization), make_published(self.organization)
        courses.delete_draft(deleted, by="tests", at=NOW)
        courses.withdraw(withdrawn, by="tests", at=NOW)
        here, live, closed, reported = (
            _page_of(each)
            for each in (self.draft, self.clinic.hands, withdrawn, self.learner.mended)
        )
        return {
            "draft": here,
            "published": live,
            "withdrawn": closed,
            "deleted": _page_of(deleted),
            "structure": f"{here}/structure",
            "edit-module": f"{here}/modules/{self.module.key}",
            "settings": f"{here}/settings",
            "progress": f"{live}/progress",
            "learner": self._learner_page(self.learner.used_up),
            "learner-running": self._learner_page(self.learner.timed),
            "learner-reset": self._learner_page(self.learner.reset),
            "progress-empty": f"{here}/progress",
            "versions": f"{live}/versions",
            "bundle": f"{here}/bundle",
            "delete": f"{here}/delete",
            "withdraw": f"{live}/withdraw",
            "reopen": f"{closed}/reopen",
            **self._imports(),
            "course-reported": reported,
            "reports": f"{reported}/reports",
            "reports-handled": f"{reported}/reports?state=handled",
        }

    def questions(self) -> dict[str, str]:
        """Questions in every state, drafts that wait for review, and the bank."""
        draft, module = self.draft, self.module
        stale = approved(make_question(draft, self.other, "How long is long enough?"))
        _edit_everything(draft, self.other.key)
        asked = {
            "draft": make_question(draft, module),
            "approved": approved(make_question(draft, module, "What carries germs?")),
            "rejected": make_question(draft, module, "Is soap old?"),
            "stale": stale,
            "pictured": make_question(
                draft, module, "Which colour is it?", scenario=SCENARIO, has_images=True
            ),
        }
        quizzes.reject(asked["rejected"], reason="Too easy", by="tests", at=NOW)
        drafted = make_draft(self.organization, CARE)
        draft_actions.draft_questions(drafted, by="tests", at=NOW)
        care = next(m for m in course_queries.modules_of(drafted) if m.kind == "teach")
        for part in ("first", "second", "third"):
            make_drafted(drafted, care, f"What does the {part} sentence ask for?")
        here, waiting = _page_of(draft), _page_of(drafted)
        return {
            "questions": f"{here}/questions",
            "questions-drafts": f"{here}/questions?state=draft",
            "write-question": f"{here}/modules/{module.key}/questions/new",
            "drafted": f"{waiting}/questions?state=draft&selected=all",
            "review": f"{waiting}/review",
            "reviewed": f"{waiting}/reviewed",
            "coverage": f"{waiting}/coverage",
            **{f"review-{s}": f"{here}/review/{asked[s].public_id}" for s in ("stale", "pictured")},
            **self._banked(draft, module, asked["approved"]),
            "question-import": f"{here}/question-import",
            "question-export": f"{here}/question-export",
            **self._after_the_fact(),
            **{f"question-{s}": f"{here}/questions/{q.public_id}" for s, q in asked.items()},
        }

    def _learner_page(self, enrolment: Enrolment) -> str:
        course = course_queries.course_with_id(self.organization.id, enrolment.course_id)
        return f"{_page_of(course)}/learners/{enrolment.public_id}"

    def _imports(self) -> dict[str, str]:
        """One article that nobody has begun to read, and one that nobody could."""

        def begun(name: str, content: bytes) -> ArticleImport:
            return intake.begin(
                self.organization.id, content, name, rights=Rights.OWN, language="en",
                once=public_id(), by=self.clinic.tessa.public_id, at=NOW,
            )  # fmt: skip

        refused, waiting = begun("empty-leaflet.md", b"\n"), begun("ward-handbook.md", b"# Ward\n")
        intake.go_on(self.organization.id, refused.public_id, most_bytes=1_000, at=NOW)
        return {
            "import-waiting": f"/teach/imports/{waiting.public_id}",
            "import-refused": f"/teach/imports/{refused.public_id}",
        }

    def _banked(self, draft: Course, module: Module, tagged: Question) -> dict[str, str]:
        """The question bank, versions with their differences, a copy, and text that waits."""
        quizzes.set_tags(tagged, ("germs", "hand hygiene"), at=NOW)
        here = _page_of(draft)
        changed = approved(make_question(draft, module, "What does soap carry away?"))
        approved(_reworded(changed, "What does warm soap carry away from the skin?"))
        _reworded(changed, "What does warm soap carry away from the hands?")
        typed = make_question(draft, module, "Is this being typed?")
        for row, person in ((typed, self.clinic.tessa), (changed, self.clinic.adam)):
            words = (("stem", "What somebody has typed?"), ("kind", "single"))
            text = Typed("0123456789ab", 1, (), row.revision, words)
            quizzes.keep_typed(row, text, by=person.public_id, at=NOW)
        return {
            "bank": "/teach/questions",
            "bank-found": "/teach/questions?q=soap&kind=single",
            "bank-nothing": "/teach/questions?q=zzzz",
            "question-versions": f"{here}/questions/{changed.public_id}/versions",
            "question-no-versions": f"{here}/questions/{typed.public_id}/versions",
            "question-copy": f"{here}/questions/{typed.public_id}/copy",
            "question-typed": f"{here}/questions/{typed.public_id}",
            "question-typed-stored": f"{here}/questions/{typed.public_id}?stored=1",
            "question-typed-by-another": f"{here}/questions/{changed.public_id}",
        }

    def _after_the_fact(self) -> dict[str, str]:
        """A reported question, a retired one, and results that can be corrected."""
        mended, hands = self.learner.mended, self.clinic.hands
        reported = f"{_page_of(mended)}/questions/{self.learner.wrong.public_id}"
        nothing = f"{_page_of(mended)}/questions/{question_of(mended, 2).public_id}"
        retired = question_of(hands)
        quizzes.retire(retired, by="tests", at=NOW)
        return {
            "question-reported": reported,
            "correct": f"{reported}/correct",
            "correct-nothing": f"{nothing}/correct",
            "question-retired": f"{_page_of(hands)}/questions/{retired.public_id}",
        }


def _page_of(course: Course) -> str:
    return f"/teach/courses/{course.public_id}"


def _reworded(question: Question, stem: str) -> Question:
    wording = quiz_queries.wording_of(question)
    version = articles.version_with_id(question.organization_id, question.article_version_id)
    quizzes.rewrite_question(
        question, version, replace(wording, body=replace(wording.body, stem=stem)),
        revision=question.revision, at=NOW,
    )  # fmt: skip
    return question


def _edit_everything(course: Course, key: str) -> None:
    """Write a module anew, so that the sentences behind its questions are gone."""
    module = course_queries.module(course, key)
    assert module is not None
    courses.edit_module(
        course, key, body="All of this is new. Nothing is as it was.\n\nWash longer.",
        objectives=["Say how long is long enough"], revision=module.revision, by="tests", at=NOW,
    )  # fmt: skip
