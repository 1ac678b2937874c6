"""What admins choose about reminders, and the ladder it is."""

from datetime import time

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from learning.assignments.days import zone_names
from learning.assignments.ladders import MOST_DAYS, MOST_STEPS, Ladder
from learning.assignments.quiet_hours import QuietHours

_MORNINGS, _EVENINGS = range(5, 13), range(16, 24)
_DAYS = _l(
    "Write whole numbers from 1 to %(most)d with commas between them, each once and at most "
    "%(steps)d of them.",
    most=MOST_DAYS,
    steps=MOST_STEPS,
)
_ONE_DAY = _l("Write a whole number from 1 to %(most)d, or nothing.", most=MOST_DAYS)


def _hours(hours: range) -> list[SelectChoice]:
    return [SelectChoice(str(hour), f"{hour}:00") for hour in hours]


def _are_days(_form: FlaskForm, field: StringField) -> None:
    days = days_in(field.data or "")
    if days is None or not all(1 <= day <= MOST_DAYS for day in days):
        raise ValidationError(_DAYS)
    if len(set(days)) != len(days) or len(days) > MOST_STEPS:
        raise ValidationError(_DAYS)


def days_in(text: str) -> tuple[int, ...] | None:
    """The numbers in a text like “7, 1”; None if something else stands there."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def _day_field(label: LazyString) -> IntegerField:
    return IntegerField(
        label,
        [
            Optional(),
            NumberRange(min=1, max=MOST_DAYS, message=_ONE_DAY),
        ],
    )


class ReminderForm(FlaskForm):  # type: ignore[misc]
    """An organization's ladder, its quiet hours, and the zone its days begin in."""

    is_on = BooleanField(_l("Remind people of what is due"))
    before = StringField(_l("Days before the due date"), [_are_days])
    after = StringField(_l("Days after it, while it isn’t done"), [_are_days])
    manager_after = _day_field(_l("Days after it when the manager hears of it"))
    admin_after = _day_field(_l("Days after it when the admins hear of it"))
    until = SelectField(_l("First messages of a day"), choices=_hours(_MORNINGS))
    since = SelectField(_l("No more messages from"), choices=_hours(_EVENINGS))
    weekends = BooleanField(_l("None on Saturdays and Sundays"))
    zone = SelectField(_l("Time zone of the organization"), choices=zone_names)

    def ladder(self) -> Ladder:
        """What was chosen; the form is valid."""
        return Ladder(
            is_on=self.is_on.data,
            before=tuple(sorted(days_in(self.before.data or "") or (), reverse=True)),
            after=tuple(sorted(days_in(self.after.data or "") or ())),
            manager_after=self.manager_after.data,
            admin_after=self.admin_after.data,
            quiet=QuietHours(
                time(int(self.until.data)), time(int(self.since.data)), self.weekends.data
            ),
        )


def form_for(ladder: Ladder, zone: str) -> ReminderForm:
    """The form, filled with what holds, or with what was sent."""
    return ReminderForm(
        is_on=ladder.is_on,
        before=", ".join(str(day) for day in sorted(ladder.before, reverse=True)),
        after=", ".join(str(day) for day in sorted(ladder.after)),
        manager_after=ladder.manager_after,
        admin_after=ladder.admin_after,
        until=str(ladder.quiet.until.hour),
        since=str(ladder.quiet.since.hour),
        weekends=ladder.quiet.weekends,
        zone=zone,
    )
