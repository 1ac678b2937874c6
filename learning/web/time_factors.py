"""The choices of a time factor, in words; set by admins, or by people where they may."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from learning.accounts.access_profile import UNTIMED
from learning.organizations import queries as organizations
from learning.organizations.queries import Standing
from learning.web.visitor import visitor

WORDS = {
    100: _l("The common time"),
    125: _l("A quarter more"),
    150: _l("Half as much again"),
    200: _l("Twice the time"),
    300: _l("Three times the time"),
    UNTIMED: _l("No time limit"),
}


class TimeFactorForm(FlaskForm):  # type: ignore[misc]
    """How much time a person has in timed quizzes."""

    time_factor = RadioField(
        _l("Time in quizzes"),
        coerce=int,
        choices=[SelectChoice(factor, words) for factor, words in WORDS.items()],
    )


def letting_standing() -> Standing | None:
    """The membership under which the visitor may set their own time in quizzes.

    It holds wherever they learn, so each of their organizations has to let them: whoever founds one
    of their own must not have more time in another.
    """
    standings = visitor().standings
    may = all(organizations.lets_set_own_time_factor(s.organization_id) for s in standings)
    return standings[0] if standings and may else None
