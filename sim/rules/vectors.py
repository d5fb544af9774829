"""This is a run of rule tests: each flow is put before the law, and what comes out is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.rules.facts import ANY_SHARE, NO_SHARE, ContentFacts, Flow, OwnerShare, Party, Range
from sim.rules.in_force import whole_law
from sim.rules.timeline import Finding
from sim.rules.vector_file import Fact, StatedParty, Vector, VectorFile
from sim.rules.verdict import Verdict, judge
from sim.scenario.model import Scenario

_CUT = {"prohibited": "yes", "licence required": "yes", "undetermined": "undetermined"}
_CONTENT = re.compile(r"^([a-z]{2})_(.+)$")
_TOOLS = re.compile(r"^contains_ic_from_([a-z]{2})_technology_plant$")


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than expected."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True)
class Outcome:
    """One rule test: what came out, and how it differs."""

    vector: Vector
    verdict: Verdict
    finding: Finding
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences

    @property
    def to_screen(self) -> tuple[str, ...]:
        """Of an open flow, which lists name none of its parties and are not complete."""
        if self.finding.status != "open":
            return ()
        return tuple(each.text for each in self.verdict.unlisted if each.on(self.vector.date))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is assumed of a status that is not verified, where it decides."""
        every = (*self.verdict.hits, *self.verdict.passed)
        remarks = (remark for hit in every for remark in hit.remarks if remark.startswith("WARNING"))
        decisive = self.finding.switches
        return tuple(dict.fromkeys(each for each in remarks if any(f"`{name}`" in each for name in decisive)))


def run_vectors(file: VectorFile) -> tuple[Outcome, ...]:
    """Every rule test of a file, in its order."""
    return tuple(_outcome(vector, file.law) for vector in file.vectors)


def _outcome(vector: Vector, law: Scenario) -> Outcome:
    settings = {name.replace("_", "-"): setting for name, setting in vector.switch.items()}
    switches = {
        name: switch.model_copy(update={"setting": settings[name]}) if name in settings else switch
        for name, switch in law.switches.items()
    }
    verdict = judge(flow_of(vector, law), whole_law(law.model_copy(update={"switches": switches})))
    finding = verdict.at(vector.date)
    return Outcome(vector, verdict, finding, tuple(_differences(vector, finding)))


def _differences(vector: Vector, finding: Finding) -> Iterator[Difference]:
    expected = vector.expect
    cut = _CUT.get(finding.status, "no")
    if cut != expected.cut:
        yield Difference("cut", expected.cut, f"{cut} ({finding.status})")
    names = finding.grounds or ("none",)
    if expected.rule is not None and expected.rule not in names:
        yield Difference("rule", expected.rule, " or ".join(names))
    for what, wanted, got in (
        ("since", expected.since, finding.since),
        ("until", expected.until, finding.until),
        ("policy", _word(expected.policy), finding.policy),
    ):
        if wanted is not None and wanted != got:
            yield Difference(what, str(wanted), str(got))


# --- a vector as a flow ---------------------------------------------------------------------------------------------


def flow_of(vector: Vector, law: Scenario) -> Flow:
    """The flow a vector states, with the defaults of its file: what it does not state is absent."""
    origin = {country for country, name, value in _by_country(vector.content) if name == "origin" and value}
    made_in = frozenset(origin or vector.made_in)
    parties = _parties(vector)
    last = vector.final or vector.to
    use = next((each.use for each in (vector.final, vector.to) if each is not None and each.use), None)
    home = law.organisations[last.entity].home if last.entity is not None else last.country
    item = vector.item
    on_lists = None if isinstance(item.on_list, str) else frozenset({*item.on_list, *_by_name(vector, law)})
    return Flow(
        buyer=vector.to.entity or "",
        supplier=vector.supplier.entity or "",
        item=item.name or "",
        kind=vector.type,
        stage=_word(vector.stage) or "new",
        published=vector.published,
        made_in=made_in,
        supplier_home=vector.supplier.hq or "",
        content=_contents(vector),
        product_public=vector.model_public,
        chain=parties,
        destination=home,
        exported_from=frozenset(vector.exported_from or vector.made_in or origin),
        transit=frozenset(vector.transit),
        measured={
            (country, _word(name) or name): _share(value)
            for country, name, value in _by_country(vector.content)
            if name not in ("origin", "total", "controlled")
        },
        direct_product={
            country: None if value == "unknown" else bool(value)
            for country, name, value in _by_country(vector.named)
            if name == "direct_product"
        },
        contains_direct_product={
            found.group(1).upper(): None if value == "unknown" else bool(value)
            for key, value in item.named.items()
            if (found := _TOOLS.match(key))
        },
        designer=vector.designer,
        eccn=None if item.eccn == "unknown" else item.eccn,
        item_lists=on_lists,
        end_use=use,
        production_started=vector.production_started,
        ordered=vector.ordered,
        en_route_on=vector.en_route_on,
        complete=item.eccn != "unknown",
    )


def _parties(vector: Vector) -> tuple[Party, ...]:
    """The parties on the buyer's side; with a final one, the first is an intermediate consignee."""
    role = _word(vector.role) or "end-user"
    if vector.final is None:
        return (_party(vector.to, role, vector.knowledge),)
    return (
        _party(vector.to, "intermediate-consignee", True),
        _party(vector.final, role, vector.knowledge),
    )


def _party(stated: StatedParty, role: str, known: bool | str) -> Party:
    owners = stated.owners
    return Party(
        role=_word(stated.role) or role,
        entity=stated.entity,
        home=stated.country,
        known=None
        if known == "unknown" or stated.knowledge == "unknown"
        else bool(known and stated.knowledge),
        owners=None
        if owners is None
        else tuple(OwnerShare(each.entity, _share(each.share), each.since, each.until) for each in owners),
        listed_on=frozenset(stated.listed_on),
    )


def _contents(vector: Vector) -> dict[str, ContentFacts]:
    stated: dict[str, dict[str, Fact]] = {}
    for country, name, value in _by_country(vector.content):
        if isinstance(value, (float, bool)) or value == "unknown":
            stated.setdefault(country, {})[name] = value
    return {country: _content(facts) for country, facts in stated.items()}


def _content(facts: Mapping[str, Fact]) -> ContentFacts:
    """What is stated of one country; of a total alone, as in scenarios, anything from nothing to all is controlled."""
    total = _share(facts.get("total", 0.0))
    return ContentFacts(
        total, _share(facts["controlled"]) if "controlled" in facts else Range(0.0, total.high)
    )


def _by_name(vector: Vector, law: Scenario) -> Iterator[str]:
    """The item lists of `in_<list>: true`, by any of their names."""
    for key, value in vector.item.named.items():
        wanted = _word(key.removeprefix("in_"))
        if key.startswith("in_") and value is True:
            yield from (
                name for name, each in law.item_lists.items() if wanted in (name, *each.also_known_as)
            )


def _by_country(facts: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    """Facts named `<country>_<what>`."""
    for key, value in facts.items():
        if named := _CONTENT.match(key):
            yield named.group(1).upper(), named.group(2), value


def _share(value: object) -> Range:
    if isinstance(value, (int, float)):
        return Range(float(value), float(value)) if value else NO_SHARE
    return ANY_SHARE


def _word(text: str | None) -> str | None:
    """A word as the scenario language writes it."""
    return None if text is None else text.replace("_", "-")
