"""Which entries of the audit log an admin asks for, as it stands in the address."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, StringField, ValidationError
from wtforms.fields.choices import SelectChoice, SelectField
from wtforms.validators import Length

from learning.audit import Wanted
from learning.organizations import queries as organizations
from learning.organizations.queries import Match
from learning.web.forms import MayBeBlank
from learning.web.organization.audit_topics import TOPIC_WORDS, acts_of

MOST_MATCHES = 20
_LONGEST = 320
_LAST_DAY = date(9999, 12, 30)  # the day after it is one, too


class AuditFilterForm(Form):  # type: ignore[misc]
    """What is looked for in the log; part of an address, so it carries no token."""

    topic = SelectField(
        _l("What"),
        choices=[
            SelectChoice("", _l("Everything")),
            *(SelectChoice(topic, words) for topic, words in TOPIC_WORDS.items()),
        ],
        validate_choice=False,
    )
    by = StringField(_l("Who did it"), [MayBeBlank(), Length(max=_LONGEST)])
    about = StringField(_l("About whom"), [MayBeBlank(), Length(max=_LONGEST)])
    since = DateField(_l("From"), [MayBeBlank()], name="from")
    until = DateField(_l("To, that day included"), [MayBeBlank()], name="to")

    def validate_until(self, field: DateField) -> None:
        """The log is asked for up to the end of that day."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("The last day can’t lie before the first."))


@dataclass
class Asked:
    """The form, what it comes to, and whom it may mean where that isn't one person."""

    form: AuditFilterForm
    wanted: Wanted | None = None
    candidates: dict[str, list[Match]] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        """What is asked for, as the address has it."""
        values = {name: request.args.get(name, "").strip() for name in _NAMES}
        return {name: value for name, value in values.items() if value}

    def choosing(self, name: str, match: Match) -> dict[str, str]:
        """The same, meaning this person."""
        return {**self.parameters, name: match.contact_address or match.public_id}


_NAMES = ("topic", "by", "about", "from", "to")


def asked(organization_id: int, acts: tuple[str, ...], others: dict[str, str]) -> Asked:
    """What the address asks for. `others`: who else does things, code by name in lower case."""
    form = AuditFilterForm(request.args)
    found = Asked(form)
    if not form.validate():
        _say_in_our_words(form)
        return found
    by = others.get((form.by.data or "").strip().casefold()) or _person(
        found, organization_id, "by"
    )
    about = _person(found, organization_id, "about")
    if form.errors or found.candidates:
        return found
    topic = form.topic.data if form.topic.data in TOPIC_WORDS else ""
    found.wanted = Wanted(
        acts=acts_of(topic, acts) if topic else (),
        by=by,
        about=about,
        since=_midnight(form.since.data) if form.since.data else None,
        until=_after(form.until.data) if form.until.data else None,
    )
    return found


def _person(found: Asked, organization_id: int, name: str) -> str | None:
    """The public id of who is meant, as the log has it; None if nobody is, or not just one."""
    form_field = found.form[name]
    typed = (form_field.data or "").strip()
    if not typed:
        return None
    matches = organizations.matching(organization_id, typed, limit=MOST_MATCHES + 1)
    if len(matches) == 1:
        return matches[0].person if name == "by" else matches[0].public_id
    if not matches:
        form_field.errors = [_("Nobody here has this name or address.")]
    elif len(matches) > MOST_MATCHES:
        form_field.errors = [_("Very many people have this in their name. Write more of it.")]
    else:
        form_field.errors = [_("Several people have this in their name. Choose one of them.")]
        found.candidates[name] = matches
    return None


def _say_in_our_words(form: AuditFilterForm) -> None:
    for each in (form.since, form.until):
        if each.errors and each.data is None:
            each.errors = [_("This is no date. Write it like 2026-11-23.")]
    for each in (form.by, form.about):
        if each.errors:
            each.errors = [_("Nobody here has a name as long as this.")]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _after(day: date) -> datetime:
    """When a day is over."""
    return _midnight(min(day, _LAST_DAY) + timedelta(days=1))
