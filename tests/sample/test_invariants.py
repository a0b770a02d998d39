"""What holds for every demo company, checked on a small one."""

from datetime import date

import polars as pl
import pytest

from datasource.store import conform
from datasource.tables.schema import TABLES, columns, key_column, polars_schema
from tests.sample.conftest import Tables

TODAY = date(2026, 6, 30)
MADE = [name for name in TABLES if name != "calendar"]
ORDERED = [
    ("customers", "created_at", "pool_at"),
    ("leads", "created_at", "first_response_at"),
    ("leads", "first_response_at", "converted_at"),
    ("opportunities", "created_at", "closed_at"),
    ("stage_events", "entered_at", "left_at"),
    ("contracts", "start_date", "end_date"),
    ("tickets", "opened_at", "first_response_at"),
    ("tickets", "first_response_at", "resolved_at"),
    ("tickets", "resolved_at", "closed_at"),
    ("approvals", "created_at", "decided_at"),
    ("trips", "start_date", "end_date"),
    ("campaigns", "start_date", "end_date"),
    ("users", "hired_date", "left_date"),
    ("activities", "created_at", "next_contact_at"),
]
EFFECTIVE = pl.col("status").is_in(["approved", "not_required"])
PLANNED = {
    "customers": {"next_contact_at"},
    "activities": {"next_contact_at"},
    "opportunities": {"expected_close_date"},
    "stage_events": {"close_date"},
    "quotations": {"valid_until_date"},
    "contracts": {"start_date", "end_date"},
    "receivable_plans": {"due_date"},
    "targets": {"month_date"},
}


def rows_where(tables: Tables, name: str, *wrong: pl.Expr) -> int:
    return tables[name].filter(*wrong).height


def added(lines: pl.DataFrame, key: str) -> pl.DataFrame:
    return lines.group_by(key).agg(pl.col("amount").sum().alias("added"))


@pytest.mark.parametrize("name", MADE)
def test_every_table_has_rows_in_its_canonical_shape(small: Tables, name: str) -> None:
    assert small[name].height > 0
    assert small[name].schema == polars_schema(name)
    assert conform(name, small[name]).height == small[name].height


@pytest.mark.parametrize("name", MADE)
def test_keys_are_unique(small: Tables, name: str) -> None:
    assert small[name][key_column(name)].is_duplicated().sum() == 0
    assert small[name]["source_key"].is_duplicated().sum() == 0


@pytest.mark.parametrize("name", MADE)
def test_every_reference_finds_its_row(small: Tables, name: str) -> None:
    for column in columns(name):
        if column.refers_to:
            known = small[column.refers_to][key_column(column.refers_to)].implode()
            lost = small[name].filter(pl.col(column.name).is_not_null() & ~pl.col(column.name).is_in(known))
            assert lost.height == 0, column.name


@pytest.mark.parametrize("name", MADE)
def test_nothing_but_plans_lies_after_today(small: Tables, name: str) -> None:
    for column, kind in small[name].schema.items():
        if kind in (pl.Date, pl.Datetime) and column not in PLANNED.get(name, set()):
            assert rows_where(small, name, pl.col(column).cast(pl.Date) > TODAY) == 0, column


@pytest.mark.parametrize(("name", "first", "second"), ORDERED)
def test_dates_are_in_order(small: Tables, name: str, first: str, second: str) -> None:
    assert rows_where(small, name, pl.col(first) > pl.col(second)) == 0


@pytest.mark.parametrize("name", MADE)
def test_days_agree_with_their_times(small: Tables, name: str) -> None:
    schema = small[name].schema
    for column in schema:
        moment = {"close_date": "closed_at"}.get(column, column.replace("_date", "_at"))
        if schema[column] == pl.Date and moment in schema and (name, column) != ("stage_events", "close_date"):
            assert rows_where(small, name, pl.col(column) != pl.col(moment).dt.date()) == 0, column


def test_lines_add_up_to_the_amounts(small: Tables) -> None:
    for parent, lines, key in (
        ("opportunities", "opportunity_lines", "opportunity_id"),
        ("contracts", "contract_lines", "contract_id"),
    ):
        both = small[parent].join(added(small[lines], key), on=key, how="left")
        assert both.filter(pl.col("amount") != pl.col("added").fill_null(0)).height == 0


def test_deals_are_dated_exactly_when_they_are_closed(small: Tables) -> None:
    is_open = pl.col("outcome") == "open"
    assert rows_where(small, "opportunities", is_open != pl.col("close_date").is_null()) == 0
    assert rows_where(small, "opportunities", is_open != pl.col("closed_at").is_null()) == 0
    assert set(small["opportunities"]["outcome"]) == {"open", "won", "lost", "invalid"}


def test_the_stage_log_ends_where_the_deal_stands(small: Tables) -> None:
    log = small["stage_events"].sort("opportunity_id", "stage_event_id")
    last = log.group_by("opportunity_id", maintain_order=True).last()
    deals = small["opportunities"].join(last, on="opportunity_id", suffix="_log").join(small["stages"], on="stage_id")
    assert deals.height == small["opportunities"].height
    assert deals.filter(pl.col("stage_id") != pl.col("stage_id_log")).height == 0
    assert deals.filter(pl.col("outcome") != pl.col("kind")).height == 0
    assert deals.filter(pl.col("amount") != pl.col("amount_log")).height == 0
    assert deals.filter(pl.col("owner_id") != pl.col("owner_id_log"), pl.col("outcome") != "open").height == 0
    assert deals.filter(pl.col("closed_at") != pl.col("entered_at")).height == 0
    assert deals.filter(pl.col("pipeline_id") != pl.col("pipeline_id_right")).height == 0
    assert last["left_at"].null_count() == last.height


def test_a_stay_begins_where_the_one_before_ended(small: Tables) -> None:
    log = small["stage_events"].sort("opportunity_id", "stage_event_id")
    before = pl.col("left_at").shift().over("opportunity_id")
    assert log.filter(before.is_not_null() & (before != pl.col("entered_at"))).height == 0
    first = log.group_by("opportunity_id").agg(pl.col("entered_at").min())
    deals = small["opportunities"].join(first, on="opportunity_id")
    assert deals.filter(pl.col("entered_at") != pl.col("created_at")).height == 0


def test_customers_are_there_before_what_happens_with_them(small: Tables) -> None:
    since = small["customers"].select("customer_id", since="created_at")
    for name in ("opportunities", "contracts", "contacts", "tickets"):
        first = "opened_at" if name == "tickets" else "created_at"
        assert small[name].join(since, on="customer_id").filter(pl.col(first) < pl.col("since")).height == 0, name
    noted = small["activities"].filter(pl.col("subject") != "lead").join(since, on="customer_id")
    assert noted.filter(pl.col("created_at") < pl.col("since")).height == 0


def test_contracts_follow_their_wins(small: Tables) -> None:
    deals = small["opportunities"].select("opportunity_id", "outcome", "closed_at", won="amount")
    signed = small["contracts"].join(deals, on="opportunity_id")
    assert signed.height > 0
    assert signed.filter(pl.col("outcome") != "won").height == 0
    assert signed.filter(pl.col("created_at") <= pl.col("closed_at")).height == 0
    assert signed.filter(pl.col("amount") != pl.col("won")).height == 0


def test_instalments_receipts_and_invoices_stay_within_their_contract(small: Tables) -> None:
    contracts = small["contracts"].select("contract_id", "status", total="amount", ordered="order_date")
    plans = added(small["receivable_plans"], "contract_id").join(contracts, on="contract_id")
    assert plans.filter(pl.col("added") != pl.col("total")).height == 0
    for name, day in (("receipts", "received_date"), ("invoices", "issue_date")):
        money = small[name].join(contracts, on="contract_id", suffix="_contract")
        assert money.filter(pl.col(day) < pl.col("ordered")).height == 0
        assert set(money["status_contract"]) <= {"approved", "not_required"}
        over = added(small[name], "contract_id").join(contracts, on="contract_id")
        assert over.filter(pl.col("added") > pl.col("total")).height == 0
        assert small[name].filter(pl.col("amount") <= 0).height == 0


def test_some_contracts_have_several_receipts_and_invoices(small: Tables) -> None:
    for name in ("receipts", "invoices"):
        assert small[name].group_by("contract_id").len()["len"].max() >= 2, name  # type: ignore[operator]


def test_contracts_have_every_fate(company: Tables) -> None:
    fates = {"approved", "not_required", "pending", "draft", "rejected", "withdrawn", "voided"}
    assert set(company["contracts"]["status"]) == fates
    assert set(company["receipts"]["status"]) >= {"approved", "pending", "rejected", "voided"}
    assert set(company["receivable_plans"]["status"]) == {"open", "part_paid", "paid", "voided"}


def test_the_pool_holds_who_went_in_last(small: Tables) -> None:
    last = small["pool_events"].sort("pool_event_id").group_by("customer_id", maintain_order=True).last()
    customers = small["customers"].join(last, on="customer_id", how="left")
    in_pool = (pl.col("kind") == "into_pool").fill_null(value=False)
    assert customers.filter(pl.col("owner_id").is_null() != in_pool).height == 0
    assert customers.filter(in_pool).height > 10


@pytest.mark.parametrize("subject", ["customer", "opportunity"])
def test_the_owner_log_ends_with_the_owner(company: Tables, subject: str) -> None:
    log = company["owner_events"].filter(pl.col("subject") == subject).sort("owner_event_id")
    last = log.group_by("subject_key", maintain_order=True).last()
    table = {"customer": "customers", "opportunity": "opportunities"}[subject]
    both = company[table].join(last, left_on=key_column(table), right_on="subject_key")
    assert both.height == last.height > 20
    assert both.filter(pl.col("owner_id").ne_missing(pl.col("new_owner_id"))).height == 0
    chain = log.with_columns(before=pl.col("new_owner_id").shift().over("subject_key"))
    repeated = chain.filter(pl.int_range(pl.len()).over("subject_key") > 0)
    assert repeated.filter(pl.col("before").ne_missing(pl.col("old_owner_id"))).height == 0


def test_owners_work_here_when_they_act(company: Tables) -> None:
    staff = company["users"].select("user_id", "hired_date", "left_date")
    for name, day in (("activities", "created_date"), ("contracts", "order_date"), ("work_logs", "created_date")):
        acts = company[name].join(staff, left_on="owner_id", right_on="user_id")
        assert acts.height == company[name].filter(pl.col("owner_id").is_not_null()).height
        wrong = (pl.col(day) > pl.col("left_date")) | (pl.col(day) < pl.col("hired_date"))
        assert acts.filter(wrong).height == 0, name


def test_former_staff_own_no_customer_today(company: Tables) -> None:
    former = company["users"].filter(~pl.col("is_active"))["user_id"]
    assert former.len() >= 5
    assert company["customers"].filter(pl.col("owner_id").is_in(former.implode())).height == 0
    assert company["contracts"].filter(pl.col("owner_id").is_in(former.implode())).height > 0


def test_shares_of_credit_add_up_to_one(small: Tables) -> None:
    record = ["opportunity_id", "contract_id", "receipt_id"]
    shares = small["split_credits"].group_by(record).agg(pl.col("rate").sum().round(9), pl.col("owner_id").n_unique())
    assert set(shares["rate"]) == {1.0}
    assert set(shares["owner_id"]) <= {2, 3}


def test_targets_of_departments_and_company_are_sums(small: Tables) -> None:
    by_level = small["targets"].group_by("kind", "month_date", "level").agg(pl.col("target_amount").sum())
    wide = by_level.pivot("level", index=["kind", "month_date"], values="target_amount")
    assert wide.height == 2 * 42
    assert wide.filter(pl.col("employee") != pl.col("company")).height == 0
    assert wide.filter(pl.col("department") != 2 * pl.col("company")).height == 0
    year = small["targets"].with_columns(year=pl.col("month_date").dt.year())
    months = year.group_by("level", "kind", "owner_id", "department_id", "year").agg(
        pl.col("target_amount").sum(), pl.col("year_amount").unique().alias("stated")
    )
    assert months.filter(pl.col("stated").list.len() != 1).height == 0
    assert months.filter(pl.col("stated").list.first() != pl.col("target_amount")).height == 0


def test_targets_are_within_reach_everywhere(company: Tables) -> None:
    year = pl.col("month_date").dt.year() == 2025
    targets = company["targets"].filter(year, pl.col("level") == "department", pl.col("kind") == "contract_amount")
    region = targets.filter(pl.col("department_id") <= 5).group_by("department_id").agg(pl.col("target_amount").sum())
    above = company["departments"].select("department_id", region="parent_id")
    staff = company["users"].join(above, on="department_id").select("user_id", "region")
    signed = company["contracts"].filter(EFFECTIVE, pl.col("order_date").dt.year() == 2025)
    reached = signed.join(staff, left_on="owner_id", right_on="user_id").group_by("region").agg(pl.col("amount").sum())
    both = region.join(reached, left_on="department_id", right_on="region")
    attainment = both.select(pl.col("amount") / pl.col("target_amount"))["amount"]
    assert both.height == 4
    assert 0.6 < attainment.min() < attainment.max() < 1.5  # type: ignore[operator]


def test_tickets_agree_with_their_steps(small: Tables) -> None:
    steps = (
        small["ticket_events"]
        .group_by("ticket_id")
        .agg(
            (pl.col("kind") == "reopened").sum().cast(pl.Int64).alias("reopened"),
            (pl.col("kind") == "escalated").any().alias("escalated"),
            pl.col("event_at").filter(pl.col("kind") == "resolved").max().alias("resolved"),
            pl.col("event_at").min().alias("opened"),
        )
    )
    tickets = small["tickets"].join(steps, on="ticket_id")
    assert tickets.height == small["tickets"].height
    assert tickets.filter(pl.col("reopened") != pl.col("reopen_count")).height == 0
    assert tickets.filter(pl.col("escalated") != pl.col("is_escalated")).height == 0
    assert tickets.filter(pl.col("opened") != pl.col("opened_at")).height == 0
    assert tickets.filter(pl.col("resolved_at") > pl.col("resolved")).height == 0


def test_work_is_done_on_working_days(company: Tables) -> None:
    weekend = pl.col("created_date").dt.weekday() > 5
    for name in ("activities", "customers", "opportunities", "leads"):
        assert 0.0 < company[name].select(weekend.mean()).item() < 0.12, name


def test_the_company_has_the_size_it_promises(company: Tables) -> None:
    assert company["customers"].height == 5_000
    assert 54_000 <= company["activities"].height <= 68_000
    assert 55 <= company["users"].height <= 65
    assert company["departments"].height == 18
    assert company["regions"].filter(pl.col("level") == "province").height == 34
    assert company["customers"]["created_date"].min() < date(2023, 7, 10)  # type: ignore[operator]
