"""What the last load met, read back from what it keeps with its version."""

from pathlib import Path

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.loaders.load import REJECTS_NAME, import_folder
from datasource.loaders.mapping import Mapping
from datasource.quality.last_load import REJECTED, last_load
from datasource.store import Store

SOURCE = "id,name,industry\nc1,Acme,IT\nc1,Again,IT\nc2,Beta , \nc3,torn\n"
MAPPING = {
    "version": 1,
    "name": "small",
    "title": "Small",
    "company": "Small",
    "currency": "USD",
    "load": [
        {
            "table": "customers",
            "from": "customers.csv",
            "key": "id",
            "columns": {"name": "name", "industry": "industry"},
        }
    ],
}


def imported(folder: Path) -> Path:
    """A data folder into which a file with a repeated and a torn row was loaded."""
    (folder / "from").mkdir()
    (folder / "from" / "customers.csv").write_text(SOURCE, "utf-8")
    import_folder(Mapping.model_validate(MAPPING), folder / "from", Store(folder / "data"))
    return folder / "data"


def test_every_rejected_row_of_the_last_load_is_told(tmp_path: Path) -> None:
    load = last_load(open_catalog(imported(tmp_path)))
    assert load is not None
    assert load.tables.rows() == [("customers", 4, 2, 2)]
    assert sorted(load.rejects.select("rule", "row").rows()) == [("duplicate_key", 3), ("ragged", 5)]
    assert load.rejected == 2
    assert ("customers", "duplicate_key", 1) in load.struck.select("place", "rule", "count").rows()


def test_a_version_that_was_not_imported_has_no_report(tiny: Catalog) -> None:
    assert last_load(tiny) is None


def test_rejected_rows_lie_where_a_load_puts_them() -> None:
    assert REJECTED == REJECTS_NAME
