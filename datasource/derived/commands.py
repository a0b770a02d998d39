"""`python -m datasource studies …`: let the models learn anew, and see what they came to."""

import argparse
import os
import sys
from pathlib import Path

from datasource.catalog.catalog import Catalog
from datasource.derived.studies import STUDIES, run_studies
from datasource.store.studies import Kept, Made, read_studies

LABELS = {study.name: study.label for study in STUDIES}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `studies run` and `studies list`."""
    studies = commands.add_parser("studies", help="models that predict: let them learn anew, or list what they found")
    studies.add_argument("act", choices=("run", "list"))
    studies.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    studies.add_argument("--gently", action="store_true", help="leave the processor to others")


def run(chosen: argparse.Namespace, catalog: Catalog) -> int:
    """Do what was asked for over `catalog`; the exit code."""
    if chosen.act == "run":
        if chosen.gently:
            os.nice(10)
        run_studies(catalog, chosen.data, catalog.manifest.version, _tell)
        return 0
    found = read_studies(chosen.data)
    if not found.id:
        sys.stdout.write("Nothing has been worked out yet; `studies run` does it.\n")
    for name, kept in found.known.items():
        _tell(name, kept)
    return 0


def _tell(name: str, one: Made | Kept) -> None:
    said = one.refusals.get("en", "")
    rows = one.rows if isinstance(one, Kept) else {table: rows.height for table, rows in one.tables.items()}
    told = said or ", ".join(f"{count:,} rows of {table}" for table, count in rows.items())
    sys.stdout.write(f"{LABELS.get(name, name)} ({one.seconds:.1f} s): {told}\n")
