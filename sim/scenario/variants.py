"""This is how variants change a scenario: named sets of changes by path, each change kept as `key: old -> new`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import Problem
from sim.scenario.fields import Fit, fields, known_keys, model_of, shape_at, shape_below
from sim.scenario.nearest import did_you_mean
from sim.scenario.origin import Change
from sim.scenario.tree import Node, Path, found
from sim.scenario.yaml_tree import MAX_DEPTH

_ALIKE = 0.8  # names of variants share words, `acme-stops` and `bolt-stops`, so that only a slip of the pen is near
# What is read before variants are applied, so that setting it would do nothing.
_READ_BEFORE = ("schema", "use", "variants")
_INSTEAD = {
    "inputs_like": "set the inputs themselves",
    "hypothetical": "give the variant `hypothetical: true` itself",
    "ref": "give the variant a `ref`, which backs everything it sets",
}


@dataclass(frozen=True)
class Varied:
    """A scenario's tree with variants applied, what they changed, and what is wrong with them."""

    root: Node
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    hypothetical: bool = False


def variant_names(root: Node) -> list[str]:
    """The variants a scenario has."""
    return list(root.entries_at("variants"))


def unknown_variants(root: Node, asked: Sequence[str]) -> list[Problem]:
    """A problem for each variant asked for that the scenario does not have."""
    known = variant_names(root)
    where = root.nearest(("variants",))
    problems = []
    for name in asked:
        if name in known:
            continue
        hint = did_you_mean(name, known, _ALIKE) or "; this scenario has none"
        if root.at(("vendor_stops", "what-if")) is not None and "; known:" in hint:  # as an import writes it
            hint += "; another supplier is asked with `runout import ... --stops SUPPLIER`"
        problems.append(where.problem("variants", f"there is no variant {found(name)}{hint}"))
    return problems


def with_variants(root: Node, names: Sequence[str]) -> Varied:
    """The scenario with these variants applied, in this order; later ones see what earlier ones set."""
    changes: list[Change] = []
    problems: list[Problem] = []
    hypothetical = False
    for name in names:
        variant = root.at(("variants", name))
        settings = variant.at(("set",)) if variant is not None else None
        if variant is None or settings is None:  # said when the variant is read
            continue
        flag = variant.entries.get("hypothetical")
        hypothetical |= flag is not None and flag.value is True
        for key, new in settings.entries.items():
            path = tuple(key.split("."))
            wrong = _objection(root, path)
            if wrong is not None:
                problems.append(new.problem(("variants", name, "set", key), wrong))
                continue
            old = root.at(path)
            said = str(old) if old is not None else _default(path)
            before = old.plain() if old is not None else None
            changes.append(Change(name, key, said, str(new), before, new.plain()))
            fit = Fit()
            backed_by = _own_ref(variant) or root.nearest(path).ref
            root = root.put(path, fit(new, path, shape_at(path), backed_by))
            problems += fit.problems
    return Varied(root, tuple(changes), tuple(problems), hypothetical)


def _objection(root: Node, path: Path) -> str | None:
    """Why a path cannot be set, or None."""
    if path[0] in _READ_BEFORE:
        return f"a variant cannot set `{path[0]}`"
    if path[-1] in _INSTEAD:
        return f"a variant cannot set `{path[-1]}`; {_INSTEAD[path[-1]]}"
    if len(path) > MAX_DEPTH:
        return f"is nested deeper than {MAX_DEPTH} levels; no scenario needs that"
    for end in range(1, len(path) + 1):
        here = path[:end]
        if root.at(here) is not None:
            continue
        above = ".".join(path[: end - 1])
        parent = root.nearest(path[: end - 1])
        if not isinstance(parent.value, (dict, tuple)):
            return f"`{above}` holds {found(parent.value)}, which has nothing below it; set it as a whole"
        model = model_of(shape_at(path[: end - 1]))
        is_field = model is not None and path[end - 1] in fields(model) and isinstance(parent.value, dict)
        if end == len(path) and _is_new_name(path, parent):
            return None
        if not is_field:
            known = known_keys(root, path[: end - 1])
            inside = f" in `{above}`" if above else ""
            return f"there is no {found(path[end - 1])}{inside}{did_you_mean(path[end - 1], known)}"
        if end < len(path):
            return f"`{'.'.join(here)}` is not given in this scenario; set it as a whole"
    return None


def _is_new_name(path: Path, parent: Node) -> bool:
    """Whether a path names a further entry of a map that is keyed by names."""
    shape = shape_at(path[:-1])
    keyed = model_of(shape) is None and isinstance(parent.value, dict)
    return keyed and "." not in path[-1] and shape_below(shape, path[-1]) is not None


def _default(path: Path) -> str:
    """What an unset field holds: its default where that says something."""
    model = model_of(shape_at(path[:-1]))
    default = (
        fields(model)[path[-1]].get_default(call_default_factory=True, validated_data={}) if model else None
    )
    if isinstance(default, bool):
        return str(default).lower()
    return "not given" if default is None or default in ((), {}) else str(default)


def _own_ref(variant: Node) -> str | None:
    ref = variant.entries.get("ref")
    return ref.value if ref is not None and isinstance(ref.value, str) else None
