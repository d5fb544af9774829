"""This is what to know about the law behind an answer: status nobody verified, and estimates that decide verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.exposure import Exposure, FlowExposure, facts, is_own_work
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork
from sim.results.held_back import CUT_STATUSES
from sim.rules.answer import Reason
from sim.rules.in_force import law_of
from sim.rules.switches import DecidingSwitch, deciding_switches
from sim.scenario import ScenarioFile
from sim.scenario.origin import Origin
from sim.scenario.quantity import Quantity
from sim.scenario.warnings import ScenarioWarning, warning
from sim.wording import OWN_WORK, counted

_NAMED = 3  # flows named in a sentence; the rest is counted
_OF_CONTENT = ("controlled_content", "total_content", "content")

Node = tuple[LineNode[Quantity], InputNode[Quantity], SourceNode[Quantity]]


@dataclass(frozen=True)
class Judged:
    """A scenario with its network and what the law says about it."""

    file: ScenarioFile
    network: SupplyNetwork[Quantity]
    exposure: Exposure

    def nodes(self) -> Iterator[Node]:
        """Every source with its input and its line."""
        for line in self.network.lines:
            for item in line.inputs:
                for source in item.sources:
                    yield line, item, source

    @cached_property
    def switches(self) -> tuple[DecidingSwitch, ...]:
        """Law whose status nobody verified, and the flows it decides on a day of the scenario."""
        scenario = self.file.scenario
        law = law_of(scenario)
        stated = {source.key: facts(line, item, source) for line, item, source in self.nodes()}
        asked = {key: flow for key, flow in stated.items() if not is_own_work(flow)}  # no rule is about it
        verdicts = {key: flow.verdict for key, flow in self.exposure.flows.items()}
        return deciding_switches(asked, verdicts, law, (scenario.clock.start, scenario.clock.until))

    def name(self, organisation: str) -> str:
        """The name people use for an organisation."""
        return self.file.scenario.organisations[organisation].name


def unverified(judged: Judged) -> tuple[str, ...]:
    """A sentence for each switch that decides flows: law whose status nobody verified."""
    return tuple(f"Not verified: {_said(judged, each)}" for each in judged.switches)


def _said(judged: Judged, each: DecidingSwitch) -> str:
    flows = _flows(judged, each)
    more = f" and {len(flows) - _NAMED} more" if len(flows) > _NAMED else ""
    return (
        f"{each.switch.title}; assumed {each.switch.setting.replace('_', ' ')} (switch `{each.name}`). "
        f"From {each.since} it decides {counted(len(flows), 'flow')}: "
        f"{'; '.join(flows[:_NAMED])}{more}."
    )


def _flows(judged: Judged, each: DecidingSwitch) -> list[str]:
    own = set(each.flows)
    return [
        f"{judged.name(line.maker)}, {OWN_WORK}: {item.title}"
        if source.supplier == line.maker
        else f"{judged.name(source.supplier)} -> {judged.name(line.maker)}: {item.title}"
        for line, item, source in judged.nodes()
        if source.key in own
    ]


def law_warnings(judged: Judged) -> list[ScenarioWarning]:
    """A warning for each switch that decides flows, and for estimates that decide verdicts."""
    found = [
        warning(
            judged.file,
            "not verified",
            f"switches.{each.name}",
            f"decides {counted(len(each.flows), 'flow')} from {each.since}; "
            f"assumed {each.switch.setting.replace('_', ' ')}: {each.switch.title}",
            _flows(judged, each),
        )
        for each in judged.switches
    ]
    return [*found, *_estimates(judged)]


def _estimates(judged: Judged) -> Iterator[ScenarioWarning]:
    """One warning for each estimate that cuts a flow, and one for each line with all that leave flows open."""
    cutting: dict[tuple[str, int, int], ScenarioWarning] = {}
    opening: dict[str, dict[str, None]] = {}
    for line, item, source in judged.nodes():
        flow = judged.exposure.flows[source.key]
        where = _stated_at(item, source)
        for fact, reason in _deciding(flow, source):
            grade = _estimated(judged.file, f"{where}.{fact}")
            if grade is None:
                continue
            origin = judged.file.origin(f"{where}.{fact}")
            if flow.verdict.status in CUT_STATUSES:
                message = f"{fact}: {flow.verdict.status} because {reason.found}, of grade {grade}"
                # A line that takes its inputs from another has the same fact at the same place.
                place = (origin.file, origin.line, origin.column)
                cutting.setdefault(place, _at(origin, "estimate cuts", where, message))
            elif flow.verdict.status == "allowed":
                name = where.removeprefix(f"{item.key}.")
                row = f"{origin}: {item.key}: {name}.{fact}: {reason.text}, of grade {grade}"
                opening.setdefault(line.key, {})[row] = None
    yield from cutting.values()
    for key, rows in opening.items():
        one = len(rows) == 1
        message = f"{len(rows)} {'estimate keeps' if one else 'estimates keep'} flows open"
        yield warning(judged.file, "estimate opens", key, message, list(rows))


def _stated_at(item: InputNode[Quantity], source: SourceNode[Quantity]) -> str:
    """The path at which a source stands in the scenario; a share split by place has the place behind it."""
    kind, name = source.key.removeprefix(f"{item.key}.").split(".")[:2]
    return f"{item.key}.{kind}.{name}"


def _at(origin: Origin, kind: str, item: str, message: str) -> ScenarioWarning:
    return ScenarioWarning(origin.file, origin.line, origin.column, item, message, kind)


def _deciding(flow: FlowExposure, source: SourceNode[Quantity]) -> Iterator[tuple[str, Reason]]:
    """The stated places and content shares that decide a flow, by their key below the source."""
    answers = [hit.answer for hit in flow.verdict.hits] + [spared.answer for spared in flow.verdict.opens]
    for reason in (reason for answer in answers for reason in answer.deciding):
        if reason.fact == "made_in":
            yield "made_in", reason
        elif reason.fact in _OF_CONTENT:
            stated = [country for country in source.content if f" {country} content" in reason.asked]
            yield from ((f"content.{country}", reason) for country in stated)


def _estimated(file: ScenarioFile, path: str) -> str | None:
    """The grade of what backs a fact, if it is an estimate."""
    reference = file.scenario.references.get(file.origin(path).ref or "")
    return reference.grade if reference is not None and reference.is_estimate else None
