"""The people below a manager, and how far each of them is."""

from flask import Blueprint, abort, render_template, request

from learning.organizations import queries
from learning.progress import queries as progress
from learning.web import access, looks, paging
from learning.web.roles import STATE_WORDS

PAGE = 50


def add_to(team: Blueprint) -> None:
    team.add_url_rule("", view_func=people)
    team.add_url_rule("/<id>", view_func=person)


def people() -> str:
    """All below the visitor by name, with the courses they are on and have finished."""
    standing, below = access.team()
    looks.note_look("team-seen", standing.organization_id, standing.public_id)
    place = paging.unpack_name(request.args.get("after"))
    found = queries.members_among(standing.organization_id, below, after=place, limit=PAGE)
    rows, has_more = paging.page_of(found, PAGE)
    return render_template(
        "team/people.html",
        members=rows,
        number=len(below),
        courses=progress.course_counts(standing.organization_id, [id for _row, id in rows]),
        state_words=STATE_WORDS,
        is_first=place is None,
        after=paging.pack(rows[-1][0].name, rows[-1][1]) if has_more else None,
    )


def person(id: str) -> str:
    """One of them: every course with how far they are, and nothing of what they answered."""
    standing, below = access.team()
    found = queries.member(standing.organization_id, id)
    if found is None or found.id not in below:
        abort(404)
    looks.note_results_seen(standing.organization_id, found.id)
    return render_template(
        "team/person.html",
        member=found,
        courses=progress.learning_of([(standing.organization_id, found.id)]),
    )
