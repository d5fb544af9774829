"""This is a named random stream for every uncertain number.

A stream is keyed by seed, name and purpose, and the replication is an index into it. Adding a part or pulling a lever
therefore leaves every other number's draws unchanged (common random numbers, model note 2.12 rule 14).
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


def uniforms(seed: int, name: str, purpose: str, count: int) -> NDArray[np.float64]:
    """The first `count` numbers, uniform on [0, 1), of the stream of one quantity and purpose."""
    digest = blake2b(f"{name}\n{purpose}".encode(), digest_size=8).digest()
    key = np.array([seed, int.from_bytes(digest, "little")], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key)).random(count)
