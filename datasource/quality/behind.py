"""How many of the records behind a number break a rule that could make it wrong or misleading."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.registry import leaves, subjects
from datasource.metrics.subjects.every import SUBJECTS
from datasource.quality.marks import KEY, marks
from datasource.quality.rules.every import BY_TABLE
from datasource.quality.rules.rule import Severity
from datasource.query.engine import in_its_words
from datasource.query.records import links
from datasource.question import Query, Records
from datasource.scope import Viewer


@dataclass(frozen=True)
class BadShare:
    """Of `records` behind a number, `broken` break a rule: `rules` names each with how many do, the most first."""

    records: int
    broken: int
    rules: tuple[tuple[str, int], ...]


@in_its_words
def share_behind(catalog: Catalog, viewer: Viewer, query: Query, name: str) -> BadShare | None:
    """The bad share of the records that metric `name` of `query` counts and `viewer` may see.

    None where no rule is about such records. Rules of low severity are left out: they change no number.
    """
    leaf = leaves(name)[-1].name
    subject = SUBJECTS[subjects(leaf)[0]]
    rules = [rule.id for rule in BY_TABLE.get(subject.record_table, ()) if rule.severity is not Severity.LOW]
    if not rules:
        return None
    ask = Records(subject=subject.table, metric=name, where=query.where, period=query.period)
    keys = links(catalog, ask, (), viewer).select(pl.col(KEY).cast(pl.Int64)).unique()
    bad = marks(catalog, subject.record_table).filter(pl.any_horizontal(pl.col(rules))).join(keys, on=KEY, how="semi")
    counted = bad.select(pl.col(rules).sum()).row(0, named=True)
    told = sorted(((rule, int(count)) for rule, count in counted.items() if count), key=lambda one: -one[1])
    return BadShare(keys.height, bad.height, tuple(told))
