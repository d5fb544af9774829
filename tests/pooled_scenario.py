"""This is a scenario of two listed makers that draw on one home maker's chips: tests read, change and break it."""

_LINE = """\
  {name}:
    title: {title}
    maker: {maker}
    ref: estimate
    represents: {{share: 50 %, of: revenue 2018}}
    plan: {plan} units/day
    price: 100 USD
    sold_in: {{CN: 100 %}}
    inputs:
      chip:
        title: Network chip
        class: chip
        cost: 10 USD
        sources:
          chip-maker: {{share: 100 %, made_in: US}}
        alternatives:
          home-chips: {{serves: 100 %, made_in: CN, pool: home-capacity}}
"""

# Both makers are cut off on day 10 with chips for 20 days and nothing under way: from day 30 on, home chips.
POOLED = (
    """\
schema: runout/2
title: Two camera makers need one home maker's chips
question: Who gets them?
clock: {start: 2019-10-01, until: 2020-01-09, as_seen_from: 2020-01-09}
references:
  notice: {what: the notice that lists the makers, date: 2019-10-11, grade: A}
  estimate: {what: own estimate, date: 2026-11-23, grade: E}
organisations:
  big-maker: {name: Big Maker, home: CN}
  small-maker: {name: Small Maker, home: CN}
  chip-maker: {name: Chip Maker, home: US}
  home-chips: {name: Home Chips, home: CN}
rules:
  origin:
    title: Goods of US origin
    issuer: US
    reference: [15 CFR 734.3]
    confidence: A
    when: {fact: made_in, is: US}
lists:
  entity-list:
    title: Entity List
    rule: origin
    batches:
      october-2019:
        title: Additions of October 2019
        announced: 2019-10-11
        effective: 2019-10-11
        reference: 84 FR 54002
        policy: presumption of denial
        goods_en_route: honoured
        ref: notice
        entries:
          big-maker: {listed_as: Big Maker}
          small-maker: {listed_as: Small Maker}
classes:
  chip:
    title: Chips
    stock: 20 days
    lead_time: 0 days
    qualification: 20 days
    ramp: 0 days
    basis: made up for tests
    ref: estimate
measures:
  october-2019: {list: entity-list, batch: october-2019, licences: none}
pools:
  home-capacity:
    title: Network chips of Home Chips
    ref: estimate
    capacity: 500 units/day
lines:
"""
    + _LINE.format(name="big", title="Big camera", maker="big-maker", plan=600)
    + _LINE.format(name="small", title="Small camera", maker="small-maker", plan=400)
)

# One camera: without the network chip a lesser one is made, which half of those who wanted the full one take. Lenses
# come from home. Home chips serve half of the need from day 30 on.
DEGRADED = (
    POOLED[: POOLED.index("  small:\n")]
    .replace(POOLED[POOLED.index("pools:") : POOLED.index("lines:")], "")
    .replace(
        "    inputs:\n",
        "    degraded: {title: Camera without a network chip, price: 60 %, accepted: 50 %}\n    inputs:\n",
    )
    .replace("        cost: 10 USD\n", "        cost: 10 USD\n        if_missing: degrade\n")
    .replace("serves: 100 %, made_in: CN, pool: home-capacity", "serves: 50 %, made_in: CN")
    + """\
      lens:
        title: Lens
        class: chip
        cost: 3 USD
        sources:
          home-chips: {share: 100 %, made_in: CN}
"""
)

# One maker, whose two lines share one stock of chips; home chips serve half of each line's need.
_POOL = POOLED[POOLED.index("pools:") : POOLED.index("lines:")]
SHARED = (
    POOLED.replace(_POOL, "")
    .replace("    maker: small-maker", "    maker: big-maker")
    .replace("  small-maker: {name: Small Maker, home: CN}\n", "")
    .replace("          small-maker: {listed_as: Small Maker}\n", "")
    .replace("serves: 100 %, made_in: CN, pool: home-capacity", "serves: 50 %, made_in: CN")
    .replace("        cost: 10 USD\n", "        cost: 10 USD\n        shared: chips\n")
)
