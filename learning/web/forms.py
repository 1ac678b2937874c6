"""The forms that every persona uses."""

from flask_wtf import FlaskForm


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button and nothing else: carries the proof that it was pressed on our page."""
