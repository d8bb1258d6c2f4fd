"""Write and read receipts and questions; purge what is past its time."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from bot.store.redact import redact
from bot.store.tables import questions, receipts
from config.settings import Settings

UNANSWERED = ("decline", "clarify", "signpost")


def record(engine: Engine, response: dict[str, Any], question: str) -> None:
    """Keep the receipt, and the redacted question when it got no answer."""
    now = _now()
    with engine.begin() as connection:
        content = json.dumps(response, ensure_ascii=False)
        connection.execute(insert(receipts).values(id=response["id"], created_at=now, answer=content))
        if response["outcome"] in UNANSWERED:
            connection.execute(
                insert(questions).values(
                    id=response["id"],
                    created_at=now,
                    question=redact(question),
                    language=response["language"],
                    outcome=response["outcome"],
                    reason=response["reason"],
                    index_version=response["index_version"],
                )
            )


def receipt(engine: Engine, identity: str) -> dict[str, Any] | None:
    """What was answered under this receipt, or None."""
    with engine.connect() as connection:
        found = connection.scalar(select(receipts.c.answer).where(receipts.c.id == identity))
    return json.loads(found) if found else None


def unanswered(engine: Engine) -> list[dict[str, Any]]:
    """The redacted questions without an answer, newest first."""
    with engine.connect() as connection:
        rows = connection.execute(select(questions).order_by(questions.c.created_at.desc())).mappings()
        return [{**row, "created_at": row["created_at"].isoformat() + "Z"} for row in rows]


def purge(engine: Engine, settings: Settings) -> dict[str, int]:
    """Erase what is past its time; returns how many of each kind."""
    kinds = {"questions": (questions, settings.keep.question_days), "receipts": (receipts, settings.keep.receipt_days)}
    with engine.begin() as connection:
        return {
            name: connection.execute(delete(table).where(table.c.created_at < _now() - timedelta(days=days))).rowcount
            for name, (table, days) in kinds.items()
        }


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
