from pathlib import Path

import pytest

from config.database import engine_for
from config.settings import Settings, load_settings
from crawler import sources
from crawler.sources import WhitelistError

GOOD = """
municipality: Gemeente Voorbeeld
sources:
  - url: https://www.voorbeeld.nl/producten/
    scope: section
    owner: Burgerzaken
    max_age_days: 7
  - url: https://www.voorbeeld.nl/producten/oud/
    scope: section
    action: deny
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("GUUS_DATA", str(tmp_path))
    return load_settings()


def test_what_is_exported_can_be_imported_again() -> None:
    name, found = sources.parse(GOOD)
    assert sources.parse(sources.render(name, found)) == (name, found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sources: [{url: 'https://a.nl/', colour: red}]", "unknown key 'colour'"),
        ("sources: [{url: 'not a url'}]", "not a URL"),
        ("sources: [{url: 'ftp://a.nl/'}]", "http"),
        ("sources: [{url: 'https://a.nl/'}, {url: 'https://A.nl'}]", "listed twice"),
        ("sources: [{url: 'https://a.nl/'}, {url: 'https://a.nl/', action: deny}]", "both allowed and denied"),
        ("sources: [{url: 'https://a.nl/', scope: all}]", "scope"),
        ("sources: [{url: 'https://a.nl/', max_age_days: soon}]", "max_age_days"),
        ("sources: {}", "list 'sources'"),
        ("sources: [", "YAML"),
        ("extra: 1\nsources: []", "extra"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_mend(text: str, says: str) -> None:
    with pytest.raises(WhitelistError, match=says):
        sources.parse(text)


def test_every_change_is_a_revision_and_a_refused_file_changes_nothing(settings: Settings) -> None:
    engine = engine_for(settings)
    name, found = sources.parse(GOOD)
    assert sources.save(engine, name, found, "test") == 1
    assert sources.save(engine, name, found[:1], "test") == 2
    assert sources.load(engine)[1].revision == 2
    assert len(sources.load(engine)[1].sources) == 1
