"""`python -m dashboards check FILE…`, `python -m dashboards schema` and `python -m dashboards kinds`."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from dashboards.check import check_file
from dashboards.kind_text import kinds_markdown
from dashboards.names import registry_names
from dashboards.schema import schema_text

FINE, PROBLEMS = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when all is well, 1 when a file has problems, 2 when the command is not understood."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "schema":
        print(schema_text(), end="")
        return FINE
    if chosen.command == "kinds":
        print(kinds_markdown(), end="")
        return FINE
    return _check(chosen.files)


def _check(files: Sequence[str]) -> int:
    names = registry_names()
    found = FINE
    for file in dict.fromkeys(files):
        problems = check_file(Path(file), names)
        for problem in problems:
            print(problem)
            found = PROBLEMS
        if not problems:
            print(f"{file}: no problems")
    return found


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m dashboards", description="Check dashboard files, print their schema or the kinds of charts."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | schema | kinds")
    check = commands.add_parser("check", help="print every problem of dashboard files as file:line: path: message")
    check.add_argument("files", nargs="+", metavar="FILE")
    commands.add_parser("schema", help="print the JSON Schema of dashboard files, for editors")
    commands.add_parser("kinds", help="print the table of chart kinds and their shelves, for the documentation")
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
