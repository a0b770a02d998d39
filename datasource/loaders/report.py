"""What a load met: per file and table read = kept + rejected, and per rule how often, where and what became of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import polars as pl

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
class Part:
    """One file or one canonical table: rows read, kept and rejected, and the rules that struck."""

    read: int = 0
    kept: int = 0
    rules: dict[str, Rule] = field(default_factory=dict)
    encoding: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """Rows read and not kept."""
        return self.read - self.kept

    def note(self, rule: str, column: str, hits: pl.DataFrame) -> None:
        """Count `hits` (columns row, value, became) under `rule`."""
        if hits.is_empty():
            return
        struck = self.rules.setdefault(rule, Rule())
        struck.count += hits.height
        struck.columns[column] = struck.columns.get(column, 0) + hits.height
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
            "tables": {name: _part_json(part) for name, part in self.tables.items()},
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
    return {**_part_json(part), "encoding": part.encoding, "columns_left_out": part.left_out}


def _part_lines(title: str, part: Part) -> Iterator[str]:
    yield f"  {title}: {part.read:,} read = {part.kept:,} kept + {part.rejected:,} rejected"
    for name, rule in part.rules.items():
        where = ", ".join(f"{column} {count:,}" for column, count in rule.columns.items() if column)
        yield f"      {name}: {rule.count:,}" + (f" ({where})" if where else "")
        yield from (f"        row {each.row}: {each.value!r} → {each.became}" for each in rule.examples)
