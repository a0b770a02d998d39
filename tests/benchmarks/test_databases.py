"""What is measured as a load out of PostgreSQL is a whole one."""

from pathlib import Path

from datasource.sample.company import publish_demo
from datasource.store import Store
from tests.benchmarks import databases, loading


def test_every_row_is_read_and_loaded(postgresql_url: str, tmp_path: Path) -> None:
    publish_demo(tmp_path / "demo", seed=7, scale=0.01)
    demo, files = Store(tmp_path / "demo"), tmp_path / "files"
    loading.write_files(demo, files)
    with databases.filled(files) as name:
        found = databases.measured(files, name)
    assert found["rows"] == sum(demo.read(table).height for table in loading.TABLES)
