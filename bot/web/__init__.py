"""The HTTP side: the API and the pages."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from bot.service import Service
from bot.web import api, vraag
from config.settings import Settings

WIDGET = Path(__file__).parents[2] / "widget"
MAX_BODY = 16 * 1024  # a question and three earlier ones in any script, and room to spare
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(settings: Settings) -> Flask:
    """The Flask application of these settings."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, RATELIMIT_HEADERS_ENABLED=True)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["guus"] = Service(settings)
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    app.register_blueprint(api.blueprint)
    app.register_blueprint(vraag.blueprint)
    views: dict[str, Any] = app.view_functions
    for name in ("api.ask", "vraag.ask"):
        views[name] = limiter.limit(settings.serve.ask_limit)(views[name])
    app.register_error_handler(Exception, api.problem)
    app.after_request(lambda response: _with_headers(response, settings))

    @app.get("/widget/guus-chat.js")
    def widget() -> Response:
        response = send_from_directory(WIDGET, "guus-chat.js")
        response.headers["Access-Control-Allow-Origin"] = "*"  # a script that anyone may embed
        return response

    return app


def _with_headers(response: Response, settings: Settings) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    api.allow_origin(response, settings.serve.allowed_origins)
    return response
