"""What a source without ends of its own needs: the row after, the latest of several, lists that may be absent."""

from datetime import datetime
from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from tests.loaders.test_operations import load

STAYS = """
nulls: ["NULL"]
load:
  - table: opportunities
    from: deals.csv
    key: id
    columns: {name: name}
  - table: stage_events
    from: deals.csv
    key: {column: id, prefix: "new:"}
    columns: {opportunity_id: id, entered_at: made}
  - table: stage_events
    from: log.csv
    key: id
    columns: {opportunity_id: deal, entered_at: at}
fill:
  stage_events.left_at: ["next(entered_at within opportunity_id by entered_at)"]
"""


def test_a_stay_ends_when_the_next_one_of_the_deal_begins(tmp_path: Path) -> None:
    store, _ = load(
        tmp_path,
        STAYS,
        deals="id,name,made\n1,A,2024-01-01 08:00:00\n2,B,2024-01-02 08:00:00\n",
        log="id,deal,at\n7,1,2024-03-01 08:00:00\n8,1,2024-02-01 08:00:00\n9,2,NULL\n10,99,2024-01-05 08:00:00\n"
        "11,99,2024-01-06 08:00:00\n12,2,2024-01-02 08:00:00\n",
    )
    stays = store.read("stage_events").rows_by_key("source_key", named=True, unique=True)
    assert {key: row["left_at"] for key, row in stays.items()} == {
        "new:1": datetime(2024, 2, 1, 8),
        "8": datetime(2024, 3, 1, 8),
        "7": None,
        "new:2": datetime(2024, 1, 2, 8),
        "12": None,
        "9": None,
        "10": None,
        "11": None,
    }


@pytest.mark.parametrize(
    ("chain", "fault"),
    [
        (
            "next(entered_at within amount by entered_at)",
            "'amount' refers to no table; name a reference after 'within'",
        ),
        ("next(amount within opportunity_id by entered_at)", "'amount' is not of the kind of 'left_at'"),
        ("next(entered_at within opportunity_id by moment)", "Unknown column of stage_events 'moment'"),
    ],
)
def test_a_next_that_cannot_be_is_told(tmp_path: Path, chain: str, fault: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(tmp_path, STAYS.replace("next(entered_at within opportunity_id by entered_at)", chain), deals="", log="")
    assert fault in str(caught.value)


LATEST = """
sources:
  notes: {files: [notes.csv]}
load:
  - table: customers
    from: people.csv
    key: id
    columns:
      name: name
      industry: {column: id, lookup: {in: notes, match: person, give: text, latest: at}}
"""
PEOPLE = "id,name\n1,A\n2,B\n3,C\n"


def test_of_several_rows_the_latest_is_given(tmp_path: Path) -> None:
    store, report = load(
        tmp_path,
        LATEST,
        people=PEOPLE,
        notes="person,text,at\n1,old,2024-01-31\n1,new,2024-02-01 00:00:01\n1,undated,\n2,x,2024-05-05\n"
        "2,y,2024-05-05\n",
    )
    found = store.read("customers").sort("customer_id")["industry"].to_list()
    assert found == ["new", None, None]
    assert report.tables["customers"].rules["ambiguous"].columns == {"industry": 1}


def test_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    store, _ = load(tmp_path, LATEST, people=PEOPLE, notes="person,text,at\n1,nine,9\n1,ten,10\n")
    assert store.read("customers").sort("customer_id")["industry"][0] == "ten"


def test_a_latest_that_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="'at' of source 'notes' says '31/01/2024', which is neither a number nor"):
        load(tmp_path, LATEST, people=PEOPLE, notes="person,text,at\n1,old,31/01/2024\n")


MEMBERS = """
nulls: ["NULL"]
sources:
  members: {files: [people.csv], split: {column: readers, optional: true}}
load:
  - table: customers
    from: people.csv
    key: id
    columns: {name: name}
  - table: customer_members
    from: members
    optional: true
    key: {join: [id, readers], with: ":"}
    columns: {customer_id: id, access: {constant: read}}
"""


def test_a_list_that_is_absent_or_a_word_for_empty_has_no_parts(tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    store, _ = load(tmp_path / "without", MEMBERS, people="id,name\n1,A\n")
    assert store.read("customer_members").height == 0
    store, _ = load(tmp_path, MEMBERS, people='id,name,readers\n1,A,",7,"\n2,B,NULL\n3,C,\n')
    assert store.read("customer_members")["source_key"].to_list() == ["1:7"]


GOALS = """
nulls: ["NULL"]
sources:
  goals.csv: {unpivot: {columns: {january: "01-01", february: "02-01"}, name: month, value: target}}
load:
  - table: targets
    from: goals.csv
    key: {join: [id, month], with: ":"}
    columns: {level: {constant: company}, month_date: {join: [year, month], with: "-"}, target_amount: target}
"""


def test_a_month_of_a_word_for_empty_is_no_target(tmp_path: Path) -> None:
    store, _ = load(tmp_path, GOALS, goals="id,year,january,february\n1,2024,10.50,null\n2,2024,,20\n")
    assert store.read("targets").select("source_key", "target_amount").rows() == [("1:01-01", 1050), ("2:02-01", 2000)]
