"""Every sentence that a resident can read, by language."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def texts(language: str) -> dict[str, str]:
    """The sentences of a language that has a file."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
