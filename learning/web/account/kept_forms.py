"""A form that was sent after its sign-in had run out: kept in the sign-in page, then sent again.

It is sealed, so that a page can't be made to offer what its person never sent.
"""

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from learning.web.redirects import own_path
from learning.web.visitor import person_of_token

LIFETIME = 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class KeptForm:
    """What was sent, where to, and by whom. `had_files`: some of it were files, which are gone."""

    person_id: int
    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def received() -> KeptForm | None:
    """What this request brings along, if its guard sent it here to be kept."""
    path = own_path(request.args.get("send_again", ""))
    person_id = person_of_token()
    if request.method != "POST" or path is None or person_id is None:
        return None
    sent = request.form.items(multi=True)
    # The token of forms belongs to the sign-in that has ended.
    fields = tuple((name, value) for name, value in sent if name != "csrf_token")
    return KeptForm(person_id, path, fields, any(request.files.values()))


def sealed(form: KeptForm) -> str:
    """The form as text for a hidden field."""
    return _serializer().dumps([form.person_id, form.path, form.fields, form.had_files])


def opened(text: str) -> KeptForm | None:
    """The form in this text; None if it is empty, too old or not ours."""
    try:
        person_id, path, fields, had_files = _serializer().loads(text, max_age=LIFETIME)
    except BadData:
        return None
    return KeptForm(person_id, path, tuple((name, value) for name, value in fields), had_files)


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key
    return URLSafeTimedSerializer(current_app.secret_key, salt="kept-form")
