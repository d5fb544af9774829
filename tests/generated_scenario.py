"""This is a maker of random whole scenarios: lines in tiers, shared stocks, pools and every policy the language has.

What it says is what a file may say, so that reading, law, compilation and physics are all tried. JSON is YAML, so a
scenario is written as it stands. Numbers lie on a coarse grid half of the time, where events coincide and rates tie.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sim.errors import ScenarioError
from sim.exposure import closures
from sim.network import SupplyNetwork
from sim.pipeline import Prepared, prepare
from sim.simulation.compilation import Blueprint, compile_run
from sim.uncertainty.draws import likely

Tree = dict[str, Any]

MAKERS = ("aster", "borealis", "cedar")
ABROAD = ("delta", "elm")  # made in the US: cut once a maker is listed
ALLIED = ("fir", "gum")  # made in Korea: cut by a later list, if at all
HOME = ("holly", "iris", "juniper")
PLACES = dict.fromkeys(ABROAD, "US") | dict.fromkeys(ALLIED, "KR") | dict.fromkeys(HOME, "CN")
DAYS = 300

_HEAD: Tree = {
    "schema": "runout/2",
    "title": "Made up by chance",
    "question": "Does every law of the physics hold?",
    "hypothetical": True,
    "clock": {"start": "2030-01-01", "until": "2030-10-28", "as_seen_from": "2030-10-28"},
    "references": {"made-up": {"what": "made up by chance", "date": "2030-01-01", "grade": "E"}},
    "organisations": {name: {"name": name.title(), "home": "CN"} for name in MAKERS}
    | {name: {"name": name.title(), "home": place} for name, place in PLACES.items()},
    "rules": {
        f"made-{place.lower()}": {
            "title": f"Made in {place}",
            "issuer": place,
            "reference": ["made up"],
            "confidence": "C",
            "when": {"fact": "made_in", "is": place},
        }
        for place in ("US", "KR")
    },
}


@dataclass
class Drawing:
    """A scenario in the making."""

    random: Random
    tree: Tree = field(default_factory=lambda: deepcopy(_HEAD))

    def odds(self, chance: float) -> bool:
        return self.random.random() < chance

    def number(self, low: float, high: float, grid: float) -> float:
        """A number on a grid, or anywhere."""
        if self.odds(0.5):
            return round(self.random.randint(round(low / grid), round(high / grid)) * grid, 9)
        return round(self.random.uniform(low, high), 6)

    def days(self, low: float, high: float) -> str:
        return f"{self.number(low, high, 5.0)} days"

    def share(self, low: float, high: float) -> str:
        return f"{self.number(low, high, 10.0)} %"

    def date(self, first: int, last: int) -> str:
        day = self.random.randint(first, last)
        months = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31)
        month = 0
        while day >= months[month]:
            day -= months[month]
            month += 1
        return f"2030-{month + 1:02}-{day + 1:02}"

    def draw(self) -> Tree:
        """The whole scenario; now and then one that is refused where it is read."""
        self.law()
        self.classes()
        self.pools()
        self.lines()
        if self.odds(0.3):
            self.tree["vendor_stops"] = {"pause": self.pause()}
        return self.tree

    def law(self) -> None:
        """A list or two; entries that may end, licences that may be granted."""
        self.tree["lists"], self.tree["measures"] = {}, {}
        for place in ("US", "KR") if self.odds(0.4) else ("US",):
            known = self.random.randint(5, 60)
            effective = known + self.random.choice((0, 0, self.random.randint(1, 40)))
            entries: Tree = {}
            for maker in MAKERS:
                if self.odds(0.8) or not entries:
                    entries[maker] = {"listed_as": maker.title()}
                    if self.odds(0.3):
                        entries[maker]["until"] = self.date(effective + 20, effective + 150)
            batch = {
                "title": "A batch",
                "announced": self.date(known, known),
                "effective": self.date(effective, effective),
                "reference": "made up",
                "policy": "denied",
                "goods_en_route": self.random.choice(("honoured", "honoured", "returned")),
                "ref": "made-up",
                "entries": entries,
            }
            name = f"list-{place.lower()}"
            self.tree["lists"][name] = {
                "title": "A list",
                "rule": f"made-{place.lower()}",
                "batches": {"first": batch},
            }
            measure: Tree = {"list": name, "batch": "first"}
            if self.odds(0.3):
                measure["licences"] = {
                    "granted_after": self.days(10, 90),
                    "volume": self.share(20, 100),
                    "approved": self.share(40, 100),
                    "ref": "made-up",
                }
            self.tree["measures"][f"measure-{place.lower()}"] = measure

    def classes(self) -> None:
        self.tree["classes"] = {}
        for name in ("part", "chip"):
            each: Tree = {
                "title": name,
                "stock": self.days(0, 60),
                "lead_time": self.days(0, 30),
                "qualification": self.days(10, 120),
                "ramp": self.random.choice(("0 days", self.days(10, 90))),
                "basis": "made up",
                "ref": "made-up",
            }
            if self.odds(0.2):
                each["ramp_shape"] = "s-curve"
            if self.odds(0.2):
                each["restart"] = self.days(0, 30)
            if self.odds(0.15):
                each["leakage"] = self.share(0, 40)
            self.tree["classes"][name] = each

    def pools(self) -> None:
        if not self.odds(0.5):
            return
        pool: Tree = {
            "title": "a pool",
            "ref": "made-up",
            "capacity": f"{self.number(100, 900, 50)} units/day",
        }
        if self.odds(0.5):
            step = {
                "from": self.date(60, 200),
                "capacity": f"{self.number(0, 1500, 50)} units/day",
            }
            pool["later"] = [step]
        self.tree["pools"] = {"pool": pool}

    def lines(self) -> None:
        """Final lines buy of component lines that come after them in the file."""
        finals, components = self.random.randint(1, 3), self.random.randint(0, 2)
        names = [f"final-{n}" for n in range(finals)] + [f"component-{n}" for n in range(components)]
        self.tree["lines"] = {}
        for place, name in enumerate(names):
            below = [each for each in names[place + 1 :] if each.startswith("component")]
            self.tree["lines"][name] = self.line(name, below)
        if finals > 1 and self.odds(0.4):
            self.share_a_stock("final-0", "final-1")
        for name in names:
            if name.startswith("component") and not self.is_bought(name):
                self.tree["lines"][name] |= {"plan": "200 units/day", "sold_in": {"CN": "100 %"}}
        if "pools" in self.tree and '"pool": "pool"' not in json.dumps(self.tree["lines"]):
            del self.tree["pools"]

    def is_bought(self, name: str) -> bool:
        """Whether a line is an ordinary source of another one."""
        items = [item for line in self.tree["lines"].values() for item in line["inputs"].values()]
        return any(source.get("line") == name for item in items for source in item["sources"].values())

    def line(self, name: str, below: list[str]) -> Tree:
        own = name.startswith("final") or self.odds(0.5)
        line: Tree = {
            "title": name,
            "maker": self.random.choice(MAKERS),
            "ref": "made-up",
            "represents": {"share": "10 %", "of": "revenue"},
            "plan": f"{self.number(100, 1000, 100) if own else 0} units/day",
            "price": "100 USD",
        }
        if own:
            line["sold_in"] = {"CN": "70 %", "KR": "30 %"}
        inputs = {}
        for number in range(self.random.choice((1, 2, 2, 3))):
            inputs[f"in-{number}"] = self.input(below, name.startswith("final"))
        line["inputs"] = inputs
        self.policies(line, own, name.startswith("final"))
        return line

    def policies(self, line: Tree, own: bool, final: bool) -> None:
        """What the maker does about a cut."""
        if own and self.odds(0.15):
            line["plan_grows"] = self.share(0, 40)
        pushed = any(
            "delivery" in each for item in line["inputs"].values() for each in item["sources"].values()
        )
        if own and not pushed and self.odds(0.1):
            line["plan_from"] = self.date(5, 80)
        if self.odds(0.35):
            threshold = self.days(10, 60)
            if self.odds(0.5):
                line["ration"] = {"output": self.share(30, 100)}
            else:
                line["ration"] = {"lasts_until": self.date(120, 290), "at_least": self.share(0, 50)}
            line["ration"]["when_a_cut_part_covers_under"] = threshold
        if self.odds(0.3):
            line["stockpile"] = {"covers": self.days(30, 150)}
            if self.odds(0.3):
                line["stockpile"]["budget"] = f"{self.number(1000, 200000, 1000)} USD"
            if self.odds(0.3):
                line["stockpile"]["from"] = self.date(0, 40)
        if own and any(each.get("demand_kept") for each in line["inputs"].values()) and self.odds(0.6):
            line |= {"demand_falls_over": self.days(10, 60), "demand_returns_over": self.days(10, 60)}
            if self.odds(0.5):
                line["demand_follows"] = "exponential"
        if final and "ration" not in line and len(line["inputs"]) > 1 and self.odds(0.4):
            line["degraded"] = {"title": "lesser", "price": "60 %", "accepted": self.share(10, 100)}
            line["inputs"]["in-0"]["if_missing"] = "degrade"

    def input(self, below: list[str], final: bool) -> Tree:
        item: Tree = {
            "title": "an input",
            "class": self.random.choice(("part", "chip")),
            "cost": "5 USD",
            "needs": self.random.choice((0.5, 1, 1, 2, 3)),
            "stock": {"covers": self.random.choice(("0 days", self.days(0, 60)))},
        }
        if self.odds(0.15):
            item["if_missing"] = self.random.choice(("halve", "none"))
            if item["if_missing"] == "none" and final and self.odds(0.7):
                item["demand_kept"] = {"KR": self.share(0, 90)}
        if self.odds(0.1):
            item["stock"]["target"] = self.days(0, 60)
        shares = self.random.choice(((100,), (100,), (50, 50), (70, 30)))
        suppliers = self.random.sample((*ABROAD, *ALLIED, *HOME), len(shares) + 2)
        item["sources"] = {}
        free = list(below)  # of one stock no line is asked twice
        for share, supplier in zip(shares, suppliers, strict=False):
            item["sources"][supplier] = self.source(share, supplier, free)
        alternatives = {
            supplier: self.alternative(supplier, free, place == 0 and "pools" in self.tree and self.odds(0.5))
            for place, supplier in enumerate(suppliers[len(shares) :][: self.random.choice((0, 1, 1, 2))])
        }
        if alternatives:
            item["alternatives"] = alternatives
        flows = [*item["sources"].values(), *alternatives.values()]
        if not any("line" in each or "pool" in each or "lots_every" in each for each in flows):
            self.kept_otherwise(item)
        return item

    def kept_otherwise(self, item: Tree) -> None:
        """Units that stay in use, or parts on order that are known."""
        if self.odds(0.15):
            del item["stock"]
            item["fleet"] = {"life": "3 years", "spare": self.share(0, 20)}
            for source in item["sources"].values():
                source.pop("last_buy", None)
        elif self.odds(0.15):
            orders = [
                {"pieces": round(self.number(100, 9000, 100)), "due": self.date(2, 50)}
                for _ in range(self.random.choice((1, 2)))
            ]
            item["stock"]["on_order"] = orders

    def source(self, share: int, supplier: str, below: list[str]) -> Tree:
        source: Tree = {"share": f"{share} %", "made_in": PLACES[supplier]}
        if self.odds(0.5):
            source["lead_time"] = self.random.choice(("0 days", self.days(0, 30)))
        if self.odds(0.3):
            source["headroom"] = self.random.choice((1, 1.5, 3))
        if below and self.odds(0.5):
            source["line"] = below.pop(self.random.randrange(len(below)))
            if self.odds(0.3):
                source["priority"] = self.random.choice((0, 2))
        elif self.odds(0.15):
            source["lots_every"] = self.days(5, 40)
        elif self.odds(0.15):
            source["delivery"] = "push"
        elif self.odds(0.2):
            source["last_buy"] = {"at_most": self.random.choice((1.5, 2, 3))}
        return source

    def alternative(self, supplier: str, below: list[str], drawing: bool) -> Tree:
        each: Tree = {"serves": self.share(10, 100), "made_in": PLACES[supplier]}
        if drawing:
            each["pool"] = "pool"
        elif below and self.odds(0.2):
            each["line"] = below.pop(self.random.randrange(len(below)))
        if len(each) > 2 and self.odds(0.3):
            each["priority"] = self.random.choice((0, 2))
        if self.odds(0.3):
            each["lead_time"] = self.days(0, 30)
        if self.odds(0.15):
            each["yield"] = {
                "first": self.share(10, 50),
                "final": self.share(60, 100),
                "halves_every": self.days(10, 50),
            }
        return each

    def share_a_stock(self, first: str, second: str) -> None:
        """The first input of two lines of one maker as one stock."""
        lines = self.tree["lines"]
        lines[second]["maker"] = lines[first]["maker"]
        shared = deepcopy(lines[first]["inputs"]["in-0"])
        for source in shared["sources"].values():
            source.pop("last_buy", None)
        shared["shared"] = "both"
        for name in (first, second):
            own = deepcopy(shared)
            own["needs"] = lines[name]["inputs"]["in-0"]["needs"]
            if self.odds(0.5):
                own["priority"] = self.random.choice((0, 2))
            if "degraded" not in lines[name] and own.get("if_missing") in ("degrade", "halve"):
                own.pop("if_missing")
            elif "degraded" in lines[name]:
                own["if_missing"] = "degrade"
            lines[name]["inputs"]["in-0"] = own
            lines[name].pop("ration", None)
            if "stockpile" in lines[name]:
                others = [each for each in lines[name]["inputs"] if each != "in-0"]
                if others:
                    lines[name]["stockpile"]["inputs"] = others
                else:
                    del lines[name]["stockpile"]

    def pause(self) -> Tree:
        takings = [
            (supplier, line["maker"])
            for line in self.tree["lines"].values()
            for item in line["inputs"].values()
            for supplier in item["sources"]
        ]
        supplier, buyer = self.random.choice(takings)
        begins = self.random.randint(5, 100)
        pause: Tree = {
            "title": "A pause",
            "supplier": supplier,
            "buyers": [buyer],
            "stops": self.share(30, 100),
            "from": self.date(begins, begins),
            "ref": "made-up",
        }
        if self.odds(0.6):
            pause["until"] = self.date(begins + 5, begins + 100)
        return pause


def generated(seed: int) -> Tree:
    """A scenario by its seed."""
    return Drawing(Random(seed)).draw()


def read(tree: Tree) -> Prepared | None:
    """A scenario as if it stood in a file; none if it is refused, as one in thirty is."""
    with TemporaryDirectory() as place:
        path = Path(place) / "generated.yaml"
        path.write_text(json.dumps(tree))
        try:
            return prepare(path)
        except ScenarioError:
            return None


def compiled(prepared: Prepared, drawn: SupplyNetwork[float] | None = None) -> Blueprint:
    """Its world and calendar, by default with every number at its likeliest value."""
    network = likely(prepared.network) if drawn is None else drawn
    (case,) = prepared.exposure.cases
    return compile_run(network, closures(prepared.exposure, network, prepared.file.scenario, case))
