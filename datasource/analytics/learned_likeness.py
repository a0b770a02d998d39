"""How likely an account is one of a chosen set, from what tells the set from the others: fields weigh what they tell.

Some of the others may be of the set's kind and are not in it yet, so that chances stand in the right order and are too
low by one factor (Elkan and Noto 2008, KDD, lemma 1); they are told as times the mean of all others.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from datasource.analytics.look_alikes import FEWEST_OTHERS
from datasource.analytics.refusals import need_columns, need_rows, need_unique
from datasource.analytics.spline_logit import FEWEST_EACH, fit_spline_logit
from datasource.texts import N_

REASONS = 3


def learned_likeness(accounts: pl.DataFrame, fields: Sequence[str], chosen: Sequence[str]) -> pl.DataFrame:
    """The other accounts, most likely of the set first: `account`, `likeness` (times the mean), up to three `reasons`.

    `accounts` as for `look_alikes`. Reasons are the fields that add most to the chance. Raises `MingjingError` when
    columns are lacking, an account stands twice, no field varies, or with fewer than 10 chosen or 20 other accounts.
    """
    need_columns(accounts, ["account", *fields])
    need_unique(accounts, "account")
    inside = accounts["account"].is_in(list(chosen))
    need_rows(int(inside.sum()), FEWEST_EACH, N_("chosen accounts"))
    need_rows(int((~inside).sum()), FEWEST_OTHERS, N_("other accounts"))
    model = fit_spline_logit(accounts, fields, inside.cast(pl.Float64).to_numpy())
    others = accounts.filter(~inside)
    chances = model.chances(others)
    told = [[name for name, _added in one] for one in model.reasons(others, REASONS)]
    found = pl.DataFrame(
        {"account": others["account"], "likeness": chances / np.mean(chances), "reasons": told},
        schema_overrides={"reasons": pl.List(pl.String)},
    )
    return found.sort(["likeness", "account"], descending=[True, False])
