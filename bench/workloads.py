"""The workloads: W1 and W2 are looked at next to the control's pages, W3 next to raw commits."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from pathlib import Path

from bench import commits, growth, load, servers
from bench.browser import Browser
from bench.commits import Commits
from bench.load import CONNECTIONS, Outcome, Request
from bench.measuring import Series
from bench.servers import Server
from bench.world import PASSWORD, QUESTIONS, Place, World

_UNBOUNDED = 60.0  # seconds that a burst of a bounded count may take at most


@dataclass(frozen=True)
class Plan:
    """How long everything takes."""

    rounds: int
    seconds: float
    answers: int  # per round of W3


@dataclass
class Site:
    """The product on one database, with the people who use it signed in."""

    folder: Path
    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)

    def sign_in(self, world: World) -> None:
        """Everybody, through the real form; each with a token from their first quiz's page."""
        first = {place.answerer: place.attempt for place in reversed(world.places)}
        for address in (*world.readers, *world.answerers):
            browser = Browser(self.server.port)
            browser.sign_in(address, PASSWORD)
            if address in first:
                self.token[address] = browser.csrf_token(f"/attempts/{first[address]}/1")
            self.cookies[address] = browser.cookie
            browser.close()


@dataclass
class Viewing:
    """W1 or W2: one page on the control and on both databases."""

    name: str
    control: Series
    small: Series
    grown: Series


@dataclass
class Answering:
    """W3: answers on both databases, raw commits, and at the end each attempt's last answer."""

    raw: list[Commits]
    small: Series
    grown: Series
    last: Series


def page_requests(world: World, site: Site) -> dict[str, list[Request]]:
    """Per page the request of each connection."""
    course, module = f"/courses/{world.addresses[0]}", f"/learn/{world.addresses[0]}/{world.module}"
    return {
        "catalogue": [load.get("/", "Handling medicines safely, part 01")] * CONNECTIONS,
        "course": [load.get(course, "Storage on the ward")] * CONNECTIONS,
        "module": [
            load.get(module, f"Reader {n:02}", site.cookies[reader])
            for n, reader in enumerate(world.readers, 1)
        ],
    }


def start(stack: ExitStack, folders: tuple[Path, Path], pages: Path, world: World) -> tuple[
    Site, Site, Server
]:  # fmt: skip
    """The product on both databases with everybody signed in, and the control of its pages."""
    small, grown = (
        Site(folder, stack.enter_context(servers.product(folder))) for folder in folders
    )
    for site in (small, grown):
        site.sign_in(world)
    pages.mkdir()
    for name, requests in page_requests(world, small).items():
        browser = Browser(small.server.port)
        head, *_ = requests[0].sent.decode().split("\r\n")
        if name == "module":
            browser.cookie = small.cookies[world.readers[0]]
        (pages / f"{name}.html").write_bytes(browser.page(head.split()[1]).encode())
        browser.close()
    return small, grown, stack.enter_context(servers.control(pages))


def view(name: str, plan: Plan, world: World, small: Site, grown: Site, control: Server) -> Viewing:
    """Alternate the control and both databases."""
    viewing = Viewing(name, Series(control), Series(small.server), Series(grown.server))
    marker = page_requests(world, small)[name][0].marker.decode()
    subjects = (
        (viewing.control, [load.get(f"/{name}", marker)] * CONNECTIONS),
        (viewing.small, page_requests(world, small)[name]),
        (viewing.grown, page_requests(world, grown)[name]),
    )
    for series, requests in subjects:
        _burst(series.server, requests, plan.seconds / 4)
    for _ in range(plan.rounds):
        for series, requests in subjects:
            series.measure(partial(_burst, series.server, requests, plan.seconds))
    return viewing


def _burst(server: Server, requests: list[Request], seconds: float) -> Outcome:
    return load.run(server.port, [repeat(request) for request in requests], seconds)


def answer(plan: Plan, world: World, small: Site, grown: Site) -> Answering:
    """Check fresh answers, each exactly once, and count them in the database."""
    answering = Answering([], Series(small.server), Series(grown.server), Series(small.server))
    waiting = {
        id(site): {answerer: _places(world, answerer) for answerer in world.answerers}
        for site in (small, grown)
    }
    for _ in range(plan.rounds):
        answering.raw.append(commits.measure(small.folder, plan.seconds / 4))
        for series, site in ((answering.small, small), (answering.grown, grown)):
            sent = [_next(queue, plan.answers // len(world.answerers))
                    for queue in waiting[id(site)].values()]  # fmt: skip
            _check_answers(series, site, sent)
    last = [[p for p in world.places if p.answerer == a and p.position == QUESTIONS]
            for a in world.answerers]  # fmt: skip
    left = [p for queue in waiting[id(small)].values() for p in queue]
    _check_answers(Series(small.server), small, [left])
    _check_answers(answering.last, small, last)
    return answering


def _places(world: World, answerer: str) -> Iterator[Place]:
    """All but the last of each attempt: that one closes it."""
    return iter(p for p in world.places if p.answerer == answerer and p.position < QUESTIONS)


def _next(places: Iterator[Place], count: int) -> list[Place]:
    taken = [place for _, place in zip(range(count), places, strict=False)]
    assert len(taken) == count, "not enough answers were prepared"
    return taken


def _check_answers(series: Series, site: Site, sent: list[list[Place]]) -> None:
    requests = [[_request(site, place) for place in places] for places in sent]
    # Whoever answers does so over one connection: people don't race themselves.
    streams = [
        iter([request for each in requests[n::CONNECTIONS] for request in each])
        for n in range(CONNECTIONS)
    ]
    before = growth.checked_answers(site.folder)
    series.measure(partial(load.run, site.server.port, streams, _UNBOUNDED))
    count = sum(len(each) for each in requests)
    stored = growth.checked_answers(site.folder) - before
    assert stored == count, f"{count} answers were sent, {stored} are stored"


def _request(site: Site, place: Place) -> Request:
    path = f"/attempts/{place.attempt}/{place.position}"
    fields = [("csrf_token", site.token[place.answerer])]
    fields += [("option", option) for option in place.options]
    return load.post(path, fields, f"Location: {path}?checked=1", site.cookies[place.answerer])
