"""The ONNX graphs, written node by node: int8 as shipped, and fp32 of the same (dequantised) weights.

Only [CLS] goes through the last layer's query, output and feed-forward. Opset 17, standard operators.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from settings import ModelSettings

Matrix = NDArray[np.float32]


def quantise(w: Matrix) -> tuple[NDArray[np.int8], Matrix]:
    """A (K, N) matrix as int8, symmetric, and the scale of each column.

    A column is an output of a linear layer, or a row of an embedding table that is given transposed.
    """
    scale = (np.abs(w).max(0) / 127).astype(np.float32)
    scale[scale == 0] = 1
    return np.clip(np.rint(w / scale), -127, 127).astype(np.int8), scale


class Graph:
    """Builds one graph. Methods add nodes and give the name of what these compute."""

    w: dict[str, Matrix]  # weights under Hugging Face's names
    c: ModelSettings
    int8: bool
    nodes: list[onnx.NodeProto]
    tensors: list[onnx.TensorProto]
    made: int  # nodes that got a name from `op`
    quantised: dict[str, list[str]]  # for each input of a linear layer: its int8 values, scale and zero point

    def __init__(self, state: Mapping[str, NDArray], config: ModelSettings, int8: bool) -> None:
        self.w = {k: v.astype(np.float32) for k, v in state.items()}
        self.c, self.int8 = config, int8
        self.nodes, self.tensors, self.made = [], [], 0
        self.quantised = {}

    def tensor(self, name: str, value: NDArray) -> str:
        """A constant."""
        self.tensors.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def op(self, kind: str, *inputs: str, out: str | None = None, **attributes: float | list[int]) -> str:
        """A node with one output, named `out` or after its kind."""
        if out is None:
            self.made += 1
            out = f"{kind}_{self.made}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def embedding(self, name: str, index: str) -> str:
        """Rows of an embedding table."""
        q, scale = quantise(self.w[name].T)
        q, scale = q.T, scale[:, None]
        if not self.int8:
            return self.op("Gather", self.tensor(name, q.astype(np.float32) * scale), index)
        rows = self.op("Cast", self.op("Gather", self.tensor(name + "_quantized", q), index), to=TensorProto.FLOAT)
        return self.op("Mul", rows, self.op("Gather", self.tensor(name + "_scale", scale), index))

    def quantised_input(self, x: str) -> list[str]:
        """An activation as uint8 with scale and zero point; once for all layers that take it."""
        if x not in self.quantised:
            y = [f"{x}_{e}" for e in ("quantized", "scale", "zero_point")]
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], y))
            self.quantised[x] = y
        return self.quantised[x]

    def linear(self, name: str, x: str) -> str:
        """A linear layer."""
        q, scale = quantise(self.w[name + ".weight"].T)
        bias = self.tensor(name + ".bias", self.w[name + ".bias"])
        if not self.int8:
            y = self.op("MatMul", x, self.tensor(name + ".weight", q.astype(np.float32) * scale))
            return self.op("Add", y, bias)
        xq, xs, xz = self.quantised_input(x)
        y = self.op(
            "MatMulInteger",
            xq,
            self.tensor(name + ".weight_quantized", q),
            xz,
            self.tensor(name + ".weight_zero_point", np.zeros(len(scale), np.int8)),
        )
        y = self.op(
            "Mul",
            self.op("Cast", y, to=TensorProto.FLOAT),
            self.op("Mul", xs, self.tensor(name + ".weight_scale", scale)),
        )
        return self.op("Add", y, bias)

    def norm(self, name: str, x: str) -> str:
        """A layer norm."""
        return self.op(
            "LayerNormalization",
            x,
            self.tensor(name + ".weight", self.w[name + ".weight"]),
            self.tensor(name + ".bias", self.w[name + ".bias"]),
            axis=-1,
            epsilon=1e-12,
        )

    def heads(self, x: str, order: list[int]) -> str:
        """(batch, tokens, hidden) split into heads, its dimensions in another order."""
        return self.op("Transpose", self.op("Reshape", x, "head_shape"), perm=order)

    def layer(self, n: int, x: str, last: bool) -> str:
        """Layer n of the encoder; of the last one only [CLS] is computed."""
        p = f"bert.encoder.layer.{n}."
        top = self.op("Slice", x, "zero", "one", "one") if last else x
        q = self.heads(self.linear(p + "attention.self.query", top), [0, 2, 1, 3])
        k = self.heads(self.linear(p + "attention.self.key", x), [0, 2, 3, 1])
        v = self.heads(self.linear(p + "attention.self.value", x), [0, 2, 1, 3])
        a = self.op("Add", self.op("Div", self.op("MatMul", q, k), "root"), "mask")
        a = self.op("MatMul", self.op("Softmax", a, axis=-1), v)
        a = self.op("Reshape", self.op("Transpose", a, perm=[0, 2, 1, 3]), "flat_shape")
        a = self.linear(p + "attention.output.dense", a)
        x = self.norm(p + "attention.output.LayerNorm", self.op("Add", a, top))
        h = self.linear(p + "intermediate.dense", x)
        e = self.op("Add", self.op("Erf", self.op("Div", h, "root_two")), "one_f")
        h = self.op("Mul", self.op("Mul", h, e), "half")
        h = self.linear(p + "output.dense", h)
        return self.norm(p + "output.LayerNorm", self.op("Add", h, x))

    def build(self) -> onnx.ModelProto:
        """The whole model, checked."""
        c, h = self.c, self.c["hidden"]
        for name, value in {
            "zero": np.array([0], np.int64),
            "one": np.array([1], np.int64),
            "axes": np.array([1, 2], np.int64),
            "zero_i": np.array(0, np.int64),
            "one_i": np.array(1, np.int64),
            "one_f": np.float32(1),
            "half": np.float32(0.5),
            "root_two": np.float32(2**0.5),
            "low": np.float32(-10000),
            "root": np.float32((h / c["heads"]) ** 0.5),
            "flat_shape": np.array([0, 0, h], np.int64),
            "head_shape": np.array([0, 0, c["heads"], h // c["heads"]], np.int64),
        }.items():
            self.tensor(name, np.asarray(value))
        m = self.op("Cast", self.op("Unsqueeze", "attention_mask", "axes"), to=TensorProto.FLOAT)
        self.op("Mul", self.op("Sub", "one_f", m), "low", out="mask")
        length = self.op("Gather", self.op("Shape", "input_ids"), "one_i", axis=0)
        place = self.op("Range", "zero_i", length, "one_i")
        e = "bert.embeddings."
        x = self.op(
            "Add",
            self.embedding(e + "word_embeddings.weight", "input_ids"),
            self.embedding(e + "token_type_embeddings.weight", "token_type_ids"),
        )
        x = self.norm(e + "LayerNorm", self.op("Add", x, self.embedding(e + "position_embeddings.weight", place)))
        for n in range(c["layers"]):
            x = self.layer(n, x, n == c["layers"] - 1)
        x = self.op("Tanh", self.linear("bert.pooler.dense", self.op("Squeeze", x, "one")))
        y = self.op("MatMul", x, self.tensor("classifier.weight", self.w["classifier.weight"].T))
        self.op("Add", y, self.tensor("classifier.bias", self.w["classifier.bias"]), out="logits")
        inputs = [
            helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "sequence"])
            for n in ("input_ids", "attention_mask", "token_type_ids")
        ]
        outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 1])]
        g = helper.make_graph(self.nodes, "webrerank-tiny-en", inputs, outputs, self.tensors)
        m = helper.make_model(g, opset_imports=[helper.make_opsetid("", 17)], producer_name="webrerank")
        m.ir_version = 8
        onnx.checker.check_model(m)
        return m
