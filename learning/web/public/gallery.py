"""Every component in every state, for whoever works on the look; only with LEARNING_GALLERY=1."""

from flask import Blueprint, flash, render_template
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget


class SampleForm(FlaskForm):  # type: ignore[misc]
    """One field of every sort."""

    name = StringField("Full name", [InputRequired("Enter your full name")])
    email = EmailField("E-mail address", [InputRequired("Enter an e-mail address")])
    password = PasswordField("Password", [InputRequired("Enter a password")])
    text = TextAreaField("Article text", [Optional()])
    level = SelectField(
        "Level",
        [AnyOf(["advanced"], "Choose a level")],
        choices=[
            SelectChoice("introduction", "Introduction"),
            SelectChoice("advanced", "Advanced"),
        ],
    )
    upload = FileField("File", description="Markdown or plain text, up to 5 MB")
    rights = RadioField(
        "Rights",
        [InputRequired("Choose what allows you to use the article")],
        choices=[
            SelectChoice("own", "We wrote it"),
            SelectChoice("licence", "A licence allows it"),
        ],
    )
    topics = SelectMultipleField(
        "Topics",
        [InputRequired("Choose at least one topic")],
        choices=[SelectChoice("health", "Health"), SelectChoice("safety", "Safety")],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    agree = BooleanField("We may publish this", [InputRequired("Tick that you may publish it")])


def add_to(public: Blueprint) -> None:
    public.add_url_rule("/gallery", view_func=gallery)


def gallery() -> str:
    """The gallery page."""
    flash("Answer saved.", "success")
    with_errors = SampleForm(formdata=MultiDict({"level": "introduction"}), prefix="bad")
    with_errors.validate()
    return render_template(
        "public/gallery.html", form=SampleForm(formdata=None), form_with_errors=with_errors
    )
