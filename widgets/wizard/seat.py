"""What the steps of the wizard work on: whose work it is, what is kept of it, and how it is changed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from datasource.loaders.connections import connection_names, open_door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.mapping import Mapping
from datasource.loaders.readers.database import Database
from datasource.loaders.readers.limits import limits_of
from datasource.loaders.source import Source
from datasource.loaders.sources import open_sources
from datasource.loaders.suggest.draft import Draft
from datasource.loaders.suggest.keeping import Corner, Kept, Mappings
from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.settings import Settings
from datasource.store import Store
from datasource.texts import language
from widgets.state.session import Key, Slot
from widgets.wizard.work import retry

_CURRENCIES = {"zh_CN": "CNY", "vi": "VND"}
"""Language → the currency that its speakers most likely count in."""
TOLD: Key[list[str]] = Key(Slot.WIZARD_TOLD, list)
"""Sentences that the next run shows once."""


@dataclass(frozen=True)
class Seat:
    """One administrator at the wizard; `kept` is how far they are."""

    database: AppDatabase
    settings: Settings
    actor: Account
    corner: Corner
    kept: Kept

    @property
    def draft(self) -> Draft:
        """The draft as it is kept."""
        return self.kept.draft

    @property
    def store(self) -> Store:
        """The store that would be loaded into."""
        return Store(self.settings.data_dir, self.settings.versions_kept)

    @property
    def mappings(self) -> Mappings:
        """The finished mappings."""
        return Mappings(self.settings.data_dir)

    @property
    def place(self) -> str:
        """Under which the work of this account is found."""
        return str(self.corner.folder)

    def keep(self, **parts: object) -> None:
        """Keep another step, draft or choice; for callbacks of widgets too, which run before the page."""
        now = self.corner.read() or self.kept
        self.corner.write(Kept.model_validate({**{name: getattr(now, name) for name in Kept.model_fields}, **parts}))

    def put(self, change: Callable[[Draft], Draft]) -> None:
        """Keep a changed draft."""
        self.keep(draft=change((self.corner.read() or self.kept).draft))

    def go(self, step: int) -> None:
        """Go to a step and draw the page anew."""
        self.keep(step=step)
        retry(self.place)
        st.rerun()

    def connection(self) -> Database | None:
        """The database that is looked into; None for files. Raises `MingjingError` when it cannot be used."""
        name = self.draft.connection
        return Database(open_door(name, self.settings)) if name else None

    def connections(self) -> list[str]:
        """The connections that can be chosen."""
        return connection_names(self.settings)

    def open(self, mapping: Mapping) -> dict[str, Source]:
        """The sources of `mapping` in the files or the database; raises `MingjingError` when they are not there."""
        database = self.connection()
        if database is not None:
            return open_tables(mapping, database)
        return open_sources(mapping, Path(), self.corner.uploads.limits, self.corner.uploads.candidates())

    def source_print(self) -> str:
        """What tells these files or tables from others."""
        uploads = self.corner.uploads
        files = [(name, size, uploads.stamp(name)) for name, size in uploads.names().items()]
        told = repr((files, self.draft.connection, self.kept.database_tables))
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def replaces(self) -> bool:
        """Whether just these files or tables may take the place of all records that are served."""
        return self.kept.replacing == self.source_print()

    def has_source(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.kept.database_tables if self.draft.connection else self.corner.uploads.names())


def take_seat(database: AppDatabase, settings: Settings, actor: Account) -> Seat:
    """The seat of `actor`, with what is kept of their work."""
    corner = Corner(settings.data_dir, actor.account_id, limits_of(settings.imports))
    return Seat(database, settings, actor, corner, corner.read() or Kept(draft=_first(settings)))


def _first(settings: Settings) -> Draft:
    """An empty draft in the reader's time zone, with the currency of the data that is served."""
    store = Store(settings.data_dir)
    currency = store.manifest().currency if store.exists() else _CURRENCIES.get(language(), "USD")
    return Draft(currency=currency, timezone=st.context.timezone or "UTC")
