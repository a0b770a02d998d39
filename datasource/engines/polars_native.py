"""The default engine: a plan's scans as lazy Polars queries, collected together.

What keeps an answer right and fast: sums are integers of minor units; grouping is by Enum and Date columns; a period on
the main date is a slice of the sorted frame; conditions that all metrics share filter once, the others stand inside the
aggregation; totals of sums and counts are the sums of their groups, all other totals are aggregated anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import polars as pl

from datasource.engines import aggregates, formulas
from datasource.engines.aggregates import ADDITIVE, NULL, ROWS, USED, measure
from datasource.engines.conditions import condition
from datasource.engines.facts import Facts, main_date
from datasource.engines.keys import Key, Top, stacked
from datasource.engines.made import members
from datasource.errors import MingjingError
from datasource.metrics.dimension import stands_on
from datasource.metrics.metric import Condition, How, Metric
from datasource.metrics.registry import SUBJECTS, dimension
from datasource.periods import Span, bucket_start, buckets
from datasource.plan import Scan
from datasource.question import Filter
from datasource.scope import Scope
from datasource.texts import _


@dataclass(frozen=True)
class Counted:
    """Rows behind one metric. `undated`: every row that fits lacks the date, so that no period can be answered."""

    read: int
    out_of_scope: int
    used: int
    null: int
    undated: bool = False


@dataclass(frozen=True)
class Ask:
    """One scan to run. `totals`: totals that do not add up are wanted. `proves`: so are the rows without a date."""

    scan: Scan
    top: Top | None = None
    totals: bool = False
    proves: bool = True


@dataclass(frozen=True)
class Partial:
    """What a scan found: one row per group (keys as Enum or first day), totals, and the rows behind each metric.

    `kinds` are the types of the text keys: asking a frame for them is slow where there are many members.
    """

    groups: pl.DataFrame
    totals: dict[str, Any]
    counted: dict[str, Counted]
    kinds: dict[str, pl.Enum]

    def with_key(self, name: str, kind: pl.Enum) -> "Partial":
        """The same with text key `name` as `kind`, which has more members."""
        return replace(self, groups=self.groups.with_columns(pl.col(name).cast(kind)))

    def summed(self, keys: Sequence[str], top: Top | None = None) -> "Partial":
        """The same by fewer `keys`, or with the members outside `top` together; right for numbers that add up."""
        groups = self.groups.lazy()
        if top is not None:
            is_kept = pl.col(top.field).cast(pl.String).is_in(top.members)
            groups = groups.with_columns(pl.when(is_kept).then(top.field).alias(top.field))
        found = groups.group_by(keys).agg(pl.col(*self.totals).sum())
        return replace(self, groups=collect([found], self.groups.height)[0])


class PolarsEngine:
    """Answers scans over one catalog's facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        facts.maker = members
        self._in_scope: dict[tuple[str, Scope], int] = {}

    def run(self, asks: Sequence[Ask], scope: Scope) -> list[Partial]:
        """The answers to `asks`, in one collection."""
        built = [_Pass(self, ask, scope) for ask in asks]
        rows = sum(part.rows_read for part in built)
        frames = iter(collect([lazy for part in built for lazy in part.lazy], rows))
        return [part.partial([next(frames) for _ in part.lazy]) for part in built]

    def subject(self, scan: Scan) -> str:
        """The subject whose rows answer `scan`: for a past state the log of stays, else its own."""
        return _at_the_time(self.facts, scan, _moments(self.facts, scan)).subject

    def rows(self, scan: Scan, scope: Scope) -> pl.LazyFrame:
        """The wide rows that the metrics of `scan` count (all rows in scope and filters where it has none)."""
        return _Pass(self, Ask(replace(scan, keys=(), split=False)), scope).counted_rows()

    def visible(self, subject: str, scope: Scope, *, split: bool = False) -> pl.DataFrame | pl.LazyFrame:
        """The wide fact of `subject` without the rows that are out of scope."""
        rows = self.facts.frame(subject, split=split)
        seen = scope.condition(rows)
        return rows if seen is None else rows.lazy().filter(seen)

    def out_of_scope(self, subject: str, scope: Scope) -> int:
        """Rows of `subject` that the scope hides, deleted ones left out; counted once per scope."""
        height = self.facts.frame(subject).height
        if scope.users is None:
            return 0
        if (subject, scope) not in self._in_scope:
            seen = self.visible(subject, scope).lazy().select(pl.len()).collect().item()
            self._in_scope[subject, scope] = int(seen)
        return height - self._in_scope[subject, scope]


class _Pass:
    """One scan as lazy queries: its groups (one per moment for a state), its totals, and its rows without a date."""

    def __init__(self, engine: PolarsEngine, ask: Ask, scope: Scope) -> None:
        self.engine, self.scope, self.ask, scan = engine, scope, ask, ask.scan
        self.moments = _moments(engine.facts, scan)
        self.scan = _at_the_time(engine.facts, scan, self.moments)
        formulas.prepare(engine.facts, self.scan)
        self.keys = [Key(engine.facts, self.scan, key, ask.top) for key in self.scan.keys]
        self.rows_read = 0
        subject, role = self.scan.subject, self.scan.date
        self.where = {
            split: [
                condition(engine.facts, subject, part, role, event=self.scan.event, split=split) for part in scan.where
            ]
            for split in {False, scan.split}
        }
        self.common = aggregates.shared(scan.metrics, is_state=scan.as_of)
        self.within = {
            (ask, split): condition(engine.facts, subject, ask, role, event=self.scan.event, split=split)
            for ask in dict.fromkeys(ask for item in scan.metrics for ask in measure(item).within)
            for split in {False, scan.split}
        }
        self.has_nulls = {item.name: engine.facts.has_nulls(subject, measure(item).column) for item in scan.metrics}
        self.used = self._used_columns()
        self.lazy = self._lazy()

    def partial(self, frames: list[pl.DataFrame]) -> Partial:
        """The collected frames as groups, totals and counts."""
        parts = frames[: len(self.moments)]
        undated = frames[-1].row(0, named=True) if self._counts_undated else {}
        has_total = len(frames) > len(self.moments) + self._counts_undated
        whole = frames[len(self.moments)] if has_total else parts[-1]
        groups = self._with_rows(stacked(parts, self.keys, self.moments))
        if self.moments[0][0] is None and any(key.is_moment for key in self.keys):
            groups = groups.clear()
        totals = {item.name: self._total(item.name, whole, is_whole=has_total) for item in self.scan.metrics}
        counted = {item.name: self._counted(item.name, whole, undated) for item in self.scan.metrics}
        return Partial(groups, totals, counted, {key.name: key.kind for key in self.keys if key.kind is not None})

    def _with_rows(self, groups: pl.DataFrame) -> pl.DataFrame:
        """The groups that any metric counts a row of, whatever else is asked for beside it."""
        if not self.keys or not self._may_be_empty:
            return groups
        return groups.filter(pl.any_horizontal(pl.col(item.name + ROWS) for item in self.scan.metrics))

    @property
    def _may_be_empty(self) -> bool:
        """Whether a group may hold no row that any metric counts: each has conditions that the others lack."""
        return all(self._own(item) for item in self.scan.metrics)

    def counted_rows(self) -> pl.LazyFrame:
        """The rows behind the scan's metrics: filtered, in the period or state, with a value to count."""
        rows = self._rows(self.moments[-1][1], split=False)
        for item in self.scan.metrics:
            passes = self._test(self._standing(item), split=False)
            rows = rows if passes is None else rows.filter(passes)
            rows = rows.filter(pl.col(measure(item).column).is_not_null()) if self.has_nulls[item.name] else rows
        return rows

    @property
    def _counts_undated(self) -> bool:
        if self.scan.span is None or self.scan.as_of or not self.ask.proves:
            return False
        return self.engine.facts.has_nulls(self.scan.subject, self.scan.date)

    @property
    def _needs_total(self) -> bool:
        """Totals that do not add up are aggregated anew."""
        return self.ask.totals and any(measure(item).how not in ADDITIVE for item in self.scan.metrics)

    def _lazy(self) -> list[pl.LazyFrame]:
        split, keys = self.scan.split, [key for key in self.keys if not key.is_moment]
        queries = []
        for _bucket, moment in self.moments:
            rows = self._rows(moment, split=split)
            values = self._values(split=split)
            grouped = rows.group_by([key.expr() for key in keys]).agg(values) if keys else rows.select(values)
            queries.append(grouped)
        if self._needs_total and (keys or len(self.moments) > 1):
            queries.append(self._rows(self.moments[-1][1], split=False).select(self._values(split=False)))
        if self._counts_undated:
            rows = self._filtered(self._seen(self.engine.facts.undated(self.scan.subject, self.scan.date)), split=False)
            queries.append(rows.select(self._undated_count(name) for name in self.has_nulls))
        return queries

    def _rows(self, moment: date | None, *, split: bool) -> pl.LazyFrame:
        if moment is not None:
            return self._filtered(self._source(split=split), split=split).filter(self._state(moment))
        return self._filtered(self._source(split=split, span=self.scan.span), split=split)

    def _filtered(self, rows: pl.LazyFrame, *, split: bool) -> pl.LazyFrame:
        for passes in (*self.where[split], self._test(self.common, split=split)):
            rows = rows if passes is None else rows.filter(passes)
        return rows

    def _source(self, *, split: bool, span: Span | None = None) -> pl.LazyFrame:
        subject, column = self.scan.subject, self.scan.date
        if span is not None and column == main_date(subject):
            rows, span = self.engine.facts.slice(subject, span, split=split), None
        else:
            rows = self.engine.facts.frame(subject, split=split)
        self.rows_read += rows.height
        lazy = rows.lazy()
        if span is not None:
            lazy = lazy.filter(pl.col(column).is_between(span.start, span.end))
        return self._seen(lazy)

    def _seen(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        seen = self.scope.condition(self.engine.facts.frame(self.scan.subject))
        return rows if seen is None else rows.filter(seen)

    def _state(self, moment: date) -> pl.Expr:
        """The rows that are open at the end of `moment`: in the stage log for a past one, else as they stand now.

        A row without a day on which it began is known to be there today, not since when.
        """
        lasts = SUBJECTS[self.scan.subject].lasts
        if lasts is not None:
            began, ended = lasts
            still = pl.col(ended).is_null() | (pl.col(ended) > moment) if ended else pl.lit(value=True)
            is_now = moment >= self.engine.facts.catalog.as_of
            return (pl.col(began) <= moment).fill_null(value=is_now) & still
        return pl.col("outcome") == "open"

    def _values(self, *, split: bool) -> list[pl.Expr]:
        values = []
        made = set()
        for item in self.scan.metrics:
            passes = self._test(self._own(item), split=split)
            values.append(aggregates.value(item, passes, split=split))
            name = self.used[item.name]
            if name not in made and (split or name.endswith(USED)):
                made.add(name)
                has_nulls = self.has_nulls[item.name]
                values.append(aggregates.used(item, passes, name, has_nulls=has_nulls, split=split))
            if self.has_nulls[item.name]:
                values.append(aggregates.empty(item, passes, split=split))
            if passes is not None and self._may_be_empty:
                values.append(passes.any().alias(item.name + ROWS))
        return values

    def _standing(self, item: Metric) -> tuple[Condition | Filter, ...]:
        return aggregates.standing(item, is_state=self.scan.as_of)

    def _own(self, item: Metric) -> tuple[Condition | Filter, ...]:
        """The conditions of `item` that the scan does not filter by."""
        return tuple(ask for ask in self._standing(item) if ask not in self.common)

    def _test(self, asks: Iterable[Condition | Filter], *, split: bool) -> pl.Expr | None:
        return aggregates.test(asks, lambda ask: self.within[ask, split])

    def _used_columns(self) -> dict[str, str]:
        """Per metric, the column that counts the rows it uses; metrics over the same rows share one."""
        shared: dict[tuple[tuple[Condition | Filter, ...], str], str] = {}
        for item in self.scan.metrics:
            if measure(item).how is How.COUNT and not self.scan.split:
                shared.setdefault((self._own(item), ""), item.name)
        return {item.name: shared.setdefault(self._rows_used(item), item.name + USED) for item in self.scan.metrics}

    def _rows_used(self, item: Metric) -> tuple[tuple[Condition | Filter, ...], str]:
        return self._own(item), measure(item).column if self.has_nulls[item.name] else ""

    def _undated_count(self, name: str) -> pl.Expr:
        item = next(item for item in self.scan.metrics if item.name == name)
        passes = self._test(self._own(item), split=False)
        counted = pl.len() if passes is None else passes.sum()
        return counted.cast(pl.Int64).alias(name)

    def _total(self, name: str, whole: pl.DataFrame, *, is_whole: bool) -> Any:
        item = next(item for item in self.scan.metrics if item.name == name)
        if item.needs:
            return None
        if is_whole or not self.scan.keys or whole.height == 1:
            return whole[name].item()
        counts_records = self.scan.split and measure(item).how is How.COUNT
        return whole[self.used[name] if counts_records else name].sum()

    def _counted(self, name: str, whole: pl.DataFrame, undated: dict[str, int]) -> Counted:
        catalog = self.engine.facts.catalog
        used = int(whole[self.used[name]].sum())
        null = int(whole[name + NULL].sum()) if self.has_nulls[name] else 0
        null += undated.get(name, 0)
        hidden = self.engine.out_of_scope(self.scan.subject, self.scope)
        never_dated = used == 0 and undated.get(name, 0) > 0 and not self._has_dates(name)
        return Counted(catalog.rows(self.scan.subject), hidden, used, null, never_dated)

    def _has_dates(self, name: str) -> bool:
        item = next(item for item in self.scan.metrics if item.name == name)
        rows = self._filtered(self._source(split=False), split=False).filter(pl.col(self.scan.date).is_not_null())
        passes = self._test(self._standing(item), split=False)
        matching = rows if passes is None else rows.filter(passes)
        return matching.limit(1).collect().height > 0


def collect(queries: list[pl.LazyFrame], rows: int) -> list[pl.DataFrame]:
    """The collected `queries`. Over few rows the streaming engine takes longer to start than the other one to end."""
    engine: Literal["in-memory", "auto"] = "in-memory" if rows <= _FEW_ROWS else "auto"
    if len(queries) == 1:
        return [queries[0].collect(engine=engine)]
    return pl.collect_all(queries, engine=engine)


_FEW_ROWS = 60_000


def _moments(facts: Facts, scan: Scan) -> list[tuple[date | None, date | None]]:
    """For a state: (first day of the bucket, day of the state) per bucket; else the one pass (None, None).

    Where every bucket lies ahead, one moment without a bucket: the total is known, no bucket is.
    """
    if not scan.as_of:
        return [(None, None)]
    today = facts.catalog.as_of
    key = next((key for key in scan.keys if key.name == "date"), None)
    if key is None or key.grain is None:
        return [(None, scan.span.end if scan.span is not None else today)]
    span = scan.span
    if span is None:
        first = facts.frame(scan.subject)[scan.date].min()
        span = Span(first if isinstance(first, date) else today, today)
    parts = buckets(span, key.grain)
    if len(parts) > _MOST_MOMENTS:
        raise MingjingError(
            _("The period has {count} buckets; a state takes {most}: choose a coarser grain.").format(
                count=len(parts), most=_MOST_MOMENTS
            )
        )
    known = [(bucket_start(part.start, key.grain), part.end) for part in parts if part.start <= today]
    return [*known] or [(None, span.end)]


_MOST_MOMENTS = 400


def _at_the_time(facts: Facts, scan: Scan, moments: list[tuple[date | None, date | None]]) -> Scan:
    """`scan` over the stage log where a past state is asked for, since stage, owner and amount change with time."""
    past = [moment for _bucket, moment in moments if moment is not None and moment < facts.catalog.as_of]
    if not scan.as_of or not past or SUBJECTS[scan.subject].lasts is not None:
        return scan
    asked = (*scan.where, *(ask for item in scan.metrics for ask in measure(item).within))
    fields = {key.name for key in scan.keys} | {ask.field for ask in asked}
    by_stage = any(root.name == "stage" for name in fields for root in stands_on(dimension(name))) or any(
        measure(item).column == "weighted_amount" for item in scan.metrics
    )
    since = facts.catalog.manifest.stages_since
    if by_stage and since is not None and min(past) < since:
        raise MingjingError(
            _("Stages as of {day} are not known: the log of stages begins on {since}; ask for a later day.").format(
                day=min(past), since=since
            )
        )
    if by_stage and not facts.catalog.rows("stage_events"):
        raise MingjingError(
            _("Stages as of {day} are not known: these data have no stage log; ask for today's state.").format(
                day=past[0]
            )
        )
    return replace(scan, subject="stage_stays")
