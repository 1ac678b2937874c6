"""Where to go after a form: always by 303, never to another site."""

from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def see_other(endpoint: str, **values: Any) -> Response:
    """The answer to every form that worked: look there now."""
    return redirect(url_for(endpoint, **values), 303)


def next_path() -> str | None:
    """The path in `next`, if it is one of ours; None otherwise."""
    return own_path(request.values.get("next", ""))


def own_path(target: str) -> str | None:
    """A path on this site, or None for anything that could lead elsewhere."""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 0x21 or c == "\\" for c in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
