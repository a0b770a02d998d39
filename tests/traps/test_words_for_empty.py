"""A word for empty is the empty cell wherever a mapping asks for one; else a dump's NULL turns a move round."""

from pathlib import Path

from tests.loaders.test_operations import load

MOVES = """
nulls: ["NULL"]
load:
  - table: pool_events
    from: moves.csv
    unless: {customer: ""}
    key: id
    columns:
      kind: {cases: [{constant: into_pool, when: {to: ""}}, {constant: claimed}]}
"""


def test_a_customer_that_went_to_nobody_went_into_the_pool(tmp_path: Path) -> None:
    store, report = load(tmp_path, MOVES, moves="id,customer,to\n1,5,7\n2,5,\n3,5,NULL\n4,5, null \n5,NULL,7\n")
    kinds = dict(store.read("pool_events").select("source_key", "kind").rows())
    assert kinds == {"1": "claimed", "2": "into_pool", "3": "into_pool", "4": "into_pool"}
    assert report.tables["pool_events"].left_aside == 1
