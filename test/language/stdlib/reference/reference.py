"""Independent NumPy (float64) implementations of the standard library's modules: writes reference.json beside this file.

    python3 -m venv venv && venv/bin/pip install numpy && venv/bin/python reference.py

Each case has inputs, parameters by their path within the module, the module's output for each row, and the gradient of
sum(output * weights) by central differences (step 1e-6, error about 1e-9). The formulas are the papers'; the parameters' paths
and which of two conventions holds (pre-norm, biased variance) are the modules' own.
"""

import json
import math
import pathlib

import numpy as np

random = np.random.default_rng(20250101)
ROWS = 4
erf = np.vectorize(math.erf)


def draw(*shape):
    return random.normal(0.0, 0.6, shape)


def dense(p, path, x):
    y = np.einsum("...i,ij->...j", x, p[path + "w"])
    return y + p[path + "b"] if path + "b" in p else y


def layer_norm(p, path, x):
    """Ba et al. 2016: (x - mean) / sqrt(var + 1e-5) * scale + shift, biased variance."""
    normal = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    return normal * p[path + "scale"] + p[path + "shift"]


def gelu(x):
    return x * 0.5 * (1.0 + erf(x / math.sqrt(2.0)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def mlp(p, path, x, layers, activation=lambda x: np.maximum(x, 0.0), normalized=False):
    for layer in range(layers):
        x = dense(p, f"{path}layer{layer}.h.", x)
        if normalized:
            x = layer_norm(p, f"{path}layer{layer}.normal.", x)
        x = activation(x)
    return x


def dcnv2(p, path, x, layers):
    """Wang et al. 2021, eq. 1 and 2: x0 * (W x + b) + x, with W = U V where it has low rank."""
    h = x
    for layer in range(layers):
        at = f"{path}layer{layer}."
        w = p[at + "w"] if at + "w" in p else p[at + "u"] @ p[at + "v"]
        h = x * (h @ w + p[at + "b"]) + h
    return h


def mmoe(p, path, x, experts, surface):
    """Ma et al. 2018: the gate of each row's own surface mixes experts that all share."""
    outputs = [mlp(p, f"{path}expert.e{e}.", x, 2) for e in range(experts)]
    y = np.zeros_like(outputs[0])
    for row, name in enumerate(surface):
        gate = softmax(dense(p, f"{path}{name}.dense.", x[row]))
        y[row] = sum(gate[e] * outputs[e][row] for e in range(experts))
    return y


def cgc(p, path, x, experts, shared, surface):
    """Tang et al. 2020, eq. 1 to 4: the gate of each row's own surface mixes that surface's experts and the shared ones."""
    common = [mlp(p, f"{path}common.e{e}.", x, 2) for e in range(shared)]
    y = np.zeros_like(common[0])
    for row, name in enumerate(surface):
        gate = softmax(dense(p, f"{path}{name}.dense.", x[row]))
        own = [mlp(p, f"{path}{name}.own.e{e}.", x[row], 2) for e in range(experts)]
        y[row] = sum(weight * of for weight, of in zip(gate, own + [each[row] for each in common]))
    return y


def fm(x):
    """Rendle 2010, eq. 1, as it is defined: the dot products of all pairs, one by one."""
    _, count, _ = x.shape
    return sum((x[:, i] * x[:, j]).sum(-1) for i in range(count) for j in range(i + 1, count))


def din(p, path, x, mask, candidate, softmaxed=False):
    """Zhou et al. 2018, eq. 3: the sum over the present steps of a(step, candidate) * step; the weights are not normalized."""
    y = np.zeros_like(candidate)
    for row in range(len(x)):
        present = [step for step, m in zip(x[row], mask[row]) if m > 0]
        c = candidate[row]
        units = [mlp(p, path + "unit.", np.concatenate([s, c, s * c, s - c]), 1) for s in present]
        weights = np.array([dense(p, path + "score.", unit)[0] for unit in units])
        if softmaxed and present:
            weights = softmax(weights)
        for weight, step in zip(weights, present):
            y[row] += weight * step
    return y


def pools(x, mask):
    """mean, sum, max, last of each row's present steps; zeros of an empty sequence."""
    result = {name: np.zeros((len(x), x.shape[-1])) for name in ("mean", "sum", "max", "last")}
    for row in range(len(x)):
        steps = x[row][mask[row] > 0]
        if len(steps) == 0:
            continue
        result["mean"][row] = steps.mean(0)
        result["sum"][row] = steps.sum(0)
        result["max"][row] = steps.max(0)
        result["last"][row] = steps[-1]
    return result


def attention(p, path, x, present, heads):
    """Vaswani et al. 2017, eq. 1, over the present steps alone."""
    length, width = x.shape
    d = width // heads
    query, key, value = (dense(p, f"{path}{name}.dense.", x) for name in ("query", "key", "value"))
    mixed = np.zeros_like(x)
    for head in range(heads):
        part = slice(head * d, (head + 1) * d)
        for step in range(length):
            if not present.any():
                continue
            scores = key[present][:, part] @ query[step, part] / math.sqrt(d)
            mixed[step, part] = softmax(scores) @ value[present][:, part]
    return dense(p, path, mixed)


def transformer(p, path, x, mask, layers, heads):
    """Pre-norm encoder (Xiong et al. 2020); what is absent stays zero."""
    result = np.zeros_like(x)
    for row in range(len(x)):
        m = mask[row][:, None]
        h = (x[row] + p[path + "positions"]) * m
        for layer in range(layers):
            at = f"{path}layer{layer}."
            h = h + attention(p, at + "attended.", layer_norm(p, at + "attended.layer_norm.", h), mask[row] > 0, heads)
            inner = gelu(dense(p, at + "inner.dense.", layer_norm(p, at + "inner.layer_norm.", h)))
            h = (h + dense(p, at + "fed.", inner)) * m
        result[row] = layer_norm(p, path + "normal.", h) * m
    return result


def dcnv2_projection(p, path, x, mask, layers):
    pooled = pools(x, mask)
    joined = np.concatenate([pooled["mean"], pooled["max"], pooled["last"]], -1)
    return dense(p, path, dcnv2(p, path + "crossed.", joined, layers))


def differences(f, values):
    """d f / d values, element by element."""
    gradient = np.zeros_like(values)
    for at in np.ndindex(values.shape):
        kept = values[at]
        values[at] = kept + 1e-6
        above = f()
        values[at] = kept - 1e-6
        below = f()
        values[at] = kept
        gradient[at] = (above - below) / 2e-6
    return gradient


def listed(values):
    return {"shape": list(values.shape), "data": [float(f"{v:.12g}") for v in values.ravel()]}


def case(name, call, x, shapes, f, mask=None):
    p = {path: draw(*shape) for path, shape in sorted(shapes.items())}
    output = f(p, x)
    weights = draw(*output.shape)
    loss = lambda: float((f(p, x) * weights).sum())
    return {
        "name": name,
        "call": call,
        "x": listed(x),
        **({} if mask is None else {"mask": listed(mask)}),
        "parameters": {path: listed(value) for path, value in p.items()},
        "output": listed(output),
        "weights": listed(weights),
        "gradients": {
            "x": listed(differences(loss, x)),
            **{path: listed(differences(loss, value)) for path, value in p.items()},
        },
    }


def of_dense(path, n, units):
    return {path + "w": (n, units), path + "b": (units,)}


def of_norm(path, n):
    return {path + "scale": (n,), path + "shift": (n,)}


def of_mlp(path, widths, normalized=False):
    shapes = {}
    for layer, (n, units) in enumerate(zip(widths, widths[1:])):
        shapes |= of_dense(f"{path}layer{layer}.h.", n, units)
        if normalized:
            shapes |= of_norm(f"{path}layer{layer}.normal.", units)
    return shapes


def of_dcnv2(path, n, layers, rank=None):
    shapes = {}
    for layer in range(layers):
        at = f"{path}layer{layer}."
        shapes |= {at + "b": (n,)} | ({at + "w": (n, n)} if rank is None else {at + "u": (n, rank), at + "v": (rank, n)})
    return shapes


def of_transformer(path, length, d, layers, hidden):
    shapes = {path + "positions": (length, d)} | of_norm(path + "normal.", d)
    for layer in range(layers):
        at = f"{path}layer{layer}."
        shapes |= of_norm(at + "attended.layer_norm.", d) | of_norm(at + "inner.layer_norm.", d)
        shapes |= of_dense(at + "attended.query.dense.", d, d) | of_dense(at + "attended.value.dense.", d, d)
        shapes |= {at + "attended.key.dense.w": (d, d)} | of_dense(at + "attended.", d, d)
        shapes |= of_dense(at + "inner.dense.", d, hidden) | of_dense(at + "fed.", hidden, d)
    return shapes


def main():
    n, length, surface = 4, 5, ["first", "first", "second", "second"]
    # A full sequence, a single step, an empty one, some steps.
    mask = np.array([[1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 1, 0, 0]], dtype=np.float64)
    steps = lambda: draw(ROWS, length, n)
    pooling = lambda name: lambda p, x: pools(x, mask)[name]
    experts = {}
    for e in range(3):
        experts |= of_mlp(f"expert.e{e}.", [n, 5, 2])
    for name in ("first", "second"):
        experts |= of_dense(f"{name}.dense.", n, 3)
    own_experts = of_mlp("common.e0.", [n, 5, 2])
    for name in ("first", "second"):
        own_experts |= of_dense(f"{name}.dense.", n, 3)
        for e in range(2):
            own_experts |= of_mlp(f"{name}.own.e{e}.", [n, 5, 2])
    cases = [
        case("dense", "dense(x, units: 3)", draw(ROWS, n), of_dense("", n, 3), lambda p, x: dense(p, "", x)),
        case("layer_norm", "layer_norm(x)", draw(ROWS, n), of_norm("", n), lambda p, x: layer_norm(p, "", x)),
        case("mlp", "mlp(x, units: [5, 3])", draw(ROWS, n), of_mlp("", [n, 5, 3]), lambda p, x: mlp(p, "", x, 2)),
        case(
            "mlp, normalized, gelu",
            "mlp(x, units: [5, 3], activation: gelu, normalization: layer_norm)",
            draw(ROWS, n),
            of_mlp("", [n, 5, 3], True),
            lambda p, x: mlp(p, "", x, 2, gelu, True),
        ),
        case(
            "dcnv2, full",
            "dcnv2(x, layers: 2, rank: 0)",
            draw(ROWS, n),
            of_dcnv2("", n, 2),
            lambda p, x: dcnv2(p, "", x, 2),
        ),
        case(
            "dcnv2, low rank",
            "dcnv2(x, layers: 3, rank: 2)",
            draw(ROWS, n),
            of_dcnv2("", n, 3, 2),
            lambda p, x: dcnv2(p, "", x, 3),
        ),
        case(
            "mmoe",
            "mmoe(x, experts: 3, units: [5, 2])",
            draw(ROWS, n),
            experts,
            lambda p, x: mmoe(p, "", x, 3, surface),
        ),
        *(
            case(f"pool_{name}", f"pool_{name}(embed(steps))", steps(), {}, pooling(name), mask)
            for name in ("mean", "sum", "max", "last")
        ),
        case(
            "dcnv2_projection",
            "dcnv2_projection(embed(steps), to: 3, layers: 2, rank: 2)",
            steps(),
            of_dcnv2("crossed.", 3 * n, 2, 2) | of_dense("", 3 * n, 3),
            lambda p, x: dcnv2_projection(p, "", x, mask, 2),
            mask,
        ),
        case(
            "transformer",
            "transformer(embed(steps), layers: 2, heads: 2, hidden: 6)",
            steps(),
            of_transformer("", length, n, 2, 6),
            lambda p, x: transformer(p, "", x, mask, 2, 2),
            mask,
        ),
        case("fm", "fm(values(embed(steps)))", steps(), {}, lambda p, x: fm(x)[:, None], np.ones_like(mask)),
        *(
            case(
                name,
                # The candidate is something that moves with the steps, present or not: both of its gradients count.
                f"din(embed(steps), sum(values(embed(steps)), axis: 0), units: [3]{more})",
                steps(),
                of_mlp("unit.", [4 * n, 3]) | of_dense("score.", 3, 1),
                lambda p, x, softmaxed=softmaxed: din(p, "", x, mask, x.sum(1), softmaxed),
                mask,
            )
            for name, more, softmaxed in (("din", "", False), ("din, softmax", ", normalize: softmax", True))
        ),
        case(
            "cgc",
            "cgc(x, experts: 2, shared: 1, units: [5, 2], gates: surfaces)",
            draw(ROWS, n),
            own_experts,
            lambda p, x: cgc(p, "", x, 2, 1, surface),
        ),
    ]
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]\n")


main()
