"""Which concept is meant? A linear classifier over hashed character n-grams, on both sides.

The classes are the concepts of the vocabulary and, with a leading "!", the kinds of messages to decline. For questions
all classes count; for pages only the concepts. Softmax regression with a low-rank weight matrix (Joulin et al., 2016).
"""

import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from sklearn.feature_extraction.text import HashingVectorizer

from index.analysis import words
from index.errors import IndexingError

FEATURES, RANK = 2**16, 128
Shares = NDArray[np.float32]

_GRAMS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=FEATURES, alternate_sign=False, norm=None, binary=True
)
_WORDS = HashingVectorizer(
    analyzer=lambda text: _word_features(text), n_features=FEATURES, alternate_sign=False, norm=None, binary=True
)


def _word_features(text: str) -> list[str]:
    found = words(text)
    return [*found, *(f"{one} {other}" for one, other in itertools.pairwise(found))]


def features(text: str) -> NDArray[np.int64]:
    """The hashed n-grams and words of a text: sorted column numbers below FEATURES."""
    folded = " ".join(words(text))
    return np.union1d(_GRAMS.transform([folded]).indices, _WORDS.transform([folded]).indices).astype(np.int64)


class ConceptClassifier:
    """The distribution over classes of a text."""

    def __init__(self, classes: Sequence[str], weights: dict[str, NDArray[np.float32]]) -> None:
        self.classes = list(classes)
        self._inner = weights["inner"].astype(np.float32)
        self._outer = weights["outer"].astype(np.float32)
        self._bias = weights["bias"].astype(np.float32)
        self.is_concept = np.array([not name.startswith("!") for name in self.classes], dtype=bool)

    def shares(self, text: str) -> Shares:
        """Shape (classes,), sums to 1."""
        if not self.classes:
            return np.zeros(0, dtype=np.float32)
        found = features(text)
        if not len(found):
            return np.full(len(self.classes), 1 / len(self.classes), dtype=np.float32)
        hidden = self._inner[found].sum(axis=0) / np.sqrt(len(found))
        scores = self._outer @ hidden + self._bias
        spread = np.exp(scores - scores.max())
        return np.asarray(spread / spread.sum(), dtype=np.float32)

    def page_shares(self, text: str) -> Shares:
        """Shape (classes,): the same over concepts only."""
        shares = np.where(self.is_concept, self.shares(text), 0)
        return np.asarray(shares / max(float(shares.sum()), 1e-9), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write weights (safetensors) and class names (JSON)."""
        folder.mkdir(parents=True, exist_ok=True)
        weights = {"inner": self._inner, "outer": self._outer, "bias": self._bias}
        save_file(
            {name: values.astype(np.float16) for name, values in weights.items()}, folder / "concepts.safetensors"
        )
        (folder / "concepts.json").write_text(json.dumps(self.classes), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "ConceptClassifier":
        try:
            return cls(
                json.loads((folder / "concepts.json").read_text("utf-8")), load_file(folder / "concepts.safetensors")
            )
        except Exception as problem:
            raise IndexingError(
                f"The concept classifier in {folder} cannot be read; run 'guus index' again."
            ) from problem
