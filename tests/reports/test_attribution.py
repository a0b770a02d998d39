"""Credit for won deals and the cost of channels on small companies, worked out by hand; credits add up."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog
from datasource.derived.attribution import study_attribution
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Dimension, Period, Query
from datasource.reports.attribution import attributed
from datasource.reports.channel_cost import NO_TOUCH, channel_cost
from datasource.scope import OPERATOR, Viewer
from datasource.store.studies import Made, publish_studies, read_studies
from tests.oracle.company import Row
from tests.traps.company import company

ANN = Viewer("Ann", ScopeKind.SELF, 1)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
MAY = Period(start=date(2024, 5, 1), end=date(2024, 5, 31))
EARLY_MAY = Period(start=date(2024, 5, 1), end=date(2024, 5, 10))
CLOSED = date(2024, 5, 20)


def touch(customer: int, channel: str, day: date, **more: object) -> Row:
    at = datetime(day.year, day.month, day.day, 9)
    return {"customer_id": customer, "channel": channel, "touched_at": at, "touched_date": day} | more


def deal(customer: int, amount: int, owner: int, outcome: str = "won") -> Row:
    day = date(2024, 5, 2)
    return {
        "customer_id": customer, "amount": amount, "outcome": outcome, "owner_id": owner, "close_date": CLOSED,
        "created_date": day,
    }  # fmt: skip


@pytest.fixture
def sold(tmp_path: Path) -> Catalog:
    """Ten deals of 100 of Ann after mail and fair, one of 50 of Bob after an old mail, one of 30 without any touch."""
    owners = [1] * 10 + [2, 2, 2]
    touches = [touch(one, "mail", date(2024, 5, 1)) for one in range(1, 11)]
    touches += [touch(one, "fair", date(2024, 5, 10), campaign_id=1) for one in range(1, 11)]
    touches += [touch(11, "mail", date(2024, 2, 25)), touch(12, "mail", date(2024, 5, 25)), touch(13, "fair", CLOSED)]
    deals = [deal(one, 100_00, 1) for one in range(1, 11)]
    deals += [deal(11, 50_00, 2), deal(12, 30_00, 2), deal(13, 70_00, 2, "lost")]
    return company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        customers=[{"name": f"C{number}", "owner_id": owner} for number, owner in enumerate(owners, 1)],
        campaigns=[{"name": "Stand"}],
        touches=touches,
        opportunities=deals,
    )


def credit(catalog: Catalog, model: str, window: int = 90, viewer: Viewer = OPERATOR) -> dict[str, float]:
    found = attributed(catalog, viewer, "channel", window, MAY).found.credits
    return dict(found.filter(pl.col("model") == model).select("channel", "value").iter_rows())


@pytest.mark.parametrize(
    ("model", "mail", "fair"),
    [("first", 1050, 0), ("last", 50, 1000), ("linear", 550, 500), ("position", 550, 500), ("shapley", 550, 500)],
)
def test_each_rule_shares_the_won_amount_of_the_period(sold: Catalog, model: str, mail: float, fair: float) -> None:
    assert credit(sold, model, 90) == pytest.approx({"mail": mail, "fair": fair})


def test_a_touch_before_the_window_or_after_the_deal_is_none(sold: Catalog) -> None:
    made = attributed(sold, OPERATOR, "channel", 60, MAY)
    assert credit(sold, "first", 60) == pytest.approx({"mail": 1000, "fair": 0})  # Bob's mail was 85 days before
    assert (made.found.untouched, made.found.untouched_value) == (2, 80)  # 50, and 30 whose only touch came later


@pytest.mark.parametrize("window", [60, 365])
def test_credits_and_what_has_none_are_the_won_amount(sold: Catalog, window: int) -> None:
    made = attributed(sold, OPERATOR, "channel", window, MAY)
    assert made.won.rows["won_amount"].to_list() == [1080]
    for _model, rows in made.found.credits.group_by("model"):
        assert sum(rows["value"].to_list(), made.found.untouched_value) == pytest.approx(1080, abs=1e-6)


def test_a_viewer_shares_out_their_own_deals_alone(sold: Catalog) -> None:
    assert credit(sold, "linear", 365, ANN) == pytest.approx({"mail": 500, "fair": 500})
    with pytest.raises(MingjingError, match="At least 10 journeys"):
        attributed(sold, BOB, "channel", 365, MAY)


def test_one_campaign_alone_is_refused(sold: Catalog) -> None:
    with pytest.raises(MingjingError, match="one channel"):
        attributed(sold, OPERATOR, "campaign", 365, MAY)
    with pytest.raises(MingjingError, match="Did you mean 'channel'"):
        attributed(sold, OPERATOR, "chanel", 365, MAY)


@pytest.fixture
def bought(tmp_path: Path) -> Catalog:
    """Ten customers won in May after mail and a fair of 310 over May's 31 days, one without a touch; three leads."""
    touches = [touch(one, "mail", date(2024, 4, 1)) for one in range(1, 11)]
    touches += [touch(one, "stand", date(2024, 5, 1), campaign_id=1) for one in range(1, 11)]
    signed = {"status": "approved", "amount": 50_00, "order_date": date(2024, 5, 5)}
    entered = {"created_date": date(2024, 5, 3)}
    return company(
        tmp_path,
        users=[{"name": "Ann"}],
        customers=[{"name": f"C{one}", "owner_id": 1, "created_date": date(2024, 3, 1)} for one in range(1, 12)],
        campaigns=[
            {
                "name": "Fair", "channel": "fair", "start_date": date(2024, 5, 1), "end_date": date(2024, 5, 31),
                "cost_amount": 310_00,
            },
            {"name": "Some day", "channel": "fair", "cost_amount": 5_00},
        ],
        touches=touches,
        leads=[entered | {"campaign_id": 1}, entered | {"campaign_id": 1}, entered],
        contracts=[signed | {"customer_id": one} for one in range(1, 12)],
    )  # fmt: skip


def test_what_a_lead_and_a_customer_of_each_channel_cost(bought: Catalog) -> None:
    made = channel_cost(bought, OPERATOR, "last", 90, EARLY_MAY)
    rows = {row["channel"]: row for row in made.found.channels.iter_rows(named=True)}
    fair = rows["fair"]  # a touch of the fair's campaign is the fair's, whatever it is called
    assert (fair["spend"], fair["leads"], fair["customers"], fair["revenue"]) == pytest.approx((100, 2, 10, 500))
    assert (fair["cost_per_lead"], fair["cost_per_customer"], fair["return_on_spend"]) == pytest.approx((50, 10, 4))
    assert rows["mail"]["return_on_spend"] is None  # nothing was spent
    assert (rows[NO_TOUCH]["leads"], rows[NO_TOUCH]["customers"], rows[NO_TOUCH]["revenue"]) == (1, 1, 50)
    assert made.found.blended["customers"].to_list() == pytest.approx([11])
    assert (made.undated, made.margins, fair["payback_months"]) == (1, False, None)


def test_a_campaign_costs_nothing_after_today_or_outside_the_period(bought: Catalog) -> None:
    with pytest.raises(MingjingError, match="No campaign cost falls"):
        channel_cost(bought, OPERATOR, "last", 90, Period(start=date(2024, 3, 1), end=date(2024, 4, 30)))


def test_costs_are_refused_to_whoever_sees_not_everything(bought: Catalog) -> None:
    with pytest.raises(MingjingError, match="only people who see all data"):
        channel_cost(bought, ANN, "last", 90, EARLY_MAY)


def test_the_credit_of_touches_is_a_metric_that_adds_up(sold: Catalog, tmp_path: Path) -> None:
    """Ten deals of 100 by two touches each, one of 50 by one mail: 20 and 50 for mail, ten times 50 for the fair."""
    found = study_attribution(sold)
    publish_studies(tmp_path, "v", sold.as_of, {"attribution": Made(0.0, found.tables, found.card)})
    catalog = sold.with_studies(read_studies(tmp_path))
    query = Query(metrics=("attributed_amount",), by=(Dimension(field="touch_channel"),), totals=True)
    told = answer(catalog, query)
    assert dict(told.rows.iter_rows()) == {"fair": 500.0, "mail": 550.0}
    page = attributed(catalog, OPERATOR, "channel", 365).found
    assert told.totals == {"attributed_amount": page.value}
    assert credit(catalog, "position", 365) == pytest.approx(dict(told.rows.iter_rows()))
    assert answer(catalog, query, BOB).totals == {"attributed_amount": 50.0}
