"""A folder of exported files → a new version of the store, every row and cell accounted for."""

from collections.abc import Callable
from collections.abc import Mapping as Dict
from contextlib import closing, suppress
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa

from datasource.errors import MingjingError
from datasource.loaders.accounts import close, money_columns, sums
from datasource.loaders.beside import beside
from datasource.loaders.custom import Rest, custom_of, kept_columns
from datasource.loaders.feeding import Feeding
from datasource.loaders.filling import fill, taking_part
from datasource.loaders.keys import Given, by_source_key
from datasource.loaders.lineage import lineage
from datasource.loaders.linking import Linking
from datasource.loaders.mapping import Header, Mapping
from datasource.loaders.needs import used
from datasource.loaders.numbering import Numbered, number_rows
from datasource.loaders.progress import Progress, silent
from datasource.loaders.recognising import check_known
from datasource.loaders.report import Part, Report
from datasource.loaders.source import Source
from datasource.loaders.sources import open_sources
from datasource.loaders.spool import Spool
from datasource.loaders.writing import Writing
from datasource.store import Draft, Manifest, Meta, Store
from datasource.tables.custom import own_key
from datasource.tables.schema import TABLES

REPORT_NAME = "report.json"
REJECTS_NAME = "rejects.parquet"
Carried = Callable[[str], Given]
"""Table → the keys that earlier loads gave in it."""


def import_folder(mapping: Mapping, folder: Path, store: Store) -> Report:
    """Load the files of `mapping` in `folder` as a new version of `store`, as `load` does."""
    return load(mapping, open_sources(mapping, folder), store)


def load(  # noqa: PLR0913  (all but three are named)
    mapping: Mapping,
    sources: Dict[str, Source],
    store: Store,
    *,
    progress: Progress = silent,
    dry_run: bool = False,
    replace: bool = False,
    begin: Callable[[Draft], None] = lambda _draft: None,
) -> Report:
    """Load `sources` as a new version of `store` and say what was met; a `dry_run` does all but publish it.

    `begin` is told the draft before the first source is read, when no other load can come between.

    Raises `MingjingError` for sources that cannot be used, a store that cannot be written or holds another source
    (whose accounts would see the rows of strangers), also one of the same name unless it may `replace` it; then nothing
    has changed.
    """
    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own pool keeps what blocks took, half of the largest table
    _same_source(mapping, store)
    report = Report(mapping.name, mapping.notes)
    with suppress(_Dry), store.publish(_meta(mapping)) as draft:
        begin(draft)
        before = None if replace else draft.previous
        loading = _Load(mapping, sources, draft, report, progress)
        with closing(loading.spool):
            loading.run(
                _carried(store, draft.previous, mapping),
                (lambda _tables: None) if before is None else partial(check_known, store, before),
            )
        if dry_run:
            raise _Dry
        report.version = draft.version
        draft.note(REPORT_NAME, report.to_json())
        draft.keep(REJECTS_NAME, report.rejects.rows)
    return report


class _Dry(Exception):
    """Ends a load that is to change nothing."""


class _Load:
    """One load on its way into `draft`."""

    def __init__(
        self, mapping: Mapping, sources: Dict[str, Source], draft: Draft, report: Report, progress: Progress
    ) -> None:
        self._mapping = mapping
        self._sources = sources
        self._draft = draft
        self._report = report
        self._progress = progress
        self.spool = Spool(draft.spool)
        self._rest = Rest()

    def run(self, carried: Carried, check: Callable[[dict[str, Numbered]], None]) -> None:
        """Read, number, `check`, link, fill, write, and close the account."""
        tables = self._numbered(carried)
        check(tables)
        linking = Linking(tables, self._mapping.known, self._report, self.spool)
        for table in tables:
            linking.prepare(table)
        for table in filter(taking_part(self._mapping).__contains__, tables):
            linking.link(table)
        filled = fill(self._mapping, tables)
        self._draft.set_today(_latest(self._mapping, tables))
        for table, numbered in tables.items():
            self._count_filled(numbered, filled.get(table, {}))
            self._progress(table, numbered.height)
            writing = Writing(self._draft, linking.finished, self._rest.empty(table))
            writing.write(numbered, filled.get(table, {}))
            self._draft.count(table, numbered.counted)
            part, digits = self._report.table(table), self._mapping.minor_digits
            close(table, part, self._draft.scan(table), digits, self._mapping.stored[table])

    def _numbered(self, carried: Carried) -> dict[str, Numbered]:
        feeding = Feeding(self._mapping, self._report, self.spool, beside(self._mapping, self._sources, self.spool))
        feeding.written_out()
        for source in self._sources.values():
            taken = used(self._mapping, source.name, Header(source.header))
            part = Part(encoding=source.encoding, origin=source.origin)
            for feed in self._mapping.load:
                if feed.source == source.name:
                    taken |= set(kept_columns(self._mapping, feed, source.header).values())
            part.left_out = tuple(column for column in source.header if column not in taken)
            self._report.files[source.name] = part
            feeding.read(source, part, self._progress)
        self._rest = feeding.rest
        self._draft.declare(custom_of(self._mapping, self._rest))
        self._report.lineage = lineage(self._mapping, self._sources, self._rest)
        return {
            table: number_rows(table, fed, feeding, self.spool, carried(table))
            for table in (*TABLES, *self._mapping.tables)
            if (fed := [one for one in feeding.fed if one.feed.table == table])
        }

    def _count_filled(self, numbered: Numbered, filled: dict[str, pl.Series]) -> None:
        """Tell the money that filling has added."""
        known, digits = self._mapping.stored[numbered.table], self._mapping.minor_digits
        for column in money_columns(known.values(), pl.DataFrame(list(filled.values()))):
            before = numbered.cells(column, pl.Int64()).to_frame()
            after = filled[column].to_frame()
            added = sums(after, [column], digits)[column] - sums(before, [column], digits)[column]
            self._report.table(numbered.table).sums(column).filled += added


def _same_source(mapping: Mapping, store: Store) -> None:
    if store.exists() and (held := store.manifest().source) != mapping.name:
        way_out = f"import '{mapping.name}' into another folder"
        raise MingjingError(f"'{store.data_dir}' holds the data of '{held}'; {way_out}.")


def _meta(mapping: Mapping) -> Meta:
    return Meta(
        source=mapping.name,
        company=mapping.company,
        currency=mapping.currency,
        minor_digits=mapping.minor_digits,
        timezone=mapping.timezone,
        fiscal_start_month=mapping.fiscal_start_month,
    )


def _latest(mapping: Mapping, tables: dict[str, Numbered]) -> date | None:
    days = [
        tables[table].cells(mapping.stored[table][column].name, pl.Date()).max()
        for table, column in (place.split(".") for place in mapping.today_from)
        if table in tables
    ]
    return max((day for day in days if isinstance(day, date)), default=None)


def _carried(store: Store, before: Manifest | None, mapping: Mapping) -> Carried:
    def given(table: str) -> Given:
        if before is None or before.source != mapping.name or not before.knows(table):
            return Given()
        keys = by_source_key(store.scan(table, before), own_key(table))
        return Given(keys, before.last_key(table), before.counted(table))

    return given
