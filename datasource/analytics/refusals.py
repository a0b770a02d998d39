"""What every method asks of its input before it counts anything: a sentence says what is missing, never a number."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.errors import MingjingError
from datasource.texts import _

Floats = npt.NDArray[np.float64]


def need_columns(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """Raise `MingjingError` that names the columns the frame lacks."""
    if lacking := [name for name in columns if name not in frame.columns]:
        raise MingjingError(_("The data lack the columns {names}.").format(names=", ".join(lacking)))


def need_rows(found: int, least: int, what: str) -> None:
    """Raise `MingjingError` when fewer than `least` rows were found; `what` says in words what is counted."""
    if found < least:
        none = _("There are no {what}; one at least is needed.")
        text = none if least == 1 else _("At least {least} {what} are needed; there are {found}.")
        raise MingjingError(text.format(least=least, what=_(what), found=found))


def need_unique(frame: pl.DataFrame, column: str) -> None:
    """Raise `MingjingError` when a value of the column stands in several rows, or in none (null)."""
    if missing := frame[column].null_count():
        raise MingjingError(_("{count} rows have no value in '{name}'.").format(count=missing, name=column))
    if twice := int((frame.group_by(column).len()["len"] > 1).sum()):
        text = _("{count} values of '{name}' stand in several rows; one row each is needed.")
        raise MingjingError(text.format(count=twice, name=column))


def need_not_negative(values: pl.Series) -> None:
    """Raise `MingjingError` when a number of the series is below zero or is no finite number."""
    numbers = values.drop_nulls().cast(pl.Float64)
    if below := int((numbers < 0).sum()):
        text = _("{count} values of '{name}' are below zero; take refunds off their purchases or leave them out.")
        raise MingjingError(text.format(count=below, name=values.name))
    if odd := int((~numbers.is_finite()).sum()):
        raise MingjingError(_("{count} values of '{name}' are no numbers.").format(count=odd, name=values.name))
