"""`python -m tests.benchmarks`: questions beside hand-written Polars and DuckDB, and pages beside an empty app."""

import argparse
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from datasource.people.account import ScopeKind
from datasource.query import open_catalog
from datasource.sample.organisation import FIRST_HEAD
from datasource.scope import OPERATOR, Viewer
from tests.benchmarks import analysing, boards, databases, duck, loading, measure, pages, reading, ready_pages, stores
from tests.benchmarks.questions import questions
from tests.benchmarks.report import Report, Scale, machine

HEAD = Viewer("head", ScopeKind.DEPARTMENT_TREE, FIRST_HEAD)
JSON = stores.FOLDER.parent / "bench.json"
IMPORTED = ("datasource.query", "widgets.shell.page", "widgets.shell.serving")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, print it as it comes, keep it as JSON; the exit code is 0."""
    chosen = _parser().parse_args(arguments)
    sys.stdout.write(" ".join(f"{name} {value}" for name, value in machine().items()) + "\n")
    scales = [_scale(float(millions), chosen.seconds) for millions in chosen.scales.split(",") if millions]
    imports = {name: _import_seconds(name) for name in IMPORTED}
    sys.stdout.write("\nimport in a new process: " + ", ".join(f"{n} {s:.2f} s" for n, s in imports.items()) + "\n")
    found = pages.measure_pages() if chosen.pages else {}
    sys.stdout.write("".join(f"{line}\n" for line in pages.lines(found)))
    ready = ready_pages.measure_ready_pages(chosen.ready) if chosen.ready else []
    sys.stdout.write("".join(f"{line}\n" for line in ready_pages.lines(ready)))
    board = boards.measure_board(chosen.board) if chosen.board else None
    sys.stdout.write("".join(f"{line}\n" for line in boards.lines(board)))
    loads = [loading.measure_load(float(millions)) for millions in chosen.load.split(",") if millions]
    sys.stdout.write("".join(f"{line}\n" for load in loads for line in load.lines()))
    read = [reading.measure_reading(loading.files(load.millions)) for load in loads]
    sys.stdout.write("".join(f"{line}\n" for one in read for line in one.lines()))
    served = [databases.measure_database(float(millions)) for millions in chosen.database.split(",") if millions]
    sys.stdout.write("".join(f"{line}\n" for one in served for line in one.lines()))
    analysed = analysing.measure_analytics() if chosen.analytics else []
    sys.stdout.write("".join(f"{line}\n" for line in analysing.lines(analysed)))
    told = board.told() if board else {}
    loaded = [*(loading.told(load) for load in loads), *(databases.told(one) for one in served)]
    Report(scales, imports, found, [page.told() for page in ready], told, loaded, analysed).save(chosen.json)
    sys.stdout.write(f"\nkept in {chosen.json}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--scales", default="0.1,1,10", metavar="N,N", help="millions of activities; default: 0.1,1,10")
    parser.add_argument("--seconds", type=float, default=0.3, metavar="S", help="time for each question; default: 0.3")
    parser.add_argument("--json", type=Path, default=JSON, metavar="FILE", help="default: build/bench.json")
    parser.add_argument("--pages", action="store_true", help="measure pages in Chromium as well")
    parser.add_argument(
        "--ready",
        type=float,
        default=0,
        metavar="N",
        help="measure every ready page at N millions of activities as well",
    )
    parser.add_argument(
        "--board",
        type=float,
        default=0,
        metavar="N",
        help="measure a board of 40 tiles at N millions of activities as well",
    )
    parser.add_argument(
        "--load", default="", metavar="N,N", help="load N millions of activities from CSV as well, beside pl.read_csv"
    )
    parser.add_argument(
        "--database", default="", metavar="N,N", help="the same out of PostgreSQL, beside reading alone"
    )
    parser.add_argument("--analytics", action="store_true", help="measure every algorithm of analytics as well")
    return parser


def _scale(millions: float, budget: float) -> Scale:
    catalog = open_catalog(stores.store(millions))
    asked = questions()
    timings = measure.compare(catalog, asked, (OPERATOR, HEAD), budget)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = {table: catalog.rows(table) for table in ("activities", "opportunities", "contracts", "customers")}
    scale = Scale(millions, rows, timings, duck.time_sql(catalog, asked), peak)
    sys.stdout.write("".join(f"{line}\n" for line in scale.lines()))
    return scale


def _import_seconds(module: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, cwd=Path.cwd())
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
