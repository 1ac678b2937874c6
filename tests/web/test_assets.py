"""What a page's head names is served, as what it is, for good."""

import re

from tests.pages import PageClient

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def test_every_file_that_a_page_names_is_served(stranger: PageClient) -> None:
    names = re.findall(r'"(/assets/[^"]+)"', stranger.get("/").html)
    assert {name.rpartition(".")[2] for name in names} == TYPES.keys()
    for name in names:
        answer = stranger.client.get(name)
        assert answer.status_code == 200
        assert answer.mimetype == TYPES[name.rpartition(".")[2]]
        assert "immutable" in answer.headers["Cache-Control"]
    assert stranger.client.get("/assets/app.000000000000.css").status_code == 404
