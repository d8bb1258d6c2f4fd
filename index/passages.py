"""Page to passages: whole sections, or parts of long ones, never cut inside a list or table row."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.pages import Block, Page, Section, StoredPage
from crawler.whitelist import Whitelist

MAX_CHARS = 1600  # some 250 words: what a resident reads on a phone
CHROME_SHARE, CHROME_PAGES = 0.5, 8  # a block on half of the pages, and on at least eight, is chrome


@dataclass(frozen=True)
class Passage:
    """What is indexed and quoted."""

    url: str
    title: str
    heading_path: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]
    product: str
    fetched_at: str
    modified_at: str | None
    language: str

    def text(self) -> str:
        """The literal texts; the heading path helps retrieval and is no part of it."""
        return "\n".join(piece for block in self.blocks for piece in block.pieces())

    def whole_text(self) -> str:
        """What the encoder reads: the title, product and heading path too."""
        return " ".join((self.title, *self.heading_path, self.product, self.text()))

    def as_json(self) -> dict[str, Any]:
        """For the index file."""
        return {**self.__dict__, "blocks": [block.as_json() for block in self.blocks]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Passage":
        """The inverse of `as_json`."""
        data["blocks"] = tuple(Block.from_json(block) for block in data["blocks"])
        data["heading_path"] = tuple(data["heading_path"])
        return cls(**data)


def passages_of(pages: Iterable[StoredPage], whitelist: Whitelist) -> list[Passage]:
    """All passages of the pages that are on the list now."""
    kept = [stored for stored in pages if whitelist.check(stored.page.url).allowed]
    chrome = _repeated([stored.page for stored in kept])
    return [
        passage
        for stored in kept
        for section in stored.page.sections
        for passage in _cut(stored.page, section, stored.fetched_at, chrome)
    ]


def _repeated(pages: list[Page]) -> set[Block]:
    """Blocks that stand on so many pages that they belong to the site and not to a page."""
    counts = Counter(block for page in pages for block in {b for s in page.sections for b in s.blocks})
    floor = max(CHROME_PAGES, CHROME_SHARE * len(pages))
    return {block for block, count in counts.items() if count >= floor}


def _cut(page: Page, section: Section, fetched: datetime, chrome: set[Block]) -> Iterator[Passage]:
    part: list[Block] = []
    size = 0
    for block in (piece for whole in section.blocks if whole not in chrome for piece in _split(whole)):
        length = sum(map(len, block.pieces()))
        if part and size + length > MAX_CHARS:
            yield _passage(page, section, part, fetched)
            part, size = [], 0
        part.append(block)
        size += length
    if part:
        yield _passage(page, section, part, fetched)


def _split(block: Block) -> Iterator[Block]:
    """A table or list that is too long, between its rows or items; the head goes with each part."""
    rows, items = block.rows, block.items
    if sum(map(len, block.pieces())) <= MAX_CHARS or len(rows) + len(items) < 2:
        yield block
        return
    half = (len(rows) + len(items)) // 2
    for part in (slice(0, half), slice(half, None)):
        yield from _split(Block(block.type, items=items[part], head=block.head, rows=rows[part]))


def _passage(page: Page, section: Section, blocks: list[Block], fetched: datetime) -> Passage:
    return Passage(
        page.url,
        page.title,
        section.heading_path,
        section.anchor,
        tuple(blocks),
        page.product,
        fetched.isoformat() + "Z",
        page.modified_at,
        page.language,
    )
