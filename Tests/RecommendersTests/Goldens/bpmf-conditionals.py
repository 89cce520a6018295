"""The conditional distributions of Bayesian matrix factorization, in NumPy.

Normal–Wishart: Salakhutdinov and Mnih, ICML 2008, equation 14, with the sample mean and the
sample covariance as the paper writes them. Rows: equations 11 to 13, with biases as one more
unknown of prior N(mean, 1 / precision). Written by hand: python3 bpmf-conditionals.py
"""
import json
import numpy as np

g = np.random.default_rng(8)
users, items, factors, ratings = 7, 5, 3, 20
cells = g.choice(users * items, ratings, replace=False)
u, i = cells // items, cells % items
r = (g.integers(1, 11, ratings) / 2).astype(np.float32)
U = g.normal(0, 0.7, (items, factors)).astype(np.float32)
c = g.normal(0, 0.4, items).astype(np.float32)
alpha, mean = 1.7, 3.0

mu0, beta0, nu0, scale = 0.3, 2.5, 4.0, 0.8
W0inv = np.eye(factors) / scale
X = U.astype(float)
n, xbar = len(X), X.mean(0)
S = (X - xbar).T @ (X - xbar) / n
d = mu0 * np.ones(factors) - xbar
hyper = dict(
    mean=((beta0 * mu0 + n * xbar) / (beta0 + n)).tolist(), strength=beta0 + n, degrees=nu0 + n,
    inverseScale=(W0inv + n * S + beta0 * n / (beta0 + n) * np.outer(d, d)).ravel().tolist())

A = g.normal(size=(factors, factors))
Lambda, mu = A @ A.T + np.eye(factors), g.normal(size=factors)
bias_mean, bias_precision = -0.2, 3.1
P = np.zeros((factors + 1, factors + 1))
P[:factors, :factors], P[factors, factors] = Lambda, bias_precision
m = np.append(mu, bias_mean)
rows = []
for user in range(users):
    seen = u == user
    Z = np.column_stack([X[i[seen]], np.ones(seen.sum())])
    t = r[seen].astype(float) - mean - c[i[seen]].astype(float)
    precision = P + alpha * Z.T @ Z
    rows.append(dict(
        mean=np.linalg.solve(precision, P @ m + alpha * Z.T @ t).tolist(),
        covariance=np.linalg.inv(precision).ravel().tolist()))

json.dump(dict(
    madeBy="bpmf-conditionals.py", tolerance=1e-9,
    input=dict(
        users=users, items=items, factors=factors, userIndices=u.tolist(), itemIndices=i.tolist(),
        values=r.tolist(), itemFactors=U.ravel().astype(float).tolist(),
        itemBiases=c.astype(float).tolist(), noisePrecision=alpha, mean=mean,
        prior=dict(mean=mu0, strength=beta0, degrees=nu0, scale=scale), mu=mu.tolist(),
        precision=Lambda.ravel().tolist(), biasMean=bias_mean, biasPrecision=bias_precision),
    expected=dict(hyperparameters=hyper, rows=rows)), open("bpmf-conditionals.json", "w"), indent=1)
