"""Texts → days and times: well-formed ones as whole columns, all others by `parsing`, each once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import polars as pl

from datasource.loaders import parsing
from datasource.loaders.cleaning.batch import as_local
from datasource.loaders.cleaning.exact import Outcome, Values, read_rest
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.parsing.forms import EPOCH, EPOCH_MS, EXCEL, ISO, shape

MOMENT = pl.Datetime("us")
_FIRST, _LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}:[0-5][0-9]"


def moments(texts: pl.Series, recipe: Recipe) -> Values:
    """Naive local times of `texts`, and where which rule struck.

    The forms are tried in their order. A fast reader that takes fewer texts than `parsing` does is the last one: what
    it leaves is read exactly, with all forms.
    """
    zone = recipe.mapping.timezone
    found = pl.repeat(None, len(texts), dtype=MOMENT, eager=True)
    for form in recipe.formats or (ISO,):
        reader = _FAST.get(form) or (partial(_by_form, form) if _is_fast(form) else None)
        if reader is None:
            break
        places = (found.is_null() & texts.is_not_null()).arg_true()
        if places.is_empty():
            break
        read = _in_years(reader(texts if len(places) == len(texts) else texts.gather(places), zone))
        found = read if len(places) == len(texts) else found.scatter(places, read)
        if form in _FAST:
            break
    return read_rest(found, [texts], lambda text: exact(recipe, text))


def exact(recipe: Recipe, text: str) -> Outcome:
    """The local time that one text says."""
    try:
        return Outcome(parsing.moment(text, recipe.formats, recipe.mapping.timezone))
    except parsing.AmbiguousDate:
        return Outcome(None, "ambiguous_date")
    except ValueError:
        return Outcome(None, "bad_date")


def _is_fast(form: str) -> bool:
    """Whether Polars reads the form as Python does: numbers, blanks and marks alone, with a day in it."""
    pieces = form.replace("%%", "")
    return shape(form) is not None and not any(part in pieces for part in ("%y", "%b", "%B", "%p", "%I"))


def _by_form(form: str, texts: pl.Series, _zone: str) -> pl.Series:
    fits = texts.str.contains(f"^{shape(form)}$")
    return _only(texts, fits).str.to_datetime(form, strict=False, time_unit="us", cache=False)


def _iso(texts: pl.Series, zone: str) -> pl.Series:
    """ISO 8601: a day, a day and a time, the same with a fraction and an offset."""
    length = texts.str.len_bytes()
    sizes = {size for size in length.unique().to_list() if size is not None}
    found = pl.repeat(None, len(texts), dtype=MOMENT, eager=True)
    if 10 in sizes:
        fits = (length == 10) & texts.str.contains(f"{_DAY}$")
        found = _only(texts, fits).str.to_date("%Y-%m-%d", strict=False, cache=False).cast(MOMENT)
    if sizes and max(sizes) >= 19:
        heads = texts if sizes == {19} else texts.str.head(19)
        found = _either(found, _clocked(heads, length >= 19))
        if max(sizes) > 19:
            found = _with_tails(found, texts, length, zone)
    return found


def _clocked(heads: pl.Series, whole: pl.Series) -> pl.Series:
    """The times of texts whose first 19 characters are a day and a clock."""
    found = pl.repeat(None, len(heads), dtype=MOMENT, eager=True)
    for mark in (" ", "T"):
        fits = heads.str.contains(f"{_DAY}{mark}{_CLOCK}$") & whole
        if fits.any():
            form = f"%Y-%m-%d{mark}%H:%M:%S"
            read = _only(heads, fits).str.to_datetime(form, strict=False, time_unit="us", cache=False)
            found = read if fits.all() else _either(found, read)
        if fits.all():
            break
    return found


def _with_tails(found: pl.Series, texts: pl.Series, length: pl.Series, zone: str) -> pl.Series:
    """What stands behind the 19th character is a fraction and an offset: few different ones, each read once."""
    places = ((length > 19).fill_null(value=False) & found.is_not_null()).arg_true()
    every = len(places) == len(found)
    heads, tails = (found, texts) if every else (found.gather(places), texts.gather(places))
    tails = tails.str.slice(19)
    different = tails.unique()
    known = different.to_frame("tail").with_columns(_read_tails(different))
    rows = (
        known if known.height == 1 else tails.to_frame("tail").join(known, on="tail", how="left", maintain_order="left")
    )
    times = heads + rows["fraction"]
    if rows["offset"].null_count() < rows.height:
        moved = as_local((times - rows["offset"]).dt.replace_time_zone("UTC"), zone)
        times = pl.select(pl.when(rows["offset"].is_null()).then(times).otherwise(moved)).to_series()
    return times if every else found.scatter(places, times)


def _read_tails(tails: pl.Series) -> list[pl.Series]:
    """For each tail its fraction of a second (null: it is no such tail) and its offset (null: none)."""
    known: list[tuple[timedelta | None, timedelta | None]] = []
    for tail in tails:
        try:
            known.append(parsing.tail_of_time(tail))
        except ValueError:
            known.append((None, None))
    return [
        pl.Series("fraction", [fraction for fraction, _ in known], dtype=pl.Duration("us")),
        pl.Series("offset", [offset for _, offset in known], dtype=pl.Duration("us")),
    ]


def _only(texts: pl.Series, fits: pl.Series) -> pl.Series:
    return texts if fits.all() else pl.select(pl.when(fits).then(texts)).to_series()


def _either(first: pl.Series, second: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(first, second)).to_series()


def _in_years(found: pl.Series) -> pl.Series:
    """Only times that a calendar of the years 1 to 9999 holds; the others are left to be refused."""
    inside = found.is_between(_FIRST, _LAST)
    return found if inside.all() else pl.select(pl.when(inside).then(found)).to_series()


def _epoch(unit: str, texts: pl.Series, zone: str) -> pl.Series:
    """Whole seconds or milliseconds since 1970 in UTC."""
    most = 253_402_300_799 * (1 if unit == "s" else 1000)
    fits = texts.str.contains("^-?[0-9]{1,15}$")
    number = _only(texts, fits).cast(pl.Int64, strict=False)
    number = pl.select(pl.when(number.is_between(-most // 5, most)).then(number)).to_series()
    micros = number * (1_000_000 if unit == "s" else 1000)
    return as_local(micros.cast(MOMENT).dt.replace_time_zone("UTC"), zone)


def _excel(texts: pl.Series, _zone: str) -> pl.Series:
    """Whole days of a spreadsheet."""
    fits = texts.str.contains("^[0-9]{2,7}$")
    number = _only(texts, fits).cast(pl.Int32, strict=False)
    days = pl.select(pl.when(number.is_between(61, 2_958_465)).then(number - 25_569)).to_series()
    return days.cast(pl.Date).cast(MOMENT)


_FAST: Mapping[str, Callable[[pl.Series, str], pl.Series]] = {
    ISO: _iso,
    EPOCH: partial(_epoch, "s"),
    EPOCH_MS: partial(_epoch, "ms"),
    EXCEL: _excel,
}
