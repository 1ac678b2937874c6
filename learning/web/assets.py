"""The stylesheet, the script and the icon: read once, named by their hash, kept for a year."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, abort
from werkzeug.wrappers import Response

_STATIC = Path(__file__).resolve().parents[2] / "static"
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Assets:
    """The files with the names they are served under."""

    stylesheet: bytes
    stylesheet_name: str
    script: bytes
    script_name: str
    icon: bytes
    icon_name: str


def read_assets(static: Path = _STATIC) -> Assets:
    """Join the layers of the stylesheet in the order of their numbers."""
    css = b"\n".join(path.read_bytes() for path in sorted((static / "css").glob("*.css")))
    script = b"\n".join(path.read_bytes() for path in sorted((static / "js").glob("*.js")))
    icon = (static / "icon.svg").read_bytes()
    return Assets(
        css, f"app.{_short_hash(css)}.css",
        script, f"app.{_short_hash(script)}.js",
        icon, f"icon.{_short_hash(icon)}.svg",
    )  # fmt: skip


def init_app(app: Flask) -> None:
    """Serve them under names that change with their content."""
    assets = read_assets()
    served = {
        assets.stylesheet_name: (assets.stylesheet, "text/css"),
        assets.script_name: (assets.script, "text/javascript"),
        assets.icon_name: (assets.icon, "image/svg+xml"),
    }
    app.extensions["assets"] = assets

    @app.get("/assets/<name>", endpoint="asset")
    def asset(name: str) -> Response:
        if name not in served:
            abort(404)
        content, mimetype = served[name]
        response = Response(content, mimetype=mimetype)
        response.headers["Cache-Control"] = _FOREVER
        return response


def _short_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
