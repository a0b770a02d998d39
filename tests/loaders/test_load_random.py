"""Loads of random rows in random batches, through memory or files, equal a plain reading of them one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasource.loaders import ahead, spool, writing
from datasource.loaders.load import load
from datasource.loaders.mapping import Mapping
from datasource.loaders.report import Report
from datasource.loaders.source import ROW, Form, Tally
from datasource.store import Store

MAPPING = Mapping.model_validate(
    {
        "version": 1,
        "name": "random",
        "title": "Random",
        "company": "Random",
        "currency": "USD",
        "sources": {"customers": {"table": "customers"}, "deals": {"table": "deals"}},
        "load": [
            {"table": "customers", "from": "customers", "key": "id", "columns": {"name": "id"}},
            {
                "table": "contracts",
                "from": "deals",
                "key": "id",
                "unless": {"state": "x*"},
                "columns": {"customer_id": "customer", "amount": "amount", "order_date": "day"},
            },
            {"table": "receipts", "from": "deals", "columns": {"contract_id": "id", "amount": "amount"}},
        ],
        "fill": {"receipts.customer_id": ["contract_id.customer_id"]},
    }
)
IDS = st.sampled_from(["1", "2", "3", "03", "7", "a", "A", "b-1", " 2", "", "99999999999999999999"])
AMOUNTS = st.decimals(-10_000, 10_000, places=3).map(str) | st.sampled_from(["", "oops", "1,000.50"])
DAYS = st.sampled_from(["2024-01-05", "2023-12-31", "2024-02-29", ""])
STATES = st.sampled_from(["", "open", "x", "Xyz"])
DEALS = st.lists(st.tuples(IDS, IDS, AMOUNTS, DAYS, STATES), max_size=25)


@dataclass
class Rows:
    """Rows of text as a source, `size` of them a batch."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    size: int
    tally: Tally = field(default_factory=Tally)
    origin: str = "memory"
    encoding: str = "utf-8"
    form: Form = field(default_factory=lambda: Form("CSV", "utf-8"))

    def batches(self) -> Iterator[pl.DataFrame]:
        self.tally = Tally()
        rows = pl.DataFrame(self.rows, schema=dict.fromkeys(self.header, pl.String), orient="row")
        for batch in rows.with_row_index(ROW, offset=2).cast({ROW: pl.Int64}).iter_slices(self.size):
            self.tally.keep(batch.height)
            yield batch


def cents(text: str) -> int | None:
    if not re.fullmatch(r"-?[\d,]+(\.\d+)?", text):
        return None
    return int((Decimal(text.replace(",", "")) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def first_of_each(rows: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {row[0].strip(): row for row in reversed(rows) if row[0].strip()}


def expected_sums(
    customers: dict[str, tuple[str, ...]], contracts: dict[str, tuple[str, ...]]
) -> dict[str | None, int]:
    """Customer → its cents: None where a contract names nobody, "?" where it names one who is not there."""
    sums: dict[str | None, int] = {}
    for _key, customer, amount, _day, _state in contracts.values():
        named = customer.strip() or None
        place = "?" if named is not None and named not in customers else named
        sums[place] = sums.get(place, 0) + (cents(amount) or 0)
    return sums


def loaded(
    folder: Path, customers: list[tuple[str, ...]], deals: list[tuple[str, ...]], size: int
) -> tuple[Store, Report]:
    store = Store(folder)
    sources = {
        "customers": Rows("customers", ("id",), customers, size),
        "deals": Rows("deals", ("id", "customer", "amount", "day", "state"), deals, size),
    }
    return store, load(MAPPING, sources, store)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(IDS.map(lambda text: (text,)), max_size=12), DEALS, st.integers(1, 9), st.booleans())
def test_random_rows_are_kept_rejected_and_summed_as_by_hand(
    monkeypatch: pytest.MonkeyPatch,
    customers: list[tuple[str, ...]],
    deals: list[tuple[str, ...]],
    size: int,
    in_files: bool,
) -> None:
    monkeypatch.setattr(ahead, "LEAST", 1)
    monkeypatch.setattr(spool, "ROOM", 0 if in_files else spool.ROOM)
    monkeypatch.setattr(writing.Writing, "at_once", 3 if in_files else writing.AT_ONCE)
    with TemporaryDirectory() as folder:
        store, report = loaded(Path(folder), customers, deals, size)
        people = first_of_each(customers)
        wanted = [deal for deal in deals if not deal[4].lower().startswith("x")]
        contracts = first_of_each(wanted)
        counts = {name: (part.read, part.kept, part.left_aside) for name, part in report.tables.items()}
        assert counts["customers"] == (len(customers), len(people), 0)
        assert counts["contracts"] == (len(wanted), len(contracts), len(deals) - len(wanted))
        assert counts["receipts"] == (len(deals), len(deals), 0)
        assert report.files["deals"].unused == 0
        names = {**dict(store.read("customers").select("customer_id", "source_key").iter_rows()), 0: "?", None: None}
        found: dict[str | None, int] = {}
        for customer, amount in store.read("contracts").select("customer_id", "amount").iter_rows():
            found[names[customer]] = found.get(names[customer], 0) + (amount or 0)
        assert found == expected_sums(people, contracts)
        days = [day for day in store.read("contracts")["order_date"] if day is not None]
        assert [str(day) for day in days] == sorted(deal[3] for deal in contracts.values() if deal[3])
        receipts = store.read("receipts").join(store.read("contracts"), on="contract_id", suffix="_of_deal")
        assert receipts.filter(pl.col("customer_id").ne_missing(pl.col("customer_id_of_deal"))).height == 0
        assert report.rejects.count == sum(part.rejected for part in report.tables.values())
