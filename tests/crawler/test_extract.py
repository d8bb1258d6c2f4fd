import pytest

from crawler.extract import extract

URL = "https://www.voorbeeld.nl/paspoort"
PAGE = """<html lang="nl"><head><title>Paspoort - Gemeente</title></head><body>
<nav><a href="/">Home</a> Menu</nav><div class="cookie-consent">Wij plaatsen cookies.</div>
<main><h1>Paspoort</h1><p>U komt <b>zelf</b> langs.</p>
<h2 id="kosten">Kosten</h2>
<table><tr><th>Soort</th><th>Prijs</th></tr><tr><td>Volwassene</td><td>€ 88,65</td></tr></table>
<details><summary>Paspoort kwijt</summary><p>Doe aangifte.</p><ul><li>een</li><li>twee</li></ul></details>
<p hidden>Verborgen een</p><p style="display: none">Verborgen twee</p><p aria-hidden="true">Verborgen drie</p>
<script>var x = "Verborgen vier"</script></main>
<footer>Bel ons: 14 0000</footer></body></html>"""


def test_headings_anchors_lists_tables_and_details_survive() -> None:
    page = extract(PAGE, URL)
    assert page.title == "Paspoort" and page.language == "nl"
    paths = {section.heading_path: section for section in page.sections}
    assert paths[("Kosten",)].anchor == "kosten"
    assert paths[("Kosten",)].blocks[0].rows == (("Volwassene", "€ 88,65"),)
    assert paths[("Kosten",)].blocks[0].head == ("Soort", "Prijs")
    details = next(section for path, section in paths.items() if path[-1:] == ("Paspoort kwijt",))
    assert [block.type for block in details.blocks] == ["paragraph", "list"]


@pytest.mark.parametrize("absent", ["Menu", "cookies", "14 0000", "Verborgen"])
def test_chrome_and_hidden_text_stay_out(absent: str) -> None:
    assert absent not in extract(PAGE, URL).text()


def test_text_is_one_line_per_piece_with_plain_spaces() -> None:
    assert "U komt zelf langs." in extract(PAGE, URL).text().split("\n")


@pytest.mark.parametrize("broken", ["", "<", "\x00\x01", "<p>los", "<table><tr><td>", "<div>" * 2000 + "diep"])
def test_broken_markup_gives_a_page_or_a_clear_refusal(broken: str) -> None:
    try:
        extract(broken, URL)
    except ValueError as problem:
        assert str(problem)


@pytest.mark.parametrize("scheme", ["alfa", "bravo", "charlie"])
def test_a_real_pages_mess_stays_out_of_every_template(scheme: str) -> None:
    from demo.site import create_site
    from tests.conftest import TOWN

    client = create_site(TOWN).test_client()
    pages = {p.stem: p for p in (TOWN / "pages").glob("*.html") if f"template: {scheme}" in p.read_text("utf-8")}
    path = sorted(pages)[0]
    text = extract(client.get(f"/{path}").get_data(as_text=True), f"http://x.nl/{path}").text()
    assert len(text) > 200
    for chrome in ("Kruimelpad", "cookies", "Nieuwsbrief", "Delen via", "gevonden wat u zocht", "Werken bij"):
        assert chrome not in text
