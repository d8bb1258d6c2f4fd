import gzip

from scrapy.http import Response

from crawler.sitemaps import entries, from_robots, hosts_with_sitemaps
from crawler.whitelist import Source, Whitelist

URL = "https://a.nl/sitemap.xml"
XML = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.nl/x</loc></url></urlset>'


def test_a_sitemap_is_read_also_when_packed() -> None:
    assert list(entries(Response(URL, body=XML))) == [(False, "https://a.nl/x")]
    assert list(entries(Response(URL, body=gzip.compress(XML)))) == [(False, "https://a.nl/x")]


def test_what_is_no_sitemap_yields_nothing() -> None:
    for body in (b"", b"<html>niets", gzip.compress(XML)[:20], b"\x1f\x8brommel"):
        assert list(entries(Response(URL, body=body))) == []
    assert list(entries(Response(URL, status=404, body=XML))) == []


def test_robots_may_name_sitemaps_on_its_own_host_only() -> None:
    robots = b"Sitemap: https://evil.nl/s.xml\nSitemap: /kaart.xml\n"
    assert from_robots(Response("https://a.nl/robots.txt", body=robots)) == ["https://a.nl/kaart.xml"]


def test_only_hosts_with_more_than_pages_are_asked() -> None:
    listed = Whitelist((Source("https://a.nl/x", "page"), Source("https://b.nl/y", "section")))
    assert hosts_with_sitemaps(listed) == ["https://b.nl"]
