"""How fast leads are answered, and how much more often those answered fast convert, within the same channel.

Whoever is answered late had to be unconverted until then, and good channels may be answered faster: conversions before
the answer are left out, all leads are watched equally long, and bands are compared within each channel.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.evaluation import Z95, wilson
from datasource.analytics.linear_models import normal_chance
from datasource.analytics.refusals import Floats, need_columns, need_rows, need_unique
from datasource.analytics.segment_compare import LEAST_ROWS
from datasource.errors import MingjingError
from datasource.texts import N_, _

HORIZON: Final = 90
# Bounds of the bands in hours; the last one has those answered later, and then come those not answered at all.
BANDS: Final = (1, 4, 24, 72)
_MIDNIGHT: Final = time(0)
_HOURS: Final = 3_600_000_000
_LEAST_LEADS: Final = 50
_LEAST_EACH: Final = 10
_DAYS_ALONE: Final = 0.9


@dataclass(frozen=True)
class ResponseTimes:
    """Leads by the time of their first answer, and what goes with it: associated, not proven to cause.

    `bands`: one row per band with leads, fastest first: `hours` (its upper bound, null = later), `answered` (False in
    the last row), `leads`, `converted`, `rate` with 95 % Wilson bounds `low`, `high`; against the slowest answered band
    with 8 leads (`against`, its `hours`), within the same channels: `difference` of the rates (1 = 100 points) with
    `difference_low` and `difference_high`, `times` (ratio of the rates), `chance` (p-value), `adjusted` (Benjamini and
    Hochberg), `found` (adjusted <= 0.05); these are null for that band itself and for bands with fewer than 8 leads.
    `alone` is the number of leads in channels that have no lead of the other band. `base` is the rate of all.
    Left out: `unripe` leads whose time to convert is not over, `early` ones that converted before any answer, `odd`
    ones answered or converted before they came, `undated` ones.
    """

    bands: pl.DataFrame
    against: int | None
    base: float
    leads: int
    unripe: int
    early: int
    odd: int
    undated: int


def response_times(leads: pl.DataFrame, as_of: date, horizon: int = HORIZON) -> ResponseTimes:
    """What is known at the end of `as_of` of leads and their conversion within `horizon` days of their coming.

    `leads`: one row per lead: `lead`, `created`, `responded`, `converted` (Datetime, null = not so far), `channel`.
    Differences and ratios are Mantel and Haenszel's over channels (Greenland and Robins 1985, Biometrics 41:55, and
    Rothman and others, Modern Epidemiology, 2008, chapter 15). Raises `MingjingError` for missing columns, a lead
    twice, days without hours, fewer than 50 leads or 10 that did or did not convert, answers all in one band.
    """
    known = known_leads(leads, as_of)
    judged, counts = _judged(known, as_of, horizon)
    need_rows(judged.height, _LEAST_LEADS, N_("leads whose time to convert is over"))
    hits = int(judged["won"].sum())
    need_rows(min(hits, judged.height - hits), _LEAST_EACH, N_("leads that converted, and as many that did not"))
    table = _bands(judged)
    slow = table.filter(pl.col("answered") & (pl.col("leads") >= LEAST_ROWS))
    if slow.height < 2:
        raise MingjingError(_("All answers are equally fast, so nothing can be told of their effect."))
    against = int(slow["place"][-1])
    compared = [_within_channels(judged, int(place), against) for place in table["place"]]
    effects = pl.DataFrame(compared, schema=_EFFECT, orient="row")
    return ResponseTimes(
        bands=_corrected(pl.concat([table, effects], how="horizontal")).drop("place"),
        against=BANDS[against] if against < len(BANDS) else None,
        base=hits / judged.height,
        leads=judged.height,
        **counts,
    )


def known_leads(leads: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Leads as known at the end of `as_of`, answers and conversions after it taken away; errors as above."""
    need_columns(leads, ["lead", "created", "responded", "converted"])
    need_unique(leads, "lead")
    moments = ("created", "responded", "converted")
    _need_hours(leads)
    cast = leads.with_columns(pl.col(*moments).cast(pl.Datetime("us")))
    after = [pl.when(pl.col(name).dt.date() <= as_of).then(name).alias(name) for name in ("responded", "converted")]
    return cast.filter((pl.col("created").dt.date() <= as_of) | pl.col("created").is_null()).with_columns(after)


_EFFECT: Final = dict.fromkeys(
    ("difference", "difference_low", "difference_high", "times", "chance", "alone"), pl.Float64
)


def _need_hours(leads: pl.DataFrame) -> None:
    """Raise unless created and answered say an hour: a plain day would make each answer as fast as can be."""
    both = leads.drop_nulls(["created", "responded"])
    need_rows(both.height, 1, N_("leads with an answer"))
    for name in ("created", "responded"):
        midnights = both.filter(pl.col(name).cast(pl.Datetime("us")).dt.time() == _MIDNIGHT).height
        if midnights > _DAYS_ALONE * both.height:
            text = _("The leads or their answers have days without hours, so the hours between are not known.")
            raise MingjingError(text)


def _judged(known: pl.DataFrame, as_of: date, horizon: int) -> tuple[pl.DataFrame, dict[str, int]]:
    """Leads that count: `channel`, `place` of their band, `won`; and how many of the others there are."""
    rows = known.with_columns(
        hours=(pl.col("responded") - pl.col("created")).dt.total_microseconds() / _HOURS,
        took=pl.col("converted") - pl.col("created"),
        channel=pl.col("channel").cast(pl.String).fill_null("") if "channel" in known.columns else pl.lit(""),
    )
    undated = pl.col("created").is_null()
    odd = ((pl.col("hours") < 0) | (pl.col("took") < timedelta(0))).fill_null(value=False)
    unripe = (pl.col("created").dt.date() + timedelta(days=horizon) > as_of).fill_null(value=False)
    early = (pl.col("converted") < pl.col("responded")).fill_null(value=False)
    kinds = {
        "undated": undated,
        "odd": odd & ~undated,
        "unripe": unripe & ~odd,
        "early": early & ~unripe & ~odd & ~undated,
    }
    counts = {name: int(rows.select(kind.sum()).item()) for name, kind in kinds.items()}
    # An answer after the horizon came too late for a conversion within it: as good as none.
    late = pl.col("hours").is_null() | (pl.col("hours") > 24 * horizon)
    place = (
        pl.when(late)
        .then(len(BANDS) + 1)
        .otherwise(pl.sum_horizontal(*[(pl.col("hours") > bound).cast(pl.Int64) for bound in BANDS]))
    )
    won = (pl.col("took") <= timedelta(days=horizon)).fill_null(value=False)
    kept = rows.filter(~pl.any_horizontal(*kinds.values()))
    return kept.select("channel", place=place.cast(pl.Int64), won=won), counts


def _bands(judged: pl.DataFrame) -> pl.DataFrame:
    table = judged.group_by("place").agg(leads=pl.len(), converted=pl.col("won").sum()).sort("place")
    hits, count = (table[name].to_numpy().astype(np.float64) for name in ("converted", "leads"))
    low, high = wilson(hits, count)
    bounds: list[int | None] = [*BANDS, None, None]
    return table.select(
        "place",
        hours=pl.Series([bounds[place] for place in table["place"]], dtype=pl.Int64),
        answered=pl.col("place") <= len(BANDS),
        leads=pl.col("leads").cast(pl.Int64),
        converted=pl.col("converted").cast(pl.Int64),
        rate=pl.Series(hits / count),
        low=pl.Series(low),
        high=pl.Series(high),
    )


def _within_channels(judged: pl.DataFrame, place: int, against: int) -> tuple[float | None, ...]:
    """Mantel and Haenszel's difference of a band to another with its interval, the ratio, p-value, leads alone."""
    if place == against or place > len(BANDS):
        return (None,) * len(_EFFECT)
    mine, other = pl.col("place") == place, pl.col("place") == against
    strata = (
        judged.filter(mine | other)
        .group_by("channel")
        .agg(n1=mine.sum(), a1=(mine & pl.col("won")).sum(), n0=other.sum(), a0=(other & pl.col("won")).sum())
        .sort("channel")
    )
    n1, a1, n0, a0 = (strata[name].to_numpy().astype(np.float64) for name in ("n1", "a1", "n0", "a0"))
    both = (n1 > 0) & (n0 > 0)
    alone = float((n1 + n0)[~both].sum())
    n1, a1, n0, a0 = n1[both], a1[both], n0[both], a0[both]
    if min(n1.sum(), n0.sum()) < LEAST_ROWS or a1.sum() + a0.sum() in (0, n1.sum() + n0.sum()):
        return (*(None,) * (len(_EFFECT) - 1), alone)
    difference, error = _pooled(n1, a1, n0, a0)
    slow = float((a0 * n1 / (n1 + n0)).sum())
    times = float((a1 * n0 / (n1 + n0)).sum()) / slow if slow else None
    chance = float(normal_chance(np.array([difference / error]))[0])
    return difference, difference - Z95 * error, difference + Z95 * error, times, chance, alone


def _pooled(n1: Floats, a1: Floats, n0: Floats, a0: Floats) -> tuple[float, float]:
    """Difference of two shares over strata and its standard error, shares shrunk by half a case for the error."""
    weight = n1 * n0 / (n1 + n0)
    difference = float((weight * (a1 / n1 - a0 / n0)).sum() / weight.sum())
    shares = [(hits + 0.5) / (count + 1) for hits, count in ((a1, n1), (a0, n0))]
    spread = shares[0] * (1 - shares[0]) / n1 + shares[1] * (1 - shares[1]) / n0
    return difference, float(np.sqrt((weight**2 * spread).sum()) / weight.sum())


def _corrected(table: pl.DataFrame) -> pl.DataFrame:
    tested = table.filter(pl.col("chance").is_not_null()).select("place", "chance")
    adjusted = tested.select("place", adjusted=pl.Series(benjamini_hochberg(tested["chance"].to_numpy())))
    joined = table.join(adjusted, on="place", how="left", maintain_order="left")
    return joined.with_columns(found=pl.col("adjusted") <= 0.05)
