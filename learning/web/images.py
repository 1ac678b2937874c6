"""Images of questions as answers to a request: kept by the browser, never run by it."""

from collections.abc import Iterable

from flask import abort
from werkzeug.wrappers import Response

from learning import files
from learning.quizzes.kinds.contract import Image


def served(organization_id: int, images: Iterable[Image], name: str) -> Response:
    """The one of these images that has this name, or 404. Its bytes never change."""
    image = next((each for each in images if each.name == name), None)
    file = files.stored(organization_id, image.sha256) if image else None
    if image is None or file is None:
        abort(404)
    # What the bytes were found to be, whatever they were stored as.
    response = Response(file.content, mimetype=image.media_type)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
