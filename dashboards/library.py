"""Calculations that people keep: for themselves, or as team metrics with an owner, a definition and a mark of trust.

One YAML file an owner, `DATA/dashboards/calculations/<account id>.yaml`. A chart holds a copy of what it uses and the
entry's name; while the entry exists, what it says now holds in every chart, and when it goes, the copies stay.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from dashboards.disk import locked, write_atomically
from dashboards.dump import written
from dashboards.model import Chart, Dashboard, Tile, Versioned
from dashboards.shape import changed, read_shape
from dashboards.yaml_tree import Unreadable, read_tree
from datasource.errors import InvalidInput, MingjingError, Problem
from datasource.metrics.defined import canonical_names
from datasource.question import Calculation, Frozen
from datasource.texts import _

MOST = 500


class Entry(Frozen):
    """One kept calculation. `shared` entries are team metrics; `certified_by` is the login that vouches for it."""

    calculation: Calculation
    shared: bool = False
    certified_by: str = Field(default="", max_length=200)
    saved_on: date | None = None


class _File(Versioned):
    entries: tuple[Entry, ...] = Field(default=(), max_length=MOST)


@dataclass(frozen=True)
class Kept:
    """An entry and whose it is."""

    owner_id: int
    entry: Entry

    @property
    def name(self) -> str:
        """How charts refer to it."""
        return f"{self.owner_id}/{self.entry.calculation.id}"

    @property
    def copy(self) -> Calculation:
        """What a chart holds of it."""
        return changed(self.entry.calculation, {"saved": self.name})


class Library:
    """The kept calculations of one data folder. Callers ask who may: owners change theirs, administrators certify."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "dashboards" / "calculations"

    def offered(self, account_id: int) -> tuple[Kept, ...]:
        """The person's own entries, then the team's of everybody else, each by label."""
        kept = [one for one in self._all() if one.owner_id == account_id or one.entry.shared]
        return tuple(sorted(kept, key=lambda one: (one.owner_id != account_id, one.entry.calculation.label.casefold())))

    def keep(self, account_id: int, calculation: Calculation, *, shared: bool, today: date) -> Kept:
        """Keep a calculation under its id; changing one takes its certification away.

        Raises `InvalidInput` for one that cannot be, and `MingjingError` for one that stands on calculations of its
        chart alone, or where there are too many.
        """
        plain = changed(calculation, {"saved": ""})
        canonical_names((plain,))
        with self._locked():
            entries = self._read(account_id)
            old = next((one for one in entries if one.calculation.id == plain.id), None)
            same = old is not None and old.calculation == plain
            certified = old.certified_by if old is not None and same else ""
            entry = Entry(calculation=plain, shared=shared, certified_by=certified, saved_on=today)
            rest = tuple(one for one in entries if one.calculation.id != plain.id)
            if len(rest) >= MOST:
                raise MingjingError(_("Your library is full; delete calculations that nobody uses any more."))
            self._write(account_id, (*rest, entry))
        return Kept(account_id, entry)

    def drop(self, account_id: int, calculation_id: str) -> None:
        """Take an entry away; charts keep their copies."""
        with self._locked():
            entries = tuple(one for one in self._read(account_id) if one.calculation.id != calculation_id)
            self._write(account_id, entries)

    def certify(self, owner_id: int, calculation_id: str, login: str) -> Kept:
        """Vouch for a team metric as `login`, or (empty) take that back."""
        with self._locked():
            entries = self._read(owner_id)
            found = next((one for one in entries if one.calculation.id == calculation_id and one.shared), None)
            if found is None:
                raise MingjingError(_("There is no team metric '{name}' any more.").format(name=calculation_id))
            entry = changed(found, {"certified_by": login})
            self._write(owner_id, tuple(entry if one is found else one for one in entries))
        return Kept(owner_id, entry)

    def refreshed(self, board: Dashboard, owner_id: int) -> Dashboard:
        """The board of `owner_id` with every copy as its entry says it now.

        A copy whose entry has gone, cannot be read, or is another person's and not the team's, stays as it is.
        """
        if not any(one.saved for tile in board.tiles if tile.chart for one in tile.chart.calculations):
            return board
        known = {one.name: one.copy for one in self.offered(owner_id)}
        tiles = tuple(_with_chart(tile, refreshed(tile.chart, known)) if tile.chart else tile for tile in board.tiles)
        return board if tiles == board.tiles else board.model_copy(update={"tiles": tiles})

    def _all(self) -> Iterator[Kept]:
        for file in sorted(self._folder.glob("*.yaml")):
            if file.stem.isdecimal():
                yield from (Kept(int(file.stem), entry) for entry in self._read_or_none(int(file.stem)))

    def _read_or_none(self, owner_id: int) -> tuple[Entry, ...]:
        try:
            return self._read(owner_id)
        except InvalidInput:
            return ()

    def _read(self, owner_id: int) -> tuple[Entry, ...]:
        file = self._file(owner_id)
        if not file.exists():
            return ()
        try:
            tree = read_tree(file.read_bytes())
        except Unreadable as error:
            raise InvalidInput([Problem(f"{file.name}:{error.line}", str(error))]) from None
        found, faults = read_shape(_File, tree.data)
        faults = [*tree.faults, *faults]
        if found is None or faults:
            raise InvalidInput([Problem(f"{file.name}:{tree.line(one.path)}", one.message) for one in faults])
        return found.entries

    def _write(self, owner_id: int, entries: tuple[Entry, ...]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        ordered = tuple(sorted(entries, key=lambda one: one.calculation.id))
        write_atomically(self._file(owner_id), written(_File(entries=ordered)).encode())

    def _file(self, owner_id: int) -> Path:
        return self._folder / f"{int(owner_id)}.yaml"

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self._folder / ".lock")


def refreshed(chart: Chart, known: dict[str, Calculation]) -> Chart:
    """The chart with its copies as `known` (by name of the entry) says them; the ids on its shelves stay."""
    calculations = tuple(
        changed(known[one.saved], {"id": one.id}) if one.saved in known else one for one in chart.calculations
    )
    return chart if calculations == chart.calculations else chart.model_copy(update={"calculations": calculations})


def _with_chart(tile: Tile, chart: Chart) -> Tile:
    return tile if chart is tile.chart else tile.model_copy(update={"chart": chart})
