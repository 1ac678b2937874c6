"""What a member may do, from which role on, and by which pages: guards and the role page read it.

An act without pages is decided elsewhere, as its comment says.
"""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from learning.organizations.roles import Role


@dataclass(frozen=True)
class Act:
    """Something that a role can or can't do: its words, the least role, and its endpoints."""

    words: LazyString
    role: Role
    endpoints: tuple[str, ...] = ()


def _trainers(words: LazyString, endpoints: str) -> Act:
    return Act(words, Role.TRAINER, tuple(f"trainer.{name}" for name in endpoints.split()))


def _admins(words: LazyString, endpoints: str) -> Act:
    return Act(words, Role.ADMIN, tuple(f"organization.{name}" for name in endpoints.split()))


ACTS: tuple[Act, ...] = (
    # A learner's pages let in whoever has an enrolment or certificate of their own.
    Act(_l("Take the organization’s courses, open and internal"), Role.LEARNER),
    Act(_l("See and download one’s own certificates"), Role.LEARNER),
    _trainers(
        _l("See the organization’s courses with their questions and keys"),
        "home course coverage question_bank question_image question_versions questions versions",
    ),
    _trainers(_l("Turn an article into a course"), "import_article import_progress confirm_import"),
    _trainers(
        _l("Change the text, the modules and the settings of a course"),
        "change_kind discard_module edit_module exclude_module include_module keep_module "
        "merge_module rename_module restore_wording settings split_module structure undo_structure",
    ),
    _trainers(
        _l("Write and change questions"),
        "bring_back_question copy_question delete_question discard_question draft_questions "
        "edit_question keep_question place_question reopen_question retire_question tag_question "
        "write_question",
    ),
    _trainers(
        _l("Approve questions, so that learners are asked them"),
        "approve_reviewed decide_selected edit_reviewed reject_question reject_reviewed review "
        "review_question reviewed undo_decision",
    ),
    _trainers(
        _l("Bring questions in from files, and take questions and courses along"),
        "course_bundle export_questions import_questions",
    ),
    _trainers(
        _l("Try a course out, publish it, and close it to new learners"),
        "delete_draft deleted_drafts preview_course publish_course reopen_course restore_draft "
        "withdraw_course",
    ),
    _trainers(
        _l("See how far learners are, and what they report"),
        "export_progress handle_report learner progress reopen_report reports",
    ),
    _trainers(
        _l("Grant a learner another try or more time"),
        "extend_time grant_try reset_attempt take_back_reset",
    ),
    _trainers(_l("Correct results of a question whose key was wrong"), "correct_results"),
    _admins(
        _l("See everybody in the organization, with address and role"),
        "people person export_people",
    ),
    _admins(
        _l("Bring in people by a list, and invite those who never were"),
        "import_people list_template list_columns check_list confirm_list list_progress "
        "resume_list bad_rows send_invitations",
    ),
    _admins(_l("Change the name that a person’s certificates carry"), "change_name"),
    _admins(_l("Give somebody more time in quizzes"), "change_time"),
    _admins(_l("Give and take roles, up to one’s own"), "change_role"),
    _admins(_l("Deactivate people, and take them back"), "deactivate reactivate"),
    _admins(_l("Erase people who have left, and say after how long"), "erase keep retention"),
    _admins(
        _l("Invite people, one by one or with a link that many use"),
        "close invitations invite invite_again resend revoke share shared",
    ),
    _admins(
        _l("Say who somebody’s manager is, and keep employee ids"), "change_facts choose_manager"
    ),
    _admins(
        _l("Make groups, and say who is in them and who manages them"),
        "add_to_group choose_group_manager export_groups group groups join_group leave_group "
        "move_group remove_group rename_group restore_group take_out_of_group",
    ),
    _admins(_l("Limit trainers to the learners of some groups"), "limit_trainer"),
    _admins(_l("See what was sent to somebody"), "messages"),
    _admins(
        _l("See who has to do what, and make, change, undo and end assignment rules"),
        "apply_rule assignments discard_rule edit_rule end_rule new_rule rule rule_history "
        "rule_progress undo_rule",
    ),
    _admins(_l("Exempt somebody from an assignment, and end that"), "end_exemption exempt"),
    _admins(_l("See the certificates that were issued"), "certificates certificate"),
    _admins(_l("Issue a certificate again under a corrected name"), "reissue_certificate"),
    _admins(_l("Withdraw a certificate, with a reason"), "withdraw_certificate"),
    _admins(
        _l("Change the name, the logo, the rules and the wording of the organization"),
        "mail_wording name_and_logo settings settle setup sign_in_rules signatory turn_notice",
    ),
    _admins(_l("Choose who is reminded when, and who else hears of it"), "reminders"),
    _admins(_l("See what each role can do"), "roles"),
    _admins(
        _l("See who had to take which course by when, and who has"),
        "compliance_report export_compliance",
    ),
    _admins(_l("Read the audit log, and take it along"), "audit_log export_audit_log"),
    # organizations/roles.py:may_give decides it, on the page where roles are given.
    Act(_l("Make somebody an owner, or an owner something else"), Role.OWNER),
)
# Of two acts with one endpoint the last would win; the test of this table finds them.
_ROLES = {endpoint: act.role for act in ACTS for endpoint in act.endpoints}


def role_for(endpoint: str) -> Role:
    """The least role that may open a page of a tool persona. Raises KeyError for one of no act."""
    return _ROLES[endpoint]
