"""The vocabulary: what residents call things and ask, and what must not be answered from the pages."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from config.errors import SettingsError

FOLDER = Path(__file__).with_name("vocabulary")
DECLINE_CLASSES = ("off_topic", "personal", "hostile", "missing", "authorities")


@dataclass(frozen=True)
class Concept:
    """A thing that residents come to the municipality for."""

    id: str
    term: str
    titles: tuple[str, ...]
    words: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]  # facet, question
    other_languages: tuple[str, ...]
    parent: str = ""
    products: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """All that residents say about it, in any language."""
        return (*self.words, *(question for _, question in self.questions), *self.other_languages)

    def formal(self) -> tuple[str, ...]:
        """All that pages call it."""
        return (self.term, *self.titles, *self.products)


@dataclass(frozen=True)
class Vocabulary:
    """Concepts, and the messages to decline per class and kind."""

    concepts: tuple[Concept, ...] = ()
    declines: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)


@cache
def load_vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Read all files of the vocabulary.

    Raises SettingsError naming the file that cannot be read.
    """
    concepts = [concept for path in sorted(folder.glob("concepts/*.yaml")) for concept in _concepts(path)]
    declines: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in DECLINE_CLASSES:
        path = folder / "declines" / f"{name}.yaml"
        groups = _read(path).get(name, {}) if path.exists() else {}
        declines[name] = {kind: _messages(lines) for kind, lines in groups.items()}
    return Vocabulary(tuple(concepts), declines)


def _messages(lines: Any) -> tuple[str, ...]:
    if isinstance(lines, dict):
        return tuple(str(line) for found in lines.values() for line in found or ())
    return tuple(str(line) for line in lines or ())


def _concepts(path: Path) -> list[Concept]:
    return [_concept(data) for data in _read(path).get("concepts") or ()]


def _concept(data: dict[str, Any]) -> Concept:
    languages = (data.get("languages") or {}).values()
    return Concept(
        id=data["id"],
        term=data["term"],
        titles=tuple(map(str, data.get("titles") or ())),
        words=tuple(map(str, data.get("words") or ())),
        questions=tuple((facet, str(q)) for facet, qs in (data.get("questions") or {}).items() for q in qs or ()),
        other_languages=tuple(str(line) for part in languages for lines in part.values() for line in lines),
        parent=data.get("parent") or "",
        products=tuple(data.get("upl") or ()),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {})
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise SettingsError(f"The vocabulary file {path.name} cannot be read: {problem}.") from problem
