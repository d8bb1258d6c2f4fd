"""Last step: from a hit to a citation, with a link to the very words."""

from urllib.parse import quote

from bot.answering.outcomes import Citation
from crawler.pages import Block
from crawler.whitelist import Whitelist
from index.search import Hit

WHOLE, EDGE = 60, 5  # a text of up to 60 characters is named whole; of a longer one the first and last 5 words


def cite(hit: Hit, whitelist: Whitelist) -> Citation:
    """The citation of a passage on a listed page."""
    passage = hit.passage
    source = whitelist.check(passage.url).source
    return Citation(
        passage.blocks,
        passage.url,
        deep_link(passage.url, passage.anchor, passage.blocks),
        passage.title,
        passage.heading_path,
        passage.fetched_at,
        passage.modified_at,
        source.owner if source else "",
    )


def deep_link(url: str, anchor: str, blocks: tuple[Block, ...]) -> str:
    """The URL with the heading's anchor and a text fragment (WICG scroll-to-text-fragment)."""
    text = next((piece for block in blocks for piece in block.pieces() if len(piece) > 2), "")
    found = text.split()
    parts = (
        [text] if len(text) <= WHOLE or len(found) <= 2 * EDGE else [" ".join(found[:EDGE]), " ".join(found[-EDGE:])]
    )
    fragment = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{url}#{quote(anchor, safe='')}" + (f":~:text={fragment}" if fragment else "")
