"""The numbers that several pages show, written out once."""

import polars as pl

from tests.benchmarks.by_hand.pages.writing import COUNT, Asked, Part, count, distinct, known, money, part, ratio
from tests.benchmarks.by_hand.writing import EFFECTIVE, MONEY

WON, LOST = pl.col("outcome") == "won", pl.col("outcome") == "lost"
CLOSED = WON | LOST
DEAL_RATE = ratio("deal_rate", "dealt_customers", "new_customers")
PERIOD_RATE = ratio("deal_rate_period", "dealt_customers_period", "new_customers")
WIN_RATE = ratio("win_rate", "won_count", "closed_count")
COHORT_RATE = ratio("win_rate_cohort", "won_of_created", "new_opportunities")


def new_customers(page: Asked) -> Part:
    dealt = count(pl.col("first_deal_date").is_not_null())
    return part(page.rows("customers", "created_date"), "created_date", new_customers=COUNT, dealt_customers=dealt)


def first_deals(page: Asked) -> Part:
    return part(page.rows("first_deals", "first_deal_date"), "first_deal_date", dealt_customers_period=COUNT)


def cycle(page: Asked, *, split: bool = False) -> Part:
    days = pl.col("cycle_days")
    values = {"dealt_customers_period": COUNT, "cycle_days": days.mean(), "cycle_days_median": days.median()}
    return Part(page.rows("first_deals", "first_deal_date", split=split), "first_deal_date", values)


def contacts(page: Asked) -> Part:
    return part(page.rows("contacts"), "created_date", new_contacts=COUNT)


def follow_ups(page: Asked, *, followed: bool = True) -> Part:
    rows = page.rows("activities").filter(pl.col("kind") == "follow_up")
    values = {"follow_ups": COUNT, **({"customers_followed": distinct("customer_id")} if followed else {})}
    return Part(rows, "created_date", values)


def contracts(page: Asked) -> Part:
    rows = page.rows("contracts").filter(EFFECTIVE)
    return part(rows, "order_date", contract_amount=MONEY, contract_count=COUNT)


def collected(page: Asked) -> Part:
    values = {name: money(column) for name, column in _COLLECTED.items()}
    return Part(page.rows("contracts").filter(EFFECTIVE), "order_date", values)


_COLLECTED = {"received_on_contracts": "received_amount", "outstanding_amount": "outstanding_amount"}


def receipts(page: Asked) -> Part:
    return part(page.rows("receipts").filter(EFFECTIVE), "received_date", received_amount=MONEY, receipt_count=COUNT)


def new_deals(page: Asked) -> Part:
    return part(
        page.rows("opportunities", "created_date"), "created_date",
        new_opportunities=COUNT, new_opportunity_amount=MONEY, won_of_created=count(WON),
    )  # fmt: skip


def closed(page: Asked) -> Part:
    amounts = {name: pl.col("amount").filter(test).sum() / 100 for name, test in _AMOUNTS.items()}
    counts = {"closed_count": COUNT, "won_count": count(WON), "lost_count": count(LOST)}
    return Part(page.rows("opportunities", "close_date").filter(CLOSED), "close_date", {**counts, **amounts})


_AMOUNTS = {"won_amount": WON, "lost_amount": LOST}


def open_deals(page: Asked, day: str = "now") -> Part:
    """The pipeline as it stood at the end of the period, or of the one before."""
    end = getattr(page, day)[1]
    stands = (pl.col("entered_date") <= end) & (pl.col("left_date").is_null() | (pl.col("left_date") > end))
    return part(
        page.rows("stage_stays").filter(stands),
        open_opportunities=COUNT, open_amount=MONEY, weighted_amount=money("weighted_amount"),
    )  # fmt: skip


def sold(page: Asked) -> Part:
    rows = page.rows("contract_lines").filter(EFFECTIVE)
    return part(
        rows, "order_date",
        sold_amount=MONEY, sold_contracts=distinct("contract_id"), sold_lines=COUNT,
        sold_quantity=pl.col("quantity").sum(), sold_cost=known("cost_amount"),
        margin_amount=known("margin_amount"), costed_amount=known("costed_amount"),
    )  # fmt: skip
