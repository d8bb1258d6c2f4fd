"""Text to vectors: the embedded static encoder, or any sentence-transformers model."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from config.settings import Index
from index.errors import IndexingError

EMBEDDED = "embedded"  # the setting that asks for the encoder trained while indexing
Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into normalised vectors."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, dimensions), rows of length 1."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, dimensions), rows of length 1."""


class StaticEncoder:
    """Reads a sentence-transformers StaticEmbedding model without torch: the mean of its token vectors."""

    def __init__(self, folder: Path) -> None:
        try:
            module = folder / json.loads((folder / "modules.json").read_text(encoding="utf-8"))[0]["path"]
            self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
            self._weights = load_file(module / "model.safetensors")["embedding.weight"].astype(np.float32)
        except Exception as problem:
            raise IndexingError(f"The encoder in {folder} cannot be read; run 'guus index' again.") from problem
        self._tokenizer.no_padding()

    def questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            if encoding.ids:
                vectors[row] = self._weights[encoding.ids].mean(axis=0)
        return _normalised(vectors)

    passages = questions


class TransformerEncoder:
    """Any sentence-transformers model by path or hub name; foreign code in it is never run."""

    def __init__(self, options: Index) -> None:
        from sentence_transformers import SentenceTransformer  # heavy: only when it is asked for

        try:
            self._model = SentenceTransformer(
                options.encoder, revision=options.encoder_revision or None, trust_remote_code=False, device="cpu"
            )
        except Exception as problem:
            raise IndexingError(f"The encoder '{options.encoder}' cannot be loaded: {problem}") from problem
        self._prompts = options.query_prompt, options.passage_prompt

    def questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode([self._prompts[0] + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode([self._prompts[1] + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        return np.asarray(
            self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32
        )


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
