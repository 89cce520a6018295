"""Makes ranking.json with NumPy: rankings with many ties, with ratings for validation.

    cd Tests/RecommendersTests/Goldens && python3 make_ranking.py

Never run by the tests. The expectation over orders of items with equal scores is computed from
the whole ranking: every place of a group of equals is worth the mean of what its places are worth.
"""
import json

import numpy as np

rng = np.random.default_rng(12)
users, items, factors, relevant = 14, 16, 2, 4
w = rng.integers(-1, 2, size=(users, factors))
u = rng.integers(-1, 2, size=(items, factors))
scores = w @ u.T + 3  # whole numbers, of which many are equal

cells = rng.permutation(users * items)
train, validation, test = cells[:60], cells[60:90], cells[90:150]
ratings = rng.integers(1, 6, size=users * items)


def expected(score, is_relevant, k):
    """NDCG, precision and recall at k over all orders that the scores allow."""
    order = np.argsort(-score, kind="stable")
    score, is_relevant = score[order], is_relevant[order]
    places = np.arange(len(score))
    top = (places < k).astype(float)
    gains = top / np.log2(places + 2)
    for value in np.unique(score):
        group = score == value
        top[group] = top[group].mean()
        gains[group] = gains[group].mean()
    count = is_relevant.sum()
    ideal = (1 / np.log2(np.arange(min(k, count)) + 2)).sum()
    return gains[is_relevant].sum() / ideal, top[is_relevant].sum() / k, top[is_relevant].sum() / count


def evaluate(excluded, k):
    values = []
    for user in range(users):
        own = [c % items for c in test if c // items == user and ratings[c] >= relevant]
        if not own:
            continue
        left = np.setdiff1d(np.arange(items), [c % items for c in excluded if c // items == user])
        values.append(expected(scores[user][left], np.isin(left, own), k))
    return {"values": np.mean(values, axis=0).tolist(), "users": len(values)}


depths = [1, 3, 7, 16, 40]
json.dump({
    "users": users, "items": items, "factors": factors, "relevant": relevant,
    "userFactors": w.ravel().tolist(), "itemFactors": u.ravel().tolist(), "mean": 3,
    "train": train.tolist(), "validation": validation.tolist(), "test": test.tolist(),
    "ratings": ratings.tolist(), "depths": depths,
    "withoutValidation": [evaluate(np.concatenate([train, validation]), k) for k in depths],
    "withValidation": [evaluate(train, k) for k in depths],
    "tolerance": 1e-12,
}, open("ranking.json", "w"))
