"""This is each undetermined flow decided alone: which single one, decided the other way, moves the answer most.

At likeliest values: from all undetermined flows open, one is cut; from all cut, one is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.exposure import Closure, closures, reference_days, within
from sim.network import InputNode, LineNode, SupplyNetwork, always_enough, connected
from sim.pipeline import Prepared
from sim.results.decided_alone import DecidedAlone, lasting
from sim.results.outcome import LineOutcome, measure_lines
from sim.simulation.compilation import compile_run
from sim.simulation.runs import simulated
from sim.uncertainty.draws import likely

Closed = Mapping[str, Closure]
Flow = tuple[str, ...]  # source keys: one supplier of one item to one buyer


def decided_alone(prepared: Prepared) -> tuple[DecidedAlone, ...]:
    """Every line with every undetermined flow of its network, in both cases and decided unlike all the others."""
    if "undetermined cut" not in prepared.exposure.cases:
        return ()
    drawn = likely(prepared.network)
    days = reference_days(prepared.exposure, drawn)
    since = {maker: effective for maker, (effective, _) in days.items()}
    all_open, all_cut = (
        closures(prepared.exposure, drawn, prepared.file.scenario, case)
        for case in ("undetermined open", "undetermined cut")
    )
    found: list[DecidedAlone] = []
    for network in connected(drawn):
        trials = _Trials(network, since, within(network, all_open), within(network, all_cut))
        found += trials.decided()
    return tuple(found)


@dataclass(frozen=True)
class _Trials:
    """One network whose lines supply each other, and what is closed in it in both cases."""

    network: SupplyNetwork[float]
    since: Mapping[str, float]  # by maker
    all_open: Closed
    all_cut: Closed

    def decided(self) -> Iterator[DecidedAlone]:
        flows = self._undetermined()
        if not flows:
            return
        opened, cut = self._measured(self.all_open), self._measured(self.all_cut)
        for flow in flows:
            others = {key: closure for key, closure in self.all_open.items() if key not in flow}
            cut_alone = others | _of(self.all_cut, flow)
            rest = {key: closure for key, closure in self.all_cut.items() if key not in flow}
            open_alone = rest | _of(self.all_open, flow)
            kept = self._may_limit(opened) | self._items(flow)
            with_cut = self._measured(cut_alone, kept)
            with_open = cut if not self._items(flow) & self._may_limit(cut) else self._measured(open_alone)
            for line in self.network.lines:
                since = self.since.get(line.maker, 0.0)
                yield DecidedAlone(
                    line.name,
                    flow,
                    all_open=lasting(opened[line.name], since),
                    cut_alone=lasting(with_cut[line.name], since),
                    open_alone=lasting(with_open[line.name], since),
                    all_cut=lasting(cut[line.name], since),
                    horizon=self.network.horizon - since,
                )

    def _undetermined(self) -> list[Flow]:
        """Sources that the two cases close differently, put together by buyer, supplier and item."""
        flows: dict[tuple[str, str, str], list[str]] = {}
        for line in self.network.lines:
            for item in line.inputs:
                for source in item.sources:
                    if self.all_open.get(source.key) != self.all_cut.get(source.key):
                        flows.setdefault((line.maker, source.supplier, item.name), []).append(source.key)
        return [tuple(keys) for keys in flows.values()]

    def _items(self, flow: Flow) -> set[str]:
        """The keys of the inputs a flow is for."""
        return {
            item.key
            for line in self.network.lines
            for item in line.inputs
            if any(source.key in flow for source in item.sources)
        }

    def _may_limit(self, run: Mapping[str, LineOutcome]) -> set[str]:
        """Inputs that limit output in a run, and those of which a run does not tell.

        Where an input limits nothing, more of it changes nothing; where output falls, what did not limit it will not.
        Not so where a line stretches stock or builds it up, supplies other lines, or loses demand with what is missing.
        """
        suppliers = {
            each.line for line in self.network.lines for item in line.inputs for each in item.sources
        }
        return {
            item.key
            for line in self.network.lines
            for item in line.inputs
            if item.key in run[line.name].run_out
            or item.key in run[line.name].binding
            or line.cover_threshold is not None
            or line.stockpile is not None
            or line.name in suppliers
            or not _simple(item)
        }

    def _measured(self, closed: Closed, kept: Collection[str] | None = None) -> Mapping[str, LineOutcome]:
        """The lines of one run; with `kept` (input keys) without the closed inputs that are not among them."""
        network = self._without_idle(closed, kept)
        run = simulated(compile_run(network, within(network, closed)))
        return measure_lines(network, run, self.since, {}).outcomes

    def _without_idle(self, closed: Closed, kept: Collection[str] | None) -> SupplyNetwork[float]:
        """The network without inputs that cannot decide, so that a list of a thousand parts is tried in seconds."""

        def decides(item: InputNode[float]) -> bool:
            if item.form != "only" or item.shared or any(source.fed for source in item.sources):
                return True
            if kept is not None and item.key not in kept and _simple(item):
                return False
            return not always_enough(item.sources, closed)

        def smaller(line: LineNode[float]) -> LineNode[float]:
            if line.stockpile is not None:  # its inputs share what may be spent
                return line
            return replace(line, inputs=tuple(item for item in line.inputs if decides(item)))

        return replace(self.network, lines=tuple(smaller(line) for line in self.network.lines))


def _of(closed: Closed, flow: Flow) -> dict[str, Closure]:
    return {key: closed[key] for key in flow if key in closed}


def _simple(item: InputNode[float]) -> bool:
    """Whether an input does nothing but stop the line where it is missing."""
    return item.critical and item.fleet is None and item.ageing is None and not item.demand_kept
