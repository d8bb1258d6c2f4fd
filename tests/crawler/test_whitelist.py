import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.whitelist import Source, Whitelist

LIST = Whitelist(
    (
        Source("https://www.voorbeeld.nl/producten/", "section"),
        Source("https://www.voorbeeld.nl/producten/oud/", "section", "deny"),
        Source("https://www.voorbeeld.nl/producten/oud/toch", "page"),
        Source("https://www.voorbeeld.nl/zoek", "page", query="keep"),
    )
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.voorbeeld.nl/producten",
        "https://www.voorbeeld.nl/producten/paspoort/",
        "HTTPS://WWW.VOORBEELD.NL:443/producten/paspoort#kosten",
        "https://www.voorbeeld.nl/producten/%70aspoort?utm_source=x",
        "https://www.voorbeeld.nl/producten/oud/toch/",
        "https://www.voorbeeld.nl/zoek?term=afval",
        "https://www.voorbeeld.nl/x/../producten/paspoort",
    ],
)
def test_listed_pages_are_allowed_however_they_are_written(url: str) -> None:
    assert LIST.check(url).allowed


@pytest.mark.parametrize(
    "url",
    [
        "https://www.voorbeeld.nl/",
        "https://www.voorbeeld.nl/productenoud",
        "https://www.voorbeeld.nl/producten/oud/weg",
        "https://www.voorbeeld.nl/producten/../geheim",
        "https://www.voorbeeld.nl/producten/%2e%2e/geheim",
        "https://www.voorbeeld.nl/producten/%252e%252e/geheim",
        "https://www.voorbeeld.nl/producten/..%2fgeheim",
        "https://www.voorbeeld.nl/producten/..\\geheim",
        "https://www.voorbeeld.nl/producten/%5c..%5cgeheim",
        "http://www.voorbeeld.nl/producten/paspoort",
        "https://voorbeeld.nl/producten/paspoort",
        "https://sub.www.voorbeeld.nl/producten/paspoort",
        "https://www.voorbeeld.nl.evil.nl/producten/paspoort",
        "https://www.voorbeeld.nl@evil.nl/producten/paspoort",
        "https://user:secret@www.voorbeeld.nl/producten/paspoort",
        "https://www.voorbeeld.nl./producten/paspoort",
        "https://www.voorbeeld.nl:8443/producten/paspoort",
        "https://www.vооrbeeld.nl/producten/paspoort",
        "//evil.nl/producten/paspoort",
        "https://www.voorbeeld.nl/producten/paspoort?debug=1",
        "ftp://www.voorbeeld.nl/producten/paspoort",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        "https://www.voorbeeld.nl/producten/" + "a" * 3000,
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    assert not LIST.check(url).allowed


def test_an_empty_list_allows_nothing() -> None:
    assert not Whitelist().check("https://www.voorbeeld.nl/").allowed


def test_a_page_source_may_repeat_a_site_source_that_is_denied() -> None:
    both = Whitelist((Source("https://a.nl/", "site"), Source("https://a.nl/", "page", "deny")))
    assert both.check("https://a.nl/x").allowed and not both.check("https://a.nl/").allowed


@given(st.text(max_size=60))
def test_no_text_makes_the_check_fail_open_or_raise(tail: str) -> None:
    verdict = LIST.check("https://www.voorbeeld.nl/producten/" + tail)
    if verdict.allowed:
        assert verdict.url.startswith("https://www.voorbeeld.nl/producten")
        assert ".." not in verdict.url.split("/")


@given(st.text(alphabet="ab/.%2eE5cf\\?#@:", max_size=30))
def test_what_is_allowed_is_allowed_again_in_its_normal_form(tail: str) -> None:
    verdict = LIST.check("https://www.voorbeeld.nl/producten/" + tail)
    if verdict.allowed:
        assert LIST.check(verdict.url).url == verdict.url
