"""The Parquet store: numbered versions of the canonical tables behind one manifest that is swapped atomically.

    DIR/store/manifest.json                     the version that is served, and the others that are kept
    DIR/store/versions/<id>/manifest.json       what that version is, in case it is served again
    DIR/store/versions/<id>/<table>.parquet     a table in one file, or
    DIR/store/versions/<id>/<table>/part-0000.parquet …  in part files, for tables that are streamed
    DIR/store/versions/<id>/history/<table>.parquet    what this and earlier loads saw of its records
    DIR/store/versions/<id>/staged/000.parquet …       sources as they were read, to refresh them by their changes

Nothing is served before the manifest names it, so a load that fails or is killed leaves the old version in force.
"""

from datasource.store.conform import conform
from datasource.store.draft import Draft
from datasource.store.folder import VERSIONS_KEPT, Store
from datasource.store.holding import Hold
from datasource.store.manifest import DataFile, Manifest, Meta, Staged, TableFiles
from datasource.store.versions import Version

__all__ = [
    "VERSIONS_KEPT", "DataFile", "Draft", "Hold", "Manifest", "Meta", "Staged", "Store", "TableFiles", "Version",
    "conform",
]  # fmt: skip
