"""Every row of every real export is accounted for, as Python's `csv` counts them."""

import csv
import gzip
import io
from pathlib import Path

import pytest

from datasource.loaders.profile.profile import Refused, files_below, profiles


def rows_by_pythons_csv(path: Path, below: int) -> int:
    """Records below so many that hold anything."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    head = text.partition("\n")[0]
    separator = max(",;\t|", key=head.count)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[below:]
    return sum(bool(record) and (len(record) > 1 or bool(record[0].strip())) for record in records)


WITHOUT_NAMES = ("CDNOW_sample.txt",)


@pytest.mark.slow
def test_every_row_of_every_real_export_is_accounted_for(shared_data: Path) -> None:
    paths = files_below([shared_data])
    assert len(paths) > 150
    wrong = {}
    for path in paths:
        (found,) = profiles([path])
        if isinstance(found, Refused):
            wrong[str(path)] = found.reason
            continue
        expected = rows_by_pythons_csv(path, 0 if path.name in WITHOUT_NAMES else 1)
        if found.read != expected or found.read != found.kept + found.rejected:
            wrong[str(path)] = f"{found.read} read, {expected} expected"
    assert wrong == {}
