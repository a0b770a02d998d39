"""`python -m datasource targets import`: targets from a file, with the same report as on the screen."""

import argparse
import sys
from pathlib import Path

from datasource.catalog.catalog import open_catalog
from datasource.errors import MingjingError
from datasource.goals.edits import Writer, overlay_of, save
from datasource.goals.holders import imported_sheets
from datasource.goals.import_file import Found, offs, read_targets
from datasource.people.accounts import OPERATOR
from datasource.people.audit import Action
from datasource.people.database import open_app_database
from datasource.scope import OPERATOR as EVERYTHING
from datasource.scope import resolve
from datasource.settings import load_settings


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `targets` and its verb to the parser of `python -m datasource`."""
    targets = subparsers.add_parser("targets", help="targets: import a file over those of the store")
    verbs = targets.add_subparsers(dest="verb", required=True, metavar="VERB")
    summary = "import targets from a CSV or Excel file; docs/goals.md says what it may hold"
    load = verbs.add_parser("import", help=summary, description=summary)
    load.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    load.add_argument("--check", action="store_true", help="read and report, and keep nothing")
    load.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Import what the file has and print the report; exit code 0, or 1 when a line was rejected."""
    folder: Path = arguments.data
    catalog = open_catalog(folder)
    settings = load_settings().at(folder)
    database = open_app_database(folder, settings.app_database, settings.sign_in)
    try:
        laid = catalog.under(overlay_of(database))
        found = read_targets(arguments.file, laid, resolve(laid, EVERYTHING))
        if found.edits and not arguments.check:
            writer = Writer(database, OPERATOR, catalog.manifest.minor_digits)
            base = imported_sheets(catalog, [edit.about for edit in found.edits])
            save(writer, found.edits, base, Action.TARGETS_IMPORTED)
    finally:
        database.engine.dispose()
    sys.stdout.write(f"{_report(found, catalog.minor_units)}\n")
    if not found.read:
        raise MingjingError(f"'{arguments.file}' has no line below its header; fill it in first.")
    return 1 if found.rejected else 0


def _report(found: Found, minor_units: int) -> str:
    flagged = [
        f"  {about}: months {months / minor_units:,.2f}, year stated as {stated / minor_units:,.2f}"
        for about, months, stated in offs(found.edits)
    ]
    return "\n".join([found.to_text(), *flagged, f"{len(found.edits)} holders' years"])
