"""`python -m datasource profile PATH…` and `profile NAME` of a connection."""

import argparse
import json
import sys
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from datasource.loaders.opening import database_at
from datasource.loaders.profile.profile import Refused, Table, database_profiles, files_below, profiles
from datasource.loaders.profile.told import lines_of
from datasource.loaders.progress import Line
from datasource.loaders.readers.limits import limits_of
from datasource.settings import load_settings

UNUSABLE = 2
"""The exit code when a file cannot be read; the others are told all the same."""


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `profile` to the parser of `python -m datasource`."""
    profile = subparsers.add_parser("profile", help="say what is in files or a database: rows, columns, kinds")
    profile.add_argument("origins", nargs="+", metavar="PATH", help="files, folders of them, or connections by name")
    profile.add_argument(
        "--table", action="append", default=[], metavar="NAME", help="of connections, these tables alone"
    )
    profile.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the profile of each table; 0, or 2 when a file cannot be read."""
    settings = load_settings()
    bases = {origin: database_at(origin, settings) for origin in arguments.origins}
    named = [Path(origin) for origin, database in bases.items() if database is None]
    paths = files_below(named) if named else []
    line = Line(len(paths))
    found: list[Table | Refused] = []
    try:
        read = [database_profiles(one, arguments.table, line) for one in bases.values() if one is not None]
        for one in chain(*read, profiles(paths, limits_of(settings.imports), line)):
            found.append(one)
            line.close()
            if isinstance(one, Refused):
                sys.stderr.write(f"{one.origin}: refused. {one.reason}\n")
            elif not arguments.json:
                sys.stdout.writelines(f"{each}\n" for each in lines_of(one))
    finally:
        line.close()
    if arguments.json:
        tables = [asdict(one) for one in found if isinstance(one, Table)]
        refused = [asdict(one) for one in found if isinstance(one, Refused)]
        sys.stdout.write(f"{json.dumps({'tables': tables, 'refused': refused}, ensure_ascii=False, indent=1)}\n")
    return UNUSABLE if any(isinstance(one, Refused) for one in found) else 0
