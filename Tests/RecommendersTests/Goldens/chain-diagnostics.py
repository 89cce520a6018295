"""Split R-hat and effective sample sizes by ArviZ. Written by hand: python3 chain-diagnostics.py"""
import json
import arviz as az
import numpy as np
from arviz.stats.diagnostics import _rhat, _split_chains, _z_scale

g = np.random.default_rng(3)


def autoregressive(chains, draws, phi, shift=0.0):
    x = np.zeros((chains, draws))
    for t in range(draws):
        x[:, t] = phi * (x[:, t - 1] if t else 0) + g.normal(size=chains)
    return x + shift * np.arange(chains)[:, None]


def split_r_hat(x):
    """As az.rhat, which asks for two chains."""
    halves = _split_chains(x)
    return max(_rhat(_z_scale(halves)), _rhat(_z_scale(abs(halves - np.median(halves)))))


cases = {
    "independent draws of four chains": autoregressive(4, 50, 0),
    "slow chains": autoregressive(4, 61, 0.9),
    "alternating draws": autoregressive(2, 80, -0.5),
    "chains that disagree": autoregressive(3, 40, 0.3, shift=1.0),
    "one chain": autoregressive(1, 100, 0.5),
    "chains of different width": autoregressive(2, 60, 0.2) * np.array([[1.0], [4.0]]),
    "draws with ties": np.round(autoregressive(2, 50, 0.4)),
    "a chain that drifts": autoregressive(1, 40, 0.2) + np.arange(40) / 5,
    "very few draws": autoregressive(2, 5, 0.1),
}
json.dump(dict(madeBy="chain-diagnostics.py, ArviZ " + az.__version__, tolerance=1e-6, cases=[
    dict(name=name, chains=x.tolist(), splitRHat=float(split_r_hat(x)),
         bulkSampleSize=float(az.ess(x, method="bulk")),
         tailSampleSize=float(az.ess(x, method="tail")))
    for name, x in cases.items()]), open("chain-diagnostics.json", "w"), indent=1)
