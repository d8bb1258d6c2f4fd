"""May this URL be used? Pure, and fails closed: no rule, no access."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode

import ada_url

from config.errors import GuusError

Scope = Literal["page", "section", "site"]
Action = Literal["allow", "deny"]

MAX_URL_CHARS = 2048  # longer than any real page; what browsers and servers commonly take
DECODE_ROUNDS = 4  # nobody encodes more often than this by accident
TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl|pk_.*|mtm_.*|phpsessid|jsessionid|sid|sessionid)$", re.I
)


class CrawlerError(GuusError):
    """Base of the errors of this package: RefusedUrl, WhitelistError, CrawlFailed."""


class RefusedUrl(CrawlerError):
    """A URL that is never used, whatever the whitelist says."""


@dataclass(frozen=True)
class Source:
    """One line of the whitelist."""

    url: str
    scope: Scope = "page"
    action: Action = "allow"
    owner: str = ""
    max_age_days: int | None = None
    query: Literal["drop", "keep"] = "drop"
    audience: Literal["public", "staff"] = "public"


@dataclass(frozen=True)
class Address:
    """A normalised URL, split where the whitelist looks."""

    origin: str
    path: str
    query: str

    @property
    def url(self) -> str:
        return self.origin + self.path + (f"?{self.query}" if self.query else "")

    @property
    def key(self) -> str:
        """The path without its trailing slash: both forms are one page."""
        return self.path.rstrip("/")


@dataclass(frozen=True)
class Verdict:
    """May this URL be used, by which source, and why not."""

    allowed: bool
    reason: str
    url: str = ""
    source: Source | None = None


def normalise(url: str) -> Address:
    """The WHATWG-parsed form of `url`, without fragment, tracking and session parameters.

    Raises RefusedUrl for what is no http(s) URL, carries credentials, or hides path
    separators or dot segments behind (repeated) percent encoding.
    """
    if len(url) > MAX_URL_CHARS:
        raise RefusedUrl("the URL is too long")
    try:
        parsed = ada_url.URL(url)
    except ValueError as problem:
        raise RefusedUrl("this is not a URL") from problem
    if parsed.protocol not in ("http:", "https:"):
        raise RefusedUrl("only http and https are used")
    if parsed.username or parsed.password:
        raise RefusedUrl("a URL with a user name is not used")
    if parsed.hostname.endswith("."):
        raise RefusedUrl("a host name does not end in a dot")
    return Address(f"{parsed.protocol}//{parsed.host}", _path(parsed.pathname), _query(parsed.search))


def _path(path: str) -> str:
    decoded = path
    for _ in range(DECODE_ROUNDS):
        again = unquote(decoded, errors="replace")
        if again.count("/") != path.count("/") or "\\" in again or "\x00" in again:
            raise RefusedUrl("the path hides a separator")
        if any(part in (".", "..") for part in again.split("/")):
            raise RefusedUrl("the path hides a dot segment")
        if again == decoded:
            break
        decoded = again
    else:
        raise RefusedUrl("the path is encoded too often")
    path = re.sub(r";jsessionid=[^/]*", "", path, flags=re.I)
    return re.sub(r"%[0-9a-fA-F]{2}", _unreserved, path)


def _unreserved(match: re.Match[str]) -> str:
    """RFC 3986 section 6.2.2: unreserved characters are the same with and without encoding."""
    character = chr(int(match[0][1:], 16))
    return character if re.match(r"[A-Za-z0-9._~-]", character) else match[0].upper()


def _query(search: str) -> str:
    pairs = parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if not TRACKING.match(name)])


@dataclass(frozen=True)
class Whitelist:
    """All sources together. A lookup costs one step per path segment, however many sources there are."""

    sources: tuple[Source, ...] = ()
    revision: int = 0
    _rules: dict[tuple[str, str, str], Source] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for source in self.sources:
            key = rule_key(source)
            if key not in self._rules or source.action == "deny":
                self._rules[key] = source

    def check(self, url: str) -> Verdict:
        """The verdict on `url`; the most specific source wins, and deny wins a tie."""
        try:
            address = normalise(url)
        except RefusedUrl as problem:
            return Verdict(False, str(problem))
        source = self._most_specific(address)
        if source is None:
            return Verdict(False, "not on the list", address.url)
        if source.action == "deny":
            return Verdict(False, f"denied by {source.url}", address.url, source)
        if address.query and source.query != "keep":
            return Verdict(False, "has a query string, and the source does not keep those", address.url, source)
        return Verdict(True, "listed", address.url, source)

    def _most_specific(self, address: Address) -> Source | None:
        page = self._rules.get(("page", address.origin, f"{address.key}?{address.query}"))
        page = page or self._rules.get(("page", address.origin, f"{address.key}?"))
        if page:
            return page
        path = address.key
        while True:
            section = self._rules.get(("section", address.origin, path))
            if section or not path:
                return section or self._rules.get(("site", address.origin, ""))
            path = path.rpartition("/")[0]


def rule_key(source: Source) -> tuple[str, str, str]:
    """Under which key the whitelist finds this source."""
    address = normalise(source.url)
    if source.scope == "page":
        return "page", address.origin, f"{address.key}?{address.query}"
    return source.scope, address.origin, address.key if source.scope == "section" else ""
