"""The forward passes of examples/architectures on one surface, as their papers write them: log-odds by task of raw rows. Sums that a program takes a
shorter way to (the pairs of a factorization machine) are taken here as they are defined."""

import numpy as np

from numpy_layers import dense, linear, mlp, sigmoid
from numpy_specs import side_by_side


def pairs(vectors):
    """The products of all pairs i < j of [rows, n, dim], in that order."""
    n = vectors.shape[1]
    return np.stack([(vectors[:, i] * vectors[:, j]).sum(axis=1) for i in range(n) for j in range(i + 1, n)], axis=1)


def deepfm(rows, surface):
    """Guo et al. 2017, arXiv 1703.04247, eq. 1 to 4: <w, x> + the sum over pairs of <V_i, V_j> x_i x_j + DNN(concat of V_i)."""
    w, columns = rows.weights, [f"c{k}" for k in range(200)]
    first = sum(rows.embed(c, f"firsts.{c}")[:, 0] for c in columns)
    vectors = np.stack([rows.embed(c, f"fields.{c}") for c in columns], axis=1)
    deep = mlp(w, "trunk.click.mlp", vectors.reshape(len(rows), -1), 2)
    return {"click": first + pairs(vectors).sum(axis=1) + linear(w, "trunk.click.linear", deep)}


def dlrm(rows, surface):
    """Naumov et al. 2019, arXiv 1906.00091, section 2: the products of all pairs of vectors, the processed numbers among them, beside those."""
    w = rows.weights
    bottom = mlp(w, "trunk.bottom", np.log1p(side_by_side(*(rows.number(f"n{k}") for k in range(13)))), 2)
    vectors = np.stack([bottom, *(rows.embed(f"c{k}", f"fields.c{k}") for k in range(8))], axis=1)
    top = mlp(w, "trunk.top", side_by_side(bottom, pairs(vectors)), 2)
    return {"click": linear(w, "trunk.click", top)}


def din(rows, surface):
    """Zhou et al. 2018, arXiv 1706.06978, eq. 3: v_U(A) = the sum over j of a(e_j, v_A) e_j, of the behaviours that there are, weights not normalized;
    e_j is what a behaviour has, side by side (section 4.1)."""
    w = rows.weights
    shown = side_by_side(rows.embed("ad_id", "ads"), rows.embed("topic_id", "topics"))
    steps, mask = rows.record("history", {"ad": "ads", "topic": "topics"}, 20)
    interest = np.zeros_like(shown)
    for j in range(20):
        step = steps[:, j]
        unit = mlp(w, "trunk.interest.unit", side_by_side(step, shown, step * shown, step - shown), 1)
        interest += np.where(mask[:, [j]] > 0, dense(w, "trunk.interest.score", unit) * step, 0)
    h = mlp(w, "trunk.h", side_by_side(rows.embed("user_id", "users"), interest, shown), 2)
    return {"click": linear(w, "trunk.click", h)}


def esmm(rows, surface):
    """Ma et al. 2018, arXiv 1804.07931, eq. 1: pCTCVR = pCTR pCVR."""
    w = rows.weights
    steps, mask = rows.sequence("watched", "ads", 20)
    seen = (steps * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]
    shown = rows.embed("ad_id", "ads")
    x = side_by_side(seen, shown, seen * shown, np.log1p(rows.number("n0")), np.log1p(rows.number("n1")))
    log_odds = {task: linear(w, f"{surface}.{task}", mlp(w, f"{surface}.{task}.mlp", x, 1)) for task in ("click", "conversion")}
    both = sigmoid(log_odds["click"]) * sigmoid(log_odds["conversion"])
    return {**log_odds, "purchase": np.log(both / (1 - both))}


forward_passes = {"deepfm": deepfm, "dlrm": dlrm, "din": din, "esmm": esmm}
