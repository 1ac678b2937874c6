"""What a trainer reads about guessing: how likely it passes the course as it stands now."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from learning.courses import queries
from learning.courses.models import Course
from learning.courses.settings import CourseSettings
from learning.quizzes.guessing import whole_course

TRIES = (1, 2, 3, 5)
# Rarer than this is told as "less than".
RAREST = 10**9


def odds(course: Course) -> list[tuple[str, str]]:
    """Tries at each quiz, and how likely guessing passes the whole course with so many, in words.

    The course's own number is among them; empty while nothing is asked.
    """
    chances = queries.guessing_chances(course)
    if not chances:
        return []
    own = CourseSettings.from_json(course.settings).quiz_tries
    rows = [
        (_tries_words(tries, own), chance_words(whole_course(chances, tries)))
        for tries in sorted({*TRIES, own or 1})
    ]
    return rows if own else [*rows, (str(_("No limit (as set)")), _in_the_end(chances))]


def _tries_words(tries: int, own: int) -> str:
    if tries == own:
        return str(ngettext("%(num)s try (as set)", "%(num)s tries (as set)", tries))
    return str(ngettext("%(num)s try", "%(num)s tries", tries))


def _in_the_end(chances: Sequence[Fraction]) -> str:
    return str(_("Sooner or later, with patience") if all(chances) else _("Never"))


def chance_words(chance: Fraction) -> str:
    """A chance as people say it: "1 in 12,000", never rarer than it is."""
    if not chance:
        return str(_("Never"))
    if chance == 1:
        return str(_("Always"))
    if chance >= Fraction(1, 10):
        return str(_("About %(count)s in 100", count=min(99, ceil(chance * 100))))
    if chance < Fraction(1, RAREST):
        return str(_("Less than 1 in %(count)s", count=format_decimal(RAREST)))
    return str(_("1 in %(count)s", count=format_decimal(_two_digits(floor(1 / chance)))))


def _two_digits(number: int) -> int:
    """The number with all but its first two digits 0."""
    unit = int("1" + "0" * (len(str(number)) - 2))
    return number // unit * unit
