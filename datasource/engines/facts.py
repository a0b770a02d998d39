"""Wide facts: one frame per subject, sorted by its main date, which grows a column when a question first needs it.

A dimension becomes an Enum column by following the subject's link once; a date bucket becomes a Date column. Both cost
a few nanoseconds a row, once per version, and every later question finds them there. Columns are called `@table`
(link), `dim:name` (dimension) and `date@grain` (bucket).
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from threading import RLock

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.dimension import UNKNOWN, Dim, stands_on
from datasource.metrics.spoken import speaking
from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.periods import Span
from datasource.question import Grain
from datasource.scope import EVERYONE
from datasource.tables.custom import OWN, own_key
from datasource.tables.predicted import PREDICTED
from datasource.tables.schema import key_column, table_of

_TRUNCATE = {Grain.WEEK: "1w", Grain.MONTH: "1mo", Grain.QUARTER: "1q", Grain.YEAR: "1y"}
FIRST = "__first"
MOST_MADE = 256
"""The most columns of calculated dimensions that are kept; of each person's trials, only the last are of use."""
_IN_ROW_ORDER = frozenset({"stage", "pipeline"})


class Facts:
    """The wide facts of one catalog. With `split`, a row is a record's share of one product on its lines."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.maker: Maker | None = None
        self._lock = RLock()
        self._frames: dict[tuple[str, bool], pl.DataFrame] = {}
        self._kinds: dict[tuple[str, str], pl.Enum] = {}
        self._homes: dict[str, tuple[pl.Series, pl.Enum]] = {}
        self._ends: dict[tuple[str, bool, Span], tuple[int, int]] = {}
        self._made: OrderedDict[tuple[str, bool, str], None] = OrderedDict()

    def over(self, catalog: Catalog, changed: Collection[str]) -> "Facts":
        """The facts of `catalog`, which differs in the tables `changed` alone: all other frames are shared."""
        other = Facts(catalog)
        with self._lock:
            other._frames = {key: rows for key, rows in self._frames.items() if key[0] not in changed}
            other._kinds = {key: kind for key, kind in self._kinds.items() if key[0] not in changed}
            other._ends = {key: ends for key, ends in self._ends.items() if key[0] not in changed}
            other._homes = dict(self._homes)
            other._made = OrderedDict((key, None) for key in self._made if key[0] not in changed)
        return other

    def frame(self, subject: str, *, split: bool = False) -> pl.DataFrame:
        """The wide fact of `subject` with the columns that have been asked for so far."""
        with self._lock:
            if (subject, split) not in self._frames:
                with speaking(vocabulary_of(self.catalog.custom)):
                    self._frames[subject, split] = self._split(subject) if split else self._build(SUBJECTS[subject])
            return self._frames[subject, split]

    def users(self, subject: str, role: str) -> str:
        """The link to the owner whom what happened on date `role` belongs to (rule R8); no role: the owner of now."""
        return f"@users@{role}" if role in SUBJECTS[subject].owners else "@users"

    def dimension(self, subject: str, dim: Dim, *, role: str = "", split: bool = False) -> str:
        """The name of the Enum column of `dim`, made if need be; its categories stand in the dimension's own order.

        With `role`, a dimension of the owner is that of the owner on that date (see `users`).
        """
        if dim.made is not None:
            return self._calculated(subject, dim, role, split)
        link = self.users(subject, role) if dim.home == "users" else f"@{dim.home}"
        name = f"dim:{dim.name}{link.removeprefix(f'@{dim.home}')}"
        with self._lock:
            rows = self.frame(subject, split=split)
            if name not in rows.columns:
                values, self._kinds[subject, name] = self._values(SUBJECTS[subject], dim, rows, link)
                self._frames[subject, split] = rows.with_columns(values.alias(name))
        return name

    def _calculated(self, subject: str, dim: Dim, role: str, split: bool) -> str:
        """As `dimension` for a calculated one; the columns that were not asked for longest are dropped again."""
        assert self.maker is not None
        moves = any(root.home == "users" for root in stands_on(dim))
        name = f"dim:{dim.name}{self.users(subject, role).removeprefix('@users') if moves else ''}"
        key = (subject, split, name)
        with self._lock:
            if key not in self._made:
                values, self._kinds[subject, name] = self.maker(self, subject, dim, role, split)
                rows = self.frame(subject, split=split)
                self._frames[subject, split] = rows.with_columns(values.alias(name))
            self._made[key] = None
            self._made.move_to_end(key)
            while len(self._made) > MOST_MADE:
                old_subject, old_split, old = self._made.popitem(last=False)[0]
                self._frames[old_subject, old_split] = self._frames[old_subject, old_split].drop(old)
        return name

    def kind(self, subject: str, name: str) -> pl.Enum:
        """The type of Enum column `name`: asking the frame for its types costs milliseconds per 10,000 members."""
        return self._kinds[subject, name]

    def calculate(self, subject: str, name: str, values: pl.Expr) -> None:
        """Let the wide fact have a column `name` that holds `values`, made if need be."""
        with self._lock:
            rows = self.frame(subject)
            if name not in rows.columns:
                self._frames[subject, False] = rows.with_columns(values.alias(name))

    def number(self, subject: str, dim: Dim, *, split: bool = False) -> str:
        """The name of the column that holds the record's own number, also where its amounts are split by lines."""
        column = SUBJECTS[subject].numbers[dim.name]
        return f"whole:{column}" if split and column in SUBJECTS[subject].amounts else column

    def bucket(self, subject: str, date: str, grain: Grain, *, split: bool = False) -> str:
        """The name of the Date column that holds the first day of each row's bucket, made if need be."""
        if grain is Grain.DAY:
            return date
        name = f"{date}@{grain}"
        with self._lock:
            rows = self.frame(subject, split=split)
            if name not in rows.columns:
                made = rows.with_columns(pl.col(date).dt.truncate(_TRUNCATE[grain]).alias(name))
                is_main = date == main_date(subject)
                self._frames[subject, split] = made.with_columns(pl.col(name).set_sorted()) if is_main else made
        return name

    def has_nulls(self, subject: str, column: str) -> bool:
        """Whether any row of the wide fact lacks `column`; False for no column."""
        return bool(column) and self.frame(subject)[column].null_count() > 0

    def slice(self, subject: str, span: Span, *, split: bool = False) -> pl.DataFrame:
        """The rows of `span` from the wide fact, which is sorted by its main date with empty dates last."""
        rows = self.frame(subject, split=split)
        ends = self._ends.get((subject, split, span))
        if ends is None:
            column = rows[main_date(subject)]
            dates = column.head(column.len() - column.null_count())
            ends = (dates.search_sorted(span.start, side="left"), dates.search_sorted(span.end, side="right"))
            self._ends[subject, split, span] = ends
        return rows.slice(ends[0], ends[1] - ends[0])

    def undated(self, subject: str, column: str) -> pl.LazyFrame:
        """The rows of the wide fact without a date in `column`."""
        rows = self.frame(subject)
        if column == main_date(subject):
            return rows.tail(rows[column].null_count()).lazy()
        return rows.lazy().filter(pl.col(column).is_null())

    def _build(self, subject: Subject) -> pl.DataFrame:
        rows = self.catalog.entity(subject.table)
        wide = {"key": pl.col(subject.key)}
        wide |= {role: self._date(subject, rows, path) for role, path in subject.dates.items()}
        wide |= {f"@{table}": self._follow(rows, path) for table, path in subject.links.items()}
        wide |= {f"@users@{role}": self._follow(rows, path) for role, path in subject.owners.items()}
        wide |= {EVERYONE: pl.lit(value=True)} if subject.is_open else {}
        values = (*subject.columns, *subject.own.values(), *subject.numbers.values())
        wide |= {name: self._value(subject, name) for name in values}
        main = next(iter(subject.dates))
        ordered = rows.select(**wide).sort(main, "key", nulls_last=True, maintain_order=True)
        return ordered.with_columns(pl.col(main).set_sorted())

    def _date(self, subject: Subject, rows: pl.DataFrame, path: str) -> pl.Expr:
        """A date of each row; without a path, rows that have no place in time."""
        if not path:
            return pl.lit(None, dtype=pl.Date)
        return pl.lit(self.catalog.apart(subject.table, path)) if _is_apart(path) else self._follow(rows, path)

    def _value(self, subject: Subject, name: str) -> pl.Expr:
        return pl.lit(self.catalog.apart(subject.table, name)) if _is_apart(name) else pl.col(name)

    def _follow(self, rows: pl.DataFrame, path: str) -> pl.Expr:
        first, *others = [way.strip().split(".") for way in path.split("|")]
        if not others or (len(first) == 1 and not rows[first[0]].null_count()):
            return self._hop(rows, first)
        return pl.coalesce(self._hop(rows, way) for way in (first, *others))

    def _hop(self, rows: pl.DataFrame, steps: list[str]) -> pl.Expr:
        reference, *further = steps
        if not further:
            return pl.col(reference)
        target = table_of(reference)
        home = self.catalog.entity(target)
        there = home.select(key_column(target), self._hop(home, further).alias("there"))
        met = rows.select(reference).join(
            there, left_on=reference, right_on=key_column(target), how="left", maintain_order="left"
        )
        return pl.lit(met["there"])

    def _values(self, subject: Subject, dim: Dim, rows: pl.DataFrame, link: str) -> tuple[pl.Series, pl.Enum]:
        if dim.name in subject.own:
            return _as_enum(rows[subject.own[dim.name]], dim)
        key = own_key(dim.home)
        values, kind = self._home(dim)
        there = self.catalog.entity(dim.home).select(pl.col(key).alias(link), values.alias("there"))
        met = rows.select(link).join(there, on=link, how="left", maintain_order="left")
        if met["there"].null_count() == 0:
            return met["there"], kind
        blank, unknown = (pl.lit(word, dtype=kind) for word in (dim.blank, UNKNOWN))
        missing = unknown if dim.blank == UNKNOWN else pl.when(pl.col(link).is_null()).then(blank).otherwise(unknown)
        return met.select(pl.coalesce("there", missing))["there"], kind

    def _home(self, dim: Dim) -> tuple[pl.Series, pl.Enum]:
        """Dimension `dim` of every row of its home table; made once, so that all facts share its members."""
        if dim.name not in self._homes:
            home, name = dim.home, dim.column
            values = self.catalog.apart(home, name) if _is_apart(name) else self.catalog.entity(home)[name]
            self._homes[dim.name] = _as_enum(values, dim)
        return self._homes[dim.name]

    def _split(self, subject_name: str) -> pl.DataFrame:
        subject = SUBJECTS[subject_name]
        assert subject.lines is not None
        wide = self.frame(subject_name).with_row_index("row")
        lines = self.catalog.entity(subject.lines.table).select(
            pl.col(subject.lines.parent).alias("key"),
            pl.col("product_id").alias("@products"),
            pl.col("amount").alias("share"),
        )
        parts = wide.join(lines, on="key", how="left", maintain_order="left_right").with_columns(
            (pl.col("row") != pl.col("row").shift(1)).fill_null(value=True).alias(FIRST)
        )
        whole = {f"whole:{name}": pl.col(name) for name in subject.numbers.values() if name in subject.amounts}
        allocated = _allocated(parts, subject.amounts).with_columns(parts.select(**whole).get_columns())
        main = main_date(subject_name)
        return allocated.drop("row", "share").with_columns(pl.col(main).set_sorted())


def _is_apart(column: str) -> bool:
    """Whether a column is one of the company's own or a predicted one, which no entity holds."""
    return column.startswith((OWN, PREDICTED))


Maker = Callable[[Facts, str, Dim, str, bool], tuple[pl.Series, pl.Enum]]
"""Makes the members of a calculated dimension over the wide fact of a subject, for a role, split by lines or not."""


def main_date(subject: str) -> str:
    """The date that the wide fact of `subject` is sorted by."""
    return next(iter(SUBJECTS[subject].dates))


def _allocated(parts: pl.DataFrame, amounts: Sequence[str]) -> pl.DataFrame:
    """Each record's amounts pro rata to its lines, rounded down; the last line takes the remainder, so parts add up.

    The lines of record number `row` stand together, in the order of these numbers.
    """
    row = pl.col("row")
    weight = pl.col("share").fill_null(0)
    totals = _per_row(parts, total=weight.sum())
    is_last = (row != row.shift(-1)).fill_null(value=True)
    weighed = parts.with_columns(*totals, is_last.alias("last"))
    floored = {name: _floored(name, weight) for name in amounts}
    weighed = weighed.with_columns(**{f"part:{name}": part for name, part in floored.items()})
    taken = {f"taken:{name}": pl.col(f"part:{name}").filter(~pl.col("last")).sum() for name in amounts}
    weighed = weighed.with_columns(*_per_row(weighed, **taken))
    rest = {
        name: pl.when("last").then(pl.col(name) - pl.col(f"taken:{name}")).otherwise(pl.col(f"part:{name}"))
        for name in amounts
    }
    return weighed.with_columns(**rest).select(parts.columns)


def _floored(amount: str, weight: pl.Expr) -> pl.Expr:
    share = pl.col(amount).cast(pl.Int128) * weight // pl.when(pl.col("total") != 0).then("total")
    return share.fill_null(0).cast(pl.Int64)


def _per_row(parts: pl.DataFrame, **sums: pl.Expr) -> list[pl.Series]:
    """Sums over the lines of each record, beside each of its lines."""
    found = parts.lazy().group_by("row").agg(**sums).sort("row").drop("row").collect()
    return [found[name].gather(parts["row"]) for name in sums]


def _as_enum(values: pl.Series, dim: Dim) -> tuple[pl.Series, pl.Enum]:
    """`values` as an Enum: in the order of the rows for stages and enumerations, else by name."""
    texts = values.cast(pl.String).replace("", None)
    if isinstance(values.dtype, pl.Enum):
        names = values.dtype.categories.to_list()
    else:
        known = texts.drop_nulls().unique(maintain_order=True).to_list()
        names = known if dim.name in _IN_ROW_ORDER else sorted(known)
    rest = [name for name in dict.fromkeys((dim.blank, UNKNOWN)) if name not in names]
    kind = pl.Enum([*names, *rest])
    return texts.fill_null(UNKNOWN).cast(kind), kind
