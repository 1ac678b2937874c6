"""Harbour Clinic: the people, courses and certificates that everybody's places are about."""

from learning.accounts import queries as accounts
from learning.accounts.models import Person
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.courses import queries as course_queries
from learning.courses.models import Course
from learning.organizations import queries as organization_queries
from learning.organizations.models import Membership, Organization
from learning.progress import actions, queries
from tests.people import NOW
from tests.progress.test_actions import pass_module, taught
from tests.teaching import make_published


class Clinic:
    """The demo organization with two courses, and three people who have earned certificates."""

    def __init__(self) -> None:
        self.organization = _organization("harbour-clinic")
        self.lena, self.adam, self.olivia, self.tessa = (
            _person(f"{name}@demo.example") for name in ("learner", "admin", "owner", "trainer")
        )
        self.starter = _course("antidepressants")
        self.hands = make_published(self.organization)
        self.valid, self.revoked, self.replaced = (
            self._earned(person) for person in (self.lena, self.olivia, self.adam)
        )
        certificates.revoke(self.revoked, reason="Issued by mistake", by="tests", at=NOW)
        adam = self.membership_of(self.adam)
        actions.rename_learner(adam, "Adam B. Reyes", by="tests", at=NOW)
        actions.reissue_certificate(self.replaced, by="tests", at=NOW)

    def certificates(self) -> dict[str, Certificate]:
        """What was earned, by what became of it."""
        return {
            "certificate-valid": self.valid,
            "certificate-revoked": self.revoked,
            "certificate-replaced": self.replaced,
        }

    def membership_of(self, person: Person) -> Membership:
        """This person's place in the clinic, be they a member or a guest."""
        membership = organization_queries.membership_in(self.organization.id, person.id)
        assert membership is not None
        return membership

    def _earned(self, person: Person) -> Certificate:
        enrolment = actions.enrol(self.hands, person.id, at=NOW)
        for key in taught(enrolment):
            pass_module(enrolment, key)
        earned = queries.certificate_for(enrolment)
        assert earned is not None
        return earned


def _organization(slug: str) -> Organization:
    found = organization_queries.organization_with_slug(slug)
    assert found is not None
    return found


def _person(address: str) -> Person:
    found = accounts.person_with_address(address)
    assert found is not None
    return found


def _course(address: str) -> Course:
    found = course_queries.course_at(address)
    assert found is not None
    return found
