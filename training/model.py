"""The network: BERT as Hugging Face's BertForSequenceClassification computes it, one output.

Parameter names are Hugging Face's. Only [CLS] goes through the last layer's output side.

Shapes: token ids, mask, types and positions are (pairs, tokens) of int64; vectors are (pairs, tokens, hidden). The
mask is 1 for tokens and 0 for padding.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from settings import ModelSettings
from type_parts import PARTS, SCALES, parts_of_types


def drop(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout, without drawing random numbers where p is 0."""
    return F.dropout(x, p, training) if p else x


TABLE = "bert.embeddings.token_type_embeddings.weight"


class Attention(nn.Module):
    """Self-attention with its output layer, the residual and the norm behind it. `h` is the hidden size."""

    heads: int
    dropout: float
    self: nn.ModuleDict
    output: nn.ModuleDict

    def __init__(self, h: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.self = nn.ModuleDict({n: nn.Linear(h, h) for n in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(h, h), "LayerNorm": nn.LayerNorm(h, eps=1e-12)})

    def forward(self, x: Tensor, mask: Tensor, first_only: bool) -> Tensor:
        """`mask` is added to the attention's scores; `first_only` gives the first token's vectors alone."""
        b, _, h = x.shape
        top = x[:, :1] if first_only else x

        def split(y: Tensor) -> Tensor:
            return y.view(b, -1, self.heads, h // self.heads).transpose(1, 2)

        q, k, v = split(self.self["query"](top)), split(self.self["key"](x)), split(self.self["value"](x))
        if x.is_cuda:
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask == 0)
        else:  # on a CPU twice as fast forward and back as the fused kernel
            y = torch.softmax((q * (h // self.heads) ** -0.5) @ k.transpose(-1, -2) + mask, -1) @ v
        y = self.output["dense"](y.transpose(1, 2).reshape(b, -1, h))
        return self.output["LayerNorm"](drop(y, self.dropout, self.training) + top)


class Layer(nn.Module):
    """A layer of the encoder: attention, then the feed-forward part of size `ff`."""

    dropout: float
    attention: Attention
    intermediate: nn.ModuleDict
    output: nn.ModuleDict

    def __init__(self, h: int, heads: int, ff: int, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.attention = Attention(h, heads, dropout)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(h, ff)})
        self.output = nn.ModuleDict({"dense": nn.Linear(ff, h), "LayerNorm": nn.LayerNorm(h, eps=1e-12)})

    def forward(self, x: Tensor, mask: Tensor, first_only: bool = False) -> Tensor:
        x = self.attention(x, mask, first_only)
        y = self.output["dense"](F.gelu(self.intermediate["dense"](x)))
        return self.output["LayerNorm"](drop(y, self.dropout, self.training) + x)


class TypeEmbeddings(nn.Module):
    """Vectors of token types. Types that say several things are sums of a vector for each of them (type_parts.py)."""

    def __init__(self, h: int) -> None:
        super().__init__()
        self.parts = nn.Parameter(torch.randn(PARTS, h) * 0.05)
        self.register_buffer("none", torch.zeros(1, h), persistent=False)
        self.register_buffer("of_types", torch.from_numpy(parts_of_types()), persistent=False)

    @property
    def weight(self) -> Tensor:
        """(types, h): the table that a runtime looks types up in."""
        return F.embedding(self.of_types, torch.cat([self.parts, self.none])).sum(1)

    def forward(self, types: Tensor) -> Tensor:
        return F.embedding(types, self.weight)


class Bert(nn.Module):
    """Embeddings, encoder and pooler, for so many vocabulary entries."""

    dropout: float
    embeddings: nn.ModuleDict
    encoder: nn.ModuleDict
    pooler: nn.ModuleDict

    def __init__(self, s: ModelSettings, vocabulary: int) -> None:
        super().__init__()
        h, self.dropout = s["hidden"], s["dropout"]
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(vocabulary, h),
                "position_embeddings": nn.Embedding(s["positions"], h),
                "token_type_embeddings": TypeEmbeddings(h),
                "LayerNorm": nn.LayerNorm(h, eps=1e-12),
            }
        )
        layers = [Layer(h, s["heads"], s["feed_forward"], s["dropout"]) for _ in range(s["layers"])]
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})
        self.pooler = nn.ModuleDict({"dense": nn.Linear(h, h)})

    def hidden(
        self, ids: Tensor, mask: Tensor, types: Tensor, positions: Tensor | None = None, cls_only: bool = True
    ) -> Tensor:
        """Vectors of all tokens, or with `cls_only` of the first. Without positions tokens are counted from 0."""
        e = self.embeddings
        if positions is None:
            positions = torch.arange(ids.shape[1], device=ids.device)[None]
        x = e["word_embeddings"](ids) + e["position_embeddings"](positions) + e["token_type_embeddings"](types)
        x = drop(e["LayerNorm"](x), self.dropout, self.training)
        mask = (mask == 0)[:, None, None, :].to(x.dtype) * -10000.0
        layers = self.encoder["layer"]
        for i, layer in enumerate(layers):
            x = layer(x, mask, cls_only and i == len(layers) - 1)
        return x


class CrossEncoder(nn.Module):
    """The whole network: one score (a logit) for each pair."""

    bert: Bert
    classifier: nn.Linear

    def __init__(self, s: ModelSettings, vocabulary: int) -> None:
        super().__init__()
        self.bert = Bert(s, vocabulary)
        self.classifier = nn.Linear(s["hidden"], 1)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, std=0.6 / s["hidden"] ** 0.5)
                nn.init.zeros_(m.bias)
        e = self.bert.embeddings
        nn.init.normal_(e["word_embeddings"].weight, std=0.05)
        nn.init.normal_(e["position_embeddings"].weight, std=0.01)

    def set_words(self, matrix: NDArray[np.float32]) -> None:
        """Word vectors start as these (vocabulary, hidden), scaled to 0.1 a coordinate, with a little noise."""
        w = torch.as_tensor(matrix)
        w = w / (w.pow(2).mean(1, keepdim=True).sqrt() + 1e-3) * 0.1
        self.bert.embeddings["word_embeddings"].weight.data.copy_(w + torch.randn_like(w) * 0.005)

    def set_ramps(self, size: float = 0.15) -> None:
        """Buckets start in order: neighbours alike, along a random direction for each scale.

        `size` is the deviation of a scale's ends.
        """
        t = self.bert.embeddings["token_type_embeddings"].parts.data
        for scale in SCALES:
            u = torch.randn(t.shape[1]) * size
            for i, k in enumerate(scale):
                t[k] = (2 * i / (len(scale) - 1) - 1) * u + t[k] * 0.2

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor, positions: Tensor | None = None) -> Tensor:
        """Scores (pairs, 1)."""
        x = self.bert.hidden(ids, mask, types, positions)[:, 0]
        return self.classifier(torch.tanh(self.bert.pooler["dense"](x)))

    def words(self, x: Tensor) -> Tensor:
        """Scores of vocabulary entries for masked positions: tied embeddings, no bias."""
        return x @ self.bert.embeddings["word_embeddings"].weight.t()


def build(s: ModelSettings, vocabulary: int, embeddings: NDArray[np.float32] | None = None) -> CrossEncoder:
    """A new network, with word vectors if they are given: (vocabulary, hidden or more)."""
    m = CrossEncoder(s, vocabulary)
    m.set_ramps()
    if embeddings is not None:
        m.set_words(embeddings[:, : s["hidden"]])  # their dimensions are ordered by weight
    return m


def load(path: Path) -> CrossEncoder:
    """The averaged weights of a checkpoint."""
    c = torch.load(path, map_location="cpu")
    return network_of(c["settings"]["model"], c["ema"])


def network_of(s: ModelSettings, state: Mapping[str, Tensor]) -> CrossEncoder:
    """A network with these weights; its types are sums of parts, or a table as in an exported model (`tabled`)."""
    vocabulary = state["bert.embeddings.word_embeddings.weight"].shape[0]
    m = CrossEncoder(s, vocabulary)
    if TABLE in state:
        m.bert.embeddings["token_type_embeddings"] = nn.Embedding(*state[TABLE].shape)
    m.load_state_dict(state)
    return m


def tabled(m: CrossEncoder) -> dict[str, Tensor]:
    """The network's weights under Hugging Face's names: types as a table instead of as parts."""
    state = {k: v for k, v in m.state_dict().items() if not k.startswith(TABLE.removesuffix("weight"))}
    return {**state, TABLE: m.bert.embeddings["token_type_embeddings"].weight.detach()}


def add_noise(model: nn.Module, bits: int) -> list[RemovableHandle]:
    """Activation noise: every linear layer sees its input as if rounded to so many bits per row."""
    levels = 2**bits - 1

    def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor]:
        x = inputs[0]
        step = (x.amax(-1, keepdim=True) - x.amin(-1, keepdim=True)).detach() / levels
        return (x + (torch.rand_like(x) - 0.5) * step,)

    return [m.register_forward_pre_hook(hook) for m in model.modules() if isinstance(m, nn.Linear)]
