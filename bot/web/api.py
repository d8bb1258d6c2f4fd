"""The API: ask, receipts, health, and the OpenAPI document that describes it."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.errors import BadQuestion
from bot.service import Service
from bot.store.records import receipt
from bot.web.openapi import DOCUMENT
from config.errors import GuusError
from index.errors import VersionError

blueprint = Blueprint("api", __name__)
RETRY_SECONDS = "30"  # when to come back after 429 or 503
NOT_BUILT, UNAVAILABLE = "not_ready", 503


def service() -> Service:
    """The service of the running application."""
    found: Service = current_app.extensions["guus"]
    return found


@blueprint.post("/api/v1/ask")
def ask() -> Response:
    """Answer one question."""
    try:
        data = request.get_json(force=True)
    except UnicodeDecodeError as problem:
        raise BadQuestion("not_json", "The body must be JSON in UTF-8.") from problem
    response = jsonify(service().ask(data)[0])
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/api/v1/ask", methods=["OPTIONS"])
def preflight() -> Response:
    """Tell a browser whether its page may ask."""
    return Response(status=204)


@blueprint.get("/api/v1/receipt/<identity>")
def show_receipt(identity: str) -> tuple[Response, int]:
    """What was answered, not what was asked."""
    found = receipt(service().engine, identity)
    return (jsonify(found), 200) if found else (error("not_found", "There is no such receipt."), 404)


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(DOCUMENT)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process lives."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """An index is loaded and the whitelist can be read."""
    return jsonify(
        {
            "status": "ready",
            "index_version": service().index().version,
            "whitelist_revision": service().whitelist().revision,
        }
    )


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text format."""
    lines = ["# TYPE guus_passages gauge", f"guus_passages {len(service().index().passages)}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def allow_origin(response: Response, origins: list[str]) -> None:
    """Let the listed websites, and no others, ask from a browser."""
    origin = request.headers.get("Origin")
    if origin in origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Vary"] = "Origin"


def error(code: str, message: str) -> Response:
    """The one shape of an error."""
    return jsonify({"error": {"code": code, "message": message}})


def problem(raised: Exception) -> tuple[Any, int]:
    """Any error as the API shows it; what went wrong inside stays inside."""
    if isinstance(raised, BadQuestion):
        return error(raised.code, str(raised)), 400
    if isinstance(raised, VersionError | SQLAlchemyError):
        response = error(NOT_BUILT, "Guus is not ready. Please try again later, or contact the municipality.")
        response.headers["Retry-After"] = RETRY_SECONDS
        return response, UNAVAILABLE
    if isinstance(raised, HTTPException):
        response = error(raised.name.lower().replace(" ", "_"), "The request could not be handled.")
        if raised.code == 429:
            response.headers["Retry-After"] = RETRY_SECONDS
        return response, raised.code or 500
    current_app.logger.error("unexpected %s", type(raised).__name__, exc_info=not isinstance(raised, GuusError))
    return error("internal", "Something went wrong. Please try again later."), 500
