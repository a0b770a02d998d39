"""What the studies found: their tables and cards, kept beside the store and published together by one swap.

DIR/studies/current                        the id of the findings that are served
DIR/studies/<id>/studies.json              what each study says of itself
DIR/studies/<id>/<study>/<table>.parquet   what it found
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import polars as pl

from datasource.analytics.method_card import MethodCard, card_from_json, card_to_json
from datasource.errors import MingjingError
from datasource.texts import _, language

KEPT = 3
FOLDER, CURRENT, TOLD = "studies", "current", "studies.json"


@dataclass(frozen=True)
class Made:
    """What one study came to: its tables and its card, or `refusals`, the sentence why there is none by language."""

    seconds: float
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    card: MethodCard | None = None
    refusals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """One study as it is kept. `rows` are those of each of its tables."""

    seconds: float
    card: MethodCard | None
    refusals: Mapping[str, str]
    rows: Mapping[str, int]

    @property
    def refusal(self) -> str:
        """Why there are no findings, in the reader's language; empty when there are."""
        return self.refusals.get(language()) or self.refusals.get("en", "")


@dataclass(frozen=True)
class Studies:
    """The findings that are served: made at `made_at` (UTC) of version `version`, as of `as_of`; `id` empty = none."""

    id: str = ""
    made_at: datetime | None = None
    version: str = ""
    as_of: date | None = None
    known: Mapping[str, Kept] = field(default_factory=dict)
    folder: Path = Path()

    def read(self, study: str, table: str) -> pl.DataFrame:
        """Table `table` of `study`; raises `MingjingError` with the reason when there is none.

        Findings of an older program may lack a table: the next run makes it.
        """
        kept = self.kept(study)
        if kept.refusal:
            raise MingjingError(kept.refusal)
        if table not in kept.rows:
            raise MingjingError(_not_yet())
        return pl.read_parquet(self.folder / study / f"{table}.parquet")

    def kept(self, study: str) -> Kept:
        """What is kept of `study`; raises `MingjingError` when it has not been made yet."""
        if study not in self.known:
            raise MingjingError(_not_yet())
        return self.known[study]

    def has(self, study: str, table: str) -> bool:
        """Whether there are findings of `study` in `table`."""
        return study in self.known and table in self.known[study].rows


NONE = Studies()


def _not_yet() -> str:
    return _("This has not been worked out yet; the next nightly run does it.")


def read_studies(data_dir: Path) -> Studies:
    """The findings that are served below `data_dir`; `NONE` where there are none."""
    name = current_studies(data_dir)
    if not name:
        return NONE
    folder = data_dir / FOLDER / name
    told = json.loads((folder / TOLD).read_text("utf-8"))
    known = {
        study: Kept(
            one["seconds"],
            None if one["card"] is None else card_from_json(one["card"]),
            MappingProxyType(one["refusals"]),
            MappingProxyType(one["rows"]),
        )
        for study, one in told["studies"].items()
    }
    made_at, as_of = datetime.fromisoformat(told["made_at"]), date.fromisoformat(told["as_of"])
    return Studies(name, made_at, told["version"], as_of, MappingProxyType(known), folder)


def current_studies(data_dir: Path) -> str:
    """The id of the findings that are served below `data_dir`; empty where there are none."""
    try:
        return (data_dir / FOLDER / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def publish_studies(data_dir: Path, version: str, as_of: date, made: Mapping[str, Made]) -> str:
    """Serve `made` from one moment on, and return its id; the newest `KEPT` findings stay."""
    root = data_dir / FOLDER
    now = datetime.now(UTC)
    name = now.strftime("%Y%m%dT%H%M%S%fZ")
    folder = root / name
    told = {
        study: {
            "seconds": one.seconds,
            "card": None if one.card is None else card_to_json(one.card),
            "refusals": dict(one.refusals),
            "rows": {table: rows.height for table, rows in one.tables.items()},
        }
        for study, one in made.items()
    }
    for study, one in made.items():
        (folder / study).mkdir(parents=True)
        for table, rows in one.tables.items():
            rows.write_parquet(folder / study / f"{table}.parquet")
    body = {"made_at": now.isoformat(), "version": version, "as_of": as_of.isoformat(), "studies": told}
    (folder / TOLD).write_text(json.dumps(body, ensure_ascii=False, indent=1), "utf-8")
    fresh = root / f"{CURRENT}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(root / CURRENT)
    for old in sorted(path for path in root.iterdir() if path.is_dir())[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return name
