"""Fetch what is listed and due; keep its text and its state; touch nothing else."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

from config.settings import Settings
from crawler import sitemaps
from crawler.extract import extract
from crawler.pages import PageStore
from crawler.report import Report
from crawler.whitelist import CrawlerError, Source, Verdict, Whitelist, normalise

REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
MAX_REDIRECTS = 5  # as many as a sane site needs
DEFAULT_MAX_AGE_DAYS = 1  # a source without max_age_days is looked at daily
SITEMAP = {"sitemap": True, "dont_redirect": True}  # told to the guard: no page, and never kept
META_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.I)
NOINDEX = re.compile(r"\b(noindex|none)\b", re.I)

Progress = Callable[[str], None]


class CrawlFailed(CrawlerError):
    """The crawl found nothing; what was kept before still stands."""


class ListedSpider(scrapy.Spider):  # type: ignore[misc]  # Scrapy is untyped
    """Fetches listed pages, follows listed links, and records a state for each."""

    name = "guus"
    handle_httpstatus_all = True

    def __init__(
        self, whitelist: Whitelist, store: PageStore, settings: Settings, everything: bool, progress: Progress
    ) -> None:
        super().__init__()
        self.whitelist, self.store, self.options = whitelist, store, settings
        self.report, self.progress = Report(), progress
        self._seen: set[str] = set()
        self._refused: set[str] = set()
        self._per_source: Counter[str] = Counter()
        self._sitemaps: Counter[str] = Counter()
        self._checked = {} if everything else store.checked()

    async def start(self) -> AsyncIterator[Request]:
        for source in self.whitelist.sources:
            if source.action == "allow":
                for request in self._requests(source.url):
                    yield request
        for url in list(self._checked):
            for request in self._requests(url):
                yield request
        for origin in sitemaps.hosts_with_sitemaps(self.whitelist):
            yield Request(f"{origin}/robots.txt", self.robots, meta=SITEMAP, errback=self.no_sitemap, dont_filter=True)

    def robots(self, response: Response) -> Iterator[Request]:
        for url in sitemaps.from_robots(response):
            yield self._sitemap(url)

    def sitemap(self, response: Response) -> Iterator[Request]:
        origin = normalise(response.url).origin
        for is_sitemap, url in sitemaps.entries(response):
            if not is_sitemap:
                yield from self._requests(url)
            elif url not in self._seen and self._sitemaps[origin] < sitemaps.MAX_SITEMAPS:
                self._sitemaps[origin] += 1
                self._seen.add(url)
                yield self._sitemap(url)

    def _sitemap(self, url: str) -> Request:
        return Request(url, self.sitemap, meta=SITEMAP, errback=self.no_sitemap, dont_filter=True)

    def no_sitemap(self, failure: Failure) -> None:
        """A host without a sitemap is nothing out of the ordinary."""

    def _requests(self, url: str, hops: int = 0, via: str = "") -> Iterator[Request]:
        verdict = self.whitelist.check(url)
        if not verdict.allowed or verdict.source is None:
            self._refuse(verdict.url or url, verdict.reason)
            return
        if verdict.url in self._seen or not self._due(verdict) or not self._within_limits(verdict, verdict.source):
            return
        self._seen.add(verdict.url)
        known = self.store.validators(verdict.url)
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        yield Request(
            verdict.url,
            headers={name: value for name, value in headers.items() if value},
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            meta={"dont_redirect": True, "hops": hops, "via": via},
        )

    def _due(self, verdict: Verdict) -> bool:
        checked = self._checked.get(verdict.url)
        days = (verdict.source and verdict.source.max_age_days) or DEFAULT_MAX_AGE_DAYS
        return checked is None or datetime.now(UTC).replace(tzinfo=None) - checked >= timedelta(days=days)

    def _within_limits(self, verdict: Verdict, source: Source) -> bool:
        limits = self.options.crawler
        if verdict.url.count("/") - 2 > limits.max_url_depth:
            self._refuse(verdict.url, "the path is too deep: this looks like a trap")
            return False
        self._per_source[source.url] += 1
        if self._per_source[source.url] > limits.max_pages_per_source:
            self._refuse(verdict.url, "the source has more pages than max_pages_per_source")
            return False
        return True

    def _refuse(self, url: str, reason: str) -> None:
        if url not in self._refused:
            self._refused.add(url)
            self.report.add("refused", url, reason)

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        url = response.request.url
        if response.status in REDIRECTS:
            yield from self._moved(response, response.urljoin(response.headers.get("Location", b"").decode("latin-1")))
        elif response.status == 304:
            self.store.confirm(url)
            self._record("unchanged", url)
        elif response.status in GONE:
            self._mark("gone", url, f"the site says the page is gone ({response.status})")
        elif response.status in (401, 403):
            self._mark("excluded", url, f"the page asks for a login or forbids access ({response.status})")
        elif response.status != 200:
            self._mark("failing", url, f"the site answered with {response.status}")
        elif not isinstance(response, HtmlResponse):
            self._mark("excluded", url, "this is not an HTML page")
        else:
            yield from self._page(response)

    def _moved(self, response: Response, target: str) -> Iterator[Request]:
        hops = response.meta["hops"] + 1
        if hops > MAX_REDIRECTS:
            self._mark("failing", response.request.url, "redirects without end")
            return
        self._mark("moved", response.request.url, f"redirects to {target}")
        yield from self._requests(target, hops, response.request.url)

    def _page(self, response: HtmlResponse) -> Iterator[Request]:
        url = response.request.url
        refresh = META_REFRESH.match(
            response.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content").get("")
            or response.headers.get("Refresh", b"").decode("latin-1")
        )
        if refresh:
            yield from self._moved(response, response.urljoin(refresh[1]))
            return
        canonical = response.xpath("//link[@rel='canonical']/@href").get()
        if canonical and (other := self.whitelist.check(response.urljoin(canonical))).url.rstrip("/") != url.rstrip(
            "/"
        ):
            self._mark(
                "excluded",
                url,
                "its canonical URL is another page" if other.allowed else "its canonical URL is not on the list",
            )
            if other.allowed:
                yield from self._requests(other.url)
            return
        yield from self._links(response)
        robots = " ".join(response.xpath("//meta[translate(@name,'ROBTS','robts')='robots']/@content").getall())
        if NOINDEX.search(robots + " " + response.headers.get("X-Robots-Tag", b"").decode("latin-1")):
            self._mark("excluded", url, "the page asks not to be indexed")
        else:
            self._keep(response)

    def _links(self, response: HtmlResponse) -> Iterator[Request]:
        for href in response.xpath("//a/@href").getall():
            if not href.strip().lower().startswith(("#", "mailto:", "tel:", "javascript:", "data:")):
                try:
                    target = response.urljoin(href.strip())
                except ValueError:
                    continue
                yield from self._requests(target)

    def _keep(self, response: HtmlResponse) -> None:
        url = response.request.url
        try:
            page = extract(response.text, url)
        except ValueError as problem:
            self._mark("excluded", url, str(problem))
            return
        if not page.text():
            self._mark("excluded", url, "the page has no text (perhaps only with JavaScript)")
            return
        header = {name: response.headers.get(name, b"").decode("latin-1") or None for name in ("ETag", "Last-Modified")}
        self._record(self.store.keep(page, header["ETag"], header["Last-Modified"]), url)

    def failed(self, failure: Failure) -> None:
        """A request that gave no response."""
        reason = failure.getErrorMessage() or failure.type.__name__
        request = failure.request
        if failure.check(scrapy.exceptions.IgnoreRequest):
            self._mark("excluded", request.url, "robots.txt forbids it" if "robots" in reason.lower() else reason)
        else:
            self._mark("failing", request.url, f"not reached: {reason}")

    def _mark(self, state: Any, url: str, reason: str) -> None:
        self.store.mark(url, state, reason)
        self._record(state, url, reason)

    def _record(self, state: str, url: str, reason: str = "") -> None:
        self.report.add(state, url, reason)
        self.progress(url)


def crawl(whitelist: Whitelist, store: PageStore, settings: Settings, everything: bool, progress: Progress) -> Report:
    """Fetch what is due (or everything) and return the report. One crawl per process.

    Raises CrawlFailed when there is nothing to crawl or nothing was found at all.
    """
    if not any(source.action == "allow" for source in whitelist.sources):
        raise CrawlFailed("The whitelist is empty; import one with 'guus whitelist import FILE'.")
    process = CrawlerProcess(_scrapy_settings(settings))
    crawler = process.create_crawler(ListedSpider)
    process.crawl(
        crawler, whitelist=whitelist, store=store, settings=settings, everything=everything, progress=progress
    )
    process.start()
    spider = crawler.spider
    if spider is None:
        raise CrawlFailed("The crawl could not start; see the log.")
    report: Report = spider.report
    if sum(report.counts[state] for state in ("failing", "excluded", "gone", "moved")) and not report.found:
        first = next(iter(report.examples.items()))
        raise CrawlFailed(
            f"The crawl found no page with text ({first[0][1]}: {first[1][0]}); the index stays as it was."
        )
    return report


def _scrapy_settings(settings: Settings) -> dict[str, Any]:
    options = settings.crawler
    agent = f"{options.user_agent} (+{options.contact})" if options.contact else options.user_agent
    return {
        "USER_AGENT": agent,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": options.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.concurrent_requests,
        "AUTOTHROTTLE_ENABLED": options.delay_seconds > 0,
        "DOWNLOAD_TIMEOUT": options.timeout_seconds,
        "DOWNLOAD_MAXSIZE": options.max_page_bytes,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "RETRY_TIMES": 2,
        "DNS_RESOLVER": "crawler.guards.PublicResolver",
        "DOWNLOADER_MIDDLEWARES": {"crawler.guards.WhitelistGuard": 1},  # nearest to the engine
        "PRIVATE_HOSTS": options.private_hosts,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }
