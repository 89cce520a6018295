"""Makes networks-keras.json: twenty steps of each network in Keras, from given weights.

Not run by the tests. With pip's tensorflow-cpu: python3 networks-keras.py > networks-keras.json
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras
import numpy as np
from keras import layers as L

USERS, ITEMS, FACTORS, HIDDEN, RATINGS, STEPS, BATCH = 12, 9, 3, 5, 60, 20, 8

g = np.random.default_rng(7)
cells = g.permutation(USERS * ITEMS)[:RATINGS]
u, i = cells // ITEMS, cells % ITEMS
assert len(set(u)) == USERS and len(set(i)) == ITEMS
r = (g.integers(1, 11, RATINGS) / 2).astype(np.float32)
mu = np.float32(r.mean())
assert not np.any(r == mu)
batches = [g.permutation(RATINGS)[:BATCH] for _ in range(STEPS)]


def rounded(array):
    """Numbers that survive being written down."""
    return np.round(np.asarray(array, np.float64), 5).astype(np.float32)


def prepare(model, loss, optimizer):
    """Draws weights large enough to matter, and returns them."""
    weights = {}
    for layer in model.layers:
        values = layer.get_weights()
        # The moving averages of a normalization stay what they are.
        drawn = [rounded(g.normal(0, 0.4, w.shape)) for w in values]
        if isinstance(layer, L.BatchNormalization):
            drawn = [1 + drawn[0], drawn[1]] + values[2:]
        layer.set_weights(drawn)
        if values:
            weights[layer.name] = [w.ravel().tolist() for w in drawn]
    model.compile(loss=loss, optimizer=optimizer)
    return weights


def step(model, x, y):
    model.reset_metrics()
    return float(model.train_on_batch(x, y))


SGD = {"name": "sgd", "learningRate": 0.08, "momentum": 0.9}
ADAM = {"name": "adam", "learningRate": 0.01, "momentum": 0}


def make(optimizer):
    if optimizer["name"] == "adam":
        return keras.optimizers.Adam(optimizer["learningRate"])
    return keras.optimizers.SGD(optimizer["learningRate"], momentum=optimizer["momentum"])


def embeddings(name, branches, activation="relu", l2=0.0, normalize=False, optimizer=SGD):
    penalty = lambda: keras.regularizers.l2(l2) if l2 else None
    a, b = L.Input((1,)), L.Input((1,))
    table = lambda n, k, name: L.Embedding(n, k, name=name, embeddings_regularizer=penalty())
    eu, em = table(USERS, FACTORS, "users")(a), table(ITEMS, FACTORS, "items")(b)
    out = []
    if branches != "deep":
        x = L.Dot(axes=2)([eu, em])
        x = L.Add()([x, table(USERS, 1, "userBiases")(a), table(ITEMS, 1, "itemBiases")(b)])
        out.append(L.Flatten()(x))
    if branches != "product":
        y = L.Concatenate()([L.Flatten()(eu), L.Flatten()(em)])
        y = L.Dense(HIDDEN, name="hidden", kernel_regularizer=penalty())(y)
        if normalize:
            y = L.BatchNormalization(name="normalization")(y)
        y = L.Activation(activation)(y)
        out.append(L.Dense(1, name="output", kernel_regularizer=penalty())(y))
    model = keras.Model([a, b], out[0] if len(out) == 1 else L.Add()(out))
    weights = prepare(model, "mse", make(optimizer))
    losses = [step(model, [u[n], i[n]], r[n] - mu) for n in batches]
    every = np.arange(USERS * ITEMS)
    predicted = model.predict([every // ITEMS, every % ITEMS], verbose=0)[:, 0] + mu
    return {
        "name": name, "branches": branches, "activation": activation, "regularization": l2,
        "batchNormalization": normalize, "optimizer": optimizer, "weights": weights,
        "losses": losses, "predictions": predicted.tolist(),
    }


def autorec(name, orientation, l2, rate):
    dense = np.zeros((USERS, ITEMS), np.float32)
    rated = np.zeros((USERS, ITEMS), np.float32)
    dense[u, i], rated[u, i] = r - mu, 1
    if orientation == "item":
        dense, rated = dense.T.copy(), rated.T.copy()
    rows, columns = dense.shape
    x, mask = L.Input((columns,)), L.Input((columns,))
    y = L.Multiply()([x, mask])
    penalty = lambda: keras.regularizers.l2(l2)
    y = L.Dense(HIDDEN, activation="tanh", name="hidden", kernel_regularizer=penalty())(y)
    y = L.Dense(columns, name="output", kernel_regularizer=penalty())(y)
    model = keras.Model([x, mask], y)

    def masked(t, p):
        k = keras.ops.cast(keras.ops.not_equal(t, 0), "float32")
        return keras.ops.sum((p - t) ** 2 * k) / keras.ops.sum(k)

    weights = prepare(model, masked, make(SGD))
    drop = L.Dropout(rate, seed=3)
    losses, chosen, masks = [], [], []
    for _ in range(STEPS):
        n = g.permutation(rows)[:5]
        # What Keras' layer makes of ones is what it multiplies by.
        m = np.asarray(drop(np.ones((5, columns), np.float32), training=True))
        losses.append(step(model, [dense[n], m], dense[n]))
        chosen.append(n.tolist())
        masks.append(m.ravel().tolist())
    predicted = model.predict([dense, np.ones_like(dense)], verbose=0) + mu
    if orientation == "item":
        predicted = predicted.T
    return {
        "name": name, "orientation": orientation, "regularization": l2, "weights": weights,
        "rows": chosen, "masks": masks, "losses": losses, "predictions": predicted.ravel().tolist(),
    }


print(json.dumps({
    "how": f"networks-keras.py, Keras {keras.__version__}, {keras.backend.backend()}",
    "users": USERS, "items": ITEMS, "factors": FACTORS, "hidden": HIDDEN,
    "userIndices": u.tolist(), "itemIndices": i.tolist(), "values": r.tolist(), "mean": float(mu),
    "batches": [n.tolist() for n in batches],
    "embeddings": [
        embeddings("mf", "product"),
        embeddings("mf with L2", "product", l2=0.01),
        embeddings("mf by Adam", "product", l2=0.01, optimizer=ADAM),
        embeddings("ann", "deep"),
        embeddings("ann with L2", "deep", "sigmoid", l2=0.01),
        embeddings("ann with batch normalization", "deep", normalize=True),
        # Without a penalty, Keras on TensorFlow squares the parts of the gradient of a row that
        # comes several times in a batch one by one; with one, it squares their sum as it should.
        embeddings("ann by Adam", "deep", "tanh", l2=1e-3, optimizer=ADAM),
        embeddings("residual", "both", "elu"),
        embeddings("residual with L2", "both", "elu", l2=0.01),
    ],
    "autoencoders": [
        autorec("autorec without dropout", "user", 1e-4, 0.0),
        autorec("autorec", "user", 1e-4, 0.7),
        autorec("autorec of items with more L2", "item", 1e-2, 0.4),
    ],
    "tolerance": 1e-4,
}, indent=1))
