"""This is a small valid scenario that says one of everything the language has: lines that supply lines, and events."""

from __future__ import annotations

WIDE = """\
schema: runout/2
title: A phone maker and its chip maker are put on a list
question: How long can they go on?
clock: {start: 2019-05-01, until: 2020-12-31, as_seen_from: 2019-10-09}
references:
  notice: {what: the notice that lists the makers, date: 2019-05-15, grade: A}
  rate: {what: the rate of the central bank, date: 2019-05-01, grade: A}
  estimate: {what: own estimate, date: 2026-11-23, grade: E}
currencies:
  CNY: {usd: 0.15 USD, date: 2019-05-01, ref: rate}
organisations:
  phone-maker: {name: Phone Maker, home: CN}
  chip-house: {name: Chip House, home: CN}
  memory-maker: {name: Memory Maker, home: US}
  foundry: {name: Foundry, home: TW}
  tool-maker: {name: Tool Maker, home: US}
  design-software: {name: Design Software, home: US}
rules:
  origin:
    title: Goods of US origin
    issuer: US
    reference: [15 CFR 734.3]
    confidence: A
    when:
      any:
        - {fact: made_in, is: US}
        - {fact: controlled_content, of: US, above: 25 %}
lists:
  entity-list:
    title: Entity List
    rule: origin
    batches:
      first:
        title: The phone maker
        announced: 2019-05-15
        effective: 2019-05-16
        reference: 84 FR 22961
        policy: presumption of denial
        goods_en_route: honoured
        ref: notice
        entries:
          phone-maker: {listed_as: "Phone Maker Co., Ltd."}
      second:
        title: The phone maker again, and its chip maker
        announced: 2020-05-15
        effective: 2020-05-20
        reference: made up
        policy: presumption of denial
        goods_en_route: returned
        entries:
          phone-maker: {listed_as: "Phone Maker Co., Ltd."}
          chip-house: {listed_as: "Chip House Co., Ltd."}
classes:
  chip:
    title: Chips
    stock: 60 days
    lead_time: 14 days
    qualification: 180 days
    ramp: 90 days
    basis: made up for tests
    ref: estimate
  software:
    title: Design software
    kind: software
    stock: 0 days
    lead_time: 0 days
    qualification: 90 days
    ramp: 30 days
    if_missing: none
    basis: made up for tests
    ref: estimate
measures:
  first-round: {list: entity-list, batch: first}
  second-round:
    list: entity-list
    batch: second
    announced: 2020-03-01 / 2020-05-15 / 2020-06-01
    effective: 2020-06-10 / 2020-06-15 / 2020-09-30
    chance: 60 %
    ref: estimate
vendor_stops:
  pause:
    title: Memory Maker stops everything while it reads the notice
    supplier: memory-maker
    buyers: [phone-maker]
    inputs: [memory]
    stops: 90 %
    from: 2019-05-17
    until: 2019-06-20 / 2019-06-25 / 2019-07-01
    chance: 95 %
    ref: estimate
lines:
  phone:
    title: Phone
    maker: phone-maker
    ref: estimate
    represents: {share: 45 %, of: revenue 2018}
    plan: 1000 units/day
    plan_grows: 10 %
    capacity: 1500 units/day
    price: 500 USD
    sold_in: {CN: 70 %, elsewhere: 30 %}
    ration: {output: 60 %, when_a_cut_part_covers_under: 60 days}
    inputs:
      soc:
        title: Main chip
        class: chip
        cost: 30 USD
        sources:
          own-chip: {line: processor, share: 100 %, made_in: TW}
      memory:
        title: Memory
        class: chip
        cost: 40 USD
        needs: 2
        stock:
          pieces: 120000
          on_order:
            - {pieces: 30000, due: 2019-05-20, source: memory-maker}
            - {pieces: 9000, due: 2019-06-01}
          target: 90 days
          as_of: 2019-05-01
        sources:
          memory-maker: {share: 80 %, made_in: {US: 40 %, TW: 60 %}, headroom: 1.5}
          second-memory: {supplier: foundry, share: 20 %, made_in: [TW, CN], rank: 1}
        alternatives:
          third-memory: {supplier: foundry, serves: 10 / 30 / 50 %, made_in: TW}
      design:
        title: Design software
        class: software
        cost: 0 USD
        ageing: {after: 12 months, a_year: 15 %}
        sources:
          design-software: {share: 100 %, made_in: US, content: {US: {total: 100 %}}}
      testers:
        title: Machines that test phones
        class: chip
        cost: 80 CNY
        needs: 0.01
        fleet: {life: 4 / 5 / 6 years, spare: 5 %}
        sources:
          tool-maker: {share: 100 %, made_in: US}
  processor:
    title: Main chip
    maker: chip-house
    ref: estimate
    represents: {share: 90 %, of: revenue 2018}
    plan: 0 units/day
    price: 180 CNY
    inputs:
      wafer:
        title: Wafers
        class: chip
        cost: 90 CNY
        needs: 0.002
        sources:
          foundry: {share: 100 %, made_in: TW, content: {US: {total: 10 %, controlled: unknown}}}
variants:
  no-second-round:
    title: The second round does not come
    set: {measures.second-round.chance: 0 %}
"""
