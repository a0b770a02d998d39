"""Made-up quiet deals and customers: calls help by a known share, mails do nothing, the good are called more."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.next_action.watched import QuietCustomers, QuietDeals
from datasource.analytics.win_odds import History

FIRST = date(2021, 1, 1)
DAY = date(2026, 1, 1)
ACTIVITY = {"deal": pl.Int64, "day": pl.Date, "kind": pl.String}


def quiet_deals(seed: int, call_helps: float, count: int = 1200) -> QuietDeals:
    """Deals that fall quiet for 31 to 60 days; then a third are called and a fifth get a mail; late stages win more."""
    draw = np.random.default_rng(seed)
    deals, stages, activities = [], [], []
    for deal in range(count):
        created = FIRST + timedelta(days=int(draw.integers(0, 1800)))
        late = bool(draw.random() < 0.5)
        stages.append((deal, "late" if late else "early", created))
        act = created + timedelta(days=int(draw.integers(31, 60)))
        kind = str(draw.choice(["call", "mail", ""], p=(0.5, 0.2, 0.3) if late else (0.2, 0.2, 0.6)))
        if kind:
            activities.append((deal, act, kind))
        won = bool(draw.random() < (0.5 if late else 0.15) + call_helps * (kind == "call"))
        closed = act + timedelta(days=int(draw.integers(16, 80)))
        deals.append((deal, created, closed, won, float(draw.lognormal(9, 0.5))))
    frame = pl.DataFrame(deals, ["deal", "created", "closed", "won", "amount"], orient="row")
    ended = pl.col("closed") <= DAY
    return QuietDeals(
        History(
            frame.with_columns(closed=pl.when(ended).then("closed"), won=pl.when(ended).then("won")),
            pl.DataFrame(stages, ["deal", "stage", "entered"], orient="row"),
            pl.DataFrame(activities, ACTIVITY, orient="row"),
        )
    )


def quiet_customers(seed: int, call_helps: float, count: int = 800) -> QuietCustomers:
    """Customers with an order, quiet for four months; then a third are called; some order again."""
    draw = np.random.default_rng(seed)
    orders, contacts = [], []
    for customer in range(count):
        day = FIRST + timedelta(days=int(draw.integers(0, 1700)))
        orders.append((customer, day, float(draw.lognormal(8, 0.5))))
        called = bool(draw.random() < 0.35)
        call = day + timedelta(days=int(draw.integers(100, 140)))
        if called:
            contacts.append((customer, call, "call"))
        if draw.random() < 0.2 + call_helps * called:
            orders.append((customer, call + timedelta(days=int(draw.integers(20, 150))), float(draw.lognormal(8, 0.5))))
    return QuietCustomers(
        pl.DataFrame(orders, ["customer", "day", "amount"], orient="row"),
        pl.DataFrame(contacts, {"customer": pl.Int64, "day": pl.Date, "kind": pl.String}, orient="row"),
    )


def known_on(watched: QuietDeals, day: date) -> QuietDeals:
    """What a system would have held at the end of `day`."""
    history, closed = watched.history, pl.col("closed") <= day
    return QuietDeals(
        History(
            history.deals.filter(pl.col("created") <= day).with_columns(
                closed=pl.when(closed).then("closed"), won=pl.when(closed).then("won")
            ),
            history.stages.filter(pl.col("entered") <= day),
            history.activities.filter(pl.col("day") <= day),
        )
    )
