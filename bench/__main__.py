"""make bench: W1, W2 and W3 against controls, and importing articles, on 127.0.0.1 only."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench import growth, intake, lists, report, workloads, world
from bench.growth import Size
from bench.workloads import Plan

FULL = Plan(rounds=5, seconds=2.0, answers=448)
QUICK = Plan(rounds=3, seconds=0.6, answers=128)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes and short rounds")
    is_quick = parser.parse_args().quick
    # So that a stop from outside cleans up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder, ExitStack() as stack:
        run(Path(folder), stack, is_quick)
    print(f"Took {time.monotonic() - began:.0f} s.")


def run(folder: Path, stack: ExitStack, is_quick: bool) -> None:
    plan = QUICK if is_quick else FULL
    folders = (folder / "small", folder / "grown")
    _say("making courses, readers and answers")
    made = world.build(folders[0], answerers=8 if is_quick else 32)
    shutil.copytree(*folders)
    sizes = _grown(folders, is_quick)
    _say("starting servers, signing everybody in")
    small, grown, control = workloads.start(stack, folders, folder / "pages", made)
    idle = psutil.cpu_times()
    viewings = []
    for name in ("catalogue", "course", "module"):
        _say(f"measuring {name}")
        viewings.append(workloads.view(name, plan, made, small, grown, control))
    _say("measuring answers")
    answering = workloads.answer(plan, made, small, grown)
    _say("importing articles")
    intakes = list(intake.measure(small.server.port, plan.rounds))
    _say("importing lists of people")
    listed = list(lists.measure(folder / "lists"))
    print(report.table(viewings, answering, sizes))
    print(report.intakes(intakes))
    print(report.lists(listed))
    print(report.memory(small.server, grown.server, control))
    print(report.circumstances(plan, idle, psutil.cpu_times()))


def _grown(folders: tuple[Path, Path], is_quick: bool) -> tuple[Size, Size]:
    prepared = growth.size_of(folders[0]).answers
    learners, more = ((200, 2_000), 10_000) if is_quick else ((1_000, 20_000), 100_000)
    sizes = (
        Size(world.COURSES, learners[0], prepared),
        Size(200 if is_quick else 1_000, learners[1], prepared + more),
    )
    for folder, size in zip(folders, sizes, strict=True):
        growth.grow(folder, size)
        found = growth.size_of(folder)
        assert found == size, f"{found} instead of {size}"
    return sizes


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
