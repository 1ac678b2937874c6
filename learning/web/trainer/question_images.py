"""Images in the question editor: stored as soon as they come, shown before they are saved."""

from collections.abc import Iterator, Mapping

from flask import Blueprint
from werkzeug.wrappers import Response
from wtforms import FormField

from learning import clock
from learning.quizzes import actions
from learning.quizzes import queries as quizzes
from learning.quizzes.kinds.contract import Image
from learning.web import images
from learning.web.trainer.courses import working_course
from learning.web.trainer.question_forms import ImageForm, QuestionForm

REMOVE = "remove-"


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/courses/<course>/image/<name>", view_func=question_image)


def question_image(course: str, name: str) -> Response:
    """An uploaded image of the course's organization, in a question yet or not."""
    organization_id = working_course(course).organization_id
    found = quizzes.stored_image(organization_id, name.partition(".")[0])
    return images.served(organization_id, [found] if found else [], name)


def received(form: QuestionForm, organization_id: int) -> Mapping[str, Image]:
    """The images of a form that was sent, by their hashes, without their words.

    Uploads are stored at once, so that a form that is refused doesn't lose them; what comes back as
    a hash has to be an image of this organization, else it is taken out of the form.
    """
    found: dict[str, Image] = {}
    for each in _image_forms(form):
        if each.file.data and not each.file.errors:
            each.file.data.seek(0)
            content = each.file.data.read()
            each.sha256.data = actions.keep_image(organization_id, content, at=clock.now())
        sha256 = each.sha256.data or ""
        image = found.get(sha256) or (sha256 and quizzes.stored_image(organization_id, sha256))
        if image:
            found[sha256] = image
        else:
            each.sha256.data = ""
    return found


def remove(form: QuestionForm, action: str) -> bool:
    """Take the image out that the button names; False for any other button."""
    for field in _fields(form):
        if action == f"{REMOVE}{field.name}":
            field.form.sha256.data = field.form.alt.data = ""
            return True
    return False


def hashes(form: QuestionForm) -> dict[str, str]:
    """The hashes by the names of their fields: what a page has to send instead of the files."""
    return {each.sha256.name: each.sha256.data or "" for each in _image_forms(form)}


def _image_forms(form: QuestionForm) -> Iterator[ImageForm]:
    return (field.form for field in _fields(form))


def _fields(form: QuestionForm) -> Iterator[FormField]:
    yield form.image
    yield from (row.form.image for row in form.options)
