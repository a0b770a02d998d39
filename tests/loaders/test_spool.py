"""Rows that wait in files come back as they were, whatever their types."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from datasource.loaders.spool import Spool

COMMON = pl.DataFrame(
    {
        "text": ["", "客户" * 9, None],
        "whole": [2**62, -1, None],
        "real": [0.5, None, -0.0],
        "flag": [True, None, False],
        "day": [date(1, 1, 1), None, date(9999, 12, 31)],
        "time": [datetime(2025, 1, 2, 3, 4, 5, 6), None, None],
        "none": pl.Series([None, None, None], dtype=pl.String),
    }
)
OTHERS = pl.DataFrame(
    {
        "wide": pl.Series([10**30, None, 0], dtype=pl.Int128),
        "exact": pl.Series(["1.25", None, "0"]).cast(pl.Decimal(20, 2)),
        "kind": pl.Series(["a", "b", None], dtype=pl.Enum(["b", "a"])),
        "list": [["x", None], [], None],
        "empty": pl.Series([None, None, None], dtype=pl.Null),
        "zoned": pl.Series([datetime(2025, 1, 1), None, None]).dt.replace_time_zone("Asia/Shanghai"),
        "nanos": pl.Series([datetime(2025, 1, 1), None, None], dtype=pl.Datetime("ns")),
    }
)


@pytest.mark.parametrize(
    "rows", [COMMON, OTHERS, COMMON.hstack(OTHERS), COMMON.clear(), COMMON.select(pl.all().head(1))]
)
@pytest.mark.parametrize("room", [-1, 2**20])
def test_rows_come_back_as_they_were(tmp_path: Path, rows: pl.DataFrame, room: int) -> None:
    kept = Spool(tmp_path / "spool", room).keep(rows)
    assert (tmp_path / "spool").exists() == (room < 0)
    assert_frame_equal(kept.rows(), rows)
    assert_frame_equal(kept.rows(rows.columns[1:3]), rows[:, 1:3])


def test_rows_in_use_stay_when_their_file_is_let_go(tmp_path: Path) -> None:
    kept = Spool(tmp_path / "spool", -1).keep(COMMON)
    rows = kept.rows()
    kept.let_go()
    assert list((tmp_path / "spool").iterdir()) == []
    assert_frame_equal(rows, COMMON)


def test_what_cannot_be_written_is_raised_and_not_lost(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", -1)
    kept = spool.keep(COMMON)
    (tmp_path / "spool" / "000002.arrow").mkdir()
    broken = spool.keep(COMMON)
    with pytest.raises(OSError, match="directory"):
        broken.rows()
    with pytest.raises(OSError, match="directory"):
        spool.keep(COMMON)
    assert_frame_equal(kept.rows(), COMMON)
    spool.close()
