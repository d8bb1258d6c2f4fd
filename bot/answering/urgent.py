"""Emergencies, before anything else: word patterns, no model."""

from config.signposts import Emergency, Signpost
from index.analysis import fold, words

WINDOW = 8  # words within which all words of a pattern stand


def urgent(text: str, emergencies: tuple[Emergency, ...]) -> Signpost | None:
    """Where to turn now, when a pattern of an emergency fits and none of its exceptions does."""
    found = words(text)
    for kind in emergencies:
        if _any(kind.patterns, found) and not _any(kind.exceptions, found):
            return kind.signpost
    return None


def _any(patterns: tuple[str, ...], found: list[str]) -> bool:
    return any(_fits(fold(pattern).split(), found) for pattern in patterns)


def _fits(pattern: list[str], found: list[str]) -> bool:
    starts = range(max(1, len(found) - WINDOW + 1))
    return any(all(_stands(word, found[start : start + WINDOW]) for word in pattern) for start in starts)


def _stands(word: str, window: list[str]) -> bool:
    if word.endswith("*"):
        return any(other.startswith(word[:-1]) for other in window)
    return word in window
