"""The HTTP contract, on the demo municipality."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.store.tables import questions
from bot.web import create_app
from crawler import sources
from crawler.pages import PageStore
from tests.conftest import Town

ASK = "/api/v1/ask"
KEYS = {
    "id", "outcome", "reason", "language", "message", "citations", "see_also", "choices", "contact", "index_version"
}  # fmt: skip


@pytest.fixture
def client(town: Town, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("GUUS_SERVE__ASK_LIMIT", "1000 per minute")
    return create_app(town.guus.settings(monkeypatch)).test_client()


def ask(client: FlaskClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post(ASK, json={"question": question, **more})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("ik ben mijn roze pasje kwijt", "/rijbewijs"),
        ("waar kan ik met mijn oude bankstel heen", "/afval/"),
        ("ik ga verhuizen wat moet ik doen", "/verhuizing-doorgeven"),
        ("wanneer is het gemeentehuis open", "/openingstijden"),
    ],
)
def test_residents_words_find_the_right_page(client: FlaskClient, question: str, path: str) -> None:
    answer = ask(client, question)
    assert answer["outcome"] == "answer", answer
    assert path in answer["citations"][0]["url"]
    assert set(answer) == KEYS


@pytest.mark.parametrize(
    "question", ["wie wint het WK", "wat is de status van mijn aanvraag", "hoeveel toeslag krijg ik"]
)
def test_what_no_page_answers_is_not_answered_and_says_where_to_go(client: FlaskClient, question: str) -> None:
    answer = ask(client, question)
    assert answer["outcome"] in ("decline", "signpost") and answer["citations"] == []
    assert answer["contact"]["phone"] == "14 0999"


def test_quotes_are_literal_and_from_listed_pages(
    client: FlaskClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = client.application.extensions["guus"].engine
    texts = {stored.page.url: stored.page.text() for stored in PageStore(engine).served()}
    whitelist = sources.load(engine)[1]
    shown = 0
    for line in (Path(__file__).parents[2] / "demo/waterveen/golden/report.jsonl").read_text("utf-8").splitlines():
        for citation in ask(client, json.loads(line)["question"])["citations"]:
            shown += 1
            assert whitelist.check(citation["url"]).allowed
            for block in citation["quote"]:
                rows = [cell for row in block.get("rows", []) for cell in row]
                for piece in [block.get("text", ""), *block.get("items", []), *block.get("head", []), *rows]:
                    assert piece in texts[citation["url"]]
    assert shown >= 10


def test_a_removed_source_counts_from_the_next_question_on(client: FlaskClient) -> None:
    engine = client.application.extensions["guus"].engine
    name, whitelist = sources.load(engine)
    assert ask(client, "wanneer is het gemeentehuis open")["outcome"] == "answer"
    sources.save(engine, name, (), "test")
    try:
        assert ask(client, "wanneer is het gemeentehuis open")["citations"] == []
    finally:
        sources.save(engine, name, whitelist.sources, "test")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"vraag"', b"{}", b'{"question": 7}', b'{"question": ""}', b'{"question": "   "}',
        b'{"question": "\\u200b\\u0007"}', b'{"question": "\xff\xfe"}', json.dumps({"question": "a" * 501}).encode(),
       
        b'{"question": "wat", "language": "xx"}', b'{"question": "wat", "earlier": "eerder"}',
        b'{"question": "wat", "earlier": ["a", "b", "c", "d"]}',
    ],
)  # fmt: skip
def test_wrong_input_gives_4xx_with_one_error_shape(client: FlaskClient, body: bytes) -> None:
    response = client.post(ASK, data=body, content_type="application/json")
    assert 400 <= response.status_code < 500
    assert set(response.get_json()["error"]) == {"code", "message"}


def test_five_hundred_characters_are_a_question(client: FlaskClient) -> None:
    assert ask(client, "a" * 500)["outcome"] == "decline"


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post(ASK, data=b"x" * 100_000, content_type="application/json").status_code == 413


def test_too_many_questions_get_429_with_retry_after(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUUS_SERVE__ASK_LIMIT", "2 per minute")
    client = create_app(town.guus.settings(monkeypatch)).test_client()
    found = [client.post(ASK, json={"question": "openingstijden"}) for _ in range(3)]
    assert [response.status_code for response in found] == [200, 200, 429]
    assert found[-1].headers["Retry-After"] and "error" in found[-1].get_json()


def test_without_an_index_it_says_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from config.settings import load_settings

    monkeypatch.setenv("GUUS_DATA", str(tmp_path))
    client = create_app(load_settings()).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.post(ASK, json={"question": "wat"}).status_code == 503


def test_a_receipt_shows_what_was_answered_and_not_what_was_asked(client: FlaskClient) -> None:
    marker = "gemeentehuis open uniekwoord"
    answer = ask(client, marker)
    receipt = client.get(f"/api/v1/receipt/{answer['id']}")
    assert receipt.get_json()["message"] == answer["message"]
    assert "uniekwoord" not in receipt.text
    assert client.get(f"/api/v1/receipt/{uuid.uuid4()}").status_code == 404


def test_an_unanswered_question_is_kept_redacted(client: FlaskClient) -> None:
    ask(client, "wie wint het WK, mail naar jan@voorbeeld.nl of bel 0612345678, bsn 111222333")
    with client.application.extensions["guus"].engine.connect() as connection:
        kept = connection.scalars(select(questions.c.question)).all()
    text = " ".join(kept)
    assert "wie wint het WK" in text
    assert not any(secret in text for secret in ("jan@", "0612345678", "111222333"))


def test_the_openapi_document_names_every_route(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    routes = {str(rule) for rule in client.application.url_map.iter_rules() if str(rule).startswith("/api/")}
    documented = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}
    assert {route.replace("<identity>", "<id>") for route in routes} - {"/api/v1/openapi.json"} <= {
        path.replace("<identity>", "<id>") for path in documented
    }


def test_an_emergency_comes_before_anything_else(client: FlaskClient) -> None:
    answer = ask(client, "help er is brand in mijn huis")
    assert answer["outcome"] == "urgent" and "112" in answer["message"]


def test_only_listed_websites_may_ask_from_a_browser(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUUS_SERVE__ALLOWED_ORIGINS", '["https://www.voorbeeld.nl"]')
    client = create_app(town.guus.settings(monkeypatch)).test_client()
    for origin, allowed in (("https://www.voorbeeld.nl", "https://www.voorbeeld.nl"), ("https://evil.nl", None)):
        response = client.post(ASK, json={"question": "openingstijden"}, headers={"Origin": origin})
        assert response.headers.get("Access-Control-Allow-Origin") == allowed


def test_the_page_without_javascript_gives_the_same_answer(client: FlaskClient) -> None:
    answer = ask(client, "wanneer is het gemeentehuis open")
    page = client.post("/vraag", data={"question": "wanneer is het gemeentehuis open"})
    assert page.status_code == 200
    assert answer["citations"][0]["title"] in page.text
    assert "Content-Security-Policy" in page.headers and "Set-Cookie" not in page.headers


def test_a_question_is_never_markup(client: FlaskClient) -> None:
    page = client.post("/vraag", data={"question": "<script>alert(1)</script> openingstijden"})
    assert "<script>alert" not in page.text
