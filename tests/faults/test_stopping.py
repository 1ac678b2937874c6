"""Whoever stops the server cuts nobody off."""

import re
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.faults.agreement import check_file
from tests.faults.learners import LEARNERS, prepare
from tests.faults.server import Server
from tests.people import PASSWORD


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that runs, with six people who know the password."""
    prepare(tmp_path, people=LEARNERS)
    server = Server(tmp_path)
    server.start()
    yield server
    if server.process.poll() is None:
        server.kill()


def test_open_requests_are_answered_after_sigterm_and_the_server_ends_with_0(
    server: Server,
) -> None:
    connections = [HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(LEARNERS)]
    bodies = [sign_in_form(connection, n) for n, connection in enumerate(connections)]
    # Five are at the hashing of passwords, of which two go at once; the sixth is still sending.
    for connection, (body, headers) in zip(connections[:-1], bodies[:-1], strict=True):
        connection.request("POST", "/account/sign-in", body, headers)
    slow, (body, headers) = connections[-1], bodies[-1]
    slow.putrequest("POST", "/account/sign-in")
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        slow.putheader(name, value)
    slow.endheaders(body[:20].encode())
    time.sleep(0.1)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    slow.send(body[20:].encode())
    answers = [connection.getresponse() for connection in connections]
    assert [(a.status, a.headers["Location"]) for a in answers] == [(303, "/learn")] * LEARNERS
    assert server.process.wait(10) == 0
    assert not server.is_ready()
    check_file(server.folder / "waymark.db")


def sign_in_form(connection: HTTPConnection, n: int) -> tuple[str, dict[str, str]]:
    """The body and headers of a sign-in by learner n, from the page and on its connection."""
    connection.request("GET", "/account/sign-in")
    response = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', response.read().decode())
    cookie = SimpleCookie(response.headers["Set-Cookie"])["waymark"].value
    assert token
    fields = {
        "csrf_token": token[1],
        "email": f"learner{n}@example.org",
        "password": PASSWORD,
    }
    return urlencode(fields), {
        "Cookie": f"waymark={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
