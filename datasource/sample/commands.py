"""`python -m datasource demo`: make the demo company and the accounts to look around in it."""

import argparse
import sys
from pathlib import Path

from datasource.errors import MingjingError
from datasource.people.database import open_app_database
from datasource.people.first_start import ensure_demo_accounts
from datasource.sample.company import publish_demo
from datasource.sample.sign_ins import demo_accounts
from datasource.settings import load_settings
from datasource.store import Store

_LINE = 64


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo` to the parser of `python -m datasource`."""
    summary = "make the demo company in a data folder"
    demo = subparsers.add_parser("demo", help=summary, description=summary)
    demo.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    demo.add_argument(
        "--scale", type=float, default=1.0, metavar="N", help="1 (default): 5,000 customers; 0.01 to 1000"
    )
    demo.add_argument("--seed", type=int, default=7, metavar="N", help="another seed, another company; default: 7")
    demo.set_defaults(handler=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo company, tell its progress on standard error, and return the exit code 0.

    Raises `MingjingError` as `publish_demo` does, with the progress line wiped.
    """
    folder: Path = arguments.data
    try:
        publish_demo(folder, seed=arguments.seed, scale=arguments.scale, progress=show_progress)
    except MingjingError:
        sys.stderr.write("\r" + " " * _LINE + "\r")
        raise
    settings = load_settings().at(folder)
    database = open_app_database(folder, settings.app_database, settings.sign_in)
    try:
        store = Store(folder)
        ensure_demo_accounts(database, demo_accounts(store.read("users"), store.read("departments")))
    finally:
        database.engine.dispose()
    return 0


def show_progress(done: float, label: str) -> None:
    """Redraw one line on standard error; it ends when all is done."""
    line = f"Making the demo company: {done:4.0%}  {label}"
    sys.stderr.write(f"\r{line:<{_LINE}}" + ("\n" if done >= 1 else ""))
    sys.stderr.flush()
