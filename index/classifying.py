"""Fit the concept classifier on the lines of the vocabulary."""

import random

import numpy as np
import torch

from config.vocabulary import Vocabulary
from index.concepts import FEATURES, RANK, ConceptClassifier, features

EPOCHS, BATCH, RATE, SMOOTHING = 12, 256, 0.01, 0.05
SEED = 11  # the same lines give the same classifier


def labelled_lines(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """(text, class) of every line of the vocabulary; titles count too, so that pages can be recognised."""
    lines = [(text, c.id) for c in vocabulary.concepts for text in (*c.lines(), *c.formal())]
    for name, kinds in vocabulary.declines.items():
        for kind, messages in kinds.items():
            label = f"!{name}:{kind}" if name == "authorities" else f"!{name}"
            lines += [(text, label) for text in messages]
    return lines


def train_classifier(lines: list[tuple[str, str]]) -> ConceptClassifier:
    """Fit the classifier; without lines it knows no class."""
    classes = sorted({label for _, label in lines})
    if not classes:
        return ConceptClassifier([], {name: np.zeros(0, dtype=np.float32) for name in ("inner", "outer", "bias")})
    random.seed(SEED)
    torch.manual_seed(SEED)
    number = {label: i for i, label in enumerate(classes)}
    rows = [torch.from_numpy(features(text)) for text, _ in lines]
    target = torch.tensor([number[label] for _, label in lines])
    inner = torch.nn.EmbeddingBag(FEATURES, RANK, mode="sum", sparse=True)
    torch.nn.init.normal_(inner.weight, std=0.1)
    outer = torch.nn.Linear(RANK, len(classes))
    _fit(inner, outer, rows, target)
    state = {"inner": inner.weight, "outer": outer.weight, "bias": outer.bias}
    return ConceptClassifier(classes, {name: values.detach().numpy() for name, values in state.items()})


def _fit(inner: torch.nn.EmbeddingBag, outer: torch.nn.Linear, rows: list[torch.Tensor], target: torch.Tensor) -> None:
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    optimizers = [
        torch.optim.SparseAdam(list(inner.parameters()), lr=RATE),
        torch.optim.Adam(outer.parameters(), lr=RATE),
    ]
    for _ in range(EPOCHS):
        order = random.sample(range(len(rows)), len(rows))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            lengths = torch.tensor([len(rows[i]) for i in batch])
            hidden = inner(
                torch.cat([rows[i] for i in batch]), torch.cat([lengths.new_zeros(1), lengths[:-1]]).cumsum(0)
            )
            loss = loss_of(outer(hidden / lengths.clamp(min=1).sqrt().unsqueeze(1)), target[batch])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
