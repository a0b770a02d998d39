"""Facts in SQL, grouped: per members of some keys, per bucket of the period, or all of them as one row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.oracle.reports.tables import BUCKETS

OWNED = "LEFT JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"
IN_PERIOD = "BETWEEN {first} AND {last}"


@dataclass(frozen=True)
class Facts:
    """Kinds of facts, what the cells and the keys are of them.

    `parts` holds the rows of each kind with `owner_key`, `customer_key` and the `day` they count on, by a column that
    no other kind has. A question is asked of the kinds alone that its cells need.
    """

    parts: Mapping[str, str]
    cells: Mapping[str, str]
    keys: Mapping[str, str]

    def by(self, keys: Sequence[str], names: Sequence[str]) -> str:
        """The cells `names`, one row per members of `keys`; `date` is the bucket in the grain that is given."""
        cells = ", ".join(f"{self.cells[name]} AS {name}" for name in names)
        words = set(re.findall(r"\w+", cells))
        facts = " UNION ALL BY NAME ".join(rows for column, rows in self.parts.items() if column in words)
        if list(keys) == ["date"]:
            return f"""WITH facts AS ({facts}), buckets AS ({BUCKETS})
                SELECT buckets.date, {cells} FROM buckets
                LEFT JOIN facts AS x ON grain_label(day, {{grain}}) = buckets.date GROUP BY 1"""
        members = "".join(f"{self.keys[key]} AS {key}, " for key in keys)
        group = "GROUP BY ALL" if keys else ""
        return f"WITH facts AS ({facts}) SELECT {members}{cells} FROM facts AS x {OWNED} {group}"
