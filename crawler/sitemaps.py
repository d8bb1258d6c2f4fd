"""Where a site says that its pages are: sitemaps, and sitemaps of sitemaps, of listed hosts only."""

import gzip
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.etree import LxmlError
from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap, sitemap_urls_from_robots

from crawler.whitelist import Whitelist, normalise

MAX_SITEMAPS = 100  # per host; an index that goes on longer is a trap
MAX_SITEMAP_BYTES = 50_000_000  # unpacked, as the sitemap protocol allows (sitemaps.org)
GZIP = b"\x1f\x8b"


def hosts_with_sitemaps(whitelist: Whitelist) -> list[str]:
    """The origins of which more than single pages are listed: only there a sitemap can add something."""
    wide = [s.url for s in whitelist.sources if s.action == "allow" and s.scope != "page"]
    return sorted({normalise(url).origin for url in wide})


def from_robots(response: Response) -> list[str]:
    """The sitemaps that robots.txt names on this very origin, or the customary one."""
    origin = normalise(response.url).origin
    named = list(sitemap_urls_from_robots(response.body, base_url=response.url)) if response.status == 200 else []
    return [url for url in named if url.startswith(origin + "/")] or [urljoin(response.url, "/sitemap.xml")]


def entries(response: Response) -> Iterator[tuple[bool, str]]:
    """(it is another sitemap, URL) of each entry; nothing when this is no sitemap."""
    if response.status != 200:
        return
    try:
        sitemap = Sitemap(_unpacked(response.body))
        for entry in sitemap:
            if entry.get("loc"):
                yield sitemap.type == "sitemapindex", urljoin(response.url, entry["loc"].strip())
    except (ValueError, OSError, zlib.error, LxmlError):
        return  # what was read before the fault still counts


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    text = unpacker.decompress(body, MAX_SITEMAP_BYTES)
    if unpacker.unconsumed_tail:
        raise gzip.BadGzipFile("too large unpacked")
    return text
