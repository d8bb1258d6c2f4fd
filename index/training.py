"""Train the embedded encoder: a static embedding over a Unigram tokenizer made here, in seconds.

Pairs that belong together (a title and its passage, a resident's question and the title that answers it) are drawn
together and all others of the batch apart: the multiple negatives ranking loss (Henderson et al., 2017).
"""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from config.vocabulary import Vocabulary
from index.passages import Passage

Pair = tuple[str, str]

PIECES = 8000  # more pieces than this are seldom seen twice in a municipality's pages
EPOCHS, BATCH, RATE, SCALE = 6, 256, 0.02, 20.0
PASSAGES_PER_CONCEPT = 4  # more would drown the rest
SEED = 7  # the same pages give the same encoder


def train(
    passages: list[Passage], vocabulary: Vocabulary, dimensions: int, folder: Path, meant: dict[str, list[Passage]]
) -> None:
    """Train on the municipality's pages and the vocabulary, and save an ordinary sentence-transformers model.

    `meant` gives for a concept's id the passages of the pages about it: what residents say is drawn to those.
    """
    random.seed(SEED)
    torch.manual_seed(SEED)
    pairs = [*_page_pairs(passages), *_vocabulary_pairs(vocabulary), *_town_pairs(vocabulary, meant)]
    static = StaticEmbedding(_tokenizer(text for pair in pairs for text in pair), embedding_dim=dimensions)
    _fit(static, pairs)
    SentenceTransformer(modules=[static], device="cpu").save(str(folder))


def _page_pairs(passages: list[Passage]) -> Iterator[Pair]:
    for passage in passages:
        text = passage.text()
        yield passage.title, text
        if passage.heading_path:
            yield f"{passage.title} {passage.heading_path[-1]}", text
        yield from pairwise(text.split("\n"))


def _vocabulary_pairs(vocabulary: Vocabulary) -> Iterator[Pair]:
    for concept in vocabulary.concepts:
        formal, lines = concept.formal(), concept.lines()
        for line in lines:
            yield line, random.choice(formal)
            yield line, random.choice(lines)
        for title in formal:
            yield title, concept.term


def _town_pairs(vocabulary: Vocabulary, meant: dict[str, list[Passage]]) -> Iterator[Pair]:
    """A resident's line with a page of this municipality on the same concept."""
    for concept in vocabulary.concepts:
        for passage in meant.get(concept.id, ())[:PASSAGES_PER_CONCEPT]:
            text = passage.whole_text()
            for line in concept.lines():
                yield line, text


def _tokenizer(texts: Iterator[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation()])
    trainer = trainers.UnigramTrainer(
        vocab_size=PIECES, special_tokens=["[UNK]"], unk_token="[UNK]", show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _fit(static: StaticEmbedding, pairs: list[Pair]) -> None:
    ids = [
        [e.ids for e in static.tokenizer.encode_batch([pair[side] for pair in pairs], add_special_tokens=False)]
        for side in (0, 1)
    ]
    optimizer = torch.optim.Adam(static.parameters(), lr=RATE)
    steps = max(1, EPOCHS * (len(pairs) // BATCH + 1))
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    for _ in range(EPOCHS):
        order = random.sample(range(len(pairs)), len(pairs))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            left, right = (_embed(static, [side[i] for i in batch]) for side in ids)
            logits = SCALE * left @ right.T
            target = torch.arange(len(batch))
            loss = torch.nn.functional.cross_entropy(logits, target) + torch.nn.functional.cross_entropy(
                logits.T, target
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()


def _embed(static: StaticEmbedding, rows: list[list[int]]) -> torch.Tensor:
    flat = torch.tensor([token for row in rows for token in row], dtype=torch.long)
    offsets = torch.tensor([0, *(len(row) for row in rows[:-1])]).cumsum(0)
    vectors: torch.Tensor = static.embedding(flat, offsets)
    return torch.nn.functional.normalize(vectors, dim=1)
