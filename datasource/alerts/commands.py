"""`python -m datasource alerts …`: judge the rules now, or list them with what they told last."""

import argparse
import os
import sys
from pathlib import Path

from datasource.alerts.keeping import KeptRule, running_rules
from datasource.alerts.telling import last_run, tell_all
from datasource.catalog.catalog import Catalog
from datasource.people.accounts import list_accounts
from datasource.people.database import AppDatabase


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `alerts run` and `alerts list`."""
    alerts = commands.add_parser("alerts", help="rules that watch numbers: judge them now, or list them")
    alerts.add_argument("act", choices=("run", "list"))
    alerts.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    alerts.add_argument("--gently", action="store_true", help="leave the processor to others")


def run(chosen: argparse.Namespace, catalog: Catalog, database: AppDatabase) -> int:
    """Do what was asked for over `catalog`; the exit code: 0, also where a rule can say nothing, which is told."""
    if chosen.act == "list":
        _list(database)
        return 0
    if chosen.gently:
        os.nice(10)
    ran = tell_all(database, catalog, lambda name, count: _say(f"{name}: {count} told"))
    _say(f"{ran.rules} rules judged over version {ran.version}: {ran.told} notices told.")
    for reason in ran.failures:
        _say(reason)
    return 0


def _list(database: AppDatabase) -> None:
    logins = {one.account_id: one.login for one in list_accounts(database)}
    for kept in running_rules(database):
        _say(_line(kept, logins.get(kept.owner_id, "?")))
    ran = last_run(database)
    if ran is None:
        _say("They were never judged.")
    else:
        _say(f"Judged last at {ran.ran_at:%Y-%m-%d %H:%M} UTC: {ran.told} told.")


def _line(kept: KeptRule, owner: str) -> str:
    rule = kept.rule
    split = f" by {rule.by}" if rule.by else ""
    return (
        f"{kept.rule_id} {rule.name}: {rule.metric}{split} each {rule.grain}, "
        f"{rule.measure} {rule.side} {rule.limit:g}; of {owner}, tells {rule.audience}"
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
