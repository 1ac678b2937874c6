"""Pages anybody may see, without a guard."""

from flask import Blueprint

from config import Config


def make(config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.public import courses, gallery, health, information, joining, verification

    public = Blueprint("public", __name__)
    for pages in (courses, verification, joining, information, health):
        pages.add_to(public)
    if config.gallery:
        gallery.add_to(public)
    return public
