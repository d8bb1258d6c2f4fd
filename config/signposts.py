"""Other authorities, and emergencies: what is answered with a signpost instead of a page."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from config.errors import SettingsError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Signpost:
    """Where to turn instead: name and official link only."""

    id: str
    name: str
    url: str
    handles: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Emergency:
    """A kind of emergency: where to turn, and the word patterns that betray it."""

    signpost: Signpost
    patterns: tuple[str, ...]
    exceptions: tuple[str, ...]


@cache
def load_signposts() -> dict[str, Signpost]:
    """All authorities of signposts.toml by id."""
    found = _read("signposts.toml")
    return {key: Signpost(key, part["name"], part["url"], part.get("handles", "")) for key, part in found.items()}


@cache
def load_emergencies() -> tuple[Emergency, ...]:
    """All kinds of urgent.toml, in the order in which they are tried."""
    return tuple(
        Emergency(
            Signpost(kind["id"], kind["name"], kind.get("url", ""), phone=kind.get("phone", "")),
            _lines(kind.get("patterns", {})),
            _lines(kind.get("except", {})),
        )
        for kind in _read("urgent.toml").get("kind", ())
    )


def _lines(patterns: Any) -> tuple[str, ...]:
    if isinstance(patterns, dict):
        return tuple(line for lines in patterns.values() for line in lines)
    return tuple(patterns)


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise SettingsError(f"{name} cannot be read: {problem}.") from problem
