"""What is wrong in a list is said in words, at the row and column where it stands."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from learning.organizations.people_lists import ordering, reading
from learning.organizations.people_lists.checking import Entry, Known, Member
from learning.organizations.people_lists.circles import in_circles
from learning.organizations.people_lists.columns import Column, detected
from learning.organizations.people_lists.reading import Form
from learning.organizations.roles import Role
from tests.organizations.people_lists.lists import GOOD, HEAD, MISTAKES, WRONG, checked

DANA = Member(1, "Dana Admin", "dana@example.org", employee_id="99", role=Role.ADMIN)


def known(*members: Member, groups: frozenset[str] = frozenset()) -> Known:
    return Known(
        {member.address: member for member in members},
        {member.employee_id: member for member in members if member.employee_id},
        groups=groups,
    )


def message(row: str, *members: Member) -> str:
    found = checked(HEAD + row, known(*members))
    assert len(found.problems) == 1, found.problems
    return found.problems[0].message


def test_each_kind_of_mistake_is_named_at_its_row_and_column() -> None:
    found = checked(MISTAKES, known(DANA))
    assert {problem.row: problem.column for problem in found.problems} == WRONG
    assert len(found.problems) == len(WRONG)
    assert [entry.row for entry in found.new] == [2, 17]
    assert found.new_groups == ("Ward 3",)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Jo,jo@exampel,,,,,", "'jo@exampel' is not an e-mail address"),
        (",jo@example.org,,,,,", "The name is missing"),
        ("Jo,,,,,,", "The e-mail address is missing"),
        ("Jo,jo@example.org,,chief,,,",
         "'chief' is not a role: write learner, trainer, admin, owner, or leave it blank"),
        ("Jo,jo@example.org,,owner,,,", "You can’t give the role owner"),
        ("Jo,jo@example.org,,,x@example.org,,",
         "'x@example.org' is neither in this file nor in the organization"),
        ("Jo,jo@example.org,,,Dana,,", "'Dana' is not an e-mail address"),
        ("Jo,jo@example.org,,,jo@example.org,,", "jo@example.org is named as their own manager"),
        ("Jo,jo@example.org,,,,99,", "'99' is the employee id of Dana Admin (dana@example.org)"),
        ("Jo,jo@example.org,,,,,11.3.26",
         "'11.3.26' is not a date: write year, month and day like 2026-11-23"),
        ("Jo,jo@example.org,,,,,2026-02-30", "'2026-02-30' is not a date: there is no such day"),
        ("Jo,jo@example.org,,,,,2062-02-03",
         "'2062-02-03' can’t be right: it is too long from now"),
        (f"{'J' * 301},jo@example.org,,,,,", "The name has 301 characters; at most 300 are kept"),
        ("Jo,jo@example.org,#N/A,,,,", "The cell holds #N/A, an error of the spreadsheet"),
    ],
)  # fmt: skip
def test_the_message_is_a_sentence(row: str, says: str) -> None:
    assert message(row, DANA) == says


def test_the_later_of_two_equal_rows_is_the_problem_and_names_the_earlier() -> None:
    found = checked(HEAD + "A,a@example.org,,,,7,\nB,A@Example.org,,,,8,\nC,c@example.org,,,,7,\n")
    assert [(problem.row, problem.message) for problem in found.problems] == [
        (3, "Row 2 has the same e-mail address, 'a@example.org'"),
        (4, "Row 2 has the same employee id, '7'"),
    ]


def test_who_is_there_is_known_by_address_or_by_employee_id_and_name() -> None:
    found = checked(
        HEAD + "Other Name,DANA@example.org,,,,,\nDana admin,new@example.org,,,,99,\n", known(DANA)
    )
    assert [entry.row for entry in found.existing] == [2]
    assert found.problems[0].message == "Row 2 is about the same person"
    moved = checked(HEAD + "Dana admin,new@example.org,,,,99,\n", known(DANA))
    assert moved.existing[0].member == DANA


def test_the_role_of_somebody_who_is_there_is_not_the_files_to_give() -> None:
    owner = Member(2, "Olga", "olga@example.org", role=Role.OWNER)
    found = checked(HEAD + "Olga,olga@example.org,,owner,,,\n", known(owner))
    assert [entry.row for entry in found.existing] == [2]


def test_a_manager_may_come_later_in_the_file_and_their_row_may_be_bad() -> None:
    found = checked(HEAD + "A,a@example.org,,,b@example.org,,\nB,b@example.org,,chief,,,\n")
    assert [entry.row for entry in found.new] == [2]
    assert found.without_manager == 1


def test_a_manager_who_has_left_is_none() -> None:
    gone = Member(3, "Gone", "gone@example.org", has_left=True)
    says = message("A,a@example.org,,,gone@example.org,,", gone)
    assert says == "'gone@example.org' has left the organization"


def test_a_circle_with_those_who_are_there_is_found() -> None:
    bob = Member(4, "Bob", "bob@example.org", manager_id=5)
    ann = Member(5, "Ann", "ann@example.org")
    says = message("Ann,ann@example.org,,,bob@example.org,,", bob, ann)
    assert says == "Managers in a circle: ann@example.org → bob@example.org → ann@example.org"


def test_a_row_left_out_does_not_hide_a_circle() -> None:
    ann = Member(5, "Ann", "ann@example.org", manager_id=4)
    bob = Member(4, "Bob", "bob@example.org")
    cyd = Member(6, "Cyd", "cyd@example.org")
    rows = "Ann,ann@example.org,,,cyd@example.org,,soon\nBob,bob@example.org,,,ann@example.org,,\n"
    found = checked(HEAD + rows, known(ann, bob, cyd))
    assert found.bad_rows == {2, 3}


def test_first_and_last_names_make_one() -> None:
    found = checked("First name,Last name,Email\nAmira,Khan,a@example.org\n,,b@example.org\n")
    assert found.new[0].name == "Amira Khan"
    assert found.problems[0].message == "The name is missing"


CELLS = some.sampled_from(
    ["", " ", "a@example.org", "b@example.org", "c@example.org", "A@example.org", "jo@exampel",
     "Jo", "#N/A", "7", "8", "owner", "trainer", "chief", "2026-11-02", "2.11.26", "x\ny",
     "dana@example.org", "99"]
)  # fmt: skip
ROWS = some.lists(some.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=12)


def as_csv(rows: list[list[str]]) -> str:
    return HEAD + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def members_of(entries: tuple[Entry, ...], start: int) -> list[Member]:
    return [
        Member(start + n, entry.name, entry.address, entry.employee_id)
        for n, entry in enumerate(entries)
    ]


@settings(max_examples=150)
@given(ROWS)
def test_every_row_is_new_or_existing_or_bad_and_a_second_run_finds_all(
    rows: list[list[str]],
) -> None:
    filled = [n for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    if not filled:
        return
    first = checked(as_csv(rows), known(DANA))
    good = [entry.row for entry in (*first.new, *first.existing)]
    assert sorted([*good, *first.bad_rows]) == filled
    second = checked(as_csv(rows), known(DANA, *members_of(first.new, 10)))
    assert second.new == ()
    assert {entry.row for entry in second.existing} >= set(good)
    assert second.bad_rows <= first.bad_rows


@given(some.dictionaries(some.sampled_from("abcdef"), some.sampled_from("abcdefg")))
def test_circles_hold_exactly_those_who_come_back_to_themselves(above: dict[str, str]) -> None:
    def comes_back(start: str) -> bool:
        at, steps = above.get(start), 0
        while at is not None and at != start and steps < 10:
            at, steps = above.get(at), steps + 1
        return at == start

    assert in_circles(above) == {each for each in above if comes_back(each)}


def test_managers_come_in_before_those_below_them() -> None:
    numbers = list(range(200))
    random.Random(5).shuffle(numbers)
    lines = [f"P{n},p{n}@example.org,,,{f'P{n // 2}@example.org' if n else ''},," for n in numbers]
    people = reading.read((HEAD + "\n".join(lines)).encode(), Form.CSV)
    places = detected(people.head.cells)
    order = [row.cell(places[Column.EMAIL]) for row in ordering.in_order(people, places)]
    assert len(order) == 200
    for n in range(1, 200):
        assert order.index(f"p{n // 2}@example.org") < order.index(f"p{n}@example.org")


def test_the_sample_of_other_tests_is_good() -> None:
    assert len(checked(HEAD + GOOD).new) == 2
