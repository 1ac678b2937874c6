"""The states of enrolments, attempts and modules."""

from enum import StrEnum


class EnrolmentState(StrEnum):
    """active until all rules are met, then complete; ended: a preview that a newer one replaced."""

    ACTIVE = "active"
    COMPLETE = "complete"
    ENDED = "ended"


class EnrolmentPurpose(StrEnum):
    """learn: counts. preview: a trainer looks at it as a learner would; nothing is issued."""

    LEARN = "learn"
    PREVIEW = "preview"


class AttemptState(StrEnum):
    """open while questions are left to check, then closed for good."""

    OPEN = "open"
    CLOSED = "closed"


class AttemptPurpose(StrEnum):
    """module: a try at the quiz. must-know: only what has to be right in the end, and isn't yet."""

    MODULE = "module"
    MUST_KNOW = "must-know"


class ClosedBy(StrEnum):
    """Who ended an attempt: its learner, the time, or a trainer, and then it doesn't count."""

    LEARNER = "learner"
    TIME = "time"
    RESET = "reset"


class ModuleState(StrEnum):
    """How a module stands for one learner."""

    LOCKED = "locked"
    NOT_STARTED = "not-started"
    READING = "reading"
    QUIZ_OPEN = "quiz-open"
    TRY_AGAIN = "try-again"
    PASSED = "passed"


class ReportReason(StrEnum):
    """What a learner says is wrong with a question."""

    KEY = "key"
    UNCLEAR = "unclear"
    TYPO = "typo"
    OTHER = "other"


class ReportState(StrEnum):
    """open until a trainer has marked it as handled."""

    OPEN = "open"
    HANDLED = "handled"
