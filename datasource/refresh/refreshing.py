"""One refresh: what has changed, or everything, becomes a new version of the store; told and noted for people."""

import json
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from datasource.catalog.catalog import open_catalog
from datasource.errors import MingjingError
from datasource.loaders.load import load
from datasource.loaders.mapping import Mapping, presets, read_mapping, read_preset
from datasource.loaders.opening import open_origin
from datasource.loaders.progress import Progress, silent
from datasource.loaders.report import Report
from datasource.loaders.source import Source
from datasource.people.database import AppDatabase
from datasource.quality.trend import remember
from datasource.refresh import runs
from datasource.refresh.lease import acquire, kept
from datasource.refresh.runs import Ended, Outcome
from datasource.refresh.staging import Staging, Told, Unchanged
from datasource.settings import CONFIG, Refresh, Settings
from datasource.store import Store
from datasource.texts import _


@dataclass(frozen=True)
class Refreshed:
    """What one refresh did: how each source was read, and the load's report, None when nothing had changed.

    `beyond` says so when more rows were rejected than the mapping allows.
    """

    told: tuple[Told, ...]
    report: Report | None
    outcome: Outcome
    beyond: str | None = None

    def to_json(self) -> str:
        """One JSON object: outcome, sources, report."""
        report = None if self.report is None else json.loads(self.report.to_json())
        body = {"outcome": self.outcome.value, "sources": [asdict(one) for one in self.told], "report": report}
        return json.dumps(body, ensure_ascii=False, indent=1)

    def ended(self) -> Ended:
        """What is noted of it."""
        detail = "\n".join(self.summary())
        if self.report is None:
            return Ended(self.outcome, detail)
        parts = self.report.tables.values()
        read, kept = sum(part.read for part in parts), sum(part.kept for part in parts)
        return Ended(self.outcome, detail, self.report.version, read, kept, read - kept)

    def summary(self) -> list[str]:
        """A line for each source, and one for the outcome."""
        lines = [f"{one.source}: {_told(one)}" for one in self.told]
        if self.report is None:
            return [*lines, "Nothing has changed; the version that is served stays."]
        return [*lines, f"Version {self.report.version} is served."]


class Busy(MingjingError):
    """Another process refreshes, or has done what was due."""


@dataclass(frozen=True)
class Ask:
    """Who wants a refresh and how: for the due moment `slot`; `whole`: everything; `resume`: after a roll back too."""

    actor: str
    slot: datetime | None = None
    whole: bool = False
    resume: bool = False
    progress: Progress = field(default=silent, compare=False)


def refresh(  # noqa: PLR0913
    mapping: Mapping,
    sources: Dict[str, Source],
    store: Store,
    plan: Refresh,
    *,
    whole: bool = False,
    progress: Progress = silent,
) -> Refreshed:
    """Load what has changed in `sources` as a new version of `store`; with `whole`, read everything.

    No version is made when nothing has changed. Raises `MingjingError` as `load` does.
    """
    staging = Staging(mapping, sources, plan, whole=whole)
    try:
        report = load(mapping, staging.sources, store, progress=progress, begin=staging.begin)
    except Unchanged:
        return Refreshed(tuple(staging.told), None, Outcome.UNCHANGED)
    beyond = report.told_beyond(mapping.rejects_allowed)
    return Refreshed(tuple(staging.told), report, Outcome.REJECTS if beyond else Outcome.LOADED, beyond)


def run(database: AppDatabase, settings: Settings, plan: Refresh, ask: Ask) -> Refreshed:
    """Refresh the store of `settings` as the one process that does, and note in the app database what became of it.

    Raises `Busy` when another process does it or has done it, and `MingjingError` for what cannot be done: then the
    version before stays in force, and the note says why.
    """
    store = Store(settings.data_dir, settings.versions_kept)
    if not ask.resume and (back := rolled_back(store)):
        raise MingjingError(back)
    lease = acquire(database, slot=ask.slot)
    if lease is None:
        raise Busy("Another process is refreshing, or has done what was due; look again in a while.")
    with kept(database, lease):
        number = runs.begin(database, lease, ask.actor)
        try:
            mapping = mapping_of(plan.mapping)
            sources = open_origin(mapping, origin_of(plan.source), settings)
            done = refresh(mapping, sources, store, plan, whole=ask.whole, progress=ask.progress)
        except BaseException as error:
            told = str(error) if isinstance(error, MingjingError) else f"It was broken off: {type(error).__name__}."
            runs.end(database, number, Ended(Outcome.FAILED, told))
            raise
        runs.end(database, number, done.ended())
        if done.report is not None:
            remember(database, open_catalog(settings.data_dir))
    return done


def rolled_back(store: Store) -> str:
    """Why no refresh goes on by itself, empty when it does: an older version is served because somebody said so."""
    if not store.exists():
        return ""
    served = store.manifest()
    newest = max((served.version, *served.previous))
    if newest == served.version:
        return ""
    return _(
        "Version {served} is served again since somebody rolled back from {newest}: nothing is refreshed until that is "
        "wanted (refresh --resume, or Refresh now on the page Data)."
    ).format(served=served.version, newest=newest)


def mapping_of(name: str) -> Mapping:
    """The preset called so, or the mapping in that file; a relative path begins at the folder of the settings."""
    path = CONFIG.parent / Path(name).expanduser()
    is_named = name in presets() or not (path.suffix or path.exists())
    return read_preset(name) if is_named else read_mapping(path)


def origin_of(name: str) -> str:
    """The folder or file of that path, which may begin at the folder of the settings, else the connection called so."""
    path = CONFIG.parent / Path(name).expanduser()
    return str(path) if path.exists() else name


def _told(one: Told) -> str:
    if one.is_whole:
        return f"read whole ({one.why})"
    return f"{one.read:,} rows read again, {one.changed:,} of them new or different, {one.gone:,} gone"
