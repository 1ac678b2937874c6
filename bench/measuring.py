"""From bursts of requests to numbers: CPU per request, ratios round by round, latencies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Outcome
from bench.servers import Server


@dataclass(frozen=True)
class Spread:
    """The median of some rounds with the smallest and the largest of them."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    @classmethod
    def of_ratios(cls, above: Sequence[float], below: Sequence[float]) -> "Spread":
        """Of the ratios within each round."""
        return cls.of([a / b for a, b in zip(above, below, strict=True)])


@dataclass
class Series:
    """What one server was measured at, round after round."""

    server: Server
    # CPU-milliseconds per request and requests per second, a value per round.
    cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    requests: int = 0
    size: int = 0

    def measure(self, burst: Callable[[], Outcome]) -> None:
        """Run one burst, and keep what it cost the server's process tree."""
        before = self.server.cpu_seconds()
        outcome = burst()
        used = self.server.cpu_seconds() - before
        assert outcome.requests, "a burst without a request"
        self.cpu.append(used * 1000 / outcome.requests)
        self.rates.append(outcome.requests / outcome.seconds)
        self.latencies.extend(outcome.latencies)
        self.requests += outcome.requests
        self.size = outcome.size

    def milliseconds(self, share: float) -> float:
        """The latency that this share of all requests stayed below; 1 is the longest."""
        ordered = sorted(self.latencies)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000
