"""A process that publishes version after version until it is killed; for `test_kill.py`."""

import sys
from itertools import count
from pathlib import Path

import polars as pl

from datasource.store import Meta, Store

ROWS = 20_000


def publish_for_ever(folder: Path) -> None:
    """Publish loads in which every row of both tables carries the load's number."""
    store = Store(folder)
    for number in count(1):
        rows = pl.DataFrame({"customer_id": range(1, ROWS + 1), "name": [f"load {number}"] * ROWS})
        deals = pl.DataFrame({"contract_id": range(1, ROWS + 1), "name": [f"load {number}"] * ROWS})
        with store.publish(Meta(source="kill", company="Kill", currency="USD")) as draft:
            draft.write("customers", rows)
            draft.append("contracts", deals.head(ROWS // 2))
            draft.append("contracts", deals.tail(ROWS // 2))
        if number == 1:
            sys.stdout.write("ready\n")
            sys.stdout.flush()


if __name__ == "__main__":
    publish_for_ever(Path(sys.argv[1]))
