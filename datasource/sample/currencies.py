"""Foreign money: monthly exchange rates, and what an amount was in the customer's currency."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.days import FIRST, LAST, axis
from datasource.sample.draw import Draw, Flags, Floats, Ints
from datasource.sample.frames import frame, words

_CODES = ("USD", "EUR", "HKD")
_FIRST_RATES = (7.22, 7.88, 0.922)
COMPANY_CURRENCY = "CNY"


@dataclass(frozen=True)
class Currencies:
    """The table of rates, and the same as currency × month."""

    table: pl.DataFrame
    rates: Floats

    def original(self, english: Flags, key: Ints, day: Ints, amount: Ints) -> tuple[pl.Series, Ints]:
        """Currency and minor units of each amount (in fen) by its customer: half of the English ones pay abroad."""
        place = key % (2 * len(_CODES))
        abroad = english & (place < len(_CODES))
        place = np.where(abroad, place, 0)
        rate = self.rates[place, axis().month[day]]
        foreign = (amount / rate + 0.5).astype(np.int64)
        return words((*_CODES, COMPANY_CURRENCY), np.where(abroad, place, len(_CODES))), np.where(
            abroad, foreign, amount
        )


def make_currencies(draw: Draw) -> Currencies:
    """Rates that wander a little from month to month, to four digits."""
    months = int(axis().month[LAST]) + 1
    ahead = int(axis().month[-1]) + 1
    steps = draw.spread((-0.012, -0.003, 0.003, 0.012), len(_CODES) * months).reshape(len(_CODES), months)
    rates = np.round(np.asarray(_FIRST_RATES)[:, None] * (1 + np.cumsum(steps, axis=1)), 4)
    starts = np.flatnonzero(np.diff(axis().month[: LAST + 1], prepend=-1))
    size = rates.size
    cells = {
        "exchange_rate_id": np.arange(1, size + 1),
        "currency": words(_CODES, np.repeat(np.arange(len(_CODES)), months)),
        "rate_date": np.tile(starts, len(_CODES)),
        "rate": rates.ravel(),
    }
    known = np.concatenate([rates, np.repeat(rates[:, -1:], ahead - months, axis=1)], axis=1)
    return Currencies(frame("exchange_rates", cells), known)


def month_starts() -> Ints:
    """The first day of each month from the demo's first to the December after today (FIRST is a first of month)."""
    last = (FIRST.replace(year=2026, month=12) - FIRST).days
    return np.flatnonzero(np.diff(axis().month[: last + 1], prepend=-1))
