"""This is a strategy for whole scenarios that are fine, with every field the language has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.scenario.test_schema import plain
from tests.wide_scenario import WIDE

# Text as people write it, with what YAML might take for something else.
_ODD = [
    "NO",
    "yes",
    "~",
    "null",
    "true",
    "5",
    "1e3",
    "0x1F",
    "2019-10-09",
    "a: b",
    "- a",
    "#x",
    "'",
    '"',
    "a  b ",
    "<<",
]
_ODD += [
    "%",
    "@x",
    "&a",
    "*a",
    "!x",
    "[",
    "{",
    "}",
    ", ",
    "?",
    ":",
    "|",
    ">",
    "=",
    "...",
    "---",
    " x",
    "x\ny",
    "x\n\n y",
]
_ODD += ["海思", "é", "\U0001f4a1", "\ufeff", "a\tb", "\\", "x" * 300, "word " * 60]
texts = st.sampled_from(_ODD) | st.text(
    st.characters(
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    min_size=1,
    max_size=30,
)
numbers = st.integers(0, 1000).map(str) | st.floats(0.001, 1000.0).map(repr)
days = st.integers(0, 60)


@st.composite
def spreads(draw: st.DrawFn, unit: str, values: st.SearchStrategy[str] = numbers) -> str:
    """One value or three in order, with their unit."""
    count = draw(st.sampled_from([1, 3]))
    parts = sorted(draw(st.lists(values, min_size=count, max_size=count)), key=float)
    return f"{' / '.join(parts)} {unit}".strip()


durations = spreads("days") | spreads("weeks") | spreads("months")
shares = spreads("%", st.integers(0, 100).map(str) | st.floats(0.001, 100.0).map(repr)) | spreads(
    "", st.floats(0.001, 1.0).map(repr)
)
money = spreads("USD") | spreads("CNY")
counts = spreads("", st.floats(0.001, 2000.0).map(repr) | st.integers(1, 2000).map(str))


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


def parts(count: int) -> st.SearchStrategy[list[str]]:
    """Shares that add up to 100 %."""
    cuts = st.lists(st.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True).map(sorted)
    return cuts.map(lambda at: [f"{b - a} %" for a, b in zip([0, *at], [*at, 100], strict=True)])


@st.composite
def places(draw: st.DrawFn) -> Any:
    names = draw(
        st.lists(st.sampled_from(["US", "CN", "TW", "NO", "EU"]), min_size=1, max_size=3, unique=True)
    )
    if draw(st.booleans()):
        return dict(zip(names, draw(parts(len(names))), strict=True))
    return names[0] if len(names) == 1 and draw(st.booleans()) else names


content = st.dictionaries(
    st.sampled_from(["US", "JP"]),
    optional(
        total=st.just("unknown") | st.just("60 / 70 / 80 %"),
        controlled=st.just("unknown") | spreads("%", st.integers(0, 60).map(str)),
    ),
)
supply = {
    "content": content,
    "published": st.booleans(),
    "lead_time": durations,
    "restart": durations,
    "price_factor": counts,
}


@st.composite
def stocks(draw: st.DrawFn, sources: list[str]) -> dict[str, Any]:
    figure = draw(st.sampled_from(["covers", "pieces"]))
    due = days.map(lambda day: str(dt.date(2019, 5, 1) + dt.timedelta(day)))
    order = st.fixed_dictionaries(
        {"pieces": counts, "due": due}, optional={"source": st.sampled_from(sources)}
    )
    more = optional(on_order=st.lists(order, max_size=3), target=durations, as_of=st.just("2019-05-01"))
    return {figure: draw(durations if figure == "covers" else counts), **draw(more)}


@st.composite
def inputs(draw: st.DrawFn, feeding: str | None) -> dict[str, Any]:
    """One row; it may be fed by another line."""
    durable = draw(st.booleans())
    names = draw(
        st.lists(
            st.sampled_from(["foundry", "memory-maker", "tool-maker"]), min_size=1, max_size=3, unique=True
        )
    )
    sources: dict[str, Any] = {}
    for name, share in zip(names, draw(parts(len(names))), strict=True):
        lots = st.lists(
            st.fixed_dictionaries({"ships": st.just("2019-06-01"), "covers": durations}), max_size=2
        )
        last_buy = st.fixed_dictionaries(
            {"at_most": spreads("", st.floats(1.0, 9.0).map(repr))},
            optional={
                "from": st.just("2019-05-16"),
                "until": st.just("2019-06-01 / 2019-06-02 / 2019-06-03"),
            },
        )
        more = optional(
            **supply,
            headroom=spreads("", st.floats(1.0, 9.0).map(repr)),
            rank=st.integers(0, 1000),
            delivery=st.sampled_from(["to order", "push"]),
            **({} if durable else {"lots": lots, "last_buy": last_buy}),
        )
        sources[name] = {"made_in": draw(places()), "share": share, **draw(more)}
        if sources[name].get("delivery") == "push":
            sources[name].pop("last_buy", None)
    if feeding is not None and not durable:
        sources = {"own-line": {**sources.pop(names[0]), "line": feeding}, **sources}
    serves = st.fixed_dictionaries(
        {"made_in": places(), "serves": shares},
        optional={
            **supply,
            "qualification": durations,
            "ramp": durations,
            "ramp_shape": st.sampled_from(["straight", "s-curve"]),
            "yield": st.just({"first": "10 / 20 / 30 %", "final": "90 %", "halves_every": "3 / 4 / 5 weeks"}),
        },
    )
    row = {
        "title": draw(texts),
        "class": draw(st.sampled_from(["chip", "software"])),
        "cost": draw(money),
        "sources": sources,
        "alternatives": draw(st.dictionaries(st.sampled_from(["foundry", "tool-maker"]), serves)),
        **draw(
            optional(
                needs=counts,
                parts=st.integers(0, 99),
                note=texts,
                if_missing=st.sampled_from(["stop", "halve", "none"]),
                stage=st.sampled_from(["new", "support", "continued-use"]),
                ageing=st.fixed_dictionaries({"after": durations, "a_year": shares}),
            )
        ),
    }
    if durable:
        row["fleet"] = {
            "life": draw(spreads("years", st.integers(2, 9).map(str))),
            **draw(optional(spare=shares)),
        }
    elif draw(st.booleans()):
        row["stock"] = draw(stocks(list(sources)))
    steady = durable or row["class"] != "chip" or "on_order" in row.get("stock", {})
    if not steady and draw(st.booleans()):
        every = draw(spreads("days", st.floats(0.5, 50.0).map(repr)))
        for source in sources.values():
            source |= {} if "line" in source else {"lots_every": every}
    return row


@st.composite
def lines(draw: st.DrawFn, feeding: str | None, first: dict[str, Any]) -> dict[str, Any]:
    markets = draw(
        st.lists(
            texts.filter(
                lambda text: "." not in text and "\n" not in text and "\t" not in text and len(text) <= 200
            ),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    rows = draw(st.dictionaries(st.sampled_from(["soc", "lens", "0"]), inputs(feeding), min_size=1))
    rows["memory"] = first
    line = {
        "title": draw(texts),
        "maker": "phone-maker",
        "ref": "estimate",
        "represents": {"share": draw(shares), "of": draw(texts)},
        "plan": draw(spreads("units/month", st.integers(1, 9999).map(str))),
        "price": draw(spreads("CNY", st.integers(1, 99).map(str))),
        "sold_in": dict(zip(markets, draw(parts(len(markets))), strict=True)),
        "inputs": rows,
        **draw(
            optional(
                plan_grows=shares,
                demand_falls_over=durations,
                demand_returns_over=durations,
                demand_follows=st.sampled_from(["straight", "exponential"]),
                public_since=st.just("2019-03-26"),
                note=texts,
                capacity=st.just("1e12 units/day"),
                ration=st.fixed_dictionaries({"output": shares, "when_a_cut_part_covers_under": durations})
                | st.fixed_dictionaries(
                    {"lasts_until": st.just("2020-06-30"), "when_a_cut_part_covers_under": durations},
                    optional={"at_least": shares},
                ),
            )
        ),
    }
    if draw(st.booleans()):
        next(iter(rows.values()))["demand_kept"] = {markets[0]: draw(shares)}
    if draw(st.booleans()):
        line["stockpile"] = {
            "covers": draw(durations),
            **draw(optional(**{"from": st.just("2019-05-16 / 2019-05-17 / 2019-05-20"), "budget": money})),
        }
    return line


def dated(start: int) -> st.SearchStrategy[str]:
    """A day from so many days after the start, or three."""
    day = days.map(lambda number: str(dt.date(2019, 11, 1) + dt.timedelta(start + number)))
    return day | st.lists(day, min_size=3, max_size=3).map(lambda three: " / ".join(sorted(three)))


measures = st.fixed_dictionaries(
    {
        "list": st.just("entity-list"),
        "batch": st.sampled_from(["first", "second"]),
        "ref": st.just("estimate"),
    },
    optional={
        "goods_en_route": st.sampled_from(["honoured", "returned"]),
        "chance": st.integers(0, 100).map(lambda n: f"{n} %"),
        "licences": st.just("none") | st.fixed_dictionaries({"granted_after": durations, "volume": shares}),
    },
).flatmap(
    lambda each: (
        st.just(each)
        | st.fixed_dictionaries({"effective": dated(100)}, optional={"announced": dated(0)}).map(
            lambda own: each | own
        )
    )
)
stops = st.fixed_dictionaries(
    {
        "title": texts,
        "supplier": st.just("memory-maker"),
        "buyers": st.just(["phone-maker"]),
        "from": dated(0),
        "ref": st.just("estimate"),
    },
    optional={
        "inputs": st.just(["memory"]),
        "until": dated(100),
        "stops": shares,
        "chance": st.just("12.5 %"),
    },
)


@st.composite
def scenarios(draw: st.DrawFn) -> Mapping[str, Any]:
    """A scenario: the law and the organisations of the wide example, everything else drawn."""
    tree = plain(WIDE)
    tree |= {"title": draw(texts), "question": draw(texts), **draw(optional(look_at=texts))}
    memory = tree["lines"]["phone"]["inputs"]["memory"]
    count = draw(st.integers(1, 3))
    names = ["phone", *(f"line-{number}" for number in range(1, count))]
    tree["lines"] = {
        name: draw(lines(names[at + 1] if at + 1 < count else None, memory)) for at, name in enumerate(names)
    } | {"processor": tree["lines"]["processor"] | {"plan": "5 units/day", "sold_in": {"CN": "100 %"}}}
    if draw(st.booleans()):
        tree["lines"]["alike"] = {
            **tree["lines"]["processor"],
            "inputs_like": "phone",
            "inputs": {"memory": {"cost": draw(money)}},
        }
        tree["lines"]["alike"]["sold_in"] = tree["lines"]["phone"]["sold_in"]
    tree["measures"] = draw(st.dictionaries(st.sampled_from(["a", "b", "0-c"]), measures))
    tree["vendor_stops"] = draw(st.dictionaries(st.sampled_from(["pause", "stop"]), stops))
    value = st.fixed_dictionaries({"share": shares, "of": texts})
    tree["variants"] = draw(
        st.dictionaries(
            st.just("other"),
            st.fixed_dictionaries(
                {
                    "title": texts,
                    "set": st.fixed_dictionaries({"lines.phone.represents": value}),
                    "ref": st.just("estimate"),
                },
                optional={"hypothetical": st.booleans()},
            ),
        )
    )
    return tree
