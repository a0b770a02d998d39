"""`python -m datasource refresh`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datasource.errors import MingjingError
from datasource.loaders.progress import Line
from datasource.people.database import open_app_database
from datasource.refresh.refreshing import Ask, Busy, Refreshed, mapping_of
from datasource.refresh.refreshing import run as refresh
from datasource.refresh.runs import Outcome
from datasource.refresh.slots import last_slot
from datasource.settings import Refresh, Settings, load_settings

SCHEDULE, OPERATOR = "schedule", "operator"
_CODES = {Outcome.REJECTS: 1}
_NO_PLAN = (
    "Nothing says what to refresh from: fill 'refresh' in config.yaml, or give --mapping and --from (docs/refresh.md)."
)


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `refresh` to the parser of `python -m datasource`; it sets `handler`."""
    summary = "load what has changed in the source since the last refresh"
    command = subparsers.add_parser("refresh", help=summary, description=summary)
    command.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
    command.add_argument("--mapping", metavar="NAME|FILE", help="preset or mapping file, instead of config.yaml's")
    command.add_argument("--from", dest="source", metavar="DIR|NAME", help="folder or connection, instead of that one")
    command.add_argument("--full", action="store_true", help="read everything, not only what has changed")
    command.add_argument("--resume", action="store_true", help="refresh although an older version is served again")
    command.add_argument("--scheduled", action="store_true", help="only if it is due and nobody has done it")
    command.add_argument("--by", default=OPERATOR, metavar="LOGIN", help="who asks for it, as it is noted")
    command.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    command.set_defaults(handler=run)


def run(chosen: argparse.Namespace) -> int:
    """Refresh and return the exit code: 0 done or nothing to do, 1 loaded with more rejects than the mapping allows.

    Raises `MingjingError` for what cannot be done; then the version before stays in force.
    """
    settings = load_settings().at(chosen.data)
    plan = _plan(settings, chosen)
    database = open_app_database(settings.data_dir, settings.app_database, settings.sign_in)
    try:
        slot = last_slot(plan, database.now()) if chosen.scheduled else None
        if chosen.scheduled and slot is None:
            raise MingjingError("Nothing is scheduled: give 'every' or 'at' under 'refresh' in config.yaml.")
        actor = SCHEDULE if chosen.scheduled else chosen.by
        with _line(plan) as line:
            ask = Ask(actor, slot, whole=chosen.full, resume=chosen.resume, progress=line)
            done = refresh(database, settings, plan, ask)
    except Busy as busy:
        if not chosen.scheduled:
            raise
        sys.stdout.write(f"{busy}\n")
        return 0
    finally:
        database.engine.dispose()
    return _tell(done, as_json=chosen.json)


@contextmanager
def _line(plan: Refresh) -> Iterator[Line]:
    """How far it is, on a terminal."""
    mapping = mapping_of(plan.mapping)
    line = Line(len(mapping.source_names()) + len({feed.table for feed in mapping.load}))
    try:
        yield line
    finally:
        line.close()


def _plan(settings: Settings, chosen: argparse.Namespace) -> Refresh:
    if settings.refresh is None and not (chosen.mapping and chosen.source):
        raise MingjingError(_NO_PLAN)
    told = settings.refresh.model_dump(by_alias=True) if settings.refresh else {}
    here = {name: str(Path(given).absolute()) if Path(given).exists() else given for name, given in _given(chosen)}
    return Refresh.model_validate(told | here)


def _given(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    return [(name, given) for name, given in (("mapping", chosen.mapping), ("from", chosen.source)) if given]


def _tell(done: Refreshed, *, as_json: bool) -> int:
    text = done.to_json() if as_json else "\n".join(done.summary())
    sys.stdout.write(f"{text}\n")
    if done.beyond is not None:
        sys.stderr.write(f"{done.beyond}\n")
    return _CODES.get(done.outcome, 0)
