"""One column of a source as it was met, batch by batch."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from datasource.loaders.parsing.forms import ISO
from datasource.loaders.profile.dates import formats_of, has_time
from datasource.loaders.profile.numbers import COMMA, kind_of

MOST_DISTINCT = 1_000_000
"""Different texts up to which they are counted."""

NULL_WORDS = frozenset(
    {
        "null", "none", "nan", "nat", "n/a", "#n/a", "na", "nil", "-", "--", "select", "undefined", "(null)", "\\n",
        "00/00/0000", "0000-00-00", "0000-00-00 00:00:00", "000000000000000aaa", "9999-12-31", "9999-12-31 23:59:59",
        "1900-01-01",
    }
)  # fmt: skip
"""Words that often mean empty, in lower case; a mapping must say so before they do."""

_MOST_SHAPES, _MOST_VALUES = 2000, 1000
_LETTERS, _SCALES = r"\p{L}+", {"K": 1e3, "M": 1e6, "B": 1e9, "千": 1e3, "万": 1e4, "亿": 1e8}


@dataclass
class Span:
    """How many cells of a kind were met, and the least and the greatest of them."""

    count: int = 0
    least: object = None
    most: object = None

    def widen(self, count: int, least: object, most: object) -> None:
        """Take in `count` more cells between `least` and `most`."""
        self.count += count
        self.least = least if self.least is None or least < self.least else self.least  # type: ignore[operator]
        self.most = most if self.most is None or most > self.most else self.most  # type: ignore[operator]


@dataclass
class Seen:
    """What was met in one column so far; `shapes`: shape → how many cells, and one of them."""

    name: str
    rows: int = 0
    empty: int = 0
    words: Counter[str] = field(default_factory=Counter)
    shapes: dict[str, tuple[int, str]] = field(default_factory=dict)
    values: Counter[str] = field(default_factory=Counter)
    numbers: Span = field(default_factory=Span)
    dates: dict[str, Span] = field(default_factory=dict)
    texts: Span = field(default_factory=Span)
    leading_zeros: int = 0
    spaced: int = 0
    hashes: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt64))
    typed: pl.DataType | None = None

    @property
    def filled(self) -> int:
        """Cells that hold something besides words that mean empty."""
        return self.rows - self.empty - self.words.total()

    def look(self, cells: pl.Series) -> None:
        """Take in one batch of cells, text or typed."""
        if cells.dtype != pl.String:
            self.typed = cells.dtype
        met = cells.cast(pl.String).rename("text").to_frame()
        counted = met.group_by("text", maintain_order=True).agg(count=pl.len().cast(pl.Int64))
        texts = counted.with_columns(pl.col("text").str.strip_chars())
        empty = pl.col("text").is_null() | (pl.col("text") == "")
        is_word = pl.col("text").str.to_lowercase().is_in(list(NULL_WORDS))
        self.rows += cells.len()
        self.empty += int(texts.filter(empty)["count"].sum())
        texts = texts.filter(~empty)
        for word, count in texts.filter(is_word).iter_rows():
            self.words[word] += count
        self._look(texts.filter(~is_word))

    def _look(self, texts: pl.DataFrame) -> None:
        if texts.is_empty():
            return
        shape = pl.col("text").str.replace_all(r"\d", "9").str.replace_all(_LETTERS, "a")
        texts = texts.with_columns(shape=shape)
        column = texts["text"]
        self.texts.widen(int(texts["count"].sum()), str(column.min()), str(column.max()))
        self.leading_zeros += int(texts.filter(column.str.contains(r"^0\d+$"))["count"].sum())
        self.spaced += int(texts.filter(column.str.contains(r"\s"))["count"].sum())
        if len(self.hashes) <= MOST_DISTINCT:
            self.hashes = pl.concat([self.hashes, column.hash()]).unique()
        self._keep_values(texts)
        self._keep_shapes(texts)

    def _keep_values(self, texts: pl.DataFrame) -> None:
        room = _MOST_VALUES - len(self.values)
        fresh = texts.sort("count", descending=True, maintain_order=True).head(_MOST_VALUES)
        for text, count, _shape in fresh.iter_rows():
            if text in self.values or room > 0:
                room -= text not in self.values
                self.values[text] += count

    def _keep_shapes(self, texts: pl.DataFrame) -> None:
        grouped = texts.group_by("shape", maintain_order=True).agg(pl.col("count").sum(), pl.col("text").first())
        for shape, count, text in grouped.iter_rows():
            before, example = self.shapes.get(shape, (0, text))
            if before or len(self.shapes) < _MOST_SHAPES:
                self.shapes[shape] = (before + count, example)
        self._measure_numbers(texts, {shape: kind_of(shape, text) for shape, _count, text in grouped.iter_rows()})
        for shape in grouped["shape"]:
            for form in formats_of(shape):
                self._measure_dates(texts.filter(pl.col("shape") == shape), form)

    def _measure_numbers(self, texts: pl.DataFrame, kinds: dict[str, str]) -> None:
        these = texts.filter(pl.col("shape").is_in([shape for shape, kind in kinds.items() if kind]))
        if these.is_empty():
            return
        text, scale = pl.col("text"), pl.lit(1.0)
        for letter, factor in _SCALES.items():
            scale = pl.when(text.str.to_uppercase().str.ends_with(letter)).then(factor).otherwise(scale)
        with_comma = pl.col("shape").is_in([shape for shape, kind in kinds.items() if kind == COMMA])
        dotted = pl.when(with_comma).then(text.str.replace_all(r"\.", "").str.replace(",", ".")).otherwise(text)
        plain = dotted.str.replace_all(r"[^\d.eE+-]", "").str.replace_all(r"^[eE]+|[eE]+$", "")
        sign = pl.when(text.str.starts_with("(")).then(-1.0).otherwise(1.0)
        values = these.select(value=plain.cast(pl.Float64, strict=False) * scale * sign, count="count").drop_nulls()
        if values.height:
            self.numbers.widen(int(values["count"].sum()), values["value"].min(), values["value"].max())

    def _measure_dates(self, texts: pl.DataFrame, form: str) -> None:
        text = pl.col("text")
        if form == ISO:
            parsed = text.str.head(16).str.to_datetime("%Y-%m-%dT%H:%M", strict=False)
        else:
            midnight = "" if has_time(form) else " 00:00"
            polars_form = form.replace(".%f", "%.f") + (" %H:%M" if midnight else "")
            parsed = (text + midnight).str.to_datetime(polars_form, strict=False, time_unit="us")
        days = texts.select(day=parsed, count="count").filter(pl.col("day").dt.year().is_between(1000, 9999))
        span = self.dates.setdefault(form, Span())
        if days.height:
            span.widen(int(days["count"].sum()), days["day"].min(), days["day"].max())
