"""Guus at work: the served index, the present whitelist, and answers in the API's form."""

import secrets
import threading
from functools import cached_property
from typing import Any

from sqlalchemy import Engine

from bot.answering import pipeline
from bot.answering.decide import Decision, load_decision
from bot.answering.outcomes import Answer, Clarify, Decline, Evidence, Outcome, Redirected
from bot.answering.receive import receive
from bot.answering.retrieve import retrieve
from bot.store.records import record
from config.database import engine_for
from config.settings import Settings
from config.texts import texts
from crawler import sources
from crawler.whitelist import Whitelist
from index.errors import VersionError
from index.search import SearchIndex, open_current
from index.versions import Versions


class Service:
    """Answers questions; picks up a new index version or whitelist revision by itself."""

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self.settings = settings
        self.engine = engine or engine_for(settings)
        self._versions = Versions(settings.data)
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._whitelist = Whitelist()

    @cached_property
    def decision(self) -> Decision:
        """The decision model of the settings. Raises CalibrationError when it cannot be read."""
        return load_decision(self.settings.answer.decision)

    def evidence(self, data: object) -> Evidence:
        """What is found for a request body, before any decision. Raises BadQuestion, VersionError."""
        return retrieve(receive(data, self.settings), self.index(), self.whitelist())

    def index(self) -> SearchIndex:
        """The served version; when a new one cannot be read, the previous one keeps serving."""
        version = self._versions.current()
        if self._index is None or version != self._index.version:
            with self._lock:
                if self._index is None or version != self._index.version:
                    self._index = self._open()
        return self._index

    def _open(self) -> SearchIndex:
        try:
            return open_current(self.settings)
        except VersionError:
            if self._index is None:
                raise
            return self._index

    def whitelist(self) -> Whitelist:
        """The present whitelist: a removed source counts from the next question on."""
        if sources.revision(self.engine) != self._whitelist.revision:
            self._whitelist = sources.load(self.engine)[1]
        return self._whitelist

    def ask(self, data: object, keep: bool = True) -> tuple[dict[str, Any], Evidence]:
        """The API's answer to a request body, and the evidence. Raises BadQuestion, VersionError."""
        question = receive(data, self.settings)
        index = self.index()
        outcome, evidence = pipeline.answer(
            question, index, self.whitelist(), self.decision, self.settings.answer.see_also
        )
        response = self._response(outcome, question.language, index.version)
        if keep:
            record(self.engine, response, question.text)
        return response, evidence

    def _response(self, outcome: Outcome, language: str, version: str) -> dict[str, Any]:
        here = self.settings.municipality
        sentences = texts(language)
        response: dict[str, Any] = {
            "id": secrets.token_urlsafe(16),
            "outcome": "",
            "reason": None,
            "language": language,
            "message": "",
            "citations": [],
            "see_also": [],
            "choices": [],
            "contact": {"phone": here.phone, "url": here.contact_url, "text": sentences["contact"]},
            "index_version": version,
        }
        response |= _parts(outcome, sentences)
        return response


def _parts(outcome: Outcome, sentences: dict[str, str]) -> dict[str, Any]:
    if isinstance(outcome, Answer):
        return {
            "outcome": "answer",
            "message": sentences["answer"],
            "see_also": [link.__dict__ for link in outcome.see_also],
            "citations": [citation.as_json() for citation in outcome.citations],
        }
    if isinstance(outcome, Clarify):
        choices = [{"label": label, "question": question} for label, question in outcome.choices]
        return {"outcome": "clarify", "message": sentences["clarify"], "choices": choices}
    if isinstance(outcome, Decline):
        return {
            "outcome": "decline",
            "reason": outcome.reason,
            "message": sentences[outcome.reason],
            "see_also": [link.__dict__ for link in outcome.see_also],
        }
    return _redirected(outcome, sentences)


def _redirected(outcome: Redirected, sentences: dict[str, str]) -> dict[str, Any]:
    where = outcome.to
    name = f"{where.name} ({where.phone})" if where.phone else where.name
    sentence = sentences["urgent" if outcome.outcome == "urgent" else "other_authority"]
    return {
        "outcome": outcome.outcome,
        "reason": "other_authority" if outcome.outcome == "signpost" else None,
        "message": f"{sentence} {name}.",
        "see_also": [{"url": where.url, "title": where.name}] if where.url else [],
    }
