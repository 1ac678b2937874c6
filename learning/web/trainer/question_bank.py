"""The question bank: all questions of the organization, searched and filtered."""

from flask import Blueprint, render_template, request
from wtforms.fields.choices import SelectChoice

from learning.courses import bank, queries
from learning.courses.bank import Wanted
from learning.organizations.roles import Role
from learning.web import paging
from learning.web.access import staff_standing
from learning.web.trainer import words
from learning.web.trainer.question_forms import BankForm

PAGE = 50
MOST_COURSES = 200


def add_to(trainer: Blueprint) -> None:
    trainer.add_url_rule("/questions", view_func=question_bank)


def question_bank() -> str:
    """Questions of all courses, the newest first; what is asked for stands in the address."""
    organization_id = staff_standing(Role.TRAINER).organization_id
    known = bank.known(organization_id)
    form = BankForm(request.args)
    form.drafter.choices += [SelectChoice(name, name) for name in known.drafters]
    form.course.choices += [
        SelectChoice(course.public_id, course.title or str(words.UNTITLED))
        for course in queries.courses_of(organization_id, limit=MOST_COURSES)
    ]
    wanted = _wanted(form)
    before = paging.unpack_id(request.args.get("after"))
    found = bank.questions(organization_id, wanted, before=before, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "trainer/questions/bank.html",
        form=form,
        rows=rows,
        known=known,
        is_filtered=wanted != Wanted(),
        has_filters=wanted != Wanted(words=wanted.words),
        asked={name: value for name, value in form.data.items() if value},
        is_first=before is None,
        after=paging.pack(rows[-1].id) if has_more else None,
        kinds=words.KINDS,
        states=words.QUESTION_STATES,
    )


def _wanted(form: BankForm) -> Wanted:
    """What the form asks for; a value that isn't offered asks for nothing."""

    def chosen(name: str) -> str:
        field = form[name]
        return field.data if any(field.data == c.value for c in field.choices) else ""

    return Wanted(
        words=(form.q.data or "").strip(),
        course=chosen("course"),
        kind=chosen("kind"),
        state=chosen("state"),
        tag=(form.tag.data or "").strip(),
        drafter=chosen("drafter"),
        is_stale=bool(form.stale.data),
    )
