"""This is a small screening list that tests read, change and break. Every row of it is fictional."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from sim.intake.screening_list import COLUMNS

Row = dict[str, Any]  # Any: a row of a list as JSON holds it

EL = "Entity List (EL) - Bureau of Industry and Security"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def row(name: str, source: str = EL, **more: object) -> Row:
    """A fictional row of the list."""
    plain = {"id": name, "source": source, "type": None, "name": name, "alt_names": [], "addresses": []}
    return {**plain, "programs": [], **more}


def as_json(*rows: Row, **head: object) -> str:
    """The rows as the list is published in JSON."""
    return json.dumps({**head, "results": rows}, ensure_ascii=False)


def as_csv(*rows: Row) -> str:
    """The rows as the list is published in CSV: lists joined with `; `, addresses as one cell each."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for each in rows:
        cells = {key: value for key, value in each.items() if key != "id" and value is not None}
        cells["_id"] = each["id"]
        cells["addresses"] = [
            f"{one.get('address', 'Street 1')}, {one['country']}" for one in each["addresses"]
        ]
        writer.writerow(
            {key: "; ".join(value) if isinstance(value, list) else value for key, value in cells.items()}
        )
    return out.getvalue()


LISTED = (
    row(
        "Quillmark Optics Co., Ltd. (Quillmark)",
        alt_names=["Guangzhou Kuimake Optics"],
        addresses=[{"address": "Street 1", "country": "CN"}, {"address": "Street 2", "country": "HK"}],
        federal_register_notice="99 FR 1; 99 FR 2",
        license_requirement="For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4",
        license_policy="Presumption of denial",
    ),
    row("Fictional Denied Electronics Corporation", DPL, addresses=[{"country": "US"}]),
    row("ALEX EXAMPLE", DPL, addresses=[{"country": "US"}]),
    row("EXAMPLE, Alexa", SDN, type="Individual", programs=["SDGT"]),
    row("EXAMPLE, Alexis", SDN, dates_of_birth=["1970-01-01"]),
    row("Ocean Example", SDN, type="Vessel", vessel_flag="Nowhere"),
    row("Sky Example", SDN, type="Aircraft"),
    row("Holloway Trading House", SDN, type="Entity", programs=["IRAN", "SDGT"]),
)
KEPT = (
    "Quillmark Optics Co., Ltd. (Quillmark)",
    "Fictional Denied Electronics Corporation",
    "Holloway Trading House",
)
