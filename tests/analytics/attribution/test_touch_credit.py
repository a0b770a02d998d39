"""Credit of single touches in whole minor units: worked out by hand, and exact however awkward the amounts are."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.attribution.journeys import journeys_from_touches
from datasource.analytics.attribution.rules import RULES
from datasource.analytics.attribution.touch_credit import touch_credits

TODAY = date(2025, 6, 30)
END = datetime(2025, 6, 1)


def _company(seed: int, deals: int = 40) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Deals of one to nine touches with amounts that cannot be shared evenly; a third of them is lost."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 10, deals)
    deal = np.repeat(np.arange(deals), counts)
    touches = pl.DataFrame(
        {
            "journey": deal,
            "channel": rng.choice(["mail", "fair", "search"], len(deal)),
            "at": [END - timedelta(days=int(day)) for day in rng.integers(1, 300, len(deal))],
            "touch": rng.permutation(len(deal)) + 1,
        }
    )
    outcomes = pl.DataFrame(
        {
            "journey": range(deals),
            "won": [number % 3 > 0 for number in range(deals)],
            "ended": [END] * deals,
            "value": rng.integers(1, 10_000_000, deals) / 100,
        }
    )
    return touches, outcomes


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_credits_add_up_to_the_cent(rule: str, seed: int) -> None:
    touches, outcomes = _company(seed)
    found = touch_credits(journeys_from_touches(touches, outcomes, TODAY, 365), rule, 100)
    won = outcomes.filter("won")["value"]
    assert found["credit"].sum() == round(won.sum() * 100)
    assert (found["credit"] >= 0).all()
    assert found["touch"].is_unique().all()


def test_forty_twenty_forty_of_an_amount_that_does_not_divide() -> None:
    """10.01 by four touches: 4.004, 1.001, 1.001, 4.004; the cent that is left goes to the largest remainder."""
    touches, outcomes = _company(1)
    own = pl.DataFrame(
        {
            "journey": [99] * 4,
            "channel": ["mail", "fair", "mail", "fair"],
            "at": [END - timedelta(days=days) for days in (40, 30, 20, 10)],
            "touch": [901, 902, 903, 904],
        }
    )
    deal = pl.DataFrame({"journey": [99], "won": [True], "ended": [END], "value": [10.01]})
    journeys = journeys_from_touches(pl.concat([touches, own]), pl.concat([outcomes, deal]), TODAY, 365)
    found = touch_credits(journeys, "position", 100)
    assert found.filter(pl.col("touch") > 900).rows() == [(901, 401), (902, 100), (903, 100), (904, 400)]


def test_a_touch_before_several_deals_has_the_sum() -> None:
    touches, outcomes = _company(2)
    shared = pl.DataFrame({"journey": [98, 99], "channel": ["mail"] * 2, "at": [END] * 2, "touch": [900, 900]})
    deals = pl.DataFrame({"journey": [98, 99], "won": [True] * 2, "ended": [END] * 2, "value": [5.0, 7.5]})
    journeys = journeys_from_touches(pl.concat([touches, shared]), pl.concat([outcomes, deals]), TODAY, 365)
    assert touch_credits(journeys, "linear", 100).filter(touch=900)["credit"].to_list() == [1250]
