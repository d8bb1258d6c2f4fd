"""A page as it was read, and how pages are kept with their state."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Engine, insert, select, update

from crawler.tables import pages

State = Literal["fetched", "changed", "unchanged", "moved", "gone", "failing", "excluded"]
SERVED: tuple[State, ...] = ("fetched", "changed", "unchanged", "failing")  # failing: the last good text


@dataclass(frozen=True)
class Block:
    """A paragraph (`text`), a list (`items`) or a table (`head`, `rows`)."""

    type: Literal["paragraph", "list", "table"]
    text: str = ""
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The block as the API shows it."""
        if self.type == "paragraph":
            return {"type": "paragraph", "text": self.text}
        if self.type == "list":
            return {"type": "list", "items": list(self.items)}
        return {"type": "table", "head": list(self.head), "rows": [list(row) for row in self.rows]}

    def pieces(self) -> Iterator[str]:
        """Each literal text of the block."""
        yield from filter(None, (self.text, *self.items, *self.head))
        for row in self.rows:
            yield from filter(None, row)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Block":
        """The inverse of `as_json`."""
        rows = tuple(tuple(row) for row in data.get("rows", ()))
        return cls(data["type"], data.get("text", ""), tuple(data.get("items", ())), tuple(data.get("head", ())), rows)


@dataclass(frozen=True)
class Section:
    """A heading path below the title, its anchor if it has one, and its blocks."""

    heading_path: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """One fetched document."""

    url: str
    title: str
    language: str
    sections: tuple[Section, ...]
    modified_at: str | None = None
    product: str = ""

    def text(self) -> str:
        """All literal texts, one per line: what quotes are checked against."""
        return "\n".join(piece for s in self.sections for block in s.blocks for piece in block.pieces())

    def content_hash(self) -> str:
        """A hash over the main content: a changed menu is no change."""
        return hashlib.sha256(self.dumps().encode()).hexdigest()

    def dumps(self) -> str:
        """The page as JSON."""
        data = asdict(self)
        for stored, section in zip(data["sections"], self.sections, strict=True):
            stored["blocks"] = [block.as_json() for block in section.blocks]
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    @classmethod
    def loads(cls, text: str) -> "Page":
        """The inverse of `dumps`."""
        data = json.loads(text)
        data["sections"] = tuple(
            Section(tuple(s["heading_path"]), s["anchor"], tuple(Block.from_json(b) for b in s["blocks"]))
            for s in data["sections"]
        )
        return cls(**data)


@dataclass(frozen=True)
class StoredPage:
    """A page with what the crawler knows of it."""

    page: Page
    state: State
    content_hash: str
    fetched_at: datetime


@dataclass(frozen=True)
class Validators:
    """What a conditional request sends along."""

    etag: str | None
    last_modified: str | None


class PageStore:
    """The pages table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, page: Page, etag: str | None, last_modified: str | None) -> State:
        """Store a page that was fetched; returns whether it is new, changed or unchanged."""
        known = self._row(page.url)
        digest = page.content_hash()
        state: State = "fetched" if known is None or known.content is None else "changed"
        if known is not None and known.content_hash == digest:
            state = "unchanged"
        self._write(
            page.url,
            state=state,
            reason="",
            content=page.dumps(),
            content_hash=digest,
            etag=etag,
            last_modified=last_modified,
            fetched_at=_now(),
            checked_at=_now(),
        )
        return state

    def confirm(self, url: str) -> None:
        """The server says that the page did not change."""
        self._write(url, state="unchanged", reason="", fetched_at=_now(), checked_at=_now())

    def mark(self, url: str, state: State, reason: str) -> None:
        """A page that gave no text this time; what was kept before stays for `failing`."""
        if state == "failing":
            self._write(url, state=state, reason=reason, checked_at=_now())
        else:
            self._write(
                url,
                state=state,
                reason=reason,
                content=None,
                content_hash=None,
                etag=None,
                last_modified=None,
                checked_at=_now(),
            )

    def validators(self, url: str) -> Validators:
        """ETag and Last-Modified of what is kept; empty when nothing is."""
        row = self._row(url)
        if row is None or row.content is None:
            return Validators(None, None)
        return Validators(row.etag, row.last_modified)

    def checked(self) -> dict[str, datetime]:
        """When each known page was last looked at."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(pages.c.url, pages.c.checked_at).where(pages.c.checked_at.is_not(None)))
            return {row.url: row.checked_at for row in rows}

    def served(self) -> Iterator[StoredPage]:
        """All pages that have text, in the order of their URL."""
        query = select(pages).where(pages.c.content.is_not(None), pages.c.state.in_(SERVED)).order_by(pages.c.url)
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                yield StoredPage(Page.loads(row.content), row.state, row.content_hash, row.fetched_at)

    def _row(self, url: str) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(select(pages).where(pages.c.url == url)).first()

    def _write(self, url: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            changed = connection.execute(update(pages).where(pages.c.url == url).values(**values))
            if not changed.rowcount:
                connection.execute(insert(pages).values(url=url, **values))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
