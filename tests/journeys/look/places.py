"""Something in every state, and where each persona sees it."""

from tests.journeys.look.admin_places import admin_places
from tests.journeys.look.clinic import Clinic
from tests.journeys.look.joining_places import joining_places
from tests.journeys.look.learner_places import LearnerPlaces
from tests.journeys.look.operator_places import operator_places
from tests.journeys.look.stranger_places import stranger_places
from tests.journeys.look.trainer_places import TrainerPlaces


def everybodys_places() -> dict[str, dict[str, str]]:
    """Make it all, by actions, one persona's after the other: addresses by name, by persona."""
    clinic = Clinic()
    learner = LearnerPlaces(clinic)
    trainer = TrainerPlaces(clinic, learner)
    return {
        "stranger": stranger_places(clinic),
        "learner": learner.all(),
        "courses": trainer.courses(),
        "questions": trainer.questions(),
        "admin": admin_places(clinic),
        "joining": joining_places(clinic),
        "operator": operator_places(clinic),
    }
