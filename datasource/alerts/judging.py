"""What a rule says of the data that one person may see, and what of that is news to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from datasource.alerts.rule import AlertRule
from datasource.analytics.alert_rules import Notice, notices_by_entity
from datasource.catalog.catalog import Catalog
from datasource.question import Grain
from datasource.reports.bucketed import Bucketed, bucketed
from datasource.scope import Viewer

YEAR = {Grain.DAY: 365, Grain.WEEK: 52, Grain.MONTH: 12}
"""Buckets of a year."""


@dataclass(frozen=True)
class Judged:
    """A rule over the whole buckets of what one person may see: the changes of state of each entity, oldest first.

    Entities of which nothing can be told (too short a past, values that never change) are not in `said`.
    """

    seen: Bucketed
    said: Mapping[str, tuple[Notice, ...]]

    @property
    def last(self) -> date:
        """The first day of the newest bucket that is over."""
        return self.seen.starts[-1]

    def of_the_year(self) -> tuple[tuple[str, Notice], ...]:
        """What would have been told in the last year, newest first."""
        since = self.seen.starts[-YEAR[self.seen.grain] :][0]
        told = [(name, one) for name, said in self.said.items() for one in said if one.day >= since]
        return tuple(sorted(told, key=lambda one: (one[1].day, one[0]), reverse=True))


@dataclass(frozen=True)
class News:
    """One thing to tell: of which entity, in which bucket, and since when it is so (first days)."""

    entity: str
    bucket: date
    since: date
    notice: Notice


def judge(catalog: Catalog, viewer: Viewer, rule: AlertRule) -> Judged:
    """What `rule` says, had it always been there, over the rows that `viewer` may see.

    Raises `MingjingError` where it can say nothing: no row to be seen, too short a past, names that are gone.
    """
    seen = bucketed(catalog, viewer, rule.metric, rule.grain, rule.by, rule.where)
    if not seen.entities:
        return Judged(seen, {})
    said = notices_by_entity(seen.starts, seen.entities, seen.season, rule.test)
    return Judged(seen, {name: tuple(found) for name, found in said.items()})


def news(judged: Judged, ringing: Mapping[str, bool], since: date | None) -> Iterator[News]:
    """What somebody has not been told, to whom an entity rings as `ringing` says, told up to the bucket of `since`.

    Without `since` nothing of the past is told but that which still rings. Each entity fires and recovers in turn, also
    where data that came late have changed what was told before: then the newest bucket is told of.
    """
    for entity, said in judged.said.items():
        rings = ringing.get(entity, False)
        for one in said:
            if since is not None and one.day > since and one.fired != rings:
                yield News(entity, one.day, one.day, one)
                rings = one.fired
        if rings != (bool(said) and said[-1].fired):
            yield _settled(judged, entity, said)


def _settled(judged: Judged, entity: str, said: tuple[Notice, ...]) -> News:
    if said:
        return News(entity, judged.last, said[-1].day, said[-1])
    value = float(judged.seen.entities[entity][-1])
    return News(entity, judged.last, judged.last, Notice(judged.last, False, value, 0.0, value))
