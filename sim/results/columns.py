"""This is the list of result tables: every column, its unit, and what it means.

Durations are weeks from the maker's own effective date; `_low`, `_middle`, `_high` are the 10 %, 50 % and 90 %
quantiles of the draws. A quantile beyond the horizon is empty, and `_beyond` is the share of draws that never got
there within the horizon (right-censored).
"""

from __future__ import annotations

from sim.results.column_groups import CARRIED, COST, DIP, DOMESTIC, TIMES, WHO, alone, day, duration, spread

REASON_BREAK = " | "  # between reasons in one cell

COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "companies": {
        "case": ("text", "what is done with undetermined flows: `as decided`, all cut, or all open"),
        "company": ("id", "organisation"),
        "name": ("text", "its name"),
        **WHO,
        "lines": ("text", "titles of its modelled lines; empty: not modelled"),
        "represents": (
            "share",
            "share of the company its modelled lines stand for, likeliest value; empty: they do not add up",
        ),
        "represents_of": ("text", "of what; where they do not add up, the share of each line and of what"),
        "not_modelled": ("text", "why it has no line"),
        **TIMES,
        **DIP,
        **DOMESTIC,
    },
    "products": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line"),
        "title": ("text", "the product"),
        "company": ("id", "its maker"),
        "name": ("text", "the maker's name"),
        **WHO,
        "plan": ("units/day", "planned output, likeliest value"),
        "plan_from": ("date", "the day the plan begins"),
        "plan_grows": ("share a year", "growth of the plan, of its first day's, likeliest value"),
        "represents": ("share", "share of the company the line stands for, likeliest value"),
        "represents_of": ("text", "of what"),
        **TIMES,
        **DIP,
        **DOMESTIC,
        **spread(
            "lost_output",
            "share of plan",
            "planned output not made though wanted, from the effective date to the horizon",
        ),
        **spread(
            "lost_value", "share of plan", "planned sales lost for any reason, the degraded form at its price"
        ),
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
        **CARRIED,
        **COST,
    },
    "timeline": {
        "case": ("text", "as in companies"),
        "line": ("id", "product line"),
        "week": ("weeks", "from the scenario's start"),
        "date": ("date", "first day of the week"),
        "plan": ("share of plan", "1 once the plan has begun"),
        "demand": ("share of plan", "mean of draws"),
        **spread("output", "share of plan", "output in the week"),
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
        "if_missing": ("text", "`stop`, `halve`, `degrade` or `none`"),
        "shared": ("id", "the stock it shares with other inputs; empty: it has one of its own"),
        "priority": ("number", "of those that share it, who is served first: lower numbers before higher"),
        "fleet": ("yes/no", "units in use that retire, not a stock that is used up"),
        "cut_since": (
            "date",
            "likeliest first day in this case on which an ordinary flow is cut, or its supplier stops by itself",
        ),
        **duration(
            "supplier_short", "until a modelled line that makes it first falls short (empty: none makes it)"
        ),
        **spread("cover", "days", "stock on hand at the start, in days of planned use"),
        **duration("run_out", "until the input first limits output (for `none`: is first missing)"),
        "binding_time": (
            "share",
            "of the time in which some input limits output, over all draws, in which it is this one",
        ),
        **duration("alternative_ready", "until the first alternative is qualified"),
        "alternatives": ("text", "names of alternatives that are not closed, in order"),
        **spread(
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
        "pool": ("text", "the pool of capacity that it draws on beside others, by its title; empty: none"),
        "pool_shared": (
            "text",
            "what that can give, who else draws on it, who is served first or by which part; likeliest values",
        ),
        "parties": ("text", "further parties with role and what the supplier knows; `;` between several"),
        "end_use": ("text", "what it is for; empty: not known"),
        "role": ("text", "`ordinary` or `alternative`"),
        "share": ("share", "of the need: what it supplies, or can serve, likeliest value"),
        "cost": ("USD per product", "cost of the input times share and price factor; ordinary flows only"),
        "status": (
            "text",
            "from the day it is first cut: `prohibited` or `licence required`; else `undetermined` or `allowed` (no "
            "licence required on the facts stated, by the rules asked: no conclusion about law that was not)",
        ),
        "held_back": (
            "text",
            "`by law`, `by the supplier itself` (which no law asks), `undetermined` or `open`; the law comes first",
        ),
        **day(
            "since",
            "chance",
            "first day of the run from which the flow is cut; undetermined, if it never is cut",
            "its measure happens",
        ),
        "until": ("date", "last such day, where it ends before the horizon; empty: it lasts"),
        "strictest": ("text", "the most restrictive status it has in the run"),
        "strictest_since": ("date", "first day of that"),
        "strictest_rule": ("id", "the rule that makes it so"),
        "authorised_until": ("date", "last day a general licence lets it through, as far as known"),
        "measure": ("id", "measure that cuts it first"),
        "rule": ("id", "rule that does"),
        "hypothetical": (
            "yes/no",
            "that rule holds by a hypothetical measure only, or is changed by a hypothetical variant",
        ),
        "clause": (
            "text",
            "what requires the licence: the rule's clause, then the notice that put the party under it",
        ),
        "nexus": (
            "text",
            "why the item is subject to that law; for an open flow, the clause that leaves it open",
        ),
        "nearest_rule": (
            "id",
            "of an open flow: the rule that came nearest; empty: a single fact decides for none",
        ),
        "nearest_clause": ("text", "what would require the licence, as in `clause`"),
        "nearest_since": ("date", "first day that rule concerned a party of the flow; empty: always"),
        "nearest_why": ("text", "why the flow is open all the same"),
        "rules_asked": (
            "text",
            "of an open flow: every rule that was asked, since when, and its clause; `;` between several",
        ),
        "decided_by": ("text", "facts of the flow that the verdict rests on; `;` between several"),
        "decided_by_source": ("id", "reference behind the least sure of these"),
        "decided_by_grade": ("grade", "its grade: how sure the fact is, not the text of the rule"),
        "decided_by_estimate": (
            "text",
            "those of these facts that are estimates, each with its grade (D or E); `;` between several",
        ),
        "content": ("text", "content share that decided"),
        "policy": ("text", "how licence applications are reviewed"),
        "licences": ("text", "what the scenario assumes about licences"),
        "confidence": (
            "grade",
            "how well the text of the law behind it was checked, of its least sure value: A, B or C",
        ),
        "domestic": ("yes/no", "made in the maker's home, in every place it may be made"),
        "secure": (
            "yes/no",
            "neither cut nor undetermined, its supplier does not stop, and so is all that its makers need below it",
        ),
        "vendor_stop": (
            "text",
            "when and why the supplier stops by itself, which no law asks; `;` between several",
        ),
        **day(
            "stops_since", "stops_chance", "the day on which its supplier first stops by itself", "it stops"
        ),
        "reasons": ("text", "why; reasons are parted by ` | `"),
        "near_misses": ("text", "which facts came close to deciding otherwise"),
        "note": ("text", "what the scenario notes about the input, such as where a lawyer may differ"),
        "source": ("id", "reference behind the facts"),
        "grade": ("grade", "its grade"),
    },
    "pools": {
        "case": ("text", "as in companies"),
        "pool": ("id", "capacity that several inputs draw on"),
        "title": ("text", "what it is"),
        "capacity": ("units/day", "what it delivers at most on the first day, likeliest value"),
        "company": ("id", "who draws on it"),
        "name": ("text", "its name"),
        "line": ("id", "for which product line"),
        "line_title": ("text", "its title"),
        "input": ("id", "for which input"),
        "item": ("text", "what that is"),
        "flow": ("id", "by which source: its key"),
        "role": ("text", "`ordinary` or `alternative`"),
        "priority": ("number", "who is served first: lower numbers before higher"),
        "need": (
            "units/day",
            "planned need that it may serve, likeliest value; those of one number share by it",
        ),
        "served": ("text", "why it gets what it gets, in words"),
        **duration("all_taken", "until all of the pool is first taken"),
        "delivered": ("units", "what it got from the scenario's start to the horizon; mean over draws"),
        **spread("got", "share", "of all that the pool delivered over that time"),
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
        "rule": ("id", "rule that does"),
        "clause": ("text", "clause that decided"),
        "reasons": ("text", "why it is closed; reasons are parted by ` | `"),
        "policy": ("text", "how licence applications are reviewed"),
        "filed": ("share", "of the draws in which the measure happens: an application is filed"),
        "returned": (
            "share",
            "of these draws: it is returned without action at least once; what follows says `refiled`",
        ),
        "approved": ("share", "of these draws: it is approved, whenever; the rest is not filed or denied"),
        **duration("granted", "from the day the flow is closed to the grant"),
        **spread(
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
            "`buys less` (whom the rule names may not buy), `undetermined`, or `open`; no supply is cut by it",
        ),
        "announced": ("date", "the day the rule became known, long before its first day perhaps"),
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
        **alone("all_open", "every undetermined flow open"),
        **alone("cut_alone", "only this one cut, the others open"),
        **alone("open_alone", "only this one open, the others cut"),
        **alone("all_cut", "every undetermined flow cut"),
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
        **duration("lasts", "the same, of the 20 parts of a line that run out first"),
        "start_by": (
            "date",
            "last day on which beginning to qualify another source avoids the shortfall in 80 % of the draws in which "
            "the part runs out (may be past); only where every ordinary source stays cut",
        ),
        "start_with": (
            "text",
            "that source: an alternative of the scenario that can serve the need, else `another source`, which "
            "could serve all of it and takes what its class takes, and from order to delivery at least the lead time "
            "quoted for the part",
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
        **spread(
            "lost",
            "USD",
            "planned less actual deliveries, at the supplier's price, over the same time; below 0 it gains",
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
