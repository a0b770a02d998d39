"""The measure of reading counts what both ways read."""

from pathlib import Path

from tests.benchmarks.reading import measure_reading


def test_all_rows_of_all_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "b.csv").write_text("x,y\n5,6\n")
    found = measure_reading(tmp_path, runs=1)
    assert found.rows == 3
    assert found.lines()[0].startswith("read 3 rows as text, fields counted: ")
