from pathlib import Path

import pytest

from config.errors import SettingsError
from config.settings import load_settings


def test_defaults_load_without_any_file() -> None:
    assert load_settings().crawler.private_hosts == []


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "guus.toml"
    file.write_text("[crawler]\ndelay_seconds = 3.0\n")
    monkeypatch.setenv("GUUS_CRAWLER__DELAY_SECONDS", "0")
    assert load_settings(file).crawler.delay_seconds == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[crawler]\nspeed = 1\n", "crawler.speed"),
        ("unknown = 1\n", "unknown"),
        ("[crawler]\ndelay_seconds = 'fast'\n", "crawler.delay_seconds"),
        ("[serve]\nworkers = 0\n", "serve.workers"),
        ("not toml", "cannot be read"),
    ],
)
def test_wrong_settings_stop_with_one_sentence_that_names_the_key(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "guus.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=named):
        load_settings(file)


def test_a_missing_file_stops(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "none.toml")
