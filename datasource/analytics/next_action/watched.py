"""What suggestions are learned from: who was quiet on a day of the past, what was done then, and what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

import polars as pl

from datasource.analytics.refusals import need_columns, need_not_negative
from datasource.analytics.win_odds import History, check_deals
from datasource.errors import MingjingError
from datasource.texts import N_, _

# Days without any contact after which a deal, or a customer, is quiet.
QUIET_DEAL: Final = 30
QUIET_CUSTOMER: Final = 90
_RECENCY: Final = (90, 180, 365)


class Watched(Protocol):
    """Deals or customers, looked at on any day; nothing dated after that day is read by `quiet_on`."""

    @property
    def hoped(self) -> str:
        """What an action is to bring, in words."""

    @property
    def horizon(self) -> int:
        """Days in which an action has to show."""

    def first(self) -> date | None:
        """The first day there is anything to look at."""

    def check(self, as_of: date) -> None:
        """Raise `MingjingError` for rows that nothing can be told from."""

    def quiet_on(self, day: date) -> pl.DataFrame:
        """Who is quiet at the end of a day: `unit`, `group` (shown), `stratum` (compared within), `value`, `quiet`."""

    def acted(self, day: date, until: date) -> pl.DataFrame:
        """The first thing done with each after `day` and up to `until`: `unit`, `action`."""

    def fates(self, begin: date, end: date) -> pl.DataFrame:
        """Who can still be won after `begin`, and whether it was by `end`: `unit`, `hit`."""


@dataclass(frozen=True)
class QuietDeals:
    """Open deals without an activity for 30 days; hoped for is a win within 90 days.

    `history` as `win_odds.History`, its activities with a `kind` (call, visit …; without one all are a contact).
    Compared within the same stage, days in it and half of the amounts.
    """

    history: History

    @property
    def hoped(self) -> str:
        return N_("were won")

    @property
    def horizon(self) -> int:
        return 90

    def first(self) -> date | None:
        first = self.history.deals["created"].min()
        return first if isinstance(first, date) else None

    def check(self, as_of: date) -> None:
        need_columns(self.history.deals, ["deal", "created", "closed", "won", "amount"])
        need_columns(self.history.stages, ["deal", "stage", "entered"])
        need_columns(self.history.activities, ["deal", "day"])
        check_deals(self.history.deals, as_of)

    def quiet_on(self, day: date) -> pl.DataFrame:
        there = self.history.open_on(day).filter(~pl.col("active"))
        last = _before(self.history.activities, "deal", day)
        large = pl.col("amount") > pl.col("amount").median()
        rows = there.join(last, on="deal", how="left", maintain_order="left").select(
            unit="deal",
            group="stage",
            stratum=pl.concat_str("stage", "age", large.cast(pl.Int8), separator="/"),
            value=pl.col("amount").cast(pl.Float64),
            quiet=(pl.lit(day) - pl.coalesce("last", "created")).dt.total_days(),
        )
        return rows.filter(pl.col("quiet") >= QUIET_DEAL)

    def acted(self, day: date, until: date) -> pl.DataFrame:
        return _first_action(self.history.activities, "deal", day, until)

    def fates(self, begin: date, end: date) -> pl.DataFrame:
        open_then = pl.col("closed").is_null() | (pl.col("closed") > begin)
        hit = pl.col("won") & (pl.col("closed") <= end)
        return self.history.deals.filter(open_then).select(unit="deal", hit=hit.fill_null(value=False))


@dataclass(frozen=True)
class QuietCustomers:
    """Customers who bought before and had no contact for 90 days; hoped for is another order
    within 180 days.

    `orders`: one row per order, `customer`, `day` (Date), `amount`. `contacts`: one row per contact, `customer`, `day`,
    and a `kind`. Compared within the same time since the last order and number of orders; the value is the mean amount
    of a customer's orders so far.
    """

    orders: pl.DataFrame
    contacts: pl.DataFrame

    @property
    def hoped(self) -> str:
        return N_("ordered again")

    @property
    def horizon(self) -> int:
        return 180

    def first(self) -> date | None:
        first = self.orders["day"].min()
        return first if isinstance(first, date) else None

    def check(self, as_of: date) -> None:
        need_columns(self.orders, ["customer", "day", "amount"])
        need_columns(self.contacts, ["customer", "day"])
        known = self.orders.filter((pl.col("day") <= as_of) | pl.col("day").is_null())
        need_not_negative(known["amount"])
        if known.select("customer", "day", "amount").null_count().sum_horizontal().item():
            raise MingjingError(_("Some orders have no customer, no day or no amount."))

    def quiet_on(self, day: date) -> pl.DataFrame:
        bought = (
            self.orders.filter(pl.col("day") <= day)
            .group_by("customer")
            .agg(latest=pl.col("day").max(), often=pl.len(), value=pl.col("amount").cast(pl.Float64).mean())
        )
        rows = bought.join(_before(self.contacts, "customer", day), on="customer", how="left").with_columns(
            since=(pl.lit(day) - pl.col("latest")).dt.total_days(),
            quiet=(pl.lit(day) - pl.col("last").fill_null(pl.col("latest"))).dt.total_days(),
        )
        band = pl.sum_horizontal(*[(pl.col("since") > bound).cast(pl.Int64) for bound in _RECENCY])
        many = pl.min_horizontal(pl.col("often"), pl.lit(3))
        return (
            rows.filter(pl.col("quiet") >= QUIET_CUSTOMER)
            .with_columns(group=band.cast(pl.String))
            .select("group", "value", "quiet", unit="customer", stratum=pl.concat_str("group", many, separator="/"))
            .sort("unit")
        )

    def acted(self, day: date, until: date) -> pl.DataFrame:
        return _first_action(self.contacts, "customer", day, until)

    def fates(self, begin: date, end: date) -> pl.DataFrame:
        hit = pl.col("day").is_between(begin, end, closed="right").any()
        return self.orders.group_by("customer").agg(hit=hit).select("hit", unit="customer")


def _before(contacts: pl.DataFrame, key: str, day: date) -> pl.DataFrame:
    return contacts.filter(pl.col("day") <= day).group_by(key).agg(last=pl.col("day").max())


def _first_action(contacts: pl.DataFrame, key: str, day: date, until: date) -> pl.DataFrame:
    kind = pl.col("kind").cast(pl.String).fill_null(_NO_KIND) if "kind" in contacts.columns else pl.lit(_NO_KIND)
    return (
        contacts.filter(pl.col("day").is_between(day + timedelta(days=1), until))
        .with_columns(action=kind)
        .sort("day", "action")
        .group_by(key, maintain_order=True)
        .agg(pl.col("action").first())
        .rename({key: "unit"})
    )


_NO_KIND: Final = N_("contact")
