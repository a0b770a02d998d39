"""What the load that made this version met: rows read, kept and rejected, cells mended or emptied, rejected rows."""

import json
from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.loaders.rejects import REJECTS
from datasource.reports.lineage import REPORT

REJECTED = "rejects.parquet"
_TABLES = pl.Schema({"table": pl.String(), "read": pl.Int64(), "kept": pl.Int64(), "rejected": pl.Int64()})
_STRUCK = pl.Schema({"place": pl.String(), "rule": pl.String(), "count": pl.Int64(), "columns": pl.String()})


@dataclass(frozen=True)
class LastLoad:
    """`tables`: `table`, `read`, `kept`, `rejected`. `struck`: how often each rule of cleaning struck (`place`: a file
    or table). `rejects`: rejected rows as `datasource.loaders.rejects.REJECTS`, the first of `rejected`.
    """

    tables: pl.DataFrame
    struck: pl.DataFrame
    rejects: pl.DataFrame
    rejected: int


def last_load(catalog: Catalog) -> LastLoad | None:
    """The report of the load that made the version; None for a version that was not made by an import."""
    text = catalog.store.note(REPORT, catalog.manifest)
    if text is None:
        return None
    told = json.loads(text)
    tables = [(name, part["read"], part["kept"], part["read"] - part["kept"]) for name, part in told["tables"].items()]
    struck = [
        (name, rule, hits["count"], ", ".join(column for column in hits["columns"] if column))
        for kind in ("files", "tables")
        for name, part in told[kind].items()
        for rule, hits in part["rules"].items()
    ]
    file = catalog.store.folder_of(catalog.manifest) / REJECTED
    rejects = pl.read_parquet(file) if file.is_file() else pl.DataFrame(schema=REJECTS)
    return LastLoad(
        pl.DataFrame(tables, schema=_TABLES, orient="row"),
        pl.DataFrame(struck, schema=_STRUCK, orient="row").sort("count", descending=True, maintain_order=True),
        rejects,
        told.get("rejects", {}).get("count", rejects.height),
    )
