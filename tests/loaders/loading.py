"""Loads from files until the process is killed; for `test_kill.py`."""

from itertools import count
from pathlib import Path

from datasource.loaders import spool
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import Mapping
from datasource.store import Store

DEALS, RECEIPTS = 400, 300
MAPPING = {
    "version": 1,
    "name": "kill",
    "title": "Kill",
    "company": "Kill",
    "currency": "USD",
    "load": [
        {"table": "customers", "from": "deals.csv", "distinct": True, "key": "customer", "columns": {"name": "load"}},
        {
            "table": "contracts",
            "from": "deals.csv",
            "key": "id",
            "columns": {"name": "load", "customer_id": "customer", "amount": "amount", "order_date": "day"},
        },
        {
            "table": "receipts",
            "from": "receipts.csv",
            "key": "id",
            "columns": {"number": "load", "contract_id": "deal", "amount": "amount"},
        },
    ],
    "fill": {"receipts.customer_id": ["contract_id.customer_id"]},
}


def load(data: Path, files: Path, number: int) -> None:
    """One load in which every row of every table says `number`; rows wait in files, as those of large loads do."""
    spool.ROOM = 1000
    files.mkdir(parents=True, exist_ok=True)
    deals = (f"d{row},load {number},c{row % 40},{number},2024-0{row % 9 + 1}-11\n" for row in range(DEALS))
    (files / "deals.csv").write_text("id,load,customer,amount,day\n" + "".join(deals), "utf-8")
    receipts = (f"{row},load {number},d{row},{number}.5\n" for row in range(RECEIPTS))
    (files / "receipts.csv").write_text("id,load,deal,amount\n" + "".join(receipts), "utf-8")
    import_folder(Mapping.model_validate(MAPPING), files, Store(data))


def load_for_ever(data: Path, files: Path, first: int, acknowledged: Path) -> None:
    """Load again and again, and write down the number of each load that was published."""
    for number in count(first):
        load(data, files, number)
        with acknowledged.open("a", encoding="utf-8") as lines:
            lines.write(f"{number}\n")
