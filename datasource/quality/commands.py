"""`python -m datasource quality`: score the served data, keep the scores, and say which rules are broken."""

import argparse
import json
import sys
from pathlib import Path

import polars as pl

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.people.database import open_app_database
from datasource.quality.report import whole_counts
from datasource.quality.rules.every import RULES
from datasource.quality.scores import not_rounded_up, scored, told_apart
from datasource.quality.trend import remember
from datasource.quality.words import rule_text
from datasource.settings import load_settings


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `quality` to the parser of `python -m datasource`."""
    summary = "score the quality of the served data and keep the scores for their course"
    parser = subparsers.add_parser("quality", help=summary, description=summary)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    parser.add_argument("--json", action="store_true", help="print scores and broken rules as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the scores and the broken rules, the worst first; the exit code is 0.

    Raises `MingjingError` for a folder without a store.
    """
    catalog = open_catalog(arguments.data)
    settings = load_settings().at(arguments.data)
    database = open_app_database(arguments.data, settings.app_database, settings.sign_in)
    try:
        remember(database, catalog)
    finally:
        database.engine.dispose()
    told = _told(catalog)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if arguments.json else _lines(told))
    return 0


def _told(catalog: Catalog) -> dict[str, object]:
    counted = whole_counts(catalog)
    broken = told_apart(counted).filter(pl.col("broken") > 0).sort("weight", "share", descending=True)
    rules = broken.select("rule", "table", "severity", "aspect", "asked", "broken").to_dicts()
    return {
        "version": catalog.manifest.version,
        "score": scored(counted)["score"].item(),
        "tables": dict(scored(counted, "table").sort("score").select("table", "score").iter_rows()),
        "rules": [{**rule, "sentence": rule_text(RULES[rule["rule"]])} for rule in rules],
    }


def _lines(told: dict[str, object]) -> str:
    score, tables, rules = told["score"], told["tables"], told["rules"]
    assert isinstance(tables, dict)
    assert isinstance(rules, list)
    whole = "no rows" if not isinstance(score, float) else f"{not_rounded_up(score):.1%}"
    lines = [f"quality {whole}"]
    lines += [f"  {table}: {not_rounded_up(each):.1%}" for table, each in tables.items() if each < 1]
    lines += [
        f"{rule['severity']}: {rule['table']}: {rule['sentence']}: {rule['broken']:,} of {rule['asked']:,}"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"
