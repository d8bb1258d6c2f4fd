"""The crawler against a real server that plays tricks."""

from collections.abc import Callable

import pytest
from flask import Flask, Response, redirect, request

from tests.conftest import Guus

TEXT = "<p>Dit is een lange genoeg tekst over het onderwerp van deze pagina.</p>"


class Site:
    """A listed section with links, redirects and hints that lead out of it; remembers what was fetched."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.body: dict[str, str] = {}
        self.app = Flask(__name__)
        self.app.before_request(lambda: self.fetched.append(request.full_path.rstrip("?")))
        self.app.add_url_rule("/<path:name>", view_func=self.show)

    def show(self, name: str) -> Response:
        if name == "robots.txt":
            return Response("User-agent: *\nDisallow: /lijst/verboden\n", mimetype="text/plain")
        if name == "lijst/weg":
            return redirect("/geheim")  # type: ignore[return-value]
        if name == "lijst/verhuisd":
            return redirect("/lijst/nieuw")  # type: ignore[return-value]
        found = self.body.get(name)
        return Response(found or "weg", status=200 if found else 404, mimetype="text/html; charset=utf-8")


def page(title: str, extra: str = "", head: str = "") -> str:
    body = f"<main><h1>{title}</h1>{TEXT}{extra}</main>"
    return f"<html lang=nl><head>{head}<title>{title}</title></head><body>{body}</body></html>"


@pytest.fixture
def site() -> Site:
    made = Site()
    links = [
        "/geheim",
        "/lijst/weg",
        "/lijst/verhuisd",
        "/lijst/../geheim",
        "/lijst/%2e%2e/geheim",
        "//evil.example/",
        "/lijst/verboden",
        "/lijst/noindex",
        "/lijst/canoniek",
        "/lijst/vernieuwt",
        "/lijst?dag=1",
        "mailto:a@b.nl",
    ]
    made.body = {
        "lijst": page("Start", "".join(f'<a href="{link}">x</a>' for link in links)),
        "lijst/nieuw": page("Nieuw"),
        "lijst/verboden": page("Verboden"),
        "lijst/noindex": page("Noindex", head='<meta name="robots" content="noindex">'),
        "lijst/canoniek": page("Kopie", head='<link rel="canonical" href="/geheim">'),
        "lijst/vernieuwt": page("Vernieuwt", head='<meta http-equiv="Refresh" content="0; url=/geheim">'),
        "geheim": page("Geheim"),
    }  # fmt: skip
    return made


@pytest.fixture
def listed(site: Site, serve: Callable[[object], str], guus: Guus) -> str:
    address = serve(site.app)
    file = guus.data.parent / "list.yaml"
    file.write_text(f"municipality: X\nsources:\n  - {{url: '{address}/lijst', scope: section}}\n", encoding="utf-8")
    assert guus.run("whitelist", "import", str(file)).returncode == 0
    return address


def test_nothing_unlisted_is_fetched_whatever_a_page_says(site: Site, listed: str, guus: Guus) -> None:
    report = guus.json("crawl", "--all")
    pages = [path for path in site.fetched if path not in ("/robots.txt", "/sitemap.xml")]
    assert pages and all(path.startswith("/lijst") and "?" not in path for path in pages)
    assert "/lijst/verboden" not in pages  # robots.txt
    assert report["fetched"] == 2  # the start, and the new address of the page that moved


def test_unlisted_and_unwanted_pages_are_not_kept(site: Site, listed: str, guus: Guus) -> None:
    guus.run("crawl", "--all")
    assert guus.json("whitelist", "check") == {f"{listed}/lijst": 2}


def test_a_second_crawl_says_what_changed_and_what_is_gone(site: Site, listed: str, guus: Guus) -> None:
    guus.run("crawl", "--all")
    site.body["lijst"] = page("Start", "<p>Er is een alinea bij gekomen.</p><a href='/lijst/verhuisd'>x</a>")
    del site.body["lijst/nieuw"]
    report = guus.json("crawl", "--all")
    assert report["changed"] == 1
    assert guus.json("whitelist", "check") == {f"{listed}/lijst": 1}


def test_a_site_that_gives_nothing_is_a_failure_and_the_index_stays(site: Site, listed: str, guus: Guus) -> None:
    site.body.clear()
    done = guus.run("crawl", "--all")
    assert done.returncode == 1 and "found no page" in done.stderr


def test_a_private_address_is_refused_unless_the_settings_list_it(site: Site, listed: str, guus: Guus) -> None:
    closed = Guus(guus.data, {"GUUS_CRAWLER__DELAY_SECONDS": "0"})
    assert closed.run("crawl", "--all").returncode == 1
    assert not site.fetched


def test_a_crawl_without_whitelist_says_what_to_do(guus: Guus) -> None:
    done = guus.run("crawl")
    assert done.returncode == 1 and "guus whitelist import" in done.stderr
