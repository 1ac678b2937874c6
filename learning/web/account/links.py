"""Links from messages: which one works, and the page for one that doesn't.

Opening a link never does anything by itself, since mail programs open links to look for harm; the
button on its page does.
"""

from flask import current_app, render_template
from flask_babel import gettext as _

from config import Config
from learning import clock, link_secrets
from learning.accounts import token_queries
from learning.accounts.token_queries import Link
from learning.accounts.tokens import Purpose
from learning.web.forms import ConfirmForm

Refused = tuple[str, int]


def opened(purpose: Purpose, token: str) -> Link | None:
    """The link that this text in an address stands for, while it works."""
    public_id = id_in(purpose, token)
    return token_queries.open_link(purpose, public_id, at=clock.now()) if public_id else None


def id_in(purpose: Purpose, token: str) -> str | None:
    """The id of the link, whether it still works or not; None if we never made it."""
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return link_secrets.public_id_in(purpose, token, key=config.secret_key)


def ended(next_href: str, next_words: str) -> Refused:
    """The page for a link that was used, has run out, or was mistyped; where to get another one."""
    page = render_template("account/links/ended.html", href=next_href, words=next_words)
    return page, 404


def asks(*, title: str, lead: str, text: str, button: str) -> str:
    """The page of a link that works: what its button does."""
    return render_template(
        "account/links/link.html",
        page_title=title,
        lead=lead,
        text=text,
        button_text=button,
        form=ConfirmForm(),
    )


def done(title: str, lead: str) -> str:
    """The page that says so where nobody is signed in to be shown anything else."""
    return render_template("account/links/done.html", page_title=title, lead=lead)


def expects() -> str:
    """How long the links work, in words."""
    return str(_("The link works for 60 minutes. If it doesn’t arrive, look among unwanted mail."))
