"""The sentences for what the rules find: about a course before publishing, about a question."""

from collections.abc import Callable

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from learning.courses.readiness import Finding
from learning.courses.states import Change, CourseState
from learning.progress.regrades import Correctable
from learning.progress.states import ReportReason
from learning.quizzes.correcting import Policy
from learning.quizzes.differences import Part
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.states import Decision, QuestionState, RejectReason

FINDINGS: dict[str, Callable[[Finding], str]] = {
    "course-title-missing": lambda f: gettext("The course has no title. Give it one in Settings."),
    "course-without-modules": lambda f: gettext(
        "The course has no module with a quiz. Take a module in again in the structure."
    ),
    "course-without-questions": lambda f: gettext(
        "No question is approved yet. Learners could pass by reading alone."
    ),
    "final-few-questions": lambda f: ngettext(
        "The final assessment draws from %(num)s approved question. Twice as many as it asks are "
        "a good number: then a second try asks other ones.",
        "The final assessment draws from %(num)s approved questions. Twice as many as it asks are "
        "a good number: then a second try asks other ones.",
        f.count,
    ),
    "module-title-missing": lambda f: gettext("A module has no title. Rename it in the structure."),
    "module-empty": lambda f: gettext(
        "“%(title)s” has no text. Add some, or leave the module out.", title=f.title
    ),
    "questions-stale": lambda f: ngettext(
        "“%(title)s”: the sentence behind %(num)s question has changed. Look at it again.",
        "“%(title)s”: the sentences behind %(num)s questions have changed. Look at them again.",
        f.count,
        title=f.title,
    ),
    "questions-unreviewed": lambda f: ngettext(
        "“%(title)s”: %(num)s draft waits for review. It is not published.",
        "“%(title)s”: %(num)s drafts wait for review. They are not published.",
        f.count,
        title=f.title,
    ),
    "module-without-questions": lambda f: gettext(
        "“%(title)s” has no approved question. Learners pass it by marking it as read.",
        title=f.title,
    ),
    "few-questions": lambda f: ngettext(
        "“%(title)s” has only %(num)s question. Guessing passes easily; 5 are a good number.",
        "“%(title)s” has only %(num)s questions. Guessing passes easily; 5 are a good number.",
        f.count,
        title=f.title,
    ),
    "objectives-untested": lambda f: ngettext(
        "“%(title)s”: no question tests %(num)s of its objectives.",
        "“%(title)s”: no question tests %(num)s of its objectives.",
        f.count,
        title=f.title,
    ),
    "module-short": lambda f: ngettext(
        "“%(title)s” has %(num)s word. Merge it with a neighbour, or add text.",
        "“%(title)s” has %(num)s words. Merge it with a neighbour, or add text.",
        f.count,
        title=f.title,
    ),
}

UNTITLED = _l("Untitled")

PARTS: dict[Part, LazyString] = {
    Part.KIND: _l("Kind"),
    Part.SCENARIO: _l("Scenario"),
    Part.STEM: _l("Question"),
    Part.IMAGE: _l("Image"),
    Part.OPTION: _l("Option"),
    Part.MATCH: _l("What nothing belongs to"),
    Part.KEY: _l("Right answer"),
    Part.FEEDBACK: _l("What is said to whoever chooses an option"),
    Part.EXPLANATION: _l("Explanation"),
    Part.SENTENCE: _l("Sentence"),
}

PROBLEMS: dict[str, LazyString] = {
    "stem-missing": _l("Enter the question"),
    "image-without-alt": _l("Say what the image shows, for people who don’t see it"),
    "option-empty": _l("Enter the text of this option, or empty its row to remove it"),
    "options-number": _l("Give 2 to 6 options"),
    "duplicate-option": _l("Another option says the same. Change one of them"),
    "no-key": _l("Mark the right answer"),
    "two-keys": _l("Only one may be right. Take a mark away, or choose “Several right”"),
    "options-not-true-false": _l("The options have to be True and False"),
    "pairs-number": _l("Give at least 2 pairs that differ"),
    "match-empty": _l("Enter what belongs to this text"),
    "items-number": _l("Give at least 3 items, the first one first"),
    "gap-missing": _l("Write ___ (three underscores) where a word is missing"),
    "gap-without-answer": _l("Give an accepted answer for each gap"),
    "no-accepted-text": _l("Give at least one accepted answer"),
    "value-not-number": _l("Enter a number, such as 12 or 0.5"),
    "tolerance-not-number": _l("Enter a number that isn’t negative, or leave it empty"),
    "explanation-missing": _l("Explain why the right answer is right"),
    "feedback-missing": _l("Say to whoever chooses this wrong option what is wrong with it"),
    "anchor-missing": _l("Choose the sentences that this question tests"),
}

KINDS: dict[QuestionKind, LazyString] = {
    QuestionKind.SINGLE: _l("One right"),
    QuestionKind.MULTIPLE: _l("Several right"),
    QuestionKind.TRUE_FALSE: _l("True or false"),
    QuestionKind.MATCHING: _l("Matching"),
    QuestionKind.ORDERING: _l("Ordering"),
    QuestionKind.GAP: _l("Gap text"),
    QuestionKind.SHORT_TEXT: _l("Short text"),
    QuestionKind.NUMERIC: _l("Number"),
}

QUESTION_STATES: dict[str, tuple[LazyString, str, str]] = {
    QuestionState.DRAFT: (_l("Draft"), "accent", "edit"),
    QuestionState.APPROVED: (_l("Approved"), "ok", "tick"),
    QuestionState.REJECTED: (_l("Rejected"), "neutral", "cross"),
    QuestionState.RETIRED: (_l("Retired"), "neutral", "lock"),
}

DECISIONS: dict[str, LazyString] = {
    Decision.APPROVED: _l("Approved"),
    Decision.EDITED: _l("Approved after an edit"),
    Decision.REJECTED: _l("Rejected"),
}

REJECT_REASONS: dict[str, LazyString] = {
    RejectReason.WRONG_KEY: _l("The key is wrong"),
    RejectReason.NOT_IN_ARTICLE: _l("The article doesn’t say that"),
    RejectReason.SOURCE_WRONG: _l("The article itself is wrong there"),
    RejectReason.UNCLEAR: _l("Unclear"),
    RejectReason.TRIVIAL: _l("Trivial: nobody learns from it"),
    RejectReason.DUPLICATE: _l("Another question asks the same"),
    RejectReason.BAD_OPTIONS: _l("The wrong options are no good"),
    RejectReason.OTHER: _l("Something else"),
}

CHANGES: dict[str, LazyString] = {
    Change.FIRST: _l("First version"),
    Change.SAME: _l("Nothing"),
    Change.COSMETIC: _l("Wording and corrections"),
    Change.NOTIFY: _l("Something new to know"),
    Change.RETEST: _l("Something to show again"),
}

REPORT_REASONS: dict[str, LazyString] = {
    ReportReason.KEY: _l("The key seems wrong"),
    ReportReason.UNCLEAR: _l("Unclear"),
    ReportReason.TYPO: _l("A typo"),
    ReportReason.OTHER: _l("Something else"),
}

POLICIES: dict[str, LazyString] = {
    Policy.REKEY: _l("What the newest approved version accepts counts, too."),
    Policy.CREDIT: _l("Everybody who was asked it is right."),
}


def reject_reason(code: str, note: str) -> str:
    """A reason as it is kept with the question: the chosen one, and what was added to it."""
    note = " ".join(note.split())
    if code == RejectReason.OTHER:
        return note
    chosen = str(REJECT_REASONS[code])
    return f"{chosen}: {note}" if note else chosen


def correctable(version: Correctable, has_newer_key: bool) -> str:
    """A version whose results can be corrected, as a choice beside others."""
    asked = ngettext("asked %(num)s time", "asked %(num)s times", version.asked)
    words = str(gettext("Version %(number)s, %(asked)s", number=version.number, asked=asked))
    if Policy.REKEY in version.policies or not has_newer_key:
        return words
    return words + str(gettext("; only “everybody is right” can be chosen for it"))


def corrected(changed: int) -> str:
    """What has come of a correction."""
    if not changed:
        return str(gettext("The correction is made. It changes nobody’s result so far."))
    return str(
        ngettext(
            "The correction is made. %(num)s result changed.",
            "The correction is made. %(num)s results changed.",
            changed,
        )
    )


def finding_sentence(finding: Finding) -> str:
    """What a trainer reads about a finding."""
    return FINDINGS[finding.code](finding)


def course_state(state: str, latest_number: int) -> tuple[str, str, str]:
    """A course's state as a tag: its words, tone and symbol."""
    if state == CourseState.PUBLISHED:
        return gettext("Published, version %(number)s", number=latest_number), "ok", "tick"
    if state == CourseState.WITHDRAWN:
        return gettext("Withdrawn"), "warn", "lock"
    if state == CourseState.DELETED:
        return gettext("Deleted draft"), "neutral", "delete"
    return gettext("Draft"), "accent", "edit"
