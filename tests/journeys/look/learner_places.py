"""What a learner sees: courses, attempts and results in every state, and each kind of question."""

from collections.abc import Callable
from typing import Any

from learning import clock
from learning.courses import publishing
from learning.courses import queries as course_queries
from learning.courses.states import Change
from learning.progress import (
    actions,
    allowance_actions,
    attempt_actions,
    attempt_queries,
    queries,
    report_actions,
    standings,
)
from learning.progress.models import Attempt
from learning.progress.states import ReportReason
from learning.quizzes import queries as quiz_queries
from learning.quizzes import quiz_actions
from learning.quizzes.correcting import Policy
from learning.quizzes.kinds.contract import QuestionKind
from tests.journeys.look.clinic import Clinic
from tests.people import NOW
from tests.progress.test_actions import pass_module, taught
from tests.progress.test_regrading import (
    make_correction,
    option,
    position_of,
    question_of,
    rekeyed,
    taken,
)
from tests.teaching import (
    approved,
    make_draft,
    make_published,
    make_question,
    right_answers,
    with_settings,
)

SCENARIO = """Ada is 70 years old and has come to the clinic because of a rash on both hands.

She washes them:
in the morning, with hot water,
at noon, with soap."""

# Answers that aren't all right, made of what a form sends for the right one.
WRONG: dict[QuestionKind, Callable[[list[str]], list[str]]] = {
    QuestionKind.MATCHING: lambda right: [
        right[0],
        *(f"{o.partition(':')[0]}:m0" for o in right[1:]),
    ],
    QuestionKind.ORDERING: lambda right: [*right[1:], right[0]],
    QuestionKind.GAP: lambda right: [right[0].upper(), "something quite different"],
    QuestionKind.SHORT_TEXT: lambda _right: ["no grease at all"],
    QuestionKind.NUMERIC: lambda _right: ["200 s"],
}


class LearnerPlaces:
    """Lena's courses; what she made of some of them is there for her trainer to see."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.organization, self.lena = clinic, clinic.organization, clinic.lena

    def all(self) -> dict[str, str]:
        """Make them, and say where she sees them."""
        way = actions.enrol(self.clinic.starter, self.lena.id, at=NOW)
        first, second, third, *_ = taught(way)
        passed = pass_module(way, first)
        failed = _answer(attempt_actions.start_attempt(way, second, at=NOW), right=2, wrong=3)
        waiting = _answer(attempt_actions.start_attempt(way, second, at=NOW), right=1, wrong=1)
        reading = actions.enrol(
            make_published(self.organization, questions=0), self.lena.id, at=NOW
        )
        overview = standings.course_standing(way).modules[0].module.key
        home, mark_home = (f"/learn/{queries.address_of(each)}" for each in (way, reading))
        return {
            "course": home,
            "course-done": f"/learn/{self.clinic.hands.address}",
            "overview": f"{home}/{overview}",
            "module": f"{home}/{second}",
            "module-passed": f"{home}/{first}",
            "module-reread": f"{home}/{first}?back={passed.public_id}.1",
            "module-to-mark": f"{mark_home}/{taught(reading)[0]}",
            "locked": f"{home}/{third}",
            "name": f"{home}/name",
            "feedback-right": f"/attempts/{waiting.public_id}/1",
            "feedback-wrong": f"/attempts/{waiting.public_id}/2",
            "question": f"/attempts/{waiting.public_id}/3",
            "result-passed": f"/attempts/{passed.public_id}/result",
            "result-failed": f"/attempts/{failed.public_id}/result",
            "certificate": f"/certificates/{self.clinic.valid.public_id}",
            "erase-name": f"/certificates/{self.clinic.valid.public_id}/erase-name",
            **self._limited(),
            **self._at_the_end(),
            **self._corrected(),
            "report": f"/attempts/{waiting.public_id}/2/report",
            **{name: path for kind in WRONG for name, path in self._asked(kind).items()},
            **self._pictured(),
        }

    def _limited(self) -> dict[str, str]:
        """A quiz whose tries are used up, and one whose time runs, longer for its learner."""
        strict = with_settings(make_published(self.organization), quiz_tries=1, feedback="passed")
        self.used_up = actions.enrol(strict, self.lena.id, at=NOW)
        key = taught(self.used_up)[0]
        failed = _answer(attempt_actions.start_attempt(self.used_up, key, at=NOW), right=0, wrong=2)
        allowance_actions.set_time_factor(
            self.clinic.membership_of(self.lena), 150, by="tests", at=NOW
        )
        timed = with_settings(make_published(self.organization), quiz_minutes=30)
        self.timed = actions.enrol(timed, self.lena.id, at=NOW)
        running = attempt_actions.start_attempt(self.timed, key, at=clock.now())
        again = make_published(self.organization)
        self.reset = actions.enrol(again, self.lena.id, at=NOW)
        ended = attempt_actions.start_attempt(self.reset, key, at=NOW)
        allowance_actions.reset_attempt(ended, by="tests", at=NOW)
        other = taught(self.used_up)[1]
        return {
            "module-used-up": f"/learn/{strict.address}/{key}",
            "result-reset": f"/attempts/{ended.public_id}/result",
            "result-used-up": f"/attempts/{failed.public_id}/result",
            "question-timed": f"/attempts/{running.public_id}/1",
            "locked-strict": f"/learn/{strict.address}/{other}",
        }

    def _at_the_end(self) -> dict[str, str]:
        """A final assessment that is open, one that is locked, and a must-know question left."""
        course = with_settings(make_published(self.organization, questions=3), final_questions=6)
        enrolment = actions.enrol(course, self.lena.id, at=NOW)
        for key in taught(enrolment):
            pass_module(enrolment, key)
        other = with_settings(make_published(self.organization, questions=3), final_questions=6)
        first = taught(actions.enrol(other, self.lena.id, at=NOW))[0]
        strict = make_published(self.organization, questions=5)
        module = course_queries.modules_of(strict)[1]
        for _place, question in quiz_queries.places(self.organization.id, [module.quiz_id]):
            quiz_actions.set_place(question, pool="", is_must_know=True)
        with_settings(strict)
        left = actions.enrol(strict, self.lena.id, at=NOW)
        almost = _answer(attempt_actions.start_attempt(left, first, at=NOW), right=4, wrong=1)
        return {
            "final": f"/learn/{course.address}/final-assessment",
            "home-final": f"/learn/{course.address}",
            "locked-final": f"/learn/{other.address}/final-assessment",
            "result-must-know": f"/attempts/{almost.public_id}/result",
            "module-must-know": f"/learn/{strict.address}/{first}",
            "home-must-know": f"/learn/{strict.address}",
        }

    def _corrected(self) -> dict[str, str]:
        """Results that were corrected: one passed by it, one that keeps its point by the old key.

        And what learners have reported.
        """
        self.mended = make_published(self.organization)
        way = actions.enrol(self.mended, self.lena.id, at=NOW)
        broken, self.wrong = question_of(self.mended), question_of(self.mended, place=1)
        failed = _answer(
            attempt_actions.start_attempt(way, taught(way)[0], at=NOW), right=0, wrong=2
        )
        for each, reason in ((broken, ReportReason.OTHER), (self.wrong, ReportReason.KEY)):
            report_actions.report_question(
                failed, position_of(failed, each), reason=reason,
                comment="The text says that it is the other one." if each is broken else "",
                at=NOW,
            )  # fmt: skip
        right = option(self.wrong, "This"), option(self.wrong, "That")
        kept = taken(way, self.wrong, list(right))
        rekeyed(self.wrong, "That")
        for each, policy in ((broken, Policy.CREDIT), (self.wrong, Policy.REKEY)):
            make_correction(each, policy, at=clock.now())
        places = {"credited": (failed, broken), "kept": (kept, self.wrong)}
        return {
            "course-corrected": f"/learn/{self.mended.address}",
            "result-corrected": f"/attempts/{failed.public_id}/result",
            **{
                f"feedback-{name}": f"/attempts/{a.public_id}/{position_of(a, q)}"
                for name, (a, q) in places.items()
            },
        }

    def _asked(self, kind: QuestionKind, **how: Any) -> dict[str, str]:
        """Two questions of a kind with parts: the first answered, not rightly, the second open."""
        course = make_draft(self.organization)
        module = next(m for m in course_queries.modules_of(course) if m.kind != "overview")
        for n in (1, 2):
            stem = f"Question {n} about washing hands?"
            approved(make_question(course, module, stem, kind, **how))
        publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
        way = actions.enrol(course, self.lena.id, at=NOW)
        attempt = attempt_actions.start_attempt(way, module.key, at=NOW)
        if kind in WRONG:
            attempt_actions.answer(attempt, 1, WRONG[kind](right_answers(attempt)[1]), at=NOW)
        else:
            _answer(attempt, right=0, wrong=1)
        place = f"/attempts/{attempt.public_id}"
        return {f"{kind}-feedback": f"{place}/1", f"{kind}-question": f"{place}/2"}

    def _pictured(self) -> dict[str, str]:
        """Questions with images on one scenario, before and after the check, and their result."""
        kinds = (QuestionKind.SINGLE, QuestionKind.ORDERING, QuestionKind.MATCHING)
        how = {"scenario": SCENARIO, "has_images": True}
        places = {
            f"pictured-{name}": path
            for kind in kinds
            for name, path in self._asked(kind, **how).items()
        }
        course = make_draft(self.organization)
        module = next(m for m in course_queries.modules_of(course) if m.kind != "overview")
        for n in (1, 2):
            approved(make_question(course, module, f"Question {n} about Ada?", **how))
        publishing.publish(course, change=Change.FIRST, by="tests", at=NOW)
        way = actions.enrol(course, self.lena.id, at=NOW)
        ended = _answer(attempt_actions.start_attempt(way, module.key, at=NOW), right=1, wrong=1)
        return places | {"pictured-result": f"/attempts/{ended.public_id}/result"}


def _answer(attempt: Attempt, *, right: int, wrong: int) -> Attempt:
    """Answer the first questions rightly, the next ones wrongly."""
    for position, correct in list(right_answers(attempt).items())[: right + wrong]:
        asked = attempt_queries.asked(attempt, position)
        assert asked is not None
        others = [o.id for o in asked.question.options if o.id not in correct][:1]
        values = correct if position <= right else others
        attempt_actions.answer(attempt, position, values, at=NOW)
    return attempt
