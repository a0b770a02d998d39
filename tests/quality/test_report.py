"""Scores, owners, records to mend and the bad share behind a number, worked out by hand on the tiny company."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.people.database import AppDatabase, open_app_database
from datasource.quality.behind import BadShare, share_behind
from datasource.quality.offending import Mending, offenders
from datasource.quality.report import filled_columns, quality, whole_counts
from datasource.quality.rules.every import RULES
from datasource.quality.scores import COUNTS, scored
from datasource.quality.trend import WHOLE, history, remember
from datasource.quality.words import column_text, rule_text, table_text
from datasource.question import Filter, Op, Query
from datasource.scope import OPERATOR, Viewer
from tests.quality.made_store import store_of

BOB = Viewer("Bob", ScopeKind.SELF, 2)
CID = Viewer("Cid", ScopeKind.SELF, 3)
NOTHING = Viewer("Nobody", ScopeKind.SELF, None)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[AppDatabase]:
    opened = open_app_database(tmp_path)
    yield opened
    opened.engine.dispose()


def test_a_score_weighs_rules_by_what_breaking_them_does() -> None:
    rows = [
        ("contracts", "contracts.number.unique", 10, 5),  # high: weight 3
        ("contracts", "contracts.number.required", 10, 10),  # low: weight 1
        ("contracts", "contracts.order_date.not_ahead", 0, 0),  # asked nobody: does not count
    ]
    assert scored(pl.DataFrame(rows, schema=COUNTS, orient="row"))["score"].item() == (3 * 0.5 + 1 * 0.0) / 4


def test_rules_are_counted_over_what_a_person_sees(tiny: Catalog) -> None:
    rule = "opportunities.owner_works_here"
    told = {viewer.name: _counts(tiny, viewer, rule) for viewer in (OPERATOR, CID, BOB)}
    assert told == {"operator": (2, 1), "Cid": (1, 1), "Bob": (1, 0)}


def _counts(catalog: Catalog, viewer: Viewer, rule: str) -> tuple[int, int]:
    rules = quality(catalog, viewer).rules
    asked: tuple[int, int] = rules.filter(pl.col("rule") == rule).select("asked", "broken").row(0)
    return asked


def test_a_table_that_nobody_owns_is_for_those_who_see_everything(tiny: Catalog) -> None:
    assert "stages" in quality(tiny, OPERATOR).rules["table"].to_list()
    assert "stages" not in quality(tiny, BOB).rules["table"].to_list()


def test_whoever_sees_no_row_has_nothing_to_mend(tiny: Catalog) -> None:
    found = quality(tiny, NOTHING)
    assert found.rules["asked"].sum() == 0
    assert found.owners.is_empty()


def test_owners_have_their_records_to_mend(tiny: Catalog) -> None:
    owners = quality(tiny, OPERATOR).owners
    high = dict(owners.select("owner", "high").iter_rows())
    # Bob: share 4; Dee: lead 2 twice, ticket 5 answered before it was opened, share 5
    assert (high["Bob"], high["Dee"], high["Cid"]) == (1, 4, 0)
    assert quality(tiny, BOB).owners["owner"].to_list() == ["Bob"]


def test_columns_are_counted_as_filled_over_what_a_person_sees(tiny: Catalog) -> None:
    told = _filled(tiny, OPERATOR)
    assert (told["industry"], told["name"]) == ((4, 5), (5, 5))
    assert _filled(tiny, BOB)["industry"] == (2, 2)


def _filled(catalog: Catalog, viewer: Viewer) -> dict[str, tuple[int, int]]:
    columns = filled_columns(catalog, viewer, "customers").select("column", "filled", "rows")
    return {column: (filled, rows) for column, filled, rows in columns.iter_rows()}


def test_records_to_mend_are_listed_with_what_is_wrong(tiny: Catalog) -> None:
    found = offenders(tiny, OPERATOR, Mending("opportunities", "opportunities.owner_works_here"))
    assert (found.count, found.rows["name"].to_list(), found.rows["amount"].to_list()) == (1, ["O3"], [80.01])
    every = offenders(tiny, OPERATOR, Mending("leads"))
    assert dict(every.rows.select("name", "wrong").iter_rows())["L2"].split("\n") == [
        "leads.reachable", "leads.customer_id.converted", "leads.converted_date.converted",
    ]  # fmt: skip


def test_records_to_mend_are_those_that_a_person_sees(tiny: Catalog) -> None:
    rule = "split_credits.rate.whole"
    assert offenders(tiny, OPERATOR, Mending("split_credits", rule)).count == 2
    assert offenders(tiny, BOB, Mending("split_credits", rule)).count == 1
    assert offenders(tiny, NOTHING, Mending("split_credits", rule)).count == 0
    assert offenders(tiny, BOB, Mending("stages")).count == 0


def test_records_to_mend_of_one_owner_or_of_nobody(tiny: Catalog) -> None:
    assert offenders(tiny, OPERATOR, Mending("leads", owner_id=4)).rows["name"].to_list() == ["L2"]
    assert offenders(tiny, OPERATOR, Mending("customers", owner_id=None)).rows["name"].to_list() == ["Dune"]


def test_pages_of_records_to_mend_follow_each_other(tiny: Catalog) -> None:
    pages = [offenders(tiny, OPERATOR, Mending("leads", page=page, page_size=1)) for page in (1, 2, 3)]
    assert [page.rows["name"].to_list() for page in pages] == [["L2"], ["L1"], []]
    assert {page.count for page in pages} == {2}


def test_rows_of_a_table_that_nobody_owns_are_listed_too(tmp_path: Path) -> None:
    made = store_of(tmp_path, {"stages": [{"win_probability": 80.0, "source_key": "s1"}, {"win_probability": 0.5}]})
    found = offenders(made, OPERATOR, Mending("stages", "stages.win_probability.between"))
    assert found.rows.select("source_key", "win_probability").rows() == [("s1", 80.0)]


def test_the_bad_share_behind_a_number(tiny: Catalog) -> None:
    opened = Query(metrics=("open_amount",))
    assert share_behind(tiny, OPERATOR, opened, "open_amount") == BadShare(
        2, 1, (("opportunities.stale", 1), ("opportunities.owner_works_here", 1))
    )
    assert share_behind(tiny, BOB, opened, "open_amount") == BadShare(1, 0, ())


def test_the_bad_share_follows_the_filters_of_the_number(tiny: Catalog) -> None:
    acme = Query(metrics=("open_amount",), where=(Filter(field="customer", op=Op.EQ, value="Acme"),))
    assert share_behind(tiny, OPERATOR, acme, "open_amount") == BadShare(1, 0, ())


def test_a_number_of_records_without_rules_has_no_bad_share(tiny: Catalog) -> None:
    assert share_behind(tiny, OPERATOR, Query(metrics=("pool_entries",)), "pool_entries") is None


def test_scores_are_kept_per_version_and_outlive_it(tmp_path: Path, database: AppDatabase) -> None:
    good = store_of(tmp_path / "one", {"stages": [{"win_probability": 0.5}]})
    bad = store_of(tmp_path / "two", {"stages": [{"win_probability": 5.0}, {"win_probability": 0.5}]})
    for catalog in (good, bad, bad):
        remember(database, catalog)
    told = history(database)
    assert [one.version for one in told] == [good.manifest.version, bad.manifest.version]
    assert [one.scores["stages", "validity"] for one in told] == [1.0, 0.5]
    assert [one.scores[WHOLE, WHOLE] for one in told] == [1.0, 0.5]


def test_of_days_long_past_the_last_load_stays(tmp_path: Path, database: AppDatabase) -> None:
    catalog = store_of(tmp_path / "one", {"stages": [{"win_probability": 0.5}]})
    whole_counts(catalog)
    first = catalog.manifest
    for day, hour in ((0, 1), (0, 2), (1, 1), (30, 1)):
        moment = first.created_at.replace(hour=hour) + timedelta(days=day)
        catalog.manifest = first.model_copy(update={"version": f"{day}-{hour}", "created_at": moment})
        remember(database, catalog)
    assert [one.version for one in history(database)] == ["0-2", "1-1", "30-1"]


def test_every_rule_is_told_in_words() -> None:
    assert rule_text(RULES["contracts.end_date.after_start_date"]) == "“Last day” lies before “First day”"
    assert all("{" not in rule_text(rule) for rule in RULES.values())
    assert (table_text("users"), column_text("owner_id"), column_text("pool_at")) == ("Employees", "Owner", "Pool at")


def test_the_whole_company_is_scored_whatever_is_merged(tiny: Catalog) -> None:
    assert whole_counts(tiny).filter(pl.col("rule") == "split_credits.rate.whole")["broken"].item() == 2
