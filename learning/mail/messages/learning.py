"""What learners are told about their results and certificates."""

from datetime import datetime

from config import Config
from learning.certificates import queries as certificates
from learning.certificates.models import Certificate
from learning.courses import versions as courses
from learning.courses.versions import PublishedCourse
from learning.mail import choices, recipients
from learning.mail.choices import Choice
from learning.mail.discretion import named
from learning.mail.message import Action, Message
from learning.mail.recipients import Recipient
from learning.mail.words import date
from learning.organizations import queries as organizations
from learning.outbox import Task
from learning.progress import correction_notes
from learning.progress import queries as progress
from learning.progress.models import Enrolment
from learning.progress.states import EnrolmentPurpose


def result_corrected(task: Task, config: Config, at: datetime) -> Message | None:
    """That a finished quiz counts for more than it did. Never why: a reason may tell what is right
    in a quiz that is still to be taken again."""
    assert task.organization_id is not None
    enrolment = progress.enrolment_with_public_id(task.organization_id, task.payload["enrolment"])
    if enrolment is None or not correction_notes.is_told(enrolment, task.payload["correction"]):
        return None
    learner = recipients.recipient_of(
        organizations.membership_with_id(task.organization_id, enrolment.membership_id)
    )
    if learner is None:
        return None
    course = courses.published(task.organization_id, enrolment.course_version_id)
    discreet = named(course.title, is_health=course.settings.is_health)
    return Message(
        to=learner.address,
        subject=f"A result of yours in {discreet} was corrected",
        preheader="It counts for more now. Nothing was taken away.",
        paragraphs=(
            f"Hello {learner.name},",
            (
                f"A question in the course “{course.title}” was wrong. It has been corrected, "
                "and an answer of yours that was marked as wrong now counts as right."
            ),
            (
                "A correction never takes anything away: a score can only rise, and what you have "
                "passed stays passed."
            ),
        ),
        action=Action("See what was corrected", _course_page(enrolment, config)),
        small_print=(f"You get this because you take this course at {_house(task)}.",),
    )


def certificate_issued(task: Task, config: Config, at: datetime) -> Message | None:
    """That somebody has earned a certificate, and where it is."""
    found = _current_certificate(task)
    if found is None:
        return None
    certificate, course, holder, _enrolment = found
    discreet = named(course.title, is_health=course.settings.is_health)
    holds = (
        f"It is valid until {date(certificate.valid_until, holder.zone)}."
        if certificate.valid_until
        else "It is valid for good."
    )
    return Message(
        to=holder.address,
        subject=f"Your certificate for {discreet}",
        preheader="It is ready to read, print and show.",
        paragraphs=(
            f"Hello {holder.name},",
            (
                f"You have passed all of the course “{course.title}”, and your certificate is "
                f"ready. {holds}"
            ),
            "Whoever you show it to can check it with the code on it, without an account.",
        ),
        action=Action(
            "See your certificate", f"{config.public_url}/certificates/{certificate.public_id}"
        ),
        small_print=(f"You get this because you took this course at {_house(task)}.",),
        unsubscribe=choices.unsubscribe_address(Choice.CERTIFICATES, holder.person, config),
    )


def certificate_expiring(task: Task, config: Config, at: datetime) -> Message | None:
    """That a certificate is going to expire, unless a newer one is there already."""
    found = _current_certificate(task)
    if found is None:
        return None
    certificate, course, holder, enrolment = found
    if certificate.valid_until is None or certificate.valid_until <= at or _is_renewed(enrolment):
        return None
    discreet = named(course.title, is_health=course.settings.is_health)
    day = date(certificate.valid_until, holder.zone)
    return Message(
        to=holder.address,
        subject=f"Your certificate for {discreet} expires on {day}",
        preheader="Until then it is valid as it is.",
        paragraphs=(
            f"Hello {holder.name},",
            (
                f"Your certificate for the course “{course.title}” is valid until {day}. After "
                "that its page says that it has expired."
            ),
            f"If you need a new one, ask an admin or a trainer of {_house(task)}.",
        ),
        action=Action(
            "See your certificate", f"{config.public_url}/certificates/{certificate.public_id}"
        ),
        small_print=(f"You get this because you took this course at {_house(task)}.",),
        unsubscribe=choices.unsubscribe_address(Choice.CERTIFICATES, holder.person, config),
    )


def _current_certificate(
    task: Task,
) -> tuple[Certificate, PublishedCourse, Recipient, Enrolment] | None:
    """The task's certificate with its course and a holder who wants to hear of it."""
    assert task.organization_id is not None
    found = certificates.certificate([task.organization_id], task.payload["certificate"])
    if found is None or not found.is_current or found.withdrawal_reason is not None:
        return None
    enrolment = progress.enrolment_completed_by(task.organization_id, found.basis)
    holder = recipients.recipient(task.organization_id, found.subject)
    if enrolment is None or holder is None:
        return None
    if not choices.is_wanted(Choice.CERTIFICATES, holder.choices):
        return None
    course = courses.published(task.organization_id, enrolment.course_version_id)
    return found, course, holder, enrolment


def _is_renewed(enrolment: Enrolment) -> bool:
    newest = progress.enrolment(
        enrolment.organization_id,
        enrolment.membership_id,
        enrolment.course_id,
        EnrolmentPurpose.LEARN,
    )
    return newest is not None and newest.id != enrolment.id and newest.completed_at is not None


def _course_page(enrolment: Enrolment, config: Config) -> str:
    return f"{config.public_url}/learn/{progress.address_of(enrolment)}"


def _house(task: Task) -> str:
    assert task.organization_id is not None
    return organizations.organization_with_id(task.organization_id).name
