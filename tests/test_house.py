"""Conventions that hold the house together."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "crawler", "index", "bot")


@pytest.mark.parametrize("name", PACKAGES)
def test_top_level_names_are_ours_and_not_another_distributions(name: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(name, [])) - {"guus"}
    assert not owners
    assert Path(__import__(name).__file__ or "").parent == ROOT / name


def test_every_setting_says_why() -> None:
    for line in (ROOT / "config" / "guus.toml").read_text("utf-8").splitlines():
        if re.match(r"\w+ = ", line):
            assert "#" in line, line


def test_torch_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "torch==2.13.0" in project["dependencies"]
    assert "torch==2.13.0" in (ROOT / "requirements.lock").read_text("utf-8").split()


def test_every_language_has_every_sentence() -> None:
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (ROOT / "config" / "texts").glob("*.toml")}
    assert {"nl", "en", "de", "pl", "tr", "ar", "uk"} == set(files)
    assert all(set(sentences) == set(files["nl"]) for sentences in files.values())


def test_no_pickle_and_no_foreign_model_code() -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            assert "import pickle" not in text and "trust_remote_code=True" not in text, path
