"""Who had what when: changes of owner of customers, leads and deals, and moves through the public pool."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.customers import POOL_HOUR, Customers
from datasource.sample.days import DAY, LAST
from datasource.sample.draw import NONE, Draw, Ints
from datasource.sample.frames import Keys, frame
from datasource.sample.seats import Roster

_CLAIM_HOUR, _HANDOVER_HOUR = 10, 9


@dataclass(frozen=True)
class Held:
    """Records by key, the seat that held each, from which day until which (both inclusive)."""

    key: Ints
    seat: Ints
    since: Ints
    until: Ints


def handovers(roster: Roster, subject: str, held: Held) -> pl.DataFrame:
    """A change of owner for each record whose seat changed hands while it held the record, the first day excepted."""
    records = pl.DataFrame({"subject_key": held.key, "seat": held.seat, "since": held.since, "until": held.until})
    changes = roster.changes.rename({"old": "old_owner_id", "new": "new_owner_id"})
    changed = records.join(changes, on="seat", how="inner", maintain_order="left_right")
    changed = changed.filter(pl.col("day") > pl.col("since"), pl.col("day") <= pl.col("until"))
    return changed.select(
        pl.lit(subject).alias("subject"),
        "subject_key",
        "old_owner_id",
        "new_owner_id",
        (pl.col("day") * DAY + _HANDOVER_HOUR * 3600).alias("event_at"),
    )


def customer_moves(customers: Customers, roster: Roster) -> pl.DataFrame:
    """Handovers of customers, and their ways into and out of the pool."""
    end = np.where(customers.pool_day == NONE, LAST, customers.pool_day - 1)
    claimed = np.flatnonzero(customers.claim_day != NONE)
    pooled = np.flatnonzero(customers.pool_day != NONE)
    taken = customers.claim_day[claimed]
    again = np.full(len(claimed), LAST)
    key, seat = customers.key[claimed], customers.claim_seat[claimed]
    into, out = customers.pool_day[pooled], customers.claim_day[claimed]
    return pl.concat(
        [
            handovers(roster, "customer", Held(customers.key, customers.seat, customers.day, end)),
            handovers(roster, "customer", Held(key, seat, taken, again)),
            _pool_moves(customers.key[pooled], roster.at(customers.seat[pooled], into - 1), None, into, POOL_HOUR),
            _pool_moves(key, None, roster.at(seat, out), out, _CLAIM_HOUR),
        ]
    )


def _pool_moves(key: Ints, old: Ints | None, new: Ints | None, day: Ints, hour: int) -> pl.DataFrame:
    nobody = pl.Series([None] * len(key), dtype=pl.Int64)
    return pl.DataFrame(
        {
            "subject": ["customer"] * len(key),
            "subject_key": key,
            "old_owner_id": nobody if old is None else old,
            "new_owner_id": nobody if new is None else new,
            "event_at": day * DAY + hour * 3600,
        },
        schema_overrides={"subject": pl.String},
    )


def owner_event_rows(keys: Keys, moves: list[pl.DataFrame]) -> pl.DataFrame:
    """The table of changes of owner, in the order of their time."""
    all_moves = pl.concat(moves).sort("event_at", "subject", "subject_key", "new_owner_id")
    at = all_moves["event_at"].to_numpy()
    cells = {name: all_moves[name] for name in ("subject", "subject_key", "old_owner_id", "new_owner_id")}
    key = keys.take("owner_events", len(at))
    return frame("owner_events", cells | {"owner_event_id": key, "event_at": at, "event_date": at // DAY})


def pool_event_rows(draw: Draw, keys: Keys, customers: Customers, roster: Roster) -> pl.DataFrame:
    """The table of moves into and out of the pool."""
    pooled = np.flatnonzero(customers.pool_day != NONE)
    claimed = np.flatnonzero(customers.claim_day != NONE)
    into, out = customers.pool_day[pooled], customers.claim_day[claimed]
    size = len(pooled) + len(claimed)
    at = np.concatenate([into * DAY + POOL_HOUR * 3600, out * DAY + _CLAIM_HOUR * 3600])
    owner = [roster.at(customers.seat[pooled], into - 1), roster.at(customers.claim_seat[claimed], out)]
    kind = ["into_pool"] * len(pooled) + np.where(draw.chance(0.7, len(claimed)), "claimed", "assigned").tolist()
    order = np.argsort(at, kind="stable")
    cells = {
        "pool_event_id": keys.take("pool_events", size),
        "customer_id": np.concatenate([customers.key[pooled], customers.key[claimed]])[order],
        "owner_id": np.concatenate(owner)[order],
        "kind": pl.Series(kind, dtype=pl.String).gather(order),
        "event_at": at[order],
        "event_date": at[order] // DAY,
    }
    return frame("pool_events", cells)
