"""`python -m datasource import …` and `python -m datasource tables`."""

import argparse
import sys
from pathlib import Path

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import presets, read_preset
from datasource.store import Store
from datasource.tables.schema import dictionary


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import` and `tables` to the parser of `python -m datasource`; each sets `handler`."""
    load = subparsers.add_parser("import", help="load the exported files of a CRM into the store")
    load.add_argument("--preset", required=True, metavar="NAME", help=f"the source system: {', '.join(presets())}")
    load.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR", help="folder of the files")
    load.add_argument("--data", type=Path, required=True, metavar="DIR", help="data folder to load into")
    load.add_argument("--json", action="store_true", help="print the report as one JSON object")
    load.set_defaults(handler=_import)
    tables = subparsers.add_parser("tables", help="print the data dictionary of the canonical tables (Markdown)")
    tables.set_defaults(handler=_tables)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked, print the outcome and return exit code 0; raises `MingjingError` for what cannot be done."""
    sys.stdout.write(f"{arguments.handler(arguments)}\n")
    return 0


def _import(arguments: argparse.Namespace) -> str:
    report = import_folder(read_preset(arguments.preset), arguments.source, Store(arguments.data))
    return report.to_json() if arguments.json else report.to_text()


def _tables(_: argparse.Namespace) -> str:
    return dictionary().rstrip("\n")
