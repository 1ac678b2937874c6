"""work: background work in a process of its own, beside any number of web servers."""

import logging
import signal
import threading

import click

from learning.cli.application import application
from learning.jobs import working


@click.command()
def work() -> None:
    """Do background work until told to stop; `serve` does it by itself."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda _signal, _frame: stopping.set())
    with application() as app:
        stop = working.start(app)
        click.echo("Waiting for work  (Ctrl+C stops it)")
        stopping.wait()
        stop()


def add_to(group: click.Group) -> None:
    group.add_command(work)
