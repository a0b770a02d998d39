"""The page of service tickets."""

from datetime import date

import polars as pl

from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Part,
    Told,
    best,
    count,
    figures,
    part,
    ratio,
    table,
)

_RATES = (
    ratio("sla_met_rate", "sla_met", "sla_judged"),
    ratio("escalation_rate", "escalated", "tickets_opened"),
    ratio("reopen_rate", "reopened", "once_resolved"),
)


def _tickets(page: Asked) -> Told:
    tickets = page.rows("tickets")
    answered, solved, sla = pl.col("first_response_hours"), pl.col("resolution_hours"), pl.col("sla")
    opened = part(
        tickets, "opened_date",
        tickets_opened=COUNT, first_response_hours=answered.mean(), first_response_hours_median=answered.median(),
        sla_met=count(sla == "met"), sla_breached=count(sla == "breached"),
        sla_judged=count(sla.is_in(["met", "breached"])),
        escalated=count(pl.col("is_escalated")), reopened=count(pl.col("is_reopened")),
        once_resolved=count(pl.col("was_resolved")),
    )  # fmt: skip
    resolved = part(
        tickets, "resolved_date",
        tickets_resolved=COUNT, resolution_hours=solved.mean(), resolution_hours_median=solved.median(),
    )  # fmt: skip
    both, standing = [opened, resolved], _standing(tickets, page.now[1])
    fields = ("date", "product", "ticket_channel", "ticket_priority", "ticket_category")
    return [
        ((), figures(both, page.now, page.before, rates=_RATES)),
        ((), figures([standing])),
        ((), figures([_standing(tickets, page.before[1])]).select(pl.all().name.suffix("__base"))),
        *(((by,), table(both, by, page.now, *_RATES)) for by in fields),
        (("owner",), table([*both, standing], "owner", page.now, *_RATES)),
        (("product",), best([part(tickets, "opened_date", tickets_opened=COUNT)], "product", page.now, 10)),
    ]


def _standing(tickets: pl.LazyFrame, day: date) -> Part:
    is_open = (pl.col("opened_date") <= day) & (pl.col("resolved_date").is_null() | (pl.col("resolved_date") > day))
    return part(tickets.filter(is_open), open_tickets=COUNT)


PAGES: dict[str, HandWritten] = {"service/tickets.py": _tickets}
