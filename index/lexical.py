"""BM25 over character 4-grams (bm25s; Robertson's formula with its Lucene variant)."""

from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.analysis import grams
from index.passages import Passage

TITLE_WEIGHT, HEADING_WEIGHT = 2, 2  # counted this often: a title says more than a word in a text


class LexicalIndex:
    """BM25 scores of a question for all passages."""

    def __init__(self, model: bm25s.BM25) -> None:
        self._model = model

    @classmethod
    def build(cls, passages: list[Passage]) -> "LexicalIndex":
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        model.index([_tokens(passage) or ["_"] for passage in passages], show_progress=False)
        return cls(model)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Shape (passages,); zero where nothing is shared."""
        known = [gram for gram in grams(question) if gram in self._model.vocab_dict]
        if not known:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index; no pickle."""
        self._model.save(str(folder), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        return cls(bm25s.BM25.load(str(folder), mmap=True, allow_pickle=False))


def _tokens(passage: Passage) -> list[str]:
    heading = " ".join(passage.heading_path)
    return (
        TITLE_WEIGHT * grams(passage.title)
        + HEADING_WEIGHT * grams(heading)
        + grams(passage.product)
        + grams(passage.text())
    )
