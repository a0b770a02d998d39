"""The tables of a report out of its facts in SQL: by member, by bucket, in all; their changes and leading members.

A report is a list of facts, each with its owner, customer and day as far as its tables ask for them, and a set of
cells, each an aggregate of facts by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.reports.store import SPANS, Files, Reader, Row, Span

SPANS_BEFORE = {  # a period that is not over is compared with the same days of the one before
    SPANS["this year"]: Span(date(2025, 1, 1), date(2025, 6, 30), "month"),
    SPANS["a past quarter"]: Span(date(2025, 4, 1), date(2025, 6, 30), "week"),
}
NOBODY = ("—", "Unknown")
IN_PERIOD = "BETWEEN {first} AND {last}"
MEMBERS = {
    "owner": ("owner", "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"),
    "sales_team": ("sales_team", "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"),
    "department": ("department", "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"),
    "region": ("coalesce(region, 'Unknown')", "LEFT JOIN places ON places.customer_key = x.customer_key"),
    "source": ("coalesce(source, 'Unknown')", "LEFT JOIN places ON places.customer_key = x.customer_key"),
}

BUCKETS = """SELECT DISTINCT grain_label(day::DATE, {grain}) AS date
    FROM generate_series({first}, least({last}, {today}), INTERVAL 1 DAY) AS days(day)"""


def by(key: str, facts: str, cells: str) -> str:
    """The cells per member of `key`, a name of `MEMBERS` or a column of the facts."""
    column, join = MEMBERS.get(key, (f"x.{key}", ""))
    return f"WITH facts AS ({facts}) SELECT {column} AS {key}, {cells} FROM facts AS x {join} GROUP BY 1"


def by_date(facts: str, cells: str) -> str:
    """The cells per bucket of the period, up to today, buckets without a fact too (R6)."""
    return f"""WITH facts AS ({facts}), buckets AS ({BUCKETS})
        SELECT buckets.date, {cells} FROM buckets LEFT JOIN facts AS x ON grain_label(day, {{grain}}) = buckets.date
        GROUP BY 1"""


def whole(facts: str, cells: str) -> str:
    """The cells over all facts."""
    return f"WITH facts AS ({facts}) SELECT {cells} FROM facts AS x"


def cells(told: Mapping[str, str], *names: str) -> str:
    """The named cells of a report as columns, all without names."""
    return ", ".join(f"{told[name]} AS {name}" for name in names or told)


@dataclass(frozen=True)
class Asked:
    """Who asks what for when: the facts and cells of a report, a reader, a span."""

    files: Files
    facts: str
    cells: Mapping[str, str]
    reader: Reader
    span: Span

    def told(self, keys: Sequence[str], names: Sequence[str]) -> list[Row]:
        """The named cells by the one key, or in all without one."""
        wanted = cells(self.cells, *names)
        if not keys:
            text = whole(self.facts, wanted)
        else:
            text = by_date(self.facts, wanted) if keys[0] == "date" else by(keys[0], self.facts, wanted)
        return self.files.told(text, self.reader, **given(self.span))


def given(span: Span) -> dict[str, Any]:
    """The values of a span that SQL asks for."""
    return {"first": span.first, "last": span.last, "grain": span.grain}


def changed(now: Row, before: Row) -> Row:
    """A row of numbers with the base and the change of each: (now − base) / |base|, undefined where the base is 0."""
    row: Row = {}
    for name, value in now.items():
        base = before[name]
        change = None if value is None or not base else (value - base) / abs(base)
        row |= {name: value, f"{name}__base": base, f"{name}__change": change}
    return row


def leading(rows: list[Row], key: str, by_name: str, n: int) -> list[Row]:
    """The `n` rows with the largest `by_name`; equal ones by name, those of nobody last."""

    def place(row: Row) -> tuple[bool, float, bool, bytes]:
        return row[by_name] is None, -(row[by_name] or 0), row[key] in NOBODY, row[key].encode()

    return sorted(rows, key=place)[:n]
