"""Silent leads: the window's edges, deals that speak for a lead, what the day hides, and refusals."""

from datetime import date, timedelta

import polars as pl
import pytest

from datasource.analytics.silent_leads import SilentLeads, find_silent_leads
from datasource.errors import MingjingError

DAY = date(2026, 6, 30)


def _touches(*rows: tuple[str | None, int | None, str]) -> pl.DataFrame:
    """Lead, days before `DAY`, channel."""
    days = [(lead, None if ago is None else DAY - timedelta(days=ago), how) for lead, ago, how in rows]
    return pl.DataFrame(days, {"lead": pl.String, "at": pl.Date, "channel": pl.String}, orient="row")


def _deals(*rows: tuple[str, int | None, int | None]) -> pl.DataFrame:
    """Lead, created and closed as days before `DAY`."""
    days = [(lead, *[None if ago is None else DAY - timedelta(days=ago) for ago in ends]) for lead, *ends in rows]
    return pl.DataFrame(days, {"lead": pl.String, "created": pl.Date, "closed": pl.Date}, orient="row")


def _names(found: SilentLeads) -> list[str]:
    return found.leads["lead"].to_list()


def test_who_reached_out_within_the_window_and_has_no_deal_is_silent() -> None:
    touches = _touches(("a", 89, "form"), ("b", 90, "form"), ("c", 0, "fair"), ("c", 3, "form"), ("d", 5, "form"))
    found = find_silent_leads(touches, _deals(("d", 2, None)), DAY)
    first = found.leads.row(0, named=True)

    assert _names(found) == ["c", "a"]
    assert (first["touches"], first["channels"], first["days"]) == (2, ["fair", "form"], 0)
    assert found.touched == 3
    assert found.share == pytest.approx(2 / 3)
    assert found.low < 2 / 3 < found.high


@pytest.mark.parametrize(
    ("deal", "silent"),
    [
        ((200, 100), True),
        ((200, 30), False),
        ((200, None), False),
        ((None, None), False),
        ((20, 20), False),
        ((40, 35), False),
    ],
)
def test_a_deal_since_the_first_touch_or_open_then_breaks_the_silence(
    deal: tuple[int | None, int | None], silent: bool
) -> None:
    touches = _touches(("a", 40, "form"), ("a", 10, "form"))

    assert bool(_names(find_silent_leads(touches, _deals(("a", *deal)), DAY))) is silent


def test_what_comes_later_changes_nothing() -> None:
    touches, deals = _touches(("a", 5, "form"), ("b", 7, "call")), _deals(("b", 200, 100))
    later = find_silent_leads(
        pl.concat([touches, _touches(("c", -1, "form"), ("a", -3, "call"))]),
        pl.concat([deals, _deals(("a", -2, None), ("b", -1, -9))]),
        DAY,
    )

    assert later.leads.equals(find_silent_leads(touches, deals, DAY).leads)
    assert later.future == 2


def test_touches_without_a_day_are_counted() -> None:
    found = find_silent_leads(_touches(("a", 1, "form"), ("b", None, "form"), (None, 3, "form")), _deals(), DAY)

    assert (_names(found), found.undated) == (["a"], 1)


def test_what_has_no_answer_gets_a_sentence() -> None:
    old = _touches(("a", 300, "form"))
    with pytest.raises(MingjingError, match="touches of leads within the window"):
        find_silent_leads(old, _deals(), DAY)
    with pytest.raises(MingjingError, match="at least one day"):
        find_silent_leads(old, _deals(), DAY, window=0)
    with pytest.raises(MingjingError, match="lack the columns channel"):
        find_silent_leads(old.drop("channel"), _deals(), DAY)
