"""What admins fill in to bring in a list of people."""

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from learning.identifiers import public_id
from learning.organizations.people_lists import columns
from learning.organizations.people_lists.columns import Column, Fields, Places

COLUMN_WORDS: dict[Column, LazyString] = {
    Column.NAME: _l("Name"),
    Column.FIRST_NAME: _l("First name"),
    Column.LAST_NAME: _l("Last name"),
    Column.EMAIL: _l("E-mail address"),
    Column.GROUP: _l("Group"),
    Column.ROLE: _l("Role"),
    Column.MANAGER: _l("Manager’s e-mail address"),
    Column.EMPLOYEE_ID: _l("Employee id"),
    Column.JOINED_ON: _l("Joined on"),
}
# What a problem is about.
PROBLEM_WORDS: dict[str, LazyString] = {
    **{str(column): words for column, words in COLUMN_WORDS.items()},
    columns.FIELD: _l("A field of your own"),
}
_NOT_USED = ""
NOW = "now"
LATER = "later"


class ListForm(FlaskForm):  # type: ignore[misc]
    """A list of people, as a file or pasted."""

    file = FileField(_l("Choose a file"), render_kw={"accept": ".csv,.tsv,.txt,.xlsx"})
    text = TextAreaField(_l("Or paste the rows"))


class ConfirmListForm(FlaskForm):  # type: ignore[misc]
    """What is done with the good rows. `promised`: the numbers that were read."""

    promised = HiddenField()
    group = SelectField(_l("Put everybody in one more group"), choices=[], validate_choice=False)
    send = HiddenField(default=LATER)


class SendForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite: everybody up to `last` who never was. `once`: this form as it was shown."""

    last = HiddenField()
    once = HiddenField(default=public_id)


def columns_form(head: Sequence[str], places: Places, fields: Fields) -> FlaskForm:
    """A choice for each column of a file: what it holds."""
    by_place = {place: str(column) for column, place in places.items()}
    by_place |= dict.fromkeys(fields.values(), columns.FIELD)
    choices = [SelectChoice(_NOT_USED, _("Nothing we use"))]
    choices += [SelectChoice(str(column), str(words)) for column, words in COLUMN_WORDS.items()]
    shown: dict[str, Any] = {
        f"column_{place}": SelectField(
            name.strip() or _("Column %(number)s, without a name", number=place + 1),
            choices=choices + _as_field(name),
            default=by_place.get(place, _NOT_USED),
        )
        for place, name in enumerate(head)
    }
    return type("ColumnsForm", (FlaskForm,), shown)()


def _as_field(head: str) -> list[SelectChoice]:
    name = columns.field_name(head)
    words = _("A field of your own, “%(name)s”, for rules", name=name)
    return [SelectChoice(columns.FIELD, words)] if name else []


def fields_in(form: FlaskForm, head: Sequence[str]) -> dict[str, int]:
    """Which columns are to be kept as fields of the organization's own."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        field, name = form[f"column_{place}"], columns.field_name(cell)
        if field.data == columns.FIELD and name in found:
            field.errors = [_("Two columns are chosen for the same")]
        elif field.data == columns.FIELD:
            found[name] = place
    return found


def places_in(form: FlaskForm, head: Sequence[str]) -> dict[Column, int]:
    """What was chosen; what doesn't fit together the form says."""
    found: dict[Column, int] = {}
    for place in range(len(head)):
        field = form[f"column_{place}"]
        column = Column(field.data) if field.data not in (_NOT_USED, columns.FIELD) else None
        if column in found:
            field.errors = [_("Two columns are chosen for the same")]
        elif column is not None:
            found[column] = place
    missing = [str(COLUMN_WORDS[column]) for column in columns.missing(found)]
    if missing:
        form.form_errors.append(_("Choose a column for: %(columns)s", columns=", ".join(missing)))
    return found
