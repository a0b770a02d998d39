"""The demo company's tables as the frames that the algorithms read, one function for each planted truth."""

from datetime import date, timedelta

import polars as pl

from datasource.analytics.churn.examples import examples
from datasource.analytics.dwell import stage_visits
from tests.sample.conftest import Tables

TODAY = date(2026, 6, 30)
HORIZON = 180
_SETTLED = TODAY - timedelta(days=75)
_EFFECTIVE = pl.col("status").is_in(["approved", "not_required"])
_ENDED = pl.col("outcome").is_in(["won", "lost"])


def leads(company: Tables) -> pl.DataFrame:
    """Answered leads old enough to have become something: source, fast, webinar, roadshow, industry, converted."""
    kinds = company["campaigns"].select("campaign_id", campaign_kind="kind")
    members = company["campaign_members"].join(kinds, on="campaign_id").drop_nulls("lead_id")
    answer = (pl.col("first_response_at") - pl.col("created_at")).dt.total_seconds()
    known = company["leads"].filter(pl.col("created_date") < _SETTLED).drop_nulls("first_response_at")
    joined = {
        name: pl.col("lead_id").is_in(members.filter(campaign_kind=kind)["lead_id"].implode())
        for name, kind in (("webinar", "线上研讨会"), ("roadshow", "城市路演"))
    }
    return known.with_columns(fast=answer < 3600, converted=pl.col("converted_at").is_not_null(), **joined)


def first_deals(company: Tables) -> pl.DataFrame:
    """Ended deals of new business: source, new (whose first owner was hired half a year before or less), star, won."""
    begun = company["stage_events"].sort("entered_at").unique("opportunity_id", keep="first", maintain_order=True)
    hired = company["users"].select("hired_date", begun_by="user_id")
    deals = company["opportunities"].filter(_ENDED, pl.col("pipeline_id") == 1)
    owners = begun.select("opportunity_id", begun_by="owner_id").join(hired, on="begun_by")
    return deals.join(owners, on="opportunity_id").with_columns(
        won=pl.col("outcome") == "won",
        new=(pl.col("created_date") - pl.col("hired_date")).dt.total_days() < 180,
        star=pl.col("begun_by") == 20,
    )


def all_deals(company: Tables) -> pl.DataFrame:
    """Ended deals: source, renewal, won."""
    ended = company["opportunities"].filter(_ENDED)
    return ended.with_columns(won=pl.col("outcome") == "won", renewal=pl.col("pipeline_id") == 2)


def lost_deals(company: Tables) -> pl.DataFrame:
    """Lost deals: quoted, source, amount, by_price."""
    quoting = company["stages"].filter(pl.col("name") == "报价")
    quoted = company["stage_events"].join(quoting, on="stage_id", how="semi")["opportunity_id"]
    lost = company["opportunities"].filter(pl.col("outcome") == "lost")
    return lost.with_columns(
        by_price=pl.col("loss_reason") == "价格过高", quoted=pl.col("opportunity_id").is_in(quoted.unique().implode())
    )


def quoted_deals(company: Tables) -> pl.DataFrame:
    """Ended deals with a quotation: markup of the first one in %, its discount, renewal, source, won."""
    first = company["quotations"].sort("created_date", "quotation_id").unique("opportunity_id", keep="first")
    told = first.select("opportunity_id", "discount", quoted="amount")
    ended = all_deals(company).join(told, on="opportunity_id").sort("opportunity_id")
    return ended.with_columns(markup=(pl.col("quoted") / pl.col("amount") - 1) * 100)


def feedback(company: Tables) -> pl.DataFrame:
    """Feedback after tickets: late (resolved after the promised hours), priority, channel, score."""
    taken = (pl.col("resolved_at") - pl.col("opened_at")).dt.total_seconds() / 3600
    tickets = company["tickets"].select("ticket_id", "priority", "channel", late=taken > pl.col("sla_hours"))
    return company["feedback"].join(tickets, on="ticket_id")


def visits(company: Tables) -> pl.DataFrame:
    """Return visits: cell (the region, apart for buyers of the terminal), channel, satisfaction."""
    terminal = company["products"].filter(pl.col("name") == "智能采集终端")["product_id"].item()
    sold = company["contract_lines"].filter(pl.col("product_id") == terminal)["contract_id"].unique()
    region = pl.col("region")
    cell = pl.when(pl.col("contract_id").is_in(sold.implode())).then(pl.lit("智能采集终端 ") + region).otherwise(region)
    return company["visits"].join(_regions(company), left_on="owner_id", right_on="owner").with_columns(cell=cell)


def stays(company: Tables) -> pl.DataFrame:
    """Stays of new business in its stages, with the region of who handles the deal."""
    stages = company["stages"].filter(pl.col("pipeline_id") == 1, pl.col("kind") == "open")
    entered = company["stage_events"].join(stages, on="stage_id")
    deals = company["opportunities"].filter(pl.col("pipeline_id") == 1)
    closed = pl.col("close_date").is_not_null()
    found = stage_visits(
        deals.select(
            deal="opportunity_id",
            closed="close_date",
            won=pl.when(closed).then(pl.col("outcome") == "won"),
            amount=pl.col("amount") / 100,
            owner="owner_id",
        ),
        entered.select(deal="opportunity_id", stage="name", entered="entered_date"),
        TODAY,
    )
    return found.join(_regions(company), on="owner", maintain_order="left")


def buyers(company: Tables) -> pl.DataFrame:
    """Buyers on the ends of four quarters: recency, tenure, orders, silence (days without a follow-up), churned."""
    orders = company["contracts"].filter(_EFFECTIVE)
    purchases = orders.select(customer="customer_id", day="order_date", amount=pl.col("amount") / 100)
    days = [TODAY - timedelta(days=HORIZON + 90 * back) for back in range(4)]
    calls = company["activities"].filter(pl.col("kind") == "follow_up").drop_nulls("customer_id")
    told = calls.select(customer="customer_id", called="created_date").sort("called")
    rows = examples(purchases, days, HORIZON, TODAY).sort("as_of", maintain_order=True)
    joined = rows.join_asof(
        told, left_on="as_of", right_on="called", by="customer", strategy="backward", check_sortedness=False
    )
    silence = (pl.col("as_of") - pl.col("called")).dt.total_days().cast(pl.Float64)
    return joined.with_columns(silence=silence, quiet=silence > 90).drop("called")


def newest_buyers(company: Tables) -> pl.DataFrame:
    """`buyers` on the newest day, once each."""
    return buyers(company).filter(pl.col("as_of") == pl.col("as_of").max())


def touches(company: Tables) -> pl.DataFrame:
    """Touches of leads old enough: journey, channel, at."""
    old = company["leads"].filter(pl.col("created_date") < _SETTLED)
    known = company["touches"].join(old, on="lead_id", how="semi")
    return known.select(journey="lead_id", channel="channel", at="touched_at")


def outcomes(company: Tables) -> pl.DataFrame:
    """How the same leads ended: by their conversion, the others 60 days after they came."""
    old = company["leads"].filter(pl.col("created_date") < _SETTLED)
    given_up = pl.col("created_at") + timedelta(days=60)
    won = pl.col("converted_at").is_not_null()
    return old.select(journey="lead_id", won=won, ended=pl.coalesce("converted_at", given_up), value=pl.lit(1.0))


def first_touches(company: Tables) -> pl.DataFrame:
    """The channel in which each lead's way began, and whether it became a customer."""
    first = touches(company).sort("at", "journey").unique("journey", keep="first", maintain_order=True)
    return first.join(outcomes(company), on="journey").sort("journey")


def leads_by_month(company: Tables) -> pl.DataFrame:
    """36 months in order: bucket, value (leads that came)."""
    return _counted(company["leads"], "created_date")


def orders_by_part_of_quarter(company: Tables) -> pl.DataFrame:
    """Orders in the last ten days of quarters and before: product (which of them), issue, events, exposure (days)."""
    days = pl.date_range(date(2024, 1, 1), date(2025, 12, 31), eager=True).alias("day").to_frame()
    orders = company["contracts"].filter(_EFFECTIVE).group_by(day="order_date").agg(events=pl.len())
    left = pl.col("day").dt.truncate("1q").dt.offset_by("1q") - pl.col("day")
    part = pl.when(left.dt.total_days() <= 10).then(pl.lit("last days")).otherwise(pl.lit("before"))
    each = days.join(orders, on="day", how="left").with_columns(product=part, issue=pl.lit("order"))
    return each.group_by("product", "issue").agg(pl.col("events").sum(), exposure=pl.len())


def lateness(company: Tables) -> pl.DataFrame:
    """Customers with two payments or more: mean and least days after the due day."""
    due = company["receivable_plans"].select("receivable_plan_id", "due_date")
    late = (pl.col("received_date") - pl.col("due_date")).dt.total_days().cast(pl.Float64)
    paid = company["receipts"].join(due, on="receivable_plan_id").group_by(customer="customer_id")
    counted = paid.agg(pl.len(), mean=late.mean(), least=late.min())
    return counted.filter(pl.col("len") > 1).sort("customer")


def _counted(rows: pl.DataFrame, day: str) -> pl.DataFrame:
    by_month = rows.group_by(bucket=pl.col(day).dt.truncate("1mo")).agg(value=pl.len().cast(pl.Float64))
    return by_month.sort("bucket")


def _regions(company: Tables) -> pl.DataFrame:
    """Everybody's sales region by name."""
    departments = company["departments"]
    above = departments.select("department_id", parent_id="parent_id")
    named = departments.select(parent_id="department_id", region="name")
    teams = above.join(named, on="parent_id")
    return company["users"].join(teams, on="department_id").select("region", owner="user_id")
