"""Lines of names and addresses, as people paste them."""

import pytest

from learning.organizations.address_lines import people_in


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("jo.smith@example.org", "Jo Smith", "jo.smith@example.org"),
        ("Jo Smith, jo@example.org", "Jo Smith", "jo@example.org"),
        ("Jo Smith <jo@example.org>,", "Jo Smith", "jo@example.org"),
        ('"Smith, Jo" <jo@example.org>', "Smith, Jo", "jo@example.org"),
        ("Jo Smith\tjo@example.org", "Jo Smith", "jo@example.org"),
        ("Zoë Müller; zoe@example.org", "Zoë Müller", "zoe@example.org"),
        ("<jo@example.org>", "Jo", "jo@example.org"),
    ],
)
def test_a_line_is_read(line: str, name: str, address: str) -> None:
    (found,) = people_in(line)
    assert (found.name, found.address, found.problem) == (name, address, None)


def test_blank_lines_count_but_are_nobody() -> None:
    assert [line.number for line in people_in("a@b.org\n\n \nc@d.org\n")] == [1, 4]


@pytest.mark.parametrize(
    "line", ["Jo Smith", "jo@exampel", "jo@@example.org", "@", "jo@example.org x"]
)
def test_a_line_without_an_address_is_a_problem(line: str) -> None:
    assert [found.problem for found in people_in(line)] == ["line-without-address"]
