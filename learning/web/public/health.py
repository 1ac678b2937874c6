"""For machines that watch: is the process alive, and can it serve?"""

from flask import Blueprint
from werkzeug.wrappers import Response

from learning.database import has_room, is_reachable


def add_to(public: Blueprint) -> None:
    public.add_url_rule("/health/live", view_func=live)
    public.add_url_rule("/health/ready", view_func=ready)


def live() -> Response:
    """200 while the process answers at all."""
    return Response("alive\n", mimetype="text/plain")


def ready() -> Response:
    """200 when the database answers and takes changes, else 503."""
    if not is_reachable():
        return Response("database out of reach\n", 503, mimetype="text/plain")
    if not has_room():
        return Response("no room on the disk\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
