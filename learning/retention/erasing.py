"""Takes names, addresses and words out of everything that is kept about a membership or a person.

What was answered, passed and certified stays, as rows that belong to nobody any more.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete, exists, or_, select, update

from learning import audit, canonical
from learning.accounts.models import (
    EmailAddress,
    FailedSignIn,
    LinkRequest,
    Person,
    SignInSession,
    Token,
)
from learning.articles.models import ArticleVersion
from learning.assignments.models import Exemption
from learning.certificates import actions as certificate_actions
from learning.certificates import queries as certificates
from learning.courses.models import ArticleImport
from learning.database import db
from learning.files import StoredFile
from learning.identifiers import public_id
from learning.organizations import changes
from learning.organizations.list_states import ListState
from learning.organizations.models import (
    Group,
    GroupMembership,
    Invitation,
    Membership,
    PeopleImport,
    TrainerLimit,
)
from learning.organizations.roles import MembershipState
from learning.progress.models import Answer, Attempt, Enrolment, QuestionReport
from learning.quizzes.kinds.contract import QuestionKind
from learning.quizzes.models import QuestionVersion
from learning.retention.models import DataExport

# Stands where a name stood; no name of anybody.
NOBODY = "Erased person"
ERASED = "erased"
_TYPED = (QuestionKind.GAP, QuestionKind.SHORT_TEXT)


def blank_membership(membership: Membership, *, by: str, at: datetime) -> None:
    """Make a membership nameless, with all that was learned under it."""
    names = {membership.name, membership.contact_address}
    _blank_certificates(membership, by, at)
    _blank_learning(membership, names)
    _leave_groups(membership, at)
    _manage_nobody(membership, by, at)
    _blank_exemptions(membership)
    drop_lists(membership.organization_id)
    membership.name, membership.contact_address = NOBODY, ""
    membership.employee_id = membership.external_id = membership.manager_id = None
    membership.attributes = {}
    membership.state = MembershipState.ERASED
    membership.left_at = membership.left_at or at
    membership.erase_at = None
    changes.tell(membership.organization_id, [membership.id], at=at)
    audit.record(
        "member-erased", subject=membership.public_id, about=membership.public_id, by=by, at=at,
        organization_id=membership.organization_id,
    )  # fmt: skip


def blank_person(person: Person) -> None:
    """Make an account nobody's: no name, no address, no way to sign in."""
    used = [
        *db.session.scalars(
            select(EmailAddress.address).where(EmailAddress.person_id == person.id)
        ),
        *db.session.scalars(select(Token.address).where(Token.person_id == person.id)),
    ]
    hashes = [canonical.sha256(address) for address in used if address]
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account.in_(hashes)))
    db.session.execute(delete(LinkRequest).where(LinkRequest.account.in_(hashes)))
    db.session.execute(delete(EmailAddress).where(EmailAddress.person_id == person.id))
    db.session.execute(delete(Token).where(Token.person_id == person.id))
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    db.session.execute(delete(DataExport).where(DataExport.person_id == person.id))
    person.name, person.password_hash, person.state = NOBODY, None, ERASED
    person.locale, person.zone = "en", "UTC"
    person.access_profile, person.mail_choices = {}, {}
    person.is_operator = False
    person.erase_at = None


def nobody(*, at: datetime) -> Person:
    """A person who is nobody, for a membership whose person goes on elsewhere."""
    person = Person(public_id=public_id(), name=NOBODY, state=ERASED, created_at=at)
    db.session.add(person)
    db.session.flush()
    return person


def _blank_certificates(membership: Membership, by: str, at: datetime) -> None:
    for each in certificates.certificates_of([(membership.organization_id, membership.public_id)]):
        certificate_actions.erase_holder(each, by=by, at=at)
        if each.withdrawal_reason is not None:
            # Written by somebody about them. That it was withdrawn stays.
            each.withdrawal_reason = ""


def _blank_learning(membership: Membership, names: Iterable[str]) -> None:
    organization_id = membership.organization_id
    own = and_(
        Enrolment.organization_id == organization_id, Enrolment.membership_id == membership.id
    )
    written = db.session.scalars(select(Enrolment.learner).where(own).distinct())
    known = [re.escape(name.casefold()) for name in {*names, *written} if name]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")
    db.session.execute(update(Enrolment).where(own).values(learner=NOBODY))
    enrolments = select(Enrolment.id).where(own)
    attempts = select(Attempt.id).where(
        Attempt.organization_id == organization_id, Attempt.enrolment_id.in_(enrolments)
    )
    answers = and_(Answer.organization_id == organization_id, Answer.attempt_id.in_(attempts))
    db.session.execute(
        update(QuestionReport)
        .where(
            QuestionReport.organization_id == organization_id,
            QuestionReport.answer_id.in_(select(Answer.id).where(answers)),
        )
        .values(comment="")
    )
    typed = db.session.scalars(
        select(Answer)
        .join(
            QuestionVersion,
            and_(
                QuestionVersion.organization_id == Answer.organization_id,
                QuestionVersion.id == Answer.question_version_id,
            ),
        )
        .where(answers, QuestionVersion.kind.in_(_TYPED), Answer.given.is_not(None))
    )
    for answer in typed:
        # What was typed is kept like every answer, unless they typed who they are.
        if named.search((answer.given or "").casefold()):
            answer.given = None


def _leave_groups(membership: Membership, at: datetime) -> None:
    organization_id, id = membership.organization_id, membership.id
    db.session.execute(
        update(GroupMembership)
        .where(
            GroupMembership.organization_id == organization_id,
            GroupMembership.membership_id == id,
            GroupMembership.until.is_(None),
        )
        .values(until=at)
    )
    db.session.execute(
        delete(TrainerLimit).where(
            TrainerLimit.organization_id == organization_id, TrainerLimit.membership_id == id
        )
    )
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.organization_id == organization_id,
            Invitation.membership_id == id,
            Invitation.state == "open",
        )
        .values(state="revoked", ended_at=at)
    )


def _manage_nobody(membership: Membership, by: str, at: datetime) -> None:
    for managed, act in ((Membership, "manager-taken"), (Group, "group-manager-taken")):
        own = (
            managed.organization_id == membership.organization_id,
            managed.manager_id == membership.id,
        )
        for subject in db.session.scalars(select(managed.public_id).where(*own)).all():
            about = subject if managed is Membership else None
            audit.record(
                act, subject=subject, about=about, by=by, at=at,
                organization_id=membership.organization_id,
            )  # fmt: skip
        db.session.execute(update(managed).where(*own).values(manager_id=None))


def _blank_exemptions(membership: Membership) -> None:
    db.session.execute(
        update(Exemption)
        .where(
            Exemption.organization_id == membership.organization_id,
            Exemption.membership_id.in_(
                select(Membership.id).where(
                    Membership.organization_id == membership.organization_id,
                    or_(
                        Membership.id == membership.id,
                        Membership.merged_into == membership.public_id,
                    ),
                )
            ),
        )
        .values(reason="")
    )


def drop_lists(organization_id: int, *, before: datetime | None = None) -> None:
    """Let go of the lists of people that this organization has taken in: names stand in them.

    `before`: of those uploaded until then, and then also of those that were never taken in.
    """
    let_go = and_(
        PeopleImport.organization_id == organization_id,
        PeopleImport.file_id.is_not(None),
        PeopleImport.state == ListState.DONE
        if before is None
        # Not one that is on its way in.
        else and_(PeopleImport.state != ListState.CONFIRMED, PeopleImport.created_at <= before),
    )
    ids = list(db.session.scalars(select(PeopleImport.file_id).where(let_go)))
    db.session.execute(
        update(PeopleImport).where(let_go).values(file_id=None, file_name="", problems="[]")
    )
    used_elsewhere = [
        exists().where(table.organization_id == organization_id, table.file_id == StoredFile.id)
        for table in (PeopleImport, ArticleVersion, ArticleImport)
    ]
    db.session.execute(
        delete(StoredFile).where(
            StoredFile.organization_id == organization_id,
            StoredFile.id.in_(ids),
            *(~used for used in used_elsewhere),
        )
    )
