"""What a loaded store knows beyond its tables, each from literal rows."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog import catalog as loaded
from datasource.catalog import entities
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.store import Meta, Store
from tests.oracle.company import Row, frame
from tests.traps.company import STAGES, TODAY, company, won


class Clock(date):
    """A clock that stands on 1 October 2024."""

    @classmethod
    def today(cls) -> "Clock":
        return cls(2024, 10, 1)


def unpinned(folder: Path, *days: date) -> Catalog:
    """A store without a fixed today, with one customer entered on each of `days`."""
    rows: list[Row] = [{"customer_id": key, "name": f"C{key}", "created_date": day} for key, day in enumerate(days, 1)]
    with Store(folder).publish(Meta(source="trap", company="Trap", currency="JPY", minor_digits=0)) as version:
        version.write("customers", frame("customers", rows))
    return open_catalog(folder)


@pytest.mark.parametrize(
    ("newest", "today"),
    [
        (date(2024, 9, 20), date(2024, 10, 1)),
        (date(2024, 8, 17), date(2024, 10, 1)),
        (date(2024, 8, 16), date(2024, 8, 16)),
    ],
)
def test_today_is_the_clock_unless_the_newest_fact_is_over_45_days_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newest: date, today: date
) -> None:
    monkeypatch.setattr(loaded, "date", Clock)
    assert unpinned(tmp_path, date(2020, 1, 1), newest, date(2030, 1, 1)).as_of == today


def test_a_fixed_today_wins_over_everything(tiny: Catalog) -> None:
    assert (tiny.as_of, tiny.currency, tiny.company, tiny.minor_units) == (date(2024, 6, 30), "CNY", "Tiny", 100)


def test_a_currency_without_minor_units_has_one(tmp_path: Path) -> None:
    assert unpinned(tmp_path, date(2020, 1, 1)).minor_units == 1


def test_deleted_rows_are_counted_and_left_out(tiny: Catalog) -> None:
    assert (tiny.rows("customers"), tiny.deleted("customers"), tiny.entity("customers").height) == (6, 1, 5)
    assert (tiny.rows("web_visits"), tiny.deleted("web_visits")) == (0, 0)


def test_keys_are_compact_as_long_as_they_fit(tmp_path: Path) -> None:
    large = 2**32
    catalog = company(tmp_path, users=[{"user_id": large, "name": "Ann"}], opportunities=[won(1, owner_id=large)])
    assert catalog.key_type("users") == pl.Int64()
    assert catalog.key_type("opportunities") == pl.UInt32()
    assert catalog.entity("opportunities").schema["owner_id"] == pl.Int64()
    assert catalog.entity("users")["user_id"].to_list() == [large]


def test_the_first_deal_is_the_first_effective_contract(tiny: Catalog) -> None:
    customers = tiny.entity("customers").sort("customer_id").select("name", "first_deal_date", "cycle_days")
    assert customers.rows() == [
        ("Acme", date(2024, 1, 30), 20),
        ("Beta", None, None),
        ("Core", None, None),
        ("Dune", None, None),
        ("Echo", date(2024, 5, 21), 172),
    ]


def test_outstanding_is_what_effective_receipts_leave_open(tiny: Catalog) -> None:
    contracts = tiny.entity("contracts").sort("contract_id")
    assert contracts["is_effective"].to_list() == [True, True, False, True, False]
    assert contracts["received_amount"].to_list() == [60_00, 100_00, 0, 20_00, 0]
    assert contracts["outstanding_amount"].to_list() == [40_00, 200_00, 70_00, 0, 99_00]


def test_a_team_is_the_own_department_and_a_department_the_branch_below_the_company(tiny: Catalog) -> None:
    users = tiny.entity("users").sort("user_id").select("name", "sales_team", "department")
    assert users.rows() == [
        ("Ann", "East", "East"),
        ("Bob", "Team A", "East"),
        ("Cid", "Team A", "East"),
        ("Dee", "West", "West"),
    ]
    assert tiny.users_below(pl.Series([2], dtype=pl.UInt32)).sort().to_list() == [1, 2, 3]


def test_weighted_amounts_are_rounded_half_away_from_zero() -> None:
    deals = pl.DataFrame({"stage_id": [1, 1, 1, None], "amount": [1, 3, -1, 5]})
    stages = pl.DataFrame({"stage_id": [1], "win_probability": [0.5]})
    assert entities.with_weighted(deals, stages)["weighted_amount"].to_list() == [1, 2, -1, None]


def test_a_lost_deal_without_a_log_is_known_to_have_reached_the_first_stage_only(tmp_path: Path) -> None:
    stages: list[Row] = [*STAGES, {"pipeline_id": 1, "name": "Lost", "position": 3, "kind": "lost"}]
    stages.insert(1, {"pipeline_id": 1, "name": "Propose", "position": 1.5, "kind": "open"})
    stages = [stage | {"position": place} for place, stage in enumerate(stages, 1)]
    deals: list[Row] = [
        {"outcome": "lost", "stage_id": 4, "pipeline_id": 1},
        {"outcome": "lost", "stage_id": 4, "pipeline_id": 1},
        {"outcome": "open", "stage_id": 2, "pipeline_id": 1},
        {"outcome": "won", "stage_id": 3, "pipeline_id": 1},
    ]
    events = [{"opportunity_id": 2, "stage_id": 2, "entered_date": TODAY}]
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=stages, opportunities=deals, stage_events=events)
    reached = catalog.entity("stage_reach").sort("opportunity_id", "stage_id")
    pairs = reached.group_by("opportunity_id", maintain_order=True).agg("stage_id").rows()
    assert pairs == [(1, [1]), (2, [1, 2]), (3, [1, 2]), (4, [1, 2, 3])]


def test_one_opportunity_is_in_one_stay_at_most_on_any_day(tmp_path: Path) -> None:
    days = [date(2024, 1, 1), date(2024, 1, 10), date(2024, 2, 1)]
    events = [{"opportunity_id": 1, "stage_id": 1, "entered_date": day, "left_date": TODAY} for day in days]
    deal = {"outcome": "open", "stage_id": 1, "pipeline_id": 1, "amount": 5}
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal], stage_events=events)
    stays = catalog.entity("stage_stays").sort("entered_date").select("entered_date", "left_date").rows()
    assert stays == [(days[0], days[1]), (days[1], days[2]), (days[2], TODAY), (TODAY, None)]


def test_a_folder_without_a_store_is_no_catalog(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="is not a Mingjing data folder"):
        open_catalog(tmp_path)
