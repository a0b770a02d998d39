"""The store below a data folder: what is served, and how a new version takes its place."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from datasource.errors import MingjingError
from datasource.store.draft import Draft
from datasource.store.holding import Hold, hold, unless_held
from datasource.store.manifest import NAME, DataFile, Manifest, Meta, read_manifest, serve_manifest, swap_manifest
from datasource.store.versions import Version, chosen, version_of
from datasource.tables.custom import schema_of
from datasource.texts import N_, _

_IMPORT_FIRST = N_("import into it with 'python -m datasource import --preset NAME --from DIR --data DIR'")
VERSIONS_KEPT = 7
_OWN_NAMES = {"lock", "versions", f"{NAME}.new"}


class Store:
    """The store below the data folder `data_dir`. Reading needs no lock; one process publishes at a time.

    After each load, the newest `versions_kept` versions stay (at least the served one and the one before it); an older
    one goes as soon as nobody reads it any more.
    """

    def __init__(self, data_dir: Path | str, versions_kept: int = VERSIONS_KEPT) -> None:
        self.data_dir = Path(data_dir)
        self._kept = max(versions_kept, 2)
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

    def held(self) -> tuple[Manifest, Hold]:
        """The manifest that is served now, and a hold that keeps its files from being removed while it lives.

        Raises `MingjingError` as `manifest` does, and when the served version is not there.
        """
        while True:
            served = self.manifest()
            found = hold(self._versions / served.version)
            if found is not None:
                return served, found
            if self.manifest().version == served.version:
                path = self._versions / served.version
                raise MingjingError(_("'{path}' is missing; {repair}.").format(path=path, repair=self._repair()))

    def folder_of(self, manifest: Manifest) -> Path:
        """Where the files of a version lie."""
        return self._versions / manifest.version

    def versions(self) -> tuple[Version, ...]:
        """The versions that are kept, newest first; raises `MingjingError` as `manifest` does."""
        served = self.manifest()
        ids = sorted((served.version, *served.previous), reverse=True)
        folders = [self._versions / each for each in ids]
        return tuple(version_of(folder, served) for folder in folders if (folder / NAME).is_file())

    def manifests(self) -> tuple[Manifest, ...]:
        """The manifest that is served and, newest first, those of the other versions that are kept."""
        served = self.manifest()
        others = [self._versions / each for each in served.previous]
        return (served, *(read_manifest(folder) for folder in others if (folder / NAME).is_file()))

    def roll_back(self, version: str | None = None) -> Manifest:
        """Serve another kept version from one moment on, by default the next older one, and return its manifest.

        `version` is its id or the beginning of it. Numbers that newer versions gave to their rows are not given again.
        Raises `MingjingError` for a version that is not kept or not whole, and while a load is running.
        """
        with self._writing(), self._locked():
            served = self.manifest()
            target = chosen(self.versions(), version)
            wanted = read_manifest(self._versions / target.version)
            for table in wanted.tables:
                self.scan(table, wanted)
            others = {served.version, *served.previous} - {wanted.version}
            back = wanted.after(served).model_copy(update={"previous": tuple(sorted(others, reverse=True))})
            serve_manifest(self._root, back)
            return back

    def scan(self, table: str, manifest: Manifest | None = None) -> pl.LazyFrame:
        """Table `table` with all columns that the version has of it; no rows when the load had none of it.

        Give the `manifest` you hold to read several tables of one version. Raises `MingjingError` when a file is
        missing or damaged.
        """
        manifest = manifest or self.manifest()
        schema = schema_of(table, manifest.custom)
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

    def note(self, name: str, manifest: Manifest | None = None) -> str | None:
        """The text that a version (by default the served one) keeps under `name` (its report), or None."""
        path = self._versions / (manifest or self.manifest()).version / name
        return path.read_text("utf-8") if path.is_file() else None

    @contextmanager
    def publish(self, meta: Meta) -> Iterator[Draft]:
        """Write a new version; it is served when the block ends without an error, else nothing changes.

        Raises `MingjingError` when another load is running, the folder cannot be written, or the rows break the
        canonical schema.
        """
        with self._writing(), self._locked():
            draft = Draft(self._versions, meta, self.manifest() if self.exists() else None)
            try:
                yield draft
                swap_manifest(self._root, self._thinned(draft.finish()))
            finally:
                self._prune(draft)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise MingjingError(
                _("Cannot write to '{data_dir}': {reason}; make room or choose another.").format(
                    data_dir=self.data_dir, reason=reason
                )
            ) from error

    def _thinned(self, made: Manifest) -> Manifest:
        """`made` with the newest of the other versions and the one that was served before it."""
        before = (self.manifest().version,) if self.exists() else ()
        rest = [version for version in made.previous if version not in before]
        stay = sorted((*before, *rest[: self._kept - 1 - len(before)]), reverse=True)
        return made.model_copy(update={"previous": tuple(stay)})

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
                with unless_held(folder) as free:
                    if free:
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
