"""Calculations that people keep: for themselves, or as team metrics with an owner, a definition and a mark of trust.

One YAML file an owner, `DATA/dashboards/calculations/<account id>.yaml`. A chart holds a copy of what it uses and the
entry's name; while the entry exists, what it says now holds in every chart, and when it goes, the copies stay.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from dashboards.disk import locked, write_atomically
from dashboards.drafts import Editing
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
    """One kept calculation. `shared` entries are team metrics; `certified_by` is the login that vouches for it since
    `certified_on`.
    """

    calculation: Calculation
    shared: bool = False
    certified_by: str = Field(default="", max_length=200)
    certified_on: date | None = None
    saved_on: date | None = None


class _File(Versioned):
    """`dropped` are the ids of entries that are gone: charts may still name them, so no other entry takes them."""

    entries: tuple[Entry, ...] = Field(default=(), max_length=MOST)
    dropped: tuple[str, ...] = ()


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
        """Keep a calculation under its id; changing one, or taking it from the team, ends its certification.

        Raises `InvalidInput` for one that cannot be or stands on calculations of its chart alone, and `MingjingError`
        where there are too many, or where a metric would become a dimension in the charts that use it.
        """
        plain = changed(calculation, {"saved": ""})
        canonical_names((plain,))
        with self._locked():
            file = self._read(account_id)
            old = next((one for one in file.entries if one.calculation.id == plain.id), None)
            if old is None and plain.id in file.dropped:
                raise MingjingError(_("'{name}' was the id of a calculation that is gone.").format(name=plain.id))
            if old is not None and old.calculation.holds != plain.holds:
                raise MingjingError(_("A metric stays a metric and a dimension a dimension; make a new calculation."))
            same = old is not None and old.shared and shared and old.calculation == plain
            mark = {"certified_by": old.certified_by, "certified_on": old.certified_on} if old and same else {}
            entry = changed(Entry(calculation=plain, shared=shared, saved_on=today), mark)
            rest = tuple(one for one in file.entries if one.calculation.id != plain.id)
            if len(rest) >= MOST:
                raise MingjingError(_("Your library is full; delete calculations that nobody uses any more."))
            self._write(account_id, changed(file, {"entries": (*rest, entry)}))
        return Kept(account_id, entry)

    def drop(self, account_id: int, calculation_id: str) -> None:
        """Take an entry away; charts keep their copies."""
        with self._locked():
            file = self._read(account_id)
            entries = tuple(one for one in file.entries if one.calculation.id != calculation_id)
            if entries != file.entries:
                dropped = (*file.dropped, calculation_id)
                self._write(account_id, changed(file, {"entries": entries, "dropped": dropped}))

    def taken(self, account_id: int) -> frozenset[str]:
        """The ids that a new entry of the person cannot have."""
        file = self._read(account_id)
        return frozenset((*file.dropped, *(one.calculation.id for one in file.entries)))

    def certify(self, seen: Kept, login: str, today: date) -> Kept:
        """Vouch for a team metric, as it was seen, as `login`, or (empty) take that back."""
        owner_id, name = seen.owner_id, seen.entry.calculation.id
        with self._locked():
            file = self._read(owner_id)
            found = next((one for one in file.entries if one.calculation.id == name and one.shared), None)
            if found is None:
                raise MingjingError(_("There is no team metric '{name}' any more.").format(name=name))
            if found.calculation != seen.entry.calculation:
                raise MingjingError(_("This team metric has been changed meanwhile; look at it again."))
            entry = changed(found, {"certified_by": login, "certified_on": today if login else None})
            entries = tuple(entry if one is found else one for one in file.entries)
            self._write(owner_id, changed(file, {"entries": entries}))
        return Kept(owner_id, entry)

    def find(self, account_id: int, name: str) -> Kept | None:
        """The entry that a chart names, among those that the person is offered."""
        return next((one for one in self.offered(account_id) if one.name == name), None) if name else None

    def refreshed(self, board: Dashboard, owner_id: int) -> Dashboard:
        """The board of `owner_id` with every copy as its entry says it now.

        A copy whose entry has gone, cannot be read, or is another person's and not the team's, stays as it is.
        """
        if not any(map(_borrows, charts(board))):
            return board
        known = {one.name: one.copy for one in self.offered(owner_id)}
        tiles = tuple(_with_chart(tile, refreshed(tile.chart, known)) if tile.chart else tile for tile in board.tiles)
        return board if tiles == board.tiles else board.model_copy(update={"tiles": tiles})

    def refreshed_draft(self, editing: Editing, owner_id: int) -> Editing:
        """The draft of a board of `owner_id`, as `refreshed` has boards, and what it was begun with."""
        board = self.refreshed(editing.board, owner_id)
        base = editing.base and self.refreshed(editing.base, owner_id)
        if board is editing.board and base is editing.base:
            return editing
        return replace(editing, board=board, base=base)

    def refreshed_chart(self, chart: Chart, account_id: int) -> Chart:
        """The chart that a person builds, as `refreshed` has boards."""
        if not _borrows(chart):
            return chart
        return refreshed(chart, {one.name: one.copy for one in self.offered(account_id)})

    def _all(self) -> Iterator[Kept]:
        for file in sorted(self._folder.glob("*.yaml")):
            if file.stem.isdecimal():
                yield from (Kept(int(file.stem), entry) for entry in self._read_or_none(int(file.stem)))

    def _read_or_none(self, owner_id: int) -> tuple[Entry, ...]:
        try:
            return self._read(owner_id).entries
        except InvalidInput:
            return ()

    def _read(self, owner_id: int) -> _File:
        file = self._file(owner_id)
        try:
            return _parsed(file.read_bytes(), file.name)
        except FileNotFoundError:
            return _File()

    def _write(self, owner_id: int, file: _File) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        ordered = tuple(sorted(file.entries, key=lambda one: one.calculation.id))
        write_atomically(self._file(owner_id), written(changed(file, {"entries": ordered})).encode())

    def _file(self, owner_id: int) -> Path:
        return self._folder / f"{int(owner_id)}.yaml"

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self._folder / ".lock")


@lru_cache(maxsize=1024)
def _parsed(content: bytes, source: str) -> _File:
    """What a file says, read once for each content; raises `InvalidInput`."""
    try:
        tree = read_tree(content)
    except Unreadable as error:
        raise InvalidInput([Problem(f"{source}:{error.line}", str(error))]) from None
    found, faults = read_shape(_File, tree.data)
    faults = [*tree.faults, *faults]
    if found is None or faults:
        raise InvalidInput([Problem(f"{source}:{tree.line(one.path)}", one.message) for one in faults])
    return found


def charts(board: Dashboard) -> Iterator[Chart]:
    """The charts of a board."""
    yield from (tile.chart for tile in board.tiles if tile.chart)


def users(name: str, boards: Iterable[Dashboard]) -> tuple[Dashboard, ...]:
    """Which of the boards hold a copy of the entry of this name."""
    return tuple(board for board in boards if any(one.saved == name for c in charts(board) for one in c.calculations))


def _borrows(chart: Chart) -> bool:
    return any(one.saved for one in chart.calculations)


def refreshed(chart: Chart, known: dict[str, Calculation]) -> Chart:
    """The chart with its copies as `known` (by name of the entry) says them; the ids on its shelves stay."""
    calculations = tuple(
        changed(known[one.saved], {"id": one.id}) if one.saved in known else one for one in chart.calculations
    )
    return chart if calculations == chart.calculations else chart.model_copy(update={"calculations": calculations})


def _with_chart(tile: Tile, chart: Chart) -> Tile:
    return tile if chart is tile.chart else tile.model_copy(update={"chart": chart})
