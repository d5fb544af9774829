"""This is a small valid scenario that tests read, change and break: one listed maker, one line, two inputs."""

EXAMPLE = """\
schema: runout/2
title: A camera maker is put on a list
question: How long can it build cameras on stock and on home chips?
clock: {start: 2019-05-01, until: 2020-12-31, as_seen_from: 2019-10-09}
references:
  notice: {what: the notice that lists the maker, date: 2019-10-09, grade: A}
  estimate: {what: own estimate, date: 2026-11-23, grade: E}
organisations:
  camera-maker: {name: Camera Maker, home: CN}
  chip-maker: {name: Chip Maker, home: US}
  home-chips: {name: Home Chips, home: CN}
  glass-works: {name: Glass Works, home: CN}
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
      october-2019:
        title: Additions of October 2019
        announced: 2019-10-07
        effective: 2019-10-09
        reference: 84 FR 54002
        policy: presumption of denial
        goods_en_route: honoured
        ref: notice
        entries:
          camera-maker: {listed_as: "Camera Maker Co., Ltd."}
classes:
  chip:
    title: Chips
    stock: 60 days
    lead_time: 14 days
    qualification: 180 days
    ramp: 90 days
    basis: made up for tests
    ref: estimate
  glass:
    title: Lenses
    stock: 30 days
    lead_time: 7 days
    qualification: 90 days
    ramp: 30 days
    basis: made up for tests
    ref: estimate
measures:
  october-2019: {list: entity-list, batch: october-2019, licences: none}
lines:
  camera:
    title: Camera
    maker: camera-maker
    ref: estimate
    represents: {share: 45 %, of: revenue 2018}
    plan: 1000 units/day
    price: 55 USD
    sold_in: {CN: 70 %, elsewhere: 30 %}
    inputs:
      soc:
        title: Main chip
        class: chip
        cost: 12.50 USD
        stock: {covers: 60 / 90 / 180 days, as_of: 2019-05-01}
        sources:
          chip-maker: {share: 100 %, made_in: US}
        alternatives:
          home-chips: {serves: 10 / 30 / 50 %, made_in: CN}
      lens:
        title: Lens
        class: glass
        cost: 3 USD
        sources:
          glass-works: {share: 100 %, made_in: CN}
variants:
  some-licences:
    title: Half the volume is licensed after three months
    ref: estimate
    set:
      measures.october-2019.licences: {granted_after: 90 days, volume: 50 %}
"""
