"""This is a named random stream for every uncertain number, spread evenly over its draws.

A stream is keyed by seed, name and purpose, and the replication is an index into it. Adding a part or pulling a lever
therefore leaves every other number's draws unchanged (common random numbers, model note 2.12 rule 14), and the first
draws of many are those of a run of few.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


def uniforms(seed: int, name: str, purpose: str, count: int) -> NDArray[np.float64]:
    """The first `count` numbers, uniform on [0, 1), of the stream of one quantity and purpose, spread evenly."""
    return uniforms_of(seed, (name,), purpose, count).ravel()


def uniforms_of(seed: int, names: Sequence[str], purpose: str, count: int) -> NDArray[np.float64]:
    """The streams of several quantities, a row for each; each is what it is alone."""
    whole = 1 << max(count - 1, 0).bit_length()
    plain = np.empty((len(names), whole, 2))
    for row, name in enumerate(names):
        plain[row] = _generator(seed, name, purpose).random((whole, 2))
    return _evenly(plain[..., 0], plain[..., 1])[:, :count]


def _generator(seed: int, name: str, purpose: str) -> np.random.Generator:
    digest = blake2b(f"{name}\n{purpose}".encode(), digest_size=8).digest()
    key = np.array([seed, int.from_bytes(digest, "little")], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


def _evenly(within: NDArray[np.float64], order: NDArray[np.float64]) -> NDArray[np.float64]:
    """In each row, of the first 2^k numbers one in each of 2^k equal strata, for every k.

    As many numbers again go to the strata half as wide that are still empty, in random order (`order`), each anywhere
    in its stratum (`within`). Each number by itself stays uniform, so that no mean is biased.
    """
    found = np.empty_like(within)
    found[:, :1] = within[:, :1]
    filled = 1
    while filled < found.shape[1]:
        fresh = slice(filled, 2 * filled)
        empty = (
            np.floor(found[:, :filled] * (2 * filled)).astype(np.int64) ^ 1
        )  # the other half of each stratum
        shuffled = np.take_along_axis(empty, np.argsort(order[:, fresh], axis=1, kind="stable"), axis=1)
        found[:, fresh] = (shuffled + within[:, fresh]) / (2 * filled)
        filled *= 2
    return found
