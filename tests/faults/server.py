"""The product as `make run` starts it, in a process of its own that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from learning.app import PROJECT

PATIENCE = 60.0  # seconds until its first 200
COMMAND = (sys.executable, "-m", "learning", "serve", "--no-demo", "--port")


class Server:
    """The product in a process group of its own."""

    def __init__(self, folder: Path, *, command: Sequence[str] = COMMAND) -> None:
        """`command` starts a server on the port that is its last argument."""
        self.folder, self.command = folder, command
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.slowest_start = 0.0

    def start(self) -> None:
        """Start it and wait for its first 200."""
        environment = {**os.environ, "LEARNING_DATA": str(self.folder)}
        begun = time.monotonic()
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*self.command, str(self.port)],
                cwd=PROJECT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.is_ready():
            assert self.process.poll() is None, (self.folder / "log").read_text()[-3000:]
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.02)
        self.slowest_start = max(self.slowest_start, time.monotonic() - begun)

    def is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(30)
