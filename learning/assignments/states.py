"""The states of rules and obligations, and what happens to an obligation."""

from enum import StrEnum


class RuleState(StrEnum):
    """draft until it is applied for the first time; ended: it obliges nobody any more."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"


class ObligationState(StrEnum):
    """How an obligation stands. withdrawn: no rule wants it any more; its history stays."""

    OPEN = "open"
    MET = "met"
    EXEMPT = "exempt"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """What happened to an obligation. renewed: made since the round before it runs out."""

    CREATED = "created"
    RENEWED = "renewed"
    DUE_MOVED = "due-moved"
    EXEMPTED = "exempted"
    EXEMPTION_ENDED = "exemption-ended"
    MET = "met"
    # What had met it doesn't count any more.
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


class ChangeState(StrEnum):
    """How far the application of a rule's version is."""

    RUNNING = "running"
    DONE = "done"
