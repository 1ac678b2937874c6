"""Pages that explain: help, help in danger, accessibility, privacy."""

from datetime import datetime

from flask import Blueprint, render_template

from learning.accounts.actions import SESSION_LIFETIME
from learning.courses import outside
from learning.web.context import date


def add_to(public: Blueprint) -> None:
    public.add_url_rule("/help", view_func=help)
    public.add_url_rule("/help-now", view_func=help_now)
    public.add_url_rule("/accessibility", view_func=accessibility)
    public.add_url_rule("/privacy", view_func=privacy)


def help() -> str:
    """How Waymark works, for learners."""
    return render_template("public/information/help.html")


def help_now() -> str:
    """Where somebody in danger finds help."""
    lines = outside.help_lines()
    return render_template(
        "public/information/help_now.html",
        help_lines=lines,
        checked=date(datetime.fromisoformat(lines.checked_on)),
    )


def accessibility() -> str:
    """What works for whom, and what doesn't yet."""
    return render_template("public/information/accessibility.html")


def privacy() -> str:
    """Who sees what."""
    return render_template("public/information/privacy.html", days=SESSION_LIFETIME.days)
