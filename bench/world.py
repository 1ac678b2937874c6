"""What is measured on: an organization with courses, readers and answerers, made by actions."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from config import Config
from learning import canonical, clock
from learning.accounts import actions as accounts
from learning.accounts.models import Person
from learning.app import create_app
from learning.articles import queries as articles
from learning.cli.schema import upgrade
from learning.courses import actions as courses
from learning.courses import importing, publishing, queries
from learning.courses.models import Course, Module
from learning.courses.settings import CourseSettings
from learning.courses.states import Change, Rights, Visibility
from learning.database import db, transaction
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from learning.organizations.roles import Role
from learning.progress import actions as progress
from learning.progress import attempt_actions
from learning.progress.models import Answer, Attempt, Enrolment
from learning.quizzes import actions as quizzes
from learning.quizzes.content import Wording, anchor_span
from learning.quizzes.kinds.contract import AnswerKey, Body, Option, QuestionKind
from learning.quizzes.models import QuestionVersion

PASSWORD = "correct horse battery"
TRAINER = "trainer-01@bench.example"
COURSES = 10
QUESTIONS = 10  # in the first module, whose attempts W3 answers
READERS = 8
_PASSED = 3  # modules that each reader has behind them
_TOPICS = ("Storage", "Labels", "Doses", "Timing", "Side effects", "Records", "Disposal", "Advice")
_SENTENCES = (
    "A dry shelf keeps {} reliable through the whole winter.",
    "Somebody has to look at {} before the morning round begins.",
    "Most mistakes with {} happen when two people talk at the same time.",
    "Write down what you saw about {}, and *when* you saw it.",
    "Nobody is blamed for asking about {} twice.",
    "If {} looks different from yesterday, stop and **call a colleague**.",
    "The list beside the door says who is responsible for {} today.",
)


@dataclass(frozen=True)
class Place:
    """An unchecked answer: where it is sent, and options to send."""

    answerer: str
    attempt: str
    position: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """What the load client needs to know of the database."""

    addresses: tuple[str, ...]
    module: str
    module_title: str
    readers: tuple[str, ...]
    answerers: tuple[str, ...]
    # In the order of attempts, each one's positions from 1 on.
    places: tuple[Place, ...]


def build(folder: Path, *, answerers: int) -> World:
    """Make it in this folder; an attempt on each course for each of the answerers."""
    app = create_app(Config.from_environment({"LEARNING_DATA": str(folder)}))
    with app.app_context():
        upgrade()
        # Hashed before the transaction, as everywhere.
        people = {
            role: [_person(f"{role} {number:02}") for number in range(1, count + 1)]
            for role, count in (("Reader", READERS), ("Answerer", answerers), ("Trainer", 1))
        }
        try:
            return _filled(people["Reader"], people["Answerer"], *people["Trainer"])
        finally:
            db.session.remove()
            db.engine.dispose()


def _person(name: str) -> Person:
    return accounts.create_person(
        name=name, address=_address(name), password=PASSWORD, at=clock.now()
    )


def _address(name: str) -> str:
    return name.lower().replace(" ", "-") + "@bench.example"


@transaction
def _filled(readers: list[Person], answerers: list[Person], trainer: Person) -> World:
    organization = organizations.create_organization(
        name="Harbour Clinic", slug="harbour", by="bench", at=clock.now()
    )
    for person in (*readers, *answerers):
        organizations.add_member(
            organization.id, person, role=Role.LEARNER, by="bench", at=clock.now()
        )
    organizations.add_member(
        organization.id, trainer, role=Role.TRAINER, by="bench", at=clock.now()
    )
    made = [make_course(organization, number) for number in range(1, COURSES + 1)]
    modules = [module for module in queries.modules_of(made[0]) if module.kind != "overview"]
    for person in readers:
        _read(progress.enrol(made[0], person.id, at=clock.now()), modules)
    places = []
    for course in made:
        first = next(m for m in queries.modules_of(course) if m.kind != "overview")
        for person in answerers:
            enrolment = progress.enrol(course, person.id, at=clock.now())
            attempt = attempt_actions.start_attempt(enrolment, first.key, at=clock.now())
            places.extend(_places(_address(person.name), attempt))
    return World(
        tuple(course.address for course in made),
        modules[_PASSED].key,
        modules[_PASSED].title,
        tuple(_address(person.name) for person in readers),
        tuple(_address(person.name) for person in answerers),
        tuple(places),
    )


def _read(enrolment: Enrolment, modules: list[Module]) -> None:
    for module in modules[:_PASSED]:
        attempt = attempt_actions.start_attempt(enrolment, module.key, at=clock.now())
        rows = db.session.execute(
            select(Answer.position, QuestionVersion.key)
            .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
            .where(
                Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id
            )
        ).all()
        for position, key in rows:
            attempt_actions.answer(
                attempt, position, canonical.parse(key)["correct"], at=clock.now()
            )
        assert attempt.is_passed
    # Opened, so that the page which is measured only reads.
    progress.open_module(enrolment, modules[_PASSED].key, at=clock.now())


def _places(answerer: str, attempt: Attempt) -> list[Place]:
    rows = db.session.execute(
        select(Answer.position, Answer.shown_order)
        .where(Answer.organization_id == attempt.organization_id, Answer.attempt_id == attempt.id)
        .order_by(Answer.position)
    )
    return [
        Place(answerer, attempt.public_id, position, (canonical.parse(order)[0],))
        for position, order in rows
    ]


def make_course(organization: Organization, number: int) -> Course:
    title = f"Handling medicines safely, part {number:02}"
    course = importing.import_article(
        organization.id, _article(title).encode(), "medicines.md", rights=Rights.OWN, by="bench",
        at=clock.now(),
    )  # fmt: skip
    taught = [module for module in queries.modules_of(course) if module.kind != "overview"]
    for module in taught:
        for each in range(QUESTIONS if module is taught[0] else 3):
            _question(course, module, each + 1)
    courses.change_settings(
        course, title=title, summary="What everybody on the ward should know about medicines.",
        visibility=Visibility.OPEN, settings=CourseSettings(), by="bench", at=clock.now(),
    )  # fmt: skip
    # Publishing reads the course anew, which drops what an open transaction hasn't written yet.
    db.session.flush()
    publishing.publish(course, change=Change.FIRST, by="bench", at=clock.now())
    return course


def _article(title: str) -> str:
    """About 2,000 words in eight sections of three paragraphs each, after a lead."""
    parts = [f"# {title}", "Medicines help when they are handled well. This course says how."]
    for topic in _TOPICS:
        parts.append(f"## {topic} on the ward")
        for paragraph in ("the cupboard", "the trolley", "the bedside"):
            thing = f"{topic.lower()} at {paragraph}"
            parts.append(" ".join(sentence.format(thing) for sentence in _SENTENCES))
    return "\n\n".join(parts) + "\n"


def _question(course: Course, module: Module, number: int) -> None:
    version = articles.version_with_id(course.organization_id, module.article_version_id)
    sentences = [
        sentence
        for section in articles.outline_of_version(version).sections
        for sentence in section.sentences
        if module.start <= sentence.start < module.end
    ]
    kind = QuestionKind.MULTIPLE if number % 3 == 0 else QuestionKind.SINGLE
    stem = f"{module.title}: which of these does the article say ({number})?"
    ids = [f"o{n}-{canonical.sha256(stem + str(n))[:12]}" for n in range(4)]
    wording = Wording(
        kind,
        Body(stem, tuple(Option(id, f"That it is so, for reason {id[:2]}") for id in ids)),
        AnswerKey(
            frozenset(ids[:2] if kind == QuestionKind.MULTIPLE else ids[:1]),
            "The article says so in its first paragraph.",
            dict.fromkeys(ids, "This is not what the article says."),
        ),
        (anchor_span(version.text, sentences[number % len(sentences)]),),
    )
    question = quizzes.write_question(module.quiz_id, version, wording, by="bench", at=clock.now())
    quizzes.approve(question, revision=question.revision, by="bench", at=clock.now())
