"""A learner's pages; the guard lets in everybody who is signed in."""

from flask import Blueprint

from config import Config
from learning.web.access import require_sign_in


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.learner import attempts, certificates, courses, modules, reports

    learner = Blueprint("learner", __name__)
    learner.before_request(require_sign_in)
    for pages in (courses, modules, attempts, reports, certificates):
        pages.add_to(learner)
    return learner
