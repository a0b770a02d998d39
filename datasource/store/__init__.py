"""The Parquet store: numbered versions of the canonical tables behind one manifest that is swapped atomically.

    DIR/store/manifest.json                     the version that is served, and those kept behind it
    DIR/store/versions/<id>/<table>.parquet     a table in one file, or
    DIR/store/versions/<id>/<table>/part-0000.parquet …  in part files, for tables that are streamed

Nothing is served before the manifest names it, so a load that fails or is killed leaves the old version in force.
"""

from datasource.store.conform import conform
from datasource.store.draft import Draft
from datasource.store.folder import Store
from datasource.store.manifest import DataFile, Manifest, Meta, TableFiles

__all__ = ["DataFile", "Draft", "Manifest", "Meta", "Store", "TableFiles", "conform"]
