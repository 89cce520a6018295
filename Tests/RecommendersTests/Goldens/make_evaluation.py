"""Makes evaluation.json, with NumPy and scikit-learn (ndcg_score, precision_score by hand):

    cd Tests/RecommendersTests/Goldens && python3 make_evaluation.py

Never run by the tests.
"""
import json

import numpy as np
from sklearn.metrics import mean_absolute_error, mean_squared_error, ndcg_score

rng = np.random.default_rng(5)
users, items, factors, k, relevant = 12, 15, 3, 4, 4
w = rng.normal(size=(users, factors)).astype(np.float32)
u = rng.normal(size=(items, factors)).astype(np.float32)
scores = w.astype(np.float64) @ u.T.astype(np.float64) + 3.5

cells = rng.permutation(users * items)
train, test = cells[:60], cells[60:110]
ratings = np.clip(np.round(scores.ravel() + rng.normal(size=users * items)), 1, 5)

ndcg, precision, recall = [], [], []
for user in range(users):
    wanted = np.array([ratings[c] >= relevant for c in test if c // items == user])
    columns = np.array([c % items for c in test if c // items == user], dtype=int)
    truth = np.zeros(items)
    truth[columns[wanted]] = 1
    if truth.sum() == 0:
        continue
    seen = [c % items for c in train if c // items == user]
    left = np.setdiff1d(np.arange(items), seen)
    ndcg.append(ndcg_score(truth[None, left], scores[user][None, left], k=k))
    best = left[np.argsort(-scores[user][left], kind="stable")][:k]
    precision.append(truth[best].sum() / k)
    recall.append(truth[best].sum() / truth.sum())

predicted = scores.ravel()[test]
json.dump({
    "users": users, "items": items, "factors": factors,
    "userFactors": w.ravel().tolist(), "itemFactors": u.ravel().tolist(), "mean": 3.5,
    "train": train.tolist(), "test": test.tolist(), "ratings": ratings.tolist(),
    "depth": k, "relevant": relevant,
    "expected": {
        "mse": mean_squared_error(ratings[test], predicted),
        "rmse": mean_squared_error(ratings[test], predicted) ** 0.5,
        "mae": mean_absolute_error(ratings[test], predicted),
        "ndcg": np.mean(ndcg), "precision": np.mean(precision), "recall": np.mean(recall),
        "users": len(ndcg),
    },
    "tolerance": 1e-6,
}, open("evaluation.json", "w"))
