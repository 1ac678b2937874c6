"""Pages about one's own account; open to strangers, since they sign up and in here."""

from flask import Blueprint

from config import Config


def make(_config: Config) -> Blueprint:
    """The blueprint with all its pages."""
    from learning.web.account import (
        addresses,
        appearance,
        confirmations,
        data,
        forgotten,
        messages,
        new_organization,
        organizations,
        people,
        sign_ins,
    )

    account = Blueprint("account", __name__, url_prefix="/account")
    for pages in (
        sign_ins,
        forgotten,
        people,
        confirmations,
        addresses,
        data,
        appearance,
        messages,
        organizations,
        new_organization,
    ):
        pages.add_to(account)
    return account
