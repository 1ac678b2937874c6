"""serve: the whole product in one process."""

import logging
import os
import signal
import socket
import sys
import time
from dataclasses import replace
from types import FrameType

import click
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server

from config import Config
from learning import clock
from learning.app import create_app
from learning.cli import demo
from learning.cli.schema import upgrade
from learning.jobs import working

log = logging.getLogger(__name__)

THREADS = 8
LONGEST_REQUEST = 20  # seconds that a stop waits for open requests


@click.command()
@click.option("--host", help="Where to listen; the setting HOST otherwise.")
@click.option("--port", type=int, help="Where to listen; the setting PORT otherwise.")
@click.option("--no-demo", is_flag=True, help="Don't fill an empty database with the demo.")
def serve(host: str | None, port: int | None, no_demo: bool) -> None:
    """Upgrade the database and serve Waymark."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    config = Config.from_environment()
    config = replace(config, host=host or config.host, port=config.port if port is None else port)
    listener = _listen(config.host, config.port)
    # Port 0 asks for any free port: from here on it has a number.
    config = replace(config, port=listener.getsockname()[1])
    app = create_app(config)
    with app.app_context():
        upgrade()
        loaded = None if no_demo else demo.load_demo(config, at=clock.now())
        known = loaded or demo.known_demo(config)
    server = create_server(app, sockets=[listener], threads=THREADS, ident=None,
                           max_request_body_size=config.max_upload + 1_000_000)  # fmt: skip
    # Only now does it listen: whoever reads the greeting may come at once.
    _greet(config, known)
    stop_working = working.start(app)
    _run_until_told(server)
    stop_working()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} can't be used ({error.strerror}). "
            "Choose another one: PORT=8001 make run, or --port 8001."
        ) from error
    return listener


def _greet(config: Config, known: demo.Demo | None) -> None:
    click.echo(f"\nWaymark is listening on http://{config.host}:{config.port}  (Ctrl+C stops it)")
    if known is not None:
        click.echo("Sign in with the password " + click.style(known.password, bold=True) + " as")
        for address in known.addresses:
            click.echo(f"    {address}")
    if config.base_url is None:
        click.echo("BASE_URL is not set: QR codes on certificates only work on this computer.")
    sys.stdout.flush()


def _run_until_told(server: TcpWSGIServer) -> None:
    """Serve until SIGTERM or Ctrl+C; requests that are open then are finished first.

    waitress itself has no handler for SIGTERM and cuts open answers off at Ctrl+C, so its loop
    is turned here.
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if stopping:
            os._exit(1)  # asked twice: somebody means it
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        _turn(server)
    server.del_channel(server._map)
    server.socket.close()
    patience = time.monotonic() + LONGEST_REQUEST
    while any(_is_busy(channel) for channel in server.active_channels.values()):
        if time.monotonic() > patience:
            break
        _turn(server)
    server.task_dispatcher.shutdown()


def _turn(server: TcpWSGIServer) -> None:
    server.asyncore.loop(
        timeout=0.2, count=1, map=server._map, use_poll=server.adj.asyncore_use_poll
    )


def _is_busy(channel: HTTPChannel) -> bool:
    """Whether a request is being answered, or an answer is still on its way out."""
    return bool(channel.requests or channel.request or channel.total_outbufs_len)


def add_to(group: click.Group) -> None:
    group.add_command(serve)
