"""Places in lists come back from an address as they went in; nonsense is the first page."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta, timezone

import pytest

from learning.web import paging
from tests.people import NOW


def test_a_place_comes_back_as_it_went() -> None:
    assert paging.unpack_id(paging.pack(7)) == 7
    assert paging.unpack_name(paging.pack("Ünal, Ö", 7)) == ("Ünal, Ö", 7)
    assert paging.unpack_time(paging.pack(NOW, 7)) == (NOW, 7)


@pytest.mark.parametrize("id", [-1, 2**63, 10**30])
def test_what_no_database_keeps_as_a_number_is_nonsense(id: int) -> None:
    assert paging.unpack_id(paging.pack(id)) is None
    assert paging.unpack_name(paging.pack("A", id)) is None
    assert paging.unpack_time(paging.pack(NOW, id)) is None


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_what_no_database_keeps_as_text_is_nonsense(name: str) -> None:
    assert paging.unpack_name(paging.pack(name, 1)) is None


def test_an_instant_before_all_others_is_nonsense() -> None:
    first = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    assert paging.unpack_time(paging.pack(first, 1)) is None


def test_lists_in_lists_in_lists_are_nonsense() -> None:
    packed = urlsafe_b64encode(b"[" * 5000).decode()
    assert paging.unpack_id(packed) is None
