"""What each role may do, as a table in plain words."""

from flask import Blueprint, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learning.organizations.roles import ACTS, Role
from learning.web.roles import ROLE_WORDS

ACT_WORDS: dict[str, LazyString] = {
    "take-courses": _l("Take the organization’s courses, open and internal"),
    "keep-certificates": _l("See and download one’s own certificates"),
    "import-articles": _l("Turn an article into a course"),
    "edit-courses": _l("Change the text, the modules and the questions of a course"),
    "approve-questions": _l("Approve questions, so that learners are asked them"),
    "publish-courses": _l("Publish a course, and close it to new learners"),
    "see-progress": _l("See how far learners are, and how their quizzes went"),
    "see-people": _l("See everybody in the organization, with address and role"),
    "change-names": _l("Change the name that a person’s certificates carry"),
    "give-roles": _l("Give and take roles, up to one’s own"),
    "deactivate-people": _l("Deactivate people, and take them back"),
    "reissue-certificates": _l("Issue a certificate again under a corrected name"),
    "withdraw-certificates": _l("Withdraw a certificate, with a reason"),
    "erase-people": _l("Erase people who left, and say how long they are kept"),
    "read-audit-log": _l("Read the audit log"),
    "give-ownership": _l("Make somebody an owner, or an owner something else"),
}


def add_to(organization: Blueprint) -> None:
    organization.add_url_rule("/roles", view_func=roles)


def roles() -> str:
    """Who can and who can't do what."""
    return render_template(
        "organization/roles/roles.html",
        rows=[
            (ACT_WORDS[act], [(role, role.includes(minimum)) for role in Role])
            for act, minimum in ACTS
        ],
        role_words=ROLE_WORDS,
    )
