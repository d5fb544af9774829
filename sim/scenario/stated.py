"""This is the ground of the language: frozen mappings, ids, country codes, and what is stated with a source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sim.scenario.countries import country

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Jurisdiction = Annotated[
    str,
    Field(pattern=r"^[A-Z]{2}$", description="Two-letter country code; `EU` for Europe."),
    AfterValidator(country),
]
Home = Annotated[
    str,
    Field(
        pattern=r"^[A-Z]{2}$",
        description="Two-letter country code; `ZZ`, as the import of a parts list writes it, where nobody knows.",
    ),
    AfterValidator(lambda code: code if code == "ZZ" else country(code)),
]
Kind = Literal["goods", "software", "technology", "services"]
Stage = Literal["new", "support", "continued-use"]
Confidence = Literal["A", "B", "C"]
YesNoUnknown = bool | Literal["unknown"]


class Frozen(BaseModel):
    """A mapping of the language: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stated(Frozen):
    """Anything a scenario file states, with its source."""

    ref: Identifier | None = Field(
        None, description="Reference that backs every number below, until a nearer `ref`."
    )
