"""The demo company as DuckDB reads it: the store's own Parquet files, what they mean, and who may see which rows.

Independent of the product on purpose: nothing of `datasource` is imported here or in the SQL beside it. `meaning.sql`
and the `meaning_*.sql` beside it (shared with the metric oracle) and those of this folder make tables; each table that
holds rows to be seen has `owner_key` and `customer_key`. `today()` is the store's today.

In the SQL of a report, `{first}`, `{last}`, `{today}` and other given values stand for literals, and every other
`{name}` for the rows of table `name` that the reader may see (rule R9).
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

FOLDER = Path(__file__).parent
TODAY = date(2026, 6, 30)
COMPANY = "明镜科技"
Row = dict[str, Any]

VISIBLE = {
    "self": "SELECT {0}",
    "department_tree": """SELECT {0} UNION SELECT user_id FROM raw_users JOIN above USING (department_id)
        WHERE above_id = (SELECT department_id FROM raw_users WHERE user_id = {0})""",
}

WHOLE = """SELECT above_id FROM above JOIN raw_users USING (department_id)
    GROUP BY 1 HAVING bool_and(user_id IN {0})"""
"""The departments all of whose people are seen: their own targets are too."""


@dataclass(frozen=True)
class Reader:
    """Who reads: everything, or as the CRM user `user_id` with a scope of `VISIBLE`."""

    name: str
    scope: str = "all"
    user_id: int = 0

    def users(self) -> str:
        """The users whose rows are seen, as a subquery; not for `all`."""
        return f"({VISIBLE[self.scope].format(self.user_id)})"

    def seen(self, table: str) -> str:
        """The rows of `table` that may be seen, as a table expression."""
        if self.scope == "all":
            return table
        shared = f"SELECT customer_id FROM raw_customer_members WHERE user_id = {self.user_id}"
        seen = f"owner_key IN {self.users()} OR customer_key IN ({shared})"
        if table == "held_targets":
            seen += f" OR department_key IN ({WHOLE.format(self.users())})"
        return f"(SELECT * FROM {table} WHERE {seen})"


READERS = {
    "everything": Reader("everything"),
    "head": Reader("head", "department_tree", 2),
    "rep": Reader("rep", "self", 20),
}


@dataclass(frozen=True)
class Span:
    """A period of the tests, both ends inclusive, and the grain in which its reports are told."""

    first: date
    last: date
    grain: str


SPANS = {
    "this year": Span(date(2026, 1, 1), date(2026, 12, 31), "month"),
    "a past quarter": Span(date(2025, 7, 1), date(2025, 9, 30), "week"),
}


class Files:
    """A published store as views `raw_<table>` of DuckDB, with the tables that say what they mean."""

    def __init__(self, version: Path) -> None:
        self.database = duckdb.connect(config={"threads": 1})
        for file in sorted(version.glob("*.parquet")):
            self.database.execute(f"CREATE VIEW raw_{file.stem} AS SELECT * FROM '{file}'")
        self.database.execute(f"CREATE MACRO today() AS {literal(TODAY)}")
        self.database.execute(f"CREATE MACRO company() AS {literal(COMPANY)}")
        shared = [FOLDER.parent / "meaning.sql", *sorted(FOLDER.parent.glob("meaning_*.sql"))]
        for meaning in (*shared, *sorted(FOLDER.glob("*meaning*.sql"))):
            self.database.execute(meaning.read_text("utf-8"))

    def told(self, sql: str, reader: Reader, **values: Any) -> list[Row]:
        """The rows of `sql` for `reader`, by column name."""
        found = self.database.execute(filled(sql, reader, {"today": TODAY} | values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def filled(sql: str, reader: Reader, values: dict[str, Any]) -> str:
    """`sql` with its `{names}` filled in."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return literal(values[name]) if name in values else reader.seen(name)

    return re.sub(r"\{(\w+)\}", fill, sql)


def literal(value: object) -> str:
    """`value` as DuckDB writes it."""
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
