"""The example that figures and report are tested with looks like what a run gives."""

from sim.results.columns import COLUMNS
from tests.example_tables import example_tables


def test_the_example_has_every_table_with_its_columns_in_order() -> None:
    assert {name: list(table.columns) for name, table in example_tables().items()} == {
        name: list(columns) for name, columns in COLUMNS.items()
    }


def test_what_carries_output_in_the_example_adds_up_to_output() -> None:
    timeline = example_tables()["timeline"]
    carried = timeline[["ordinary", "foreign", "domestic", "licence", "before"]].sum(axis=1)
    assert (carried - timeline["output_mean"]).abs().max() < 1e-12
