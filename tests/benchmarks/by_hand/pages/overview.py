"""The cockpit."""

import polars as pl

from tests.benchmarks.by_hand.pages import goals, leaderboards, numbers, sales
from tests.benchmarks.by_hand.pages.writing import COUNT, Asked, HandWritten, Part, Told, back, compared, figures, table

_SILENT = (7, 15, 30, 90, 180)


def _cockpit(page: Asked) -> Told:
    new, deals, made = numbers.new_customers(page), numbers.new_deals(page), numbers.follow_ups(page, followed=False)
    signed, paid, owed = numbers.contracts(page), numbers.receipts(page), numbers.collected(page)
    eight = [new, numbers.contacts(page), deals, signed, paid, made]
    money = [
        Part(one.rows, one.date, {name: one.values[name]})
        for one, name in ((signed, "contract_amount"), (paid, "received_amount"))
    ]
    return [
        ((), figures([*eight, owed], page.now, page.before)),
        (("date",), table(eight, "date", page.now)),
        (("date",), compared(lambda span: table(money, "date", span), "date", page.now, back(page.now, "1mo"), "1mo")),
        (("owner",), table(money[:1], "owner", page.now)),
        (("source",), table([new], "source", page.now)),
        ((), figures([numbers.closed(page)], page.now, page.before, rates=[numbers.WIN_RATE])),
        ((), figures([numbers.open_deals(page)])),
        *sales.cumulative(page)[:1],
        *goals.company(page),
        *leaderboards.people(page),
        *_forgotten(page),
    ]


def _forgotten(page: Asked) -> Told:
    theirs = page.rows("customers").filter(pl.col("@users").is_not_null())
    silent = {f"over_{days}": (pl.col("days_without_contact") > days).sum() for days in _SILENT}
    overdue = (pl.col("days_past_contact") > 0).sum()
    counted = theirs.select(whole=COUNT, overdue=overdue, **silent)
    return [(("forgotten",), counted)]


PAGES: dict[str, HandWritten] = {"cockpit/cockpit.py": _cockpit}
