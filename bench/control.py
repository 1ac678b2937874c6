"""The control: bare Flask on waitress that renders the same bytes as a product page, by Jinja.

What is text or a link in the product's page is a variable here, autoescaped; an article's text is
one variable, as it is in the product. Nothing else happens: no database, session or header.
"""

import html
import re
import sys
from pathlib import Path

from flask import Flask
from jinja2 import Template
from markupsafe import Markup, escape
from waitress import create_server

from learning.cli.serve import THREADS

_VARIABLE = re.compile(
    r'(?<=<div class="prose">).+?(?=</div>)|(?<=<div class="prose" id="text">).+?(?=</div>)'
    r"|(?<=>)[^<>]*[^<>\s][^<>]*(?=<)"
    r'|(?<= href=")[^"]+|(?<= action=")[^"]+|(?<= content=")[^"]+|(?<= value=")[^"]+',
    re.DOTALL,
)


def make_app(pages: dict[str, str]) -> Flask:
    """An application that serves each of these pages under its name."""
    app = Flask("control")
    for name, page in pages.items():
        _add(app, name, page)
    return app


def _add(app: Flask, name: str, page: str) -> None:
    source, values = _template_of(page)
    template: Template = app.jinja_env.from_string(source)

    def rendered() -> str:
        return template.render(values)

    with app.app_context():
        assert rendered() == page, f"the control's {name} has other bytes"
    app.add_url_rule(f"/{name}", name, rendered)


def _template_of(page: str) -> tuple[str, dict[str, str]]:
    values: dict[str, str] = {}

    def variable(found: re.Match[str]) -> str:
        name, raw = f"v{len(values)}", found[0]
        plain = html.unescape(raw)
        values[name] = plain if str(escape(plain)) == raw else Markup(raw)
        return "{{ " + name + " }}"

    return _VARIABLE.sub(variable, page), values


def main(folder: Path) -> None:
    """Serve the .html files of a folder on any free port, which is printed."""
    pages = {path.stem: path.read_bytes().decode() for path in sorted(folder.glob("*.html"))}
    server = create_server(make_app(pages), host="127.0.0.1", port=0, threads=THREADS, ident=None)
    print(f"The control is at http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
