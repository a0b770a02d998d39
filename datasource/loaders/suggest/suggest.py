"""Tables of an unknown CRM → what each may be and where each of its columns may go, with how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from rapidfuzz import fuzz

from datasource.loaders.mapping import targets
from datasource.loaders.mapping.headers import fold_name
from datasource.loaders.mapping.kinds import kind_of
from datasource.loaders.profile.judgement import Column
from datasource.loaders.profile.profile import Table
from datasource.loaders.suggest.synonyms import KEY, Words, column_words, table_words
from datasource.tables.schema import ColumnInfo

LEAST, LEAST_TABLE = 0.5, 0.4
"""How sure a suggestion of a column, and of a table, must at least be to be made."""
_AFFIXES = ("property", "sf", "crm", "tbl", "dim", "fact", "data", "export", "sheet")
"""What tables and columns are called besides their names: prefixes of connectors, endings of files."""
_ALIKE = 84.0
"""How alike (0–100) two folded names must at least be to count as one written in two ways."""
_WELL = 0.85
"""How sure a date must be to fill several columns."""
_FITS: dict[str, frozenset[str]] = {
    "day": frozenset({"date", "time"}),
    "moment": frozenset({"time", "date"}),
    "money": frozenset({"money", "number", "whole"}),
    "real": frozenset({"number", "whole", "money"}),
    "whole": frozenset({"whole", "number", "id"}),
    "flag": frozenset({"flag", "whole"}),
}
"""How a canonical column is read → what the profile may take its cells for; other columns take anything."""


@dataclass(frozen=True)
class Suggestion:
    """Column `source` may fill canonical `column` (or the key); `sure` 0 to 1. `by`: the name, not the id, is there."""

    column: str
    source: str
    sure: float
    by: bool = False


@dataclass(frozen=True)
class Suggested:
    """What one table may be; `table` is empty where nothing fits. `columns` in the order of the canonical table."""

    origin: str
    table: str
    sure: float
    columns: tuple[Suggestion, ...]

    def of(self, column: str) -> Suggestion | None:
        """What is suggested for a column."""
        return next((one for one in self.columns if one.column == column), None)


def suggest(tables: Sequence[Table], without: str = "") -> tuple[Suggested, ...]:
    """What each of `tables` may be, in their order; words that only preset `without` knows are not used."""
    return tuple(_best(table, without) for table in tables)


def suggest_as(table: Table, canonical: str, without: str = "") -> Suggested:
    """The columns of `table` where a person has said what it is."""
    columns = _columns(table, canonical, without)
    return Suggested(table.origin, canonical, _sure(table, canonical, columns, without), columns)


def stem(origin: str) -> str:
    """The name of a file, sheet or database table without folder, archive, schema and ending."""
    _connection, is_table, table = origin.partition(": ")
    if is_table:
        return table.rpartition(".")[2]
    return PurePath(origin.replace("\\", "/").rpartition("!")[2]).stem


def _best(table: Table, without: str) -> Suggested:
    every = [suggest_as(table, canonical, without) for canonical in table_words(without)]
    best = max(every, key=lambda one: one.sure)
    return best if best.sure >= LEAST_TABLE else Suggested(table.origin, "", 0.0, ())


def _sure(table: Table, canonical: str, columns: tuple[Suggestion, ...], without: str) -> float:
    """Half by the table's name, half by the share of its columns that have a place, required ones above all."""
    named = _named(stem(table.origin), table_words(without)[canonical])
    required = [one.name for one in targets(canonical).values() if one.required]
    if any(name not in {one.column for one in columns} for name in required) or not columns:
        return 0.0
    filled = [column for column in table.columns if column.kind != "empty"]
    placed = {one.source: one.sure for one in columns}
    share = sum(placed.get(column.name, 0.0) for column in filled) / max(len(filled), 1)
    return round(0.6 * named + 0.4 * min(1.0, 1.4 * share), 3)


def _columns(table: Table, canonical: str, without: str) -> tuple[Suggestion, ...]:
    words, known = column_words(without)[canonical], targets(canonical)
    pairs = [
        Suggestion(name, column.name, sure, _by_name(column, known.get(name)))
        for name in words
        for column in table.columns
        if (sure := _fit(column, known.get(name), words[name])) >= LEAST
    ]
    taken: dict[str, Suggestion] = {}
    used: set[tuple[str, str]] = set()
    for one in sorted(pairs, key=lambda one: -one.sure):
        kind = "key" if one.column == KEY else kind_of(known[one.column])
        use = (one.source, kind)
        shared = kind in ("day", "moment") and one.sure >= _WELL
        if one.column not in taken and (shared or use not in used):
            taken[one.column] = one
            used.add(use)
    return tuple(taken[name] for name in (KEY, *known) if name in taken)


def _fit(column: Column, target: ColumnInfo | None, words: Words) -> float:
    """How surely a source column is the canonical one (None: the key): its name, less what its cells speak against."""
    named = _named(column.name, words)
    if named < LEAST or column.kind == "empty":
        return 0.0 if column.kind != "empty" else named * 0.6
    if target is None:
        repeated = column.distinct is not None and column.distinct < column.filled
        return 0.0 if repeated or column.empty else named
    wanted = _FITS.get(kind_of(target))
    if wanted is None or column.kind in wanted:
        return named
    return 0.0 if kind_of(target) in ("day", "moment") or column.kind == "text" else named * 0.7


def _by_name(column: Column, target: ColumnInfo | None) -> bool:
    """Whether a reference holds names: text that is no id."""
    return target is not None and bool(target.refers_to) and column.kind == "text"


def _named(name: str, words: Words) -> float:
    """How surely a name means one of `words`, as it stands or without its affixes."""
    whole = fold_name(name)
    bare = _bare(whole)
    return max(_meant(whole, words), 0.95 * _meant(bare, words) if bare != whole else 0.0)


def _bare(folded: str) -> str:
    for affix in _AFFIXES:
        for cut in (folded.removeprefix(affix), folded.removesuffix(affix)):
            folded = cut if len(cut) > 2 else folded
    return folded.rstrip("0123456789") or folded


def _meant(folded: str, words: Words) -> float:
    if folded in words:
        return words[folded]
    best = max((fuzz.ratio(folded, word) for word in words), default=0.0)
    inside = max((_inside(folded, word) for word in words), default=0.0)
    return round(max(0.85 * best / 100 if best >= _ALIKE else 0.0, inside), 3)


def _inside(name: str, word: str) -> float:
    """A known word that stands inside a longer name: `crmcustomer20240101`, `业务客户名称`."""
    least = 2 if not word.isascii() else 4
    return 0.75 * max(0.7, len(word) / len(name)) if len(word) >= least and word in name else 0.0
