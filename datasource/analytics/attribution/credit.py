"""The rules side by side on the same journeys, each channel's credit with the interval that chance leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.attribution.journeys import Ints, Journeys
from datasource.analytics.attribution.markov import count_walks, removal_effects
from datasource.analytics.attribution.rules import RULES
from datasource.analytics.refusals import Floats
from datasource.analytics.threads import one_thread
from datasource.texts import _

_GROUPS = 400
_DRAWS = 300
_MOST_CHANNELS = 60
_QUANTILES = (0.025, 0.975)


@dataclass(frozen=True)
class Attribution:
    """Who gets how much credit under each rule; credit is shared by agreement and proves no effect.

    `credits`: one row per model and channel: `model`, `channel`, `won` (wins), `won_low`, `won_high`, `value` (money),
    `value_low`, `value_high` (95 % bootstrap). Under each model `won` sums to the number of wins and `value` to their
    money. `removal`: `channel`, `effect`, the share of wins that is lost without the channel (empty when withheld).
    `disputed` names channels whose intervals of two models do not touch. `withheld` says by model why it is not there.
    """

    credits: pl.DataFrame
    removal: pl.DataFrame
    chance: float
    journeys: int
    won: int
    value: float
    untouched: int
    untouched_value: float
    unvalued: int
    undated: int
    disputed: tuple[str, ...]
    withheld: Mapping[str, str]


def attribute(journeys: Journeys, seed: int = 0) -> Attribution:
    """Credit under all rules with bootstrap intervals over journeys (Efron and Tibshirani 1993, chapter 13).

    Journeys are dealt into at most 400 groups by chance, and whole groups are drawn: credits are sums over journeys, so
    this has the variance of drawing journeys one by one at a fraction of the work.
    """
    withheld = _withheld(journeys)
    draw = np.random.default_rng(seed)
    groups = min(len(journeys.won), _GROUPS)
    group = draw.permutation(len(journeys.won)) % groups
    times = draw.multinomial(groups, np.full(groups, 1 / groups), _DRAWS).astype(np.float64)
    # The first draw takes each group once: it is the estimate itself.
    times = np.concatenate([np.ones((1, groups)), times])
    with one_thread():
        credit = {
            model: _drawn(_by_group(journeys, rule(journeys), group, groups), times)
            for model, rule in RULES.items()
            if model not in withheld
        }
        chance, removal = float(journeys.won.mean()), np.zeros(0)
        if "markov" not in withheld:
            credit["markov"], chance, removal = _by_chain(journeys, group, times)
    table = pl.concat([_table(model, journeys.names, drawn) for model, drawn in credit.items()])
    return Attribution(
        credits=table,
        removal=pl.DataFrame({"channel": journeys.names[: len(removal)], "effect": removal}),
        chance=chance,
        journeys=len(journeys.won),
        won=int(journeys.won.sum()),
        value=float(journeys.value.sum()),
        untouched=journeys.untouched,
        untouched_value=journeys.untouched_value,
        unvalued=journeys.unvalued,
        undated=journeys.undated,
        disputed=_disputed(table),
        withheld=withheld,
    )


def _withheld(journeys: Journeys) -> dict[str, str]:
    reasons = {}
    if not ((journeys.lead_step >= 0) | (journeys.deal_step >= 0)).any():
        reasons["w_shaped"] = _("No journey says when its lead and its deal came about.")
    if len(journeys.names) > _MOST_CHANNELS:
        text = _("{count} channels are too many for a chain of channels (at most {most}); group them.")
        reasons["markov"] = text.format(count=len(journeys.names), most=_MOST_CHANNELS)
    return reasons


def _by_group(journeys: Journeys, weights: Floats, group: Ints, groups: int) -> Floats:
    """Credits (g, c, 2) in wins and money of each group of journeys."""
    channels = len(journeys.names)
    cells = group[journeys.journey] * channels + journeys.channel
    amounts = (journeys.won.astype(np.float64), journeys.value)
    sums = [np.bincount(cells, weights * amount[journeys.journey], groups * channels) for amount in amounts]
    return np.stack(sums, axis=1).reshape(groups, channels, 2).astype(np.float64)


def _drawn(by_group: Floats, times: Floats) -> Floats:
    """Credits (b, c, 2) of each draw, from those of the groups (g, c, 2) and how often it took each (b, g)."""
    return (times @ by_group.reshape(len(by_group), -1)).reshape(len(times), *by_group.shape[1:])


def _by_chain(journeys: Journeys, group: Ints, times: Floats) -> tuple[Floats, float, Floats]:
    """Credits (b, c, 2) by removal effects, the chance of a win, the removal effects (c,) on wins."""
    walks = count_walks(journeys, group, times.shape[1])
    moves, values = (_drawn(counted, times) for counted in (walks.moves, walks.values))
    chance, *effects = removal_effects(moves, values)
    totals = moves[:, :-1, -2].sum(axis=1), values.sum(axis=1)
    with np.errstate(invalid="ignore"):
        shares = [
            np.nan_to_num(effect / effect.sum(axis=1, keepdims=True)) * total[:, None]
            for effect, total in zip(effects, totals, strict=True)
        ]
    return np.stack(shares, axis=2), float(chance[0]), effects[0][0]


def _table(model: str, names: tuple[str, ...], drawn: Floats) -> pl.DataFrame:
    low, high = np.quantile(drawn[1:], _QUANTILES, axis=0)
    bounds = [
        pl.Series(what + end, amount[:, place])
        for place, what in enumerate(("won", "value"))
        for end, amount in (("", drawn[0]), ("_low", low), ("_high", high))
    ]
    return pl.DataFrame([pl.Series("model", [model] * len(names)), pl.Series("channel", names), *bounds])


def _disputed(credits: pl.DataFrame) -> tuple[str, ...]:
    bounds = credits.group_by("channel", maintain_order=True).agg(pl.col("won_low").max(), pl.col("won_high").min())
    return tuple(bounds.filter(pl.col("won_low") > pl.col("won_high"))["channel"])
