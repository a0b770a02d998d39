"""The store below a data folder: what is served, and how a new version takes its place."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from datasource.errors import MingjingError
from datasource.store.draft import Draft
from datasource.store.manifest import NAME, DataFile, Manifest, Meta, read_manifest, swap_manifest
from datasource.tables.schema import polars_schema
from datasource.texts import N_, _

_IMPORT_FIRST = N_("import into it with 'python -m datasource import --preset NAME --from DIR --data DIR'")
_OWN_NAMES = {"lock", "versions", f"{NAME}.new"}


class Store:
    """The store below the data folder `data_dir`. Reading needs no lock; one process publishes at a time."""

    def __init__(self, data_dir: Path | str) -> None:
        self.data_dir = Path(data_dir)
        self._root = self.data_dir / "store"
        self._versions = self._root / "versions"

    def exists(self) -> bool:
        """Whether a version is served here."""
        return (self._root / NAME).is_file()

    def manifest(self) -> Manifest:
        """The manifest that is served now; raises `MingjingError` for a folder that holds no readable store."""
        if not self.data_dir.is_dir():
            raise MingjingError(
                _("There is no data folder '{data_dir}'; {way_out}.").format(
                    data_dir=self.data_dir, way_out=_(_IMPORT_FIRST)
                )
            )
        try:
            return read_manifest(self._root)
        except FileNotFoundError:
            raise MingjingError(
                _("'{data_dir}' is not a Mingjing data folder; {way_out}.").format(
                    data_dir=self.data_dir, way_out=_(_IMPORT_FIRST)
                )
            ) from None

    def scan(self, table: str, manifest: Manifest | None = None) -> pl.LazyFrame:
        """Table `table` with its canonical columns; no rows when the load had none of it.

        Give the `manifest` you hold to read several tables of one version. Raises `MingjingError` when a file is
        missing or damaged.
        """
        schema = polars_schema(table)
        manifest = manifest or self.manifest()
        files = manifest.tables[table].files if table in manifest.tables else ()
        if not files:
            return pl.LazyFrame(schema=schema)
        folder = self._versions / manifest.version
        for file in files:
            self._check(folder / file.path, file, schema)
        return pl.scan_parquet(
            [folder / file.path for file in files],
            schema=schema,
            glob=False,
            hive_partitioning=False,
            missing_columns="insert",
            extra_columns="ignore",
        )

    def read(self, table: str, manifest: Manifest | None = None) -> pl.DataFrame:
        """As `scan`, collected."""
        try:
            return self.scan(table, manifest).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise MingjingError(
                _("Table '{table}' in '{data_dir}' is damaged; {repair}.").format(
                    table=table, data_dir=self.data_dir, repair=self._repair()
                )
            ) from error

    def note(self, name: str) -> str | None:
        """The text that the served version keeps under `name` (its report), or None."""
        path = self._versions / self.manifest().version / name
        return path.read_text("utf-8") if path.is_file() else None

    @contextmanager
    def publish(self, meta: Meta) -> Iterator[Draft]:
        """Write a new version; it is served when the block ends without an error, else nothing changes.

        Raises `MingjingError` when another load is running, the folder cannot be written, or the rows break the
        canonical schema.
        """
        try:
            with self._locked():
                draft = Draft(self._versions, meta, self.manifest() if self.exists() else None)
                try:
                    yield draft
                    swap_manifest(self._root, draft.finish())
                finally:
                    self._prune(draft)
        except OSError as error:
            reason = error.strerror or str(error)
            raise MingjingError(
                _("Cannot write to '{data_dir}': {reason}; make room or choose another.").format(
                    data_dir=self.data_dir, reason=reason
                )
            ) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        strangers = {path.name for path in self._root.iterdir()} - _OWN_NAMES if self._root.is_dir() else set()
        if strangers and not self.exists():
            raise MingjingError(
                _("'{root}' is no store of Mingjing; choose an empty data folder.").format(root=self._root)
            )
        self._versions.mkdir(parents=True, exist_ok=True)
        with (self._root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise MingjingError(
                    _("Another load into '{data_dir}' is running; wait until it ends.").format(data_dir=self.data_dir)
                ) from None
            yield

    def _prune(self, draft: Draft) -> None:
        if not self.exists():
            shutil.rmtree(draft.folder, ignore_errors=True)
            return
        served = self.manifest()
        for folder in self._versions.iterdir():
            if folder.name not in {served.version, *served.previous}:
                shutil.rmtree(folder, ignore_errors=True)

    def _repair(self) -> str:
        return _("restore it from a copy, or remove '{root}' and import again").format(root=self._root)

    def _check(self, path: Path, file: DataFile, schema: pl.Schema) -> None:
        try:
            if path.stat().st_size != file.size:
                raise MingjingError(
                    _("'{path}' is damaged (its size is wrong); {repair}.").format(path=path, repair=self._repair())
                )
            found = pl.read_parquet_schema(path)
        except FileNotFoundError:
            raise MingjingError(_("'{path}' is missing; {repair}.").format(path=path, repair=self._repair())) from None
        except (pl.exceptions.PolarsError, OSError) as error:
            raise MingjingError(
                _("'{path}' is damaged (no readable Parquet file); {repair}.").format(path=path, repair=self._repair())
            ) from error
        odd = next((name for name, kind in found.items() if schema.get(name, kind) != kind), None)
        if odd is not None:
            raise MingjingError(
                _("Column '{odd}' in '{path}' is not of its table's type; {repair}.").format(
                    odd=odd, path=path, repair=self._repair()
                )
            )
