"""What stands between the crawler and everything that is not on the list or not public."""

import ipaddress
from typing import Any

import ada_url
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.whitelist import Whitelist


class PrivateAddress(DNSLookupError):  # type: ignore[misc]  # Twisted is untyped
    """A host name resolved to a private, loopback or link-local address."""


def is_public(address: str) -> bool:
    """Is this IP address one of the public internet?"""
    found = ipaddress.ip_address(address.strip("[]"))
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global


class PublicResolver(CachingThreadedResolver):  # type: ignore[misc]  # Scrapy is untyped
    """Resolves names and refuses private addresses.

    The connection uses the very answer that was checked here: a second, different DNS answer has no effect.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "PublicResolver":
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.private_hosts = set(crawler.settings.getlist("PRIVATE_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred:  # Twisted's name
        def check(address: str) -> str:
            if name not in self.private_hosts and not is_public(address):
                raise PrivateAddress(f"{name} resolves to the private address {address}")
            return address

        return super().getHostByName(name, timeout).addCallback(check)


class WhitelistGuard:
    """Downloader middleware: no request leaves for a URL that is not on the list."""

    def __init__(self, whitelist: Whitelist, private_hosts: set[str]) -> None:
        self._whitelist = whitelist
        self._origins = {ada_url.URL(source.url).origin for source in whitelist.sources}
        self._private = private_hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WhitelistGuard":
        return cls(crawler.spider.whitelist, set(crawler.settings.getlist("PRIVATE_HOSTS")))

    def process_request(self, request: Request) -> None:
        parsed = ada_url.URL(request.url)
        if self._is_private_literal(parsed.hostname):
            raise IgnoreRequest("the address is on a private network")
        if parsed.origin in self._origins and (parsed.pathname == "/robots.txt" or request.meta.get("sitemap")):
            return  # robots.txt and sitemaps of a listed host: read for manners and for addresses, never kept
        verdict = self._whitelist.check(request.url)
        if not verdict.allowed:
            raise IgnoreRequest(verdict.reason)

    def _is_private_literal(self, host: str) -> bool:
        try:
            return not is_public(host) and host not in self._private
        except ValueError:
            return False  # a name; the resolver checks where it leads
