"""One loaded index version, and the hits of a question in it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from config.settings import Settings
from index import dense
from index.concepts import ConceptClassifier, Shares
from index.encoder import EMBEDDED, Encoder, StaticEncoder, TransformerEncoder
from index.errors import VersionError
from index.lexical import LexicalIndex
from index.passages import Passage
from index.versions import Versions

CANDIDATES = 100  # per retriever; the right passage is seldom below
WEIGHTS = {"lexical": 0.12, "dense": 0.5, "concepts": 0.38}  # chosen on the demo's golden questions to fit on
MIN_QUESTION_SHARE, MIN_PAGE_SHARE = 0.01, 0.1  # smaller shares are the classifier's doubt, spread over all concepts


@dataclass(frozen=True)
class Hit:
    """A passage with its scores for a question, each between 0 and 1."""

    passage: Passage
    score: float
    lexical: float
    dense: float
    concepts: float


@dataclass(frozen=True)
class Found:
    """The hits of a question, best first, and its distribution over the classes."""

    hits: tuple[Hit, ...]
    classes: dict[str, float]
    lexical_strength: float


class SearchIndex:
    """Everything needed to find passages, read from one verified version."""

    def __init__(self, settings: Settings, version: str) -> None:
        folder = Versions(settings.data).verify(version)
        self.version = version
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if manifest["encoder"]["name"] != settings.index.encoder:
            raise VersionError(f"Version '{version}' was built with another encoder; run 'guus index'.")
        with (folder / "passages.jsonl").open(encoding="utf-8") as file:
            self.passages = [Passage.from_json(json.loads(line)) for line in file]
        self._lexical = LexicalIndex.load(folder / "lexical")
        self._dense = dense.load_dense(folder / "dense.faiss")
        self._encoder = _encoder(settings, folder)
        self._classifier = ConceptClassifier.load(folder / "concepts")
        self._page_concepts = np.load(folder / "page_concepts.npy", mmap_mode="r")

    def search(self, question: str, context: str = "", count: int = 20) -> Found:
        """The best passages; `context` (earlier questions) helps to find them, with less weight."""
        asked = f"{context} {question}".strip()
        lexical = self._lexical.scores(asked)
        scores, numbers = dense.nearest(
            self._dense, self._encoder.questions([asked])[0], min(CANDIDATES, len(self.passages))
        )
        near = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
        top = np.argsort(-lexical)[:CANDIDATES]
        shares = self._classifier.shares(question)
        meant = self._classifier.shares(asked) if context else shares
        best = max(float(lexical.max(initial=0)), 1e-9)
        candidates = {*near, *(int(i) for i in top if lexical[i] > 0)}
        hits = [self._hit(i, float(lexical[i]) / best, max(near.get(i, 0.0), 0.0), meant) for i in candidates]
        hits.sort(key=lambda hit: -hit.score)
        return Found(tuple(hits[:count]), dict(zip(self._classifier.classes, shares.tolist(), strict=True)), best)

    def _hit(self, number: int, lexical: float, near: float, shares: Shares) -> Hit:
        agreement = _agreement(shares, self._page_concepts[number])
        score = WEIGHTS["lexical"] * lexical + WEIGHTS["dense"] * near + WEIGHTS["concepts"] * agreement
        return Hit(self.passages[number], score, lexical, near, agreement)


def _agreement(question: Shares, page: Shares) -> float:
    """Bhattacharyya coefficient of the two distributions over concepts, without their smallest shares."""
    sure = (question >= MIN_QUESTION_SHARE) & (page >= MIN_PAGE_SHARE)
    return float(np.sqrt(question[sure] * page[sure]).sum())


def _encoder(settings: Settings, folder: Path) -> Encoder:
    return (
        StaticEncoder(folder / "encoder") if settings.index.encoder == EMBEDDED else TransformerEncoder(settings.index)
    )


def open_current(settings: Settings) -> SearchIndex:
    """The served version. Raises VersionError when there is none yet."""
    version = Versions(settings.data).current()
    if version is None:
        raise VersionError("There is no index yet; run 'guus crawl' and 'guus index'.")
    return SearchIndex(settings, version)
