"""Importing 5,000 words: until the form is answered, and until the course is there."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from time import monotonic, sleep

from bench.browser import Browser
from bench.world import PASSWORD, TRAINER

WORDS = 5_000
_PATIENCE = 60.0  # seconds until an import has to be through
_SECTIONS = 10
_CLAUSES = (
    "the {0} keeps the {1} dry",
    "nobody opens a {0} before the {1} is checked",
    "most {0}s last {2} days when the {1} is closed",
    "a {0} that smells of {1} goes back to the store",
    "whoever moves the {0} writes down the {1}",
)
_NOUNS = ("shelf", "label", "box", "list", "lamp", "trolley", "drawer", "form", "key", "cabinet")


@dataclass
class Intake:
    """Seconds per round: until the answer to the form, and until the course could be seen."""

    name: str
    answered: list[float] = field(default_factory=list)
    there: list[float] = field(default_factory=list)

    @property
    def row(self) -> tuple[str, str, str]:
        return self.name, *(f"{median(each):.2f}" for each in (self.answered, self.there))


def measure(port: int, rounds: int) -> Iterator[Intake]:
    """Send each kind of file through the real form, several times."""
    browser = Browser(port)
    browser.sign_in(TRAINER, PASSWORD)
    token = browser.csrf_token("/teach/import")
    for name, content in articles().items():
        intake = Intake(name)
        for _round in range(rounds):
            begun = monotonic()
            place = browser.upload("/teach/import", _fields(token), "file", name, content)
            intake.answered.append(monotonic() - begun)
            while "/imports/" in place:
                assert monotonic() - begun < _PATIENCE, f"{name} never came in"
                sleep(0.02)
                place = browser.place_after(place)
            intake.there.append(monotonic() - begun)
            assert place.endswith("/structure"), place
        yield intake


def articles() -> dict[str, bytes]:
    """The same article in several formats, by file name."""
    sections = list(_sections())
    markdown = "# Handling the store\n\n" + "\n\n".join(
        f"## {title}\n\n" + "\n\n".join(paragraphs) for title, paragraphs in sections
    )
    html = "<html><body><nav>Home</nav><article><h1>Handling the store</h1>" + "".join(
        f"<h2>{title}</h2>" + "".join(f"<p>{each}</p>" for each in paragraphs)
        for title, paragraphs in sections
    )
    return {"store.md": markdown.encode(), "store.html": (html + "</article>").encode()}


def _sections() -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(4)

    def sentence() -> str:
        clause = chance.choice(_CLAUSES).format(*chance.sample(_NOUNS, 2), chance.randint(2, 90))
        return clause[0].upper() + clause[1:] + "."

    words = 0
    for number in range(1, _SECTIONS + 1):
        paragraphs = []
        while words < WORDS * number / _SECTIONS:
            paragraphs.append(" ".join(sentence() for _ in range(6)))
            words += len(paragraphs[-1].split())
        yield f"What to know about {_NOUNS[number - 1]} {number}", paragraphs


def _fields(token: str) -> dict[str, str]:
    return {"csrf_token": token, "format": "markdown", "rights": "own", "language": "en"}
