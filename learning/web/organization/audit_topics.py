"""Which acts of the audit log belong together, so that one can look at some of them only."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# Each topic with how its acts begin; the first that fits is meant.
_TOPICS: tuple[tuple[str, LazyString, tuple[str, ...]], ...] = (
    (
        "looks",
        _l("Looks at results"),
        (
            "results-seen",
            "progress-seen",
            "team-seen",
            "certificates-seen",
            "compliance-seen",
        ),
    ),
    (
        "people",
        _l("People and roles"),
        (
            "member-",
            "role-",
            "people-",
            "person-",
            "manager-",
            "invitation-",
            "trainer-limit",
            "employee-id-",
            "joined-on-",
        ),
    ),
    ("groups", _l("Groups"), ("group-", "groups-")),
    (
        "assignments",
        _l("Assignments"),
        ("assignment-", "rule-", "reminders-", "obligation-", "exemption-", "path-", "renewal-"),
    ),
    ("courses", _l("Courses and articles"), ("course-", "structure-", "article-", "module-")),
    ("questions", _l("Questions"), ("question-", "questions-")),
    (
        "results",
        _l("Tries, time and results"),
        ("results-", "attempt-", "try-", "time-", "progress-", "compliance-"),
    ),
    ("certificates", _l("Certificates"), ("certificate-", "certificates-")),
)
_REST = "organization"
TOPIC_WORDS: dict[str, LazyString] = {
    **{topic: words for topic, words, _beginnings in _TOPICS},
    _REST: _l("Organization and accounts"),
}


def acts_of(topic: str, acts: Iterable[str]) -> tuple[str, ...]:
    """Those of these acts that belong to a topic."""
    return tuple(act for act in acts if _topic_of(act) == topic)


def _topic_of(act: str) -> str:
    for topic, _words, beginnings in _TOPICS:
        if act.startswith(beginnings):
            return topic
    return _REST
