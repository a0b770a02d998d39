"""The pages of the customers section."""

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Part,
    Told,
    best,
    count,
    distinct,
    figures,
    part,
    ratio,
    table,
)

_RATES = (numbers.DEAL_RATE, numbers.PERIOD_RATE)


def _by_employee(page: Asked) -> Told:
    won = [numbers.new_customers(page), numbers.first_deals(page)]
    every = [*won, numbers.contracts(page), numbers.collected(page), numbers.receipts(page)]
    return [
        ((), figures(every, page.now, page.before)),
        (("date",), table(won, "date", page.now)),
        (("owner",), table(every, "owner", page.now, *_RATES)),
    ]


def _portrait(page: Asked) -> Told:
    dealt = count(pl.col("first_deal_date").is_not_null())
    books = part(page.rows("customers"), customer_count=COUNT, dealt_customers=dealt)
    signed = numbers.contracts(page)
    parts = [books, Part(signed.rows, "", {"contract_amount": signed.values["contract_amount"]})]
    rate = ratio("deal_rate", "dealt_customers", "customer_count")
    return [((by,), table(parts, by, None, rate)) for by in ("region", "industry", "level", "source", "company_size")]


def _customer(page: Asked) -> Told:
    name = page.catalog.entity("customers").filter(pl.col("customer_id") == page.customer)["label"][0]
    theirs = pl.col("dim:customer") == name
    is_open = pl.col("outcome") == "open"
    signed, owed, paid = numbers.contracts(page), numbers.collected(page), numbers.receipts(page)
    deals = page.rows("opportunities").filter(theirs & is_open)
    parts = [
        *(Part(one.rows.filter(theirs), "", one.values) for one in (signed, owed, paid)),
        part(deals, open_opportunities=COUNT, open_amount=pl.col("amount").sum() / 100),
        part(page.rows("tickets").filter(theirs & pl.col("resolved_date").is_null()), open_tickets=COUNT),
        part(page.rows("visits").filter(theirs), satisfaction_score=pl.col("score").mean()),
    ]
    touches = [
        page.rows(subject).filter(theirs & pl.col(day).is_not_null()).select("key", pl.col(day).alias("day"))
        for subject, day in _TOUCHES
    ]
    newest = [rows.sort("day", descending=True).head(25) for rows in touches]
    return [
        ((), figures(parts)),
        (("touches",), pl.concat(touches).select(COUNT.alias("count"))),
        (("rows",), pl.concat(newest).sort("day", descending=True).head(25).select(COUNT.alias("rows"))),
    ]


_TOUCHES = (
    ("activities", "created_date"), ("visits", "visit_date"), ("tickets", "opened_date"), ("tickets", "resolved_date"),
    ("stage_dwell", "entered_date"), ("opportunities", "close_date"), ("contracts", "order_date"),
    ("receipts", "received_date"), ("invoices", "issue_date"), ("owner_changes", "event_date"),
)  # fmt: skip


def _follow_ups(page: Asked) -> Told:
    made = [numbers.follow_ups(page)]
    return [
        ((), figures(made, page.now, page.before)),
        *(((by,), table(made, by, page.now)) for by in ("date", "owner", "department")),
    ]


def _channels(page: Asked) -> Told:
    made = numbers.follow_ups(page)
    counted = Part(made.rows, made.date, {"follow_ups": COUNT})
    leaders = table([counted], ("owner", "channel"), page.now).join(
        best([counted], "owner", page.now).select("owner"), on="owner", how="semi"
    )
    return [
        ((), figures([made], page.now, page.before)),
        *(((by,), table([made], by, page.now)) for by in ("channel", "owner")),
        (("owner", "channel"), leaders),
    ]


def _conversion(page: Asked) -> Told:
    parts = [numbers.new_customers(page), numbers.first_deals(page)]
    cycle = page.rows("first_deals").select(pl.col("cycle_days").median().alias("days"))
    return [
        ((), figures(parts, page.now, page.before, rates=_RATES)),
        *(((by,), table(parts, by, page.now, *_RATES)) for by in ("date", "owner")),
        (("conversion",), cycle),
    ]


def _pool(page: Asked) -> Told:
    moved = page.rows("pool_events")
    kinds = {"entered": "into_pool", "claimed": "claimed", "assigned": "assigned"}
    names = {"entered": "entries", "claimed": "claims", "assigned": "assignments"}
    tests = {name: pl.col("kind") == kind for name, kind in kinds.items()}
    customers = {f"pool_{name}_customers": distinct("customer_id", test) for name, test in tests.items()}
    moves = {f"pool_{names[name]}": count(test) for name, test in tests.items()}
    parts = [Part(moved, "event_date", {**customers, **moves})]
    pool = page.catalog.entity("customers").lazy().filter(pl.col("owner_id").is_null())
    return [
        ((), figures(parts, page.now, page.before)),
        *(((by,), table(parts, by, page.now)) for by in ("date", "owner", "department")),
        (("rows",), pool.sort("label").select(COUNT.alias("rows"))),
    ]


_LED_BY = "dealt_customers_period"


def _deal_cycle(page: Asked) -> Told:
    whole, split = [numbers.cycle(page)], [numbers.cycle(page, split=True)]
    return [
        ((), figures(whole, page.now, page.before)),
        *(((by,), table(whole, by, page.now)) for by in ("owner", "region")),
        *(((by,), best(whole, by, page.now).drop(_LED_BY)) for by in ("owner", "region")),
        (("product",), table(split, "product", page.now)),
        (("product",), best(split, "product", page.now).drop(_LED_BY)),
    ]


def _satisfaction(page: Asked) -> Told:
    score = pl.col("score")
    answers = ("very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied")
    counts = {f"visits_{name}": count(score == number) for number, name in enumerate(answers, 1)}
    values = {"visits": COUNT, "satisfaction_score": score.mean(), "answered": score.count(), **counts}
    whole, split = (Part(page.rows("visits", split=split), "visit_date", values) for split in (False, True))
    shares = [ratio(f"{name}_share", f"visits_{name}", "answered") for name in answers]
    return [
        ((), figures([whole], page.now, page.before, rates=shares)),
        (("date",), table([whole], "date", page.now)),
        (("owner",), table([whole], "owner", page.now, *shares)),
        (("owner",), best([whole], "owner", page.now).select("owner", *counts)),
        (("product",), table([split], "product", page.now, *shares)),
        (("product",), best([split], "product", page.now).select("product", *counts)),
    ]


PAGES: dict[str, HandWritten] = {
    "customers/by_employee.py": _by_employee,
    "customers/portrait.py": _portrait,
    "customers/customer_360.py": _customer,
    "customers/follow_ups.py": _follow_ups,
    "customers/channels.py": _channels,
    "customers/conversion.py": _conversion,
    "customers/public_pool.py": _pool,
    "customers/deal_cycle.py": _deal_cycle,
    "customers/satisfaction.py": _satisfaction,
}
