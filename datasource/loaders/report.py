"""What a load met: per file and table read = kept + rejected, and per rule how often, where and what became of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal, localcontext

import polars as pl

from datasource.loaders.origins import Lineage
from datasource.loaders.parsing import EXACT
from datasource.loaders.rejects import Rejects

MOST_EXAMPLES = 5
HITS = pl.Schema({"row": pl.Int64(), "value": pl.String(), "became": pl.String()})
"""The columns of the cells that a rule struck."""


@dataclass(frozen=True)
class Example:
    """One cell: its row as a spreadsheet numbers it (the header is row 1), its column, its text and its fate."""

    row: int
    column: str
    value: str | None
    became: str


@dataclass
class Rule:
    """How often one rule of cleaning struck in one part, by column, with up to five examples."""

    count: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


@dataclass
class Money:
    """The sum of one money column in major units, exactly: read + rounded - rejected + filled = kept.

    `rounded` is what rounding to the currency's digits added, `filled` what empty cells got through references.
    """

    read: Decimal = Decimal(0)
    rounded: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    filled: Decimal = Decimal(0)
    kept: Decimal = Decimal(0)

    @property
    def adds_up(self) -> bool:
        """Whether what was kept is what was read, after what is told."""
        with localcontext(EXACT):
            return self.read + self.rounded - self.rejected + self.filled == self.kept


@dataclass
class Part:
    """One source or one canonical table: rows read, kept and rejected, and the rules that struck.

    A table also tells the rows of its sources that no `when` wanted (`left_aside`: neither read nor rejected) and its
    sums of money; a source the rows that no table took (`unused`), where it lay, and the columns that nothing used.
    """

    read: int = 0
    kept: int = 0
    rules: dict[str, Rule] = field(default_factory=dict)
    encoding: str = ""
    origin: str = ""
    left_out: tuple[str, ...] = ()
    left_aside: int = 0
    unused: int = 0
    money: dict[str, Money] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Rows read and not kept."""
        return self.read - self.kept

    def note(self, rule: str, column: str, hits: pl.DataFrame) -> None:
        """Count `hits` (columns row, value, became) under `rule`."""
        if hits.is_empty():
            return
        self.count(rule, column, hits.height, hits)

    def sums(self, column: str) -> Money:
        """The sums of money column `column`, made on first use."""
        return self.money.setdefault(column, Money())

    def count(self, rule: str, column: str, times: int, hits: pl.DataFrame) -> None:
        """Count `times` under `rule`, of which `hits` are the first or all."""
        struck = self.rules.setdefault(rule, Rule())
        struck.count += times
        struck.columns[column] = struck.columns.get(column, 0) + times
        room = MOST_EXAMPLES - len(struck.examples)
        struck.examples += [Example(row, column, value, became) for row, value, became in hits.head(room).iter_rows()]


@dataclass
class Report:
    """One load of one preset; `version` is what it became in the store."""

    preset: str
    notes: tuple[str, ...] = ()
    version: str = ""
    files: dict[str, Part] = field(default_factory=dict)
    tables: dict[str, Part] = field(default_factory=dict)
    rejects: Rejects = field(default_factory=Rejects)
    lineage: Lineage = field(default_factory=dict)

    @property
    def rejected_share(self) -> float:
        """The share of rows that were read for tables and rejected by them; 0 when nothing was read."""
        read = sum(part.read for part in self.tables.values())
        return sum(part.rejected for part in self.tables.values()) / read if read else 0.0

    def told_beyond(self, allowed: float) -> str | None:
        """One sentence when a larger share of the rows than `allowed` was rejected, else None."""
        if self.rejected_share <= allowed:
            return None
        parts = self.tables.values()
        rejected, read = sum(part.rejected for part in parts), sum(part.read for part in parts)
        share = f"{100 * allowed:g} % that '{self.preset}' allows"
        return f"{rejected:,} of {read:,} rows were rejected, more than the {share}; the report says which and why."

    def table(self, name: str) -> Part:
        """The part of canonical table `name`, made on first use."""
        return self.tables.setdefault(name, Part())

    def to_json(self) -> str:
        """One JSON object: preset, version, notes, and per file and table read, kept, rejected and rules."""
        body = {
            "preset": self.preset,
            "version": self.version,
            "notes": self.notes,
            "files": {name: _file_json(part) for name, part in self.files.items()},
            "tables": {name: _table_json(part) for name, part in self.tables.items()},
            "lineage": {
                table: {name: [asdict(one) for one in origins] for name, origins in columns.items()}
                for table, columns in self.lineage.items()
            },
            "rejects": {"count": self.rejects.count, "kept": self.rejects.rows.height},
        }
        return json.dumps(body, ensure_ascii=False, indent=1)

    def to_text(self) -> str:
        """The same for a person."""
        lines = [f"Preset {self.preset}, version {self.version}", *(f"  {note}" for note in self.notes), "", "Files"]
        for name, part in self.files.items():
            lines += _part_lines(f"{name} ({part.encoding})", part)
            lines += [f"      columns left out: {', '.join(part.left_out)}"] if part.left_out else []
        lines += ["", "Tables"]
        for name, part in self.tables.items():
            lines += _part_lines(name, part)
        return "\n".join(lines)


def _part_json(part: Part) -> dict[str, object]:
    rules = {name: asdict(rule) for name, rule in part.rules.items()}
    return {"read": part.read, "kept": part.kept, "rejected": part.rejected, "rules": rules}


def _file_json(part: Part) -> dict[str, object]:
    named = {"origin": part.origin, "encoding": part.encoding, "columns_left_out": part.left_out}
    return {**_part_json(part), "unused": part.unused, **named}


def _table_json(part: Part) -> dict[str, object]:
    money = {column: {name: str(each) for name, each in vars(sums).items()} for column, sums in part.money.items()}
    return {**_part_json(part), "left_aside": part.left_aside, "money": money}


def _part_lines(title: str, part: Part) -> Iterator[str]:
    aside = [f"{count:,} {word}" for word, count in (("left aside", part.left_aside), ("unused", part.unused)) if count]
    told = f" ({', '.join(aside)})" if aside else ""
    yield f"  {title}: {part.read:,} read = {part.kept:,} kept + {part.rejected:,} rejected{told}"
    yield from (f"      {_money_line(column, sums)}" for column, sums in part.money.items())
    for name, rule in part.rules.items():
        where = ", ".join(f"{column} {count:,}" for column, count in rule.columns.items() if column)
        yield f"      {name}: {rule.count:,}" + (f" ({where})" if where else "")
        yield from (f"        row {each.row}: {each.value!r} → {each.became}" for each in rule.examples)


def _money_line(column: str, sums: Money) -> str:
    steps = (("rounded", sums.rounded), ("rejected", -sums.rejected), ("filled", sums.filled))
    told = "".join(f" {amount:+,f} {word}" for word, amount in steps if amount)
    return f"{column}: {sums.read:,f} read{told} = {sums.kept:,f} kept"
