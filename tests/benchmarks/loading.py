"""Loading: the demo company's activities and all that they refer to, from CSV into a store, beside `pl.read_csv`.

Beside it stands also what Polars itself needs from CSV to Parquet, dates read and nothing checked.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import polars as pl
import yaml

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping, targets
from datasource.store import Store
from datasource.tables.schema import columns, key_column
from tests.benchmarks import stores

TABLES = ("departments", "users", "regions", "customers", "contacts", "campaigns", "leads", "opportunities",
          "contracts", "activities")  # fmt: skip
TARGET = 3.0
"""How many times the seconds of `pl.read_csv` a load may take, all checks on."""
MEMORY = 2.5
"""How many times the largest table a load may take."""


@dataclass(frozen=True)
class Load:
    """One load: rows of all files, seconds of plain reading and of loading, bytes of the largest table, peak memory.

    `converted` is Polars' own way from CSV to Parquet. `plain_cpu` and the like are seconds of all cores, which a busy
    machine does not change much. `base` is the memory of a process that has only imported what a load needs.
    """

    millions: float
    rows: int
    plain: float
    loaded: float
    plain_cpu: float
    loaded_cpu: float
    converted: float
    converted_cpu: float
    largest: int
    base: int
    peak: int

    @property
    def ratio(self) -> float:
        """How much longer a load takes than `pl.read_csv` of the same files."""
        return self.loaded / self.plain

    @property
    def memory(self) -> float:
        """How many times the largest table the load took."""
        return (self.peak - self.base) / self.largest

    def lines(self) -> list[str]:
        """What was measured, for people."""
        speed = f"{self.rows / self.loaded:,.0f} rows a second"
        mib = 2**20
        return [
            f"load {self.rows:,} rows from CSV: {self.loaded:.2f} s ({speed}), pl.read_csv {self.plain:.2f} s,"
            f" ratio {self.ratio:.2f} (target {TARGET}); CPU {self.loaded_cpu:.2f} s and {self.plain_cpu:.2f} s",
            f"  Polars from CSV to Parquet, dates read and nothing checked: {self.converted:.2f} s, CPU"
            f" {self.converted_cpu:.2f} s; the load takes {self.loaded / self.converted:.2f} times that",
            f"  peak {self.peak / mib:,.0f} MiB, of which {self.base / mib:,.0f} before it began; the largest table has"
            f" {self.largest / mib:,.0f} MiB: {self.memory:.2f} times (target {MEMORY})",
        ]


def measure_load(millions: float) -> Load:
    """Load about `millions` of activities in a process of its own."""
    folder = files(millions)
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.loading", str(folder)], check=True, capture_output=True, text=True
    ).stdout
    return Load(millions=millions, **json.loads(told))


def files(millions: float) -> Path:
    """A folder with the tables of the demo company as CSV, and the mapping that loads them; made once."""
    source = Store(stores.store(millions))
    folder = stores.FOLDER / f"{millions:g}-csv"
    stamp = folder / "made-by"
    version = f"{source.manifest().version} 2"
    if not stamp.is_file() or stamp.read_text("utf-8") != version:
        write_files(source, folder)
        stamp.write_text(version, "utf-8")
    return folder


def write_files(source: Store, folder: Path) -> None:
    """Write `TABLES` of `source` into `folder` as CSV, each under its name, and `mapping.yaml` to load them."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        source.scan(table).with_columns(_amounts(table)).sink_csv(folder / f"{table}.csv")
    (folder / "mapping.yaml").write_text(yaml.safe_dump(mapping(), allow_unicode=True, sort_keys=False), "utf-8")


def mapping() -> dict[str, object]:
    """A mapping of files that hold canonical columns under their own names."""
    feeds = [
        {"table": table, "from": f"{table}.csv", "key": key_column(table), "columns": loaded_columns(table)}
        for table in TABLES
    ]
    head = {"version": 1, "name": "demo", "title": "Demo", "company": "Demo", "currency": "CNY"}
    return {**head, "load": feeds}


def loaded_columns(table: str) -> dict[str, object]:
    """Column → cell, for all columns but references to tables that are not loaded."""
    loaded = {column.name for column in columns(table) if not column.refers_to or column.refers_to in TABLES}
    return {name: name for name in targets(table) if name in loaded}


def _amounts(table: str) -> list[pl.Expr]:
    """The money of `table` as people write it: units, a point, two digits."""
    names = [column.name for column in columns(table) if column.unit == "money_minor"]
    minor = pl.col(names)
    sign = pl.when(minor < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    digits = minor.abs().cast(pl.String).str.zfill(3)
    text = sign + digits.str.head(-2) + "." + digits.str.tail(2)
    return [pl.when(minor.is_not_null()).then(text).name.keep()] if names else []


def _measure(folder: Path) -> dict[str, float]:
    base = _peak()
    with TemporaryDirectory(dir=folder) as data:
        store = Store(data)
        loaded, loaded_cpu = _seconds(lambda: import_folder(read_mapping(folder / "mapping.yaml"), folder, store))
        peak = _peak()
        plainly = [_seconds(lambda: _read_plainly(folder)) for _ in range(3)]
        converting = [_seconds(lambda: _convert_plainly(folder, Path(data))) for _ in range(3)]
        told = json.loads(store.note("report.json") or "")["tables"].values()
        largest = max(int(store.read(table).estimated_size()) for table in TABLES)
    assert all(table["rejected"] == 0 for table in told)
    seconds = {"loaded": loaded, "loaded_cpu": loaded_cpu}
    for name, runs in (("plain", plainly), ("converted", converting)):
        seconds[name], seconds[f"{name}_cpu"] = (median(each) for each in zip(*runs, strict=True))
    return {"rows": sum(table["read"] for table in told), **seconds, "largest": largest, "base": base, "peak": peak}


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long `work` takes: by the clock, and of all cores."""
    clock, cpu = perf_counter(), process_time()
    work()
    return perf_counter() - clock, process_time() - cpu


def _read_plainly(folder: Path) -> None:
    for table in TABLES:
        pl.read_csv(folder / f"{table}.csv")


def _convert_plainly(folder: Path, into: Path) -> None:
    for table in TABLES:
        rows = pl.scan_csv(folder / f"{table}.csv", try_parse_dates=True)
        rows.sink_parquet(into / f"{table}.parquet", compression="zstd", compression_level=1)


def _peak() -> int:
    """The most memory that this process has held; `getrusage` would count that of the one it was forked from too."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def told(load: Load) -> dict[str, object]:
    """What was measured, for machines."""
    return {**asdict(load), "ratio": load.ratio, "memory": load.memory}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))))
