"""One engine for sqlite:/// (default) and postgresql+psycopg://."""

from functools import cache

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from config.settings import Settings

metadata = MetaData()

BUSY_MILLISECONDS = 10_000  # a writer waits for another one, instead of failing


def engine_for(settings: Settings) -> Engine:
    """The engine of these settings; the tables are made where they are missing."""
    url = settings.database_url
    if not url:
        settings.data.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{settings.data.resolve() / 'guus.db'}"
    return _engine(url)


@cache
def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    metadata.create_all(engine)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # an accepted record survives a power cut
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()
