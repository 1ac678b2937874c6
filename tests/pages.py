"""A browser for tests that checks every HTML page it is given."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, g
from werkzeug.test import TestResponse

from learning import clock
from learning.accounts import actions as accounts
from learning.accounts.models import Person
from learning.web.visitor import TOKEN

_CONTROLS = ("input", "select", "textarea")


@dataclass(frozen=True)
class Page:
    """An answer of the application, parsed if it is HTML."""

    response: TestResponse
    path: str
    tree: Element | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """What a person reads, white space folded."""
        assert self.tree is not None
        body = self.tree.find("body")
        assert body is not None
        return " ".join(" ".join(body.itertext()).split())

    @property
    def title(self) -> str:
        assert self.tree is not None
        return "".join(self.tree.find("head/title").itertext()).strip()  # type: ignore[union-attr]

    @property
    def h1(self) -> str:
        assert self.tree is not None
        found = self.tree.find(".//h1")
        assert found is not None
        return " ".join("".join(found.itertext()).split())

    @property
    def location(self) -> str:
        """Where a redirect leads, as a path."""
        parts = urlsplit(self.response.headers["Location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with these attributes."""
        assert self.tree is not None
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name.rstrip("_").replace("_", "-")) == value
                   for name, value in attributes.items())
        ]  # fmt: skip

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        for element in self.all("a"):
            if words in " ".join("".join(element.itertext()).split()):
                return element.get("href") or ""
        raise AssertionError(f"no link {words!r} on {self.path}: {self.text[:500]}")

    def form(self, action: str | None = None) -> dict[str, str]:
        """The hidden and filled-in fields of the form with this action, or of the first POST form
        in main."""
        assert self.tree is not None
        main = self.tree.find(".//main")
        assert main is not None
        for form in main.iter("form"):
            if form.get("method") == "post" and (action is None or form.get("action") == action):
                return _fields(form)
        raise AssertionError(f"no form {action!r} on {self.path}")


class PageClient:
    """A browser with a cookie jar; `get` and `post` check what comes back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, person: Person) -> "PageClient":
        """Be this person from now on, without going through the form."""
        token = accounts.open_session(person, at=clock.now())
        with self.client.session_transaction() as session:
            session[TOKEN] = token
            session.permanent = True
        return self

    def get(self, path: str, **options: Any) -> Page:
        _forget_the_last_request()
        return checked(self.client.get(path, **options), path)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send a form as it would come from our page: with its token."""
        data = dict(data or {})
        data.setdefault("csrf_token", self.token())
        _forget_the_last_request()
        return checked(self.client.post(path, data=data, **options), path)

    def submit(self, page: Page, action: str | None = None, /, **values: Any) -> Page:
        """Fill in a form of a page and send it."""
        data = {**page.form(action), **values}
        return self.post(urljoin(page.path, action or page.path), data)

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads."""
        assert page.status in (302, 303), (page.status, page.html[:500])
        return self.get(page.location)

    def token(self) -> str:
        """A token as our pages carry it."""
        _forget_the_last_request()
        page = self.client.get("/account")
        if page.status_code == 303:
            _forget_the_last_request()
            page = self.client.get("/account/sign-in")
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.get_data(as_text=True))
        assert found
        return found[1]


def _forget_the_last_request() -> None:
    """Tests keep an application context open, and with it what Flask keeps per request in `g`."""
    for name in list(g):
        g.pop(name)


def checked(response: TestResponse, path: str) -> Page:
    """Every answer has the headers; every HTML page is sound."""
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.mimetype != "text/html" or response.status_code in (302, 303, 307, 308):
        return Page(response, path, None)
    html = response.get_data(as_text=True)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    page = Page(response, path, tree)
    _check_structure(page)
    _check_controls(page)
    return page


def _check_structure(page: Page) -> None:
    assert len(page.all("h1")) == 1, f"{page.path}: one h1, not {len(page.all('h1'))}"
    assert page.title.endswith("– Waymark"), page.path
    assert page.title != "– Waymark", page.path
    assert page.all("html")[0].get("lang")
    ids = Counter(e.get("id") for e in page.tree.iter() if e.get("id"))  # type: ignore[union-attr]
    assert not [i for i, n in ids.items() if n > 1], f"{page.path}: an id stands twice"
    for element in page.tree.iter():  # type: ignore[union-attr]
        assert not element.get("style"), f"{page.path}: inline style"
        assert not [a for a in element.attrib if a.startswith("on")], f"{page.path}: inline script"


def _check_controls(page: Page) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    for tag in _CONTROLS:
        for control in page.all(tag):
            if control.get("type") in ("hidden", "submit"):
                continue
            has_label = control.get("id") in labelled or control.get("aria-label")
            assert has_label, f"{page.path}: {control.get('name')} has no label"
    for form in page.all("form"):
        if form.get("method") == "post":
            assert "csrf_token" in _fields(form), f"{page.path}: a form without its token"


def _fields(form: Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for control in form.iter():
        name = control.get("name")
        if control.tag not in _CONTROLS or not name:
            continue
        if control.tag == "textarea":
            fields[name] = "".join(control.itertext())
        elif control.tag == "select":
            chosen = [o for o in control.iter("option") if o.get("selected") is not None]
            options = chosen or list(control.iter("option"))[:1]
            if options:
                fields[name] = options[0].get("value", "")
        elif control.get("type") not in ("radio", "checkbox") or control.get("checked") is not None:
            fields[name] = control.get("value", "")
    return fields
