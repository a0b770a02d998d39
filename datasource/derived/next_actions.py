"""The studies of next actions: what might be done with quiet deals and customers, from what doing so went with."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.next_action.effects import EVERY, bounds
from datasource.analytics.next_action.suggest import Suggestions, suggest
from datasource.analytics.next_action.watched import QuietCustomers, QuietDeals, Watched
from datasource.catalog.catalog import Catalog
from datasource.derived.purchases import purchases
from datasource.derived.study import Found, Rows
from datasource.reports.deal_odds import deal_history
from datasource.tables.schema import UNKNOWN_KEY, key_column
from datasource.texts import N_, Filled

TRIAL = {
    "cut": pl.Date, "followed": pl.Int64, "others": pl.Int64, "difference": pl.Float64, "low": pl.Float64,
    "high": pl.Float64,
}  # fmt: skip


def study_deal_actions(rows: Rows) -> Found:
    """Suggestions for quiet open deals; `opportunities`, `effects`, `trial`, `told`: see `_found`."""
    assert isinstance(rows, Catalog)
    watched = QuietDeals(deal_history(rows))
    card = _card(
        rows,
        N_("Tells for each open deal without an activity for 30 days what went with more wins within 90 days."),
        N_("All deals, the log of their stages, and what was done on them, by channel."),
        N_("Deals are alike that stand in the same stage, as long there, and in the same half by amount."),
    )
    return _found("opportunities", watched, suggest(watched, rows.as_of), rows.minor_units, card)


def study_customer_actions(rows: Rows) -> Found:
    """Suggestions for quiet customers; `customers`, `effects`, `trial`, `told`: see `_found`."""
    assert isinstance(rows, Catalog)
    watched = QuietCustomers(purchases(rows), _contacts(rows))
    card = _card(
        rows,
        N_("Tells for each customer without a contact for 90 days what went with another order within 180 days."),
        N_("Effective contracts by customer and day, and every contact with a customer, by channel."),
        N_("Customers are alike whose last order lies as far back, and who ordered as often."),
    )
    return _found("customers", watched, suggest(watched, rows.as_of), 1, card)


def _contacts(rows: Rows) -> pl.DataFrame:
    done = rows.entity("activities").filter(
        (pl.col("kind") != "system")
        & pl.col("created_date").is_not_null()
        & pl.col("customer_id").is_not_null()
        & (pl.col("customer_id") != UNKNOWN_KEY)
    )
    kind = pl.coalesce(pl.col("channel").cast(pl.String), pl.col("kind").cast(pl.String))
    return done.select(customer="customer_id", day="created_date", kind=kind)


def _found(table: str, watched: Watched, made: Suggestions, minor: int, card: MethodCard) -> Found:
    """The tables of a study.

    Those of the records: their key, `p_next_action`, `value` with `low` and `high`, `worth` (minor units), `gain` (a
    fraction), `quiet` (days), `group`, and the looks behind it (`acted`, `acted_rate`, `others`, `others_rate`).
    `effects`: those of `effects_of_actions` with their bounds. `trial`: one row, none where the past is too short.
    `told`: one row with `hoped` and `withheld` (msgids) and `horizon` (days).
    """
    money = pl.col("value", "low", "high", "worth")
    actions = made.actions.rename({"unit": key_column(table), "action": "p_next_action"}).with_columns(
        (money * minor).round().cast(pl.Int64)
    )
    low, high = bounds(pl.col("difference"), pl.col("error"))
    tried = [] if made.trial is None else [vars(made.trial)]
    told = {"hoped": [watched.hoped], "withheld": [made.withheld], "horizon": [watched.horizon]}
    tables = {
        table: actions,
        "effects": made.effects.with_columns(low=low, high=high),
        "trial": pl.DataFrame(tried, TRIAL),
        "told": pl.DataFrame(told, schema_overrides={"withheld": pl.String}),
    }
    return Found(tables, replace(card, quality=tuple(_quality(made))))


def _quality(made: Suggestions) -> Iterator[tuple[str, str]]:
    whole = made.effects.filter(pl.col("group").is_null())
    yield N_("Kinds of action that could be compared"), f"{whole.height}"
    yield N_("Kinds that went with clearly more success"), f"{whole['found'].sum()}"
    yield N_("Looks at the past without an action"), f"{max(whole['others'].to_list()):.0f}"
    if (trial := made.trial) is not None:
        yield N_("Tried on looks from"), f"{trial.cut:%Y-%m-%d}"
        yield N_("Looks at which the suggestion was followed, and not"), f"{trial.followed} / {trial.others}"
        yield (
            N_("Difference of their success, like for like, with its 95 % range"),
            f"{trial.difference:+.1%} ({trial.low:+.1%} – {trial.high:+.1%})",
        )


def _card(rows: Rows, does: str, data: str, alike: str) -> MethodCard:
    return MethodCard(
        does=does,
        data=data,
        as_of=rows.as_of,
        assumes=(
            alike,
            Filled(
                N_("The past is looked at every {every} days: a fortnight is given to act, what comes later counts."),
                every=str(EVERY),
            ),
            N_("Kinds of action are suggested that a false discovery rate of 10 % keeps, with a bound above zero."),
        ),
        quality=(),
        avoid=(
            N_("As a promise or a proof: people call those of whom they hope for more, and nobody drew lots."),
            N_("For the whole team at once: try it on a drawn half first, and compare."),
        ),
        sources=(
            "Hernán and Robins 2016, American Journal of Epidemiology 183:758",
            "Mantel and Haenszel 1959, JNCI 22:719",
            "DerSimonian and Laird 1986, Controlled Clinical Trials 7:177",
            "Benjamini and Hochberg 1995, JRSS B 57:289",
        ),
    )
