"""This is where the numbers stand that decide how long an input lasts, for a message about one that does not."""

from __future__ import annotations

import re

from sim.scenario import ScenarioFile

_LASTS_BY = re.compile(r"stock\.(pieces|covers|on_order)|sources\.[^.]+\.lead_time")


def stated_in(file: ScenarioFile, key: str) -> str:
    """The keys and lines of an input's stock, orders and lead times; empty if its class has them all."""
    found = [
        f"`{inside}` in line {origin.line}"
        for path, origin in file.origins.items()
        if path.startswith(f"{key}.") and _LASTS_BY.fullmatch(inside := path.removeprefix(f"{key}."))
    ]
    return f": {', '.join(found)}" if found else ""
