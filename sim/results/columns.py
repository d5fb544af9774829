"""This is the list of result tables: every column, its unit, and what it means.

Durations are weeks from the maker's own effective date; `_low`, `_middle`, `_high` are the 10 %, 50 % and 90 %
quantiles of the draws. A quantile beyond the horizon is empty, and `_beyond` is the share of draws that never got
there within the horizon (right-censored).
"""

from __future__ import annotations


def _spread(name: str, unit: str, meaning: str) -> dict[str, tuple[str, str]]:
    ends = {"low": "10 %", "middle": "50 %", "high": "90 %"}
    return {f"{name}_{end}": (unit, f"{meaning}: {quantile} quantile") for end, quantile in ends.items()}


def _duration(name: str, meaning: str) -> dict[str, tuple[str, str]]:
    beyond = {f"{name}_beyond": ("share", f"{meaning}: share of draws not reached within the horizon")}
    return _spread(name, "weeks", meaning) | beyond


def _day(name: str, chance: str, meaning: str, what: str) -> dict[str, tuple[str, str]]:
    return {
        name: ("date", f"{meaning}; the likeliest day where it is uncertain"),
        f"{name}_low": ("date", "the earliest"),
        f"{name}_high": ("date", "the latest"),
        chance: ("share", f"chance that {what} at all"),
    }


def _alone(name: str, meaning: str) -> dict[str, tuple[str, str]]:
    return {
        f"lost_{name}": (
            "share of plan",
            f"planned output not made, wanted or not, from the effective date to the horizon: {meaning}",
        ),
        f"full_output_{name}": (
            "weeks",
            f"until output first falls short of demand (empty: not within the horizon): {meaning}",
        ),
    }


_RECOVERY = (
    "until output is half of plan or more again and stays so to the horizon, of the draws in which it fell below half "
    "(empty: in none)"
)
_TIMES = (
    _duration("full_output", "until output first falls short of demand")
    | {
        "rationed_first": (
            "share",
            "of the draws in which output falls short: it first does because the maker stretches its stock "
            "(empty: in none)",
        )
    }
    | _duration("half_output", "until output is below half of plan")
    | _duration("stop", "until output is below 5 % of plan")
    | _spread("recovery", "weeks", _RECOVERY)
    | {
        "recovery_beyond": (
            "share",
            f"{_RECOVERY}: share of these draws that are not back within the horizon",
        )
    }
)
_DOMESTIC = (
    _spread("domestic_level", "share of plan", "output at the horizon on domestic supply alone")
    | _duration("domestic_from", "until domestic supply alone first makes 5 % of plan")
    | _duration("domestic_until", "until domestic supply alone, once begun, falls below 5 % of plan again")
    | _duration("gap", "between the stop and that domestic start, over the draws that stop")
)
_WHO = {
    **_day(
        "listed_since",
        "listed_chance",
        "effective date of the measure that lists the company (empty: a rule may still reach it, see `cut_since`)",
        "the measure happens",
    ),
    "announced": ("date", "the day the measure became known"),
    "counted_from": (
        "date",
        "likeliest day its durations count from: its own listing, else the first measure that reaches a supplier",
    ),
    "measure": ("id", "the measure"),
    "suppliers_cut": (
        "count",
        "ordinary suppliers with a flow for which a licence is required (assumed not granted)",
    ),
    "suppliers_stopping": (
        "count",
        "ordinary suppliers that stop by themselves, which no law asks, and have no flow that is cut",
    ),
    "suppliers_undetermined": (
        "count",
        "ordinary suppliers with a flow the facts do not decide, none cut, and that do not stop by themselves",
    ),
    "suppliers_open": ("count", "ordinary suppliers whose every flow is open"),
    **_day("cut_since", "cut_chance", "first day the law cuts an ordinary flow", "that measure happens"),
    "licences": ("text", "what the scenario assumes about licences for the flows that are cut"),
    **_day("stops_since", "stops_chance", "the day on which the first supplier stops by itself", "it stops"),
    "cost_cut": ("share", "share of parts cost in flows for which a licence is required"),
    "cost_stopping": (
        "share",
        "share of parts cost in flows whose supplier stops by itself, which no law asks",
    ),
    "cost_undetermined": ("share", "share of parts cost in flows the facts do not decide"),
    "estimates": (
        "share",
        "of the numbers that decide it, those that are estimates (grades D and E: derived, or our own)",
    ),
}
_CARRIED = {
    "carried_ordinary": (
        "share",
        "of output, mean of draws: carried by ordinary supply, what modelled suppliers still deliver included",
    ),
    "carried_foreign": ("share", "of output, mean of draws: carried by a foreign alternative"),
    "carried_domestic": ("share", "of output, mean of draws: carried by a domestic alternative"),
    "carried_licence": ("share", "of output, mean of draws: carried by licensed supply"),
    "carried_before": (
        "share",
        "of output, mean of draws: carried by stock from before the cut, or from before a modelled "
        "supplier fell short",
    ),
}

COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "companies": {
        "case": ("text", "what is done with undetermined flows: `as decided`, all cut, or all open"),
        "company": ("id", "organisation"),
        "name": ("text", "its name"),
        **_WHO,
        "lines": ("text", "titles of its modelled lines; empty: not modelled"),
        "represents": ("share", "share of the company its modelled lines stand for, likeliest value"),
        "represents_of": ("text", "of what"),
        "not_modelled": ("text", "why it has no line"),
        **_TIMES,
        **_DOMESTIC,
    },
    "products": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line"),
        "title": ("text", "the product"),
        "company": ("id", "its maker"),
        "name": ("text", "the maker's name"),
        **_WHO,
        "plan": ("units/day", "planned output, likeliest value"),
        "plan_from": ("date", "the day the plan begins"),
        "plan_grows": ("share a year", "growth of the plan, of its first day's, likeliest value"),
        "represents": ("share", "share of the company the line stands for, likeliest value"),
        "represents_of": ("text", "of what"),
        **_TIMES,
        **_DOMESTIC,
        **_spread(
            "lost_output",
            "share of plan",
            "planned output not made though wanted, from the effective date to the horizon",
        ),
        **_spread("lost_demand", "share of plan", "planned output not wanted any more, over the same time"),
        **_spread(
            "barred_demand",
            "share of plan",
            "the part of `lost_demand` that measures keep from buying; the rest goes with a missing service or tool",
        ),
        "binding": (
            "id",
            "the input that most often limits output; none if output falls short by rationing alone",
        ),
        "binding_title": ("text", "its title"),
        "binding_time": (
            "share",
            "of the time in which some input limits output, over all draws, in which it is this one",
        ),
        "rationed_time": (
            "share",
            "of the time from the effective date, mean of draws, in which the maker rations",
        ),
        **_CARRIED,
    },
    "timeline": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line"),
        "week": ("weeks", "from the scenario's start"),
        "date": ("date", "first day of the week"),
        "plan": ("share of plan", "1 once the plan has begun"),
        "demand": ("share of plan", "mean of draws"),
        **_spread("output", "share of plan", "output in the week"),
        "output_mean": ("share of plan", "mean of draws; the five below add up to it"),
        "ordinary": ("share of plan", "carried by ordinary supply, mean of draws"),
        "foreign": ("share of plan", "carried by a foreign alternative, mean of draws"),
        "domestic": ("share of plan", "carried by a domestic alternative, mean of draws"),
        "licence": ("share of plan", "carried by licensed supply, mean of draws"),
        "before": ("share of plan", "carried by stock from before the cut, mean of draws"),
    },
    "parts": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line"),
        "input": ("id", "input"),
        "title": ("text", "what it is"),
        "status": (
            "text",
            "its ordinary flows: `cut` or `partly cut` by law, `stops by itself` or `partly stops by itself` "
            "(suppliers, which no law asks), `undetermined`, `open`; or `supplier falls short`: all open, but a "
            "modelled line that makes it falls short in some draw of this case",
        ),
        "if_missing": ("text", "`stop` or `none`"),
        "fleet": ("yes/no", "units in use that retire, not a stock that is used up"),
        "cut_since": (
            "date",
            "likeliest first day in this case on which an ordinary flow is cut, or its supplier stops by itself",
        ),
        **_duration(
            "supplier_short", "until a modelled line that makes it first falls short (empty: none makes it)"
        ),
        **_spread("cover", "days", "stock on hand at the start, in days of planned use"),
        **_duration("run_out", "until the input first limits output (for `none`: is first missing)"),
        "binding_time": (
            "share",
            "of the time in which some input limits output, over all draws, in which it is this one",
        ),
        **_duration("alternative_ready", "until the first alternative is qualified"),
        "alternatives": ("text", "names of alternatives that are not closed, in order"),
        **_spread(
            "leaked",
            "share of plan",
            "of the planned need, what arrives by assumed leakage (`leakage` of the class), from the effective date",
        ),
    },
    "flows": {
        "company": ("id", "buyer"),
        "line": ("id", "product line"),
        "input": ("id", "input"),
        "title": ("text", "what it is"),
        "kind": ("text", "goods, software, technology or services"),
        "supplier": ("id", "supplier"),
        "supplier_name": ("text", "its name"),
        "supplier_home": ("country", "where it is based"),
        "made_in": ("countries", "where the item is made; several: split not known"),
        "made_by": ("id", "the modelled line that makes it; empty: none of the scenario's lines"),
        "parties": ("text", "further parties with role and what the supplier knows; `;` between several"),
        "end_use": ("text", "what it is for; empty: not known"),
        "role": ("text", "`ordinary` or `alternative`"),
        "share": ("share", "of the need: what it supplies, or can serve, likeliest value"),
        "cost": ("USD per product", "cost of the input times the share; ordinary flows only"),
        "status": ("text", "`prohibited`, `licence required`, `undetermined` or `allowed`"),
        "held_back": (
            "text",
            "`by law`, `by the supplier itself` (which no law asks), `undetermined` or `open`; the law comes first",
        ),
        **_day("since", "chance", "first day the flow is cut or undetermined by law", "its measure happens"),
        "until": ("date", "last such day, where it ends before the horizon; empty: it lasts"),
        "authorised_until": ("date", "last day a general licence lets it through, as far as known"),
        "measure": ("id", "measure"),
        "rule": ("id", "rule"),
        "clause": ("text", "clause that decided"),
        "content": ("text", "content share that decided"),
        "policy": ("text", "how licence applications are reviewed"),
        "licences": ("text", "what the scenario assumes about licences"),
        "confidence": ("grade", "how well the rule's text was checked: A, B or C"),
        "domestic": ("yes/no", "made in the maker's home, in every place it may be made"),
        "secure": (
            "yes/no",
            "neither cut nor undetermined, its supplier does not stop, and so is all that is critical below it",
        ),
        "vendor_stop": (
            "text",
            "when and why the supplier stops by itself, which no law asks; `;` between several",
        ),
        **_day(
            "stops_since", "stops_chance", "the day on which its supplier first stops by itself", "it stops"
        ),
        "reasons": ("text", "why; reasons are parted by ` | `"),
        "near_misses": ("text", "which facts came close to deciding otherwise"),
        "source": ("id", "reference behind the facts"),
        "grade": ("grade", "its grade"),
    },
    "applications": {
        "company": ("id", "buyer"),
        "line": ("id", "product line"),
        "input": ("id", "input"),
        "title": ("text", "what it is"),
        "supplier": ("id", "supplier"),
        "supplier_name": ("text", "its name"),
        "role": ("text", "`ordinary` or `alternative`"),
        "status": (
            "text",
            "`licence required` or `undetermined`: then it decides only where the flow counts as cut",
        ),
        "measure": ("id", "measure; one row for each that closes the flow and may be licensed"),
        "policy": ("text", "how licence applications are reviewed"),
        "filed": ("share", "of the draws in which the measure happens: an application is filed"),
        "returned": ("share", "of these draws: it is returned without action, and the wait begins anew"),
        "approved": ("share", "of these draws: it is approved, whenever; the rest is not filed or denied"),
        **_duration("granted", "from the day the flow is closed to the grant"),
        **_spread(
            "volume", "share", "of ordinary volume that is shipped under the licence, where it is granted"
        ),
        "expired": ("share", "of these draws: the licence expires within the horizon"),
        "revoked": ("share", "of these draws: the licence is taken back within the horizon"),
    },
    "markets": {
        "company": ("id", "the line's maker"),
        "name": ("text", "its name"),
        "line": ("id", "product line"),
        "title": ("text", "the product"),
        "market": ("text", "a country, or other places by name"),
        "share": ("share", "of the line's own market, likeliest value"),
        "status": (
            "text",
            "`may not buy` (all or some of its buyers), `undetermined`, or `open`; no supply is cut by it",
        ),
        "since": ("date", "first day of that"),
        "until": ("date", "last day of that, as far as known"),
        "measure": ("id", "measure; one row for each that reaches the market"),
        "rule": ("id", "rule"),
        "rule_title": ("text", "what it is called"),
        "reference": ("text", "the clauses that make the rule"),
        "lost_low": ("share", "of the market's demand that is lost by it, lowest"),
        "lost_likely": ("share", "the same, likeliest"),
        "lost_high": ("share", "the same, highest"),
        "confidence": ("grade", "how well the rule's text was checked: A, B or C"),
        "reasons": ("text", "why; reasons are parted by ` | `"),
        "source": ("id", "reference behind the share that is lost"),
        "grade": ("grade", "its grade"),
    },
    "undetermined": {
        "line": ("id", "the product line that is moved"),
        "title": ("text", "the product"),
        "company": ("id", "its maker"),
        "name": ("text", "the maker's name"),
        "rank": (
            "count",
            "1 for the undetermined flow that moves the line most: planned output, then full output",
        ),
        "buyer": ("id", "buyer of the flow: the line's maker, or that of a line it is linked to"),
        "buyer_name": ("text", "its name"),
        "for_lines": ("ids", "lines of the buyer that the flow goes into"),
        "input": ("id", "input"),
        "input_title": ("text", "what it is"),
        "supplier": ("id", "supplier"),
        "supplier_name": ("text", "its name"),
        "role": ("text", "`ordinary` or `alternative`"),
        "moves_output": (
            "share of plan",
            "the larger of two differences in planned output not made: `cut_alone` to `all_open`, `open_alone` to "
            "`all_cut`; all numbers of this table are of the run with every number at its likeliest value",
        ),
        "moves_full_output": (
            "weeks",
            "the same of full output; beyond the horizon counts as to the horizon",
        ),
        **_alone("all_open", "every undetermined flow open"),
        **_alone("cut_alone", "only this one cut, the others open"),
        **_alone("open_alone", "only this one open, the others cut"),
        **_alone("all_cut", "every undetermined flow cut"),
    },
    "first_out": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line of a maker that is not listed"),
        "rank": ("count", "1 for the part that runs out first"),
        "input": ("id", "input"),
        "title": ("text", "what it is"),
        "suppliers": ("text", "names of its ordinary suppliers that are cut or stop"),
        "made_in": ("countries", "where what they supply is made"),
        "class": ("id", "its item class"),
        "lasts": (
            "weeks",
            "until it is gone on stock and goods under way, without alternatives, everything else supplied as "
            "planned, with every number at its likeliest value",
        ),
        **_duration("lasts", "the same, of the 20 parts of a line that run out first"),
        "start_by": (
            "date",
            "last day on which beginning to qualify another source avoids the shortfall in 80 % of draws (may be "
            "past); only where every ordinary source stays cut",
        ),
        "start_with": (
            "text",
            "that source: an alternative of the scenario that can serve the need, else `another source`, which "
            "could serve all of it and takes what its class takes",
        ),
    },
    "lost_sales": {
        "case": ("text", "as in companies"),
        "company": ("id", "buyer"),
        "line": ("id", "product line"),
        "input": ("id", "input"),
        "flow": (
            "path",
            "the source; one that is split by place is a flow for each place, with the place behind it",
        ),
        "supplier": ("id", "supplier"),
        "supplier_name": ("text", "its name"),
        "supplier_home": ("country", "where it is based"),
        "made_in": ("countries", "where the item is made; several: split not known"),
        "why": (
            "text",
            "`cut`, `stops by itself`, `falls short` (its modelled line, in some draw), or `co-supplier`: open, "
            "but the line makes less or orders elsewhere",
        ),
        "revenue_share": (
            "share",
            "of the supplier's revenue that comes from the buyer, likeliest value, if known",
        ),
        "revenue_of": ("text", "of which revenue"),
        "planned": ("USD", "planned sales from the effective date to the horizon, mean of draws"),
        **_spread(
            "lost", "USD", "planned less actual deliveries at cost over the same time; below 0 it gains"
        ),
    },
    "events": {
        "case": ("text", "as in companies"),
        "day": ("days", "from the scenario's start, in the run with every number at its likeliest value"),
        "date": ("date", "that day"),
        "entity": ("path", "line, input or source"),
        "kind": ("text", "what happened"),
        "cause": ("text", "why"),
        "before": ("number", "value before, in the entity's unit a day"),
        "after": ("number", "value after"),
    },
    "assumptions": {
        "path": ("path", "where the number stands in the scenario"),
        "value": ("text", "as stated"),
        "low": ("number", "lowest"),
        "likely": ("number", "likeliest"),
        "high": ("number", "highest"),
        "unit": ("unit", "days, units/day, USD, share, per unit"),
        "class_default": ("yes/no", "taken from the item class, not stated for this input"),
        "ref": ("id", "reference"),
        "what": ("text", "what the reference is"),
        "date": ("date", "its date"),
        "grade": ("grade", "A primary, B good secondary, C weak secondary, D derived, E own estimate"),
        "estimate": ("yes/no", "grade D or E: derived, or our own"),
        "decides": (
            "yes/no",
            "belongs to a measure or stop that reaches a flow, to a line as a whole (not what it represents; price and "
            "markets only where something depends on them), or to an input with an ordinary flow that is not secure; "
            "the share of estimates that is printed is that of `estimate` among these rows",
        ),
        "for_lines": ("ids", "the lines it bears on"),
        "file": ("path", "file"),
        "line": ("number", "line in the file"),
    },
}
