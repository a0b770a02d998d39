"""Watermarks: the latest value of a column that grows with each change, kept as text between refreshes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from datasource.loaders.readers.database import Mark

_WHOLE = r"^-?\d{1,18}$"
_NUMBER = r"^-?\d+(\.\d+)?$"


def latest(cells: pl.Series) -> Mark | None:
    """The latest value of `cells`; None where all are empty. Raises `ValueError` for cells without a clear order."""
    told = cells.drop_nulls()
    if told.is_empty():
        return None
    if told.dtype == pl.String():
        return _latest_text(told)
    if told.dtype.is_integer() or told.dtype.is_decimal() or told.dtype.base_type() in (pl.Date, pl.Datetime):
        found: Mark = told.max()  # type: ignore[assignment]
        return found
    raise ValueError(f"holds {told.dtype}")


def _latest_text(told: pl.Series) -> Mark:
    """Of whole numbers the largest, of other text the last in its order, as SQLite compares them."""
    if told.str.contains(_WHOLE).all():
        largest: int = told.cast(pl.Int64).max()  # type: ignore[assignment]
        return largest
    if told.str.contains(_NUMBER).any():
        raise ValueError("holds numbers and other text")
    last: str = told.max()  # type: ignore[assignment]
    return last


_READ: dict[str, Callable[[str], Mark]] = {
    "int": int,
    "str": str,
    "Decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
"""Kind of a mark → how its text is read."""


def written(mark: Mark) -> tuple[str, str]:
    """`mark` as text, and its kind."""
    return (mark.isoformat() if isinstance(mark, date) else str(mark)), type(mark).__name__


def read(text: str, kind: str) -> Mark:
    """The mark that `written` has told."""
    return _READ[kind](text)


def before(mark: Mark, overlap: timedelta) -> Mark:
    """`mark` less `overlap`, for changes that were stamped before they could be seen; numbers have no such thing."""
    match mark:
        case datetime():
            return mark - overlap
        case date():
            return mark - timedelta(days=-(-overlap // timedelta(days=1)))
        case str():
            return _text_before(mark, overlap)
        case _:
            return mark


def _text_before(mark: str, overlap: timedelta) -> str:
    """An ISO time less `overlap`, without its fraction and zone: that sorts before all that begins like it."""
    try:
        moment = datetime.fromisoformat(mark) - overlap
    except ValueError:
        return mark
    if len(mark) == 10:
        return (moment.date()).isoformat()
    return moment.replace(tzinfo=None, microsecond=0).isoformat("T" if "T" in mark else " ")
