"""The OpenAPI 3.1 document of the API."""

from typing import Any

from config.texts import LANGUAGES

TEXT: dict[str, Any] = {"type": "string"}
LINK = {"type": "object", "required": ["url", "title"], "properties": {"url": TEXT, "title": TEXT}}
STRINGS = {"type": "array", "items": TEXT}
BLOCK = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"enum": ["paragraph", "list", "table"]},
        "text": TEXT,
        "items": STRINGS,
        "head": STRINGS,
        "rows": {"type": "array", "items": STRINGS},
    },
}
CITATION = {
    "type": "object",
    "required": ["quote", "url", "deep_link", "title", "heading_path", "fetched_at", "modified_at", "owner"],
    "properties": {
        "quote": {"type": "array", "items": BLOCK, "minItems": 1},
        "url": TEXT,
        "deep_link": TEXT,
        "title": TEXT,
        "heading_path": STRINGS,
        "fetched_at": TEXT,
        "modified_at": {"type": ["string", "null"]},
        "owner": TEXT,
    },
}
ANSWER = {
    "type": "object",
    "required": [
        "id",
        "outcome",
        "reason",
        "language",
        "message",
        "citations",
        "see_also",
        "choices",
        "contact",
        "index_version",
    ],
    "properties": {
        "id": TEXT,
        "outcome": {"enum": ["answer", "clarify", "decline", "signpost", "urgent"]},
        "reason": {
            "enum": [
                None,
                "not_in_sources",
                "not_on_page",
                "personal_case",
                "other_authority",
                "not_a_question",
                "too_old",
            ]
        },
        "language": TEXT,
        "message": TEXT,
        "citations": {"type": "array", "items": CITATION},
        "see_also": {"type": "array", "items": LINK},
        "choices": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["label", "question"],
                "properties": {"label": TEXT, "question": TEXT},
            },
        },
        "contact": {"type": "object", "properties": {"phone": TEXT, "url": TEXT, "text": TEXT}},
        "index_version": TEXT,
    },
}
QUESTION = {
    "type": "object",
    "required": ["question"],
    "properties": {
        "question": {"type": "string", "minLength": 1, "maxLength": 500},
        "language": {"enum": list(LANGUAGES)},
        "earlier": {"type": "array", "items": {"type": "string", "maxLength": 500}, "maxItems": 3},
    },
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "object", "required": ["code", "message"], "properties": {"code": TEXT, "message": TEXT}}
    },
}


def _reply(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


ERRORS = {code: _reply("error", ERROR) for code in ("400", "404", "405", "413", "429", "503")}
STATUS = {"type": "object", "properties": {"status": TEXT}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Guus",
        "version": "1",
        "description": "Answers residents from listed pages only, with the source.",
    },
    "paths": {
        "/api/v1/ask": {
            "post": {
                "operationId": "ask",
                "requestBody": {"required": True, "content": {"application/json": {"schema": QUESTION}}},
                "responses": {"200": _reply("the outcome", ANSWER), **ERRORS},
            }
        },
        "/api/v1/receipt/{id}": {
            "get": {
                "operationId": "receipt",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "responses": {"200": _reply("what was answered", ANSWER), **ERRORS},
            }
        },
        "/healthz": {"get": {"operationId": "healthz", "responses": {"200": _reply("alive", STATUS)}}},
        "/readyz": {"get": {"operationId": "readyz", "responses": {"200": _reply("ready", STATUS), **ERRORS}}},
    },
}
