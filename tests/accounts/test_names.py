"""What a name may hold."""

import pytest
from flask import Flask

from learning.accounts import actions, names
from learning.errors import RuleBroken
from tests.people import NOW


@pytest.mark.parametrize("name", ["Eve\nEvans", "Eve\r", "Eve\x00Evans", "Eve\x85E", "Eve\u2029E"])
def test_a_name_stands_on_one_line(name: str) -> None:
    with pytest.raises(RuleBroken, match="name-characters"):
        names.checked(f"{name}.")


@pytest.mark.parametrize("name", ["Zoë 🙂", "محمد", "नेहा", "O'Brien & Sons", "👩‍🔬", "x" * 300])
def test_any_letters_are_a_name(name: str) -> None:
    assert names.checked(f" {name} ") == name


def test_nobody_is_entered_by_another_name(app: Flask) -> None:
    name, address = "Eve\napproved: Bob", "e@example.org"
    with pytest.raises(RuleBroken, match="name-characters"):
        actions.create_person(name=name, address=address, password="a long one", at=NOW)
