"""What admins fill in about groups, and about whom they choose for them."""

from collections.abc import Iterable
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.organizations.group_queries import GroupRow
from learning.organizations.hierarchy import LONGEST_NAME
from learning.web.account.forms import on_one_line
from learning.web.organization.forms import is_written

# How deep a group lies, in the one line that a choice is.
_STEP = "\u2003"


class GroupNameForm(FlaskForm):  # type: ignore[misc]
    """A group's name."""

    name = StringField(
        _l("Name of the group"),
        [
            InputRequired(_l("Enter a name")),
            is_written,
            on_one_line,
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters for the name.")),
        ],
    )


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """The group that another one lies in."""

    parent = SelectField(_l("Lies in"), validate_choice=False)

    def offer(self, rows: Iterable[GroupRow]) -> Self:
        """Let these groups be chosen, or none."""
        self.parent.choices = [
            SelectChoice("", _("no other group")),
            *choices(rows),
        ]
        return self


class NewGroupForm(GroupNameForm, PlaceForm):
    """A new group."""


class JoinGroupForm(FlaskForm):  # type: ignore[misc]
    """A group to put somebody into."""

    group = SelectField(_l("Group"), validate_choice=False)


class TrainerLimitForm(FlaskForm):  # type: ignore[misc]
    """The groups whose learners a trainer sees."""

    groups = SelectMultipleField(
        _l("Groups"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class MemberForm(FlaskForm):  # type: ignore[misc]
    """A button beside one person: its value is the public id of their membership."""

    member = StringField(_l("Person"), [InputRequired(_l("Choose somebody"))])


def choices(rows: Iterable[GroupRow]) -> list[SelectChoice]:
    """Groups to choose from, by public id, each as far in as it lies deep."""
    return [SelectChoice(row.public_id, f"{_STEP * row.depth}{row.name}") for row in rows]
