from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from config.settings import Index, load_settings
from config.vocabulary import Concept, Vocabulary
from crawler.pages import Block
from index.encoder import StaticEncoder, TransformerEncoder
from index.errors import IndexingError
from index.passages import Passage
from index.training import train
from index.versions import Versions
from tests.conftest import Town

WORDS = Vocabulary(
    (
        Concept(
            "rijbewijs",
            "rijbewijs",
            ("Rijbewijs",),
            ("roze pasje", "autopapiertje", "roze papiertje", "roze kaartje kwijt"),
            (),
            (),
        ),
    )
)


def passage(title: str, text: str) -> Passage:
    return Passage("https://a.nl/x", title, (), "", (Block("paragraph", text),), "", "2026-01-01Z", None, "nl")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    pages = [passage("Rijbewijs", "U vraagt een rijbewijs aan."), passage("Afval", "De container wordt geleegd.")]
    train(pages, WORDS, 16, folder, {"rijbewijs": pages[:1]})
    return folder


def options(model: Path) -> Index:
    return load_settings().index.model_copy(update={"encoder": str(model)})


def test_the_embedded_encoder_is_an_ordinary_sentence_transformers_model(model: Path) -> None:
    texts = ["roze pasje kwijt", "container"]
    theirs = SentenceTransformer(str(model), device="cpu").encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(StaticEncoder(model).questions(texts), theirs, atol=1e-5)


def test_any_model_by_path_can_take_its_place(model: Path) -> None:
    vectors = TransformerEncoder(options(model)).passages(["een", "twee"])
    assert vectors.shape == (2, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_what_residents_say_lies_near_what_pages_say(town: Town) -> None:
    versions = Versions(town.guus.data)
    encoder = StaticEncoder(versions.folder / (versions.current() or "") / "encoder")
    said, right, wrong = encoder.questions(["mijn roze pasje kwijt", "rijbewijs verloren", "container geleegd"])
    assert said @ right > said @ wrong


def test_a_model_that_cannot_be_loaded_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match="cannot be"):
        StaticEncoder(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(IndexingError, match="cannot be loaded"):
        TransformerEncoder(options(tmp_path))
