"""The newest values out of the ordinary (reports 2.10, alerts): main metrics of the company and of its parts.

Each value is compared with what its own past let expect, trend and season included. Of many parts some are always far
off by chance, so that of what is shown of a level a tenth is false at most, on average.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np

from datasource.analytics.anomalies import Surprise, Trial, standing_out, surprises, tried
from datasource.analytics.method_card import MethodCard
from datasource.analytics.pace import step
from datasource.analytics.smoothing import Floats
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import metric, refusal
from datasource.question import Filter, Grain
from datasource.reports.bucketed import WHOLE, Bucketed, bucketed
from datasource.result import Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _

METRICS: Final = (
    "contract_amount", "received_amount", "won_amount", "lost_amount", "new_opportunity_amount", "new_customers",
    "new_leads", "new_opportunities", "follow_ups", "tickets_opened",
)  # fmt: skip
LEVELS: Final = ("", "department", "owner", "region", "product_category", "source")
"""The company, and the dimensions whose members are looked at."""
NEWEST: Final[Mapping[Grain, int]] = MappingProxyType({Grain.WEEK: 4, Grain.MONTH: 3})
"""The grains that may be asked for, and how many buckets are searched."""
LEAST_SHARE = 0.01
"""Differences of a smaller share of the company's own expected value are left out."""
_TRIED: Final = 12


@dataclass(frozen=True)
class Odd:
    """One value that stands out: of which metric and member, in which bucket (first day), and what was expected.

    `deviations` is in spreads, signed; `chance` the p-value adjusted for all values of the level; `share` the size of
    the difference as a share of the company's own expected value.
    """

    metric: str
    field: str
    member: str
    bucket: date
    value: float
    expected: float
    deviations: float
    chance: float
    share: float

    @property
    def difference(self) -> float:
        """By how much the value is off what was expected."""
        return self.value - self.expected


@dataclass(frozen=True)
class Anomalies:
    """What stands out in the `buckets` (first days), the newest and largest first; `judged` series were looked at.

    `told` is the answer behind the first of them.
    """

    grain: Grain
    buckets: tuple[date, ...]
    found: tuple[Odd, ...]
    judged: int
    told: Result
    card: MethodCard


@dataclass(frozen=True)
class _Series:
    """One series with what was expected of it; `company` is the expected value of the whole."""

    seen: Bucketed
    member: str
    values: Floats
    surprise: Surprise
    company: Floats


def anomalies(catalog: Catalog, viewer: Viewer, grain: Grain, where: tuple[Filter, ...] = ()) -> Anomalies:
    """The newest values that stand out among those that `viewer` may see, under the filters.

    Raises `MingjingError` where no history is long enough to tell.
    """
    levels: dict[str, list[_Series]] = {level: [] for level in LEVELS}
    for series in _judged(catalog, viewer, grain, where):
        levels[series.seen.by].append(series)
    judged = sum(map(len, levels.values()))
    if not judged:
        raise MingjingError(_("No history is long enough, and changes, to tell what is unusual."))
    found = [odd for family in levels.values() for back in range(NEWEST[grain]) for odd in _found(family, back)]
    whole = levels[WHOLE] or next(family for family in levels.values() if family)
    starts = whole[0].seen.starts[-NEWEST[grain] :]
    trial = tried([(one.values, one.seen.season) for one in whole], _TRIED)
    return Anomalies(
        grain, starts, tuple(sorted(found, key=_rank)), judged, whole[0].seen.told, _card(catalog, trial, judged)
    )


def _judged(catalog: Catalog, viewer: Viewer, grain: Grain, where: tuple[Filter, ...]) -> Iterator[_Series]:
    """Every series that is long enough, of the company first."""
    for at, name in enumerate(METRICS):
        company: dict[date, float] = {}
        for level in LEVELS:
            step(at * len(LEVELS) + LEVELS.index(level), len(METRICS) * len(LEVELS))
            if level and refusal(name, level) is not None:
                continue
            try:
                seen = bucketed(catalog, viewer, name, grain, level, where)
            except MingjingError:
                continue
            for series in _told(seen, company):
                if not level:
                    company = dict(zip(seen.starts[-len(series.values) :], series.surprise.expected, strict=True))
                yield series


def _told(seen: Bucketed, company: Mapping[date, float]) -> Iterator[_Series]:
    for member, values in seen.entities.items():
        own = values[int(np.flatnonzero(np.isfinite(values))[:1].sum()) :]
        try:
            surprise = surprises(own, seen.season, NEWEST[seen.grain])
        except MingjingError:
            continue
        starts = seen.starts[-len(own) :]
        whole = [company.get(day, np.nan) for day in starts] if seen.by else surprise.expected
        yield _Series(seen, member, own, surprise, np.asarray(whole, dtype=np.float64))


def _found(family: list[_Series], back: int) -> Iterator[Odd]:
    """What stands out among the series of one level in the bucket `back` before the newest."""
    known = [one for one in family if len(one.values) > back and np.isfinite(one.surprise.expected[-1 - back])]
    known = [one for one in known if not np.isnan(one.surprise.deviations[-1 - back])]
    if not known:
        return
    deviations = np.array([one.surprise.deviations[-1 - back] for one in known])
    chances, are_odd = standing_out(deviations)
    for at in np.flatnonzero(are_odd).tolist():
        odd = _odd(known[at], -1 - back, float(chances[at]))
        if odd.share >= LEAST_SHARE:
            yield odd


def _odd(one: _Series, at: int, chance: float) -> Odd:
    value, expected = float(one.values[at]), float(one.surprise.expected[at])
    company = abs(float(one.company[at]))
    share = abs(value - expected) / company if company > 0 else 1.0
    return Odd(
        metric=one.seen.name,
        field=one.seen.by,
        member=one.member,
        bucket=one.seen.starts[at],
        value=value,
        expected=expected,
        deviations=float(one.surprise.deviations[at]),
        chance=chance,
        share=share,
    )


def _rank(odd: Odd) -> tuple[float, bool, float]:
    """The newest first; of these money before counts, the most money first, counts by their share of the company's."""
    is_money = metric(odd.metric).unit is Unit.MONEY
    return -odd.bucket.toordinal(), not is_money, -abs(odd.difference) if is_money else -odd.share


@dataclass(frozen=True)
class Course:
    """One member's metric bucket by bucket: `labels`, `values`, and what was `expected` (NaN: too short a past).

    `told` is the answer behind it.
    """

    labels: tuple[str, ...]
    values: Floats
    expected: Floats
    told: Result


def course(  # noqa: PLR0913, PLR0917  (what is asked, by whom)
    catalog: Catalog, viewer: Viewer, name: str, grain: Grain, by: str, member: str, where: tuple[Filter, ...] = ()
) -> Course:
    """How the metric of one member went, and what was expected; raises `MingjingError` as `bucketed` does."""
    seen = bucketed(catalog, viewer, name, grain, by, where)
    values = seen.entities.get(member)
    if values is None:
        raise MingjingError(_("There is no whole bucket with a record that you may see."))
    expected = np.full(len(values), np.nan)
    first = int(np.flatnonzero(np.isfinite(values) & (values != 0))[:1].sum())
    try:
        expected[first:] = surprises(values[first:], seen.season).expected
    except MingjingError:
        first = 0
    return Course(tuple(seen.labels), values, expected, seen.told)


def _card(catalog: Catalog, trial: Trial, judged: int) -> MethodCard:
    def told(seen: float, false: float) -> str:
        return f"{100 * seen:.0f} % / {100 * false:.1f} %"

    return MethodCard(
        does=N_(
            "Each value is compared with the theta forecast made of the values before it, trend and season included,"
            " and the difference with the differences before it. Shown is what is so far off that one finding in ten is"
            " false at most (Benjamini-Hochberg, level by level), and weighs 1 % of the whole or more."
        ),
        data=N_("The records that you may see under the filters, in buckets that are over."),
        as_of=catalog.as_of,
        assumes=(N_("The past was ordinary enough to learn from; what repeats each year or week is no surprise."),),
        quality=(
            (N_("Series judged"), f"{judged:,}"),
            (N_("Shocks of five spreads seen / untouched values taken for one"), told(trial.seen, trial.false)),
            (N_("The same for the rule: 30 % more or less than before"), told(trial.naive_seen, trial.naive_false)),
            (N_("Values tried"), f"{trial.values:,}"),
        ),
        avoid=(
            N_("As proof of a mistake: it says that something is unusual, not why."),
            N_("In the weeks around the lunar new year, which lie elsewhere in each year."),
            N_("For members with a few records a month: their values jump, and only large jumps are seen."),
        ),
        sources=("Assimakopoulos and Nikolopoulos 2000", "Benjamini and Hochberg 1995"),
    )
