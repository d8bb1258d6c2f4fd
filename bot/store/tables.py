"""The tables of the bot: receipts of what was answered, and redacted questions that got no answer."""

from sqlalchemy import Column, DateTime, String, Table, Text

from config.database import metadata

receipts = Table(
    "receipts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("answer", Text, nullable=False),  # what was answered, never what was asked
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("question", Text, nullable=False),  # redacted
    Column("language", String(5), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(30)),
    Column("index_version", String(40), nullable=False),
)
