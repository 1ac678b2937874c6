"""Fetching an article: from public hosts only, whatever address, name or redirect says."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from learning.articles.addresses import is_public
from learning.articles.outside import Fetched, Network, fetch
from learning.errors import RuleBroken

# A key for these tests only, and the certificate for it, which names a.example.
TLS = Path(__file__).parent / "tls"
PUBLIC = "93.184.215.14"
PAGE = b"<h1>Bees</h1><p>Words of an article that is on the network."
MOST = 200_000

# Every one of these has to be refused before anything is connected to.
_LISTED = """
http://127.0.0.1/ http://127.0.0.1:80/ https://127.0.0.1/ http://127.1/ http://127.0.1/ http://0/
http://0.0.0.0/ http://0177.0.0.1/ http://0177.0.0.01/ http://017700000001/ http://0x7f.0.0.1/
http://0x7f000001/ http://0x7F.1/ http://2130706433/ http://3232235777/ http://0xc0a80101/
http://127.000.000.001/ http://127.0.0.1./ http://127.255.255.254/ http://10.0.0.1/
http://10.255.255.255/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.0.1/
http://192.168.1.1:443/ http://169.254.169.254/latest/meta-data/ http://169.254.0.1/
http://2852039166/ http://0xa9fea9fe/ http://0251.0376.0251.0376/ http://100.64.0.1/
http://100.100.100.200/ http://100.127.255.255/ http://192.0.0.1/ http://192.0.2.1/
http://198.18.0.1/ http://198.51.100.1/ http://203.0.113.1/ http://192.88.99.1/ http://224.0.0.1/
http://239.255.255.250/ http://240.0.0.1/ http://255.255.255.255/ http://168.63.129.16/
http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[::ffff:10.0.0.1]/ http://[::ffff:93.184.215.14]/
http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b::10.0.0.1]/ http://[64:ff9b:1::1]/
http://[2002:7f00:1::]/ http://[2002:a00:1::1]/ http://[2002:c0a8:101::]/ http://[2001::1]/
http://[2001:0:7f00:1::1]/ http://[2001:db8::1]/ http://[2001:10::1]/ http://[3fff::1]/
http://[fe80::1]/ http://[fe80::1%25eth0]/ http://[fec0::1]/ http://[fc00::1]/
http://[fd00:ec2::254]/ http://[ff02::1]/ http://[100::1]/ http://[5f00::1]/ http://[::1]:443/
http://localhost/ http://localhost./ http://LOCALHOST:80/ http://a.localhost/
http://printer.local/ http://metadata.google.internal/ http://intranet/ http://router.lan/
http://db.home.arpa/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://１２７.0.0.1/ http://loc%61lhost/
http://127.0.0.1%2f@a.example/ http://%31%32%37.0.0.1/ http://a.example@127.0.0.1/
http://user:word@a.example/ http://user@a.example/ http://@a.example/ http://127.0.0.1#@a.example/
http://127.0.0.1?@a.example/ http://a.example\\@127.0.0.1/ http:\\\\127.0.0.1/ http://a.example:22/
http://a.example:8080/ http://a.example:0/ http://a.example:65536/ http://a.example:-80/
http://a.example:６379/ https://a.example:6379/ ftp://a.example/ file:///etc/passwd
file://a.example/etc gopher://a.example/ dict://a.example:80/ data:text/html,a javascript:alert(1)
ldap://a.example/ jar:http://a.example/ //a.example/ a.example http:///a http:// http:
https:a.example http://.a.example/ http://a..example/ http://-a.example/ http://a_.-b.example/
http://[::1 http://::1/ http://[v1.a]/ http://[a.example]/ ws://a.example/
"""
HOSTILE = _LISTED.split()
HOSTILE += [
    "", "http://a.example/\r\nHost: b", "http://a.ex\tample/", "http://a b.example/",
    "http://a.example/\x00", f"http://a.example/{'a' * 2000}", "http://127.0.0.1\n.a.example/",
]  # fmt: skip

INTERNAL = [
    "127.0.0.1", "10.1.2.3", "192.168.7.7", "169.254.169.254", "100.64.1.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
    "2002:a00:1::", "2001::1", "ff02::1", "not an address",
]  # fmt: skip


class Recorder:
    """A network of local servers: what was asked and connected to, and no connection elsewhere."""

    def __init__(self, *answers: Sequence[str], port: int = 0) -> None:
        self.answers = list(answers)
        self.port = port
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self.network = Network(resolve=self.resolve, connect=self.connect)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def connect(self, ip: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((ip, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


@contextmanager
def serving(
    *answers: bytes | Callable[[socket.socket], None], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A real server that gives one answer after the other; its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        for answer in answers:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                if tls is not None:
                    try:
                        connection = tls.wrap_socket(connection, server_side=True)
                    except OSError:
                        continue
                connection.settimeout(10)
                try:
                    while b"\r\n\r\n" not in connection.recv(65536):
                        pass
                    answer(connection) if callable(answer) else connection.sendall(answer)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


def answer(
    body: bytes = PAGE, headers: str = "Content-Type: text/html", status: int = 200
) -> bytes:
    head = f"HTTP/1.1 {status} X\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"", f"Location: {location}", status)


def refused(address: str, recorder: Recorder, **limits: float) -> str:
    with pytest.raises(RuleBroken) as refusal:
        fetch(address, most=MOST, network=recorder.network, **limits)
    return refusal.value.code


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) >= 120


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_addresses_connect_to_nothing(address: str) -> None:
    recorder = Recorder(["127.0.0.1"])
    assert refused(address, recorder) in ("fetch-address", "fetch-internal")
    assert recorder.connected == []


@pytest.mark.parametrize("ip", INTERNAL)
def test_names_of_internal_hosts_connect_to_nothing(ip: str) -> None:
    recorder = Recorder([ip])
    assert refused("https://a.example/", recorder) == "fetch-internal"
    assert not is_public(ip)
    assert recorder.connected == []


def test_one_internal_address_among_public_ones_is_enough_to_refuse() -> None:
    recorder = Recorder([PUBLIC, "10.0.0.1"])
    assert refused("https://a.example/", recorder) == "fetch-internal"
    assert recorder.connected == []


@pytest.mark.parametrize("ip", ["1.1.1.1", PUBLIC, "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_public_addresses_are_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    ("address", "headers", "file_name"),
    [
        ("http://a.example/bees.html?x=1#y", "Content-Type: text/html; charset=utf-8", "bees.html"),
        ("http://a.example/", "Content-Type: text/html", "article.html"),
        ("http://a.example/bees", "Content-Type: text/plain", "bees.txt"),
        ("http://a.example/bees.md", "Content-Type: text/plain", "bees.md"),
        ("http://a.example/b%C3%A9es", "Content-Type: text/markdown", "bées.md"),
        ("http://a.example/a/bees.php", "Content-Type: application/xhtml+xml", "bees.xhtml"),
        ("http://a.example/bees.pdf", "Content-Type: application/pdf", "bees.pdf"),
        ("http://a.example/bees.docx", "Content-Type: application/octet-stream", "bees.docx"),
        (f"http://{PUBLIC}/bees", "Content-Type: text/html", "bees.html"),
        ("http://bücher.example:80/bees", "Content-Type: text/html", "bees.html"),
    ],
)
def test_an_article_is_fetched(address: str, headers: str, file_name: str) -> None:
    with serving(answer(headers=headers)) as port:
        recorder = Recorder([PUBLIC], port=port)
        found = fetch(address, most=MOST, network=recorder.network)
    assert found == Fetched(PAGE, file_name, address)
    assert recorder.connected == [(PUBLIC, 80)]


def test_the_request_names_the_host_and_asks_for_the_path() -> None:
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        connection.sendall(answer())

    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            heard.append(connection.recv(65536))
            listen(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    recorder = Recorder([PUBLIC], port=listener.getsockname()[1])
    fetch("http://a.example/b é?c=d e".replace(" ", ""), most=MOST, network=recorder.network)
    thread.join(5)
    listener.close()
    assert heard[0].startswith(b"GET /b%C3%A9?c=de HTTP/1.1\r\nHost: a.example\r\n")
    assert b"Cookie" not in heard[0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_where_the_article_is(status: int) -> None:
    with serving(redirect("/b", status), redirect("http://c.example/d"), answer()) as port:
        recorder = Recorder([PUBLIC], port=port)
        found = fetch("http://a.example/", most=MOST, network=recorder.network)
    assert found.address == "http://c.example/d"
    assert recorder.asked == ["a.example", "a.example", "c.example"]


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "file:///etc/passwd",
     "http://localhost/", "//10.0.0.1/", "http://2130706433/", "ftp://a.example/",
     "http://a.example:22/", "http://x@a.example/"],
)  # fmt: skip
def test_a_redirect_inside_is_not_followed(location: str) -> None:
    with serving(redirect(location)) as port:
        recorder = Recorder([PUBLIC], port=port)
        assert refused("http://a.example/", recorder) in ("fetch-address", "fetch-internal")
    assert len(recorder.connected) == 1


def test_a_redirect_to_a_name_of_an_internal_host_is_not_followed() -> None:
    with serving(redirect("http://b.example/")) as port:
        recorder = Recorder([PUBLIC], ["10.0.0.1"], port=port)
        assert refused("http://a.example/", recorder) == "fetch-internal"
    assert recorder.connected == [(PUBLIC, 80)]


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked() -> None:
    with serving(answer()) as port:
        recorder = Recorder([PUBLIC], ["127.0.0.1"], port=port)
        fetch("http://a.example/", most=MOST, network=recorder.network)
    assert recorder.asked == ["a.example"]
    assert recorder.connected == [(PUBLIC, 80)]


def test_a_name_that_changes_its_mind_before_a_redirect_is_refused() -> None:
    with serving(redirect("http://a.example/b")) as port:
        recorder = Recorder([PUBLIC], ["127.0.0.1"], port=port)
        assert refused("http://a.example/", recorder) == "fetch-internal"
    assert recorder.connected == [(PUBLIC, 80)]


def test_the_sixth_redirect_is_one_too_many() -> None:
    with serving(*[redirect("/b")] * 5, answer()) as port:
        recorder = Recorder([PUBLIC], port=port)
        assert fetch("http://a.example/", most=MOST, network=recorder.network).content == PAGE
    with serving(*[redirect("/b")] * 6) as port:
        recorder = Recorder([PUBLIC], port=port)
        assert refused("http://a.example/", recorder) == "fetch-redirects"


@pytest.mark.parametrize(
    "headers",
    ["Content-Type: image/png", "Content-Type: application/zip", "X: y",
     "Content-Type: application/octet-stream", "Content-Type: text/css"],
)  # fmt: skip
def test_what_is_no_article_is_refused(headers: str) -> None:
    with serving(answer(headers=headers)) as port:
        assert refused("http://a.example/a", Recorder([PUBLIC], port=port)) == "fetch-type"


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 410, 500, 503])
def test_other_answers_are_refused_with_their_number(status: int) -> None:
    with serving(answer(status=status)) as port, pytest.raises(RuleBroken) as refusal:
        fetch("http://a.example/", most=MOST, network=Recorder([PUBLIC], port=port).network)
    assert (refusal.value.code, refusal.value.values) == ("fetch-status", {"status": status})


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"a" * 65536)


@pytest.mark.parametrize(
    "body",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n",
        answer(b"a" * (MOST + 1)),
        answer(gzip.compress(b"a" * 10**7), "Content-Type: text/html\r\nContent-Encoding: gzip"),
        endless,
    ],
    ids=["stated", "sent", "packed", "endless"],
)
def test_a_body_above_the_limit_is_refused(body: bytes | Callable[[socket.socket], None]) -> None:
    with serving(body) as port:
        recorder = Recorder([PUBLIC], port=port)
        assert refused("http://a.example/", recorder) == "fetch-too-large"


def test_a_packed_body_within_the_limit_is_unpacked() -> None:
    packed = answer(gzip.compress(PAGE), "Content-Type: text/html\r\nContent-Encoding: gzip")
    with serving(packed) as port:
        network = Recorder([PUBLIC], port=port).network
        assert fetch("http://a.example/", most=MOST, network=network).content == PAGE


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def dripping_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [silent, dripping_head, dripping_body])
def test_a_slow_server_is_left_at_the_deadline(slow: Callable[[socket.socket], None]) -> None:
    with serving(slow) as port:
        began = time.perf_counter()
        recorder = Recorder([PUBLIC], port=port)
        assert refused("http://a.example/", recorder, seconds=0.4) == "fetch-slow"
        assert time.perf_counter() - began < 2


def test_a_slow_resolver_is_left_at_the_deadline() -> None:
    never = threading.Event()

    def wait(host: str, port: int) -> list[str]:
        never.wait(5)
        return []

    began = time.perf_counter()
    with pytest.raises(RuleBroken) as refusal:
        fetch("http://a.example/", most=MOST, seconds=0.2, network=Network(resolve=wait))
    never.set()
    assert refusal.value.code == "fetch-slow"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "nonsense", [b"", b"\x00\x01", b"HTTP/1.1 OK\r\n\r\n", b"SSH-2.0-x\r\n", answer()[:-5],
                 b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(nonsense: bytes) -> None:
    with serving(nonsense) as port:
        recorder = Recorder([PUBLIC], port=port)
        assert refused("http://a.example/", recorder) == "fetch-unreachable"


def test_a_host_without_addresses_or_without_a_server_is_unreachable() -> None:
    assert refused("http://a.example/", Recorder([])) == "fetch-unreachable"
    with serving() as port:
        pass
    assert refused("http://a.example/", Recorder([PUBLIC], port=port)) == "fetch-unreachable"


def certified() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server named a.example uses, and what a client that trusts it does."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return server, ssl.create_default_context(cafile=TLS / "certificate.pem")


@pytest.mark.parametrize(
    ("host", "is_trusted", "code"),
    [
        ("a.example", True, ""),
        ("b.example", True, "unreachable"),
        ("a.example", False, "unreachable"),
    ],
)
def test_a_certificate_has_to_be_trusted_and_name_the_host(
    host: str, is_trusted: bool, code: str
) -> None:
    server, client = certified()
    with serving(answer(), tls=server) as port:
        recorder = Recorder([PUBLIC], port=port)
        tls = client if is_trusted else ssl.create_default_context()
        network = replace(recorder.network, tls=tls)
        if not code:
            assert fetch(f"https://{host}/", most=MOST, network=network).content == PAGE
        else:
            with pytest.raises(RuleBroken) as refusal:
                fetch(f"https://{host}/", most=MOST, network=network)
            assert refusal.value.code == f"fetch-{code}"
    assert recorder.connected == [(PUBLIC, 443)]
