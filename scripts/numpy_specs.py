"""The forward passes of some specs on one surface, written from their text: log-odds by task of raw rows (dicts, as JSON has them)."""

import json

import numpy as np

from numpy_layers import (
    dcnv2,
    dcnv2_projection,
    dense,
    hashed_row,
    linear,
    mlp,
    mmoe,
    pool_mean,
    transformer,
    word_row,
)


class Rows:
    """Raw rows with what encodes them: a surface's weights and the sizes of its tables."""

    def __init__(self, rows, weights, manifest):
        self.rows, self.weights, self.manifest = rows, weights, manifest
        self.tables = {table["name"]: table["rows"] for table in manifest["tables"]}

    def __len__(self):
        return len(self.rows)

    def row_of(self, table, value):
        kind, count = self.tables[table].rstrip(")").split("(")
        if kind == "hash":
            return hashed_row(table, int(count), value)
        if kind == "range":
            return 0 if value is None else 2 + value if 0 <= value < int(count) else 1
        return word_row(self.weights.vocabularies[table], value)

    def embed(self, feature, table):
        return self.weights[f"table/{table}"][[self.row_of(table, row[feature]) for row in self.rows]]

    def sequence(self, feature, table, longest):
        """[rows, longest, dim] and its mask: the newest elements, oldest first."""
        lists = [(row[feature] or [])[-longest:] for row in self.rows]
        at = np.array([[self.row_of(table, v) for v in each] + [0] * (longest - len(each)) for each in lists], int)
        mask = np.array([[1.0] * len(each) + [0.0] * (longest - len(each)) for each in lists])
        return self.weights[f"table/{table}"][at.reshape(len(lists), longest)], mask

    def record(self, feature, tables, longest):
        """[rows, longest, dims] and the one mask: of each step what its fields are in their tables, side by side."""
        parts = []
        for field, table in tables.items():
            columns = [{field: None if row[feature] is None else [step[field] for step in row[feature]]} for row in self.rows]
            parts.append(Rows(columns, self.weights, self.manifest).sequence(field, table, longest))
        return np.concatenate([steps for steps, _ in parts], axis=2), parts[0][1]

    def number(self, feature, otherwise=0.0, missing=None):
        """float32, as a caller sends it."""
        values = [row[feature] for row in self.rows]
        return np.float64(np.float32([otherwise if v is None or v == missing else v for v in values]))[:, None]

    def vector(self, feature, size, otherwise=0.0):
        return np.float64(np.float32([[otherwise] * size if row[feature] is None else row[feature] for row in self.rows]))


def side_by_side(*parts):
    return np.concatenate(parts, axis=1)


def item_of(rows):
    return side_by_side(rows.embed("pin_id", "pins"), rows.vector("image", 64), np.log1p(rows.number("impressions_30d")))


def user_of(rows, history):
    days = np.log1p(rows.number("days_active", missing=-124))
    return side_by_side(rows.embed("user_id", "users"), rows.embed("country", "countries"), days, history)


def once_per_list(rows, feature, compute):
    """What depends on one list alone, once for each different one."""
    texts = [json.dumps(row[feature]) for row in rows.rows]
    firsts = {text: i for i, text in reversed(list(enumerate(texts)))}
    order = {text: i for i, text in enumerate(firsts)}
    some = Rows([rows.rows[i] for i in firsts.values()], rows.weights, rows.manifest)
    return compute(some)[[order[text] for text in texts]]


def query_match(w, name, query, item):
    both = dense(w, f"{name}.asked", query) * dense(w, f"{name}.offered", item)
    return side_by_side(both, linear(w, f"{name}.score", both)[:, None])


def unified(rows, surface):
    w = rows.weights

    def history_of(some):
        steps, mask = some.sequence("recent_pins", "pins", 100)
        actions = transformer(w, "trunk.actions", steps, mask, layers=2, heads=4)
        return dcnv2_projection(w, "trunk.history", actions, mask)

    history = once_per_list(rows, "recent_pins", history_of)
    user, item = user_of(rows, history), item_of(rows)
    crossed = dcnv2(w, "trunk.crossed", side_by_side(user, item), 3)
    shared = mmoe(w, "trunk.shared", crossed, experts=4, layers=2, gate=surface)
    if surface == "home_feed":
        own = np.zeros((len(rows), 1))  # log1p(position), which is served as 0
    else:
        own = query_match(w, "search.match", pool_mean(*rows.sequence("query_terms", "terms", 8)), item)
    h = mlp(w, f"{surface}.h", side_by_side(shared, own), 2)
    return {task: linear(w, f"{surface}.{task}", h) for task in ("click", "long_click")}


def baseline(rows, surface):
    w = rows.weights
    history = pool_mean(*rows.sequence("recent_pins", "pins", 100))
    user, item = user_of(rows, history), item_of(rows)
    if surface == "search":
        query = pool_mean(*rows.sequence("query_terms", "terms", 8))
    else:
        query = np.zeros((len(rows), 16))  # else zeros
    if surface == "related_pins":
        subject = rows.embed("subject_pin", "pins")
    else:
        subject = np.tile(w["trunk.subject.subject_pin.learned"], (len(rows), 1))  # else learned
    asked = query_match(w, "trunk.asked", query, item)
    opened, shown = dense(w, "trunk.beside.opened", subject), dense(w, "trunk.beside.shown", item)
    beside = side_by_side(opened * shown, np.abs(opened - shown))
    place = np.tile(w[f"trunk.place.surface.{surface}"], (len(rows), 1))
    crossed = dcnv2(w, "trunk.crossed", side_by_side(user, item, query, subject, asked, beside, place), 2)
    mixed = mmoe(w, "trunk.mixed", crossed, experts=2, layers=1, gate=surface)
    return {"click": linear(w, "trunk.click", mlp(w, "trunk.h", mixed, 1))}


def template(rows, surface):
    """What `ctrc init` writes; dropout is of training alone."""
    w = rows.weights
    user = side_by_side(rows.embed("user_id", "users"), rows.embed("country", "countries"))
    impressions = np.log1p(rows.number("impressions_30d"))
    item = side_by_side(rows.embed("category", "categories"), rows.embed("ad_id", "ads"), impressions)
    shared = mlp(w, "trunk.shared", dcnv2(w, "trunk.crossed", side_by_side(user, item), 2), 1)
    position = np.zeros((len(rows), 1))  # log1p of what is served as 0
    own = [position] if surface == "home_feed" else [rows.number("query_match"), position]
    h = mlp(w, f"{surface}.h", side_by_side(shared, *own), 1)
    return {"click": linear(w, f"{surface}.click", h)}


forward_passes = {"unified": unified, "baseline": baseline, "template": template}
