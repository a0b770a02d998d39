"""Planted truths as rows: which frame, how it is searched, what must be found, what must not, and what to shuffle."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from datasource.analytics.drivers import find_drivers
from datasource.analytics.refusals import Floats
from datasource.analytics.seasons import is_seasonal, seasonal_indices
from datasource.analytics.slow_stages import slow_stages
from tests.analytics.planted import frames
from tests.sample.conftest import Tables

Findings = frozenset[str]


@dataclass(frozen=True)
class Truth:
    """`search` turns the rows into findings; shuffling the column `shuffled` takes the truth away."""

    name: str
    rows: Callable[[Tables], pl.DataFrame]
    search: Callable[[pl.DataFrame], Findings]
    shuffled: str
    there: Findings
    never: tuple[str, ...] = ()


def _drivers(fields: list[str], outcome: str) -> Callable[[pl.DataFrame], Findings]:
    """Findings like `source 转介绍 +`: field, word, direction."""

    def search(rows: pl.DataFrame) -> Findings:
        found = find_drivers(rows, fields, outcome).found
        return frozenset(
            f"{one.column.field} {one.column.word or one.column.kind} {'+' if one.effect > 0 else '-'}" for one in found
        )

    return search


def _slow(rows: pl.DataFrame) -> Findings:
    return frozenset(f"{one.stage} {one.group}" for one in slow_stages(rows, "region"))


def _seasons(rows: pl.DataFrame) -> Findings:
    """The two highest months and the lowest one of the year, when there is a season."""
    values: Floats = rows["value"].to_numpy()
    if not is_seasonal(values, 12):
        return frozenset()
    first = rows["bucket"].dt.month()[0]
    order = [(first - 1 + int(place)) % 12 + 1 for place in seasonal_indices(values, 12, True).argsort()]
    return frozenset({f"peak {order[-1]}", f"peak {order[-2]}", f"trough {order[0]}"})


def _found(*names: str) -> Findings:
    return frozenset(names)


TRUTHS = (
    Truth(
        "leads by source, answer and webinar",
        frames.leads,
        _drivers(["source", "fast", "webinar", "roadshow", "industry"], "converted"),
        "converted",
        _found("source 转介绍 +", "source 合作伙伴 +", "source 官网 +", "fast true +", "webinar true +"),
        ("roadshow", "industry"),
    ),
    Truth(
        "first deals by source and newcomers; the star is like the others",
        frames.first_deals,
        _drivers(["source", "new", "star", "amount"], "won"),
        "won",
        _found("source 转介绍 +", "source 官网 +", "source 合作伙伴 +", "new true -"),
        ("star", "amount"),
    ),
    Truth(
        "renewals",
        frames.all_deals,
        _drivers(["source", "renewal"], "won"),
        "won",
        _found("renewal true +", "source 电话开发 -", "source 线上广告 -"),
    ),
    Truth(
        "quoted deals are lost by the price",
        frames.lost_deals,
        _drivers(["quoted", "source", "amount"], "by_price"),
        "by_price",
        _found("quoted true +"),
        ("source", "amount"),
    ),
    Truth(
        "dear quotations are won less",
        frames.quoted_deals,
        _drivers(["markup", "discount", "renewal", "source"], "won"),
        "won",
        _found("markup number -", "renewal true +"),
        ("discount",),
    ),
    Truth(
        "late answers cost satisfaction",
        frames.feedback,
        _drivers(["late", "priority", "channel"], "score"),
        "score",
        _found("late true -"),
        ("channel",),
    ),
    Truth(
        "one product disappoints in one region",
        frames.visits,
        _drivers(["cell", "channel"], "satisfaction"),
        "satisfaction",
        _found("cell 智能采集终端 华北大区 -"),
        ("channel", "cell 智能采集终端 华东大区", "cell 智能采集终端 华南大区"),
    ),
    Truth(
        "neglected buyers leave",
        frames.newest_buyers,
        _drivers(["quiet", "recency", "orders"], "churned"),
        "churned",
        _found("quiet true +"),
    ),
    Truth(
        "ways that begin with a referral",
        frames.first_touches,
        _drivers(["channel"], "won"),
        "won",
        _found("channel 转介绍 +", "channel 自然搜索 +"),
    ),
    Truth("quoting holds deals up in the south", frames.stays, _slow, "region", _found("报价 华南大区"), ("",)),
    Truth(
        "leads by month",
        frames.leads_by_month,
        _seasons,
        "value",
        _found("peak 6", "peak 11", "trough 2"),
    ),
)
