"""Result tables as rows: found by what they are about, in the table's order, read once."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.figures.rows import Rows, rows_of
from tests.example_tables import CASES, example_tables


def test_rows_are_found_by_any_columns_in_the_tables_order() -> None:
    parts = Rows(example_tables()).of("parts", line="camera", case=CASES[1])
    assert [part["input"] for part in parts][:4] == ["chip", "sensor", "glass", "app-store"]
    assert {(part["line"], part["case"]) for part in parts} == {("camera", CASES[1])}
    assert len(parts) == 9


def test_what_no_row_is_about_is_an_empty_list() -> None:
    rows = Rows(example_tables())
    assert rows.of("parts", line="no such line") == []
    with pytest.raises(KeyError):
        rows.of("parts", colour="blue")


def test_a_table_is_turned_into_rows_once() -> None:
    rows = Rows(example_tables())
    assert rows.of("parts", line="camera")[0] is rows.of("parts", case=CASES[0])[0]


def test_a_row_has_the_cells_of_its_table_by_column() -> None:
    assert rows_of(pd.DataFrame({"a": [1, 2], "b": ["x", None]}))[0] == {"a": 1, "b": "x"}
    assert rows_of(pd.DataFrame(columns=["a"])) == []
