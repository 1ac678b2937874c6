"""Headers, cookies and coarse limits that hold on every route."""

import secrets
from datetime import timedelta

from flask import Flask, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from config import Config
from learning.errors import RuleBroken

limiter = Limiter(get_remote_address, headers_enabled=False)
csrf = CSRFProtect()


def csp_nonce() -> str:
    """This response's nonce for the one script that may run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_app(app: Flask, config: Config) -> None:
    """Turn on CSRF protection, rate limits, cookie flags and headers."""
    is_https = (config.base_url or "").startswith("https://")
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="__Host-waymark" if is_https else "waymark",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        # The token is as old as the sign-in may be: a quiz left open over lunch still sends.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=config.max_upload + 100_000,
        MAX_FORM_MEMORY_SIZE=config.max_upload + 100_000,
        RATELIMIT_STORAGE_URI=config.redis_url or "memory://",
    )
    csrf.init_app(app)
    limiter.init_app(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)
    app.config["IS_HTTPS"] = is_https


def _refuse_nul() -> None:
    """Turn away what no keyboard types: PostgreSQL can't store it, and nothing here is named so."""
    sent = [
        request.path,
        *request.args.values(),
        *(value for _name, value in request.form.items(multi=True)),
    ]
    as_json = request.get_data(as_text=True) if request.is_json else ""
    if any("\0" in each for each in sent) or "\\u0000" in as_json:
        raise RuleBroken("text-unstorable")


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{csp_nonce()}'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    # What a person sees is theirs; assets set their own.
    headers.setdefault("Cache-Control", "private, no-cache")
    return response
