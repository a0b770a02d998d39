"""Keywords as players: credit by hand, what the day hides, campaigns' credit by clicks, cost beside it, refusals."""

from datetime import date, datetime

import polars as pl
import pytest

from datasource.analytics.attribution.credit import Attribution
from datasource.analytics.attribution.keywords import OTHER, attribute_keywords, keyword_costs, share_by_clicks
from datasource.errors import MingjingError

DAY = date(2024, 6, 30)
WON = ("won", "won_low", "won_high", "value", "value_low", "value_high")


def _touches(count: int = 30) -> pl.DataFrame:
    """Each journey: search by "crm" (two of them by "CRM "), then a mail; every tenth by a keyword of its own."""
    rows: list[tuple[int, str, str | None, datetime]] = []
    for number in range(count):
        word = f"rare {number}" if number % 10 == 9 else "CRM " if number < 2 else "crm"
        rows += [(number, "search", word, datetime(2024, 5, 1)), (number, "mail", None, datetime(2024, 5, 8))]
    return pl.DataFrame(rows, schema=["journey", "channel", "keyword", "at"], orient="row")


def _outcomes(count: int = 30) -> pl.DataFrame:
    return pl.DataFrame({"journey": range(count)}).with_columns(
        won=pl.lit(value=True), ended=pl.lit(datetime(2024, 5, 22)), value=pl.lit(100.0)
    )


def _credit(found: Attribution, model: str) -> dict[tuple[str, str | None], float]:
    rows = found.credits.filter(model=model).select("channel", "keyword", "won").iter_rows()
    return {(channel, keyword): won for channel, keyword, won in rows}


def test_each_keyword_is_a_player_and_rare_ones_stand_together() -> None:
    found = attribute_keywords(_touches(), _outcomes(), DAY)

    assert _credit(found, "first") == {("mail", None): 0, ("search", "crm"): 27, ("search", OTHER): 3}
    assert _credit(found, "linear") == {("mail", None): 15, ("search", "crm"): 13.5, ("search", OTHER): 1.5}
    assert sum(_credit(found, "shapley").values()) == pytest.approx(30, abs=1e-6)
    assert set(found.removal.columns) == {"channel", "effect", "keyword"}


def test_a_touch_after_the_day_makes_no_keyword_frequent() -> None:
    later = pl.DataFrame(
        [(number, "search", "rare 9", datetime(2024, 8, 1)) for number in range(30)],
        schema=_touches().schema,
        orient="row",
    )
    before, after = (
        attribute_keywords(rows, _outcomes(), DAY) for rows in (_touches(), pl.concat([_touches(), later]))
    )

    assert before.credits.equals(after.credits)


def test_a_campaigns_credit_is_shared_by_clicks_and_nothing_is_lost() -> None:
    credits = pl.DataFrame(
        [("last", "spring", *[8.0] * 6), ("last", "fair", *[2.0] * 6)], ["model", "channel", *WON], orient="row"
    )
    clicks = pl.DataFrame(
        {"channel": ["spring"] * 3, "keyword": ["crm", "CRM", None], "clicks": [50, 25, 25], "cost": [10, 10, 20]}
    )
    shared = share_by_clicks(credits, clicks).sort("channel", "keyword", nulls_last=True)

    assert shared.select("channel", "keyword", "won").rows() == [
        ("fair", None, 2),
        ("spring", "crm", 6),
        ("spring", None, 2),
    ]


def test_cost_stands_beside_credit_and_ratios_over_zero_are_not_there() -> None:
    found = attribute_keywords(_touches(), _outcomes(), DAY)
    spend = pl.DataFrame(
        {
            "channel": ["search"] * 4,
            "keyword": ["crm", "crm", "rare 9", "unheard"],
            "clicks": [10, 10, 3, 4],
            "cost": [600, 750, 60, 40],
        }
    )
    rows = {
        (row["channel"], row["keyword"]): row
        for row in keyword_costs(found.credits.filter(model="first"), spend).iter_rows(named=True)
    }

    crm, other, mail = rows["search", "crm"], rows["search", OTHER], rows["mail", None]
    assert (crm["cost"], crm["clicks"], crm["cost_per_win"], crm["return_on_spend"]) == (1350, 20, 50, 1)
    # Keywords that the credits hold together are paid for together, the one that never led anywhere included.
    assert (other["cost"], other["return_on_spend"]) == (100, 2)
    assert (mail["cost"], mail["cost_per_win"], mail["return_on_spend"]) == (None, None, None)


def test_a_keyword_that_only_cost_is_shown_with_a_loss() -> None:
    credits = pl.DataFrame([("last", "ad", "crm", *[5.0] * 6)], ["model", "channel", "keyword", *WON], orient="row")
    spend = pl.DataFrame({"channel": ["ad", "ad"], "keyword": ["crm", "erp"], "clicks": [1, 1], "cost": [5, 20]})
    row = keyword_costs(credits, spend).filter(keyword="erp").row(0, named=True)

    assert (row["won"], row["cost_per_win"], row["return_on_spend"]) == (0, None, -1)


def test_more_keywords_than_a_chain_can_hold_are_credited_by_the_other_rules() -> None:
    named = _touches(70).with_columns(keyword=pl.concat_str(pl.lit("word "), pl.col("journey").cast(pl.String)))
    found = attribute_keywords(named, _outcomes(70), DAY, least=1)

    assert "140 channels" in found.withheld["markov"]
    assert found.removal.is_empty()
    assert sum(_credit(found, "last").values()) == 70


def test_what_has_no_answer_gets_a_sentence() -> None:
    credits = attribute_keywords(_touches(), _outcomes(), DAY).credits
    none = _touches().with_columns(keyword=pl.lit(" "))
    spend = pl.DataFrame({"channel": ["ad"], "keyword": ["crm"], "clicks": [0], "cost": [0]})
    with pytest.raises(MingjingError, match="touches with a keyword"):
        attribute_keywords(none, _outcomes(), DAY)
    with pytest.raises(MingjingError, match="No keyword has any spend"):
        keyword_costs(credits, spend)
    with pytest.raises(MingjingError, match="below zero"):
        keyword_costs(credits, spend.with_columns(cost=-1))
    with pytest.raises(MingjingError, match="None of the keywords was clicked"):
        share_by_clicks(credits, spend)
    with pytest.raises(MingjingError, match="lack the columns cost"):
        keyword_costs(credits, spend.drop("cost"))
