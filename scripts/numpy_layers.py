"""The formulas of the standard library as their papers write them, in NumPy doubles, a batch at a time. Nothing here reads ctrc's sources: the names of
parameters are those of docs/language.md (Names of parameters), encodings those of its section Data."""

import json
import math
import struct

import numpy as np


class Weights:
    """A surface's checkpoint.safetensors: float32 tensors by name, and the words of its vocabularies."""

    def __init__(self, path):
        data = open(path, "rb").read()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        self.vocabularies = json.loads(header.pop("__metadata__")["vocabularies"])
        self.tensors = {}
        for name, entry in header.items():
            if entry["dtype"] != "F32":
                raise ValueError(f"{name} is {entry['dtype']}")
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
            self.tensors[name] = values.astype(np.float64)

    def __getitem__(self, name):
        return self.tensors[name]

    def __contains__(self, name):
        return name in self.tensors


# Rows of embedding tables.

MASK = 0xFFFFFFFF


def fmix(h):
    """MurmurHash3's 32-bit finalizer (Appleby)."""
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK
    return h ^ h >> 16


def fnv1a(text):
    """Fowler, Noll and Vo's 32-bit hash, variant 1a."""
    h = 0x811C9DC5
    for byte in text.encode():
        h = (h ^ byte) * 0x01000193 & MASK
    return h


def hashed_row(table, rows, value):
    if value is None:
        return 0
    low, high = value & MASK, value >> 32 & MASK
    return 1 + fmix(fmix(low ^ fnv1a(table)) ^ high) % rows


def word_row(vocabulary, word):
    if word is None or word == "":
        return 0
    return 2 + vocabulary.index(word) if word in vocabulary else 1


# Layers. x: [rows, n]; of a sequence [rows, steps, n] with a mask [rows, steps] of 0 and 1.


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(x, 0)


def gelu(x):
    """x Phi(x) (Hendrycks and Gimpel 2016, arXiv 1606.08415)."""
    phi = np.fromiter((math.erf(v / math.sqrt(2)) for v in x.ravel()), float, x.size).reshape(x.shape)
    return x * (1 + phi) / 2


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def dense(w, name, x):
    bias = f"{name}.b"
    return x @ w[f"{name}.w"] + (w[bias] if bias in w else 0)


def linear(w, name, x):
    return (x @ w[f"{name}.w"])[:, 0] + w[f"{name}.b"]


def mlp(w, name, x, layers):
    for i in range(layers):
        x = relu(dense(w, f"{name}.layer{i}.h", x))
    return x


def layer_norm(w, name, x, epsilon=1e-5):
    """Ba, Kiros and Hinton 2016, arXiv 1607.06450, with the biased variance."""
    centered = x - x.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centered**2).mean(axis=-1, keepdims=True) + epsilon)
    return centered / deviation * w[f"{name}.scale"] + w[f"{name}.shift"]


def dcnv2(w, name, x0, layers):
    """Wang et al. 2021, arXiv 2008.13535, eq. 2: x' = x0 * (U (V^T x) + b) + x, with rows for columns."""
    x = x0
    for i in range(layers):
        layer = f"{name}.layer{i}"
        x = x0 * (x @ w[f"{layer}.u"] @ w[f"{layer}.v"] + w[f"{layer}.b"]) + x
    return x


def mmoe(w, name, x, experts, layers, gate):
    """Ma et al. 2018, doi 10.1145/3219819.3220007, eq. 5 to 7: y = sum_i softmax(W_g x)_i f_i(x), of one gate."""
    weights = softmax(dense(w, f"{name}.{gate}.dense", x))
    outputs = [mlp(w, f"{name}.expert.e{e}", x, layers) for e in range(experts)]
    return sum(weights[:, [e]] * outputs[e] for e in range(experts))


def attention(w, name, x, mask, heads):
    """Vaswani et al. 2017, arXiv 1706.03762, section 3.2, over the present steps; of nothing, zeros."""
    rows, steps, width = x.shape
    size = width // heads

    def of_heads(part):
        return dense(w, f"{name}.{part}.dense", x).reshape(rows, steps, heads, size)

    query, key, value = of_heads("query"), of_heads("key"), of_heads("value")
    scores = np.einsum("rqhd,rkhd->rhqk", query, key) / math.sqrt(size)
    present = mask[:, None, None, :] > 0
    largest = np.where(present, scores, -np.inf).max(axis=-1, keepdims=True)
    e = np.where(present, np.exp(np.minimum(scores - np.where(np.isfinite(largest), largest, 0), 700)), 0)
    total = e.sum(axis=-1, keepdims=True)
    attended = np.einsum("rhqk,rkhd->rqhd", e / np.where(total > 0, total, 1), value)
    return dense(w, name, attended.reshape(rows, steps, width))


def transformer(w, name, x, mask, layers, heads):
    """An encoder with trained positions, normalized before each part (Xiong et al. 2020, arXiv 2002.04745), and once more at its end."""
    present = mask[:, :, None]
    h = (x + w[f"{name}.positions"]) * present
    for i in range(layers):
        layer = f"{name}.layer{i}"
        normal = layer_norm(w, f"{layer}.attended.layer_norm", h)
        h = h + attention(w, f"{layer}.attended", normal, mask, heads)
        inner = dense(w, f"{layer}.inner.dense", layer_norm(w, f"{layer}.inner.layer_norm", h))
        h = (h + dense(w, f"{layer}.fed", gelu(inner))) * present
    return layer_norm(w, f"{name}.normal", h) * present


def pool_mean(x, mask):
    return (x * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]


def pool_max(x, mask):
    largest = np.where(mask[:, :, None] > 0, x, -np.inf).max(axis=1)
    return np.where(mask.sum(axis=1)[:, None] > 0, largest, 0)


def pool_last(x, mask):
    lengths = mask.sum(axis=1).astype(int)
    newest = x[np.arange(len(x)), np.maximum(lengths - 1, 0)]
    return np.where(lengths[:, None] > 0, newest, 0)


def dcnv2_projection(w, name, x, mask):
    pooled = np.concatenate([pool_mean(x, mask), pool_max(x, mask), pool_last(x, mask)], axis=1)
    return dense(w, name, dcnv2(w, f"{name}.crossed", pooled, 1))
