"""Per-entity columns, computed once when a store is loaded: deal dates, outstanding money, labels, the org tree.

Each function takes canonical frames (one row per record, deleted rows left out) and returns the same rows with columns
added. Money stays in minor units.
"""

from datetime import date

import polars as pl

from datasource.tables.schema import UNKNOWN_KEY

EFFECTIVE = ("approved", "not_required")
RESERVED = ("Unknown", "—")
"""What stands for a row that is not there: a record that is really called so carries its key beside it."""


def with_effective(records: pl.DataFrame) -> pl.DataFrame:
    """Rule R1: `is_effective` where the approval status is approved or not required."""
    return records.with_columns(pl.col("status").is_in(EFFECTIVE).fill_null(value=False).alias("is_effective"))


def with_outstanding(contracts: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """`received_amount` (effective receipts on the contract, lifetime) and `outstanding_amount` = amount − received."""
    received = (
        receipts.filter("is_effective").group_by("contract_id").agg(pl.col("amount").sum().alias("received_amount"))
    )
    joined = contracts.join(received, on="contract_id", how="left", maintain_order="left")
    paid = pl.col("received_amount").fill_null(0)
    return joined.with_columns(paid, (pl.col("amount") - paid).alias("outstanding_amount"))


def with_first_deal(customers: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """Rule R2: `first_deal_date` = order date of the first effective contract; `cycle_days` from entering to it."""
    first = (
        contracts.filter("is_effective")
        .group_by("customer_id")
        .agg(pl.col("order_date").min().alias("first_deal_date"))
    )
    joined = customers.join(first, on="customer_id", how="left", maintain_order="left")
    cycle = (pl.col("first_deal_date") - pl.col("created_date")).dt.total_days()
    return joined.with_columns(cycle.alias("cycle_days"))


def with_weighted(opportunities: pl.DataFrame, stages: pl.DataFrame) -> pl.DataFrame:
    """`weighted_amount` = amount × win probability of the current stage, rounded to the minor unit."""
    chances = stages.select("stage_id", "win_probability")
    joined = opportunities.join(chances, on="stage_id", how="left", maintain_order="left")
    weighted = (pl.col("amount") * pl.col("win_probability")).round(mode="half_away_from_zero").cast(pl.Int64)
    return joined.with_columns(weighted.alias("weighted_amount")).drop("win_probability")


def with_label(records: pl.DataFrame, key: str, *contexts: str) -> pl.DataFrame:
    """`label`: the name where it is unique, else with the first context that tells it apart, at last with the key.

    Two people of the same name are two rows of every report, never one sum; nor are a record without a name and a
    missing one.
    """
    named = records.with_columns(pl.col("name").fill_null("").replace("", RESERVED[0]).alias("label"))
    for context in (*contexts, key):
        named = _told_apart(named, context)
    while named["label"].is_duplicated().any():
        named = _told_apart(named, key)
    return named


def _told_apart(named: pl.DataFrame, context: str) -> pl.DataFrame:
    hint = pl.col("label") + " (" + pl.col(context).cast(pl.String) + ")"
    is_shared = pl.col("label").is_duplicated() | pl.col("label").is_in(RESERVED)
    told = pl.when(is_shared & pl.col(context).is_not_null()).then(hint).otherwise("label")
    return named.with_columns(told.alias("label"))


def with_places(customers: pl.DataFrame, regions: pl.DataFrame) -> pl.DataFrame:
    """`country`, `region` (province, or country where there is none) and `city` of each customer, as names.

    Cities of one name carry their province.
    """
    named = places(regions).select("region_id", "country", "region", "city")
    return customers.join(named, on="region_id", how="left", maintain_order="left")


def places(regions: pl.DataFrame) -> pl.DataFrame:
    """One row per region: `region_id`, the names `country`, `region`, `city` (null above cities), and their codes."""
    parents = regions.select(
        pl.col("region_id").alias("parent_id"),
        pl.col("name").alias("parent_name"),
        pl.col("adcode").alias("parent_code"),
    )
    is_city = (pl.col("level") == "city").fill_null(value=False)
    is_shared = pl.struct("level", "name").is_duplicated() & pl.col("parent_name").is_not_null()
    city = pl.when(is_shared).then(pl.col("name") + " (" + pl.col("parent_name") + ")").otherwise("name")
    return regions.join(parents, on="parent_id", how="left").select(
        "region_id",
        pl.col("region_id").replace_strict(_countries(regions), return_dtype=pl.String).alias("country"),
        pl.when(is_city).then("parent_name").otherwise("name").alias("region"),
        pl.when(is_city).then("parent_code").otherwise("adcode").alias("region_code"),
        pl.when(is_city).then(city).alias("city"),
        pl.when(is_city).then("adcode").alias("city_code"),
    )


def _countries(regions: pl.DataFrame) -> dict[int, str | None]:
    """The country that each region is or lies in, by the region's key; None where none is above it."""
    parents = dict(regions.select("region_id", "parent_id").iter_rows())
    countries = dict(regions.filter(pl.col("level") == "country").select("region_id", "name").iter_rows())
    return {key: next((countries[one] for one in _chain(key, parents) if one in countries), None) for key in parents}


def departments_above(departments: pl.DataFrame) -> pl.DataFrame:
    """One row per department and department at or above it: `department_id`, `above_id`, `distance` (0 = itself)."""
    parents = dict(departments.select("department_id", "parent_id").iter_rows())
    rows = [
        (department_id, above_id, distance)
        for department_id in parents
        for distance, above_id in enumerate(_chain(department_id, parents))
    ]
    kind = departments.schema["department_id"]
    schema = {"department_id": kind, "above_id": kind, "distance": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def with_teams(users: pl.DataFrame, departments: pl.DataFrame) -> pl.DataFrame:
    """`sales_team` (the user's own department) and `department` (the branch right below the root it lies in)."""
    above = departments_above(departments)
    depth = above.group_by("department_id").agg(pl.col("distance").max().alias("depth"))
    wanted = pl.max_horizontal(pl.col("depth") - 1, pl.lit(0))
    branch = above.join(depth, on="department_id").filter(pl.col("distance") == wanted)
    labels = departments.select(pl.col("department_id").alias("above_id"), pl.col("label").alias("department"))
    branches = branch.join(labels, on="above_id").select("department_id", "department")
    teams = departments.select("department_id", pl.col("label").alias("sales_team"))
    return users.join(teams, on="department_id", how="left", maintain_order="left").join(
        branches, on="department_id", how="left", maintain_order="left"
    )


def stage_reach(opportunities: pl.DataFrame, stages: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """One row per opportunity and stage that it ever reached: its furthest known open stage and all before it.

    A won deal has reached every open stage and the won one. A deal that was lost or dropped without a stage log is
    known to have reached the first stage only: nothing further is assumed. What a deal reached in a pipeline that it
    has left since says nothing of the stages of its own.
    """
    is_first = pl.col("position") == pl.col("position").min().over("pipeline_id")
    steps = stages.select("stage_id", "pipeline_id", "position", "kind", is_first.alias("is_first"))
    seen = pl.concat([events.select("opportunity_id", "stage_id"), opportunities.select("opportunity_id", "stage_id")])
    open_steps = steps.filter(pl.col("kind") == "open")
    own = seen.join(opportunities.select("opportunity_id", "pipeline_id"), on="opportunity_id")
    known = own.join(open_steps, on=["stage_id", "pipeline_id"])
    furthest = known.group_by("opportunity_id").agg(pl.col("position").max().alias("furthest"))
    deals = opportunities.lazy().select(_OF_A_DEAL).join(furthest.lazy(), on="opportunity_id", how="left")
    is_won = pl.col("outcome") == "won"
    reached_open = (pl.col("kind") == "open") & (
        pl.col("is_first") | is_won | (pl.col("position") <= pl.col("furthest"))
    )
    reached_won = (pl.col("kind") == "won") & is_won
    pairs = deals.join(steps.lazy(), on="pipeline_id")
    return pairs.filter(reached_open.fill_null(value=False) | reached_won).drop("is_first").collect()


_OF_A_DEAL = (
    "opportunity_id",
    "customer_id",
    "owner_id",
    "created_owner_id",
    "close_owner_id",
    "pipeline_id",
    "outcome",
    "amount",
    "created_date",
    "close_date",
)
"""What a report of stages asks of a deal; the rest, names above all, would be repeated for each stage."""


def stage_stays(events: pl.DataFrame, opportunities: pl.DataFrame, stages: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per stay of an opportunity in an open stage, with the amount and owner of that time (rule R8).

    `weighted_amount` is that amount × the win probability of the stage it was in, `expected_close_date` what was
    expected then. `begins_deal`, `ends_deal` mark a deal's first and last stay. A stay ends when the next one begins
    or the deal closes, whatever its own end says, so that at most one row of an opportunity is in force on any day. An
    opportunity without a stage log is one stay from entering to closing, in its current stage while it is open and in
    an unknown one once it is closed. From `today` on, the opportunities themselves say what is open, not the log.
    The stays of a deal stand in the order of its log.
    """
    steps = stages.select("stage_id", "win_probability", pl.col("kind").alias("stage_kind"))
    events = events.filter(pl.col("entered_date").is_not_null())
    logged = _stays(events).join(steps, on="stage_id", how="left", maintain_order="left")
    logged = logged.filter((pl.col("stage_kind") == "open") | pl.col("stage_kind").is_null())
    is_open = (pl.col("outcome") == "open").fill_null(value=False)
    bare = opportunities.join(events, on="opportunity_id", how="anti").filter(
        is_open | pl.col("close_date").is_not_null()
    )
    whole = bare.select(
        "opportunity_id",
        pl.when(is_open).then("stage_id").alias("stage_id"),
        pl.col("created_date").alias("entered_date"),
        pl.when(~is_open).then("close_date").alias("left_date"),
        "amount",
        "owner_id",
        pl.col("expected_close_date").alias("expected_then"),
    ).join(steps, on="stage_id", how="left")
    deals = opportunities.drop("stage_id", "amount", "weighted_amount").rename({"owner_id": "current_owner_id"})
    met = pl.concat([logged, whole]).join(deals, on="opportunity_id", maintain_order="left")
    closed = pl.when(~is_open).then(pl.min_horizontal("left_date", "close_date")).otherwise("left_date")
    met = met.with_columns(closed.alias("left_date")).filter(is_open | pl.col("left_date").is_not_null())
    past = met.with_columns(pl.min_horizontal("left_date", pl.lit(today)).alias("left_date"))
    met = pl.concat([past, _still_open(opportunities, deals, steps, today).select(past.columns)])
    weighted = (pl.col("amount") * pl.col("win_probability")).round(mode="half_away_from_zero").cast(pl.Int64)
    first, last = pl.col("entered_date").min(), pl.col("left_date").max()
    return met.with_columns(
        weighted.alias("weighted_amount"),
        pl.coalesce("owner_id", "current_owner_id").alias("owner_id"),
        pl.coalesce("expected_then", "expected_close_date").alias("expected_close_date"),
        (pl.col("entered_date") == first.over("opportunity_id")).fill_null(value=False).alias("begins_deal"),
        (pl.col("left_date") == last.over("opportunity_id")).fill_null(value=True).alias("ends_deal"),
    ).drop("expected_then")


def _still_open(opportunities: pl.DataFrame, deals: pl.DataFrame, steps: pl.DataFrame, today: date) -> pl.DataFrame:
    now = opportunities.filter(pl.col("outcome") == "open").select("opportunity_id", "stage_id", "amount", "owner_id")
    open_end = [pl.lit(None, dtype=pl.Date).alias(name) for name in ("left_date", "expected_then")]
    begun = now.with_columns(pl.lit(today).alias("entered_date"), *open_end)
    return begun.join(steps, on="stage_id", how="left").join(deals, on="opportunity_id")


def _stays(events: pl.DataFrame) -> pl.DataFrame:
    ordered = events.sort("opportunity_id", "entered_date", "entered_at", "stage_event_id", nulls_last=True)
    begins = pl.col("entered_date").shift(-1).over("opportunity_id")
    left = pl.min_horizontal("left_date", begins)
    then = pl.col("close_date").alias("expected_then")
    return ordered.select(
        "opportunity_id", "stage_id", "entered_date", left.alias("left_date"), "amount", "owner_id", then
    )


def without_unknown(records: pl.DataFrame, reference: str) -> pl.DataFrame:
    """`records` with `reference` empty where it is the key of Unknown: many unknown rows are not one distinct row."""
    return records.with_columns(pl.when(pl.col(reference) != UNKNOWN_KEY).then(reference).alias(reference))


def _chain(department_id: int, parents: dict[int, int | None]) -> list[int]:
    chain = [department_id]
    above = parents.get(department_id)
    while above is not None and above in parents and above not in chain:
        chain.append(above)
        above = parents.get(above)
    return chain
