"""What an organization changes about itself: its name, its logo, what it sets for members."""

from datetime import datetime
from typing import Any

from learning import audit, files
from learning.database import transaction
from learning.errors import RuleBroken
from learning.organizations import turnstile
from learning.organizations.models import Organization
from learning.organizations.settings import LONGEST_NAME, OrganizationSettings


@transaction
def rename_organization(organization_id: int, name: str, *, by: str, at: datetime) -> None:
    """Give the organization another name. Certificates issued so far keep the old one.

    Raises RuleBroken name-missing or organization-name-long.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name-missing")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("organization-name-long", most=LONGEST_NAME)
    organization = turnstile.pass_through(organization_id)
    if organization.name != name:
        organization.name = name
        _record("organization-renamed", organization, by, at)


@transaction
def set_logo(
    organization_id: int, content: bytes, media_type: str, *, by: str, at: datetime
) -> None:
    """Show this image, which was looked at before, in the header of the organization's pages."""
    file = files.store(organization_id, content, media_type, at=at)
    change_settings(
        organization_id, "logo-changed", by=by, at=at, logo=file.sha256, logo_type=media_type
    )


@transaction
def change_settings(
    organization_id: int, act: str, *, by: str, at: datetime, **changes: Any
) -> None:
    """Set fields of OrganizationSettings. `act`: what the audit log calls it."""
    organization = turnstile.pass_through(organization_id)
    before = OrganizationSettings.from_json(organization.settings)
    organization.settings = OrganizationSettings.changed(organization.settings, **changes)
    if before == OrganizationSettings.from_json(organization.settings):
        return
    _record(act, organization, by, at)


def _record(act: str, organization: Organization, by: str, at: datetime) -> None:
    audit.record(act, subject=organization.public_id, by=by, at=at, organization_id=organization.id)
