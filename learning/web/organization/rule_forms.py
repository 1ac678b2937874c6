"""The form of an assignment rule, from its settings and to them."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from learning.assignments.days import zone_names
from learning.assignments.rules import (
    LONGEST_NAME,
    MOST_COURSES,
    MOST_DAYS,
    MOST_MONTHS,
    Because,
    Condition,
    Due,
    DueKind,
    Fresh,
    Freshness,
    Order,
    Renewal,
    RuleSettings,
    Who,
)
from learning.web.roles import ROLE_WORDS

LONGEST_LIST = 20_000
NO_RENEWAL, BY_MONTHS, BY_CALENDAR = "none", "months", "calendar"
_WHOLE = _l("Enter a whole number.")


def _days(label: object, most: int = MOST_DAYS) -> IntegerField:
    return IntegerField(
        label,
        [Optional(), NumberRange(0, most, _l("Enter a number from %(min)s to %(max)s."))],
    )


class ChecksField(SelectMultipleField):  # type: ignore[misc]
    """Several of some choices, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RuleForm(FlaskForm):  # type: ignore[misc]
    """Who, what, by when, again when, and what counts. The page sets courses and groups."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Enter a name")),
         Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters."))],
    )  # fmt: skip
    everybody = BooleanField(_l("Everybody in the organization"))
    groups = ChecksField(_l("Groups"), [Optional()], choices=[])
    roles = ChecksField(
        _l("Roles"),
        [Optional()],
        choices=[SelectChoice(str(role), words) for role, words in ROLE_WORDS.items()],
    )
    people = TextAreaField(_l("People"), [Optional(), Length(max=LONGEST_LIST)])
    field_name = StringField(_l("Name of a custom field"), [Optional(), Length(max=100)])
    field_value = StringField(_l("Its value"), [Optional(), Length(max=200)])
    joined_from = DateField(_l("Only who joined on or after"), [Optional()])
    left_out = TextAreaField(_l("Never these people"), [Optional(), Length(max=LONGEST_LIST)])
    courses = FieldList(
        SelectField(_l("Course"), [Optional()], choices=[], validate_choice=False),
        min_entries=MOST_COURSES,
        max_entries=MOST_COURSES,
    )
    order = RadioField(
        _l("Order"),
        choices=[
            SelectChoice(str(Order.TOGETHER), _l("All are due from the start")),
            SelectChoice(str(Order.ONE_BY_ONE), _l("Each opens once the one before is done")),
        ],
        default=str(Order.TOGETHER),
    )
    due = RadioField(
        _l("Due"),
        choices=[
            SelectChoice(str(DueKind.AFTER_ASSIGNMENT), _l("So many days after it is assigned")),
            SelectChoice(str(DueKind.AFTER_JOINING), _l("So many days after joining")),
            SelectChoice(str(DueKind.ON_DATE), _l("On a date")),
        ],
        default=str(DueKind.AFTER_ASSIGNMENT),
    )
    days = _days(_l("Days"))
    on = DateField(_l("Date"), [Optional()])
    grace = _days(_l("Days of grace"))
    renewal = RadioField(
        _l("Again"),
        choices=[
            SelectChoice(NO_RENEWAL, _l("Once is enough")),
            SelectChoice(BY_MONTHS, _l("Every so many months")),
            SelectChoice(BY_CALENDAR, _l("Each year by the same day")),
        ],
        default=NO_RENEWAL,
    )
    months = _days(_l("Months"), MOST_MONTHS)
    calendar_day = DateField(_l("Day of the year"), [Optional()])
    window = _days(_l("May be renewed so many days before it runs out"), 300)
    fresh = RadioField(
        _l("What counts"),
        choices=[
            SelectChoice(str(Fresh.ANY), _l("Whenever it was done")),
            SelectChoice(str(Fresh.SINCE), _l("Done on or after a date")),
            SelectChoice(str(Fresh.MONTHS), _l("Not more than so many months old when assigned")),
            SelectChoice(str(Fresh.NEWEST), _l("Of the newest version when assigned, or later")),
        ],
        default=str(Fresh.ANY),
    )
    fresh_since = DateField(_l("Counts from"), [Optional()])
    fresh_months = _days(_l("Months old at most"), MOST_MONTHS)
    zone = SelectField(_l("Time zone"), choices=[SelectChoice(name, name) for name in zone_names()])


def words_in(text: str | None) -> list[str]:
    """The addresses or numbers in a list, separated by lines, commas or semicolons."""
    parts = (text or "").replace(",", "\n").replace(";", "\n").splitlines()
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def settings_from(form: RuleForm, people: Mapping[str, str]) -> RuleSettings:
    """What a form says. `people`: public ids of memberships by the words that mean them."""
    any_of = [Condition(Because.EVERYBODY)] if form.everybody.data else []
    any_of += [Condition(Because.GROUP, each) for each in form.groups.data or ()]
    any_of += [Condition(Because.ROLE, each) for each in form.roles.data or ()]
    if form.field_name.data and form.field_value.data:
        any_of.append(
            Condition(Because.FIELD, form.field_value.data.strip(), form.field_name.data.strip())
        )
    any_of += [Condition(Because.PERSON, people[each]) for each in words_in(form.people.data)]
    return RuleSettings(
        form.name.data.strip(),
        form.zone.data,
        Who(
            tuple(any_of),
            form.joined_from.data,
            frozenset(people[each] for each in words_in(form.left_out.data)),
        ),
        tuple(entry.data for entry in form.courses if entry.data),
        Order(form.order.data),
        _due(form),
        _renewal(form),
        _freshness(form),
    )


def _due(form: RuleForm) -> Due:
    """Only what the chosen way uses, so that equal rules are equal."""
    kind, grace = DueKind(form.due.data), form.grace.data or 0
    if kind == DueKind.ON_DATE:
        return Due(kind, form.on.data, grace=grace)
    return Due(kind, days=30 if form.days.data is None else form.days.data, grace=grace)


def _renewal(form: RuleForm) -> Renewal | None:
    window = 30 if form.window.data is None else form.window.data
    if form.renewal.data == BY_MONTHS:
        return Renewal(months=form.months.data or 0, window=window)
    if form.renewal.data == BY_CALENDAR:
        day = form.calendar_day.data
        return Renewal(month=day.month, day=day.day, window=window) if day else Renewal()
    return None


def _freshness(form: RuleForm) -> Freshness:
    kind = Fresh(form.fresh.data)
    if kind == Fresh.SINCE:
        return Freshness(kind, form.fresh_since.data)
    if kind == Fresh.MONTHS:
        return Freshness(kind, months=form.fresh_months.data or 0)
    return Freshness(kind)


def values_of(settings: RuleSettings, addresses: Mapping[str, str]) -> dict[str, object]:
    """What the form shows for a rule. `addresses` by public id of the people it names."""
    who, due, renewal, fresh = settings.who, settings.due, settings.renewal, settings.fresh

    def named(because: Because) -> list[str]:
        return [each.value for each in who.any_of if each.because == because]

    field = next((each for each in who.any_of if each.because == Because.FIELD), None)
    is_calendar = renewal is not None and renewal.is_calendar
    repeats = BY_CALENDAR if is_calendar else BY_MONTHS
    return {
        "name": settings.name,
        "everybody": any(each.because == Because.EVERYBODY for each in who.any_of),
        "groups": named(Because.GROUP),
        "roles": named(Because.ROLE),
        "people": "\n".join(addresses.get(each, "") for each in named(Because.PERSON)),
        "field_name": field.name if field else "",
        "field_value": field.value if field else "",
        "joined_from": who.joined_from,
        "left_out": "\n".join(addresses.get(each, "") for each in sorted(who.left_out)),
        "courses": [*settings.courses, *[""] * (MOST_COURSES - len(settings.courses))],
        "order": str(settings.order),
        "due": str(due.kind),
        "days": due.days,
        "on": due.on,
        "grace": due.grace,
        "renewal": repeats if renewal else NO_RENEWAL,
        "months": renewal.months if renewal and not is_calendar else None,
        # A leap year, so that each day of the year can be shown.
        "calendar_day": date(2028, renewal.month, renewal.day) if renewal and is_calendar else None,
        "window": renewal.window if renewal else 30,
        "fresh": str(fresh.kind),
        "fresh_since": fresh.since,
        "fresh_months": fresh.months or None,
        "zone": settings.zone,
    }


# Which field a problem belongs to; the name where none is given.
FIELD_OF = {
    "rule-name": "name",
    "rule-for-nobody": "everybody",
    "rule-without-course": "courses-0",
    "rule-with-too-many-courses": "courses-0",
    "rule-course-twice": "courses-1",
    "rule-course-unknown": "courses-0",
    "rule-due-date": "on",
    "rule-due-far": "on",
    "rule-days": "days",
    "rule-renewal": "renewal",
    "rule-fresh-since": "fresh_since",
    "rule-fresh-months": "fresh_months",
    "rule-group-unknown": "groups",
    "rule-person-unknown": "people",
    "rule-person-not-found": "people",
}
