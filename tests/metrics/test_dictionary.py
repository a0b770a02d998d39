"""The metric dictionary: every metric once, and the page in the documentation is that of the code."""

import re
from pathlib import Path

import pytest

from datasource.__main__ import main
from datasource.metrics.dictionary import dictionary
from datasource.metrics.registry import AREAS, DIMENSIONS, METRICS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


def test_the_dictionary_in_the_documentation_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics"]) == 0
    fresh = capsys.readouterr().out
    assert PAGE.read_text("utf-8") == fresh, "stale: python -m datasource metrics > docs/metrics.md"


def test_every_metric_stands_in_one_area() -> None:
    stated = [item.name for items in AREAS.values() for item in items]
    assert sorted(stated) == sorted(METRICS)
    assert len(stated) == len(set(stated))


def test_every_metric_and_dimension_has_a_row_of_its_own() -> None:
    first_cells = re.findall(r"^\| `(\w+)` \| ", dictionary(), flags=re.MULTILINE)
    assert sorted(set(first_cells)) == sorted({*METRICS, *DIMENSIONS})


def test_every_table_row_has_as_many_cells_as_its_head() -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", dictionary(), flags=re.MULTILINE)
    widths = [{len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()} for table in tables]
    assert [len(width) for width in widths] == [1] * (len(AREAS) + 2)


def test_a_metric_is_paired_only_with_what_splits_it() -> None:
    pairs = dictionary().partition("## What goes with what")[2]
    row = next(line for line in pairs.splitlines() if "`attainment`" in line)
    assert row.endswith("| `date`, `owner`, `sales_team`, `department` |")
