"""Invitations in every state, for those who invite and for those who are invited."""

from datetime import timedelta

from flask import current_app

from learning import clock
from learning.organizations import (
    group_actions,
    invitation_actions,
    invitation_links,
    shared_invitations,
)
from learning.organizations.models import Invitation
from learning.organizations.roles import Role
from tests.journeys.look.clinic import Clinic

# The pages that people are brought in by: test_people_in looks at these, test_admin at all others.
BRINGING_IN = (
    "organization/invitations", "organization/lists", "organization/setup",
    *(f"organization/settings/{name}.html" for name in ("mail", "name", "sign_in", "signatory")),
)  # fmt: skip


def joining_places(clinic: Clinic) -> dict[str, str]:
    """Invitations in every state: their pages, and the pages of whom they are for."""
    organization_id, by, at = clinic.organization.id, clinic.olivia.public_id, clock.now()
    places = {}
    for name in ("waiting", "revoked", "expired", "unsent"):
        membership = invitation_actions.enter(
            organization_id, name=f"Ina {name.capitalize()} Invited", role=Role.TRAINER,
            address=f"{name}.with-a-rather-long-name@harbour-clinic.example", by=by, at=at,
        )  # fmt: skip
        places[f"person-{name}"] = f"/organization/people/{membership.public_id}"
        if name != "unsent":
            back = timedelta(days=20 if name == "expired" else 0)
            personal = invitation_actions.invite(membership, by=by, at=at - back)
            places[name] = f"/join/{_token(personal)}"
        if name == "revoked":
            invitation_actions.revoke(membership, by=by, by_role=Role.ADMIN, at=at)
    ward = group_actions.create_group(organization_id, name="Ward 7", by=by, at=at)
    for name, most in (("shared", 30), ("closed", None)):
        shared = shared_invitations.open_shared(
            organization_id, group=ward, most_uses=most, expires_at=at + timedelta(days=9),
            by=by, at=at,
        )  # fmt: skip
        places[f"page-{name}"] = f"/organization/invitations/{shared.public_id}"
        places[name] = f"/join/{_token(shared)}"
    shared_invitations.close_shared(shared, by=by, at=at)
    return places


def _token(invitation: Invitation) -> str:
    key = current_app.extensions["waymark-config"].secret_key
    return invitation_links.token_for(invitation.public_id, key=key)
