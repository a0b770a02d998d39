"""`python -m datasource versions`, `rollback` and `check`."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from datasource.settings import load_settings
from datasource.store.check import faults
from datasource.store.folder import Store
from datasource.store.versions import Version


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `versions`, `rollback` and `check` to the parser of `python -m datasource`; each sets `handler`."""
    for name, summary, handler in (
        ("versions", "list the versions of the data that are kept, newest first", _versions),
        ("rollback", "serve another kept version of the data, at once and for everybody", _rollback),
        ("check", "verify every file, key and reference of the kept versions", _check),
    ):
        command = subparsers.add_parser(name, help=summary, description=summary)
        command.add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
        command.add_argument("--json", action="store_true", help="print the outcome as JSON")
        command.set_defaults(handler=handler)
    subparsers.choices["rollback"].add_argument(
        "version", nargs="?", metavar="VERSION", help="its id, or how that begins; without it, the next older one"
    )
    subparsers.choices["check"].add_argument("--served", action="store_true", help="verify the served version alone")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and return the exit code: 0 fine, 2 for damage that `check` has found.

    Raises `MingjingError` for what cannot be done.
    """
    code: int = arguments.handler(Store(arguments.data, load_settings().versions_kept), arguments)
    return code


def _versions(store: Store, chosen: argparse.Namespace) -> int:
    listed = store.versions()
    return _tell(chosen, [_as_json(each) for each in listed], [_line(each) for each in listed])


def _rollback(store: Store, chosen: argparse.Namespace) -> int:
    before = store.manifest().version
    served = store.roll_back(chosen.version).version
    return _tell(chosen, {"before": before, "served": served}, [f"Served is now {served}; it was {before}."])


def _check(store: Store, chosen: argparse.Namespace) -> int:
    manifests = store.manifests()[: 1 if chosen.served else None]
    found = {manifest.version: list(faults(store, manifest)) for manifest in manifests}
    sys.stderr.writelines(f"{problem}\n" for problems in found.values() for problem in problems)
    lines = [f"{version}: {f'{len(problems)} faults' if problems else 'fine'}" for version, problems in found.items()]
    _tell(chosen, {version: [str(problem) for problem in problems] for version, problems in found.items()}, lines)
    return 2 if any(found.values()) else 0


def _tell(chosen: argparse.Namespace, body: object, lines: list[str]) -> int:
    text = json.dumps(body, ensure_ascii=False, indent=1) if chosen.json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")
    return 0


def _as_json(version: Version) -> dict[str, object]:
    return {**asdict(version), "created_at": version.created_at.isoformat()}


def _line(version: Version) -> str:
    mark = "*" if version.is_served else " "
    loaded: datetime = version.created_at.astimezone()
    size, own = version.size / 1e6, version.own_size / 1e6
    sizes = f"{size:,.1f} MB, {own:,.1f} MB of its own"
    return f"{mark} {version.version}  {loaded:%Y-%m-%d %H:%M:%S}  {version.source}  {version.rows:,} rows  {sizes}"
