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
