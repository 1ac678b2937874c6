"""Fetches an article from the public network, and from nowhere else."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import unquote, urljoin, urlsplit

from learning.articles.addresses import Target, is_public, target_of
from learning.articles.readers.reading import ending_of
from learning.errors import RuleBroken

_SECONDS = 10.0
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 65536
_HEADERS = {
    "User-Agent": "Waymark (fetches an article on request of a person)",
    "Accept": "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf,"
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document;q=0.9",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
# File endings by type; a server that says nothing about the type is believed by the ending.
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_UNTYPED = ("application/octet-stream", "binary/octet-stream")
_BY_ENDING = frozenset([*_ENDINGS.values(), ".htm", ".markdown"])


@dataclass(frozen=True)
class Fetched:
    """What was fetched, a file name with its format's ending, and where it was in the end."""

    content: bytes
    file_name: str
    address: str


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def connect(ip: str, port: int, seconds: float) -> socket.socket:
    """A connection to an IP address."""
    return socket.create_connection((ip, port), timeout=seconds)


@dataclass(frozen=True)
class Network:
    """How names are resolved, connections made and certificates checked."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def fetch(
    address: str, *, most: int, seconds: float = _SECONDS, network: Network | None = None
) -> Fetched:
    """The file at `address`, of at most `most` bytes, within `seconds` in all.

    Every host on the way, redirects included, is resolved once, has to have public addresses only,
    and is connected to by the address that was checked. Raises RuleBroken "fetch-address",
    "fetch-internal", "fetch-unreachable", "fetch-slow", "fetch-status" (status=), "fetch-type"
    (type=), "fetch-too-large" or "fetch-redirects".
    """
    deadline = _Deadline(seconds)
    network = network or Network()
    for _ in range(_MOST_REDIRECTS + 1):
        target = target_of(address)
        ip = _checked(target, network, deadline)
        with deadline, _Request(target, ip, network, deadline) as request:
            response = request.response()
            deadline.left()  # what the timer cut short looks whole: a head here, a body below
            if response.status not in _REDIRECTS:
                fetched = _fetched(response, address, target, most)
                deadline.left()
                return fetched
            address = _redirected(address, response)
    raise RuleBroken("fetch-redirects")


class _Deadline:
    """One time limit for everything; entered, it turns network errors into rules broken."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def left(self) -> float:
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise RuleBroken("fetch-slow")
        return seconds

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | http.client.HTTPException | ValueError | zlib.error):
            is_over = time.monotonic() >= self.ends or isinstance(error, TimeoutError)
            raise RuleBroken("fetch-slow" if is_over else "fetch-unreachable") from error


class _Request:
    """One request; a timer cuts the connection at the deadline, however slowly bytes drip in."""

    def __init__(self, target: Target, ip: str, network: Network, deadline: _Deadline) -> None:
        self.target, self.ip, self.network, self.deadline = target, ip, network, deadline
        self.socket: socket.socket | None = None
        self.answer: http.client.HTTPResponse | None = None
        self.timer = threading.Timer(deadline.left(), self._cut)
        self.timer.daemon = True

    def __enter__(self) -> _Request:
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        if self.answer is not None:
            self.answer.close()  # it keeps the connection open otherwise
        if self.socket is not None:
            self.socket.close()

    def response(self) -> http.client.HTTPResponse:
        """The answer, its body not yet read."""
        target = self.target
        self.socket = self.network.connect(self.ip, target.port, self.deadline.left())
        self.socket.settimeout(self.deadline.left())
        if target.scheme == "https":
            self.socket = self.network.tls.wrap_socket(
                self.socket, server_hostname=target.host, do_handshake_on_connect=False
            )
            self.socket.do_handshake()
        host = f"[{target.host}]" if ":" in target.host else target.host
        connection = http.client.HTTPConnection(host, target.port)
        connection.sock = self.socket
        connection.request("GET", target.path, headers=_HEADERS)
        self.answer = connection.getresponse()
        return self.answer

    def _cut(self) -> None:
        if self.socket is not None:
            try:
                # Past TLS, whose own shutdown would wait for the other side.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
            except OSError:
                return  # closed already: nothing is left to cut


def _checked(target: Target, network: Network, deadline: _Deadline) -> str:
    """The IP address to connect to, after all addresses of the host have been found public."""
    addresses = [target.literal] if target.literal else _resolved(target, network, deadline)
    if not addresses:
        raise RuleBroken("fetch-unreachable")
    if not all(map(is_public, addresses)):
        raise RuleBroken("fetch-internal")
    return addresses[0]


def _resolved(target: Target, network: Network, deadline: _Deadline) -> list[str]:
    """Resolving knows no time limit of its own, so it is left to a thread to be late."""
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(network.resolve(target.host, target.port)))
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=deadline.left())
    except Empty as error:
        raise RuleBroken("fetch-slow") from error


def _redirected(address: str, response: http.client.HTTPResponse) -> str:
    location = response.getheader("Location")
    if not location:
        raise RuleBroken("fetch-status", status=response.status)
    return urljoin(address, location)


def _fetched(
    response: http.client.HTTPResponse, address: str, target: Target, most: int
) -> Fetched:
    if response.status != 200:
        raise RuleBroken("fetch-status", status=response.status)
    ending = _ending(response.getheader("Content-Type") or "", target)
    stated = response.getheader("Content-Length") or ""
    if stated.isdecimal() and int(stated[:20]) > most:
        raise RuleBroken("fetch-too-large")
    content = _unpacked(_body(response, most), response.getheader("Content-Encoding"), most)
    name = unquote(urlsplit(target.path).path.rpartition("/")[2])
    stem = name.removesuffix(name[-len(ending_of(name)) :] if ending_of(name) else "")
    return Fetched(content, f"{stem or 'article'}{ending}", address)


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > most:
            raise RuleBroken("fetch-too-large")
    if response.length:  # the connection ended early
        raise http.client.IncompleteRead(bytes(content), response.length)
    return bytes(content)


def _unpacked(content: bytes, encoding: str | None, most: int) -> bytes:
    """Some servers compress without being asked to."""
    match (encoding or "identity").strip().lower():
        case "identity":
            return content
        case "gzip" | "x-gzip":
            unpacked = zlib.decompressobj(31).decompress(content, most + 1)
            if len(unpacked) > most:
                raise RuleBroken("fetch-too-large")
            return unpacked
    raise RuleBroken("fetch-unreachable")


def _ending(content_type: str, target: Target) -> str:
    """The file ending for a type that can be read."""
    named = content_type.partition(";")[0].strip().lower()
    by_name = ending_of(urlsplit(target.path).path)
    if named in _UNTYPED and by_name in _BY_ENDING:
        return by_name
    if named == "text/plain" and by_name in (".md", ".markdown"):
        return by_name
    if named not in _ENDINGS:
        raise RuleBroken("fetch-type", type=named or "?")
    return _ENDINGS[named]
