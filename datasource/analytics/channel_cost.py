"""What a lead and a customer of each channel cost, what the channel brought for it, and when it has paid back."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.refusals import need_columns, need_not_negative, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

_COUNTED = ("spend", "leads", "customers", "revenue", "monthly_margin")


@dataclass(frozen=True)
class ChannelCosts:
    """Costs by channel and in all; a ratio whose divisor is zero is null, never zero or infinite.

    `channels`: one row per channel, largest spend first: the columns given, `cost_per_lead` (CPL), `cost_per_customer`
    (CAC), `return_on_spend` (ROI, 0.5 = half again as much as was spent), `payback_months`. `blended`: the same in one
    row for all channels, `paid` for those with spend. `unspent` names channels without spend, whose ROI is undefined,
    `idle` those with spend but no customer, whose CAC is undefined.
    """

    channels: pl.DataFrame
    blended: pl.DataFrame
    paid: pl.DataFrame
    unspent: tuple[str, ...]
    idle: tuple[str, ...]


def channel_costs(channels: pl.DataFrame) -> ChannelCosts:
    """Costs from one row per channel.

    Columns: `channel`, `spend` (money), `leads`, `customers` (new ones won; whoever counts them says whether by the day
    of the lead or of the win, the same for all), `revenue` (money attributed to the channel), `monthly_margin` (money a
    month that its new customers bring after costs, all of them together). CPL = spend / leads, CAC = spend / customers,
    ROI = (revenue - spend) / spend, payback = spend / monthly margin = CAC / monthly margin of a customer (Farris and
    others, Marketing Metrics, 2010, chapters 5 and 9). Raises `MingjingError` for missing columns or numbers, negative
    amounts, a channel twice, no spend at all.
    """
    need_columns(channels, ["channel", *_COUNTED])
    need_unique(channels, "channel")
    need_rows(channels.height, 1, N_("channels"))
    for name in _COUNTED:
        need_not_negative(channels[name])
        if channels[name].null_count():
            raise MingjingError(_("Some channels have no '{name}'; write 0 where there was none.").format(name=name))
    if not channels["spend"].cast(pl.Float64).sum() > 0:
        raise MingjingError(_("No channel has any spend, so nothing can be said about its cost."))
    paying = channels.filter(pl.col("spend") > 0)
    return ChannelCosts(
        channels=_with_ratios(channels).sort("spend", "channel", descending=[True, False]),
        blended=_with_ratios(channels.select(pl.col(*_COUNTED).sum())),
        paid=_with_ratios(paying.select(pl.col(*_COUNTED).sum())),
        unspent=tuple(channels.filter(pl.col("spend") == 0)["channel"].sort()),
        idle=tuple(paying.filter(pl.col("customers") == 0)["channel"].sort()),
    )


def _with_ratios(rows: pl.DataFrame) -> pl.DataFrame:
    spend = pl.col("spend").cast(pl.Float64)
    return rows.with_columns(
        # Without spend a lead costs nothing that is known: free leads would flatter the channel.
        cost_per_lead=_over(spend, pl.col("leads"), spend > 0),
        cost_per_customer=_over(spend, pl.col("customers"), spend > 0),
        return_on_spend=_over(pl.col("revenue") - spend, spend, spend > 0),
        payback_months=_over(spend, pl.col("monthly_margin"), spend > 0),
    )


def _over(above: pl.Expr, below: pl.Expr, known: pl.Expr) -> pl.Expr:
    return pl.when(known & (below > 0)).then(above / below)
