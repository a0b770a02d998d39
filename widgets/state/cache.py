"""What all sessions share: the loaded store and the answers already given. The only place that caches for the screen.

Keys carry the version of the data, today and the viewer, so that a new import, midnight or a change of scope is seen at
the next click; an edit of the app makes a new version. Answers are frozen and small; nobody changes a frame that came
from here.
"""

import gc
from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

import streamlit as st

from datasource.catalog.catalog import Catalog, open_catalog, today
from datasource.catalog.overlay import NO_EDITS, Overlay
from datasource.errors import MingjingError
from datasource.goals.revision import revision_of
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.spoken import serve
from datasource.metrics.team_segments import FIELD, TeamSegment, serve_segments
from datasource.people.account import ScopeKind
from datasource.people.database import AppDatabase
from datasource.people.team_segments import kept_segments, segments_revision
from datasource.quality.merges import overlay_of
from datasource.query import answer, records, values
from datasource.query.engine import under
from datasource.question import MOST_RECORDS, Query, Records
from datasource.result import Page, Result
from datasource.scope import Viewer
from datasource.store import Store
from datasource.store.studies import current_studies, read_studies
from datasource.texts import _, language

Kept = TypeVar("Kept")
Made = TypeVar("Made")
ANSWERS = 2048
_RUNS = count(1)
_SETTLED_AFTER = frozenset({2, 6, 20})
PAGES = 128
EVERY = 10**9


_SERVED_SEGMENTS: list[tuple[Path, object]] = []
"""Whose team segments this process serves, and in which revision."""


def serve_team_segments(database: AppDatabase) -> None:
    """Serve the team segments as `database` keeps them now."""
    revision = segments_revision(database)
    if _SERVED_SEGMENTS[:1] != [(database.folder, revision)]:
        kept = kept_segments(database)
        serve_segments(TeamSegment(str(one.key), one.label, one.where, one.gone_at is not None) for one in kept)
        _SERVED_SEGMENTS[:] = [(database.folder, revision)]


class Shared:
    """One loaded version of a store, and its doors with a memory. Every door raises `MingjingError` as the real one."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._derived: dict[object, object] = {}
        self._answer = lru_cache(maxsize=ANSWERS)(self._fresh_answer)
        self._records = lru_cache(maxsize=PAGES)(self._fresh_records)
        self._values = lru_cache(maxsize=ANSWERS)(self._fresh_values)
        self._report = lru_cache(maxsize=ANSWERS)(self._fresh_report)

    @property
    def today(self) -> date:
        """The store's today."""
        return self.catalog.as_of

    @property
    def fiscal_start(self) -> int:
        """The first month of the company's fiscal year."""
        return self.catalog.manifest.fiscal_start_month

    def answer(self, query: Query, viewer: Viewer) -> Result:
        """The answer to `query` over what `viewer` may see."""
        return self._answer(self.today, query, viewer)

    def records(self, ask: Records, viewer: Viewer) -> Page:
        """One page of the records that `viewer` may see."""
        return self._records(self.today, ask, viewer)

    def values(self, field: str, viewer: Viewer) -> tuple[str, ...]:
        """The members of dimension `field` on rows that `viewer` may see, in their own order."""
        if field == FIELD:  # they change without a new version
            return tuple(values(self.catalog, field, viewer))
        return self._values(self.today, field, viewer)

    def is_member(self, field: str, member: str, viewer: Viewer) -> bool:
        """Whether rows that `viewer` may see have this member of dimension `field`, also past the first ones listed."""
        known = self.values(field, viewer)
        return member in known or member in values(self.catalog, field, viewer, search=member, limit=MOST_RECORDS)

    def seen_members(self, field: str, members: tuple[str, ...], viewer: Viewer) -> tuple[str, ...]:
        """Those of `members` that rows which `viewer` may see have; whoever sees all rows may be told any."""
        if viewer.scope is ScopeKind.ALL:
            return members
        known = frozenset(self.values(field, viewer))
        if not known.issuperset(members):
            known = frozenset(values(self.catalog, field, viewer, limit=EVERY))
        return tuple(member for member in members if member in known)

    def report(self, make: Callable[..., Made], viewer: Viewer, *about: Hashable) -> Made:
        """What a function of `datasource.reports` makes of this version over what `viewer` may see.

        A report may hold words, so each language has its own.
        """
        return cast("Made", self._report(self.today, language(), make, viewer, about))

    def kept(self, make: Callable[[Catalog], Kept]) -> Kept:
        """What `make` derives from this version, made once."""
        if make not in self._derived:
            self._derived[make] = make(self.catalog)
        return cast("Kept", self._derived[make])

    def _fresh_answer(self, _today: date, query: Query, viewer: Viewer) -> Result:
        return answer(self.catalog, query, viewer)

    def _fresh_records(self, _today: date, ask: Records, viewer: Viewer) -> Page:
        return records(self.catalog, ask, viewer)

    def _fresh_values(self, _today: date, field: str, viewer: Viewer) -> tuple[str, ...]:
        return tuple(values(self.catalog, field, viewer))

    def _fresh_report(
        self, _today: date, _language: str, make: Callable[..., object], viewer: Viewer, about: tuple[Hashable, ...]
    ) -> object:
        return make(self.catalog, viewer, *about)


class Served:
    """One loaded version under the edits of the app as they are now; each edit makes a new `Shared`, little else."""

    def __init__(self, catalog: Catalog) -> None:
        self._now = Shared(catalog)
        self._lock = Lock()

    def now(self, database: AppDatabase | None) -> Shared:
        """The version under the edits in `database` (without one: under none), with the findings that are served."""
        with self._lock:
            folder = self._now.catalog.store.data_dir
            if current_studies(folder) != self._now.catalog.studies.id:
                self._now = Shared(self._now.catalog.with_studies(read_studies(folder)))
            if database is None:
                return self._under(NO_EDITS)
            if revision_of(database) != self._now.catalog.overlay.revision:
                return self._under(overlay_of(database))
            return self._now

    def _under(self, overlay: Overlay) -> Shared:
        if overlay.revision != self._now.catalog.overlay.revision:
            self._now = Shared(under(self._now.catalog, overlay))
        return self._now


def shared(folder: Path, database: AppDatabase | None = None) -> Shared:
    """The version served below `folder` now, loaded once a day, under the edits of the app that `database` keeps.

    Raises `MingjingError` without a store.
    """
    store = Store(folder)
    if not store.exists():
        raise MingjingError(_("There is no data yet; an administrator brings it in on the page Connect data."))
    manifest = store.manifest()
    serve(vocabulary_of(manifest.custom))
    if database is not None:
        serve_team_segments(database)
    return _loaded(str(folder), manifest.version, manifest.today or today()).now(database)


def settle() -> None:
    """To be called after a page is drawn: what the first pages have loaded for good is left out of later collections.

    Streamlit collects all garbage after every run, which costs 45 ms a click while the libraries that a page loads at
    its first drawing are looked at again. Done at a few early runs only, so that sessions are not kept for ever.
    """
    if next(_RUNS) in _SETTLED_AFTER:
        gc.collect()
        gc.freeze()


@st.cache_resource(max_entries=2, show_spinner=False)
def _loaded(folder: str, version: str, day: date) -> Served:  # noqa: ARG001  (both are part of the key)
    opened = Served(open_catalog(folder))
    gc.collect()
    gc.freeze()  # Streamlit collects after every run; what stays for good need not be looked at again
    return opened
