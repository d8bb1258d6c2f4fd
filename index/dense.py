"""Inner product search in FAISS over normalised vectors; exact up to EXACT_LIMIT passages."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

EXACT_LIMIT = 200_000  # beyond this an exact search costs more than it brings
NEIGHBOURS = 32  # of the approximate graph (HNSW; Malkov & Yashunin, 2016)


def build_dense(vectors: Vectors) -> faiss.Index:
    """A FAISS index over `vectors`, shape (passages, dimensions)."""
    size, dimensions = vectors.shape
    exact = size <= EXACT_LIMIT
    index = (
        faiss.IndexFlatIP(dimensions)
        if exact
        else faiss.IndexHNSWFlat(dimensions, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    )
    index.add(vectors)
    return index


def save_dense(index: faiss.Index, path: Path) -> None:
    """Write the index to one file."""
    faiss.write_index(index, str(path))


def load_dense(path: Path) -> faiss.Index:
    """The index of one file, memory-mapped."""
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def nearest(index: faiss.Index, vector: Vectors, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Scores and passage numbers of the `count` nearest passages to one vector, shape (dimensions,)."""
    scores, numbers = index.search(vector.reshape(1, -1), count)
    found = numbers[0] >= 0
    return scores[0][found], numbers[0][found]
