"""How each entity frame is made of the canonical ones: one function a table, and the table of them.

An entity that is no canonical table (`stage_reach`) is derived from several; its subject counts its rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

import polars as pl

from datasource.catalog import entities, first_deals, visits
from datasource.tables.schema import key_column


class Frames(Protocol):
    """What a builder may ask of the catalog: other entities, the bare rows of its table, and the store's today."""

    @property
    def as_of(self) -> date:
        """The store's today."""

    def entity(self, table: str) -> pl.DataFrame:
        """The finished rows of another table."""

    def base(self, table: str) -> pl.DataFrame:
        """The rows of the table that are not deleted, without computed columns."""


def plain(frames: Frames, table: str) -> pl.DataFrame:
    rows = frames.base(table)
    return entities.with_label(rows, key_column(table)) if "name" in rows.columns else rows


def _users(frames: Frames, table: str) -> pl.DataFrame:
    labelled = entities.with_label(frames.base(table), "user_id", "login")
    return entities.with_teams(labelled, frames.entity("departments"))


def _customers(frames: Frames, table: str) -> pl.DataFrame:
    labelled = entities.with_label(frames.base(table), "customer_id", "code")
    placed = entities.with_places(labelled, frames.entity("regions"))
    return entities.with_first_deal(placed, frames.entity("contracts"))


def _stages(frames: Frames, table: str) -> pl.DataFrame:
    pipelines = frames.entity("pipelines").select(
        "pipeline_id", pl.col("label").alias("pipeline"), pl.col("position").alias("pipeline_position")
    )
    stages = frames.base(table).join(pipelines, on="pipeline_id", how="left", maintain_order="left")
    ordered = stages.sort("pipeline_position", "pipeline_id", "position", "stage_id", nulls_last=True)
    return entities.with_label(ordered, "stage_id", "pipeline")


def _products(frames: Frames, table: str) -> pl.DataFrame:
    categories = frames.entity("product_categories").select("product_category_id", pl.col("label").alias("category"))
    labelled = entities.with_label(frames.base(table), "product_id", "code")
    return labelled.join(categories, on="product_category_id", how="left", maintain_order="left")


def _contracts(frames: Frames, table: str) -> pl.DataFrame:
    return entities.with_outstanding(entities.with_effective(frames.base(table)), frames.entity("receipts"))


def _effective(frames: Frames, table: str) -> pl.DataFrame:
    return entities.with_effective(frames.base(table))


def _activities(frames: Frames, table: str) -> pl.DataFrame:
    return entities.without_unknown(frames.base(table), "customer_id")


def _opportunities(frames: Frames, table: str) -> pl.DataFrame:
    return entities.with_weighted(frames.base(table), frames.entity("stages"))


def _stage_reach(frames: Frames, _table: str) -> pl.DataFrame:
    opportunities = frames.entity("opportunities")
    return entities.stage_reach(opportunities, frames.entity("stages"), frames.entity("stage_events"))


def _stage_stays(frames: Frames, _table: str) -> pl.DataFrame:
    events = frames.entity("stage_events")
    return entities.stage_stays(events, frames.entity("opportunities"), frames.entity("stages"), frames.as_of)


def _first_deals(frames: Frames, _table: str) -> pl.DataFrame:
    return first_deals.first_deals(frames.entity("customers"))


def _first_deal_lines(frames: Frames, _table: str) -> pl.DataFrame:
    deals, lines = frames.entity("first_deals"), frames.entity("contract_lines")
    return first_deals.first_deal_lines(deals, frames.entity("contracts"), lines)


def _pool_events(frames: Frames, table: str) -> pl.DataFrame:
    return entities.without_unknown(frames.base(table), "customer_id")


def _visits(frames: Frames, table: str) -> pl.DataFrame:
    return visits.with_answer(frames.base(table))


def _visit_lines(frames: Frames, _table: str) -> pl.DataFrame:
    return visits.visit_lines(frames.entity("visits"), frames.entity("contract_lines"))


BUILDERS: Mapping[str, Callable[[Frames, str], pl.DataFrame]] = {
    "users": _users,
    "customers": _customers,
    "stages": _stages,
    "products": _products,
    "contracts": _contracts,
    "receipts": _effective,
    "invoices": _effective,
    "activities": _activities,
    "opportunities": _opportunities,
    "stage_reach": _stage_reach,
    "first_deals": _first_deals,
    "first_deal_lines": _first_deal_lines,
    "pool_events": _pool_events,
    "visits": _visits,
    "visit_lines": _visit_lines,
    "stage_stays": _stage_stays,
}
