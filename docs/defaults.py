"""This is the maker of the table of class defaults: every default of an item class with its reason."""

from __future__ import annotations

import yaml

from sim.scenario.catalogue import shipped_folder

_FIELDS = ("stock", "lead_time", "qualification", "ramp", "price_factor")


def defaults() -> str:
    """The item classes of the shipped library, with what is assumed of each and why."""
    parts = []
    for path in sorted((shipped_folder() / "shipped" / "items").glob("*.yaml")):
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        parts.append(f"### {path.stem.replace('-', ' ')}\n")
        parts.append(
            "\n| class | stock | travel | qualification | ramp | price factor | if missing | reason, and the cases it "
            "was read off |\n"
        )
        parts.append("|---|---|---|---|---|---|---|---|\n")
        for name, item in tree["classes"].items():
            cells = [str(item.get(field, "-")).removesuffix(" days") for field in _FIELDS]
            basis = " ".join(str(item["basis"]).split())
            parts.append(
                f"| `{name}`: {item['title']} | {' | '.join(cells)} | {item.get('if_missing', 'stop')} | {basis} |\n"
            )
        parts.append("\n")
    return "".join(parts)
