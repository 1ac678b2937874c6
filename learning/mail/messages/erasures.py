"""Messages about erasing: to whoever asked for it, and to whom an organization erases."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from config import Config
from learning.accounts import queries as accounts
from learning.mail.message import Action, Message
from learning.organizations import queries as organizations
from learning.organizations.roles import MembershipState
from learning.outbox import Task
from learning.retention import erasure_actions


def erasure_asked(task: Task, config: Config, _at: datetime) -> Message | None:
    """To whoever asked to be erased, or whose account was used for asking."""
    person = accounts.person_with_public_id(task.payload["person"])
    if person is None or person.erase_at is None:
        return None
    day = _date(person.erase_at)
    return Message(
        to=accounts.primary_address(person.id),
        subject=_("Your account will be erased on %(day)s", day=day),
        preheader=_("Until then you can take it back."),
        paragraphs=(
            _("Hello,"),
            _("you asked for your account on Waymark to be erased. It happens on %(day)s. Until "
              "then everything works as before, and you can take it back.", day=day),
            _("Download your data before, if you want to keep it."),
        ),
        action=Action(_("Look at my data"), f"{config.public_url}/account/data"),
        small_print=(
            _("If it wasn’t you: sign in, take it back, and change your password."),
        ),
    )  # fmt: skip


def erasure_planned(task: Task, config: Config, _at: datetime) -> Message | None:
    """To somebody who left, before their organization erases what it keeps about them."""
    assert task.organization_id is not None
    found = organizations.member(task.organization_id, task.payload["membership"])
    if found is None or found.erase_at is None or found.state != MembershipState.DEACTIVATED:
        return None
    organization = organizations.organization_with_id(task.organization_id).name
    day = _date(found.erase_at)
    return Message(
        to=found.contact_address,
        subject=_("%(organization)s erases your data on %(day)s",
                  organization=organization, day=day),
        preheader=_("Download your certificates before, if you want to keep them."),
        paragraphs=(
            _("Hello,"),
            _("you have left %(organization)s, which will erase what it keeps about you on Waymark "
              "on %(day)s: your name, your address and the name on your certificates.",
              organization=organization, day=day),
            _("The codes of your certificates can still be checked afterwards, but no longer say "
              "whose they are. Download them and your data before, if you want to keep them."),
        ),
        action=Action(_("Download my data"), f"{config.public_url}/account/data"),
        small_print=(
            _("Your account, and what other organizations keep about you, stays."),
        ),
    )  # fmt: skip


MESSAGES: dict[str, Callable[[Task, Config, datetime], Message | None]] = {
    erasure_actions.ASKED: erasure_asked,
    erasure_actions.PLANNED: erasure_planned,
}


def _date(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
