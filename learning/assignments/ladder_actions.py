"""Choosing how an organization reminds its people."""

from dataclasses import replace
from datetime import datetime

from learning import audit
from learning.assignments.ladders import REMINDERS, Ladder, as_settings, from_settings
from learning.database import transaction
from learning.organizations import turnstile
from learning.organizations.settings import OrganizationSettings


@transaction
def choose_reminders(
    organization_id: int, *, ladder: Ladder, zone: str, by: str, at: datetime
) -> bool:
    """Let this ladder hold from now on, in days of this zone; whether that changes anything."""
    organization = turnstile.pass_through(organization_id)
    settings = organization.settings
    old = from_settings(settings)
    is_same = replace(ladder, since=old.since) == old
    if is_same and OrganizationSettings.from_json(settings).zone == zone:
        return False
    chosen = old if is_same else replace(ladder, since=at)
    changed = OrganizationSettings.changed(settings, zone=zone)
    organization.settings = {**changed, REMINDERS: as_settings(chosen)}
    audit.record(
        "reminders-chosen",
        subject=organization.public_id, by=by, at=at, organization_id=organization_id,
    )  # fmt: skip
    return True
