"""The states and choices a course can be in."""

from enum import StrEnum


class CourseState(StrEnum):
    """draft -> published <-> withdrawn; draft <-> deleted.

    withdrawn: nobody new may start, who has started finishes, certificates stay.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


class ModuleKind(StrEnum):
    """What a module of a course version is: a kind of section, or the final assessment."""

    OVERVIEW = "overview"
    TEACH = "teach"
    CONCLUSION = "conclusion"
    REFERENCE = "reference"
    ASSESSMENT = "assessment"


class Visibility(StrEnum):
    """open: anyone may see and join; internal: members of the organization only."""

    OPEN = "open"
    INTERNAL = "internal"


class VersionPurpose(StrEnum):
    """Whether a course version was published or made for a trainer's preview."""

    PUBLISHED = "published"
    PREVIEW = "preview"


class Change(StrEnum):
    """What a new version means for those who learned an earlier one."""

    FIRST = "first"
    SAME = "same"
    COSMETIC = "cosmetic"
    NOTIFY = "notify"
    RETEST = "retest"


class Rights(StrEnum):
    """Why an organization may use an article's text."""

    OWN = "own"
    LICENCE = "licence"
    PERMISSION = "permission"
    FACTS = "facts"


class ImportState(StrEnum):
    """Where an article is on its way in: what is being done now, or how it ended."""

    FETCHING = "fetching"
    READING = "reading"
    DRAFTING = "drafting"
    DONE = "done"
    REFUSED = "refused"
