"""This is what carried the output: every unit counted for the most precarious channel among its critical inputs.

Channels from least to most precarious: ordinary supply, foreign alternative, domestic alternative, licence, stock
from before the cut (goods shipped before it included). Use is met from inflow first, then from stock from before the
cut, then from stored surplus of other channels (model note 2.12 rule 13). Across inputs the most precarious shares
are taken to fall on the same units, so that the channels add up to output.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.results.trajectory import Array, Trajectory, all_at, trajectory
from sim.simulation.world import BEFORE, LICENCE, ORDINARY

_CHANNELS = BEFORE + 1
Pair = tuple[float, float]
Piece = tuple[float, float, float]  # from this day on: value and slope
Row = Sequence[float]


def channel_use(rows: Sequence[Row], cut: float, end: float, needs: float) -> list[Trajectory]:
    """What one stock's use draws on, by channel, in products a day.

    `rows` are the stock's records (time, number, level, use, slope, then inflow and slope by channel); `cut` is the
    day its first ordinary source is cut.
    """
    layers = [0.0] * _CHANNELS  # parts on hand by the channel they came through
    pieces: list[list[Piece]] = [[] for _ in range(_CHANNELS)]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        time, stop = row[0], end if following is None else min(following[0], end)
        if stop <= time:
            continue
        _restate(layers, row[2], fresh_cut=time < cut or not any(pieces[BEFORE]))
        if time < cut - 1e-9:
            pieces[ORDINARY].append((time, row[3] / needs, row[4] / needs))
            continue
        while time < stop - 1e-12:
            taken, until = _draw(layers, row, time - row[0], stop - row[0])
            for channel, (value, slope) in enumerate(taken):
                pieces[channel].append((time, value / needs, slope / needs))
            time = row[0] + until
    return _by_channel(rows, pieces, end)


def fleet_use(rows: Sequence[Row], cut: float, end: float, needs: float) -> list[Trajectory]:
    """What one fleet can do, by channel, in products a day: units from before the cut retire, later ones do not yet.

    `rows` as in `channel_use`; the use of a fleet is what retires.
    """
    pieces: list[list[Piece]] = [[] for _ in range(_CHANNELS)]
    added = [0.0] * _CHANNELS  # units in use that came after the cut
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        time, stop = row[0], end if following is None else min(following[0], end)
        if stop <= time:
            continue
        retiring, inflow = row[3], [row[5 + 2 * channel] for channel in range(_CHANNELS)]
        if time < cut - 1e-9:
            pieces[ORDINARY].append((time, row[2] / needs, (sum(inflow) - retiring) / needs))
            continue
        old = max(row[2] - sum(added[:BEFORE]), 0.0)
        pieces[BEFORE].append((time, old / needs, (inflow[BEFORE] - retiring) / needs))
        for channel in range(BEFORE):
            pieces[channel].append((time, added[channel] / needs, inflow[channel] / needs))
            added[channel] += inflow[channel] * (stop - time)
    return _by_channel(rows, pieces, end)


def _by_channel(rows: Sequence[Row], pieces: Sequence[Sequence[Piece]], end: float) -> list[Trajectory]:
    """The pieces of every channel as a trajectory that begins with the records; of most channels there are none."""
    before = (rows[0][0] if rows else 0.0, 0.0, 0.0)
    nothing = trajectory([before], end)
    return [trajectory([before, *own], end) if own else nothing for own in pieces]


def part_of_use(uses: Sequence[Trajectory], output: Trajectory) -> list[Trajectory]:
    """An output that draws on a shared stock, by channel: in the shares in which all use of the stock does.

    Between two bends of either, a channel's part goes in a straight line from the first to the second.
    """
    times = np.unique(np.concatenate([output.start, *(use.start for use in uses)]))
    ends = np.append(times[1:], output.end)
    length = np.maximum(ends - times, 1e-300)
    lefts = np.array([use.at(times)[0] for use in uses])
    rights = lefts + np.array([use.at(times)[1] for use in uses]) * length
    left, slope = output.at(times)
    right = left + slope * length
    found = []
    for channel in range(len(uses)):
        first = left * _share(lefts, channel)
        last = right * _share(rights, channel)
        found.append(Trajectory(times, first, (last - first) / length, output.end))
    return found


def _share(uses: Array, channel: int) -> Array:
    """A channel's share of the uses at each time, nothing where there is no use."""
    total = uses.sum(axis=0)
    share: Array = np.divide(uses[channel], total, out=np.zeros_like(total), where=total > 1e-12)
    return share


def _restate(layers: list[float], level: float, fresh_cut: bool) -> None:
    """Bring the layers to the recorded level: all is stock from before the cut until it falls, lots are ordinary."""
    if fresh_cut:
        layers[:] = [0.0] * _CHANNELS
        layers[BEFORE] = max(level, 0.0)
        return
    excess = level - sum(layers)
    if excess >= 0.0:
        layers[ORDINARY] += excess if excess > 1e-9 * max(level, 1.0) else 0.0
    elif sum(layers) > 0.0:
        scale = max(level, 0.0) / sum(layers)
        layers[:] = [layer * scale for layer in layers]


def _draw(layers: list[float], row: Row, begin: float, stop: float) -> tuple[list[Pair], float]:
    """Channels that meet use from `begin` days after the row on, and until when; carries the layers there."""
    small = 1e-9 * max(row[3], 1e-9)

    def pair(position: int) -> Pair:
        return row[position] + row[position + 1] * begin, row[position + 1]

    use = pair(3)
    inflow = [pair(5 + 2 * channel) for channel in range(_CHANNELS)]
    taken: list[Pair] = [(0.0, 0.0)] * _CHANNELS
    until = stop - begin
    rest = use
    for channel in range(LICENCE + 1):
        offered = inflow[channel]
        enough = rest[0] < offered[0] - small or (rest[0] <= offered[0] + small and rest[1] <= offered[1])
        taken[channel] = rest if enough else offered
        spare = (offered[0] - rest[0], offered[1] - rest[1])
        closing = -spare[1] if enough else spare[1]
        if closing > 0.0 and abs(spare[0]) > small:
            until = min(until, abs(spare[0]) / closing)
        rest = (rest[0] - taken[channel][0], rest[1] - taken[channel][1])
    net = [(inflow[c][0] - taken[c][0], inflow[c][1] - taken[c][1]) for c in range(_CHANNELS)]
    if rest[0] > small or (rest[0] > -small and rest[1] > small):
        source = next((c for c in (BEFORE, ORDINARY, 1, 2, LICENCE) if layers[c] > small), BEFORE)
        taken[source] = (taken[source][0] + rest[0], taken[source][1] + rest[1])
        net[source] = (net[source][0] - rest[0], net[source][1] - rest[1])
        if layers[source] > small and net[source][0] < 0.0:
            until = min(until, _emptied(layers[source], net[source]))
    until = max(until, min(1e-6, stop - begin))
    for channel in range(_CHANNELS):
        layers[channel] = max(
            layers[channel] + (net[channel][0] + 0.5 * net[channel][1] * until) * until, 0.0
        )
    return taken, begin + until


def _emptied(held: float, net: Pair) -> float:
    """Days until a layer that falls now is empty."""
    rate, slope = net
    discriminant = rate * rate - 2.0 * slope * held
    return float("inf") if discriminant < 0.0 else 2.0 * held / (np.sqrt(discriminant) - rate)


def carried(output: Trajectory, uses: Sequence[Sequence[Trajectory]], edges: Array) -> Array:
    """Products carried by each channel between `edges`; shape (channels, len(edges) - 1), summing to output.

    `uses` has one list of channel trajectories for each critical input with a cut source.
    """
    made = np.diff(output.integral(edges))
    if not uses:
        return np.vstack([made, np.zeros((_CHANNELS - 1, len(made)))])
    tails = []  # use carried by a channel at least this precarious
    for channel in range(1, _CHANNELS):
        lines = [own[channel:] for own in uses]
        tails.append(np.minimum(np.diff(_largest_sum(lines, edges)), made))
    cumulative = np.vstack([made, *tails, np.zeros_like(made)])
    for row in range(1, _CHANNELS):
        cumulative[row] = np.minimum(cumulative[row], cumulative[row - 1])
    shares: Array = cumulative[:-1] - cumulative[1:]
    return shares


def _largest_sum(groups: Sequence[Sequence[Trajectory]], edges: Array) -> Array:
    """Integral from the first edge to each edge of the largest of the groups' sums."""
    times = np.unique(np.concatenate([edges, *(part.start for group in groups for part in group)]))
    times = times[(times >= edges[0]) & (times <= edges[-1])]
    for _ in range(
        2
    ):  # crossings inside an interval are added once; then every interval has one largest line
        left, slope = _sums(groups, times[:-1])
        length = np.diff(times)
        right = left + slope * length
        best_left, best_right = left.argmax(axis=0), right.argmax(axis=0)
        crossed = np.flatnonzero(best_left != best_right)
        extra = []
        for interval in crossed:
            one, two = best_left[interval], best_right[interval]
            closing = slope[two, interval] - slope[one, interval]
            if closing > 0.0:
                inside = (left[one, interval] - left[two, interval]) / closing
                if 1e-9 < inside < length[interval] - 1e-9:
                    extra.append(times[interval] + inside)
        if not extra:
            break
        times = np.unique(np.concatenate([times, extra]))
    else:
        left, slope = _sums(groups, times[:-1])
        length = np.diff(times)
        right = left + slope * length
    area = 0.5 * (left.max(axis=0) + right.max(axis=0)) * length
    reached: Array = np.interp(edges, times, np.concatenate([[0.0], np.cumsum(area)]))
    return reached


def _sums(groups: Sequence[Sequence[Trajectory]], times: Array) -> tuple[Array, Array]:
    """Value and slope of the sum of each group's parts, as many in each; shape (groups, times)."""
    parts = [part for group in groups for part in group]
    shape = (len(groups), len(groups[0]), len(times))
    value, slope = (each.reshape(shape) for each in all_at(parts, times))
    return value.sum(axis=1), slope.sum(axis=1)
