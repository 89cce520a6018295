"""Makes als-separate.json: the lecture's regularised ALS with biases, in NumPy.

Users first, bias and factors of a row each from the other's old value. Not run by the tests:
python3 als-separate.py > als-separate.json
"""
import json
import numpy as np

USERS, ITEMS, FACTORS, EPOCHS, REGULARIZATION, RATINGS = 12, 9, 3, 4, 2.0, 60


def half(rows, columns, values, F, G, bf, bg, mu, reg):
    for i in range(len(F)):
        own = rows == i
        j, r = columns[own], values[own]
        g = G[j]
        A = g.T.dot(g) + np.eye(F.shape[1]) * reg
        y = (r - bf[i] - bg[j] - mu).dot(g)
        bias = (r - g.dot(F[i]) - bg[j] - mu).sum()
        F[i] = np.linalg.solve(A, y)
        bf[i] = bias / (own.sum() + reg)


g = np.random.default_rng(20)
cells = g.permutation(USERS * ITEMS)[:RATINGS]
u, i = cells // ITEMS, cells % ITEMS
# Rows without ratings are zero in the one and random in the other.
assert len(set(u)) == USERS and len(set(i)) == ITEMS
r = g.integers(1, 11, RATINGS) / 2
W, U = (np.round(g.standard_normal((n, FACTORS)), 4) for n in (USERS, ITEMS))
b, c = np.zeros(USERS), np.zeros(ITEMS)
mu = r.mean()
start = {"userFactors": W.ravel().tolist(), "itemFactors": U.ravel().tolist()}
mse = []
for _ in range(EPOCHS):
    half(u, i, r, W, U, b, c, mu, REGULARIZATION)
    half(i, u, r, U, W, c, b, mu, REGULARIZATION)
    mse.append(np.mean((r - mu - b[u] - c[i] - (W[u] * U[i]).sum(1)) ** 2))
print(json.dumps({
    "how": f"als-separate.py, NumPy {np.__version__}, double precision",
    "input": {
        "users": USERS, "items": ITEMS, "factors": FACTORS, "epochs": EPOCHS,
        "regularization": REGULARIZATION, "userIndices": u.tolist(), "itemIndices": i.tolist(),
        "values": r.tolist(), "start": start,
    },
    "expected": {
        "userFactors": W.ravel().tolist(), "itemFactors": U.ravel().tolist(),
        "userBiases": b.tolist(), "itemBiases": c.tolist(), "mse": mse,
    },
    "tolerance": 2e-5,
}, indent=1))
