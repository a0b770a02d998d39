"""A study: a model over all of the company's rows, whoever looks later (a named exception of rule R13).

Its findings are tables by record, to which each reader's scope is applied when they are shown, and tables about the
model itself, which name no record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from datasource.analytics.method_card import MethodCard


class Rows(Protocol):
    """What a study may ask of the catalog."""

    @property
    def as_of(self) -> date:
        """The store's today."""

    def entity(self, table: str) -> pl.DataFrame:
        """The finished rows of a table."""


@dataclass(frozen=True)
class Found:
    """What a study found: its tables by name, and the card of its method."""

    tables: Mapping[str, pl.DataFrame]
    card: MethodCard


@dataclass(frozen=True)
class Study:
    """One study. `make` raises `MingjingError` with the reason when nothing honest can be said."""

    name: str
    label: str
    make: Callable[[Rows], Found]
