"""`python -m datasource lineage …`: where columns come from, for people and programs."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from datasource.catalog.catalog import open_catalog
from datasource.reports.lineage import Lineage, Told, Way, find, lineage


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `lineage` to the parser of `python -m datasource`."""
    parser = subparsers.add_parser("lineage", help="say where the columns behind a table or metric come from")
    parser.add_argument("asked", nargs="?", metavar="NAME", help="a table, a column (table.column) or a metric")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    parser.add_argument("--json", action="store_true", help="print it as one JSON object")


def run(chosen: argparse.Namespace) -> str:
    """What `lineage` prints; raises `MingjingError` for an unknown name or a folder without a store."""
    catalog = open_catalog(chosen.data)
    found = lineage(catalog) if chosen.asked is None else find(catalog, chosen.asked)
    if chosen.json:
        return json.dumps({**asdict(found), "loaded_at": found.loaded_at.isoformat()}, ensure_ascii=False, indent=1)
    return "\n".join(_lines(found))


def _lines(found: Lineage) -> Iterator[str]:
    yield f"'{found.system}', version {found.version}, loaded {found.loaded_at:%Y-%m-%d %H:%M %Z}"
    if not found.columns:
        yield "Nothing is told of where it comes from: no mapping filled it."
    for told in found.columns:
        yield from _of_column(told)


def _of_column(told: Told) -> Iterator[str]:
    yield f"{told.name}: {told.meaning}"
    for way in told.ways:
        yield f"  {_of_way(way)}"
        yield from (f"    {key}: {said}" for key, said in way.steps)
    if told.rules:
        yield f"  rules that struck: {', '.join(f'{rule} {count:,}' for rule, count in told.rules)}"


def _of_way(way: Way) -> str:
    place = f" ({way.mapping}:{way.line})" if way.line else f" ({way.mapping})" if way.mapping else ""
    columns = ", ".join(way.columns)
    if not way.source:
        return f"filled through {columns}{place}" if columns else f"written in the mapping{place}"
    return f"{columns or 'nothing'} of {way.origin or way.source}{f', {way.kind}' if way.kind else ''}{place}"
