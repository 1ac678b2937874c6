"""The load client: keep-alive connections on 127.0.0.1 that check every answer they get."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

CONNECTIONS = 8
_LONGEST_ANSWER = 20  # seconds


@dataclass(frozen=True)
class Request:
    """A request as bytes, and what has to be in its answer."""

    sent: bytes
    status: int
    # Has to stand in the answer's head or body: an error page measures superbly otherwise.
    marker: bytes


@dataclass
class Outcome:
    """What a burst of requests came to; latencies in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def requests(self) -> int:
        return len(self.latencies)


class WrongAnswer(Exception):
    """The server answered something else than what is to be measured."""


def get(path: str, marker: str, cookie: str = "") -> Request:
    """A GET that is answered 200."""
    return Request(_head("GET", path, cookie) + b"\r\n", 200, marker.encode())


def post(path: str, fields: Iterable[tuple[str, str]], marker: str, cookie: str) -> Request:
    """A form sent by POST that is answered 303."""
    body = urlencode(list(fields)).encode()
    head = _head("POST", path, cookie) + (
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: " + str(len(body)).encode() + b"\r\n"
    )
    return Request(head + b"\r\n" + body, 303, marker.encode())


def _head(method: str, path: str, cookie: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: en"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n").encode()


def run(port: int, streams: list[Iterator[Request]], seconds: float) -> Outcome:
    """Send each stream over a connection of its own until it ends, or the time is over."""
    return asyncio.run(_run(port, streams, seconds))


async def _run(port: int, streams: list[Iterator[Request]], seconds: float) -> Outcome:
    outcome = Outcome()
    began = time.perf_counter()
    await asyncio.gather(*(_send(port, each, began + seconds, outcome) for each in streams))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _send(port: int, stream: Iterator[Request], until: float, outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        # The time first: a request taken out of a stream is also sent.
        while time.perf_counter() < until and (request := next(stream, None)) is not None:
            began = time.perf_counter()
            writer.write(request.sent)
            head, body = await asyncio.wait_for(_answer(reader), _LONGEST_ANSWER)
            outcome.latencies.append(time.perf_counter() - began)
            outcome.size = len(body)
            _check(request, head, body)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise WrongAnswer("an answer without a length")
    return head, await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))


def _check(request: Request, head: bytes, body: bytes) -> None:
    if int(head[9:12]) != request.status or not (request.marker in body or request.marker in head):
        raise WrongAnswer(
            f"{request.sent.split(b' HTTP', 1)[0].decode()} should answer {request.status} with "
            f"{request.marker.decode()!r}, but answered:\n{head.decode()}{body[:2000].decode()}"
        )
