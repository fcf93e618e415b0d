"""Adapters → their mean."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.adapter_passport import read_passport, write_mean_passport
from index.errors import ModelError
from index.model.bundled import WEIGHTS_SHA256, Factors, read_adapter
from index.model_passport import ADAPTER


def mean_adapter(paths: Sequence[Path | str], out: Path | str = ADAPTER) -> Path:
    """Write the mean of what adapters add to the weights as one of the largest rank among them.

    The mean of two runs keeps more of what each has learnt than a run on all of it (Wortsman et
    al., "Model soups", 2022); each matrix is cut to the rank by its singular values. The
    passports of all go into the one beside it. Raise ModelError where a file or its passport cannot
    be read, or they were taught on other weights or do not change the same matrices.
    """
    files = [Path(path) for path in paths]
    adapters = [read_adapter(file) for file in files]
    if any(adapter.keys() != adapters[0].keys() for adapter in adapters):
        raise ModelError(f"{', '.join(map(str, files))}: these do not change the same matrices")
    passports = [read_passport(file) for file in files]
    stored: dict[str, Any] = {}
    for name in adapters[0]:
        left, right = _mean_factors([adapter[name] for adapter in adapters])
        stored |= {f"{name}.out": left, f"{name}.in": right}
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, base=np.array(WEIGHTS_SHA256), **stored)
    write_mean_passport(path, passports)
    return path


def _mean_factors(each: Sequence[Factors]) -> Factors:
    """Return the factors whose product is nearest to the mean of the products."""
    rank = max(left.shape[1] for left, _ in each)
    left = np.concatenate([out.astype(np.float64) for out, _ in each], axis=1)
    right = np.concatenate([into.astype(np.float64) for _, into in each], axis=0)
    # The singular vectors of the sum of products, by way of its thin factors alone.
    left, thin_left = np.linalg.qr(left)
    right, thin_right = np.linalg.qr(right.T)
    rotated, sizes, turned = np.linalg.svd(thin_left @ thin_right.T / len(each))
    roots = np.sqrt(sizes[:rank])
    left, right = left @ rotated[:, :rank] * roots, right @ turned[:rank].T * roots
    return left.astype(np.float16), right.T.astype(np.float16)
