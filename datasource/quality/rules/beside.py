"""What rules look at beside a row: the row that a reference leads to, or sums and dates over the rows that lead here.

A column `stage.kind` in a rule is column `kind` of what `BESIDE` calls `stage` for the rule's table; it is joined only
where a rule asks for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.catalog.entities import EFFECTIVE

Scan = Callable[[str], pl.LazyFrame]
"""Table → its rows that are not deleted."""


@dataclass(frozen=True)
class Beside:
    """Rows with a column `on`, each value once, that are joined to a table by its column `by`."""

    by: str
    on: str
    rows: Callable[[Scan], pl.LazyFrame]


def _row(table: str, key: str, *columns: str) -> Callable[[Scan], pl.LazyFrame]:
    return lambda scan: scan(table).select(key, *columns)


def _owners(scan: Scan) -> pl.LazyFrame:
    has_left = ~pl.col("is_active").fill_null(value=True)
    return scan("users").select("user_id", has_left=has_left, left_date="left_date")


def _sums(table: str, by: str, column: str = "amount", when: pl.Expr | None = None) -> Callable[[Scan], pl.LazyFrame]:
    """Per `by`: `amount` (sum of `column`), `rows` and `empty` (rows without it), of the rows where `when` holds."""

    def rows(scan: Scan) -> pl.LazyFrame:
        asked = scan(table) if when is None else scan(table).filter(when)
        summed = {"amount": pl.col(column).sum(), "rows": pl.len(), "empty": pl.col(column).null_count()}
        return asked.group_by(by).agg(**summed)

    return rows


def _latest_activity(scan: Scan) -> pl.LazyFrame:
    activities = scan("activities").filter(pl.col("opportunity_id").is_not_null())
    return activities.group_by("opportunity_id").agg(day=pl.col("created_date").max())


def _ways_to_reach(scan: Scan) -> pl.LazyFrame:
    reachable = pl.col("phone").is_not_null() | pl.col("email").is_not_null()
    return scan("contacts").group_by("customer_id").agg(reachable=reachable.any())


_IS_EFFECTIVE = pl.col("status").is_in(EFFECTIVE)
_IS_DUE = pl.col("status").ne_missing("voided")
_OWNER = Beside("owner_id", "user_id", _owners)
_CONTRACT = Beside("contract_id", "contract_id", _row("contracts", "contract_id", "order_date", "customer_id"))
_DEAL = Beside("opportunity_id", "opportunity_id", _row("opportunities", "opportunity_id", "created_date"))
BESIDE: Mapping[str, Mapping[str, Beside]] = MappingProxyType(
    {
        "customers": {
            "owner": _OWNER,
            "contacts": Beside("customer_id", "customer_id", _ways_to_reach),
            "signed": Beside(
                "customer_id", "customer_id", _sums("contracts", "customer_id", when=_IS_EFFECTIVE)
            ),
        },
        "contacts": {"owner": _OWNER},
        "leads": {"owner": _OWNER},
        "opportunities": {
            "owner": _OWNER,
            "stage": Beside("stage_id", "stage_id", _row("stages", "stage_id", "kind", "pipeline_id")),
            "contact": Beside("contact_id", "contact_id", _row("contacts", "contact_id", "customer_id")),
            "lines": Beside("opportunity_id", "opportunity_id", _sums("opportunity_lines", "opportunity_id")),
            "activity": Beside("opportunity_id", "opportunity_id", _latest_activity),
        },
        "stage_events": {"deal": _DEAL},
        "contracts": {
            "owner": _OWNER,
            "lines": Beside("contract_id", "contract_id", _sums("contract_lines", "contract_id")),
            "receipts": Beside("contract_id", "contract_id", _sums("receipts", "contract_id", when=_IS_EFFECTIVE)),
            "invoices": Beside("contract_id", "contract_id", _sums("invoices", "contract_id", when=_IS_EFFECTIVE)),
            "plans": Beside("contract_id", "contract_id", _sums("receivable_plans", "contract_id", when=_IS_DUE)),
        },
        "receipts": {"contract": _CONTRACT},
        "invoices": {"contract": _CONTRACT},
    }
)  # fmt: skip
