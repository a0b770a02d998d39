"""`python -m datasource mapping`: check mapping files, or print the JSON Schema by which editors check them."""

import argparse
import sys
from pathlib import Path

from datasource.errors import InvalidInput, MingjingError, Problem
from datasource.loaders.mapping.presets import read_mapping
from datasource.loaders.mapping.schema import schema_text


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `mapping` to the parser of `python -m datasource`."""
    summary = "check mapping files, or print their JSON Schema"
    command = subparsers.add_parser("mapping", help=summary, description=summary)
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("--schema", action="store_true", help="print the JSON Schema, for editors")
    what.add_argument(
        "files", nargs="*", default=[], metavar="FILE", help="print every problem as file:line: path: what"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the schema, or that the files have no problems, and return 0; raises `InvalidInput` with all problems."""
    if arguments.schema:
        sys.stdout.write(schema_text())
        return 0
    problems: list[Problem] = []
    for file in dict.fromkeys(arguments.files):
        problems += _problems(file)
    if problems:
        raise InvalidInput(problems)
    return 0


def _problems(file: str) -> tuple[Problem, ...]:
    try:
        read_mapping(Path(file))
    except InvalidInput as error:
        return error.problems
    except MingjingError as error:
        return (Problem("", str(error)),)
    sys.stdout.write(f"{file}: no problems\n")
    return ()
