"""The tables of the crawler: whitelist revisions and pages."""

from sqlalchemy import Column, DateTime, Integer, String, Table, Text

from config.database import metadata

revisions = Table(
    "whitelist_revisions",
    metadata,
    Column("revision", Integer, primary_key=True),
    Column("created_at", DateTime, nullable=False),
    Column("author", String(200), nullable=False),
    Column("content", Text, nullable=False),  # the whitelist file: a revision is restored as it was
)

pages = Table(
    "pages",
    metadata,
    Column("url", String(2048), primary_key=True),
    Column("state", String(20), nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("content", Text),  # the Page as JSON; the last good one stays when fetching fails
    Column("content_hash", String(64)),
    Column("etag", String(300)),
    Column("last_modified", String(100)),
    Column("fetched_at", DateTime),  # when this content was last confirmed
    Column("checked_at", DateTime),
)
