"""The widget in a real browser, on a page of the demo municipality."""

import gzip
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.web import create_app
from demo.site import create_site
from tests.conftest import ROOT, TOWN, Town

FILE = ROOT / "widget" / "guus-chat.js"
START_SECONDS = 1200  # crawling, training and indexing on two busy cores
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(town: Town, serve: Any) -> Iterator[str]:
    """A page of a municipality's site with the widget on it."""
    monkeypatch = pytest.MonkeyPatch()
    settings = town.guus.settings(monkeypatch)
    site = create_site(TOWN)
    site_url = serve(site)
    options = settings.serve.model_copy(update={"allowed_origins": [site_url], "ask_limit": "1000 per minute"})
    guus_url = serve(create_app(settings.model_copy(update={"serve": options})))
    embedded = serve(create_site(TOWN, guus_url))
    options.allowed_origins.append(embedded)
    yield embedded
    monkeypatch.undo()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 390, "height": 800})
    opened.goto(address)
    yield opened
    opened.close()


def ask(page: Page, question: str) -> None:
    if page.locator("guus-chat .launch").is_visible():
        page.locator("guus-chat .launch").click()
    page.locator("guus-chat textarea").fill(question)
    page.locator("guus-chat textarea").press("Enter")


def test_it_weighs_at_most_8_kilobytes_packed() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9)) <= 8 * 1024


def test_it_answers_with_the_municipalitys_words_and_a_link_to_the_place(page: Page) -> None:
    ask(page, "wanneer is het gemeentehuis open")
    expect(page.locator("guus-chat blockquote").first).to_be_visible(timeout=15000)
    assert "/openingstijden" in (page.locator("guus-chat .told a").first.get_attribute("href") or "")
    expect(page.locator("guus-chat textarea")).to_be_focused()


def test_it_declines_honestly_and_offers_a_person(page: Page) -> None:
    ask(page, "wie wint het WK")
    expect(page.locator("guus-chat .told")).to_contain_text("14 0999", timeout=15000)
    assert page.locator("guus-chat blockquote").count() == 0


def test_nothing_is_sent_or_stored_before_the_first_question_and_never_to_others(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator("guus-chat .launch").click()
    page.wait_for_timeout(300)
    assert not any("/api/" in url for url in asked)
    ask(page, "openingstijden")
    expect(page.locator("guus-chat .told")).to_be_visible(timeout=15000)
    assert all(url.startswith("http://127.0.0.1:") for url in asked)
    assert context.cookies() == [] and page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_personal_data_is_noticed_before_it_is_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    ask(page, "mijn bsn is 111222333 waar is mijn pas")
    expect(page.get_by_text("persoonlijk gegeven")).to_be_visible()
    assert not any("111222333" in data for data in sent)
    page.get_by_text("Weglaten en vragen").click()
    expect(page.locator("guus-chat .told").last).to_be_visible(timeout=15000)
    assert not any("111222333" in data for data in sent) and any("waar is mijn pas" in data for data in sent)


def test_it_works_by_keyboard_and_gives_the_focus_back(page: Page) -> None:
    page.locator("guus-chat .launch").focus()
    page.keyboard.press("Enter")
    expect(page.locator("guus-chat textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("guus-chat .launch")).to_be_focused()


def test_arabic_runs_from_right_to_left(page: Page) -> None:
    page.locator("guus-chat .launch").click()
    page.locator("guus-chat select").select_option("ar")
    assert page.locator("guus-chat .panel").get_attribute("dir") == "rtl"


def test_at_400_percent_nothing_scrolls_sideways(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto(address)
    ask(page, "wat kost een paspoort")
    expect(page.locator("guus-chat .told")).to_be_visible(timeout=15000)
    panel = page.locator("guus-chat .panel")
    assert panel.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.close()


def test_a_lost_connection_keeps_the_question(page: Page) -> None:
    page.route("**/api/v1/ask", lambda route: route.abort())
    ask(page, "wat kost een paspoort")
    expect(page.get_by_text("geen verbinding")).to_be_visible(timeout=15000)
    assert page.locator("guus-chat textarea").input_value() == "wat kost een paspoort"


def test_the_deep_link_brings_the_reader_to_the_quoted_words(page: Page, browser: Any) -> None:
    ask(page, "ik ben mijn roze pasje kwijt")
    link = page.locator("guus-chat .told a").first
    expect(link).to_be_visible(timeout=15000)
    target = browser.new_page(viewport={"width": 1000, "height": 500})
    target.goto(link.get_attribute("href"))
    target.wait_for_timeout(500)
    assert target.evaluate("window.scrollY") > 0
    target.close()


def test_the_whole_demo_starts_and_serves(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "PORT": "8917", "SITE_PORT": "8918", "GUUS_DATA": str(tmp_path)}
    demo = subprocess.Popen([sys.executable, "demo/run.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(START_SECONDS):
            try:
                assert urlopen("http://127.0.0.1:8917/readyz").status == 200
                break
            except OSError:
                time.sleep(1)
        else:
            pytest.fail("the demo did not start")
        assert b"guus-chat" in urlopen("http://127.0.0.1:8918/").read()
    finally:
        demo.terminate()
        demo.wait(30)
