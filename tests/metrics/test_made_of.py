"""Every number is followed to stored columns."""

import pytest

from datasource.metrics.made_of import MADE_OF, behind, stored_columns
from datasource.metrics.metric import Aggregate
from datasource.metrics.registry import METRICS, SUBJECTS, leaves
from datasource.tables.schema import TABLES, columns


def test_what_computed_columns_are_made_of_is_stored_or_told_itself() -> None:
    stored = {f"{table}.{column.name}" for table in TABLES for column in columns(table)}
    assert {one for made in MADE_OF.values() for one in made} <= stored | MADE_OF.keys()
    assert MADE_OF.keys().isdisjoint(stored)


@pytest.mark.parametrize("name", METRICS)
def test_each_part_of_a_metric_leads_to_stored_columns(name: str) -> None:
    for leaf in leaves(name):
        assert isinstance(leaf.measure, Aggregate)
        subject = SUBJECTS[leaf.measure.subject]
        asked = [leaf.measure.column or "source_key", *(ask.column for ask in leaf.measure.where)]
        for column in (*asked, subject.dates[leaf.date]):
            assert stored_columns(subject.table, column), column


def test_a_ratio_stands_on_the_columns_of_both_parts() -> None:
    assert behind("win_rate") == (
        ("opportunities", "source_key"),
        ("opportunities", "outcome"),
        ("opportunities", "close_date"),
    )
    assert ("receipts", "amount") in behind("outstanding_amount")
    assert ("contracts", "status") in behind("outstanding_amount")
