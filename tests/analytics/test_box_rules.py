"""Conditions for a group: exact where the group is a box, measured where it is not, none where nothing tells."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.box_rules import Limit, box_rule
from datasource.errors import MingjingError


def test_a_box_is_said_exactly() -> None:
    rows = pl.DataFrame({"days": list(range(100)), "trade": ["Retail", "Banking"] * 50})
    inside = (rows["days"] <= 40) & (rows["trade"] == "Retail")
    found = box_rule(rows, ("days", "trade"), inside)
    assert set(found.limits) == {Limit("days", "lte", 40.0), Limit("trade", "in", words=("Retail",))}
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_shares_are_those_of_the_rows_that_meet_it() -> None:
    rows = pl.DataFrame({"days": [1, 2, 3, 4, 90, 91]})
    found = box_rule(rows, ("days",), pl.Series([True, True, False, True, False, False]))
    assert found.limits == (Limit("days", "lte", 4.0),)
    assert (found.precision, found.recall) == (0.75, 1.0)


def test_noise_has_no_conditions_worth_having() -> None:
    rng = np.random.default_rng(3)
    rows = pl.DataFrame({"days": rng.normal(size=400)})
    found = box_rule(rows, ("days",), pl.Series(rng.random(400) < 0.3))
    assert found.precision < 0.45


def test_empty_cells_meet_nothing_and_an_empty_group_is_refused() -> None:
    rows = pl.DataFrame({"days": [1.0, None, 3.0, None], "trade": [None, "Retail", None, "Retail"]})
    found = box_rule(rows, ("days", "trade"), pl.Series([True, False, True, False]))
    assert found.limits == (Limit("days", "gte", 1.0),)
    with pytest.raises(MingjingError, match="There are no customers in the group"):
        box_rule(rows, ("days",), pl.Series([False] * 4))
    with pytest.raises(MingjingError, match="lack the columns"):
        box_rule(rows, ("phone",), pl.Series([True] * 4))
