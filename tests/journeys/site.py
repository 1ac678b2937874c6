"""The real product as a subprocess, for browsers to visit."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO_PASSWORD = "harbour-demo-1"


@dataclass
class Site:
    """A running server: where it is, and what its database says that pages don't."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    database_url: str

    def right_answers(self) -> dict[str, list[str]]:
        """Option ids that are right, by stem; read around the pages."""
        rows = self.query("SELECT body, key FROM question_version")
        return {json.loads(body)["stem"]: json.loads(key)["correct"] for body, key in rows}

    def query(self, sql: str) -> list[tuple[str, ...]]:
        if self.database_url.startswith("sqlite"):
            with sqlite3.connect(self.folder / "waymark.db") as connection:
                return connection.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]

    def command(self, *words: str) -> str:
        """Run one of our commands on the same database."""
        done = subprocess.run(
            [sys.executable, "-m", "learning", *words],
            cwd=ROOT, env=environment(self.folder, self.database_url),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


def environment(folder: Path, database_url: str, **further: str) -> dict[str, str]:
    """The settings of a site."""
    settings = {
        **os.environ,
        "LEARNING_DATA": str(folder),
        "DATABASE_URL": database_url,
        "DEMO_PASSWORD": DEMO_PASSWORD,
    }
    if database_url.startswith("postgresql"):
        settings |= {"SECRET_KEY": "journeys only", "BASE_URL": "http://127.0.0.1"}
    return settings | further


def start(folder: Path, database_url: str, **settings: str) -> Site:
    """Serve the starter course on any free port, with these settings beside the usual ones."""
    process = subprocess.Popen(
        [sys.executable, "-m", "learning", "serve", "--port", "0"],
        cwd=ROOT, env=environment(folder, database_url, **settings),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"listening on (http://[\d.:]+)", line)
        if found:
            return Site(found[1], process, folder, database_url)
    raise AssertionError(f"the server didn't start: {said}")
