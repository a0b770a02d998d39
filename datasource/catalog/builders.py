"""How each entity frame is made of the canonical ones: one function a table, and the table of them.

An entity that is no canonical table (`stage_reach`) is derived from several; its subject counts its rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

import polars as pl

from datasource.catalog import (
    contact,
    deal_stages,
    entities,
    first_deals,
    goals,
    marketing,
    office,
    owner_changes,
    products,
    receivables,
    service,
    splits,
    visits,
)
from datasource.catalog.overlay import Overlay
from datasource.catalog.owner_then import with_owner_then
from datasource.tables.custom import own_key


class Frames(Protocol):
    """What a builder may ask of the catalog: other entities, the bare rows of its table, and the store's today."""

    @property
    def as_of(self) -> date:
        """The store's today."""

    @property
    def company(self) -> str:
        """The company's name."""

    @property
    def fiscal_start(self) -> int:
        """The first month of the fiscal year."""

    @property
    def derived_stages(self) -> bool:
        """Whether the log of stages was made by comparing loads."""

    @property
    def overlay(self) -> Overlay:
        """What people have entered in the app."""

    def entity(self, table: str) -> pl.DataFrame:
        """The finished rows of another table."""

    def base(self, table: str) -> pl.DataFrame:
        """The rows of the table that are not deleted, without computed columns."""


def plain(frames: Frames, table: str) -> pl.DataFrame:
    rows = frames.base(table)
    return entities.with_label(rows, own_key(table)) if "name" in rows.columns else rows


def _users(frames: Frames, table: str) -> pl.DataFrame:
    labelled = entities.with_label(frames.base(table), "user_id", "login")
    return entities.with_teams(labelled, frames.entity("departments"))


def _customers(frames: Frames, table: str) -> pl.DataFrame:
    labelled = entities.with_label(frames.base(table), "customer_id", "code")
    placed = entities.with_places(labelled, frames.entity("regions"))
    dealt = entities.with_first_deal(placed, frames.entity("contracts"))
    owners = {"created_owner_id": "created_date", "deal_owner_id": "first_deal_date"}
    dealt = with_owner_then(dealt, frames.entity("owner_events"), "customer", "customer_id", owners)
    return contact.with_last_contact(dealt, frames.entity("activities"), frames.as_of)


def _stages(frames: Frames, table: str) -> pl.DataFrame:
    pipelines = frames.entity("pipelines").select(
        "pipeline_id", pl.col("label").alias("pipeline"), pl.col("position").alias("pipeline_position")
    )
    stages = frames.base(table).join(pipelines, on="pipeline_id", how="left", maintain_order="left")
    ordered = stages.sort("pipeline_position", "pipeline_id", "position", "stage_id", nulls_last=True)
    return entities.with_label(ordered, "stage_id", "pipeline")


def _products(frames: Frames, table: str) -> pl.DataFrame:
    categories = frames.entity("product_categories").select(
        "product_category_id", pl.col("label").alias("category"), "product_group"
    )
    labelled = entities.with_label(frames.base(table), "product_id", "code")
    return labelled.join(categories, on="product_category_id", how="left", maintain_order="left")


def _product_categories(frames: Frames, table: str) -> pl.DataFrame:
    return products.with_groups(plain(frames, table))


def _contract_lines(frames: Frames, table: str) -> pl.DataFrame:
    return products.with_margin(frames.base(table), frames.entity("contracts"))


def _contracts(frames: Frames, table: str) -> pl.DataFrame:
    contracts = entities.with_outstanding(entities.with_effective(frames.base(table)), frames.entity("receipts"))
    return receivables.with_invoiced(contracts, frames.entity("invoices"))


def _effective(frames: Frames, table: str) -> pl.DataFrame:
    return entities.with_effective(frames.base(table))


def _receivable_plans(frames: Frames, table: str) -> pl.DataFrame:
    contracts, receipts = frames.entity("contracts"), frames.entity("receipts")
    return receivables.with_ageing(frames.base(table), contracts, receipts, frames.as_of)


def _split_credits(frames: Frames, table: str) -> pl.DataFrame:
    records = {kind: frames.entity(record.table) for kind, record in splits.RECORDS.items()}
    return splits.with_records(frames.base(table), records)


def _activities(frames: Frames, table: str) -> pl.DataFrame:
    return entities.without_unknown(frames.base(table), "customer_id")


def _opportunities(frames: Frames, table: str) -> pl.DataFrame:
    owners = {"created_owner_id": "created_date", "close_owner_id": "close_date"}
    log = frames.entity("owner_events")
    owned = with_owner_then(frames.base(table), log, "opportunity", "opportunity_id", owners)
    weighted = entities.with_weighted(owned, frames.entity("stages"))
    dwell, activities = frames.entity("stage_dwell"), frames.entity("activities")
    return deal_stages.with_standing(weighted, dwell, activities, frames.as_of)


def _leads(frames: Frames, table: str) -> pl.DataFrame:
    owners = {"created_owner_id": "created_date", "converted_owner_id": "converted_date"}
    labelled = marketing.with_answer_time(plain(frames, table))
    return with_owner_then(labelled, frames.entity("owner_events"), "lead", "lead_id", owners)


def _campaigns(frames: Frames, table: str) -> pl.DataFrame:
    return marketing.with_spend(plain(frames, table), frames.entity("ad_stats"))


def _contents(frames: Frames, table: str) -> pl.DataFrame:
    return entities.with_label(marketing.with_title_as_name(frames.base(table)), "content_id")


def _stage_dwell(frames: Frames, _table: str) -> pl.DataFrame:
    events, deals = frames.entity("stage_events"), frames.base("opportunities")
    stages = frames.entity("stages")
    return deal_stages.stage_dwell(events, deals, stages, frames.as_of, derived=frames.derived_stages)


def _stage_reach(frames: Frames, _table: str) -> pl.DataFrame:
    opportunities = frames.entity("opportunities")
    return entities.stage_reach(opportunities, frames.entity("stages"), frames.entity("stage_events"))


def _stage_stays(frames: Frames, _table: str) -> pl.DataFrame:
    events = frames.entity("stage_events")
    return entities.stage_stays(events, frames.entity("opportunities"), frames.entity("stages"), frames.as_of)


def _tickets(frames: Frames, table: str) -> pl.DataFrame:
    return service.with_service_times(frames.base(table), frames.as_of)


def _work_logs(frames: Frames, table: str) -> pl.DataFrame:
    return office.with_comments(frames.base(table))


def _approvals(frames: Frames, table: str) -> pl.DataFrame:
    return office.with_decision_hours(frames.base(table))


def _owner_changes(frames: Frames, _table: str) -> pl.DataFrame:
    logs = (frames.entity("owner_events"), frames.entity("pool_events"))
    return owner_changes.owner_changes(*logs, frames.entity("customers"), frames.entity("users"))


def _log_days(frames: Frames, _table: str) -> pl.DataFrame:
    return office.log_days(frames.entity("users"), frames.entity("work_logs"), frames.entity("calendar"), frames.as_of)


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
    "targets": goals.targets,
    "customers": _customers,
    "stages": _stages,
    "product_categories": _product_categories,
    "products": _products,
    "contract_lines": _contract_lines,
    "contracts": _contracts,
    "receipts": _effective,
    "invoices": _effective,
    "receivable_plans": _receivable_plans,
    "split_credits": _split_credits,
    "activities": _activities,
    "leads": _leads,
    "campaigns": _campaigns,
    "contents": _contents,
    "opportunities": _opportunities,
    "stage_dwell": _stage_dwell,
    "stage_reach": _stage_reach,
    "tickets": _tickets,
    "work_logs": _work_logs,
    "approvals": _approvals,
    "log_days": _log_days,
    "owner_changes": _owner_changes,
    "first_deals": _first_deals,
    "first_deal_lines": _first_deal_lines,
    "pool_events": _pool_events,
    "visits": _visits,
    "visit_lines": _visit_lines,
    "stage_stays": _stage_stays,
}
