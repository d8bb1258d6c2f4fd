"""Pages to a published index version."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from config.settings import Settings
from config.vocabulary import Vocabulary
from crawler.pages import PageStore
from crawler.whitelist import Whitelist
from index import dense
from index.concepts import Shares
from index.encoder import EMBEDDED, Encoder, StaticEncoder, TransformerEncoder
from index.errors import IndexingError
from index.lexical import LexicalIndex
from index.passages import Passage, passages_of
from index.versions import Versions

VARIANT_SHARE = 0.7  # a page on the licence says most of what there is on a lost one, and the other way round
SURE_SHARE = 0.5  # a page with most of its probability on one concept is about that concept

Progress = Callable[[str], None]


def build(
    settings: Settings, store: PageStore, whitelist: Whitelist, vocabulary: Vocabulary, progress: Progress
) -> str:
    """Build and publish a version of all listed pages; returns its name.

    Raises IndexingError when there is no page to index; the version that serves then stays.
    """
    progress("reading pages")
    passages = passages_of(store.served(), whitelist)
    if not passages:
        raise IndexingError("There are no listed pages with text; run 'guus crawl' first. The index stays as it was.")

    def write(folder: Path) -> dict[str, Any]:
        return _write(folder, passages, settings, vocabulary, whitelist.revision, progress)

    return Versions(settings.data).publish(write, settings.index.keep_versions)


def _write(
    folder: Path, passages: list[Passage], settings: Settings, vocabulary: Vocabulary, revision: int, progress: Progress
) -> dict[str, Any]:
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(passage.as_json(), ensure_ascii=False) + "\n" for passage in passages)
    progress("lexical index")
    LexicalIndex.build(passages).save(folder / "lexical")
    progress("concepts")
    from index.classifying import labelled_lines, train_classifier  # torch: only needed while building

    classifier = train_classifier(labelled_lines(vocabulary))
    classifier.save(folder / "concepts")
    shares = np.stack([classifier.page_shares(_headings(p)) for p in passages])
    shares = _with_variants(shares, classifier.classes, vocabulary)
    np.save(folder / "page_concepts.npy", shares)
    progress("encoder")
    encoder = _encoder(folder, passages, settings, vocabulary, _by_concept(passages, shares, classifier.classes))
    dense.save_dense(dense.build_dense(encoder.passages([p.whole_text() for p in passages])), folder / "dense.faiss")
    return {
        "encoder": {
            "name": settings.index.encoder,
            "revision": settings.index.encoder_revision,
            "sha256": _model_hash(folder),
        },
        "whitelist_revision": revision,
        "counts": {
            "pages": len({p.url for p in passages}),
            "passages": len(passages),
            "concepts": len(vocabulary.concepts),
        },
    }


def _by_concept(passages: list[Passage], shares: Shares, classes: list[str]) -> dict[str, list[Passage]]:
    """The passages of the pages that are clearly about one concept."""
    found: dict[str, list[Passage]] = {}
    for passage, row in zip(passages, shares, strict=True):
        if len(row) and row.max() >= SURE_SHARE:
            found.setdefault(classes[int(row.argmax())], []).append(passage)
    return found


def _with_variants(shares: Shares, classes: list[str], vocabulary: Vocabulary) -> Shares:
    """Shape (passages, classes): a page about a concept also counts, somewhat less, for its variants."""
    number = {name: i for i, name in enumerate(classes)}
    spread = shares.copy()
    for concept in vocabulary.concepts:
        if concept.parent in number:
            child, parent = number[concept.id], number[concept.parent]
            spread[:, child] = np.maximum(spread[:, child], VARIANT_SHARE * shares[:, parent])
            spread[:, parent] = np.maximum(spread[:, parent], VARIANT_SHARE * shares[:, child])
    return spread


def _encoder(
    folder: Path, passages: list[Passage], settings: Settings, vocabulary: Vocabulary, meant: dict[str, list[Passage]]
) -> Encoder:
    if settings.index.encoder != EMBEDDED:
        return TransformerEncoder(settings.index)
    from index.training import train  # torch: only needed while building

    train(passages, vocabulary, settings.index.dimensions, folder / "encoder", meant)
    return StaticEncoder(folder / "encoder")


def _headings(passage: Passage) -> str:
    return f"{passage.title} {passage.product}"


def _model_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted((folder / "encoder").rglob("*.safetensors")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
