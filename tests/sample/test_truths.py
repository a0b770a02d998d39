"""The planted truths are found again by plain calculation on the tables."""

from datetime import date, timedelta

import polars as pl

from tests.sample.conftest import Tables

TODAY = date(2026, 6, 30)
EFFECTIVE = pl.col("status").is_in(["approved", "not_required"])
SOUTH, NORTH = 3, 4
REP = 20


def rates(rows: pl.DataFrame, by: str, flag: pl.Expr) -> dict[object, float]:
    return dict(rows.group_by(by).agg(flag.mean().alias("rate")).rows())


def old_leads(company: Tables) -> pl.DataFrame:
    answer = (pl.col("first_response_at") - pl.col("created_at")).dt.total_seconds()
    return (
        company["leads"]
        .filter(pl.col("created_date") < TODAY - timedelta(days=75))
        .with_columns(fast=answer < 3600, converted=pl.col("converted_at").is_not_null())
    )


def first_deals(company: Tables) -> pl.DataFrame:
    ended = company["opportunities"].filter(pl.col("outcome").is_in(["won", "lost"]), pl.col("pipeline_id") == 1)
    inbound = pl.col("source").is_in(["转介绍", "官网"])
    return ended.with_columns(won=pl.col("outcome") == "won", inbound=inbound, star=pl.col("owner_id") == REP)


def regions_of_users(company: Tables) -> pl.DataFrame:
    above = company["departments"].select("department_id", region="parent_id")
    return company["users"].join(above, on="department_id").select("user_id", "region")


def test_referral_leads_convert_three_times_as_often_as_advertising(company: Tables) -> None:
    rate = rates(old_leads(company), "source", pl.col("converted"))
    assert 2.4 < rate["转介绍"] / rate["线上广告"] < 3.8


def test_an_answer_within_an_hour_doubles_conversion(company: Tables) -> None:
    rate = rates(old_leads(company).filter(pl.col("fast").is_not_null()), "fast", pl.col("converted"))
    assert 1.7 < rate[True] / rate[False] < 2.3


def test_webinars_help_and_the_road_show_does_not(company: Tables) -> None:
    kinds = company["campaigns"].select("campaign_id", campaign_kind="kind")
    members = company["campaign_members"].join(kinds, on="campaign_id").drop_nulls("lead_id")
    joined = old_leads(company).join(members.select("lead_id", "campaign_kind"), on="lead_id", how="left")
    rate = rates(joined.fill_null("none"), "campaign_kind", pl.col("converted"))
    assert 1.3 < rate["线上研讨会"] / rate["none"] < 1.9
    assert 0.8 < rate["城市路演"] / rate["none"] < 1.2


def test_referred_deals_are_won_more_often_than_cold_ones(company: Tables) -> None:
    rate = rates(first_deals(company), "source", pl.col("won"))
    assert rate["转介绍"] - rate["电话开发"] > 0.22
    assert rate["线上广告"] < rate["官网"]


def test_the_star_wins_by_inbound_customers_alone(company: Tables) -> None:
    deals = first_deals(company)
    raw, inbound = rates(deals, "star", pl.col("won")), rates(deals, "star", pl.col("inbound"))
    assert raw[True] - raw[False] > 0.03
    assert inbound[True] > 1.8 * inbound[False]
    for one in (True, False):
        same = rates(deals.filter(pl.col("inbound") == one), "star", pl.col("won"))
        assert abs(same[True] - same[False]) < 0.09


def test_quoting_holds_deals_up_in_the_south_only(company: Tables) -> None:
    stays = (
        company["stage_events"]
        .drop_nulls("left_at")
        .join(regions_of_users(company), left_on="owner_id", right_on="user_id")
    )
    days = (pl.col("left_at") - pl.col("entered_at")).dt.total_seconds() / 86_400
    quoting = rates(stays.filter(pl.col("stage_id") == 4), "region", days)
    others = [value for region, value in quoting.items() if region != SOUTH]
    assert quoting[SOUTH] > 2.2 * max(others)
    demo = rates(stays.filter(pl.col("stage_id") == 3), "region", days)
    assert max(demo.values()) < 1.25 * min(demo.values())


def test_buyers_without_follow_up_for_90_days_churn_more(company: Tables) -> None:
    cut = TODAY - timedelta(days=180)
    orders = company["contracts"].filter(EFFECTIVE)
    buyers = orders.filter(pl.col("order_date").is_between(cut - timedelta(days=364), cut))["customer_id"].unique()
    again = orders.filter(pl.col("order_date") > cut)["customer_id"]
    calls = (
        company["activities"]
        .filter(pl.col("kind") == "follow_up", pl.col("created_date").is_between(cut - timedelta(days=89), cut))[
            "customer_id"
        ]
        .drop_nulls()
    )
    table = pl.DataFrame({"buyer": buyers}).with_columns(
        cared=pl.col("buyer").is_in(calls.implode()), churned=~pl.col("buyer").is_in(again.implode())
    )
    rate = rates(table, "cared", pl.col("churned"))
    assert rate[False] - rate[True] > 0.12


def test_the_planted_pair_is_bought_together(company: Tables) -> None:
    lines = company["contract_lines"].join(company["contracts"].filter(EFFECTIVE), on="contract_id", how="semi")
    names = dict(company["products"].select("name", "product_id").rows())
    total = lines["contract_id"].n_unique()
    lead = set(lines.filter(pl.col("product_id") == names["明镜分析平台"])["contract_id"])
    follower = set(lines.filter(pl.col("product_id") == names["实施服务包"])["contract_id"])
    confidence = len(lead & follower) / len(lead)
    assert 0.54 < confidence < 0.66
    assert confidence / (len(follower) / total) > 2.5


def test_one_product_disappoints_in_the_north(company: Tables) -> None:
    product = company["products"].filter(pl.col("name") == "智能采集终端")["product_id"].item()
    sold = company["contract_lines"].filter(pl.col("product_id") == product).select("contract_id")
    visits = (
        company["visits"]
        .join(sold, on="contract_id", how="semi")
        .join(regions_of_users(company), left_on="owner_id", right_on="user_id")
    )
    score = rates(visits, "region", pl.col("satisfaction"))
    assert score[NORTH] < 3.0
    assert min(value for region, value in score.items() if region != NORTH) > 3.7


def test_the_slow_mover_has_not_sold_for_half_a_year(company: Tables) -> None:
    slow = company["products"].filter(~pl.col("is_active"))
    assert slow["name"].to_list() == ["现场驻点"]
    sold = company["contract_lines"].join(slow, on="product_id", how="semi")
    last = company["contracts"].join(sold, on="contract_id", how="semi")["order_date"].max()
    assert last < TODAY - timedelta(days=180)  # type: ignore[operator]


def test_orders_gather_at_the_end_of_quarters(company: Tables) -> None:
    day = pl.col("order_date")
    last_days = (day.dt.month() % 3 == 0) & (day.dt.month_end().dt.day() - day.dt.day() < 10)
    orders = company["contracts"].filter(day.is_between(date(2024, 1, 1), date(2025, 12, 31)))
    assert orders.select(last_days.mean()).item() > 1.5 * 40 / 731


def test_promotions_and_the_lunar_new_year_show_in_the_leads(company: Tables) -> None:
    def leads_a_day(first: date, last: date) -> float:
        found = company["leads"].filter(pl.col("created_date").is_between(first, last)).height
        return found / ((last - first).days + 1)

    assert leads_a_day(date(2025, 11, 1), date(2025, 11, 11)) > 1.4 * leads_a_day(
        date(2025, 11, 12), date(2025, 11, 30)
    )
    assert leads_a_day(date(2026, 6, 1), date(2026, 6, 18)) > 1.4 * leads_a_day(date(2026, 5, 6), date(2026, 5, 31))
    assert leads_a_day(date(2026, 2, 11), date(2026, 3, 4)) < 0.5 * leads_a_day(date(2026, 3, 5), date(2026, 3, 31))


def test_a_fifth_of_the_customers_pay_late(company: Tables) -> None:
    due = company["receivable_plans"].select("receivable_plan_id", "due_date")
    paid = company["receipts"].join(due, on="receivable_plan_id")
    late = (pl.col("received_date") - pl.col("due_date")).dt.total_days() > 30
    payers = paid.group_by("customer_id").agg(late.mean().alias("late"))
    assert 0.12 < payers.select((pl.col("late") > 0.4).mean()).item() < 0.30


def test_the_price_loses_half_of_the_quoted_deals(company: Tables) -> None:
    lost = company["opportunities"].filter(pl.col("outcome") == "lost")
    quoting = company["stages"].filter(pl.col("name") == "报价")
    quoted = company["stage_events"].join(quoting, on="stage_id", how="semi")
    share = rates(
        lost.with_columns(quoted=pl.col("opportunity_id").is_in(quoted["opportunity_id"].unique().implode())),
        "quoted",
        pl.col("loss_reason") == "价格过高",
    )
    assert share[True] > 0.52
    assert share[False] < 0.36


def test_every_250th_customer_is_a_double(company: Tables) -> None:
    customers = company["customers"].sort("customer_id")
    before = customers.select((pl.col("customer_id") + 1).alias("customer_id"), "name", "phone")
    doubles = customers.filter(pl.col("customer_id") % 250 == 0).join(before, on="customer_id", suffix="_before")
    assert doubles.height == 20
    assert doubles.filter(pl.col("name") != pl.col("name_before") + "（总部）").height == 0
    shared = doubles.filter(pl.col("phone") == pl.col("phone_before"))
    assert shared.height > 15
    assert customers["name"].is_duplicated().sum() == 0


def test_feedback_after_broken_promises_is_lower(company: Tables) -> None:
    taken = (pl.col("resolved_at") - pl.col("opened_at")).dt.total_seconds() / 3600
    tickets = company["tickets"].filter(pl.col("reopen_count") == 0, pl.col("product_id") != 15)
    told = company["feedback"].join(tickets.with_columns(late=taken > pl.col("sla_hours")), on="ticket_id")
    score = rates(told, "late", pl.col("score"))
    assert score[False] - score[True] > 1.0
