"""The states a question's working copy can be in."""

from enum import StrEnum


class QuestionState(StrEnum):
    """draft: a proposal. approved: its newest version may be published. rejected: said no to.

    retired: no new publishing and no new draws; what was published stays.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETIRED = "retired"


# A draft may have an approved version from before its last edit: that one is published.
PUBLISHABLE = (QuestionState.DRAFT, QuestionState.APPROVED)


class Decision(StrEnum):
    """What a person said about a proposal.

    edited: approved after a change. taken-back: the decision before it doesn't stand any more.
    """

    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    TAKEN_BACK = "taken-back"


class RejectReason(StrEnum):
    """Why a proposal is no good; the codes by which drafters are judged."""

    WRONG_KEY = "wrong-key"
    NOT_IN_ARTICLE = "not-in-article"
    SOURCE_WRONG = "source-wrong"
    UNCLEAR = "unclear"
    TRIVIAL = "trivial"
    DUPLICATE = "duplicate"
    BAD_OPTIONS = "bad-options"
    OTHER = "other"
