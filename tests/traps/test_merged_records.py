"""Records that are one count once: as many as there are people, entered when the first of them was, bought as all."""

from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import open_catalog
from datasource.catalog.overlay import MERGES, Overlay
from datasource.query import answer
from datasource.query.engine import under
from datasource.question import Dimension, Query
from tests.quality.merged_company import build_with_ids

SUMS = ("contract_amount", "received_amount", "won_amount", "open_amount", "follow_ups")
ALL = ("C4", "C1", "C2", "C3", "C5")


def test_a_survivor_entered_last_has_no_deal_before_it_was_entered(tmp_path: Path) -> None:
    rows = [("customers", 1, "C1", True), ("customers", 1, "C5", False)]
    edits = Overlay(1, merges=pl.DataFrame(rows, schema=MERGES, orient="row"))
    customers = under(open_catalog(build_with_ids(tmp_path)), edits).entity("customers")
    told = customers.select("name", "created_date", "first_deal_date", "cycle_days").sort("name").row(0)
    assert (told[0], f"{told[1]}", f"{told[2]}", told[3]) == ("Acme", "2023-12-01", "2024-01-30", 60)


@pytest.mark.parametrize("members", [("C1", "C2"), ("C5", "C3", "C4"), ALL])
def test_however_customers_are_merged_no_sum_changes(tmp_path: Path, members: tuple[str, ...]) -> None:
    catalog = open_catalog(build_with_ids(tmp_path))
    rows = [("customers", 1, member, member == members[0]) for member in members]
    merged = under(catalog, Overlay(1, merges=pl.DataFrame(rows, schema=MERGES, orient="row")))
    sums = Query(metrics=SUMS)
    assert answer(merged, sums).rows.rows() == answer(catalog, sums).rows.rows()
    by_customer = answer(merged, sums.model_copy(update={"by": (Dimension(field="customer"),), "totals": True}))
    assert by_customer.rows["contract_amount"].sum() == answer(catalog, sums).rows["contract_amount"].item()
    counted = answer(merged, Query(metrics=("customer_count",))).rows.item()
    assert counted == 5 - len(members) + 1
