"""A manager's pages; whoever has nobody below them finds nothing here."""

from flask import Blueprint

from config import Config
from learning.web.access import require_sign_in


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.team import people

    team = Blueprint("team", __name__, url_prefix="/team")
    team.before_request(require_sign_in)
    people.add_to(team)
    return team
