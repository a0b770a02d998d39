"""Subjects of canonical tables that no built-in metric counts, for the fields that a company adds to them."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from datasource.metrics.subjects.subject import Subject
from datasource.tables.custom import OWN
from datasource.tables.schema import columns, key_column
from datasource.texts import N_

UNDATED = "_undated"
"""How the date of rows is called that have no place in time."""
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "departments": N_("Departments"),
        "users": N_("People"),
        "regions": N_("Regions"),
        "contents": N_("Content"),
        "campaign_members": N_("Campaign members"),
        "web_visits": N_("Web visits"),
        "product_categories": N_("Product categories"),
        "products": N_("Products"),
        "pipelines": N_("Pipelines"),
        "stages": N_("Stages"),
        "opportunity_lines": N_("Opportunity lines"),
        "stage_events": N_("Changes of stage"),
        "quotations": N_("Quotations"),
        "owner_events": N_("Changes of owner"),
        "customer_members": N_("Customer teams"),
        "exchange_rates": N_("Exchange rates"),
        "ticket_events": N_("Ticket events"),
        "calendar": N_("Calendar"),
    }
)
"""What they are called."""


def bare_subject(table: str) -> Subject:
    """The rows of canonical `table` by its own dates and references; without any owner only people who see all see it.

    A row without an owner of its own belongs to the owner of the first record it refers to that has one.
    """
    infos = columns(table)
    references = {info.refers_to: info.name for info in reversed(infos) if info.refers_to and info.refers_to != "users"}
    dates = {info.name: info.name for info in infos if info.dtype == pl.Date}
    owner = _owner(table)
    links = {**references, **({"users": owner} if owner else {}), table: key_column(table)}
    named = [info.name for info in infos if info.name in {"name", "code"}]
    return Subject(
        table,
        LABELS[table],
        key_column(table),
        dates=dates or {f"{OWN}{table}{UNDATED}": ""},
        links=links,
        records=tuple(named) or ("source_key",),
        closed=not owner,
    )


def _owner(table: str) -> str:
    """The path to whose a row of `table` is: itself a person, its own owner, or the owner of a record it refers to."""
    infos = columns(table)
    if table == "users":
        return "user_id"
    if any(info.name == "owner_id" for info in infos):
        return "owner_id"
    owned = [info.name for info in infos if info.refers_to and info.refers_to != table and _has_owner(info.refers_to)]
    return " | ".join(f"{reference}.owner_id" for reference in owned if reference == key_column(_aim(table, reference)))


def _has_owner(table: str) -> bool:
    return any(info.name == "owner_id" for info in columns(table))


def _aim(table: str, reference: str) -> str:
    return next(info.refers_to for info in columns(table) if info.name == reference)
