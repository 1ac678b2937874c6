"""A person in front of the product: signs in through the real form, then only looks at pages."""

import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

_BOUNDARY = b"between-the-parts-of-a-form"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """One session with its cookie."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.cookie = ""

    def page(self, path: str) -> str:
        """The page at this path, which has to be there."""
        response, body = self._asked("GET", path)
        assert response.status == 200, f"{path} answered {response.status}"
        return body

    def csrf_token(self, path: str) -> str:
        """The token in the first form of a page; it holds for the whole session."""
        found = _TOKEN.search(self.page(path))
        assert found, f"{path} has no form"
        return found[1]

    def sign_in(self, address: str, password: str) -> None:
        form = {
            "email": address,
            "password": password,
            "csrf_token": self.csrf_token("/account/sign-in"),
        }
        response, _ = self._asked("POST", "/account/sign-in", urlencode(form))
        assert response.status == 303, f"signing in answered {response.status}"

    def upload(
        self, path: str, fields: dict[str, str], name: str, file_name: str, content: bytes
    ) -> str:
        """Send a form with a file; where its answer leads."""
        parts = [
            f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
            for key, value in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        parts.append(head.encode() + content)
        body = b"".join(b"--%s\r\n%s\r\n" % (_BOUNDARY, part) for part in parts)
        body += b"--%s--\r\n" % _BOUNDARY
        kind = f"multipart/form-data; boundary={_BOUNDARY.decode()}"
        response, _ = self._asked("POST", path, body, kind)
        assert response.status == 303, f"{path} answered {response.status}"
        return response.headers["Location"]

    def place_after(self, path: str) -> str:
        """Where a page leads by itself; the same path where it stays."""
        response, _ = self._asked("GET", path)
        return response.headers["Location"] if response.status == 303 else path

    def close(self) -> None:
        self._connection.close()

    def _asked(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = kind
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        if sent := response.headers.get("Set-Cookie"):
            self.cookie = sent.split(";", 1)[0]
        return response, text
