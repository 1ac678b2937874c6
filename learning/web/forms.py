"""The forms that every persona uses."""

from flask_wtf import FlaskForm
from wtforms.validators import Optional


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button and nothing else: carries the proof that it was pressed on our page."""


class MayBeBlank(Optional):  # type: ignore[misc]
    """A filter that may be left out, which all may be, so that none says it of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, object] = {}
