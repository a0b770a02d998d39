"""`python -m datasource import …` and `python -m datasource tables`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from datasource.loaders.load import load
from datasource.loaders.mapping import presets, read_mapping, read_presets
from datasource.loaders.opening import open_origin
from datasource.loaders.progress import Line
from datasource.settings import load_settings
from datasource.store import Store
from datasource.tables.schema import dictionary

TOO_MANY_REJECTS = 1
"""The exit code of a load that rejected more rows than its mapping allows; the rest is served."""


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import` and `tables` to the parser of `python -m datasource`; each sets `handler`."""
    load = subparsers.add_parser("import", help="load the exported files of a CRM into the store")
    what = load.add_mutually_exclusive_group(required=True)
    told = f"the source system, or several that are loaded as one: {', '.join(presets())}"
    what.add_argument("--preset", metavar="NAME", action="append", help=told)
    what.add_argument("--mapping", type=Path, metavar="FILE", help="a mapping file of your own")
    load.add_argument(
        "--from", dest="source", required=True, metavar="PATH", help="folder of the files, one file, or a connection"
    )
    load.add_argument("--data", type=Path, required=True, metavar="DIR", help="data folder to load into")
    load.add_argument("--json", action="store_true", help="print the report as one JSON object")
    load.add_argument("--dry-run", action="store_true", help="do everything but publish, and change nothing")
    load.add_argument("--replace", action="store_true", help="also if nothing of what is served is among it any more")
    load.set_defaults(handler=_import)
    tables = subparsers.add_parser("tables", help="print the data dictionary of the canonical tables (Markdown)")
    tables.set_defaults(handler=_tables)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked, print the outcome and return the exit code; raises `MingjingError` for what cannot be done."""
    code: int = arguments.handler(arguments)
    return code


def _import(arguments: argparse.Namespace) -> int:
    mapping = read_mapping(arguments.mapping) if arguments.mapping else read_presets(arguments.preset)
    sources = open_origin(mapping, arguments.source, load_settings())
    line = Line(len(sources) + len({feed.table for feed in mapping.load}))
    try:
        with _store(arguments) as store:
            report = load(mapping, sources, store, progress=line, dry_run=arguments.dry_run, replace=arguments.replace)
    finally:
        line.close()
    sys.stdout.write(f"{report.to_json() if arguments.json else report.to_text()}\n")
    beyond = report.told_beyond(mapping.rejects_allowed)
    if beyond is None:
        return 0
    sys.stderr.write(f"{beyond}\n")
    return TOO_MANY_REJECTS


@contextmanager
def _store(arguments: argparse.Namespace) -> Iterator[Store]:
    """The store to load into; a dry run into a folder that is not there yet takes one that goes again."""
    kept = load_settings().versions_kept
    if arguments.dry_run and not arguments.data.is_dir():
        with TemporaryDirectory() as folder:
            yield Store(folder, kept)
    else:
        yield Store(arguments.data, kept)


def _tables(_: argparse.Namespace) -> int:
    text = dictionary().rstrip("\n")
    sys.stdout.write(f"{text}\n")
    return 0
