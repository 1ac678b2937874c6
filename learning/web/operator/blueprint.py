"""An operator's pages; the guard wants a person who runs this installation."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from config import Config
from learning.web.access import require_sign_in
from learning.web.visitor import visitor


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.operator import tasks

    operator = Blueprint("operator", __name__, url_prefix="/operator")
    operator.before_request(_guard)
    tasks.add_to(operator)
    return operator


def _guard() -> Response | None:
    turned_away = require_sign_in()
    if turned_away is not None:
        return turned_away
    if not visitor().signed_in.is_operator:
        abort(403, _("This page is for whoever runs this site."))
    return None
