"""This is columns that several result tables share: spreads, durations, uncertain days, and who holds what back."""

from __future__ import annotations


def spread(name: str, unit: str, meaning: str) -> dict[str, tuple[str, str]]:
    """The three quantiles of a value over the draws."""
    ends = {"low": "10 %", "middle": "50 %", "high": "90 %"}
    return {f"{name}_{end}": (unit, f"{meaning}: {quantile} quantile") for end, quantile in ends.items()}


def duration(name: str, meaning: str) -> dict[str, tuple[str, str]]:
    """A spread in weeks, and the share of draws not reached within the horizon."""
    beyond = {f"{name}_beyond": ("share", f"{meaning}: share of draws not reached within the horizon")}
    return spread(name, "weeks", meaning) | beyond


def day(name: str, chance: str, meaning: str, what: str) -> dict[str, tuple[str, str]]:
    """A day that may be uncertain: the likeliest, its span, and a chance."""
    return {
        name: ("date", f"{meaning}; the likeliest day where it is uncertain"),
        f"{name}_low": ("date", "the earliest"),
        f"{name}_high": ("date", "the latest"),
        chance: ("share", f"chance that {what} at all"),
    }


def alone(name: str, meaning: str) -> dict[str, tuple[str, str]]:
    """What is lost and how long full output lasts with one flow decided alone."""
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


REACHED = {
    "reached_by": (
        "text",
        "ids of the measures and supplier's stops that reach the line (a company: one of its lines) or what it shares "
        "with others, in this case: figures of rows that differ in it, and do not all have the chance 1, hold under "
        "different conditions and do not add up",
    ),
    "reached_chance": (
        "share",
        "chance that at least one of them happens; 1: certain, 0: nothing reaches it",
    ),
    "reached_draws": (
        "count",
        "draws in which that happens: all quantiles, shares and means of the row are of these, so that they say what "
        "holds if it happens; 0: it happens in none, and they are of all draws",
    ),
}
RECOVERY = (
    "until output is half of plan or more again and stays so to the horizon, of the draws in which it fell below half "
    "(empty: in none)"
)
TIMES = (
    duration("full_output", "until output first falls short of demand")
    | {
        "rationed_first": (
            "share",
            "of the draws in which output falls short: it first does because the maker stretches its stock "
            "(empty: in none)",
        )
    }
    | duration("half_output", "until output is below half of plan")
    | duration("stop", "until output is below 5 % of plan")
    | spread("recovery", "weeks", RECOVERY)
    | {
        "recovery_beyond": (
            "share",
            f"{RECOVERY}: share of these draws that are not back within the horizon",
        )
    }
)
DIP = (
    spread("lowest", "share of plan", "the least output")
    | spread("lowest_at", "weeks", "until output is first at its least, of the draws that fall short")
    | duration(
        "resumes",
        "until output is 5 % of plan or more again and stays so to the horizon, of the draws that stop (empty: none)",
    )
    | duration(
        "full_again",
        "until output meets demand again and does so to the horizon, of the draws that fall short (empty: none)",
    )
    | spread("level", "share of plan", "output at the horizon")
    | {
        "short_before": (
            "share",
            "of draws in which output falls short before the day its durations count from, which is then told as 0",
        )
    }
)
SERVED = {
    "lost_output_tail": (
        "share of plan",
        "the same, mean of the worst twentieth of the draws (expected shortfall)",
    ),
    "demand_served": (
        "share",
        "of what is wanted over the same time, what is made (fill rate); mean of draws",
    ),
}
DEGRADED_AND_DEMAND = {
    "degraded": (
        "share",
        "of output after the effective date, made in the degraded form; mean over draws",
    ),
    **duration("degraded_from", "until the degraded form is first made"),
    **duration("degraded_until", "until it is no longer made, of the draws that make it"),
    "degraded_title": ("text", "what the degraded form is; empty: there is none"),
    **spread("lost_demand", "share of plan", "planned output not wanted any more, over the same time"),
    **spread(
        "barred_demand",
        "share of plan",
        "the part of `lost_demand` that measures keep from buying; the rest goes with a missing service or "
        "tool, or with buyers that take less",
    ),
}
DOMESTIC = (
    spread("domestic_level", "share of plan", "output at the horizon on domestic supply alone")
    | duration("domestic_from", "until domestic supply alone first makes 5 % of plan")
    | duration("domestic_until", "until domestic supply alone, once begun, falls below 5 % of plan again")
    | duration("gap", "between the stop and that domestic start, over the draws that stop")
)
WHO = {
    **day(
        "listed_since",
        "listed_chance",
        "effective date of the measure that lists the company (empty: a rule may still reach it, see `cut_since`)",
        "the measure happens",
    ),
    "announced": ("date", "the day the measure became known"),
    "counted_from": (
        "date",
        "likeliest day its durations count from: its own listing, else the first measure or stop that reaches a "
        "supplier, of those with a chance of 50 % or more, else of all; each draw counts from what happens there",
    ),
    "counted_from_low": ("date", "the earliest such day of all draws"),
    "counted_from_high": ("date", "the latest"),
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
    "own_work": (
        "text",
        "what holds back the inputs that the maker makes or does itself, as in `held_back` of flows, which no count "
        "of suppliers has; empty: there are none",
    ),
    **day("cut_since", "cut_chance", "first day the law cuts an ordinary flow", "that measure happens"),
    "licences": ("text", "what the scenario assumes about licences for the flows that are cut"),
    **day("stops_since", "stops_chance", "the day on which the first supplier stops by itself", "it stops"),
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
CARRIED = {
    "carried_ordinary": (
        "share",
        "of output, mean of draws: carried by ordinary supply; what modelled suppliers still deliver is included, and "
        "what is assumed to leak",
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
COST = (
    {
        "parts_cost": (
            "USD per product",
            "cost of all inputs before any measure, with the price factors of their ordinary sources, without what "
            "only a degraded form has; likeliest value",
        )
    }
    | spread(
        "extra_cost",
        "USD per product",
        "what parts from dearer sources cost more (below 0: less), on each product made since the effective date; of "
        "the draws that make any",
    )
    | spread("margin_before", "USD per product", "price less parts cost before any measure")
    | spread(
        "margin_after",
        "USD per product",
        "the same less extra cost, and less what it is lower by "
        "in the degraded form; of the draws that make any",
    )
    | spread(
        "margin_lost",
        "share",
        "what the margin loses (below 0: gains) as a share of the price: extra cost, and what it is lower by in the "
        "degraded form; of the draws that make any",
    )
)
FIRST_OUT = {
    "case": ("text", "as in companies"),
    "line": (
        "id",
        "product line of a maker that is not listed; its rows are sorted by `start_by`, what must be begun first "
        "on top, those without a day last, and then by `rank`",
    ),
    "rank": (
        "count",
        "1 for the part that runs out first: by the middle day of the draws in which it is cut",
    ),
    "input": ("id", "input"),
    "title": ("text", "what it is"),
    "suppliers": ("text", "names of its ordinary suppliers that are, or may be, cut or stop"),
    "made_in": ("countries", "where what they supply is made"),
    "class": ("id", "its item class"),
    "chance": ("share", "chance that it is cut at all; all that follows holds if it is"),
    "orders": (
        "text",
        "what its weeks rest on beside stock: `stated` open orders; `assumed`, where none is stated and a steady "
        "flow of the plan is taken to be on its way, from before the start or (`on_order: []`) as ordered from the "
        "start on; or `partly assumed`, where some stated order is an estimate. What is ordered between the start and "
        "the cut is assumed to come as planned in each case",
    ),
    "lasts": (
        "weeks",
        "until it is gone on stock and goods under way, without alternatives, everything else supplied as planned, "
        "with every number at its likeliest value (empty: to the horizon, or several may cut it, not all certain)",
    ),
    **duration("lasts", "the same, of the draws in which it is cut"),
    "lasts_draws": (
        "count",
        "these draws: all of them also where one chance decides whether it is cut, for then it is cut in each",
    ),
    "start_by": (
        "date",
        "last day on which beginning to qualify another source avoids the shortfall in 80 % of the draws in which "
        "the part runs out (may be past); only where every ordinary source stays cut",
    ),
    "start_by_low": (
        "date",
        "95 % confidence interval of that day, for the draws are a sample: from this day (empty: too few draws for "
        "one, fewer than 17; or in some of them the source cannot serve the need)",
    ),
    "start_by_high": ("date", "to this day"),
    "start_by_draws": ("count", "draws in which the part runs out, on which that day rests"),
    "start_with": (
        "text",
        "that source: an alternative of the scenario that can serve the need, else `another source`, which "
        "could serve all of it and takes what its class takes, and from order to delivery at least the lead time "
        "quoted for the part",
    ),
}
