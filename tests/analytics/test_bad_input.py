"""Every method on data that say nothing: no rows, three rows, empty columns, typed or not: a sentence each."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest

from datasource.analytics.attribution.credit import attribute
from datasource.analytics.attribution.journeys import journeys_from_paths, journeys_from_touches
from datasource.analytics.attribution.keywords import attribute_keywords
from datasource.analytics.channel_cost import channel_costs
from datasource.analytics.churn.examples import examples
from datasource.analytics.churn.training import train
from datasource.analytics.clusters import find_clusters
from datasource.analytics.cohorts import cohorts
from datasource.analytics.demography import demography
from datasource.analytics.drivers import find_drivers
from datasource.analytics.dwell import stage_dwell, stage_visits
from datasource.analytics.event_funnel import event_funnel
from datasource.analytics.explain_change import Measure, explain_change
from datasource.analytics.factors import analyse_factors
from datasource.analytics.lead_handling import lead_handling
from datasource.analytics.lead_scores import train_scores
from datasource.analytics.leaks import find_leaks
from datasource.analytics.lifecycle import lifecycle
from datasource.analytics.look_alikes import look_alikes
from datasource.analytics.next_action.suggest import suggest
from datasource.analytics.next_action.watched import QuietCustomers, QuietDeals
from datasource.analytics.preferred_channel import preferred_channels
from datasource.analytics.purchases.bg_nbd import fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import fold
from datasource.analytics.regression import regress
from datasource.analytics.response_time import response_times
from datasource.analytics.rfm import rfm
from datasource.analytics.sentiment.judge import judge
from datasource.analytics.service_rates import over_represented, p_chart, u_chart
from datasource.analytics.silent_leads import find_silent_leads
from datasource.analytics.value import whale
from datasource.analytics.win_odds import History, fit_odds
from datasource.errors import MingjingError

DAY = date(2026, 6, 30)
TYPES: dict[str, pl.DataType] = {
    "number": pl.Float64(), "key": pl.Int64(), "word": pl.String(), "day": pl.Date(), "time": pl.Datetime("us"),
    "flag": pl.Boolean(),
}  # fmt: skip
PURCHASES = "customer:key day:day amount:number"
DEALS = "deal:key created:day closed:day won:flag amount:number owner:word"
STAGES, ACTIVITIES = "deal:key stage:word entered:day", "deal:key day:day kind:word"
LEADS = "lead:key created:time responded:time converted:time channel:word owner:key"
TOUCHES = "journey:key lead:key customer:key channel:word keyword:word at:time"
ENDS = "journey:key won:flag ended:time value:number"
MIXED = "a:number b:number c:word d:number e:number y:flag created:day account:word customer:key"
FIELDS = ["a", "b", "c", "d", "e"]
MEMBERS = (
    "event:word person:key registered:flag attended:flag joined:day lead_at:day deal_at:day won_at:day amount:number"
)
COUNTS = "group:word product:word issue:word events:key exposure:number"
SPEND = "channel:word spend:number leads:key customers:key revenue:number monthly_margin:number"
QUARTERS = [date(2025, 9, 30), date(2025, 12, 31)]

METHODS: dict[str, tuple[tuple[str, ...], Callable[..., object]]] = {
    "attribution": ((TOUCHES, ENDS), lambda touches, ends: attribute(journeys_from_touches(touches, ends, DAY))),
    "paths": (("path:word conversions:key value:number nulls:key",), lambda rows: attribute(journeys_from_paths(rows))),
    "keywords": ((TOUCHES, ENDS), lambda touches, ends: attribute_keywords(touches, ends, DAY)),
    "channel costs": ((SPEND,), channel_costs),
    "churn": ((PURCHASES,), lambda rows: train(examples(rows, QUARTERS, 90, DAY), ["recency"], 90)),
    "clusters": ((MIXED,), lambda rows: find_clusters(rows, FIELDS)),
    "cohorts": ((PURCHASES,), lambda rows: cohorts(rows, DAY)),
    "demography": ((MIXED,), lambda rows: demography(rows, ["c"], "a")),
    "drivers": ((MIXED,), lambda rows: find_drivers(rows, FIELDS, "y")),
    "dwell": ((DEALS, STAGES), lambda deals, stages: stage_dwell(stage_visits(deals, stages, DAY))),
    "event funnel": ((MEMBERS,), lambda rows: event_funnel(rows, DAY)),
    "change": ((MIXED, MIXED), lambda before, after: explain_change(before, after, ["c"], Measure("a"))),
    "factors": ((MIXED,), lambda rows: analyse_factors(rows, ["a", "b", "d", "e"])),
    "lead handling": ((LEADS,), lambda rows: lead_handling(rows, DAY)),
    "lead scores": ((MIXED,), lambda rows: train_scores(rows, FIELDS, "y")),
    "leaks": ((MIXED,), lambda rows: find_leaks(rows, FIELDS, "y")),
    "lifecycle": ((MIXED, PURCHASES), lambda known, bought: lifecycle(known, bought, date(2025, 1, 1), DAY)),
    "look-alikes": ((MIXED,), lambda rows: look_alikes(rows, FIELDS, ["a1", "a2", "a3", "a4", "a5"])),
    "next action, deals": ((DEALS, STAGES, ACTIVITIES), lambda *tables: suggest(QuietDeals(History(*tables)), DAY)),
    "next action, customers": ((PURCHASES, PURCHASES), lambda *tables: suggest(QuietCustomers(*tables), DAY)),
    "preferred channel": ((TOUCHES,), lambda rows: preferred_channels(rows, DAY)),
    "BG/NBD": ((PURCHASES,), lambda rows: fit_bg_nbd(fold(rows, DAY))),
    "Gamma-Gamma": ((PURCHASES,), lambda rows: fit_gamma_gamma(fold(rows, DAY))),
    "regression": ((MIXED,), lambda rows: regress(rows, ["a", "b", "c"], "d")),
    "response times": ((LEADS,), lambda rows: response_times(rows, DAY)),
    "RFM": ((PURCHASES,), lambda rows: rfm(rows, DAY)),
    "sentiment": (("text:word",), lambda rows: judge(rows["text"])),
    "u-chart": ((COUNTS,), u_chart),
    "p-chart": ((COUNTS,), p_chart),
    "over-represented": ((COUNTS,), over_represented),
    "silent leads": ((TOUCHES, DEALS), lambda touches, deals: find_silent_leads(touches, _leads(deals), DAY)),
    "whale": (("customer:key revenue:number",), whale),
    "win odds": ((DEALS, STAGES, ACTIVITIES), lambda *tables: fit_odds(History(*tables), DAY)),
}


def _leads(deals: pl.DataFrame) -> pl.DataFrame:
    return deals.rename({"deal": "lead"})


def _empty(columns: str, rows: int, *, typed: bool) -> pl.DataFrame:
    parts = dict(part.split(":") for part in columns.split())
    return pl.DataFrame(
        {name: pl.Series([None] * rows, dtype=TYPES[kind] if typed else pl.Null()) for name, kind in parts.items()}
    )


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "untyped"])
@pytest.mark.parametrize("rows", [0, 3, 200])
@pytest.mark.parametrize("method", METHODS)
def test_rows_in_which_all_is_missing_get_a_sentence(method: str, rows: int, typed: bool) -> None:
    columns, run = METHODS[method]
    with pytest.raises(MingjingError, match=r"^[A-Z0-9].*\.$"):
        run(*[_empty(one, rows, typed=typed) for one in columns])


def test_deals_that_were_never_seen_open_give_no_chance_of_zero() -> None:
    days = pl.Series([DAY - timedelta(days=100 + number) for number in range(40)])
    deals = pl.DataFrame({"deal": range(40), "created": days, "closed": days, "won": [True, False] * 20, "amount": 5.0})
    with pytest.raises(MingjingError, match="looks at deals while they were open"):
        fit_odds(History(deals, _empty(STAGES, 0, typed=True), _empty(ACTIVITIES, 0, typed=True)), DAY)


def test_customers_of_the_future_have_no_stage() -> None:
    known = pl.DataFrame({"customer": [1, 2], "created": [DAY + timedelta(days=9)] * 2})
    with pytest.raises(MingjingError, match="customers known by the end of a month"):
        lifecycle(known, _empty(PURCHASES, 0, typed=True), date(2025, 1, 1), DAY)
