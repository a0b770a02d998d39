"""What is measured as a load is a whole one: the demo company comes back from its files as it was."""

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping, targets
from datasource.sample.company import publish_demo
from datasource.store import Store
from datasource.tables.schema import key_column
from tests.benchmarks import loading


def test_the_demo_company_is_loaded_from_its_files_as_it_was(tmp_path: Path) -> None:
    publish_demo(tmp_path / "demo", seed=7, scale=0.05)
    demo, files, loaded = Store(tmp_path / "demo"), tmp_path / "files", Store(tmp_path / "loaded")
    loading.write_files(demo, files)
    report = import_folder(read_mapping(files / "mapping.yaml"), files, loaded)
    for table in loading.TABLES:
        columns = [key_column(table), *(name for name in targets(table) if name in loading.loaded_columns(table))]
        before, after = (store.read(table).select(columns).sort(columns[0]) for store in (demo, loaded))
        assert_frame_equal(after, before)
    assert {name: part.rejected for name, part in report.tables.items() if part.rejected} == {}


@pytest.mark.slow
def test_one_million_rows_are_loaded_in_little_more_than_their_largest_table() -> None:
    load = loading.measure_load(1.0)
    assert load.rows > 1_000_000
    assert load.memory <= loading.MEMORY, load.lines()


@pytest.mark.slow
def test_ten_million_rows_are_loaded_without_holding_everything() -> None:
    load = loading.measure_load(10.0)
    assert load.rows > 10_000_000
    assert load.memory <= loading.MEMORY, load.lines()
