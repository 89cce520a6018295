"""Makes svd.json with numpy.linalg.svd:

    cd Tests/RecommendersTests/Goldens && python3 make_svd.py

Never run by the tests.
"""
import json

import numpy as np

rng = np.random.default_rng(11)
cases = {
    "tall": rng.normal(size=(30, 12)),
    "wide": rng.normal(size=(9, 25)),
    "rank 3": rng.normal(size=(20, 3)) @ rng.normal(size=(3, 14)),
    "repeated values": np.linalg.qr(rng.normal(size=(16, 16)))[0][:, :8] @ np.diag(
        [5, 5, 5, 2, 2, 1, 1, 1]) @ np.linalg.qr(rng.normal(size=(10, 10)))[0][:8],
    "ill-conditioned": np.linalg.qr(rng.normal(size=(12, 12)))[0] @ np.diag(
        10.0 ** -np.arange(12)) @ np.linalg.qr(rng.normal(size=(12, 12)))[0],
    "one row": rng.normal(size=(1, 7)),
    "one number": np.array([[-3.0]]),
}
out = []
for name, x in cases.items():
    # Ratings are kept in single precision.
    x = x.astype(np.float32).astype(np.float64)
    out.append({
        "name": name, "rows": x.shape[0], "columns": x.shape[1], "elements": x.ravel().tolist(),
        "values": np.linalg.svd(x, compute_uv=False).tolist(),
    })
json.dump(out, open("svd.json", "w"))
